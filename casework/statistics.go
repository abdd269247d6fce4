package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

// Statistics is what the public is told in numbers, as of a day. Counts of complaints of fewer than
// FewestTold are not told, since they could point at people.
type Statistics struct {
	AsOf        model.Date
	Kinds       []string // of end points, in the order of Towns' counts
	Towns       []TownKinds
	Licensed    store.LicensedCount
	Months      []string   // of the last year, the present one last
	Outcomes    []string   // of complaints, in the order of Ended's counts
	Ended       [][]Hidden // by month, then outcome
	EndedInYear []Hidden   // by outcome, as far as it does not tell what a month hides
	Inspections []int64    // by month
}

// TownKinds is how many end points of each kind are filed in a township.
type TownKinds struct {
	Name  string
	Kinds []int64
	Total int64
}

// Hidden is a count, or that it is too small to be told.
type Hidden struct {
	Many  int64
	IsFew bool
}

// FewestTold is the smallest count of complaints that is told.
const FewestTold = 5

// soonDays is how near a licence's end counts as soon.
const soonDays = 60

const statisticMonths = 12

var endings = []string{
	string(model.OutcomeMediated), string(model.OutcomeNotMediated), string(model.OutcomeWithdrawn),
	string(model.OutcomeUnreachable), string(model.OutcomeToClue), "refused",
}

// Statistics counts from the registers and from what was decided, in four questions.
func (d *Desk) Statistics(ctx context.Context) (Statistics, error) {
	today := d.Today()
	s := Statistics{AsOf: today}
	first := model.NewDate(today.Year(), today.Month(), 1)
	for back := statisticMonths - 1; back >= 0; back-- {
		s.Months = append(s.Months, first.AddMonths(-back).String()[:7])
	}
	filed, err := d.Store.CountFiledByKind(ctx, today)
	if err != nil {
		return s, err
	}
	s.countTowns(filed)
	if s.Licensed, err = d.Store.CountLicensed(ctx, today, today.AddDays(soonDays)); err != nil {
		return s, err
	}
	from := first.AddMonths(1 - statisticMonths)
	ended, err := d.Store.CountComplaintsEnded(ctx, from, today)
	if err != nil {
		return s, err
	}
	for _, code := range endings {
		s.Outcomes = append(s.Outcomes, d.endingTitle(code))
	}
	s.countEnded(ended)
	inspected, err := d.Store.CountInspected(ctx, from, today)
	s.Inspections = make([]int64, len(s.Months))
	for _, row := range inspected {
		if at := slices.Index(s.Months, row.Month); at >= 0 {
			s.Inspections[at] += row.Many
		}
	}
	return s, err
}

func (d *Desk) endingTitle(code string) string {
	if code == "refused" {
		return "不予受理"
	}
	return d.Access.Words.Value("ComplaintOutcome", code)
}

func (s *Statistics) countTowns(filed []store.FiledCount) {
	names := areaNames()
	at := map[string]int{}
	for _, kind := range model.EndPointKinds {
		s.Kinds = append(s.Kinds, kind.Title())
	}
	slices.SortFunc(filed, func(a, b store.FiledCount) int { return strings.Compare(a.AreaCode, b.AreaCode) })
	for _, row := range filed {
		town, known := at[row.AreaCode]
		if !known {
			town = len(s.Towns)
			at[row.AreaCode] = town
			s.Towns = append(s.Towns, TownKinds{Name: cmp.Or(names[row.AreaCode], "其他地方"), Kinds: make([]int64, len(s.Kinds))})
		}
		if kind := slices.Index(model.EndPointKinds, row.Kind); kind >= 0 {
			s.Towns[town].Kinds[kind] += row.Many
		}
		s.Towns[town].Total += row.Many
	}
}

func (s *Statistics) countEnded(ended []store.MonthCount) {
	s.Ended = make([][]Hidden, len(s.Months))
	for month := range s.Ended {
		s.Ended[month] = make([]Hidden, len(endings))
	}
	for _, row := range ended {
		month, what := slices.Index(s.Months, row.Month), slices.Index(endings, row.What)
		if month >= 0 && what >= 0 {
			s.Ended[month][what].Many += row.Many
		}
	}
	s.EndedInYear = make([]Hidden, len(endings))
	for what := range endings {
		var sum, hidden int64
		few := 0
		for month, counts := range s.Ended {
			many := counts[what].Many
			sum += many
			if many > 0 && many < FewestTold {
				few, hidden = few+1, hidden+many
				s.Ended[month][what] = Hidden{IsFew: true}
			}
		}
		s.EndedInYear[what] = Hidden{Many: sum}
		if sum > 0 && sum < FewestTold || few == 1 || few > 1 && (hidden < FewestTold || hidden == int64(few) || hidden == int64(few)*(FewestTold-1)) { // all one, or all the most that is not told
			s.EndedInYear[what] = Hidden{IsFew: true}
		}
	}
}
