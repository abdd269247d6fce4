package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// Excel's numbers for paper sizes.
const (
	paperA3 = 8
	paperA4 = 9
)

// writeTaskCover states what the report is and counts the lights with the numbers of their tasks.
func writeTaskCover(s *sheet, rows []model.TaskRow, meta model.TaskReportMeta, styles taskStyles) {
	s.widths(28, 12, 54)
	s.text(1, 1, meta.Title)
	s.merge(1, 1, 3, 1)
	s.paint(1, 1, 3, 1, styles.of[sheetTitle])
	s.height(1, 30*linesOf(meta.Title, 44)+30)
	row := 3
	for _, line := range [][2]string{
		{"文件字号", meta.DocumentNumber}, {"报告期", meta.Period}, {"数据截至", chineseDate(meta.AsOf)},
		{"制表单位", meta.Issuer}, {"任务总数", fmt.Sprintf("%d项", len(rows))}, {"正文与附件牵头单位不一致", fmt.Sprintf("%d项", conflicts(rows))},
	} {
		s.text(1, row, line[0])
		s.text(2, row, line[1])
		s.merge(2, row, 3, row)
		s.paint(1, row, 1, row, styles.of[sheetHead])
		s.paint(2, row, 3, row, styles.of[bodyLeft])
		s.height(row, 16*linesOf(line[1], 60)+10)
		row++
	}
	row++
	for column, title := range []string{"亮灯", "任务数", "任务序号"} {
		s.text(column+1, row, title)
	}
	s.paint(1, row, 3, row, styles.of[sheetHead])
	s.height(row, 24)
	for _, light := range model.Lights {
		row++
		numbers := numbersUnder(rows, light)
		s.text(1, row, light.Title())
		s.number(2, row, len(numbers))
		s.text(3, row, strings.Join(numbers, "、"))
		s.paint(1, row, 1, row, styles.lights[light])
		s.paint(2, row, 2, row, styles.of[bodyCentred])
		s.paint(3, row, 3, row, styles.of[bodyLeft])
		s.height(row, 16*linesOf(strings.Join(numbers, "、"), 50)+10)
	}
	setPage(s, paperA4, "portrait", meta)
	s.define("_xlnm.Print_Area", fmt.Sprintf("$A$1:$C$%d", row))
}

func conflicts(rows []model.TaskRow) int {
	n := 0
	for _, row := range rows {
		if row.LeadConflict != "" {
			n++
		}
	}
	return n
}

func numbersUnder(rows []model.TaskRow, light model.Light) []string {
	var numbers []string
	for _, row := range rows {
		if row.Light == light {
			numbers = append(numbers, strconv.Itoa(row.Number))
		}
	}
	return numbers
}

// setTaskPage makes the breakdown print as one wide A3 table whose head repeats.
func setTaskPage(s *sheet, tasks int, meta model.TaskReportMeta) {
	s.do(s.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: 3, YSplit: taskHeaderRow, TopLeftCell: cell(4, taskHeaderRow+1), ActivePane: "bottomRight",
	}))
	last, err := excelize.ColumnNumberToName(len(taskColumns))
	s.do(err)
	s.define("_xlnm.Print_Area", fmt.Sprintf("$A$1:$%s$%d", last, taskHeaderRow+tasks))
	s.define("_xlnm.Print_Titles", fmt.Sprintf("$3:$%d", taskHeaderRow))
	setPage(s, paperA3, "landscape", meta)
}

func setPage(s *sheet, paper int, orientation string, meta model.TaskReportMeta) {
	fit, wide, tall, yes := true, 1, 0, true
	side, top, edge := 0.5, 0.7, 0.3
	s.do(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall,
	}))
	s.do(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge, Horizontally: &yes,
	}))
	s.do(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + headerText(meta.DocumentNumber) + "&R" + headerText(meta.Period),
		OddFooter: "&L" + headerText("数据截至："+chineseDate(meta.AsOf)) + "&C第 &P 页，共 &N 页",
	}))
}

// headerText keeps words from being read as Excel's header codes and within its 255 characters.
func headerText(words string) string {
	runes := []rune(words)
	return strings.ReplaceAll(string(runes[:min(len(runes), 50)]), "&", "&&")
}

func describe(s *sheet, meta model.TaskReportMeta) {
	s.do(s.file.SetDocProps(&excelize.DocProperties{
		Title: meta.Title + "（" + meta.Period + "）", Subject: meta.DocumentNumber, Creator: "驿鉴",
		Created: meta.AsOf.Time().Format("2006-01-02T15:04:05Z"), Modified: meta.AsOf.Time().Format("2006-01-02T15:04:05Z"),
		Language: "zh-CN",
	}))
}
