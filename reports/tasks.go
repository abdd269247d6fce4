package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	coverSheet   = "封面"
	taskSheet    = "任务分解"
	overdueSheet = "逾期清单"
	trendSheet   = "趋势"
	heatSheet    = "逐月灯号"

	taskHeaderRow = 4 // the last row of the breakdown's head; tasks follow
)

// TaskWorkbook returns the monthly report of a plan as an xlsx file: a cover with its
// summary, the breakdown in the annex's layout, a sheet of each leading unit, what is
// overdue, and the course of the months with charts. Equal input gives an equal file. Text
// longer than a cell can hold is an error, never cut.
func TaskWorkbook(sheets model.TaskSheets) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	styles, err := newTaskStyles(file)
	if err != nil {
		return nil, fmt.Errorf("styles of the task report: %w", err)
	}
	b := &taskBook{file: file, styles: styles, TaskSheets: sheets}
	writeTaskCover(b)
	writeBreakdown(b)
	writeUnitSheets(b)
	writeOverdue(b)
	writeScores(b)
	writeTrend(b)
	writeHeat(b)
	describe(b)
	if b.err != nil {
		return nil, b.err
	}
	inOrder(file)
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the task report: %w", err)
	}
	return out.Bytes(), nil
}

// inOrder puts in order what excelize takes from a map when it draws, so that equal input gives an equal file.
func inOrder(file *excelize.File) {
	if types := file.ContentTypes; types != nil {
		sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	}
}

// taskBook is a report that is being written, and keeps the first error.
type taskBook struct {
	model.TaskSheets
	file   *excelize.File
	styles taskStyles
	sheets []*sheet
	err    error
}

// add begins a sheet; the first takes the place of the one that a new file has.
func (b *taskBook) add(name string) *sheet {
	s := &sheet{file: b.file, name: name}
	if len(b.sheets) == 0 {
		s.do(b.file.SetSheetName(b.file.GetSheetName(0), name))
	} else {
		_, err := b.file.NewSheet(name)
		s.do(err)
	}
	b.sheets = append(b.sheets, s)
	return s
}

// done ends a sheet.
func (b *taskBook) done(s *sheet) {
	if b.err == nil {
		b.err = s.err
	}
}

// breakdownColumns stand in the annex's own order, then the body's units, then what
// supervision adds; the milestones only where a task has some.
func breakdownColumns(sheets model.TaskSheets) []taskColumn[model.TaskRow] {
	const annex, body, course, report = "任务分解（附件）", "正文分工与附件的差异", "进度与亮灯", "月度报告"
	columns := []taskColumn[model.TaskRow]{
		{section: annex, title: "结构", width: 9, style: bodyCentred, grouped: true, words: func(t model.TaskRow) string { return t.Group }},
		{section: annex, title: "序号", width: 5, style: bodyCentred, number: taskNumber},
		{section: annex, title: "工作任务", width: 14, style: bodyLeft, words: taskName},
		{section: annex, title: "具体内容", width: 32, style: bodyLeft, words: func(t model.TaskRow) string { return t.Content }},
		{section: annex, title: "牵头单位", width: 12, style: bodyLeft, words: func(t model.TaskRow) string { return t.LeadUnit }},
		{section: annex, title: "配合单位", width: 16, style: bodyLeft, words: func(t model.TaskRow) string { return t.SupportUnits }},
		{section: body, title: "正文牵头单位", width: 12, style: bodyLeft, words: func(t model.TaskRow) string { return t.BodyLeadUnit }},
		{section: body, title: "正文责任单位", width: 20, style: bodyLeft, words: func(t model.TaskRow) string { return t.BodyUnits }},
		{section: body, title: "牵头冲突及处理", width: 20, style: bodyLeft, words: func(t model.TaskRow) string { return t.LeadConflict }},
		{section: course, title: "计划进度", width: 7, style: bodyPercent, number: plannedProgress},
		{section: course, title: "实报进度", width: 7, style: bodyPercent, number: claimedProgress, words: unclaimedWords},
		{section: course, title: "计数进度", width: 7, style: bodyPercent, number: countedProgress, words: always[model.TaskRow]("未设目标")},
		{section: course, title: "实报与计数", width: 20, style: bodyLeft, words: func(t model.TaskRow) string { return t.CountWords }},
		{section: course, title: "亮灯", width: 7, style: bodyLight, words: lightTitle},
		{section: course, title: "亮灯原因", width: 18, style: bodyLeft, words: func(t model.TaskRow) string { return t.LightReason }},
		{section: course, title: "完成时限", width: 14, style: bodyDay, day: func(t model.TaskRow) model.Date { return t.Due }},
		{section: course, title: "里程碑", width: 22, style: bodyLeft, words: func(t model.TaskRow) string { return t.Milestones }},
		{section: report, title: workTitle(sheets.Head), width: 26, style: bodyLeft, words: func(t model.TaskRow) string { return t.MonthWork }},
		{section: report, title: "存在问题", width: 22, style: bodyLeft, words: func(t model.TaskRow) string { return t.Problems }},
	}
	for _, row := range sheets.Rows {
		if row.Milestones != "" {
			return columns
		}
	}
	at := columnOf(columns, "里程碑") - 1
	return append(columns[:at], columns[at+1:]...)
}

func taskNumber(t model.TaskRow) (int, bool)      { return t.Number, true }
func taskName(t model.TaskRow) string             { return t.Name }
func plannedProgress(t model.TaskRow) (int, bool) { return t.PlannedProgress, true }
func lightTitle(t model.TaskRow) string           { return t.Light.Title() }

// claimedProgress is what was last claimed, unless the claim on the last month is owed and missing.
func claimedProgress(t model.TaskRow) (int, bool) {
	if t.Claimed == nil || t.Owes && !t.Reported {
		return 0, false
	}
	return *t.Claimed, true
}

// unclaimedWords stand where no claim does.
func unclaimedWords(t model.TaskRow) string {
	if t.Owes {
		return "未报"
	}
	return "本月不需报送"
}

func countedProgress(t model.TaskRow) (int, bool) {
	if t.Counted == nil {
		return 0, false
	}
	return *t.Counted, true
}

func always[T any](words string) func(T) string {
	return func(T) string { return words }
}

// workTitle is what the column of the reports' words is called.
func workTitle(head model.TaskReportMeta) string {
	if head.From != head.To {
		return "本期情况"
	}
	return "本月情况"
}

func writeBreakdown(b *taskBook) {
	s, columns := b.add(taskSheet), breakdownColumns(b.TaskSheets)
	last := len(columns)
	table := writeTaskTable(s, taskHeaderRow, columns, b.Rows, b.styles)
	writeBreakdownHead(s, columns, b)
	if len(b.Rows) == 0 {
		table.bottom++
		writeTaskNone(s, table.bottom, last, noTasks, b.styles)
	}
	for from := 0; from < len(b.Rows); {
		to := from
		for to+1 < len(b.Rows) && b.Rows[to+1].Group == b.Rows[from].Group {
			to++
		}
		s.merge(1, table.starts[from], 1, table.end(to))
		from = to + 1
	}
	if len(b.Rows) > 0 {
		colourProgress(s, columns, table)
		colourLights(s, columnOf(columns, "亮灯"), table.starts[0], table.bottom, b.styles)
	}
	freeze(s, 3, taskHeaderRow)
	s.printed(last, table.bottom, fmt.Sprintf("$3:$%d", taskHeaderRow))
	setPage(s, paperA3, b.Head)
	b.done(s)
}

const noTasks = "这个方案没有任务。"

// The colours of the bars: planned, claimed, counted.
var progressColours = map[string]string{"计划进度": "C9D6E6", "实报进度": "9CC5E8", "计数进度": "B9D9B4"}

func colourProgress(s *sheet, columns []taskColumn[model.TaskRow], table taskTable) {
	for _, title := range []string{"计划进度", "实报进度", "计数进度"} {
		barProgress(s, columnOf(columns, title), table.starts[0], table.bottom, progressColours[title])
	}
}

func writeBreakdownHead(s *sheet, columns []taskColumn[model.TaskRow], b *taskBook) {
	last, half := len(columns), columnOf(columns, "正文牵头单位")
	s.text(1, 1, b.Head.Title+"（"+b.Head.Period+"）")
	s.merge(1, 1, last, 1)
	s.paint(1, 1, last, 1, b.styles.of[sheetTitle])
	s.height(1, 36)
	s.text(1, 2, b.Head.DocumentNumber)
	s.merge(1, 2, half-1, 2)
	s.paint(1, 2, half-1, 2, b.styles.of[sheetNote])
	s.text(half, 2, taskAsOf(b.Head))
	s.merge(half, 2, last, 2)
	s.paint(half, 2, last, 2, b.styles.of[sheetNoteRight])
	s.height(2, 20)
	for from := 0; from < last; {
		to := from
		for to+1 < last && columns[to+1].section == columns[from].section {
			to++
		}
		s.text(from+1, 3, columns[from].section)
		s.merge(from+1, 3, to+1, 3)
		from = to + 1
	}
	s.paint(1, 3, last, 3, b.styles.of[sheetHead])
	s.height(3, 22)
}

func taskAsOf(meta model.TaskReportMeta) string {
	parts := []string{}
	if meta.Issuer != "" {
		parts = append(parts, "制表单位："+meta.Issuer)
	}
	return strings.Join(append(parts, "数据截至："+chineseDate(meta.AsOf)), "　")
}

func chineseDate(d model.Date) string { return cmp.Or(d.Words(), "未定") }
