package casework

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

// A quarterly task owes a report on the last month of its quarter alone, and the form says which is owed.
func TestAFormSaysWhichReportsAreOwed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		quarterly := func(number int) {
			task := taskNumbered(t, o.Desk, number)
			must2(o.ScheduleTask(t.Context(), by(taskSupervisor, task.Version), task.ID, TaskSchedule{
				StartOn: task.StartOn, DueOn: task.DueOn, Rhythm: model.RhythmQuarterly, Reason: "改为按季报送",
			}))
		}
		want := func(due model.Date, owed ...bool) {
			t.Helper()
			o.make()
			if o.form.DueOn != due || (o.form.DueBasis == "") != due.IsZero() {
				t.Errorf("the form is due %s by %q, want %s", o.form.DueOn, o.form.DueBasis, due)
			}
			at := 0
			for _, row := range o.rows {
				if row.Number != 4 && row.Number != 13 {
					continue
				}
				if words := "（本月应报）"; strings.HasSuffix(row.Light, words) != owed[at] || !owed[at] && !strings.HasSuffix(row.Light, "（本月不要求报送）") {
					t.Errorf("task %d says %s", row.Number, row.Light)
				}
				at++
			}
		}
		quarterly(4)
		want(model.NewDate(2026, 2, 25), false, true)
		quarterly(13)
		want(model.Date{}, false, false)
		o.clock.set(2026, time.March, 10)
		form := must2(o.IssueForm(t.Context(), by(taskLead, 0), FormOrder{Month: "2026-03"}))
		if form.DueOn.IsZero() {
			t.Error("the last month of a quarter has no day")
		}
	})
}

// A form whose kept rows or head are not what they were is not handed out, nor compared with.
func TestAFormThatWasAlteredIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := t.Context()
		rows := must2(o.Store.FormRows(ctx, o.form.ID))
		hashes := make([]string, len(rows))
		for i, row := range rows {
			hashes[i] = row.Hash
		}
		for what, alter := range map[string]func(form *model.TaskForm, rows []model.TaskFormRow){
			"its title": func(form *model.TaskForm, _ []model.TaskFormRow) { form.Title += "（改）" },
			"its day":   func(form *model.TaskForm, _ []model.TaskFormRow) { form.DueOn = form.DueOn.AddDays(1) },
			"its month": func(form *model.TaskForm, _ []model.TaskFormRow) { form.Month = "2026-01" },
			"a row": func(_ *model.TaskForm, rows []model.TaskFormRow) {
				rows[0].Facts = strings.Replace(rows[0].Facts, "2026-12-31", "2027-12-31", 1)
			},
			"a row and its hash": func(_ *model.TaskForm, rows []model.TaskFormRow) {
				rows[0].Facts = strings.Replace(rows[0].Facts, "2026-12-31", "2027-12-31", 1)
				rows[0].Hash = canonical.Sum([]byte(rows[0].Facts))
			},
			"nothing": nil,
			"made as in former times": func(form *model.TaskForm, _ []model.TaskFormRow) {
				form.Title += "（旧）"
				form.Hash = must2(canonical.Hash(hashes))
			},
		} {
			form, kept := o.form, slices.Clone(rows)
			form.ID = model.TaskFormID(store.NewID())
			for i := range kept {
				kept[i].ID, kept[i].FormID = store.NewID(), form.ID
			}
			if alter != nil {
				alter(&form, kept)
			}
			changeComplaintRow(t, o.Desk, func(tx *store.Tx) error { return tx.AddTaskForm(ctx, &form, kept) })
			_, made, err := o.FormAsMade(ctx, taskLead, form.ID)
			if alter == nil || strings.HasPrefix(what, "made") {
				ok(t, made, err)
				continue
			}
			if wantRefusal(t, err, model.Unavailable, "task_form.altered"); t.Failed() {
				t.Fatal(what)
			}
			_, err = o.try(taskLead, returned(form, o.rows))
			wantRefusal(t, err, model.Unavailable, "task_form.altered")
		}
	})
}

// Nothing is kept of what a return said that was given up.
func TestRowsOfAReturnThatWasGivenUpAreDeleted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := t.Context()
		fill := func(rows backRows) backRows { filledIn(rows[0], "20"); return rows }
		first, _ := o.back(fill)
		second, _ := o.back(fill)
		for id, want := range map[model.TaskFormReturnID]int{first.ID: 0, second.ID: len(o.rows)} {
			if kept := must2(o.Store.FormReturnRows(ctx, id)); len(kept) != want {
				t.Errorf("%d rows are kept, want %d", len(kept), want)
			}
		}
		must2(o.DiscardForm(ctx, by(taskLead, second.Version), second.ID))
		if kept := must2(o.Store.FormReturnRows(ctx, second.ID)); len(kept) != 0 {
			t.Errorf("%d rows are kept of a return that was discarded", len(kept))
		}
		if kept := must2(o.Store.FormRows(ctx, o.form.ID)); len(kept) != len(o.rows) {
			t.Errorf("the form has %d rows", len(kept))
		}
	})
}

// Who has uploaded enough for the day has nothing more read.
func TestAFormBeyondTheAllowanceIsNotRead(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		o.Rules.Limits.Files = 1
		o.back(func(rows backRows) backRows { return rows })
		file, read := aWorkbook(t, 99), false
		_, err := o.TakeForm(t.Context(), by(taskLead, 0), FormFile{
			Upload: Upload{Name: "填报表.xlsx", Content: strings.NewReader(string(file)), Size: int64(len(file))},
			Read:   func([]byte) (model.ReturnedForm, error) { read = true; return returned(o.form, o.rows), nil },
		})
		if model.KindOf(err) != model.TooMany || read {
			t.Errorf("got %v, read %v", err, read)
		}
	})
}

// Of two who confirm a return at once one hands it in.
func TestAReturnIsConfirmedOnceByTwoAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		came, _ := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); filledIn(rows[1], "30"); return rows })
		people := []model.Actor{taskLead, ofUnit("lead9", taskLead.UnitID, model.RoleLead)}
		failures := make([]error, len(people))
		var all sync.WaitGroup
		for i, who := range people {
			all.Go(func() { _, failures[i] = o.ConfirmForm(t.Context(), by(who, came.Version), came.ID) })
		}
		all.Wait()
		slices.SortFunc(failures, func(a, b error) int { return strings.Compare(string(model.KindOf(a)), string(model.KindOf(b))) })
		if failures[0] != nil || model.KindOf(failures[1]) != model.Stale && model.KindOf(failures[1]) != model.Conflict {
			t.Errorf("the two got %v", failures)
		}
		for _, number := range []int{o.rows[0].Number, o.rows[1].Number} {
			if reports := o.reports(number); len(reports) != 1 || reports[0].Version != 1 {
				t.Errorf("on task %d there are %+v", number, reports)
			}
		}
	})
}

// A form outlives its unit, twice: what is shown of its return is what its successor's act does.
func TestAFormOfAUnitThatWasMergedTwice(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := t.Context()
		merge := func(from, into model.UnitID, day int) {
			o.clock.set(2026, time.February, day+1)
			must2(o.DissolveUnit(ctx, call(clerkOfUnits, must2(o.Store.Unit(ctx, store.Everything(), from)).Version), from,
				Dissolution{LastDay: model.NewDate(2026, 2, day), Successor: into, Reason: "演示：机构改革"}))
		}
		merge(taskLead.UnitID, "qu-fagaiwei", 10)
		heir := ofUnit("heir", "qu-fagaiwei", model.RoleLead)
		form := must2(o.IssueForm(ctx, by(heir, 0), FormOrder{Month: "2026-02"}))
		_, rows, err := o.FormAsMade(ctx, heir, form.ID)
		at := slices.IndexFunc(ok(t, rows, err), func(f model.TaskFormFacts) bool { return f.Number == 4 })
		said := returned(form, rows)
		filledIn(said.Rows[at], "20")
		came := must2(o.try(heir, said))
		merge("qu-fagaiwei", "qu-zhujianwei", 12)
		last := ofUnit("last", "qu-zhujianwei", model.RoleLead)
		card := must2(o.FormReturnCard(ctx, last, came.ID))
		if o.wantLine(card.Lines[at], model.FormRowChanged, ""); card.Acts[0].Title != "确认报送 1 项" || !card.Acts[0].Allowed {
			t.Errorf("the successor is offered %+v", card.Acts[0])
		}
		work := must2(o.Work(ctx, last)).Items
		if !slices.ContainsFunc(work, func(i model.WorkItem) bool { return i.ID == string(came.ID) && i.Act == "confirm" }) {
			t.Error("nobody is told to confirm the return")
		}
		must2(o.ConfirmForm(ctx, by(last, came.Version), came.ID))
		o.form = form
		if reports := o.reports(4); len(reports) != 1 || reports[0].UnitID != "qu-zhujianwei" || reports[0].Progress != 20 {
			t.Errorf("handed in was %+v", reports)
		}
	})
}
