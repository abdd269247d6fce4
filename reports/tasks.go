package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	coverSheet = "封面"
	taskSheet  = "任务分解"

	taskHeaderRow = 4 // the last row of the head; tasks follow
)

// taskColumn is one column of the breakdown: its words, width in characters,
// alignment, and how a row fills it.
type taskColumn struct {
	title string
	width int
	style taskStyle
	fill  func(s *sheet, column, row int, task model.TaskRow)
}

// taskColumns stand in the annex's own order, then the body's units, then what supervision adds.
var taskColumns = []taskColumn{
	{"结构", 12, bodyCentred, taskWords(func(t model.TaskRow) string { return t.Group })},
	{"序号", 5, bodyCentred, func(s *sheet, column, row int, t model.TaskRow) { s.number(column, row, t.Number) }},
	{"工作任务", 16, bodyLeft, taskWords(func(t model.TaskRow) string { return t.Name })},
	{"具体内容", 38, bodyLeft, taskWords(func(t model.TaskRow) string { return t.Content })},
	{"牵头单位", 14, bodyLeft, taskWords(func(t model.TaskRow) string { return t.LeadUnit })},
	{"配合单位", 18, bodyLeft, taskWords(func(t model.TaskRow) string { return t.SupportUnits })},
	{"正文牵头单位", 16, bodyLeft, taskWords(func(t model.TaskRow) string { return t.BodyLeadUnit })},
	{"正文责任单位", 20, bodyLeft, taskWords(func(t model.TaskRow) string { return t.BodyUnits })},
	{"牵头冲突及处理", 18, bodyLeft, taskWords(func(t model.TaskRow) string { return t.LeadConflict })},
	{"计划进度", 9, bodyPercent, func(s *sheet, column, row int, t model.TaskRow) { s.number(column, row, t.PlannedProgress) }},
	{"实报进度", 9, bodyPercent, fillTaskProgress},
	{"计数进度", 9, bodyPercent, fillTaskCounted},
	{"实报与计数", 20, bodyLeft, taskWords(func(t model.TaskRow) string { return t.CountWords })},
	{"亮灯", 8, bodyCentred, fillTaskLight},
	{"亮灯原因", 22, bodyLeft, taskWords(func(t model.TaskRow) string { return t.LightReason })},
	{"完成时限", 15, bodyDay, func(s *sheet, column, row int, t model.TaskRow) { s.date(column, row, t.Due) }},
	{"本月情况", 26, bodyLeft, taskWords(func(t model.TaskRow) string { return t.MonthWork })},
	{"存在问题", 22, bodyLeft, taskWords(func(t model.TaskRow) string { return t.Problems })},
}

// taskSections head groups of neighbouring columns.
var taskSections = []struct {
	title       string
	first, last int
}{
	{"任务分解（附件）", 1, 6}, {"正文分工与附件的差异", 7, 9}, {"进度与亮灯", 10, 16}, {"月度报告", 17, 18},
}

func taskWords(of func(model.TaskRow) string) func(*sheet, int, int, model.TaskRow) {
	return func(s *sheet, column, row int, t model.TaskRow) { s.text(column, row, of(t)) }
}

func fillTaskProgress(s *sheet, column, row int, t model.TaskRow) {
	if t.Reported {
		s.number(column, row, t.Progress)
	} else {
		s.text(column, row, "未报")
	}
}

func fillTaskCounted(s *sheet, column, row int, t model.TaskRow) {
	if t.Counted != nil {
		s.number(column, row, *t.Counted)
	} else {
		s.text(column, row, "未设目标")
	}
}

func fillTaskLight(s *sheet, column, row int, t model.TaskRow) { s.text(column, row, t.Light.Title()) }

// TaskWorkbook returns the monthly report of a plan as an xlsx file: a cover with
// the count of each light, and the breakdown in the annex's layout with its
// progress. Equal input gives an equal file. Text longer than a cell can hold is
// an error, never cut.
func TaskWorkbook(rows []model.TaskRow, meta model.TaskReportMeta) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	if err := file.SetSheetName(file.GetSheetName(0), coverSheet); err != nil {
		return nil, fmt.Errorf("name the cover: %w", err)
	}
	if _, err := file.NewSheet(taskSheet); err != nil {
		return nil, fmt.Errorf("add the breakdown: %w", err)
	}
	styles, err := newTaskStyles(file)
	if err != nil {
		return nil, fmt.Errorf("styles of the task report: %w", err)
	}
	cover := &sheet{file: file, name: coverSheet}
	writeTaskCover(cover, rows, meta, styles)
	breakdown := &sheet{file: file, name: taskSheet}
	writeTaskHead(breakdown, meta, styles)
	writeTaskRows(breakdown, rows, styles)
	setTaskPage(breakdown, len(rows), meta)
	describe(cover, meta)
	for _, s := range []*sheet{cover, breakdown} {
		if s.err != nil {
			return nil, s.err
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the task report: %w", err)
	}
	return out.Bytes(), nil
}

func writeTaskHead(s *sheet, meta model.TaskReportMeta, styles taskStyles) {
	last := len(taskColumns)
	widths := make([]int, last)
	for i, column := range taskColumns {
		widths[i] = column.width
		s.text(i+1, taskHeaderRow, column.title)
	}
	s.widths(widths...)
	s.text(1, 1, meta.Title+"（"+meta.Period+"）")
	s.merge(1, 1, last, 1)
	s.paint(1, 1, last, 1, styles.of[sheetTitle])
	s.height(1, 36)
	s.text(1, 2, meta.DocumentNumber)
	s.merge(1, 2, 6, 2)
	s.paint(1, 2, 6, 2, styles.of[sheetNote])
	s.text(7, 2, taskAsOf(meta))
	s.merge(7, 2, last, 2)
	s.paint(7, 2, last, 2, styles.of[sheetNoteRight])
	s.height(2, 20)
	for _, section := range taskSections {
		s.text(section.first, 3, section.title)
		s.merge(section.first, 3, section.last, 3)
	}
	s.paint(1, 3, last, taskHeaderRow, styles.of[sheetHead])
	s.height(3, 22)
	s.height(taskHeaderRow, 34)
}

func writeTaskRows(s *sheet, rows []model.TaskRow, styles taskStyles) {
	first, bottom := taskHeaderRow+1, taskHeaderRow+len(rows)
	if len(rows) == 0 {
		return
	}
	for i, task := range rows {
		for c, column := range taskColumns {
			column.fill(s, c+1, first+i, task)
		}
		s.height(first+i, taskHeight(task))
	}
	for c, column := range taskColumns {
		s.paint(c+1, first, c+1, bottom, styles.of[column.style])
	}
	lightAt := columnOf("亮灯")
	for i, task := range rows {
		s.paint(lightAt, first+i, lightAt, first+i, styles.lights[task.Light])
	}
	for from := 0; from < len(rows); {
		to := from
		for to+1 < len(rows) && rows[to+1].Group == rows[from].Group {
			to++
		}
		s.merge(1, first+from, 1, first+to)
		from = to + 1
	}
}

// taskHeight fits the tallest text of the row: office programs do not adjust
// rows by themselves when a file is printed without being edited.
func taskHeight(t model.TaskRow) int {
	lines := 2
	for title, text := range map[string]string{
		"工作任务": t.Name, "具体内容": t.Content, "配合单位": t.SupportUnits, "正文责任单位": t.BodyUnits,
		"牵头冲突及处理": t.LeadConflict, "亮灯原因": t.LightReason, "实报与计数": t.CountWords, "本月情况": t.MonthWork, "存在问题": t.Problems,
	} {
		lines = max(lines, linesOf(text, taskColumns[columnOf(title)-1].width-3))
	}
	return lines*14 + 8
}

// columnOf returns the number of the first column with the title.
func columnOf(title string) int {
	for i, column := range taskColumns {
		if column.title == title {
			return i + 1
		}
	}
	panic("no column " + title)
}

func taskAsOf(meta model.TaskReportMeta) string {
	parts := []string{}
	if meta.Issuer != "" {
		parts = append(parts, "制表单位："+meta.Issuer)
	}
	return strings.Join(append(parts, "数据截至："+chineseDate(meta.AsOf)), "　")
}

func chineseDate(d model.Date) string { return cmp.Or(d.Words(), "未定") }
