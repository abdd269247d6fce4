package deadline_test

import (
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
)

func TestATermInHoursWarnsWithTheBreaksThatItHad(t *testing.T) {
	at := func(h int) time.Time {
		return time.Date(2026, time.September, 30, 8, 0, 0, 0, model.Shanghai).Add(time.Duration(h) * time.Hour)
	}
	rule := model.DeadlineRule{ID: "h", Value: 24, Warn: 20, Unit: model.Hour, Extension: &model.ExtensionRule{Value: 12, Unit: model.Hour, Times: 2}}
	short := rule
	short.Extension = &model.ExtensionRule{Value: 2, Unit: model.Hour, Times: 2}
	for name, c := range map[string]struct {
		rule       model.DeadlineRule
		breaks     []deadline.Break
		extensions int
		want       int
	}{
		"plain":                  {rule, nil, 0, 20},
		"after a break":          {rule, []deadline.Break{{at(5), at(8)}}, 0, 23},
		"a break behind it":      {rule, []deadline.Break{{at(22), at(30)}}, 0, 20},
		"extended":               {rule, nil, 1, 32},
		"extended twice":         {rule, nil, 2, 44},
		"extended by little":     {short, nil, 1, 24}, // not before the end that was extended
		"by little, once more":   {short, nil, 2, 26},
		"by little, and a break": {short, []deadline.Break{{at(5), at(8)}}, 1, 27},
	} {
		if got, known, err := deadline.WarnAt(c.rule, at(0), c.breaks, c.extensions); err != nil || !known || !got.Equal(at(c.want)) {
			t.Errorf("%s: %s, %v, %v; want %s", name, got, known, err, at(c.want))
		}
	}
	rule.Warn = 0
	if _, known, err := deadline.WarnAt(rule, at(0), nil, 0); known || err != nil {
		t.Errorf("without a warning: %v, %v", known, err)
	}
	rule.Warn, rule.Unit = 20, model.CalendarDay
	if _, known, err := deadline.WarnAt(rule, at(0), nil, 0); known || err == nil {
		t.Errorf("a term in days warned at an hour: %v, %v", known, err)
	}
}

func TestAStepIsDueAtWhatItHangsOn(t *testing.T) {
	warning, end := time.Date(2026, 3, 9, 4, 0, 0, 0, time.UTC), time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)
	all := deadline.Marks{Warning: &warning, Due: date(t, "2026-03-10"), End: &end}
	none := deadline.Marks{}
	for name, c := range map[string]struct {
		step  model.LadderStep
		marks deadline.Marks
		want  time.Time // zero for none
	}{
		"warning":                {model.LadderStep{At: model.AtWarning}, all, warning},
		"warning, end unknown":   {model.LadderStep{At: model.AtWarning}, deadline.Marks{Warning: &warning}, warning},
		"no warning":             {model.LadderStep{At: model.AtWarning}, deadline.Marks{Due: all.Due, End: &end}, time.Time{}},
		"hours before":           {model.LadderStep{At: model.BeforeEnd, Hours: 3}, all, end.Add(-3 * time.Hour)},
		"hours before, unknown":  {model.LadderStep{At: model.BeforeEnd, Hours: 3}, none, time.Time{}},
		"at the end":             {model.LadderStep{At: model.AtEnd}, all, end},
		"at the end, no day":     {model.LadderStep{At: model.AtEnd}, deadline.Marks{End: &end}, time.Time{}},
		"days after, in the day": {model.LadderStep{At: model.AfterEnd, Days: 3}, all, time.Date(2026, 3, 13, 0, 0, 0, 0, model.Shanghai)},
		"days after, unknown":    {model.LadderStep{At: model.AfterEnd, Days: 3}, none, time.Time{}},
	} {
		if got, known := deadline.Moment(c.step, c.marks); known == c.want.IsZero() || known && !got.Equal(c.want) {
			t.Errorf("%s: %s, %v; want %s", name, got, known, c.want)
		}
	}
}

// Steps that are told once each have a key each, and an extended term has its own.
func TestStepsAreToldApart(t *testing.T) {
	seen := map[string]string{}
	for name, step := range map[string]model.LadderStep{
		"warning":       {At: model.AtWarning, Tell: model.TellHolder},
		"one hour":      {At: model.BeforeEnd, Hours: 1, Tell: model.TellHolder},
		"two hours":     {At: model.BeforeEnd, Hours: 2, Tell: model.TellHolder},
		"end":           {At: model.AtEnd, Tell: model.TellHolder},
		"end, chief":    {At: model.AtEnd, Tell: model.RoleChief},
		"one day after": {At: model.AfterEnd, Days: 1, Tell: model.TellHolder},
	} {
		for _, extensions := range []int64{0, 1, 2} {
			key := deadline.StepKey(step, extensions)
			if other := seen[key]; other != "" {
				t.Errorf("%s and %s are both %s", name, other, key)
			}
			seen[key] = name
		}
	}
}
