package casework

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

// mentioning is how a text names who is mentioned: by id, so that a new name shows at once.
var mentioning = regexp.MustCompile(`@\[(unit|user):([A-Za-z0-9-]{1,40})\]`)

// mentionsIn are those whom a text mentions, each once, without their names.
func mentionsIn(text string) []model.Mention {
	var found []model.Mention
	for _, m := range mentioning.FindAllStringSubmatch(text, -1) {
		one := model.Mention{Kind: model.MentionKind(m[1]), ID: m[2]}
		if !slices.Contains(found, one) {
			found = append(found, one)
		}
	}
	return found
}

// callers are the names by which people and units are called today.
type callers struct {
	units  map[model.UnitID]model.UnitRecord
	people map[model.UserID]string
}

func callersOf(ctx context.Context, r store.Reader, people []model.UserID) (callers, error) {
	var c callers
	var err error
	if c.units, err = r.UnitsByID(ctx); err != nil {
		return c, err
	}
	c.people, err = r.DisplayNames(ctx, people)
	return c, err
}

func (c callers) name(m model.Mention) string {
	name := c.people[model.UserID(m.ID)]
	if m.Kind == model.MentionUnit {
		name = shortName(c.units[model.UnitID(m.ID)])
	}
	return name
}

// piecesOf is the text in words and mentions with the names of today.
func piecesOf(text string, called callers) []model.CommentPiece {
	pieces, from := []model.CommentPiece{}, 0
	for _, at := range mentioning.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > from {
			pieces = append(pieces, model.CommentPiece{Text: text[from:at[0]]})
		}
		m := model.Mention{Kind: model.MentionKind(text[at[2]:at[3]]), ID: text[at[4]:at[5]]}
		m.Name = called.name(m)
		pieces = append(pieces, model.CommentPiece{Text: "@" + m.Name, Mention: &m})
		from = at[1]
	}
	if from < len(text) {
		pieces = append(pieces, model.CommentPiece{Text: text[from:]})
	}
	return pieces
}

func plainOf(pieces []model.CommentPiece) string {
	var said strings.Builder
	for _, piece := range pieces {
		said.WriteString(piece.Text)
	}
	return said.String()
}

// taskReaders tells who takes part in the discussion of one task, which those who only read it do
// not; it remembers what accounts of one scope may read.
type taskReaders struct {
	*Desk
	r     store.Reader
	task  taskInPlan
	parts []model.TaskUnit
	units []model.UnitID
	known map[string]bool
}

// readers are those who take part: the task's units, and their accounts and the chief.
func (w work) readers(t taskInPlan, parts []model.TaskUnit) *taskReaders {
	return newReaders(w.desk, w.Reader, t, parts)
}

func newReaders(d *Desk, r store.Reader, t taskInPlan, parts []model.TaskUnit) *taskReaders {
	reads := &taskReaders{Desk: d, r: r, task: t, parts: parts, known: map[string]bool{}}
	for _, id := range append([]model.UnitID{t.Lead(), t.plan.SupervisingUnit}, unitsOf(parts)...) {
		if current := t.units[id].CurrentID; current != "" && !slices.Contains(reads.units, current) {
			reads.units = append(reads.units, current)
		}
	}
	return reads
}

func unitsOf(parts []model.TaskUnit) []model.UnitID {
	ids := make([]model.UnitID, len(parts))
	for i, part := range parts {
		ids[i] = part.UnitID
	}
	return ids
}

func (t *taskReaders) mayRead(ctx context.Context, m model.Mention) (bool, error) {
	if m.Kind == model.MentionUnit {
		return slices.Contains(t.units, model.UnitID(m.ID)), nil
	}
	u, err := t.r.User(ctx, store.Everything(), model.UserID(m.ID))
	if model.KindOf(err) == model.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return t.reaches(ctx, u)
}

// reaches reports whether the account takes part in the discussion and may read the task.
func (t *taskReaders) reaches(ctx context.Context, u model.User) (bool, error) {
	scope, err := t.Scope(actorOf(u), "task:read")
	if err != nil {
		return false, outsider(err)
	}
	if barred := u.Disabled || commentRefusal(t.task, t.parts, actorOf(u)) != nil; barred {
		return false, nil
	}
	key := fmt.Sprintf("%+v", scope)
	if may, asked := t.known[key]; asked {
		return may, nil
	}
	_, err = t.r.Task(ctx, scope, t.task.ID)
	if err != nil && model.KindOf(err) != model.NotFound {
		return false, err
	}
	t.known[key] = err == nil
	return err == nil, nil
}

// MentionChoice is who may be mentioned in the discussion of a task.
type MentionChoice struct {
	Items []model.Mention `json:"items"`
}

// WhoReadsTask lists the units and the accounts that may be mentioned, for those who may say something.
func (d *Desk) WhoReadsTask(ctx context.Context, actor model.Actor, id model.TaskID) (MentionChoice, error) {
	choice := MentionChoice{Items: []model.Mention{}}
	scope, err := d.Scope(actor, "task:comment")
	if err != nil {
		return choice, err
	}
	task, err := loadTask(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return choice, err
	}
	parts, err := d.Store.TaskUnits(ctx, store.Everything(), id)
	if err != nil {
		return choice, err
	}
	if refusal := commentRefusal(task, parts, actor); refusal != nil {
		return choice, refusal
	}
	reads := newReaders(d, d.Store.Reader, task, parts)
	for _, unit := range reads.units {
		choice.Items = append(choice.Items, model.Mention{Kind: model.MentionUnit, ID: string(unit), Name: shortName(task.units[unit])})
	}
	accounts, err := reads.accounts(ctx)
	if err != nil {
		return choice, err
	}
	for _, u := range accounts {
		may, err := reads.reaches(ctx, u)
		if err != nil {
			return choice, err
		}
		if may && u.ID != actor.UserID {
			choice.Items = append(choice.Items, model.Mention{Kind: model.MentionUser, ID: string(u.ID), Name: u.DisplayName, Unit: shortName(task.units[u.UnitID])})
		}
	}
	return choice, nil
}

// accounts are those that may take part: of the task's units, and the chiefs, each once by its name.
func (t *taskReaders) accounts(ctx context.Context) ([]model.User, error) {
	var all []model.User
	for _, unit := range t.units {
		of, err := t.r.AccountsOfUnit(ctx, unit)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	query := store.Query{Sort: "name", Limit: store.MaxPage, Filter: map[string]string{"role": string(model.RoleChief)}}
	for more := true; more; more = query.Cursor != "" {
		page, err := t.r.Users(ctx, store.Everything(), query)
		if err != nil {
			return nil, err
		}
		all, query.Cursor = append(all, page.Items...), page.Next
	}
	slices.SortFunc(all, func(a, b model.User) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(all, func(a, b model.User) bool { return a.ID == b.ID }), nil
}

// tellMentioned tells whom a comment mentions: of a unit those of its accounts that read the task.
func (w work) tellMentioned(ctx context.Context, t taskInPlan, c model.TaskComment, mentioned []model.Mention) error {
	var people []model.UserID
	for _, m := range mentioned {
		if m.Kind == model.MentionUser {
			people = append(people, model.UserID(m.ID))
			continue
		}
		accounts, err := w.AccountsOfUnit(ctx, model.UnitID(m.ID))
		if err != nil {
			return err
		}
		for _, u := range accounts {
			if _, err := w.desk.Scope(actorOf(u), "task:read"); err == nil {
				people = append(people, u.ID)
			}
		}
	}
	if len(people) == 0 {
		return nil
	}
	return announce(ctx, w.Tx, announcement{
		event: model.EventTaskMentioned, noun: "tasks", id: string(t.ID), demo: t.Demo,
		to: store.Audience{Users: people}, values: map[string]string{"task": t.Name, "unit": c.UnitName},
	})
}
