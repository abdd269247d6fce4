package reports

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// aForm is a form with three tasks: one reported on, with words that a spreadsheet could take for
// something else, and two that are not.
func aForm() (model.TaskForm, []model.TaskFormFacts) {
	form := model.TaskForm{
		ID: "0190-form", UnitID: "qu-jiaotongju", UnitName: "区交通局", Month: "2026-11", Title: "区交通局2026年11月任务填报表",
		DueOn: model.NewDate(2026, 11, 25), DueBasis: "平台默认设置（督查督办惯例，非法定）", Tasks: 3, IssuedOn: model.NewDate(2026, 11, 3),
	}
	rows := make([]model.TaskFormFacts, 3)
	for i := range rows {
		rows[i] = model.TaskFormFacts{
			Form: form.ID, Task: model.TaskID(fmt.Sprintf("0190-task-%d", i)), Document: "演示府办发〔2026〕1号", Number: i + 4, Name: fmt.Sprintf("演示任务%d", i+4),
			Content: "建设集散中心，\n完善线路。  两处", Lead: form.UnitID, DueOn: model.NewDate(2026, 12, 31), Planned: 67, Light: "黄灯：落后计划12个百分点",
			Hash: strings.Repeat(fmt.Sprint(i), 64),
		}
	}
	rows[0].Last, rows[0].Progress = "40", "55"
	rows[0].Done, rows[0].Problems, rows[0].Coordination = "=1+1", "第一行\n第二行_x000D_", "-用地"
	return form, rows
}

func formBytes(t *testing.T) ([]byte, []model.TaskFormFacts) {
	t.Helper()
	form, rows := aForm()
	content, err := TaskFormBook(form, rows)
	if err != nil {
		t.Fatal(err)
	}
	return content, rows
}

// readForm reads a form that has to be one.
func readForm(t *testing.T, content []byte) model.ReturnedForm {
	t.Helper()
	said, err := ReadTaskForm(content)
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// wantAsMade fails unless the row says what it was made of, but for the cells in changed.
func wantAsMade(t *testing.T, row model.ReturnedFormRow, facts model.TaskFormFacts, changed map[string]string) {
	t.Helper()
	if row.Task != facts.Task || row.Hash != facts.Hash {
		t.Errorf("row %d is of %s with %s", row.Row, row.Task, row.Hash)
	}
	for _, c := range model.TaskFormColumns() {
		if c.Hidden {
			continue
		}
		want, edited := changed[c.Key]
		if !edited {
			want = model.FormWords(facts.Words(c.Key))
		}
		if got := row.Cells[c.Key]; got.Words != want || got.Fault != "" {
			t.Errorf("%s (%s) says %q %s, want %q", got.Cell, c.Title, got.Words, got.Fault, want)
		}
	}
	if extra, there := row.Cells["extra"]; there {
		t.Errorf("beside the form: %+v", extra)
	}
}

func TestAFormReadsAsItWasMade(t *testing.T) {
	content, rows := formBytes(t)
	said := readForm(t, content)
	if said.Form != "0190-form" || len(said.Rows) != len(rows) || said.Rows[0].Row != 5 {
		t.Fatalf("it says %+v", said)
	}
	for i, row := range said.Rows {
		wantAsMade(t, row, rows[i], nil)
	}
}

// What people see of a form: what is due by when and by what, and only four columns that can be filled in.
func TestWhatAFormShows(t *testing.T) {
	content, _ := formBytes(t)
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	guarding := regexp.MustCompile(`<sheetProtection [^>]*\bsheet="(1|true)"`)
	shown := ""
	for row := 1; row <= 3; row++ {
		words, _ := book.GetCellValue(formSheet, cell(1, row))
		shown += words + "\n"
	}
	for _, want := range []string{"区交通局2026年11月任务填报表", "2026年11月25日以前报送", "平台默认设置（督查督办惯例，非法定）", "只填黄色表头的四列"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the head says nothing of %s: %s", want, shown)
		}
	}
	if strings.Contains(shown, "排序") {
		t.Error("the head promises to sort, which a guarded sheet does not allow")
	}
	for at, c := range model.TaskFormColumns() {
		name, _ := excelize.ColumnNumberToName(at + 1)
		visible, err := book.GetColVisible(formSheet, name)
		if err != nil || visible == c.Hidden {
			t.Errorf("column %s is shown: %v %v", c.Title, visible, err)
		}
		id, _ := book.GetCellStyle(formSheet, cell(at+1, 5))
		style, err := book.GetStyle(id)
		if open := err == nil && style.Protection != nil && !style.Protection.Locked; open != c.Open {
			t.Errorf("column %s can be filled in: %v", c.Title, open)
		}
	}
	if sheet := packed(t, content, "xl/worksheets/sheet1.xml"); !guarding.MatchString(sheet) {
		t.Error("the sheet is not guarded")
	}
	rules, err := book.GetDataValidations(formSheet)
	if err != nil || len(rules) != 4 || rules[0].Sqref != "I5:I7" || rules[0].Type != "whole" || rules[0].Formula1 != "0" || rules[0].Formula2 != "100" {
		t.Errorf("what may be filled in: %+v %v", rules, err)
	}
	if visible, err := book.GetSheetVisible(markSheet); err != nil || visible {
		t.Errorf("the mark is shown: %v", err)
	}
}

// edited is the form after somebody worked on it.
func edited(t *testing.T, edit func(book *excelize.File) error) []byte {
	t.Helper()
	content, _ := formBytes(t)
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	if err := edit(book); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// set writes a value into a cell.
func set(at string, value any) func(*excelize.File) error {
	return func(book *excelize.File) error { return book.SetCellValue(formSheet, at, value) }
}

// percentIn writes a part under a format of percents, as office programs keep 35%.
func percentIn(at, format string, part float64) func(*excelize.File) error {
	return func(book *excelize.File) error {
		id, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		if err := book.SetCellStyle(formSheet, at, at, id); err != nil {
			return err
		}
		return book.SetCellValue(formSheet, at, part)
	}
}

func TestHowFilledCellsAreRead(t *testing.T) {
	for name, try := range map[string]struct {
		edit        func(*excelize.File) error
		key, words  string
		fault, cell string
	}{
		"a number":                 {edit: set("I6", 35), key: "progress", words: "35"},
		"a number with a part":     {edit: set("I6", 35.5), key: "progress", words: "35.5"},
		"words":                    {edit: set("I6", " 35% "), key: "progress", words: "35%"},
		"percents":                 {edit: percentIn("I6", "0%", 0.35), key: "progress", words: "35"},
		"percents of hundredths":   {edit: percentIn("I6", "0.00%", 0.58), key: "progress", words: "58"},
		"a percent sign as it is":  {edit: percentIn("I6", `0"%"`, 35), key: "progress", words: "35"},
		"one behind a backslash":   {edit: percentIn("I6", `0\%`, 35), key: "progress", words: "35"},
		"an inexact number":        {edit: percentIn("I6", "0%", 0.1+0.2), key: "progress", words: "30"},
		"words with odd ends":      {edit: set("J6", "\u00a0完成\r\n两处 \n"), key: "done", words: "完成\n两处"},
		"a number for words":       {edit: set("J6", 12), key: "done", words: "12"},
		"a formula":                {edit: func(b *excelize.File) error { return b.SetCellFormula(formSheet, "J6", "HYPERLINK(\"http://x\")") }, key: "done", fault: "公式"},
		"a formula where not open": {edit: func(b *excelize.File) error { return b.SetCellFormula(formSheet, "F6", "60+7") }, key: "planned", fault: "公式"},
		"merged":                   {edit: func(b *excelize.File) error { return b.MergeCell(formSheet, "J6", "J7") }, key: "done", fault: "合并"},
		"a truth":                  {edit: set("I6", true), key: "progress", fault: "日期或者逻辑值"},
		"a day":                    {edit: set("I6", time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)), key: "progress", fault: "日期或者逻辑值"},
		"a day in words":           {edit: percentIn("I6", `yyyy"年"m"月"d"日"`, 46086), key: "progress", fault: "日期或者逻辑值"},
		"a coloured number":        {edit: percentIn("I6", `[Red][<50]0;General`, 35), key: "progress", words: "35"},
		"words beside":             {edit: set("P6", "备注"), key: "extra", words: "备注", fault: "填报表以外", cell: "P6"},
	} {
		t.Run(name, func(t *testing.T) {
			row := readForm(t, edited(t, try.edit)).Rows[1]
			got := row.Cells[try.key]
			if try.words != "" && got.Words != try.words || !strings.Contains(got.Fault, try.fault) || try.fault == "" && got.Fault != "" || try.cell != "" && got.Cell != try.cell {
				t.Errorf("it is read as %+v", got)
			}
		})
	}
}

// Rows are known by their hidden ids, wherever they stand; other sheets are nobody's business.
func TestRowsThatWereMovedAreRead(t *testing.T) {
	_, rows := formBytes(t)
	said := readForm(t, edited(t, func(book *excelize.File) error {
		if err := book.DuplicateRowTo(formSheet, 5, 9); err != nil {
			return err
		}
		if err := book.RemoveRow(formSheet, 5); err != nil {
			return err
		}
		if err := book.SetRowVisible(formSheet, 5, false); err != nil {
			return err
		}
		if _, err := book.NewSheet("草稿"); err != nil {
			return err
		}
		return book.SetSheetName(formSheet, "十一月")
	}))
	if len(said.Rows) != 3 || said.Rows[0].Task != rows[1].Task || said.Rows[2].Row != 8 {
		t.Fatalf("it says %+v", said.Rows)
	}
	wantAsMade(t, said.Rows[2], rows[0], nil)
}

func TestWorkbooksThatAreNoForm(t *testing.T) {
	plain := excelize.NewFile()
	var foreign bytes.Buffer
	if err := plain.Write(&foreign); err != nil {
		t.Fatal(err)
	}
	tall := func(rows int) func(*excelize.File) error {
		return func(book *excelize.File) error {
			for n := range rows {
				if err := book.SetCellStr(formSheet, cell(1, 10+n), "多"); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for name, try := range map[string]struct {
		content []byte
		reason  string
	}{
		"another workbook":  {foreign.Bytes(), "task_form.foreign"},
		"no workbook":       {[]byte("PK\x03\x04 nothing"), "file.unreadable"},
		"without its mark":  {edited(t, func(b *excelize.File) error { return b.DeleteSheet(markSheet) }), "task_form.foreign"},
		"without its ids":   {edited(t, func(b *excelize.File) error { return b.RemoveCol(formSheet, "M") }), "task_form.heading"},
		"another heading":   {edited(t, set("J4", "情况")), "task_form.heading"},
		"a heading more":    {edited(t, set("O4", "备注")), "task_form.column_unknown"},
		"a heading twice":   {edited(t, set("O4", "本月情况")), "task_form.column_unknown"},
		"too many rows":     {edited(t, tall(mostFormRows)), "file.too_many_rows"},
		"a row far below":   {edited(t, set("A30000", "远")), "file.too_large"},
		"a cell far beside": {edited(t, set("XFD6", "远")), "file.too_large"},
		"too much text": {edited(t, func(b *excelize.File) error {
			for n := range 300 {
				if err := b.SetCellStr(formSheet, cell(10, 8+n), strings.Repeat("多", 30_000)); err != nil {
					return err
				}
			}
			return nil
		}), "file.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadTaskForm(try.content)
			fields := model.FieldsOf(err)
			if len(fields) != 1 || fields[0].Pointer != "/file" || fields[0].Reason != try.reason {
				t.Errorf("got %v, want %s", err, try.reason)
			}
		})
	}
}

// The longest text that a cell holds comes back as it was made, in as many rows as a form has.
func TestTheLongestFormReadsAsItWasMade(t *testing.T) {
	form, rows := aForm()
	long := strings.Repeat("建设集散中心，完善&接驳。", excelize.TotalCellChars/13)
	first := rows[0]
	first.Content = long
	content, err := TaskFormBook(form, []model.TaskFormFacts{first})
	if err != nil {
		t.Fatal(err)
	}
	wantAsMade(t, readForm(t, content).Rows[0], first, nil)
	const longestOfPlan, longestOfReport = 10_000, 1000
	rows = nil
	for i := range model.MostFormRows {
		row := first
		row.Task, row.Content = model.TaskID(fmt.Sprintf("0190-task-%d", i)), fmt.Sprint(i)+strings.Repeat("建", longestOfPlan-3)
		row.Done, row.Problems, row.Coordination = fmt.Sprint(i)+strings.Repeat("成", longestOfReport-3), fmt.Sprint(i)+strings.Repeat("难", longestOfReport-3), fmt.Sprint(i)+strings.Repeat("请", longestOfReport-3)
		rows = append(rows, row)
	}
	if content, err = TaskFormBook(form, rows); err != nil {
		t.Fatal(err)
	}
	if said := readForm(t, content); len(said.Rows) != len(rows) {
		t.Errorf("%d rows came back", len(said.Rows))
	}
}
