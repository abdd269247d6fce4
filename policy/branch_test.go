package policy

import (
	"testing"

	"yijian/model"
)

func TestABranchStandsByItsDays(t *testing.T) {
	day := model.NewDate(2026, 3, 10)
	for name, c := range map[string]struct {
		change func(b *model.Branch)
		want   BranchState
	}{
		"entered today":              {func(b *model.Branch) { b.EnteredOn = day }, BranchValid},
		"entered tomorrow":           {func(b *model.Branch) { b.EnteredOn = day.AddDays(1) }, BranchEarly},
		"on its last day":            {func(b *model.Branch) { b.Until = day }, BranchValid},
		"on the day after":           {func(b *model.Branch) { b.Until = day.AddDays(-1) }, BranchExpired},
		"authorised from tomorrow":   {func(b *model.Branch) { b.AuthorisedFrom = day.AddDays(1) }, BranchUnauthorised},
		"authorised until today":     {func(b *model.Branch) { b.AuthorisedUntil = day }, BranchValid},
		"authorised until yesterday": {func(b *model.Branch) { b.AuthorisedUntil = day.AddDays(-1) }, BranchUnauthorised},
		"invalid from tomorrow":      {func(b *model.Branch) { b.InvalidFrom = day.AddDays(1) }, BranchValid},
		"invalid from today":         {func(b *model.Branch) { b.InvalidFrom = day }, BranchInvalid},
	} {
		b := model.Branch{EnteredOn: day.AddDays(-9), AuthorisedFrom: day.AddDays(-9)}
		c.change(&b)
		if got := StateOfBranch(b, day); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
