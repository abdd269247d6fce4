package policy

import (
	"slices"
	"strings"

	"yijian/model"
)

// NextSlip is the colour in which a slip is issued again when its limit passed without an answer;
// after red it stays red.
func NextSlip(colour model.SlipColour) model.SlipColour {
	if colour == model.SlipBlue {
		return model.SlipOrange
	}
	return model.SlipRed
}

var slipRules = map[model.SlipColour]model.DeadlineRuleID{
	model.SlipBlue: model.TaskSlipBlue, model.SlipOrange: model.TaskSlipOrange, model.SlipRed: model.TaskSlipRed,
}

// SlipRule is the deadline by which a slip of the colour is to be answered.
func SlipRule(colour model.SlipColour) model.DeadlineRuleID { return slipRules[colour] }

// TakesSlip reports whether a task with the light may be given a slip: what runs to plan is not urged.
func TakesSlip(light model.Light) bool { return light == model.LightRed || light == model.LightYellow }

var slipDemands = map[model.SlipColour]string{
	model.SlipBlue:   "请核实情况，说明原因，提出整改措施和完成时间，在时限内回复。",
	model.SlipOrange: "请由分管负责人审定，说明原因和上次未按期回复或者回复未被采纳的理由，提出整改措施和完成时间，在时限内回复。",
	model.SlipRed:    "请由主要负责人审定，说明原因和此前未按期回复或者回复未被采纳的理由，提出整改措施和完成时间，在时限内回复；仍不回复的，报局领导批示，并作为问责的提示。",
}

// MostDemand is how many characters may be written by hand on a slip, so that they fit whole
// beside the platform's demand on every one that follows.
const MostDemand = 400

// SlipDemand is what a slip of the colour asks for where nobody wrote anything else.
func SlipDemand(colour model.SlipColour) string { return slipDemands[colour] }

var slipPersons = map[model.SlipColour]string{
	model.SlipBlue: "经办负责人", model.SlipOrange: "分管负责人", model.SlipRed: "主要负责人",
}

// SlipPerson is who in the unit answers for a slip of the colour where nobody named another.
func SlipPerson(colour model.SlipColour) string { return slipPersons[colour] }

// LightBasis is what the rules of a light rest on, each named once.
func LightBasis(ids []string) string {
	var bases []string
	for _, rule := range lightRules {
		if said := rule.Basis.String(); slices.Contains(ids, rule.ID) && !slices.Contains(bases, said) {
			bases = append(bases, said)
		}
	}
	return strings.Join(bases, "；")
}
