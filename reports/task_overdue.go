package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
)

// lateTask is a task that is past its day or lacks reports.
type lateTask struct {
	model.TaskRow
	days int // the longest it is late
}

var overdueColumns = []taskColumn[lateTask]{
	{title: "序号", width: 6, style: bodyCentred, number: func(l lateTask) (int, bool) { return l.Number, true }},
	{title: "工作任务", width: 24, style: bodyLeft, words: func(l lateTask) string { return l.Name }},
	{title: "牵头单位", width: 18, style: bodyLeft, words: func(l lateTask) string { return l.Lead }},
	{title: "亮灯", width: 8, style: bodyLight, words: func(l lateTask) string { return l.Light.Title() }},
	{title: "完成时限", width: 15, style: bodyDay, day: func(l lateTask) model.Date { return l.Due }},
	{title: "逾期天数", width: 9, style: bodyCentred, number: func(l lateTask) (int, bool) { return l.days, true }},
	{title: "逾期情况", width: 48, style: bodyLeft, words: lateTask.why},
}

// why says in words what is late and by how many days.
func (l lateTask) why() string {
	var said []string
	if l.DaysOver > 0 {
		said = append(said, fmt.Sprintf("超过完成时限%d天，尚未完成", l.DaysOver))
	}
	if len(l.Missing) > 0 {
		said = append(said, fmt.Sprintf("未报%s：\n%s", missingCounts(l.Missing), missingWords(l.Missing)))
	}
	return strings.Join(said, "；")
}

// lateTasks are those that are late, the longest first.
func lateTasks(sheets model.TaskSheets) []lateTask {
	var late []lateTask
	for _, row := range sheets.Rows {
		if row.DaysOver == 0 && len(row.Missing) == 0 {
			continue
		}
		l := lateTask{row, row.DaysOver}
		for _, m := range row.Missing {
			l.days = max(l.days, m.Due.DaysUntil(sheets.Head.AsOf))
		}
		late = append(late, l)
	}
	slices.SortStableFunc(late, func(a, b lateTask) int {
		return cmp.Or(cmp.Compare(b.days, a.days), cmp.Compare(a.Number, b.Number))
	})
	return late
}

// writeOverdue lists the tasks past their day and those whose reports are missing.
func writeOverdue(b *taskBook) {
	const head = 3
	s, late := b.add(overdueSheet), lateTasks(b.TaskSheets)
	last := len(overdueColumns)
	note := fmt.Sprintf("超过完成时限或者到期未报月报（季报）的任务，共%d项；当天到期未报的，逾期天数为零。数据截至：%s", len(late), chineseDate(b.Head.AsOf))
	writeTaskTitle(s, overdueColumns, "逾期清单（"+b.Head.Period+"）", note, b.styles)
	table := writeTaskTable(s, head, overdueColumns, late, b.styles)
	if len(late) == 0 {
		table.bottom++
		writeTaskNone(s, table.bottom, last, "没有逾期或者到期未报月报（季报）的任务。", b.styles)
	} else {
		colourLights(s, columnOf(overdueColumns, "亮灯"), head+1, table.bottom, b.styles)
	}
	freeze(s, 2, head)
	s.printed(last, table.bottom, fmt.Sprintf("$%d:$%d", head, head))
	setPage(s, paperA4, b.Head)
	b.done(s)
}
