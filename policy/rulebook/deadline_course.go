package rulebook

import (
	"fmt"
	"slices"
	"strconv"

	"yijian/model"
	"yijian/policy/deadline"
)

// ofFirstVersion reads a row that could not say what stops or lengthens its clock or
// whom it is made known to: there the shipped table speaks on.
func (r deadlineRow) ofFirstVersion(at string, base []model.DeadlineRule, p *model.FieldErrors) model.DeadlineRule {
	if r.Pause != nil || r.Extend != nil || r.Ladder != nil {
		p.Add(at, "newer_key", "pause、extend、ladder 须用格式版本 "+deadlinesVersion)
	}
	return deadline.Filled(base, r.rule())
}

func (r *extendRow) extension() *model.ExtensionRule {
	if r == nil {
		return nil
	}
	return &model.ExtensionRule{Value: int(r.Value), Unit: r.Unit, Times: int(r.Times), Basis: r.Basis, Approver: r.Approver}
}

func ladderOf(rows []ladderRow) []model.LadderStep {
	var steps []model.LadderStep
	for _, row := range rows {
		steps = append(steps, model.LadderStep{At: row.At, Days: int(given(row.Days)), Hours: int(given(row.Hours)), Tell: row.Tell})
	}
	return steps
}

func extendRowOf(e *model.ExtensionRule) *extendRow {
	if e == nil {
		return nil
	}
	return &extendRow{Value: int64(e.Value), Unit: e.Unit, Times: int64(e.Times), Basis: e.Basis, Approver: e.Approver}
}

func ladderRowsOf(steps []model.LadderStep) *[]ladderRow {
	if len(steps) == 0 {
		return nil
	}
	var rows []ladderRow
	for _, step := range steps {
		row := ladderRow{At: step.At, Tell: step.Tell}
		if step.Days > 0 {
			days := int64(step.Days)
			row.Days = &days
		}
		if step.Hours > 0 {
			hours := int64(step.Hours)
			row.Hours = &hours
		}
		rows = append(rows, row)
	}
	return &rows
}

// tellable are whom a step of a ladder may be made known to, and approvers who may decide an extension.
var (
	tellable  = []model.Role{model.TellHolder, model.RoleChief, model.RoleLegal, model.RoleInspector, model.RoleComplaints}
	approvers = []model.Role{model.RoleChief, model.RoleLegal}
)

var moments = []model.LadderMoment{model.AtWarning, model.BeforeEnd, model.AtEnd, model.AfterEnd}

// checkCourse names what a row says wrongly of its clock's pauses, extension and ladder.
func checkCourse(at string, rule model.DeadlineRule, p *model.FieldErrors) {
	var seen []string
	for i, reason := range rule.Pauses {
		here := at + "/pause/" + strconv.Itoa(i)
		checkName(here+"/code", reason.Code, 40, p)
		checkName(here+"/title", reason.Title, 60, p)
		checkName(here+"/basis", reason.Basis, 200, p)
		if slices.Contains(seen, reason.Code) {
			p.Add(here+"/code", "doubled", "同一中止事由写了两次")
		}
		seen = append(seen, reason.Code)
	}
	if len(rule.Pauses) > 0 && rule.Unit == model.DayOfMonth {
		p.Add(at+"/pause", "appointed_day", "固定日期不能中止")
	}
	if len(rule.Pauses) > 0 && model.WindowRules[rule.ID] {
		p.Add(at+"/pause", "window", "到期自行结束的期间不能中止，确需的可以延长")
	}
	checkExtension(at+"/extend", rule, p)
	checkLadder(at+"/ladder", rule, p)
}

func checkExtension(at string, rule model.DeadlineRule, p *model.FieldErrors) {
	e := rule.Extension
	if e == nil {
		return
	}
	largest, known := largestValue[e.Unit]
	switch {
	case !known || e.Unit == model.DayOfMonth || rule.Unit == model.DayOfMonth || (e.Unit == model.Hour) != (rule.Unit == model.Hour):
		p.Add(at+"/unit", "unknown_unit", "延长的计算单位不能用于这项期限")
	case e.Value < 1 || e.Value > largest:
		p.Add(at+"/value", "out_of_range", fmt.Sprintf("延长的数值应在 1 至 %d 之间", largest))
	}
	if e.Times < 1 || e.Times > 3 {
		p.Add(at+"/times", "out_of_range", "延长次数应在 1 至 3 之间")
	}
	checkName(at+"/basis", e.Basis, 200, p)
	if !slices.Contains(approvers, e.Approver) {
		p.Add(at+"/approver", "unknown_role", "延长只能由 chief（局领导）或 legal（法制审核）批准")
	}
}

func checkLadder(at string, rule model.DeadlineRule, p *model.FieldErrors) {
	var seen []model.LadderStep
	for i, step := range rule.Ladder {
		here := at + "/" + strconv.Itoa(i)
		switch {
		case !slices.Contains(moments, step.At):
			p.Add(here+"/at", "unknown_moment", "时点只能是 warn、before、due、after")
		case step.At == model.BeforeEnd && rule.Unit != model.Hour:
			p.Add(here+"/at", "not_in_hours", "before 只用于按小时计算的期限，其他期限用 warn")
		case (step.At == model.BeforeEnd) != (step.Hours > 0) || step.Hours >= rule.Value && step.Hours > 0:
			p.Add(here+"/hours", "out_of_range", "before 须写明届满前几小时（小于期限数值），其他时点不写")
		case step.At == model.AtWarning && rule.Warn == 0:
			p.Add(here+"/at", "no_warning", "这项期限没有预警数值")
		case (step.At == model.AfterEnd) != (step.Days > 0) || step.Days > 366:
			p.Add(here+"/days", "out_of_range", "after 须写明届满后第几日（1 至 366），其他时点不写")
		}
		if !slices.Contains(tellable, step.Tell) {
			p.Add(here+"/tell", "unknown_role", "告知对象只能是 holder、chief、legal、inspector、complaints")
		}
		if slices.Contains(seen, step) {
			p.Add(here, "doubled", "同一步骤写了两次")
		}
		seen = append(seen, step)
	}
}

// checkName names a text that is missing or longer than most.
func checkName(at, text string, most int, p *model.FieldErrors) {
	if n := len([]rune(text)); n < 1 || n > most {
		p.Add(at, "missing", fmt.Sprintf("请填写（%d 字以内）", most))
	}
}
