package casework

import (
	"context"
	"errors"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// monthsIssued says of each issued report its month, edition, day and issuer.
func monthsIssued(t *testing.T, d *Desk) string {
	t.Helper()
	said := ""
	for _, paper := range papersOf(t, d) {
		said += paper.Month + "/" + string(rune('0'+paper.Edition)) + " " + paper.AsOf.String() + " " + paper.IssuedBy + ","
	}
	return said
}

// issuedByClock is how many reports the clock issues for a day.
func issuedByClock(t *testing.T, d *Desk, day model.Date) int {
	t.Helper()
	n, err := d.IssueDuePapers(t.Context(), model.Call{Actor: clockWork}, day, plainPaper)
	return ok(t, n, err)
}

// An old report that is issued by hand is no beginning of papers: nobody waits for the months between.
func TestAnOldReportByHandSetsOffNoOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		clock.set(2026, time.November, 20)
		must2(d.IssuePaper(t.Context(), model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-04"}, plainPaper))
		if n := issuedByClock(t, d, d.Today()); n != 0 {
			t.Errorf("it set off %d: %s", n, monthsIssued(t, d))
		}
		clock.set(2026, time.November, 26)
		if n := issuedByClock(t, d, d.Today()); n != 1 || monthsIssued(t, d) != "2026-04/1 2026-04-30 supervisor,2026-11/1 2026-11-25 定时任务," {
			t.Errorf("it issued %d: %s", n, monthsIssued(t, d))
		}
	})
}

// What the clock was told to issue for an earlier day begins the papers with that month.
func TestTheClockGoesOnFromItsOwnFirstMonth(t *testing.T) {
	d, clock, _ := paperDesk(t, testdb.SQLite(t))
	clock.set(2026, time.November, 20)
	if n := issuedByClock(t, d, model.NewDate(2026, 7, 30)); n != 1 {
		t.Fatalf("for July it issued %d", n)
	}
	if n := issuedByClock(t, d, d.Today()); n != 3 {
		t.Errorf("then it issued %d: %s", n, monthsIssued(t, d))
	}
}

// A report as of a day before the due one is not the month's: the clock issues that as another edition, and says why.
func TestAReportBeforeTheDueDayIsFollowedByAnother(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		clock.set(2026, time.March, 24)
		must2(d.IssuePaper(t.Context(), model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-03"}, plainPaper))
		clock.set(2026, time.March, 26)
		orders := must2(d.papersDue(t.Context(), must2(d.termsNow(t.Context())), plan, d.Today(), clockWork.Name))
		if n := issuedByClock(t, d, d.Today()); n != 1 || len(orders) != 1 {
			t.Fatalf("it issued %d of %+v", n, orders)
		}
		if n := issuedByClock(t, d, d.Today()); n != 0 {
			t.Errorf("the same day again it issued %d", n)
		}
		papers := papersOf(t, d)
		if said := monthsIssued(t, d); said != "2026-03/1 2026-03-24 supervisor,2026-03/2 2026-03-25 定时任务," || papers[1].Reason != "第1版的数据截至2026-03-24，早于报送日2026-03-25，按报送日的数据另印" {
			t.Errorf("issued are %s for %q", said, papers[len(papers)-1].Reason)
		}
		_, err := d.IssuePaper(t.Context(), model.Call{Actor: clockWork}, orders[0], plainPaper) // another server that judged before
		wantRefusal(t, err, model.Conflict, "task_paper.taken")
		must2(d.IssuePaper(t.Context(), model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-03", AsOf: model.NewDate(2026, 3, 24), Reason: "更正第4项"}, plainPaper))
		if n := issuedByClock(t, d, d.Today()); n != 0 {
			t.Errorf("after a correction it issued %d", n)
		}
	})
}

// What is handed in while a report is being made is not in it: it is of one moment.
func TestAReportIsOfOneMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		clock.set(2026, time.March, 26)
		task, o, call := taskNumbered(t, d, 4), PaperOrder{Plan: plan.ID, Month: "2026-03"}, model.Call{Actor: taskSupervisor}
		other, looks := *d, 0
		d.Now = func() time.Time { looks++; return clock.now() }
		stop := errors.New("before it is written")
		if _, err := d.IssuePaper(t.Context(), call, o, func(model.TaskSheets) ([]byte, error) { return nil, stop }); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		last, done := looks, make(chan error, 1) // the last look at the clock is between two readings
		looks = 0
		d.Now = func() time.Time {
			if looks++; looks == last {
				go func() {
					_, err := other.ReportTask(context.Background(), by(taskLead, task.Version), task.ID, "2026-03", TaskProgress{Progress: 40, Done: "演示进展"})
					done <- err
				}()
				for range 50 { // where writers wait for each other it comes later
					if time.Sleep(10 * time.Millisecond); len(done) > 0 {
						break
					}
				}
			}
			return clock.now()
		}
		var made model.TaskSheets
		must2(d.IssuePaper(t.Context(), call, o, func(sheets model.TaskSheets) ([]byte, error) {
			made = sheets
			return plainPaper(sheets)
		}))
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if row := made.Rows[3]; row.Claimed != nil || row.Reported || row.MonthWork != "" {
			t.Errorf("it says %+v", row)
		}
	})
}
