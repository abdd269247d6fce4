package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	formSheet = "填报表"
	// formMark is how a workbook says that it is a form; the form's id follows.
	formMark    = "yijian-task-form/1 "
	formHeadRow = 4 // the tasks follow
)

// formWidths are the widths of the columns in characters, by key; hidden ones have the last.
var formWidths = map[string]int{
	"document": 14, "number": 5, "name": 16, "content": 30, "due_on": 12, "planned": 12, "last": 12, "light": 20,
	"progress": 12, "done": 34, "problems": 26, "coordination": 22, "": 10,
}

// formLooks are the workbook's numbers of the ways a cell of a form looks.
type formLooks struct{ title, note, head, openHead, words, number, openWords, openNumber int }

// TaskFormBook returns a form as a workbook: a row for each task in the annex's look, of which only
// what the unit reports can be filled in. Hidden are each row's task and hash, and the form's id. Text longer than a cell can hold is an error.
func TaskFormBook(form model.TaskForm, rows []model.TaskFormFacts) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	looks, err := newFormLooks(file)
	if err != nil {
		return nil, fmt.Errorf("styles of the form: %w", err)
	}
	s := &sheet{file: file, name: formSheet}
	s.do(file.SetSheetName(file.GetSheetName(0), formSheet))
	columns := model.TaskFormColumns()
	writeFormHead(s, form, columns, looks)
	for i, row := range rows {
		writeFormRow(s, formHeadRow+1+i, row, looks)
	}
	guardForm(s, columns, formHeadRow+len(rows))
	_, err = file.NewSheet(markSheet)
	s.do(err)
	s.do(file.SetCellStr(markSheet, "A1", formMark+string(form.ID)))
	s.do(file.SetSheetVisible(markSheet, false, true))
	at := form.IssuedOn.Time().Format("2006-01-02T15:04:05Z")
	s.do(file.SetDocProps(&excelize.DocProperties{Title: form.Title, Creator: "驿鉴", Created: at, Modified: at, Language: "zh-CN"}))
	if s.err != nil {
		return nil, s.err
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the form: %w", err)
	}
	return out.Bytes(), nil
}

func newFormLooks(file *excelize.File) (looks formLooks, err error) {
	free := &excelize.Protection{Locked: false}
	const whole = 1 // Excel's own "0"
	for _, look := range []struct {
		id    *int
		style excelize.Style
	}{
		{&looks.title, excelize.Style{Font: headFont(18), Alignment: align("center")}},
		{&looks.note, excelize.Style{Font: bodyFont(11), Alignment: align("left")}},
		{&looks.head, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("E8EDF3")}},
		{&looks.openHead, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("FFE58A")}},
		{&looks.words, excelize.Style{Font: bodyFont(10), Alignment: indented(), Border: grid(), NumFmt: textFormat, Fill: solid("F5F5F5")}},
		{&looks.number, excelize.Style{Font: bodyFont(10), Alignment: align("center"), Border: grid(), NumFmt: whole, Fill: solid("F5F5F5")}},
		{&looks.openWords, excelize.Style{Font: bodyFont(10), Alignment: indented(), Border: grid(), NumFmt: textFormat, Protection: free}},
		{&looks.openNumber, excelize.Style{Font: bodyFont(10), Alignment: align("center"), Border: grid(), NumFmt: whole, Protection: free}},
	} {
		if *look.id, err = file.NewStyle(&look.style); err != nil {
			return looks, err
		}
	}
	return looks, nil
}

// writeFormHead writes the title, how the form is filled in and until when, and the headings.
func writeFormHead(s *sheet, form model.TaskForm, columns []model.TaskFormColumn, looks formLooks) {
	shown, widths := 0, make([]int, len(columns))
	for i, c := range columns {
		widths[i] = formWidths[""]
		if !c.Hidden {
			shown, widths[i] = i+1, formWidths[c.Key]
		}
	}
	s.widths(widths...)
	due := "本月没有规定的报送日。"
	if !form.DueOn.IsZero() {
		due = "请在" + chineseDate(form.DueOn) + "以前报送，依据：" + form.DueBasis + "。"
	}
	for row, line := range []struct {
		words        string
		look, height int
	}{
		{form.Title, looks.title, 34},
		{"怎样填：只填黄色表头的四列，灰色的不能改；可以隐藏行，不要增加行。实报进度填累计的整数（0 至 100）；本月情况必填，每格最多 1000 字。" +
			"不报的任务留空。填好以后保存为 .xlsx，在工作台【填报表】里上传，核对改动以后按【确认报送】。", looks.note, 34},
		{"填报单位：" + form.UnitName + "　　" + due + "　　制表：" + form.IssuedOn.String(), looks.note, 22},
	} {
		s.text(1, row+1, line.words)
		s.merge(1, row+1, shown, row+1)
		s.paint(1, row+1, shown, row+1, line.look)
		s.height(row+1, line.height)
	}
	s.height(formHeadRow, 34)
	for i, c := range columns {
		look := looks.head
		if c.Open {
			look = looks.openHead
		}
		s.text(i+1, formHeadRow, c.Title)
		s.paint(i+1, formHeadRow, i+1, formHeadRow, look)
	}
}

func writeFormRow(s *sheet, at int, row model.TaskFormFacts, looks formLooks) {
	lines := 2
	for i, c := range model.TaskFormColumns() {
		words, look := row.Words(c.Key), looks.words
		switch {
		case c.Number && c.Open:
			look = looks.openNumber
		case c.Number:
			look = looks.number
		case c.Open:
			look = looks.openWords
		}
		s.paint(i+1, at, i+1, at, look)
		n, err := strconv.Atoi(words)
		switch {
		case c.Number && err == nil:
			s.number(i+1, at, n)
		case words != "":
			s.text(i+1, at, guarded(words))
		}
		if !c.Hidden {
			lines = max(lines, linesOf(words, formWidths[c.Key]-2))
		}
	}
	s.height(at, lines*14+6)
}

// guardForm keeps what may not change from being typed over, refuses what a report could not hold,
// hides what is not for people, and sets the page.
func guardForm(s *sheet, columns []model.TaskFormColumn, last int) {
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		if c.Hidden {
			s.do(s.file.SetColVisible(s.name, name, false))
		}
		if !c.Open {
			continue
		}
		rule := excelize.NewDataValidation(true)
		rule.Sqref = cell(i+1, formHeadRow+1) + ":" + cell(i+1, last)
		if c.Number {
			s.do(rule.SetRange(0, 100, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
			rule.SetError(excelize.DataValidationErrorStyleStop, "实报进度", "请填 0 至 100 的整数，不用写百分号")
		} else {
			s.do(rule.SetRange(0, 1000, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween))
			rule.SetError(excelize.DataValidationErrorStyleStop, c.Title, "最多 1000 字")
		}
		s.do(s.file.AddDataValidation(s.name, rule))
	}
	s.do(s.file.ProtectSheet(s.name, &excelize.SheetProtectionOptions{
		AutoFilter: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true,
	}))
	named := slices.IndexFunc(columns, func(c model.TaskFormColumn) bool { return c.Key == "name" })
	freeze(s, named+1, formHeadRow)
	shown := slices.IndexFunc(columns, func(c model.TaskFormColumn) bool { return c.Hidden })
	s.printed(shown, last, fmt.Sprintf("$%d:$%d", formHeadRow, formHeadRow))
	fit, wide, tall, paper, orientation := true, 1, 0, paperA3, "landscape"
	s.do(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}))
}

// formIDOf is the form's id that the hidden mark tells.
func formIDOf(book *excelize.File) (model.TaskFormID, error) {
	mark, err := firstCell(book, markSheet)
	id, found := strings.CutPrefix(mark, formMark)
	if err != nil || !found || id == "" {
		return "", unreadable("task_form.foreign", "这不是从本平台下载的填报表：请在【填报表】里下载，填好以后上传，不要把内容复制到别的工作簿")
	}
	return model.TaskFormID(id), nil
}
