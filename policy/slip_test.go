package policy

import (
	"testing"

	"yijian/model"
)

func TestASlipGoesFromBlueToRedAndStaysRed(t *testing.T) {
	for _, c := range []struct {
		is, next model.SlipColour
		rule     model.DeadlineRuleID
	}{
		{model.SlipBlue, model.SlipOrange, model.TaskSlipBlue},
		{model.SlipOrange, model.SlipRed, model.TaskSlipOrange},
		{model.SlipRed, model.SlipRed, model.TaskSlipRed},
	} {
		if got := NextSlip(c.is); got != c.next {
			t.Errorf("after %s comes %s, want %s", c.is, got, c.next)
		}
		if got := SlipRule(c.is); got != c.rule {
			t.Errorf("%s is due by %s, want %s", c.is, got, c.rule)
		}
		if SlipDemand(c.is) == "" || SlipPerson(c.is) == "" {
			t.Errorf("%s asks %q of %q", c.is, SlipDemand(c.is), SlipPerson(c.is))
		}
	}
}

// The record keeps 500 characters, and “原要求：” stands between both texts.
func TestADemandByHandFitsBesideThePlatforms(t *testing.T) {
	for _, colour := range []model.SlipColour{model.SlipBlue, model.SlipOrange, model.SlipRed} {
		if n := len([]rune(SlipDemand(colour))) + len([]rune("原要求：")) + MostDemand; n > 500 {
			t.Errorf("%s: %d characters", colour, n)
		}
	}
}

func TestOnlyRedAndYellowTakeASlip(t *testing.T) {
	for _, light := range model.Lights {
		if got, want := TakesSlip(light), light == model.LightRed || light == model.LightYellow; got != want {
			t.Errorf("%s: %v, want %v", light, got, want)
		}
	}
}

func TestTheBasisOfALightIsNamedOnce(t *testing.T) {
	if got := LightBasis([]string{"LIGHT-OVERDUE", "LIGHT-FAR-BEHIND"}); got != supervisionPractice.String() {
		t.Errorf("the basis is %q", got)
	}
	if got := LightBasis(nil); got != "" {
		t.Errorf("nothing rests on %q", got)
	}
}
