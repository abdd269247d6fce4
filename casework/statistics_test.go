package casework

import (
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// What is too few to be told is told by no month, and by no sum from which it could be reckoned.
func TestSmallCountsOfComplaintsAreNotTold(t *testing.T) {
	s := Statistics{Months: []string{"2026-01", "2026-02", "2026-03"}}
	count := func(month, what string, many int64) store.MonthCount {
		return store.MonthCount{Month: month, What: what, Many: many}
	}
	s.countEnded([]store.MonthCount{
		count("2026-01", "mediated", 4), count("2026-02", "mediated", 5), count("2026-03", "mediated", 7), // one hidden: 16 would tell it
		count("2026-01", "not_mediated", 3), count("2026-02", "not_mediated", 2), count("2026-03", "not_mediated", 9),
		count("2026-01", "withdrawn", 1), count("2026-02", "withdrawn", 1), count("2026-03", "withdrawn", 9), // two ones
		count("2026-03", "unreachable", 5), count("2026-02", "refused", 4), count("2025-12", "refused", 99),
	})
	few := Hidden{IsFew: true}
	for what, want := range [][]Hidden{
		{few, {Many: 5}, {Many: 7}, few}, {few, few, {Many: 9}, {Many: 14}}, {few, few, {Many: 9}, few}, {{}, {}, {Many: 5}, {Many: 5}}, {{}, {}, {}, {}}, {{}, few, {}, few},
	} {
		got := []Hidden{s.Ended[0][what], s.Ended[1][what], s.Ended[2][what], s.EndedInYear[what]}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", endings[what], got, want)
		}
	}
}

// A sum from which every month is reckoned is not told either: all of them one, or all of them the most that is hidden.
func TestSumsThatTellEveryMonthAreNotTold(t *testing.T) {
	for _, c := range []struct {
		months []int64
		want   Hidden
	}{
		{[]int64{1, 1, 1, 1, 1}, Hidden{IsFew: true}}, {[]int64{4, 4}, Hidden{IsFew: true}}, {[]int64{4, 4, 6}, Hidden{IsFew: true}},
		{[]int64{1, 1, 1, 1, 2}, Hidden{Many: 6}}, {[]int64{4, 3}, Hidden{Many: 7}},
	} {
		s := Statistics{}
		var ended []store.MonthCount
		for i, many := range c.months {
			month := model.NewDate(2026, 1, 1).AddMonths(i).String()[:7]
			s.Months, ended = append(s.Months, month), append(ended, store.MonthCount{Month: month, What: "mediated", Many: many})
		}
		if s.countEnded(ended); s.EndedInYear[0] != c.want {
			t.Errorf("%v: %v, want %v", c.months, s.EndedInYear[0], c.want)
		}
	}
}

func TestStatisticsCountWhatIsInForce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		firm := addFirm(t, o.Desk, 1)
		facts := firmFacts
		facts.USCC, facts.Name = usccOf(2), "演示无证快递有限公司"
		registered(t, o.Desk, facts)
		officer := o.person("officer", model.RoleComplaints)
		for n := range 5 {
			lodged, err := o.LodgeComplaint(ctx, fromOutside(n), lodgedLoss(""))
			c, err := o.Store.ComplaintByTracking(ctx, ok(t, lodged, err).TrackingNo)
			c, err = o.RefuseComplaint(ctx, by(officer, ok(t, c, err).Version), c.ID, model.RefusedUnclear, "")
			ok(t, c, err)
		}
		s := must2(o.Statistics(ctx))
		if s.Licensed != (store.LicensedCount{Holding: 1, Without: 1}) || len(s.Months) != 12 || s.Months[11] != "2026-03" {
			t.Errorf("licensed %+v in %v", s.Licensed, s.Months)
		}
		if last := s.Ended[11]; last[5] != (Hidden{Many: 5}) || s.EndedInYear[5] != (Hidden{Many: 5}) || s.Outcomes[5] != "不予受理" {
			t.Errorf("ended %+v", s.Ended)
		}
		o.moveTo("2027-11-15") // within sixty days of the licence's end
		if s = must2(o.Statistics(ctx)); s.Licensed != (store.LicensedCount{Ending: 1, Without: 1}) || s.EndedInYear[5].Many != 0 {
			t.Errorf("later %+v", s)
		}
		o.moveTo("2028-02-01")
		if s = must2(o.Statistics(ctx)); s.Licensed != (store.LicensedCount{Ended: 1, Without: 1}) {
			t.Errorf("after its end %+v of %s", s.Licensed, firm.Name)
		}
	})
}
