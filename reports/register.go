package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	// registerMark is how a workbook of the register says of which form it is.
	registerMark = "yijian-register/1"
	markSheet    = "yijian"
	guideSheet   = "说明"
	codeSheet    = "码表"
	faultSheet   = "错误清单"
)

// RegisterBook is a workbook of the register that is written row by row: the template
// when it gets none.
type RegisterBook struct {
	file    *excelize.File
	sheets  []model.Sheet
	guide   []string
	streams []*excelize.StreamWriter
	looks   registerLooks
	marks   map[markedCell]bool // cells to colour, and whether only a warning
}

// markedCell is a cell by the title of its sheet, its row and its field.
type markedCell struct {
	sheet string
	row   int
	key   string
}

// registerLooks are the workbook's numbers of the ways a cell looks.
type registerLooks struct{ head, needed, open, wrong, doubtful, plain int }

// NewRegisterBook begins a workbook with a guide, which ends with what holds of these
// sheets, the codes and the sheets.
func NewRegisterBook(sheets []model.Sheet, guide []string) (*RegisterBook, error) {
	b := &RegisterBook{file: excelize.NewFile(), sheets: sheets, guide: guide, marks: map[markedCell]bool{}}
	err := b.begin()
	for i := 0; err == nil && i < len(sheets); i++ {
		err = b.addSheet(sheets[i], nil)
	}
	if err != nil {
		return nil, fmt.Errorf("begin the workbook: %w", err)
	}
	return b, nil
}

// begin makes the looks, the guide, the codes and the mark.
func (b *RegisterBook) begin() error {
	if err := b.file.SetSheetName(b.file.GetSheetName(0), guideSheet); err != nil {
		return err
	}
	if err := b.makeLooks(); err != nil {
		return err
	}
	if err := b.writeGuide(); err != nil {
		return err
	}
	for _, name := range []string{codeSheet, markSheet} {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	if err := b.writeCodes(); err != nil {
		return err
	}
	if err := b.file.SetCellStr(markSheet, "A1", registerMark); err != nil {
		return err
	}
	if err := b.file.SetSheetVisible(markSheet, false, true); err != nil {
		return err
	}
	return b.file.SetSheetVisible(codeSheet, false)
}

func (b *RegisterBook) makeLooks() error {
	free := &excelize.Protection{Locked: false}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, look := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.looks.head, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("E8EDF3")}},
		{&b.looks.needed, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("FFE58A")}},
		{&b.looks.open, excelize.Style{Font: bodyFont(10), NumFmt: textFormat, Protection: free}},
		{&b.looks.wrong, excelize.Style{Font: bodyFont(10), NumFmt: textFormat, Protection: free, Fill: solid("F4A6A0"), Border: grid()}},
		{&b.looks.doubtful, excelize.Style{Font: bodyFont(10), NumFmt: textFormat, Protection: free, Fill: solid("FFE58A"), Border: grid()}},
		{&b.looks.plain, excelize.Style{Font: bodyFont(11), Alignment: top}},
	} {
		id, err := b.file.NewStyle(&look.style)
		if err != nil {
			return err
		}
		*look.id = id
	}
	return nil
}

// writeGuide says in words how the sheets are filled in.
func (b *RegisterBook) writeGuide() error {
	s := &sheet{file: b.file, name: guideSheet}
	s.widths(16, 26, 10, 90)
	row := 0
	line := func(look int, words ...string) {
		row++
		for i, text := range words {
			s.text(i+1, row, text)
			s.paint(i+1, row, i+1, row, look)
		}
	}
	limits := model.RegisterLimits()
	line(b.looks.head, "怎样填写", "", "", "")
	lines := append([]string{
		"每张表一种记录，从第 2 行起填写，一行一条；第 1 行是表头，不要改动。黄色表头的必须填写。",
		fmt.Sprintf("一个工作簿最多 %d 行；更多的请分成几个文件，或者把一张表另存为 CSV（每个文件最多 %d 行）。", limits.WorkbookRows, limits.TextRows),
		"上传以后先整体检查：有一处错误，就一行也不入库。错误会逐格列出，并可下载标出错误的副本，改好后重新上传。",
		"号码、日期请保持“文本”格式；日期写作 2026-01-02、2026/1/2 或 2026年1月2日。几项之间用顿号隔开。",
	}, b.guide...)
	for n, words := range lines {
		line(b.looks.plain, fmt.Sprintf("%d. %s", n+1, words))
		s.merge(1, row, 4, row)
		s.height(row, 32)
	}
	for _, of := range b.sheets {
		row++
		line(b.looks.head, of.Title, "", "", "")
		line(b.looks.plain, of.Note)
		s.merge(1, row, 4, row)
		s.height(row, 48)
		for _, c := range of.Columns {
			if c.Hidden {
				continue
			}
			needed := "可以不填"
			if c.Required {
				needed = "必填"
			}
			line(b.looks.plain, of.Title, c.Title, needed, c.Note)
		}
	}
	return s.err
}

// writeCodes lists the choices of each column, from which the drop-down lists are taken.
func (b *RegisterBook) writeCodes() error {
	s := &sheet{file: b.file, name: codeSheet}
	at := 0
	for _, of := range b.sheets {
		for _, c := range of.Columns {
			if len(c.Choices) == 0 {
				continue
			}
			at++
			s.text(at, 1, of.Title+" "+c.Title)
			for i, choice := range c.Choices {
				s.text(at, i+2, choice.Title)
			}
		}
	}
	return s.err
}

// codeRange is where the choices of a column stand.
func (b *RegisterBook) codeRange(title, key string) string {
	at := 0
	for _, of := range b.sheets {
		for _, c := range of.Columns {
			if len(c.Choices) == 0 {
				continue
			}
			at++
			if of.Title == title && c.Key == key {
				column, err := excelize.ColumnNumberToName(at)
				if err != nil {
					panic(err) // a layout beyond the sheet is a programming error
				}
				return fmt.Sprintf("%s!$%s$2:$%s$%d", codeSheet, column, column, len(c.Choices)+1)
			}
		}
	}
	return ""
}

// addSheet begins a sheet: its notes and lists first, for they stand outside its rows.
func (b *RegisterBook) addSheet(of model.Sheet, notes []excelize.Comment) error {
	if _, err := b.file.NewSheet(of.Title); err != nil {
		return err
	}
	for i, c := range of.Columns {
		if c.Note != "" && !c.Hidden {
			notes = append(notes, excelize.Comment{Cell: cell(i+1, 1), Author: "驿鉴", Paragraph: []excelize.RichTextRun{{Text: c.Note}}, Width: 260, Height: 90})
		}
		if err := b.offer(of, i); err != nil {
			return err
		}
	}
	for _, note := range notes {
		if err := b.file.AddComment(of.Title, note); err != nil {
			return err
		}
	}
	err := b.file.ProtectSheet(of.Title, &excelize.SheetProtectionOptions{
		AutoFilter: true, DeleteRows: true, FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, Sort: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	})
	if err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(of.Title)
	if err != nil {
		return err
	}
	b.streams = append(b.streams, stream)
	return b.writeHead(stream, of)
}

// offer gives a column a drop-down list of its choices.
func (b *RegisterBook) offer(of model.Sheet, at int) error {
	c := of.Columns[at]
	if c.Kind != model.CellChoice {
		return nil
	}
	list := excelize.NewDataValidation(true)
	list.Sqref = cell(at+1, 2) + ":" + cell(at+1, model.RegisterLimits().WorkbookRows+1)
	list.SetSqrefDropList(b.codeRange(of.Title, c.Key))
	title, note := "请从列表中选", "只能填列表里的各项"
	list.SetError(excelize.DataValidationErrorStyleStop, title, note)
	return b.file.AddDataValidation(of.Title, list)
}

func (b *RegisterBook) writeHead(stream *excelize.StreamWriter, of model.Sheet) error {
	line := make([]any, len(of.Columns))
	for i, c := range of.Columns {
		look := b.looks.head
		if c.Required {
			look = b.looks.needed
		}
		line[i] = excelize.Cell{StyleID: look, Value: c.Title}
		if err := stream.SetColWidth(i+1, i+1, float64(c.Width)); err != nil {
			return err
		}
		if err := stream.SetColStyle(i+1, i+1, b.looks.open); err != nil {
			return err
		}
		if c.Hidden {
			if err := stream.SetColVisible(i+1, i+1, false); err != nil {
				return err
			}
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return stream.SetRow("A1", line, excelize.RowOpts{Height: 30})
}

// Add writes a row; the rows of a sheet come in their order.
func (b *RegisterBook) Add(row model.SheetRow) error {
	of := b.sheets[row.Sheet]
	line := make([]any, len(row.Cells))
	for i, words := range row.Cells {
		look := b.looks.open
		if warning, marked := b.marks[markedCell{of.Title, row.Row, of.Columns[i].Key}]; marked && warning {
			look = b.looks.doubtful
		} else if marked {
			look = b.looks.wrong
		}
		if words == "" && look == b.looks.open {
			continue
		}
		line[i] = excelize.Cell{StyleID: look, Value: guarded(words)}
	}
	if err := b.streams[row.Sheet].SetRow(cell(1, row.Row), line); err != nil {
		return fmt.Errorf("write row %d: %w", row.Row, err)
	}
	return nil
}

// Bytes ends the workbook.
func (b *RegisterBook) Bytes() ([]byte, error) {
	for _, stream := range b.streams {
		if err := stream.Flush(); err != nil {
			return nil, fmt.Errorf("write rows: %w", err)
		}
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// Close forgets the workbook's temporary files.
func (b *RegisterBook) Close() error { return b.file.Close() }

// guarded keeps a spreadsheet from taking words for a formula, so that unguarded brings
// back exactly what they were.
func guarded(words string) string {
	if rest := strings.TrimLeft(words, "'"); strings.ContainsAny(firstRune(rest), formulaSigns) && rest != "" {
		return "'" + words
	}
	return words
}

// unguarded takes the guard away.
func unguarded(words string) string {
	if rest, found := strings.CutPrefix(words, "'"); found && guarded(rest) == words {
		return rest
	}
	return words
}
