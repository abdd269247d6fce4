package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// RegisterText is one kind of record as a text file that is written row by row, with a
// byte order mark, by which office programs know Chinese.
type RegisterText struct {
	out  bytes.Buffer
	to   *csv.Writer
	line []string
}

// NewRegisterText begins a text file with the headings of a sheet.
func NewRegisterText(of model.Sheet) (*RegisterText, error) {
	t := &RegisterText{line: make([]string, len(of.Columns))}
	t.out.WriteString("\ufeff")
	t.to = csv.NewWriter(&t.out)
	t.to.UseCRLF = true
	for i, c := range of.Columns {
		t.line[i] = c.Title
	}
	return t, t.to.Write(t.line)
}

// Add writes a row.
func (t *RegisterText) Add(row model.SheetRow) error {
	for i, words := range row.Cells {
		t.line[i] = guarded(words)
	}
	return t.to.Write(t.line)
}

// Bytes ends the file.
func (t *RegisterText) Bytes() ([]byte, error) {
	t.to.Flush()
	return t.out.Bytes(), t.to.Error()
}

// mostNotes is how many cells of a marked copy carry a note; all that are wrong are coloured and listed.
const mostNotes = 1000

// NewMarkedBook begins a copy of an import in which the cells that are wrong are coloured
// and say why, after a list of all of them.
func NewMarkedBook(sheets []model.Sheet, guide []string, faults []model.ImportFault) (*RegisterBook, error) {
	b := &RegisterBook{file: excelize.NewFile(), sheets: sheets, guide: guide, marks: map[markedCell]bool{}}
	if err := b.begin(); err != nil {
		return nil, fmt.Errorf("begin the workbook: %w", err)
	}
	notes, told, places := map[string][]excelize.Comment{}, 0, map[markedCell]int{}
	for _, f := range faults {
		at := markedCell{f.Sheet, int(f.Row), f.Key}
		warning, known := b.marks[at]
		b.marks[at] = f.Warning && (warning || !known)
		if known {
			if place, noted := places[at]; noted {
				note := &notes[f.Sheet][place]
				note.Paragraph[0].Text += "；" + f.Detail
			}
			continue
		}
		if told < mostNotes {
			told++
			places[at] = len(notes[f.Sheet])
			notes[f.Sheet] = append(notes[f.Sheet], excelize.Comment{
				Cell: f.Cell, Author: "驿鉴", Paragraph: []excelize.RichTextRun{{Text: f.Detail}}, Width: 260, Height: 80,
			})
		}
	}
	err := b.listFaults(faults)
	for i := 0; err == nil && i < len(sheets); i++ {
		err = b.addSheet(sheets[i], notes[sheets[i].Title])
	}
	if err != nil {
		return nil, fmt.Errorf("begin the workbook: %w", err)
	}
	return b, nil
}

// listFaults puts the list of all faults in front.
func (b *RegisterBook) listFaults(faults []model.ImportFault) error {
	if _, err := b.file.NewSheet(faultSheet); err != nil {
		return err
	}
	if err := b.file.MoveSheet(faultSheet, guideSheet); err != nil {
		return err
	}
	at, err := b.file.GetSheetIndex(faultSheet)
	if err != nil {
		return err
	}
	b.file.SetActiveSheet(at)
	stream, err := b.file.NewStreamWriter(faultSheet)
	if err != nil {
		return err
	}
	for i, width := range []float64{8, 14, 8, 10, 24, 90} {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	line := []any{}
	for _, title := range []string{"性质", "工作表", "行", "单元格", "列", "原因和应当怎样填写"} {
		line = append(line, excelize.Cell{StyleID: b.looks.head, Value: title})
	}
	if err := stream.SetRow("A1", line); err != nil {
		return err
	}
	for i, f := range faults {
		kind := "错误"
		if f.Warning {
			kind = "提醒"
		}
		said := []any{kind, f.Sheet, int(f.Row), f.Cell, f.Column, f.Detail}
		if err := stream.SetRow(cell(1, i+2), said); err != nil {
			return err
		}
	}
	return stream.Flush()
}
