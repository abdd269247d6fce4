package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

func TestTaskWorkbookIsTheAnnexWithProgress(t *testing.T) {
	workbook, err := TaskWorkbook(planTasks(), planMeta())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "tasks", workbook, taskFills())
}

func TestTaskWorkbookIsTheSameEveryTime(t *testing.T) {
	first := must(TaskWorkbook(planTasks(), planMeta()))(t)
	for range 3 {
		if !bytes.Equal(first, must(TaskWorkbook(planTasks(), planMeta()))(t)) {
			t.Fatal("equal input gave another file")
		}
	}
}

func TestADayThatIsNotKnownIsSaidToBeOpen(t *testing.T) {
	meta := planMeta()
	meta.AsOf = model.Date{}
	file := open(t, must(TaskWorkbook(planTasks(), meta))(t))
	if said := must(file.GetCellValue(taskSheet, "G2"))(t); !strings.Contains(said, "数据截至：未定") {
		t.Errorf("it says %q", said)
	}
}

func TestTextStaysText(t *testing.T) {
	for _, dangerous := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=HYPERLINK(\"http://x\")", "1e5", "00012", " 前后空格 ", "a\tb\nc", "<b>&amp;", "第一行\n第二行"} {
		task := planTasks()[0]
		task.Group, task.Name, task.Problems, task.MonthWork = dangerous, dangerous, dangerous, dangerous
		meta := planMeta()
		meta.Title, meta.DocumentNumber, meta.Period, meta.Issuer = dangerous, dangerous, dangerous, dangerous
		file := open(t, must(TaskWorkbook([]model.TaskRow{task}, meta))(t))
		for _, at := range []string{"A5", "C5", "Q5", "R5", "A2"} {
			value := must(file.GetCellValue(taskSheet, at))(t)
			kind := must(file.GetCellType(taskSheet, at))(t)
			if value != dangerous || kind != excelize.CellTypeSharedString || must(file.GetCellFormula(taskSheet, at))(t) != "" {
				t.Errorf("%s holds %q as type %d, want the text %q", at, value, kind, dangerous)
			}
		}
	}
}

func TestTextTooLongForACellIsRefused(t *testing.T) {
	task := planTasks()[0]
	task.MonthWork = strings.Repeat("长", excelize.TotalCellChars)
	if _, err := TaskWorkbook([]model.TaskRow{task}, planMeta()); err != nil {
		t.Errorf("the longest text was refused: %v", err)
	}
	task.MonthWork += "长"
	if _, err := TaskWorkbook([]model.TaskRow{task}, planMeta()); err == nil || !strings.Contains(err.Error(), "Q5") {
		t.Errorf("got %v, want an error that names Q5", err)
	}
}

func TestGroupsMergeOnlyNeighbours(t *testing.T) {
	tasks := planTasks()[:4]
	for i, group := range []string{"甲", "乙", "乙", "甲"} {
		tasks[i].Group = group
	}
	file := open(t, must(TaskWorkbook(tasks, planMeta()))(t))
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

func TestTaskWorkbookWithoutTasks(t *testing.T) {
	file := open(t, must(TaskWorkbook(nil, model.TaskReportMeta{}))(t))
	if got := must(file.GetCellValue(coverSheet, "B7"))(t); got != "0项" {
		t.Errorf("the cover counts %q tasks", got)
	}
}

func TestAPlanOfThousandsOfTasksFits(t *testing.T) {
	file := open(t, must(TaskWorkbook(manyTasks(1300), planMeta()))(t))
	if got := must(file.GetCellValue(taskSheet, "C1304"))(t); got != planTasks()[(1300-1)%13].Name {
		t.Errorf("the last task is %q", got)
	}
}

func TestHeaderTextCannotCarryCodes(t *testing.T) {
	cases := map[string]string{"甲&P": "甲&&P", "": "", strings.Repeat("&", 60): strings.Repeat("&&", 50)}
	for words, want := range cases {
		if got := headerText(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
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
