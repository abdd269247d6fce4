package rulebook

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"yijian/model"
)

//go:embed deadlines.yaml
var deadlinesText []byte

type deadlinesFile struct {
	Version   string        `yaml:"version"`
	Deadlines []deadlineRow `yaml:"deadlines"`
}

type deadlineRow struct {
	ID    model.DeadlineRuleID `yaml:"id"`
	Title string               `yaml:"title"`
	Value whole                `yaml:"value"`
	Warn  whole                `yaml:"warn"`
	Unit  model.DeadlineUnit   `yaml:"unit"`
	Basis struct {
		Document string `yaml:"document"`
		Version  string `yaml:"version"`
		Article  string `yaml:"article"`
	} `yaml:"basis"`
	Note  string     `yaml:"note"`
	From  model.Date `yaml:"from"`
	Until model.Date `yaml:"until"`
}

var deadlines = sync.OnceValue(func() []model.DeadlineRule {
	rules, err := ParseDeadlines(deadlinesText)
	if err != nil {
		panic(err) // the file is part of the build and tested
	}
	return rules
})

// Deadlines returns the deadline table the product ships with.
func Deadlines() []model.DeadlineRule { return slices.Clone(deadlines()) }

// ParseDeadlines reads a deadline table. It refuses rows without title, basis or
// first day, values outside their unit's bounds, rows of one deadline that are
// valid on the same day, and a table that leaves a deadline of the platform out.
func ParseDeadlines(text []byte) ([]model.DeadlineRule, error) {
	var file deadlinesFile
	if err := decodeStrict(text, &file); err != nil {
		return nil, fmt.Errorf("deadlines: %w", err)
	}
	if file.Version != "deadlines/1" {
		return nil, fmt.Errorf("deadlines: version %q, want deadlines/1", file.Version)
	}
	var rules []model.DeadlineRule
	for _, row := range file.Deadlines {
		rule := model.DeadlineRule{
			ID: row.ID, Title: row.Title, Value: int(row.Value), Warn: int(row.Warn), Unit: row.Unit,
			Basis: model.Basis(row.Basis), Note: row.Note, From: row.From, Until: row.Until,
		}
		if err := checkDeadline(rule, rules); err != nil {
			return nil, fmt.Errorf("deadline %q: %w", row.ID, err)
		}
		rules = append(rules, rule)
	}
	for _, id := range model.DeadlineRuleIDs {
		if !slices.ContainsFunc(rules, func(r model.DeadlineRule) bool { return r.ID == id }) {
			return nil, fmt.Errorf("deadline %q is missing", id)
		}
	}
	return rules, nil
}

// largestValue bounds each unit, so that a slip of the pen cannot put a duty off for years.
var largestValue = map[model.DeadlineUnit]int{
	model.CalendarDay: 366, model.WorkingDay: 250, model.Hour: 720, model.Month: 60, model.DayOfMonth: 31,
}

func checkDeadline(rule model.DeadlineRule, earlier []model.DeadlineRule) error {
	largest, known := largestValue[rule.Unit]
	switch {
	case !slices.Contains(model.DeadlineRuleIDs, rule.ID):
		return fmt.Errorf("the platform runs no such clock")
	case rule.Title == "" || rule.Basis == model.Basis{} || rule.From.IsZero():
		return fmt.Errorf("title, basis and from are required")
	case !known:
		return fmt.Errorf("unit %q is unknown", rule.Unit)
	case rule.Value < 1 || rule.Value > largest:
		return fmt.Errorf("value %d is not 1 to %d", rule.Value, largest)
	case rule.Warn < 0 || rule.Warn >= rule.Value:
		return fmt.Errorf("warn %d is not below value %d", rule.Warn, rule.Value)
	case !rule.Until.IsZero() && rule.Until.Before(rule.From):
		return fmt.Errorf("until %s is before from %s", rule.Until, rule.From)
	}
	for _, other := range earlier {
		if other.ID == rule.ID && overlaps(rule, other) {
			return fmt.Errorf("two rows are valid on the same day")
		}
	}
	return nil
}

func overlaps(a, b model.DeadlineRule) bool {
	endsBefore := func(x, y model.DeadlineRule) bool { return !x.Until.IsZero() && x.Until.Before(y.From) }
	return !endsBefore(a, b) && !endsBefore(b, a)
}
