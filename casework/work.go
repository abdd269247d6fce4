package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// workSource finds one kind of due work: whose duty it is, where not everybody's who
// holds the permission, the permission whose scope bounds the rows, and the rows. In is
// the state in which a record waits for it, nil where more than its state decides.
type workSource struct {
	roles      []model.Role
	permission access.Permission
	noun       model.Noun
	act        string
	title      string
	in         any
	items      func(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error)
}

// look is who looks for work of one kind, and by which terms. Cut says that there were
// more records than are looked at.
type look struct {
	*Desk
	actor model.Actor
	terms terms
	cut   bool
	seen  map[string]seenTasks        // by scope, for the sources that look at tasks
	tasks map[model.TaskID]taskInPlan // that the records of a page are on
	units map[model.UnitID]model.UnitRecord
}

const (
	// mostWork is how many items of one kind a list of work holds.
	mostWork = 100
	// mostRows is how many records of one kind are looked at for it.
	mostRows = 1000
)

// workSources is every kind of due work.
func workSources() []workSource {
	return slices.Concat(endPointDuties(), complaintDuties(), listDuties(), inspectionDuties(), penaltyDuties(), publicationDuties(),
		editionDuties(), entryDuties(), taskDuties(), slipDuties(), formDuties(), coordinationDuties(), planDraftDuties(), certificateDuties(), licenceDuties(), returnDuties(), importDuties(), agreementDuties(), dutyFactDuties(), clockDuties(), officeDuties(), operationDuties())
}

// Work lists what the actor has to do, the most urgent first; of each kind at most
// mostWork, and how many more there are.
func (d *Desk) Work(ctx context.Context, actor model.Actor) (model.WorkList, error) {
	list := model.WorkList{Items: []model.WorkItem{}, More: []model.WorkMore{}}
	err := d.eachWork(ctx, actor, func(source workSource, found []model.WorkItem, cut bool) {
		if left := len(found) - mostWork; left > 0 || cut {
			list.More = append(list.More, model.WorkMore{Noun: source.noun, Title: source.title, Count: max(left, 0), AtLeast: cut})
			found = found[:min(len(found), mostWork)]
		}
		list.Items = append(list.Items, found...)
	})
	slices.SortStableFunc(list.Items, byUrgency)
	return list, err
}

// eachWork tells what the actor has to do, kind by kind, the most urgent of a kind first.
func (d *Desk) eachWork(ctx context.Context, actor model.Actor, tell func(source workSource, found []model.WorkItem, cut bool)) error {
	if _, err := d.Scope(actor, "work:read"); err != nil {
		return err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return err
	}
	seen := map[string]seenTasks{}
	for _, source := range workSources() {
		if len(source.roles) > 0 && !slices.ContainsFunc(source.roles, actor.Has) {
			continue
		}
		scope, err := d.Scope(actor, source.permission)
		if model.KindOf(err) == model.Forbidden { // nobody's duty beyond what he may do
			continue
		}
		if err != nil {
			return err
		}
		l := &look{Desk: d, actor: actor, terms: terms, seen: seen}
		found, err := source.items(ctx, l, scope)
		if err != nil {
			return err
		}
		slices.SortStableFunc(found, byUrgency)
		tell(source, found, l.cut)
	}
	return nil
}

// byUrgency puts what hinders other work first and work without a term last.
func byUrgency(a, b model.WorkItem) int {
	return cmp.Compare(urgency(a), urgency(b))
}

func urgency(item model.WorkItem) string {
	switch {
	case item.First:
		return ""
	case item.Due == nil || item.Due.DueOn.IsZero():
		return "9999-99-99"
	}
	return item.Due.DueOn.String()
}

// waiting is a kind of due work on the records of one noun that stand in one state.
type waiting[T any] struct {
	roles      []model.Role
	permission access.Permission
	noun       model.Noun
	act        string
	title      string
	in         any
	// narrow keeps more of the list out than the state does; nil for nothing more.
	narrow func(l *look) map[string]string
	sort   string
	list   func(store.Reader, context.Context, store.Scope, store.Query) (model.Page[T], error)
	// see reads at once what the records of a page are asked by; nil where each is asked alone.
	see func(ctx context.Context, l *look, page []T) error
	ask func(ctx context.Context, l *look, row T) (asked, error)
	// clockedAs is the record by whose clocks a row's term is shown; nil where no clock is asked.
	clockedAs func(row T) (model.Noun, string)
}

// asked is what one record asks of the actor: nothing unless it is his.
type asked struct {
	his  bool
	id   string
	name string
	due  *model.DueView
}

func (w waiting[T]) source() workSource {
	return workSource{w.roles, w.permission, w.noun, w.act, w.title, w.in, w.items}
}

// items are the records that ask something of the actor, of the first mostRows.
func (w waiting[T]) items(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	query := store.Query{Sort: w.sort, Filter: map[string]string{}, Limit: store.MaxPage}
	if w.narrow != nil {
		query.Filter = w.narrow(l)
	}
	query.Filter["status"] = fmt.Sprint(w.in)
	var items []model.WorkItem
	for looked := 0; looked < mostRows; looked += store.MaxPage {
		page, err := w.list(l.Store.Reader, ctx, scope, query)
		if err != nil {
			return nil, err
		}
		if err := w.seeClocks(ctx, l, page.Items); err != nil {
			return nil, err
		}
		if w.see != nil {
			if err := w.see(ctx, l, page.Items); err != nil {
				return nil, err
			}
		}
		for _, row := range page.Items {
			a, err := w.ask(ctx, l, row)
			if err != nil {
				return nil, err
			}
			if a.his {
				items = append(items, model.WorkItem{Noun: w.noun, ID: a.id, Title: w.title + "：" + a.name, Act: w.act, Due: a.due})
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			return items, nil
		}
	}
	l.cut = true
	return items, nil
}

// seeClocks lets the rows be asked by their clocks.
func (w waiting[T]) seeClocks(ctx context.Context, l *look, rows []T) error {
	if w.clockedAs == nil || len(rows) == 0 {
		return nil
	}
	noun, ids := model.Noun(""), make([]string, len(rows))
	for i, row := range rows {
		noun, ids[i] = w.clockedAs(row)
	}
	return l.seeClocks(ctx, noun, ids)
}

func (l *look) seeClocks(ctx context.Context, noun model.Noun, ids []string) error {
	clocks, err := l.Store.BareClocksOf(ctx, noun, ids...)
	l.terms = l.terms.seeing(clocks)
	return err
}
