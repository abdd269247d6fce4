package deadline

import (
	"testing"

	"yijian/model"
)

func TestTheNextYearIsUrgentFromDecember(t *testing.T) {
	cal := model.Calendar{Years: []int{2025, 2026}}
	for day, want := range map[model.Date]struct {
		year   int
		urgent bool
	}{
		model.NewDate(2025, 12, 31): {0, false},
		model.NewDate(2026, 1, 1):   {2027, false},
		model.NewDate(2026, 11, 30): {2027, false},
		model.NewDate(2026, 12, 1):  {2027, true},
		model.NewDate(2026, 12, 31): {2027, true},
		model.NewDate(2027, 1, 1):   {2027, true},
		model.NewDate(2024, 6, 1):   {2024, true},
	} {
		if year, urgent := MissingYear(cal, day); year != want.year || urgent != want.urgent {
			t.Errorf("%s: %d, urgent %v; want %d, %v", day, year, urgent, want.year, want.urgent)
		}
	}
}
