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
		Seen:  func(model.LightSeen, model.Date) string { return "任务已完成" },
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-OVERDUE", Title: "超过完成时限尚未完成", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.DaysLeft < 0 },
		Seen: func(f model.LightSeen, _ model.Date) string {
			return fmt.Sprintf("超过完成时限%d天，尚未完成", -f.DaysLeft)
		},
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-FAR-BEHIND", Title: "实报进度落后计划20个百分点以上", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return behind(f) > 20 },
		Seen:  seenProgress,
	}},
	{light: model.LightRed, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-REPORT-MISSED", Title: "月报逾期3天以上未报", Basis: supervisionPractice,
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
		ID: "LIGHT-REPORT-LATE", Title: "月报逾期3天以内未报", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return f.ReportDaysLate >= 1 && f.ReportDaysLate <= 3 },
		Seen:  seenReport,
	}},
	{light: model.LightGrey, Rule: Rule[model.LightSeen]{
		ID: "LIGHT-NOT-STARTED", Title: "任务未启动", Basis: supervisionPractice,
		Holds: func(f model.LightSeen, _ model.Date) bool { return !f.Started },
		Seen:  func(model.LightSeen, model.Date) string { return "任务尚未启动" },
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
	return fmt.Sprintf("%s应报的月报逾期%d天未报", f.UnreportedSince, f.ReportDaysLate)
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
	decision.Reason = strings.Join(reasons, "；")
	return decision
}

func seeTask(facts model.TaskFacts, asOf model.Date) model.LightSeen {
	seen := model.LightSeen{TaskFacts: facts, AsOf: asOf, Planned: PlannedPercent(facts.Start, facts.Due, asOf)}
	if !facts.Due.IsZero() {
		seen.DaysLeft = asOf.DaysUntil(facts.Due)
	}
	if !facts.UnreportedSince.IsZero() {
		seen.ReportDaysLate = max(0, facts.UnreportedSince.DaysUntil(asOf))
	}
	return seen
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
