package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// unitTask is a task as it stands on the sheet of a unit that leads or supports it.
type unitTask struct {
	model.TaskRow
	leads bool
}

// ofTask turns how a column is filled from a task into how it is filled from a unit's task.
func ofTask[V any](of func(model.TaskRow) V) func(unitTask) V {
	return func(u unitTask) V { return of(u.TaskRow) }
}

func numberOfTask(of func(model.TaskRow) (int, bool)) func(unitTask) (int, bool) {
	return func(u unitTask) (int, bool) { return of(u.TaskRow) }
}

func unitColumns(head model.TaskReportMeta) []taskColumn[unitTask] {
	return []taskColumn[unitTask]{
		{title: "序号", width: 5, style: bodyCentred, number: numberOfTask(taskNumber)},
		{title: "工作任务", width: 18, style: bodyLeft, words: ofTask(taskName)},
		{title: "职责", width: 6, style: bodyCentred, words: unitTask.part},
		{title: "计划进度", width: 7, style: bodyPercent, number: numberOfTask(plannedProgress)},
		{title: "实报进度", width: 7, style: bodyPercent, number: numberOfTask(claimedProgress), words: ofTask(unclaimedWords)},
		{title: "计数进度", width: 7, style: bodyPercent, number: numberOfTask(countedProgress), words: ofTask(always[model.TaskRow]("未设目标"))},
		{title: "亮灯", width: 7, style: bodyLight, words: ofTask(lightTitle)},
		{title: "完成时限", width: 14, style: bodyDay, day: func(u unitTask) model.Date { return u.Due }},
		{title: "欠报月报（季报）", width: 20, style: bodyLeft, words: unitTask.owes},
		{title: workTitle(head), width: 22, style: bodyLeft, words: func(u unitTask) string { return u.MonthWork }},
		{title: "存在问题", width: 18, style: bodyLeft, words: func(u unitTask) string { return u.Problems }},
	}
}

func (u unitTask) part() string {
	if u.leads {
		return "牵头"
	}
	return "配合"
}

// owes are the reports that the unit owes; only the lead reports.
func (u unitTask) owes() string {
	if !u.leads {
		return ""
	}
	return missingWords(u.Missing)
}

// writeUnitSheets gives each unit that leads tasks a sheet: those it leads, then those it supports.
func writeUnitSheets(b *taskBook) {
	taken := []string{coverSheet, taskSheet, overdueSheet, scoreSheet, scoreItemSheet, trendSheet, heatSheet}
	for _, unit := range leadsOf(b.Rows) {
		name := sheetName(unit, taken)
		taken = append(taken, name)
		writeUnit(b, unit, name)
	}
}

const unitHeaderRow = 3

func writeUnit(b *taskBook, unit, name string) {
	var led, supported []unitTask
	owed := 0
	for _, row := range b.Rows {
		if row.Lead == unit {
			led, owed = append(led, unitTask{row, true}), owed+len(row.Missing)
		} else if slices.Contains(row.Supporters, unit) {
			supported = append(supported, unitTask{row, false})
		}
	}
	s, columns := b.add(name), unitColumns(b.Head)
	note := fmt.Sprintf("牵头%d项，配合%d项；到期未报的月报（季报）%d份。数据截至：%s", len(led), len(supported), owed, chineseDate(b.Head.AsOf))
	writeTaskTitle(s, columns, unit+"任务（"+b.Head.Period+"）", note, b.styles)
	table := writeTaskTable(s, unitHeaderRow, columns, append(led, supported...), b.styles)
	for _, title := range []string{"计划进度", "实报进度", "计数进度"} {
		barProgress(s, columnOf(columns, title), unitHeaderRow+1, table.bottom, progressColours[title])
	}
	colourLights(s, columnOf(columns, "亮灯"), unitHeaderRow+1, table.bottom, b.styles)
	freeze(s, 2, unitHeaderRow)
	s.printed(len(columns), table.bottom, fmt.Sprintf("$%d:$%d", unitHeaderRow, unitHeaderRow))
	setPage(s, paperA4, b.Head)
	b.done(s)
}

// sheetName makes a name of words that Excel takes and that no other sheet has: without its
// signs, of 31 characters at most, and told apart regardless of case.
func sheetName(words string, taken []string) string {
	clean := strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]'`, c), c < ' ', c == 0x7f, c == 0xfffd, c == 0xfffe, c == 0xffff:
			return '_'
		}
		return c
	}, strings.ToValidUTF8(words, "_"))
	if clean = strings.TrimSpace(clean); clean == "" || strings.EqualFold(clean, "History") { // which Excel keeps for itself
		clean = "单位" + clean
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf("（%d）", n)
		}
		name := cutTo(clean, excelize.MaxSheetNameLength-len([]rune(end))) + end
		if !slices.ContainsFunc(taken, func(other string) bool { return strings.EqualFold(other, name) }) {
			return name
		}
	}
}

// cutTo cuts words to as many characters as Excel counts.
func cutTo(words string, most int) string {
	used := 0
	for i, c := range words {
		if used += utf16.RuneLen(c); used > most {
			return words[:i]
		}
	}
	return words
}
