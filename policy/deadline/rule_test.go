package deadline

import (
	"testing"

	"yijian/model"
)

func TestADayBeforeTheFirstRuleIsRefusedWithAReason(t *testing.T) {
	first := model.NewDate(2018, 1, 1)
	rules := []model.DeadlineRule{{ID: "x", From: first}}
	if HasRule(rules, "x", first.AddDays(-1)) || !HasRule(rules, "x", first) || HasRule(rules, "y", first) {
		t.Error("the rule does not begin on its first day, or lends itself to another kind")
	}
	if _, err := RuleOn(rules, "x", first.AddDays(-1)); model.KindOf(err) != model.Conflict {
		t.Errorf("without a rule: %v, want a conflict", err)
	}
}
