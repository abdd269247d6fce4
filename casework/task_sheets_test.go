package casework

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

func TestPeriodsAreReadAndSaidInWords(t *testing.T) {
	today := model.NewDate(2026, 11, 24)
	for _, c := range []struct {
		period TaskPeriod
		want   string // words and day, or the field that is wrong
	}{
		{TaskPeriod{To: "2026-10"}, "2026年10月 2026-10-31"},
		{TaskPeriod{To: "2026-11"}, "2026年11月 2026-11-24"},
		{TaskPeriod{To: "2026-12"}, "/month"},
		{TaskPeriod{To: "2026-9"}, "/month"},
		{TaskPeriod{From: "2026-08", To: "2026-10"}, "2026年8月至2026年10月 2026-10-31"},
		{TaskPeriod{From: "2026-07", To: "2026-09"}, "2026年第三季度 2026-09-30"},
		{TaskPeriod{From: "2025-01", To: "2025-12"}, "2025年 2025-12-31"},
		{TaskPeriod{From: "2024-12", To: "2025-11"}, "2024年12月至2025年11月 2025-11-30"},
		{TaskPeriod{From: "2024-12", To: "2025-12"}, "/from"},
		{TaskPeriod{From: "2026-11", To: "2026-10"}, "/from"},
		{TaskPeriod{From: "?", To: "2026-10"}, "/from"},
		{TaskPeriod{To: "2026-10", AsOf: model.NewDate(2026, 10, 1)}, "2026年10月 2026-10-01"},
		{TaskPeriod{To: "2026-10", AsOf: model.NewDate(2026, 9, 30)}, "/as_of"},
		{TaskPeriod{To: "2026-10", AsOf: today}, "2026年10月 2026-11-24"},
		{TaskPeriod{To: "2026-11", AsOf: today.AddDays(1)}, "/as_of"},
	} {
		s, err := c.period.read(today)
		got := s.words() + " " + s.asOf.String()
		if fields := model.FieldsOf(err); len(fields) > 0 {
			got = fields[0].Pointer
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.period, got, c.want)
		}
	}
}

func TestSheetsTellTheMonthsAndWhatIsOwed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(2026, time.January, 2)
		importedPlan(t, d)
		ctx := t.Context()
		clock.set(2026, time.January, 5)
		scheduled(t, d, 4, model.NewDate(2026, 1, 1), model.NewDate(2026, 4, 10))
		clock.set(2026, time.January, 20)
		reported(t, d, taskLead, 4, "2026-01", 20)
		clock.set(2026, time.March, 20)
		reported(t, d, taskLead, 4, "2026-03", 60)
		clock.set(2026, time.April, 20)
		s := must2(d.TaskSheets(ctx, store.Everything(), TaskPeriod{From: "2026-01", To: "2026-04"}))
		row := s.Rows[3]
		if strings.Join(s.Head.Months, " ") != "2026-01 2026-02 2026-03 2026-04" || len(row.Course) != 4 || s.Head.From != "2026-01" {
			t.Errorf("the head is %+v", s.Head)
		}
		if row.MonthWork != "2026年1月：演示进展\n2026年3月：演示进展" || row.Reported || row.DaysOver != 10 || row.Lead != "区交通局" || !row.Course[3].Scheduled {
			t.Errorf("the row is %+v", row)
		}
		if len(row.Missing) != 1 || row.Missing[0] != (model.MissingReport{Month: "2026-02", Rhythm: model.RhythmMonthly, Due: model.NewDate(2026, 2, 25)}) {
			t.Errorf("missing are %+v", row.Missing)
		}
		claims := ""
		for _, month := range row.Course {
			claims += string(month.Light) + " "
			if month.Claimed != nil {
				claims += string(rune('0'+*month.Claimed/10)) + " "
			}
		}
		if claims != "yellow 2 red 2 red 6 red 6 " {
			t.Errorf("its course is %s", claims)
		}
		early := must2(d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2026-03", AsOf: model.NewDate(2026, 3, 19)}))
		if row := early.Rows[3]; row.Reported || *row.Claimed != 20 || row.DaysOver != 0 {
			t.Errorf("as of the day before it was handed in: %+v", row)
		}
		if unscheduled := s.Rows[4]; unscheduled.DaysOver == 0 || unscheduled.Course[3].Scheduled {
			t.Errorf("a task that is past the plan's own day: %+v", unscheduled)
		}
		clock.set(2029, time.April, 20)
		if months := must2(d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2029-04"})).Head.Months; len(months) != 36 || months[0] != "2026-05" {
			t.Errorf("after years the months are %v", months)
		}
		_, err := d.TaskSheets(ctx, store.Everything(), TaskPeriod{To: "2019-06"})
		wrongField(t, err, "/as_of", "as_of.before_plan")
	})
}

// The printed hash is of the canonical JSON of the sheets, the same whenever nothing changed.
func TestTheHashIsOfTheSheetsAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		clock.set(2026, time.March, 2)
		scheduled(t, d, 4, model.NewDate(2026, 3, 1), model.NewDate(2026, 12, 31))
		clock.set(2026, time.April, 1)
		period := TaskPeriod{To: "2026-03"}
		first := must2(d.TaskSheets(t.Context(), store.Everything(), period))
		form := must2(canonical.Marshal(first))
		if canonical.Sum(form) != first.Head.DataHash || strings.Contains(string(form), first.Head.DataHash) {
			t.Errorf("the hash is %s, of the form %s", first.Head.DataHash, canonical.Sum(form))
		}
		clock.set(2026, time.April, 9)
		if again := must2(d.TaskSheets(t.Context(), store.Everything(), period)); again.Head.DataHash != first.Head.DataHash {
			t.Error("a week later the same report has another hash")
		}
		reported(t, d, taskLead, 4, "2026-04", 10)
		if again := must2(d.TaskSheets(t.Context(), store.Everything(), period)); again.Head.DataHash != first.Head.DataHash {
			t.Error("what was handed in later changed the hash")
		}
	})
}

func TestMilestonesSayHowFarTheyAre(t *testing.T) {
	day := func(n int) model.Date { return model.NewDate(2026, 3, n) }
	f := facts{span: span{asOf: day(20)}}
	got := f.milestones([]model.TaskMilestone{
		{Title: "丁", DueOn: day(30), SetOn: day(1)},
		{Title: "甲", DueOn: day(5), SetOn: day(1), ClaimedOn: day(4), ConfirmedOn: day(6), ReachedOn: day(4)},
		{Title: "乙", DueOn: day(15), SetOn: day(1)},
		{Title: "丙", DueOn: day(18), SetOn: day(1), ClaimedOn: day(19), ConfirmedOn: day(22), ReachedOn: day(19)},
		{Title: "改了的", DueOn: day(10), SetOn: day(1), EndedOn: day(9)},
		{Title: "后来的", DueOn: day(25), SetOn: day(21)},
	}, true)
	want := "2026-03-05 甲（已达到）\n2026-03-15 乙（逾期5天）\n2026-03-18 丙（已申报，待核对）\n2026-03-30 丁（未到期）"
	if got != want {
		t.Errorf("they are %q, want %q", got, want)
	}
}

func TestSupportersAreUnitsThatLeadTasks(t *testing.T) {
	d, clock := openDesk(t, testdb.SQLite(t))
	importedPlan(t, d)
	clock.set(2026, time.March, 2)
	s := must2(d.TaskSheets(t.Context(), store.Everything(), TaskPeriod{To: "2026-03"}))
	if got := strings.Join(s.Rows[12].Supporters, " "); got != "区经济信息委 区商务委" {
		t.Errorf("the last task is supported by %q", got)
	}
	if got := s.Rows[0].Supporters; len(got) != 0 { // by all townships, which lead none
		t.Errorf("the first by %q", got)
	}
}
