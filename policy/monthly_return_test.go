package policy

import (
	"slices"
	"testing"

	"yijian/model"
)

func figures(staff, pickups, deliveries int64, areas ...string) model.ReturnFigures {
	f := model.ReturnFigures{Areas: model.AreaParcelList{}, Pickups: &pickups, Deliveries: &deliveries, Staff: &staff}
	for i, code := range areas {
		p, d := int64(0), int64(0)
		if i == 0 {
			p, d = pickups, deliveries
		}
		f.Areas = append(f.Areas, model.AreaParcels{AreaCode: code, Pickups: &p, Deliveries: &d})
	}
	return f
}

func TestAMonthlyReturnIsDoubtedAndNeverRefused(t *testing.T) {
	const here, there = "500156001", "500156002"
	before := figures(3, 500, 500, here)
	nothing := func(*ReturnFacts) {}
	for name, c := range map[string]struct {
		is     model.ReturnFigures
		change func(*ReturnFacts)
		want   []string
	}{
		"plausible":                {figures(3, 600, 500, here), nothing, nil},
		"just below twice":         {figures(3, 999, 1000, here), nothing, nil},
		"twice the month before":   {figures(3, 1000, 1000, here), nothing, []string{"RETURN-MONTH"}},
		"just above half":          {figures(3, 501, 0, here), nothing, nil},
		"half of the month before": {figures(3, 500, 0, here), nothing, []string{"RETURN-MONTH"}},
		"no month before":          {figures(3, 9000, 0, here), func(f *ReturnFacts) { f.Before = nil }, nil},
		"few parcels":              {figures(3, 90, 0, here), func(f *ReturnFacts) { few := figures(3, 9, 0, here); f.Before = &few }, nil},
		"thrice the year before":   {figures(3, 750, 750, here), func(f *ReturnFacts) { few := figures(3, 250, 250, here); f.YearBefore = &few }, []string{"RETURN-YEAR"}},
		"just below thrice":        {figures(3, 750, 749, here), func(f *ReturnFacts) { few := figures(3, 250, 250, here); f.YearBefore = &few }, nil},
		"areas do not add up": {func() model.ReturnFigures {
			f := figures(3, 600, 500, here)
			f.Pickups = new(int64)
			*f.Pickups = 601
			return f
		}(), nothing, []string{"RETURN-SUM"}},
		"an area went to zero":         {figures(3, 600, 500, there), func(f *ReturnFacts) { f.Filed = []string{there} }, []string{"RETURN-ZERO"}},
		"parcels where nothing stands": {figures(3, 600, 500, here), func(f *ReturnFacts) { f.Filed = nil }, []string{"RETURN-FILED"}},
		"an end point without a row":   {figures(3, 600, 500, here), func(f *ReturnFacts) { f.Filed = []string{here, there} }, []string{"RETURN-AREAS"}},
		"nobody did it":                {figures(0, 600, 500, here), nothing, []string{"RETURN-STAFF"}},
		"one did what one can":         {figures(1, 15_000, 15_000, here), func(f *ReturnFacts) { f.Before = nil }, nil},
		"one did more":                 {figures(1, 15_000, 15_001, here), func(f *ReturnFacts) { f.Before = nil }, []string{"RETURN-LOAD"}},
	} {
		facts := ReturnFacts{ReturnFigures: c.is, Before: &before, Filed: []string{here}}
		c.change(&facts)
		decision := CheckReturn(facts, model.NewDate(2026, 3, 10))
		var doubted []string
		for _, line := range decision.Lines {
			if !line.Holds {
				doubted = append(doubted, line.RuleID)
			}
		}
		if !slices.Equal(doubted, c.want) || !decision.Allowed {
			t.Errorf("%s: doubted are %v, allowed %v, want %v", name, doubted, decision.Allowed, c.want)
		}
	}
}

// Who reads a doubt sees by how much the figures differ, with thousands set apart.
func TestAMonthlyReturnSaysWhatWasSeen(t *testing.T) {
	const here = "500156001"
	is, before := figures(2, 1_234_567, 14_600, here), figures(3, 200_000, 0, here)
	pickups, deliveries := int64(1_234_000), int64(14_625)
	is.Pickups, is.Deliveries = &pickups, &deliveries
	seen := map[string]string{}
	for _, line := range CheckReturn(ReturnFacts{ReturnFigures: is, Before: &before, Filed: []string{here}}, model.NewDate(2026, 3, 10)).Lines {
		seen[line.RuleID] = line.Seen
	}
	for rule, want := range map[string]string{
		"RETURN-SUM":   "收寄：各乡镇合计1,234,567件，全月1,234,000件，合计多567件；投递：各乡镇合计14,600件，全月14,625件，合计少25件",
		"RETURN-MONTH": "本月共1,248,625件，上月共200,000件，是上月的6.2倍",
		"RETURN-YEAR":  "没有去年同月数据可比",
		"RETURN-LOAD":  "人均624,312件",
	} {
		if seen[rule] != want {
			t.Errorf("%s saw %s, want %s", rule, seen[rule], want)
		}
	}
}

func TestALicenceCountsInAMonthItTouches(t *testing.T) {
	first, last := model.NewDate(2026, 3, 1), model.NewDate(2026, 3, 31)
	for name, c := range map[string]struct {
		from, lastDay model.Date
		voided        bool
		want          bool
	}{
		"ran out on the first":     {model.NewDate(2021, 1, 1), first, false, true},
		"ran out the day before":   {model.NewDate(2021, 1, 1), first.AddDays(-1), false, false},
		"begins on the last day":   {last, model.NewDate(2030, 1, 1), false, true},
		"begins the day after":     {last.AddDays(1), model.NewDate(2030, 1, 1), false, false},
		"without days":             {model.Date{}, model.Date{}, false, true},
		"entered in error":         {model.NewDate(2021, 1, 1), model.NewDate(2030, 1, 1), true, false},
		"one day within the month": {model.NewDate(2026, 3, 10), model.NewDate(2026, 3, 10), false, true},
	} {
		l := model.HeldLicence{Licence: model.Licence{From: c.from, LastDay: c.lastDay}}
		if c.voided {
			l.VoidedOn = first
		}
		if got := LicensedIn([]model.HeldLicence{l}, first, last); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
