package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// TargetLine is a target with what the register was counted to hold at the end of a day.
type TargetLine struct {
	model.TaskTarget
	model.Counted
	Progress int        `json:"progress"` // whole percent, rounded down
	Words    string     `json:"words"`    // what is counted
	Basis    string     `json:"basis"`
	Noun     model.Noun `json:"noun"` // whose rows are counted
	AsOf     model.Date `json:"as_of"`
}

// CountedTarget is a target with the rows that were counted, as far as the reader may see them.
type CountedTarget struct {
	TargetLine
	Areas []model.CountedArea `json:"areas"`
	Found []model.CountedRow  `json:"found"`
	Next  string              `json:"next"`
	Shown bool                `json:"shown"` // whether the reader may see rows at all
}

// standing is what a task claims and what is counted for it on a day.
type standing struct {
	lines []TargetLine
	policy.CountedStanding
}

// countings remembers what was counted on one day, so that tasks that share a count ask once.
type countings struct {
	reader store.Reader
	day    model.Date
	done   map[countKey]model.Counted
}

type countKey struct {
	id   model.CountID
	area string
	demo bool
}

func (d *Desk) countingsOn(day model.Date) countings {
	return countings{d.Store.Reader, day, map[countKey]model.Counted{}}
}

func (c countings) of(ctx context.Context, count store.Count, area string, demo bool) (model.Counted, error) {
	key := countKey{count.ID, area, demo}
	if found, known := c.done[key]; known {
		return found, nil
	}
	found, err := c.reader.CountOn(ctx, count, store.CountOf{Area: area, Day: c.day, Demo: demo})
	if err == nil {
		c.done[key] = found
	}
	return found, err
}

// areaOf is where a target of the task counts.
func areaOf(task model.Task, t model.TaskTarget) string {
	if t.AreaCode != "" {
		return t.AreaCode
	}
	return task.AreaCode
}

// line counts a target; one whose count is no longer known counts nothing and says so.
func (c countings) line(ctx context.Context, task model.Task, t model.TaskTarget) (TargetLine, error) {
	line := TargetLine{TaskTarget: t, AsOf: c.day}
	count, known := store.CountNamed(t.Count)
	if !known {
		line.Words = "这项计数已经取消"
		return line, nil
	}
	line.Words, line.Basis, line.Noun = count.Words, count.Basis, count.Noun
	var err error
	line.Counted, err = c.of(ctx, count, areaOf(task, t), t.Demo)
	line.Progress = policy.CountedProgress(measured(line))
	return line, err
}

func measured(l TargetLine) policy.Measured {
	return policy.Measured{Base: l.Base, Goal: l.Goal, Weight: l.Weight, Counted: l.Value}
}

// standingOf puts what was last claimed of the task beside what is counted for it; nil
// without targets on the day. Of several tolerances the narrowest holds.
func (c countings) standingOf(ctx context.Context, task model.Task, targets []model.TaskTarget, claimed *int) (*standing, error) {
	s := standing{CountedStanding: policy.CountedStanding{Tolerance: 100, Day: c.day}}
	var all []policy.Measured
	for _, t := range targets {
		if !t.HoldsOn(c.day) {
			continue
		}
		line, err := c.line(ctx, task, t)
		if err != nil {
			return nil, err
		}
		s.lines, all, s.Tolerance = append(s.lines, line), append(all, measured(line)), min(s.Tolerance, t.Tolerance)
	}
	if len(s.lines) == 0 {
		return nil, nil //nolint:nilnil // nothing is counted for the task
	}
	s.Counted = policy.CountedProgress(all...)
	s.Claimed = claimed
	return &s, nil
}

// countInto adds to the lines of tasks what is counted for each on the day.
func (d *Desk) countInto(ctx context.Context, lines []TaskLine, day model.Date) error {
	ids := make([]model.TaskID, len(lines))
	for i, line := range lines {
		ids[i] = line.ID
	}
	targets, err := d.Store.TargetsOfTasks(ctx, ids)
	if err != nil {
		return err
	}
	on := d.countingsOn(day)
	for i := range lines {
		s, err := on.standingOf(ctx, lines[i].Task, targets[lines[i].ID], lines[i].Claimed)
		if err != nil {
			return err
		}
		s.tell(&lines[i])
	}
	return nil
}

// tell adds to a task's line what is counted for it.
func (s *standing) tell(line *TaskLine) {
	if s != nil {
		line.Counted, line.CountDiffers, line.CountWords = &s.Counted, s.Differs(), s.Words()
	}
}

// addTargets adds to the card of a task its targets, those that hold with what they come to.
func (d *Desk) addTargets(ctx context.Context, card *TaskCard) error {
	targets, err := d.Store.TargetsOfTasks(ctx, []model.TaskID{card.Record.ID})
	if err != nil {
		return err
	}
	card.Targets, card.FormerTargets = []TargetLine{}, []model.TaskTarget{}
	for _, t := range targets[card.Record.ID] {
		if !t.EndedOn.IsZero() {
			card.FormerTargets = append(card.FormerTargets, t)
		}
	}
	s, err := d.countingsOn(d.Today()).standingOf(ctx, card.Record.Task, targets[card.Record.ID], card.Record.Claimed)
	if err != nil || s == nil {
		return err
	}
	card.Targets = s.lines
	s.tell(&card.Record)
	return nil
}

// CountedQuestion asks for the rows of a target at the end of a day, today's being as they are now.
type CountedQuestion struct {
	Target model.TaskTargetID // the first that holds on the day when empty
	AsOf   model.Date
	After  string // id of the last row of the page before
}

// CountedRows returns a target of a task with the rows counted at the end of a day.
func (d *Desk) CountedRows(ctx context.Context, actor model.Actor, id model.TaskID, q CountedQuestion) (CountedTarget, error) {
	var found CountedTarget
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return found, err
	}
	task, err := d.Store.Task(ctx, scope, id)
	if err != nil {
		return found, err
	}
	targets, err := d.Store.TargetsOfTasks(ctx, []model.TaskID{id})
	if err != nil {
		return found, err
	}
	if q.AsOf.IsZero() || q.AsOf.After(d.Today()) {
		q.AsOf = d.Today()
	}
	for _, t := range targets[id] {
		if t.ID == q.Target || q.Target == "" && t.HoldsOn(q.AsOf) {
			if found.TargetLine, err = d.countingsOn(q.AsOf).line(ctx, task, t); err != nil {
				return found, err
			}
			of := store.CountOf{Area: areaOf(task, t), Day: q.AsOf, Demo: t.Demo}
			return found, d.addCounted(ctx, actor, &found, store.CountedPage{CountOf: of, After: q.After, Limit: countedPage + 1})
		}
	}
	return found, model.Fail(model.NotFound, "record.not_found", "没有找到这条记录")
}

// countSaid is what people call a count; its id where there is none of it any more.
func countSaid(id model.CountID) string {
	if count, known := store.CountNamed(id); known {
		return count.Title
	}
	return string(id)
}

// countedPage is how many rows are shown at once.
const countedPage = 50

func (d *Desk) addCounted(ctx context.Context, actor model.Actor, found *CountedTarget, page store.CountedPage) error {
	found.Areas, found.Found = []model.CountedArea{}, []model.CountedRow{}
	count, known := store.CountNamed(found.Count)
	if !known {
		return nil
	}
	var err error
	if found.Areas, err = d.Store.CountedAreas(ctx, count, page.CountOf); err != nil {
		return err
	}
	scope, err := d.Scope(actor, access.Permission(count.Read))
	if err != nil {
		return outsider(err)
	}
	found.Shown = true
	rows, err := d.Store.CountedRows(ctx, scope, count, page)
	if len(rows) > countedPage {
		rows = rows[:countedPage]
		found.Next = rows[countedPage-1].ID
	}
	found.Found = rows
	return err
}
