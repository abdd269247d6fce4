package casework

import (
	"reflect"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// The marks of reports say what the reports say, of as many as there are and no more than the scope sees.
func TestMarksSayWhatReportsSay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2022, time.January, 3)
		first, last := model.NewDate(2022, 1, 1), model.NewDate(2030, 12, 31)
		scheduled(t, d, 4, first, last)
		scheduled(t, d, 3, first, last)
		var newest model.TaskReport
		for month := range 40 { // more than fit into the 1,024 bytes that a server joins unless told otherwise
			day := model.NewDate(2022, 1, 20).AddMonths(month)
			clock.set(day.Year(), day.Month(), day.Day())
			newest, _ = reported(t, d, taskLead, 4, monthOf(day), month)
		}
		must2(d.ReviewTaskReport(ctx, by(taskSupervisor, newest.Version), newest.ID, false, "缺佐证"))
		reported(t, d, ownLead, 3, "2025-04", 7)
		ids := []model.TaskID{taskNumbered(t, d, 3).ID, taskNumbered(t, d, 4).ID, taskNumbered(t, d, 5).ID}
		own, err := d.Scope(ofUnit("other", "qu-jingxinwei", model.RoleLead), "task:read")
		for name, scope := range map[string]store.Scope{"everything": store.Everything(), "another unit": ok(t, own, err)} {
			full, marks, named := must2(d.Store.ReportsOfTasks(ctx, scope, ids)), must2(d.Store.ReportMarksOfTasks(ctx, scope, ids)), must2(d.Store.NamedReportMarksOfTasks(ctx, scope, ids))
			want, wantNamed := map[model.TaskID][]model.TaskReport{}, map[model.TaskID][]model.TaskReport{}
			for id, reports := range full {
				for _, r := range reports {
					mark := model.TaskReport{TaskID: r.TaskID, Month: r.Month, Progress: r.Progress, Status: r.Status, ReportedOn: r.ReportedOn, ReviewedOn: r.ReviewedOn}
					want[id] = append(want[id], mark)
					mark.ID, mark.ReportedBy, mark.Handlers, mark.Returns = r.ID, r.ReportedBy, r.Handlers, r.Returns
					wantNamed[id] = append(wantNamed[id], mark)
				}
			}
			if !reflect.DeepEqual(marks, want) {
				t.Errorf("%s: the marks are %+v, want %+v", name, marks, want)
			}
			if !reflect.DeepEqual(named, wantNamed) {
				t.Errorf("%s: the named marks are %+v, want %+v", name, named, wantNamed)
			}
			if name == "everything" && len(marks[ids[1]]) != 40 {
				t.Errorf("%d marks of task 4", len(marks[ids[1]]))
			}
		}
		if none := must2(d.Store.ReportMarksOfTasks(ctx, store.Everything(), nil)); len(none) != 0 {
			t.Errorf("of no task: %+v", none)
		}
	})
}
