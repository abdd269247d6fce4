package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// ListFile is a list in the making: rows go in one by one and are not kept in memory.
// Finish writes what is left; Close frees what an unfinished one holds.
type ListFile interface {
	Add([]model.ListCell) error
	Finish() error
	Close() error
}

// listText is a list as UTF-8 text with a byte order mark, by which office programs know Chinese.
type listText struct{ w *csv.Writer }

// NewListText starts a CSV file. What looks like a formula starts with an apostrophe;
// a code of so many digits that office programs would take it for a number and round
// it, or of a leading zero, ends with a tab.
func NewListText(to io.Writer, _ string, columns []model.ListColumn) (ListFile, error) {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return nil, fmt.Errorf("begin the text: %w", err)
	}
	l := listText{csv.NewWriter(to)}
	l.w.UseCRLF = true
	head := make([]model.ListCell, len(columns))
	for i, column := range columns {
		head[i].Words = column.Title
	}
	return l, l.Add(head)
}

func (l listText) Add(cells []model.ListCell) error {
	line := make([]string, len(cells))
	for i, cell := range cells {
		switch {
		case cell.IsNumber:
			line[i] = cell.Words
		case looksLikeNumber(cell.Words):
			line[i] = cell.Words + "\t"
		default:
			line[i] = plainText(cell.Words)
		}
	}
	if err := l.w.Write(line); err != nil {
		return fmt.Errorf("write a row: %w", err)
	}
	return nil
}

func looksLikeNumber(words string) bool {
	return words != "" && strings.Trim(words, "0123456789") == "" && (len(words) > 11 || words[0] == '0' && len(words) > 1)
}

func (l listText) Finish() error {
	l.w.Flush()
	return l.w.Error()
}

func (l listText) Close() error { return nil }

// listBook is a list as a workbook of one sheet with a filter over its head.
type listBook struct {
	to     io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	sheet  string
	wide   int
	rows   int
}

// NewListBook starts an xlsx file. Text longer than a cell can hold is cut and says so.
func NewListBook(to io.Writer, title string, columns []model.ListColumn) (ListFile, error) {
	l := &listBook{to: to, file: excelize.NewFile(), sheet: title, wide: len(columns)}
	if err := l.begin(columns); err != nil {
		_ = l.file.Close()
		return nil, fmt.Errorf("begin the workbook: %w", err)
	}
	return l, nil
}

func (l *listBook) begin(columns []model.ListColumn) (err error) {
	if err = l.file.SetSheetName(l.file.GetSheetName(0), l.sheet); err != nil {
		return err
	}
	if l.stream, err = l.file.NewStreamWriter(l.sheet); err != nil {
		return err
	}
	head := make([]model.ListCell, len(columns))
	for i, column := range columns {
		head[i].Words = column.Title
		if err := l.stream.SetColWidth(i+1, i+1, widthOf(column)); err != nil {
			return err
		}
	}
	if err := l.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return l.Add(head)
}

// widthOf is wider where names and sentences stand.
func widthOf(column model.ListColumn) float64 {
	for _, wide := range []string{"name", "address", "statement", "basis", "title", "content", "reason", "facts", "summary", "record"} {
		if strings.Contains(column.Key, wide) {
			return 32
		}
	}
	return float64(max(14, 2*len([]rune(column.Title))+4))
}

func (l *listBook) Add(cells []model.ListCell) error {
	l.rows++
	line := make([]any, len(cells))
	for i, cell := range cells {
		line[i] = cellText(cell.Words)
		if cell.IsNumber {
			line[i] = numberCell(cell.Words)
		}
	}
	if err := l.stream.SetRow(cell(1, l.rows), line); err != nil {
		return fmt.Errorf("write row %d: %w", l.rows, err)
	}
	return nil
}

// numberCell is the number as Excel keeps it; one that Excel would round stays text.
func numberCell(digits string) any {
	if whole, err := strconv.ParseInt(digits, 10, 64); err == nil && whole < 1e15 && whole > -1e15 {
		return whole
	}
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil || strings.Trim(digits, "-0123456789.") != "" || len(digits) > 16 || !strings.Contains(digits, ".") {
		return cellText(digits)
	}
	return number
}

func (l *listBook) Finish() error {
	if err := l.stream.Flush(); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	if err := l.file.AutoFilter(l.sheet, "A1:"+cell(l.wide, l.rows), nil); err != nil {
		return fmt.Errorf("filter the head: %w", err)
	}
	if err := l.file.Write(l.to); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

func (l *listBook) Close() error { return l.file.Close() }
