package model

import "strings"

// Light is the colour by which supervision shows how a task stands.
type Light string

// The lights, most urgent first.
const (
	LightRed    Light = "red"
	LightYellow Light = "yellow"
	LightGreen  Light = "green"
	LightGrey   Light = "grey"
)

// Lights lists the colours in the order in which people count them.
var Lights = []Light{LightRed, LightYellow, LightGreen, LightGrey}

// Title returns the words that stand beside the colour, which is never shown alone.
func (l Light) Title() string {
	switch l {
	case LightRed:
		return "红灯"
	case LightYellow:
		return "黄灯"
	case LightGreen:
		return "绿灯"
	}
	return "灰灯"
}

// TaskFacts is what the light of a task depends on. Progress is in whole percent.
// UnreportedSince is the due day of the oldest monthly report not handed in, no
// date when none is owed. Suspended covers tasks put off or cancelled by approval.
// Returned is that the report that is owed, or where none is some report, was handed in and sent
// back. Steps are the milestones that held on the day, in order of their days.
type TaskFacts struct {
	Start           Date       `json:"start"`
	Due             Date       `json:"due"`
	Started         bool       `json:"started"`
	Done            bool       `json:"done"`
	Unchecked       bool       `json:"unchecked"` // done by the lead's word alone
	Suspended       bool       `json:"suspended"`
	Progress        int        `json:"progress"`
	UnreportedSince Date       `json:"unreported_since"`
	Returned        bool       `json:"returned,omitempty"`
	Rhythm          TaskRhythm `json:"rhythm"`
	Steps           []TaskStep `json:"steps,omitempty"`
}

// TaskStep is what the plan of a task asks for by a day: a share of the whole by weight.
type TaskStep struct {
	Due    Date  `json:"due"`
	Weight int64 `json:"weight"`
}

// LightSeen holds the task's facts on a day and what follows from them by
// arithmetic; it is all a light depends on.
type LightSeen struct {
	TaskFacts
	AsOf           Date `json:"as_of"`
	DaysLeft       int  `json:"days_left"` // to the due day, negative once overdue, 0 without one
	Planned        int  `json:"planned"`   // whole percent, rounded down
	ReportDaysLate int  `json:"report_days_late"`
}

// LightDecision is a task's colour with every rule of that colour that holds. Where it was
// changed by hand, ByRule is the colour that the rules give and Change what was approved.
type LightDecision struct {
	Light      Light        `json:"light"`
	RuleIDs    []string     `json:"rule_ids"`
	Reason     string       `json:"reason"`
	Seen       LightSeen    `json:"seen"`
	ByRule     Light        `json:"by_rule"`
	Change     *LightChange `json:"change,omitempty"`
	RuleReason string       `json:"rule_reason"` // of the colour that the rules give
}

// PublicReason is the reason without what was written of a change by hand.
func (d LightDecision) PublicReason() string {
	if d.Change == nil {
		return d.Reason
	}
	return d.changed("")
}

func (d LightDecision) changed(why string) string {
	return "经批准人工调整为" + d.Change.Light.Title() + "（至" + d.Change.UntilOn.String() + "）" + why + "；按规则为" + d.ByRule.Title() + "：" + d.RuleReason
}

// ChangedBy is the decision as it shows while the change of the light holds.
func (d LightDecision) ChangedBy(c LightChange) LightDecision {
	d.Change, d.Light = &c, c.Light
	d.Reason = d.changed("：" + strings.TrimSuffix(c.Reason, "。"))
	return d
}
