package policy

import (
	"fmt"
	"strings"

	"yijian/model"
)

// lightRule lets its colour shine when it holds; Seen is the reason given to people.
type lightRule struct {
	Rule[model.LightSeen]
	light model.Light
}

var supervisionPractice = platformDefault("参照督查督办亮灯惯例")

// lightRules stand in order of precedence: the first that holds decides, and its
// neighbours of the same colour add their reasons.
var lightRules = []lightRule{
	{light: model.LightGrey, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-SUSPENDED", Title: "任务暂缓或取消", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.Suspended },
		Seen:  func(model.LightSeen, model.Date) string { return "任务已批准暂缓或取消" },
	}},
	{light: model.LightGreen, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-DONE", Title: "任务已完成", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.Done },
		Seen: func(f model.LightSeen, _ model.Date) string {
			if f.Unchecked {
				return "牵头单位报告已完成，申请销号，待核查"
			}
			return "任务已完成"
		},
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-OVERDUE", Title: "超过完成时限尚未完成", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.DaysLeft < 0 },
		Seen: func(f model.LightSeen, _ model.Date) string {
			return fmt.Sprintf("超过完成时限%d天，尚未完成", -f.DaysLeft)
		},
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-FAR-BEHIND", Title: "实报进度落后计划超过20个百分点", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return behind(f) > 20 },
		Seen:  seenProgress,
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-REPORT-MISSED", Title: "月报（季报）逾期超过3天未报", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.ReportDaysLate > 3 },
		Seen:  seenReport,
	}},
	{light: model.LightYellow, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-DUE-SOON", Title: "距完成时限7天以内", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool {
			return !f.Due.IsZero() && f.DaysLeft >= 0 && f.DaysLeft <= 7
		},
		Seen: func(f model.LightSeen, _ model.Date) string {
			if f.DaysLeft == 0 {
				return "今天是完成时限"
			}
			return fmt.Sprintf("距完成时限还有%d天", f.DaysLeft)
		},
	}},
	{light: model.LightYellow, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-BEHIND", Title: "实报进度落后计划10至20个百分点", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return behind(f) >= 10 && behind(f) <= 20 },
		Seen:  seenProgress,
	}},
	{light: model.LightYellow, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-REPORT-LATE", Title: "月报（季报）逾期3天以内未报", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.ReportDaysLate >= 1 && f.ReportDaysLate <= 3 },
		Seen:  seenReport,
	}},
	{light: model.LightGrey, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-NOT-STARTED", Title: "任务未启动", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return !f.Started },
		Seen: func(f model.LightSeen, _ model.Date) string {
			if f.Returned {
				return "报送的月报（季报）已退回，尚未重报"
			}
			return "任务尚未启动"
		},
	}},
	{light: model.LightGreen, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-ON-TRACK", Title: "按计划推进", Basis: supervisionPractice,
		Holds: func(model.LightSeen, model.Date) bool { return true },
		Seen: func(f model.LightSeen, _ model.Date) string {
			return fmt.Sprintf("按计划推进：计划%d%%，实报%d%%", f.Planned, f.Progress)
		},
	}},
}

func behind(f model.LightSeen) int { return f.Planned - f.Progress }

func seenProgress(f model.LightSeen, _ model.Date) string {
	return fmt.Sprintf("计划%d%%，实报%d%%，落后%d个百分点", f.Planned, f.Progress, behind(f))
}

func seenReport(f model.LightSeen, _ model.Date) string {
	if f.Returned {
		return fmt.Sprintf("%s应报的%s已退回，逾期%d天未重报", f.UnreportedSince, f.Rhythm.Title(), f.ReportDaysLate)
	}
	return fmt.Sprintf("%s应报的%s逾期%d天未报", f.UnreportedSince, f.Rhythm.Title(), f.ReportDaysLate)
}

// TaskLight returns the task's colour on the day with every rule of the deciding
// group that holds, their reasons in that order, and the values seen.
func TaskLight(facts model.TaskFacts, asOf model.Date) model.LightDecision {
	return decideLight(lightRules, seeTask(facts, asOf))
}

func decideLight(rules []lightRule, seen model.LightSeen) model.LightDecision {
	decision := model.LightDecision{Seen: seen}
	var reasons []string
	for _, rule := range rules {
		if decision.Light != "" && rule.light != decision.Light {
			break
		}
		if rule.ValidOn(seen.AsOf) && rule.Holds(seen, seen.AsOf) {
			decision.Light = rule.light
			decision.RuleIDs = append(decision.RuleIDs, rule.ID)
			reasons = append(reasons, rule.Seen(seen, seen.AsOf))
		}
	}
	decision.Reason, decision.ByRule = strings.Join(reasons, "；"), decision.Light
	decision.RuleReason = decision.Reason
	return decision
}

func seeTask(facts model.TaskFacts, asOf model.Date) model.LightSeen {
	seen := model.LightSeen{TaskFacts: facts, AsOf: asOf, Planned: PlannedBySteps(facts, asOf)}
	if !facts.Due.IsZero() {
		seen.DaysLeft = asOf.DaysUntil(facts.Due)
	}
	if !facts.UnreportedSince.IsZero() {
		seen.ReportDaysLate = max(0, facts.UnreportedSince.DaysUntil(asOf))
	}
	return seen
}

// PlannedBySteps returns the progress planned for the day. Without milestones it is
// PlannedPercent from start to due; with them it is linear from the start to the first, and
// from each to the next, where each adds its share of all weights, rounded down. What is due
// on one day adds up; the last brings 100.
func PlannedBySteps(facts model.TaskFacts, day model.Date) int {
	if len(facts.Steps) == 0 || facts.Start.IsZero() || facts.Due.IsZero() {
		return PlannedPercent(facts.Start, facts.Due, day)
	}
	if day.Before(facts.Start) {
		return 0
	}
	var all, before, next int64 // weights in all, due before the day, and due on the next day with a milestone
	from, until := facts.Start, model.Date{}
	for _, step := range facts.Steps {
		all += step.Weight
		switch {
		case !day.Before(step.Due):
			from, before = step.Due, before+step.Weight
		case until.IsZero() || step.Due == until:
			until, next = step.Due, next+step.Weight
		}
	}
	if until.IsZero() {
		return 100
	}
	days, gone := int64(from.DaysUntil(until)), int64(from.DaysUntil(day))
	return int(100 * (before*days + next*gone) / (all * days))
}

// PlannedPercent returns the progress planned for the day: linear from start
// (0) to due (100), rounded down; 0 without both dates.
func PlannedPercent(start, due, day model.Date) int {
	switch {
	case start.IsZero() || due.IsZero() || day.Before(start):
		return 0
	case !day.Before(due):
		return 100
	}
	return 100 * start.DaysUntil(day) / start.DaysUntil(due)
}
