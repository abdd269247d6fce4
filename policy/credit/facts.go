package credit

import (
	"cmp"
	"math/big"
	"slices"

	"yijian/model"
)

// method is a rulebook applied on one day.
type method struct {
	book  model.Rulebook
	asOf  model.Date
	start model.Date // the last day before the window
	rows  []timeRow
}

type timeRow struct {
	after  model.Date
	weight int64
}

func newMethod(book model.Rulebook, asOf model.Date) *method {
	m := &method{book: book, asOf: asOf, start: monthsBefore(asOf, book.WindowMonths)}
	for _, row := range book.TimeWeights {
		m.rows = append(m.rows, timeRow{monthsBefore(asOf, row.Months), row.Weight})
	}
	return m
}

// monthsBefore clamps to the month's end; before the calendar's first year there
// is only the day before every day, so that no rulebook can overflow it.
func monthsBefore(asOf model.Date, months int64) model.Date {
	if months >= int64(asOf.Year())*12 {
		return model.Date{}
	}
	return asOf.AddMonths(-int(months))
}

func (m *method) inWindow(d model.Date) bool { return d.After(m.start) && !d.After(m.asOf) }

func (m *method) isFinal(finalOn *model.Date) bool { return finalOn != nil && !finalOn.After(m.asOf) }

// timeWeight is τ of a date in the window; the rulebook's last row covers the window.
func (m *method) timeWeight(d model.Date) int64 {
	for _, row := range m.rows {
		if d.After(row.after) {
			return row.weight
		}
	}
	return 0
}

// countedCheck is a check in the window with its time weight τ and points x.
type countedCheck struct {
	check  model.CreditCheck
	weight int64
	groups []countedGroup
	points *big.Rat
}

// countedGroup is a group of findings, which counts once in a check, with its
// worst counting finding.
type countedGroup struct {
	finding model.CreditFinding
	class   model.Severity // after lifting
}

func (g countedGroup) lifted() bool { return g.class != g.finding.Class }

// bad reports a counting finding serious or worse, before lifting.
func (c countedCheck) bad() bool {
	return slices.ContainsFunc(c.groups, func(g countedGroup) bool { return heavy(g.finding.Class) })
}

func heavy(class model.Severity) bool { return class.Rank() >= model.Serious.Rank() }

// countChecks walks the subject's counting checks from the oldest, lifting what is repeated.
func (m *method) countChecks(subject model.CreditSubject) []countedCheck {
	var counted []countedCheck
	for _, check := range subject.Checks {
		if m.inWindow(check.On) {
			counted = append(counted, countedCheck{check: check, weight: m.timeWeight(check.On), groups: m.countGroups(check)})
		}
	}
	slices.SortFunc(counted, func(a, b countedCheck) int { return a.check.On.Compare(b.check.On) })
	appearances := map[string]int64{}
	for i := range counted {
		m.lift(counted[i].groups, appearances)
		counted[i].points = m.points(counted[i])
	}
	return counted
}

// countGroups returns the worst counting finding of each group, in order of group.
func (m *method) countGroups(check model.CreditCheck) []countedGroup {
	var groups []countedGroup
	for _, finding := range check.Findings {
		if m.isFinal(finding.FinalOn) {
			groups = append(groups, countedGroup{finding, finding.Class})
		}
	}
	slices.SortFunc(groups, func(a, b countedGroup) int {
		return cmp.Or(
			cmp.Compare(a.finding.Group, b.finding.Group),
			cmp.Compare(b.class.Rank(), a.class.Rank()),
			cmp.Compare(a.finding.ID, b.finding.ID))
	})
	return slices.CompactFunc(groups, func(a, b countedGroup) bool { return a.finding.Group == b.finding.Group })
}

func (m *method) lift(groups []countedGroup, appearances map[string]int64) {
	for i := range groups {
		group := &groups[i]
		if !heavy(group.class) {
			continue
		}
		appearances[group.finding.Group]++
		if group.class == model.Serious && appearances[group.finding.Group] >= m.book.Repeat.Serious {
			group.class = model.VerySerious
		}
	}
}

// points is x of a check: only light findings are diluted by the units looked
// at, and only what is below most serious is capped.
func (m *method) points(c countedCheck) *big.Rat {
	light, very, most := new(big.Int), new(big.Int), new(big.Int)
	for _, group := range c.groups {
		sum := light
		switch group.class {
		case model.VerySerious:
			sum = very
		case model.MostSerious:
			sum = most
		}
		sum.Add(sum, big.NewInt(m.book.Severity.Of(group.class)))
	}
	x := new(big.Rat).SetFrac(light, big.NewInt(c.check.Units))
	x.Add(x, new(big.Rat).SetInt(very))
	if limit := new(big.Rat).SetInt64(m.book.CheckCap); x.Cmp(limit) > 0 {
		x = limit
	}
	return x.Add(x, new(big.Rat).SetInt(most))
}

// countedDuty is a final duty in the window with its time weight τ.
type countedDuty struct {
	duty   model.CreditDuty
	weight int64
}

func (m *method) countDuties(subject model.CreditSubject) []countedDuty {
	var counted []countedDuty
	for _, duty := range subject.Duties {
		if m.inWindow(duty.On) && m.isFinal(duty.FinalOn) {
			counted = append(counted, countedDuty{duty, m.timeWeight(duty.On)})
		}
	}
	slices.SortFunc(counted, func(a, b countedDuty) int { return cmp.Compare(a.duty.ID, b.duty.ID) })
	return counted
}
