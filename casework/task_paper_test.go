package casework

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

// plainPaper is a file in place of a workbook, by which two reports are told apart.
func plainPaper(sheets model.TaskSheets) ([]byte, error) {
	return []byte(sheets.Head.Title + sheets.Head.DataHash), nil
}

var clockWork = model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}

// paperDesk is a desk with the district's plan, whose fourth task is scheduled from March on.
func paperDesk(t *testing.T, dsn string) (*Desk, *testClock, model.TaskPlan) {
	t.Helper()
	d, clock := openDesk(t, dsn)
	withBlobs(t, d)
	plan := importedPlan(t, d).Plan
	clock.set(2026, time.March, 2)
	scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
	return d, clock, plan
}

func papersOf(t *testing.T, d *Desk) []model.TaskPaper {
	t.Helper()
	page, err := d.Store.TaskPapers(t.Context(), store.Everything(), store.Query{Sort: "month"})
	return ok(t, page, err).Items
}

// contentOf reads a part of an issued report.
func contentOf(t *testing.T, d *Desk, paper model.TaskPaper, part PaperPart) []byte {
	t.Helper()
	_, from, err := d.OpenPaper(t.Context(), model.Call{Actor: taskSupervisor}, paper.ID, part)
	ok(t, paper, err)
	content, err := io.ReadAll(from)
	if err := errors.Join(err, from.Close()); err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAnIssuedReportStaysAndACorrectionIsAnotherEdition(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		ctx := t.Context()
		report, _ := reported(t, d, taskLead, 4, "2026-03", 40)
		clock.set(2026, time.March, 26)
		o := PaperOrder{Plan: plan.ID, Month: "2026-03", AsOf: model.NewDate(2026, 3, 25)}
		_, err := d.IssuePaper(ctx, model.Call{Actor: taskLead}, o, plainPaper)
		wantKind(t, err, model.Forbidden)
		_, err = d.IssuePaper(ctx, model.Call{Actor: ofUnit("other", "qu-jiaotongju", model.RoleSupervisor)}, o, plainPaper)
		wantRefusal(t, err, model.Forbidden, "task.not_supervising")
		first := must2(d.IssuePaper(ctx, model.Call{Actor: taskSupervisor}, o, plainPaper))
		if first.Edition != 1 || first.Title != "2026年3月任务月报" || first.AsOf != o.AsOf || first.IssuedOn != model.NewDate(2026, 3, 26) || first.IssuedBy != taskSupervisor.Name || first.DocumentNo != plan.DocumentNo {
			t.Errorf("issued is %+v", first)
		}
		file, data := contentOf(t, d, first, PaperFile), contentOf(t, d, first, PaperData)
		if canonical.Sum(file) != first.FileHash || canonical.Sum(data) != first.DataHash || !strings.HasSuffix(string(file), first.DataHash) || int64(len(file)) != first.Size {
			t.Errorf("the hashes of %q and %q are not those of %+v", file, data, first)
		}
		report = must2(d.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 45, Done: "更正"}))
		_, err = d.IssuePaper(ctx, model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-03"}, plainPaper)
		wrongField(t, err, "/reason", "task_paper.reason")
		second := must2(d.IssuePaper(ctx, model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-03", Reason: " 更正第4项 "}, plainPaper))
		if second.Edition != 2 || second.AsOf != first.AsOf || second.Reason != "更正第4项" || second.DataHash == first.DataHash || !strings.Contains(string(contentOf(t, d, second, PaperData)), `"edition":2`) {
			t.Errorf("corrected it is %+v", second)
		}
		if kept := must2(d.Store.TaskPaper(ctx, store.Everything(), first.ID)); kept.FileHash != first.FileHash || kept.Version != 1 || !bytes.Equal(contentOf(t, d, kept, PaperFile), file) {
			t.Errorf("the first edition is now %+v", kept)
		}
		clock.set(2099, time.December, 1)
		if swept := must2(d.SweepContents(ctx)); swept != 0 || !bytes.Equal(contentOf(t, d, first, PaperFile), file) {
			t.Errorf("the clean-up took %d", swept)
		}
	})
}

func TestAnOrderThatCannotBeIssuedLeavesNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		clock.set(2026, time.March, 26)
		call := model.Call{Actor: taskSupervisor}
		for want, o := range map[string]PaperOrder{
			"/month":   {Plan: plan.ID, Month: "2026-04"},
			"/plan_id": {Plan: "no-such-plan", Month: "2026-03"},
			"/as_of":   {Plan: plan.ID, Month: "2026-03", AsOf: model.NewDate(2026, 3, 27)},
			"/reason":  {Plan: plan.ID, Month: "2026-03", Reason: strings.Repeat("长", 501)},
		} {
			_, err := d.IssuePaper(t.Context(), call, o, plainPaper)
			if fields := model.FieldsOf(err); len(fields) != 1 || fields[0].Pointer != want {
				t.Errorf("%+v: %v, want %s", o, err, want)
			}
		}
		broken := errors.New("no workbook")
		if _, err := d.IssuePaper(t.Context(), call, PaperOrder{Plan: plan.ID, Month: "2026-03"}, func(model.TaskSheets) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
			t.Errorf("a workbook that fails: %v", err)
		}
		d.Blobs = nil
		_, err := d.IssuePaper(t.Context(), call, PaperOrder{Plan: plan.ID, Month: "2026-03"}, plainPaper)
		wantRefusal(t, err, model.Unavailable, "task_paper.no_place")
		if papers := papersOf(t, d); len(papers) != 0 {
			t.Errorf("there are %+v", papers)
		}
	})
}

// What was prepared goes when the act fails after it.
func TestContentsOfAReportThatWasNotIssuedGo(t *testing.T) {
	d, clock, plan := paperDesk(t, testdb.SQLite(t))
	clock.set(2026, time.March, 26)
	o := PaperOrder{Plan: plan.ID, Month: "2026-03"}
	racing := func(sheets model.TaskSheets) ([]byte, error) { // another issues the same in the meantime
		must2(d.IssuePaper(context.Background(), model.Call{Actor: taskSupervisor}, o, plainPaper))
		return plainPaper(sheets)
	}
	_, err := d.IssuePaper(t.Context(), model.Call{Actor: taskSupervisor}, o, racing)
	wantRefusal(t, err, model.Conflict, "task_paper.taken")
	if papers, kept := papersOf(t, d), contents(t, d.Blobs); len(papers) != 1 || kept != 2 {
		t.Errorf("%d reports and %d contents", len(papers), kept)
	}
}

func TestReportsAreIssuedWhenDueOnceAndAfterStandingStill(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock, plan := paperDesk(t, dsn)
		issue := func(year int, month time.Month, day int) int {
			clock.set(year, month, day)
			n, err := d.IssueDuePapers(t.Context(), model.Call{Actor: clockWork}, model.NewDate(year, month, day), plainPaper)
			return ok(t, n, err)
		}
		for _, step := range []struct {
			month time.Month
			day   int
			want  int
		}{
			{time.March, 25, 0}, // due today
			{time.March, 26, 1}, {time.March, 26, 0}, {time.March, 27, 0},
			{time.April, 26, 0}, // a Sunday
			{time.April, 27, 1},
			{time.July, 30, 3}, // after three months
			{time.July, 31, 0},
		} {
			if got := issue(2026, step.month, step.day); got != step.want {
				t.Errorf("on %s %d it issued %d, want %d", step.month, step.day, got, step.want)
			}
		}
		var said []string
		for _, paper := range papersOf(t, d) {
			said = append(said, paper.Month+" "+paper.AsOf.String()+" "+paper.IssuedBy)
		}
		want := "2026-03 2026-03-25 定时任务,2026-04 2026-04-25 定时任务,2026-05 2026-05-25 定时任务,2026-06 2026-06-25 定时任务,2026-07 2026-07-25 定时任务"
		if strings.Join(said, ",") != want {
			t.Errorf("issued are %v", said)
		}
		must2(d.IssuePaper(t.Context(), model.Call{Actor: taskSupervisor}, PaperOrder{Plan: plan.ID, Month: "2026-08", AsOf: model.NewDate(2026, 8, 25)}, plainPaperOn(clock, time.August, 25)))
		if got := issue(2026, time.August, 31); got != 0 {
			t.Errorf("a month that the supervisor issued is issued again, %d times", got)
		}
		if _, err := d.IssueDuePapers(t.Context(), model.Call{Actor: taskLead}, d.Today(), plainPaper); model.KindOf(err) != model.Forbidden {
			t.Errorf("a lead: %v", err)
		}
	})
}

// plainPaperOn moves the clock to a day of the year and returns plainPaper.
func plainPaperOn(clock *testClock, month time.Month, day int) WritePaper {
	clock.set(2026, month, day)
	return plainPaper
}

// A plan that owes no reports has none issued; before the first, no past month is made up for.
func TestAPlanThatOwesNothingIsLeftAlone(t *testing.T) {
	d, clock := openDesk(t, testdb.SQLite(t))
	withBlobs(t, d)
	clock.set(2026, time.January, 2)
	importedPlan(t, d)
	clock.set(2026, time.January, 27)
	if n := must2(d.IssueDuePapers(t.Context(), model.Call{Actor: clockWork}, d.Today(), plainPaper)); n != 0 {
		t.Errorf("it issued %d", n)
	}
	scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
	clock.set(2026, time.May, 27)
	n := must2(d.IssueDuePapers(t.Context(), model.Call{Actor: clockWork}, d.Today(), plainPaper))
	if papers := papersOf(t, d); n != 1 || len(papers) != 1 || papers[0].Month != "2026-05" {
		t.Errorf("it issued %d: %+v", n, papers)
	}
}
