package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// taskBytes is the workbook of the sheets.
func taskBytes(t *testing.T, sheets model.TaskSheets) []byte {
	t.Helper()
	return must(TaskWorkbook(sheets))(t)
}

func taskFile(t *testing.T, sheets model.TaskSheets) *excelize.File {
	t.Helper()
	return open(t, taskBytes(t, sheets))
}

// said is the value of a cell.
func said(t *testing.T, file *excelize.File, sheet, at string) string {
	t.Helper()
	return must(file.GetCellValue(sheet, at))(t)
}

// wordsOf is everything that stands on a sheet.
func wordsOf(t *testing.T, file *excelize.File, sheet string) string {
	t.Helper()
	var out strings.Builder
	for _, row := range must(file.GetRows(sheet))(t) {
		out.WriteString(strings.Join(row, "|") + "\n")
	}
	return out.String()
}

func TestTaskWorkbookIsTheAnnexWithProgress(t *testing.T) {
	golden(t, "tasks", taskBytes(t, planSheets()), taskFills())
}

func TestTaskWorkbookIsTheSameEveryTime(t *testing.T) {
	first := taskBytes(t, planSheets())
	for range 3 {
		if !bytes.Equal(first, taskBytes(t, planSheets())) {
			t.Fatal("equal input gave another file")
		}
	}
}

func TestADayThatIsNotKnownIsSaidToBeOpen(t *testing.T) {
	sheets := planSheets()
	sheets.Head.AsOf = model.Date{}
	if words := said(t, taskFile(t, sheets), taskSheet, "G2"); !strings.Contains(words, "数据截至：未定") {
		t.Errorf("it says %q", words)
	}
}

func TestTextStaysText(t *testing.T) {
	for _, dangerous := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=HYPERLINK(\"http://x\")", "1e5", "00012", " 前后空格 ", "a\tb\nc", "<b>&amp;", "第一行\n第二行"} {
		task := planTasks()[0]
		task.Group, task.Name, task.Problems, task.MonthWork, task.LeadUnit = dangerous, dangerous, dangerous, dangerous, dangerous
		sheets := sheetsOver([]model.TaskRow{task}, 2)
		sheets.Head.Title, sheets.Head.DocumentNumber, sheets.Head.Period, sheets.Head.Issuer, sheets.Head.Reason = dangerous, dangerous, dangerous, dangerous, dangerous
		file := taskFile(t, sheets)
		for _, name := range file.GetSheetList() {
			for r, row := range must(file.GetRows(name))(t) {
				for c := range row {
					if formula := must(file.GetCellFormula(name, cell(c+1, r+1)))(t); formula != "" {
						t.Errorf("%s!%s is the formula %q", name, cell(c+1, r+1), formula)
					}
				}
			}
		}
		for _, at := range []string{"A5", "C5", "Q5", "R5", "A2"} {
			kind := must(file.GetCellType(taskSheet, at))(t)
			if value := said(t, file, taskSheet, at); value != dangerous || kind != excelize.CellTypeSharedString {
				t.Errorf("%s holds %q as type %d, want the text %q", at, value, kind, dangerous)
			}
		}
	}
}

func TestSignsThatNoFileCanHoldDoNotBreakIt(t *testing.T) {
	task := planTasks()[0]
	task.MonthWork, task.LeadUnit = "甲\x00\x01\x1b乙\ufffe丙\x7f丁_x000D_", "单\x00位\x0b"
	sheets := sheetsOver([]model.TaskRow{task}, 2)
	sheets.Head.DocumentNumber = "号\x00\x02"
	file := taskFile(t, sheets)
	words := said(t, file, taskSheet, "Q5")
	for _, want := range []string{"甲", "乙", "丙", "丁", "_x000D_"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q lacks %q", words, want)
		}
	}
	if names := file.GetSheetList(); names[2] != "单_位_" {
		t.Errorf("the sheets are %q", names)
	}
}

func TestTextTooLongForACellIsRefused(t *testing.T) {
	task := planTasks()[0]
	task.MonthWork = strings.Repeat("长", excelize.TotalCellChars)
	if _, err := TaskWorkbook(sheetsOver([]model.TaskRow{task}, 2)); err != nil {
		t.Errorf("the longest text was refused: %v", err)
	}
	task.MonthWork += "长"
	if _, err := TaskWorkbook(sheetsOver([]model.TaskRow{task}, 2)); err == nil || !strings.Contains(err.Error(), "Q5") {
		t.Errorf("got %v, want an error that names Q5", err)
	}
}

// Office programs cut what is taller than their tallest row; a report of a thousand characters is not cut.
func TestALongTextIsTallEnoughToBePrinted(t *testing.T) {
	tasks := planTasks()[:3]
	tasks[1].MonthWork = strings.Repeat("长", 1000)
	file := taskFile(t, sheetsOver(tasks, 2))
	width := must(file.GetColWidth(taskSheet, "Q"))(t)
	need := float64(linesOf(tasks[1].MonthWork, int(width)-2) * linePoints)
	var at string
	var tall float64
	for _, merged := range must(file.GetMergeCells(taskSheet))(t) {
		if merged.GetCellValue() == tasks[1].MonthWork {
			at = merged.GetStartAxis() + ":" + merged.GetEndAxis()
			_, first, _ := excelize.CellNameToCoordinates(merged.GetStartAxis())
			_, last, _ := excelize.CellNameToCoordinates(merged.GetEndAxis())
			for row := first; row <= last; row++ {
				height := must(file.GetRowHeight(taskSheet, row))(t)
				if height > excelize.MaxRowHeight {
					t.Errorf("row %d is %.0f tall", row, height)
				}
				tall += height
			}
		}
	}
	if tall < need {
		t.Errorf("%q is %.0f points tall, the text needs %.0f", at, tall, need)
	}
	if got := said(t, file, taskSheet, "C5"); got != tasks[0].Name {
		t.Errorf("the task before is %q", got)
	}
}

func TestGroupsMergeOnlyNeighbours(t *testing.T) {
	tasks := planTasks()[:4]
	for i, group := range []string{"甲", "乙", "乙", "甲"} {
		tasks[i].Group = group
	}
	file := taskFile(t, sheetsOver(tasks, 2))
	var merged []string
	for _, m := range must(file.GetMergeCells(taskSheet))(t) {
		if strings.HasPrefix(m.GetStartAxis(), "A") && m.GetStartAxis() > "A4" {
			merged = append(merged, m.GetStartAxis()+":"+m.GetEndAxis())
		}
	}
	if len(merged) != 1 || merged[0] != "A6:A7" {
		t.Errorf("merged %v, want A6:A7", merged)
	}
}

func TestMilestonesHaveAColumnWhereThereAreSome(t *testing.T) {
	heads := func(sheets model.TaskSheets) string {
		return strings.Join(must(taskFile(t, sheets).GetRows(taskSheet))(t)[taskHeaderRow-1], " ")
	}
	if got := heads(planSheets()); strings.Contains(got, "里程碑") {
		t.Errorf("without milestones the columns are %s", got)
	}
	sheets := planSheets()
	sheets.Rows[3].Milestones = "2026-06-30 出台办法（已达到）\n2026-09-30 编号完成（逾期）"
	file := taskFile(t, sheets)
	if got := heads(sheets); !strings.Contains(got, "完成时限 里程碑 本月情况") || said(t, file, taskSheet, "Q8") != sheets.Rows[3].Milestones {
		t.Errorf("the columns are %s, the milestones %q", got, said(t, file, taskSheet, "Q8"))
	}
}

func TestTaskWorkbookWithoutTasks(t *testing.T) {
	for name, sheets := range map[string]model.TaskSheets{"nothing": {}, "a plan": {Head: planSheets().Head}} {
		file := taskFile(t, sheets)
		for sheet, want := range map[string]string{coverSheet: "0项", taskSheet: noTasks, overdueSheet: "没有逾期或者到期未报月报（季报）的任务", trendSheet: "月份", heatSheet: noTasks} {
			if words := wordsOf(t, file, sheet); !strings.Contains(words, want) {
				t.Errorf("%s: the sheet %s says %q", name, sheet, words)
			}
		}
	}
}

func TestAPlanOfThousandsOfTasksFits(t *testing.T) {
	file := taskFile(t, sheetsOver(manyTasks(1300), 3))
	if got := said(t, file, taskSheet, "C1304"); got != planTasks()[(1300-1)%13].Name {
		t.Errorf("the last task is %q", got)
	}
}

func TestHeaderTextCannotCarryCodes(t *testing.T) {
	cases := map[string]string{"甲&P": "甲&&P", "": "", "甲\n乙": "甲 乙", strings.Repeat("&", 60): strings.Repeat("&&", 50)}
	for words, want := range cases {
		if got := headerText(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	sheets := planSheets()
	sheets.Head.DocumentNumber, sheets.Head.Period, sheets.Head.Edition = strings.Repeat("&", 60), strings.Repeat("&", 60), 2
	sheets.Head.IssuedOn = sheets.Head.AsOf
	edges := must(taskFile(t, sheets).GetHeaderFooter(taskSheet))(t)
	for _, part := range []string{edges.OddHeader, edges.OddFooter} {
		if len(utf16.Encode([]rune(part))) > 255 {
			t.Errorf("%q is longer than Excel takes", part)
		}
	}
}

func TestTheFooterPrintsTheHashOfTheData(t *testing.T) {
	sheets := planSheets()
	file := taskFile(t, sheets)
	for _, name := range file.GetSheetList() {
		footer := must(file.GetHeaderFooter(name))(t).OddFooter
		if !strings.Contains(footer, "\n&8数据 SHA-256："+sheets.Head.DataHash) || !strings.Contains(footer, "2026年11月24日") || !strings.Contains(footer, "第 &P 页，共 &N 页") {
			t.Errorf("the footer of %s is %q", name, footer)
		}
	}
}

func TestSheetNamesAreLegalAndUnique(t *testing.T) {
	long := strings.Repeat("长", 40)
	taken := []string{coverSheet}
	for _, c := range []struct{ words, want string }{
		{"区商务委", "区商务委"}, {"区商务委", "区商务委（2）"}, {`甲:乙\丙/丁?戊*己[庚]'`, "甲_乙_丙_丁_戊_己_庚__"}, {"", "单位"}, {"  ", "单位（2）"},
		{long, strings.Repeat("长", 31)}, {long + "尾", strings.Repeat("长", 28) + "（2）"}, {"Abc", "Abc"}, {"aBC", "aBC（2）"}, {"封面", "封面（2）"}, {"history", "单位history"},
		{strings.Repeat("𠀀", 20), strings.Repeat("𠀀", 15)}, {"坏\xff字", "坏_字"},
	} {
		got := sheetName(c.words, taken)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
		taken = append(taken, got)
	}
	tasks := planTasks()[:6]
	for i, unit := range []string{"a/b", "a:b", "a?b", long + "一", long + "二", ""} {
		tasks[i].LeadUnit = unit
	}
	file := taskFile(t, sheetsOver(tasks, 2))
	if names := file.GetSheetList(); len(names) != 13 || names[2] != "a_b" || names[4] != "a_b（3）" {
		t.Errorf("the sheets are %q", names)
	}
}

func TestAUnitSeesWhatItLeadsThenWhatItSupports(t *testing.T) {
	sheets := planSheets()
	words := wordsOf(t, taskFile(t, sheets), "区交通局")
	if !strings.Contains(words, "牵头3项，配合0项；到期未报的月报（季报）1份") || !strings.Contains(words, "2026年10月月报（应于2026-10-25前报送）") || strings.Contains(words, "配合|") {
		t.Errorf("区交通局: %s", words)
	}
	words = wordsOf(t, taskFile(t, sheets), "区经济信息委")
	led, supported := strings.Index(words, "提高标准技术应用水平|牵头"), strings.Index(words, "鼓励信息互联共享|配合")
	if led < 0 || supported < led {
		t.Errorf("区经济信息委: %s", words)
	}
}

func TestTheOverdueAreListedLongestFirst(t *testing.T) {
	sheets := planSheets()
	rows := must(taskFile(t, sheets).GetRows(overdueSheet))(t)[3:]
	if len(rows) != 2 || rows[0][0] != "5" || rows[0][5] != "30" || rows[1][0] != "13" || rows[1][5] != "3" || !strings.Contains(rows[1][6], "超过完成时限3天") {
		t.Errorf("they are %q", rows)
	}
	for i := range sheets.Rows {
		sheets.Rows[i].Missing, sheets.Rows[i].DaysOver = nil, 0
	}
	if words := wordsOf(t, taskFile(t, sheets), overdueSheet); !strings.Contains(words, "共0项") || !strings.Contains(words, "没有逾期或者到期未报月报（季报）的任务") {
		t.Errorf("without any: %s", words)
	}
}

// chartsIn are the texts of the charts in a workbook.
func chartsIn(t *testing.T, workbook []byte) []string {
	t.Helper()
	archive := must(zip.NewReader(bytes.NewReader(workbook), int64(len(workbook))))(t)
	var charts []string
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "xl/charts/chart") {
			from := must(part.Open())(t)
			charts = append(charts, string(must(io.ReadAll(from))(t)))
			_ = from.Close()
		}
	}
	return charts
}

func TestTheTrendHasNativeCharts(t *testing.T) {
	sheets := planSheets()
	workbook := taskBytes(t, sheets)
	for kind, cells := range map[string]string{
		`<barDir val="bar">`: "封面&#39;!$B$",
		`<barDir val="col">`: "趋势&#39;!$E$4:$E$6",
		`<lineChart>`:        "趋势&#39;!$H$4:$H$6",
	} {
		found := false
		for _, chart := range chartsIn(t, workbook) {
			found = found || strings.Contains(chart, kind) && strings.Contains(chart, cells)
		}
		if !found {
			t.Errorf("no chart has %s over %s", kind, cells)
		}
	}
	rows := must(open(t, workbook).GetRows(trendSheet))(t)
	planned, claimed, of := 0, 0, 0
	for _, row := range sheets.Rows {
		if row.Course[2].Scheduled {
			planned, of = planned+row.Course[2].Planned, of+1
			if row.Course[2].Claimed != nil {
				claimed += *row.Course[2].Claimed
			}
		}
	}
	want := []string{"2026年11月", "3", "3", "6", "1", fmt.Sprintf("%d%%", planned/of), fmt.Sprintf("%d%%", claimed/of), "41%"}
	if got := strings.Join(rows[5], " "); got != strings.Join(want, " ") {
		t.Errorf("the last month is %s, want %v", got, want)
	}
}

// A task counts in the means of those months only in which it had its days and was not put off.
func TestTheMeansOfAMonthAreOfThatMonth(t *testing.T) {
	sheets := sheetsOver(planTasks()[:2], 3)
	for i, course := range [][]model.TaskMonth{
		{{Planned: 10, Claimed: new(8), Scheduled: true}, {Planned: 20, Claimed: new(12), Scheduled: true}, {Planned: 90, Claimed: new(12)}}, // put off last
		{{Planned: 70}, {Planned: 40, Claimed: new(30), Scheduled: true}, {Planned: 60, Claimed: new(31), Scheduled: true}},                  // first without days
	} {
		sheets.Rows[i].Course = course
	}
	rows := must(taskFile(t, sheets).GetRows(trendSheet))(t)
	for i, want := range []string{"10% 8%", "30% 21%", "60% 31%"} {
		if got := strings.Join(rows[3+i][5:7], " "); got != want {
			t.Errorf("%s: %s, want %s", rows[3+i][0], got, want)
		}
	}
}

func TestManyMonthsLeaveTheChartsAPageOfTheirOwn(t *testing.T) {
	for months, want := range map[int]bool{monthsBesideCharts: false, monthsBesideCharts + 1: true, 36: true} {
		part := string(partOf(t, taskBytes(t, sheetsOver(planTasks(), months)), trendSheet))
		if strings.Contains(part, "<rowBreaks") != want {
			t.Errorf("%d months: a break is %v", months, !want)
		}
	}
}

// partOf is the text of a sheet as the file holds it.
func partOf(t *testing.T, workbook []byte, sheet string) []byte {
	t.Helper()
	at := 0
	for i, name := range open(t, workbook).GetSheetList() {
		if name == sheet {
			at = i + 1
		}
	}
	archive := must(zip.NewReader(bytes.NewReader(workbook), int64(len(workbook))))(t)
	from := must(archive.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", at)))(t)
	defer func() { _ = from.Close() }()
	return must(io.ReadAll(from))(t)
}

func TestTheLightsOfEachMonthAreWordsThatColour(t *testing.T) {
	sheets := sheetsOver(planTasks(), 36)
	file := taskFile(t, sheets)
	rows := must(file.GetRows(heatSheet))(t)
	if len(rows) != 3+13 || len(rows[3]) != 2+36 || rows[2][37] != "26-11" || rows[5][37] != "红" {
		t.Errorf("%d rows, the third task is %q", len(rows), rows[5])
	}
	formats := must(file.GetConditionalFormats(heatSheet))(t)["C4:AL16"]
	if len(formats) != 4 || formats[0].Value != `"红"` {
		t.Errorf("the formats are %+v", formats)
	}
}

func TestLinesOf(t *testing.T) {
	cases := []struct {
		words string
		width int
		want  int
	}{
		{"", 10, 1}, {"一二三四五", 10, 1}, {"一二三四五六", 10, 2}, {"abcdefghij", 10, 1}, {"abcdefghijk", 10, 2},
		{"a\nb", 10, 2}, {"一二三四五\n", 10, 2}, {"a一二三四五", 10, 2},
	}
	for _, c := range cases {
		if got := linesOf(c.words, c.width); got != c.want {
			t.Errorf("%q in %d: %d, want %d", c.words, c.width, got, c.want)
		}
	}
}
