package casework

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/store"
)

// The progress of a plan is published by the month, as it stood on the last day of the month or
// on the day on which it was drafted.
var _ = publish(publicationKind{
	kind: model.PublishedProgress, title: "任务进展", noun: "task-plans", read: "task:read",
	columns: columnsOf("document_no", "方案文号", "issuer", "发文单位", "month", "月份", "as_of", "数据截至", "due_on", "目标期限", "lights", "亮灯", "note", "说明"),
	hint:    "填写月份（如 2026-10）；各项任务的进度与亮灯由系统按规则生成",
	compose: composeProgress,
})

func composeProgress(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	subject, _, _ := strings.Cut(p.SubjectID, ":")
	first, err := parseMonth(p.Series)
	if err != nil || first.After(w.today()) {
		return composed{}, oneField("/series", "publication.month", "请填写月份，形如 2026-10，且不晚于本月")
	}
	day := lastOfMonth(first)
	if !p.FormedOn.IsZero() && p.FormedOn.Before(day) {
		day = p.FormedOn // as it was reviewed
	} else if w.today().Before(day) {
		day = w.today()
	}
	plan, err := w.TaskPlan(ctx, scope, model.TaskPlanID(subject))
	if err := mayBePublic(err, true, "task_plan.unknown", "没有找到这份方案"); err != nil {
		return composed{}, err
	}
	board, err := w.reading().BoardOf(ctx, scope, plan.ID, day)
	if err != nil {
		return composed{}, err
	}
	month := first.MonthWords()
	c := composed{
		subject: subject + ":" + p.Series, series: p.Series, source: plan.DocumentNo, demo: plan.Demo, formed: day,
		title: plan.Title + "：" + month + "任务进展", topic: string(plan.Status),
		basis: "《中华人民共和国政府信息公开条例》（2019年修订）第二十条",
		table: &model.PublicTable{Columns: columnsOf("number", "序号", "name", "任务", "lead", "牵头单位", "progress", "实报进度", "due_on", "完成时限", "light", "亮灯", "reason", "亮灯理由"), Rows: [][]string{}},
	}
	reported := map[model.TaskID]int{} // by the day, where a task itself holds what was reported since
	for _, row := range board.Heat {
		reported[row.TaskID] = row.Cells[len(row.Cells)-1].Progress
	}
	for _, t := range board.Tasks {
		lead := t.LeadName
		if t.OpenConflict {
			lead += "（方案附件与正文不一致，待明确；明确前以附件为准）"
		}
		c.table.Rows = append(c.table.Rows, []string{
			fmt.Sprint(t.Number), t.Name, lead, fmt.Sprintf("%d%%", reported[t.ID]), t.DueOn.Words(), t.Light.Title(), t.PublicReason,
		})
	}
	lights := fmt.Sprintf("红灯 %d 项、黄灯 %d 项、绿灯 %d 项、灰灯 %d 项", board.Lights.Red, board.Lights.Yellow, board.Lights.Green, board.Lights.Grey)
	c.fields = []model.PublicField{
		said("document_no", plan.DocumentNo), said("issuer", plan.Issuer), said("month", month),
		said("as_of", day.Words()), said("due_on", plan.DueOn.Words()), said("lights", lights),
		said("note", p.Written),
	}
	return c, nil
}
