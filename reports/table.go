package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// column is one column of a plain table: its head, its width in a workbook, and its words of a row.
type column[T any] struct {
	title string
	width int
	of    func(T) string
}

// longestCell leaves room below Excel's 32,767 characters for the note about the rest.
const longestCell = 32_000

// formulaSigns begin what a spreadsheet takes for a formula (OWASP, CSV injection).
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// plainText keeps a spreadsheet from taking words for a formula.
func plainText(words string) string {
	if strings.ContainsAny(firstRune(words), formulaSigns) {
		return "'" + words
	}
	return words
}

func firstRune(words string) string {
	for _, r := range words {
		return string(r)
	}
	return ""
}

// csvOf returns the rows as UTF-8 text with a byte order mark, by which
// office programs know Chinese; what looks like a formula starts with an apostrophe.
func csvOf[T any](columns []column[T], rows []T) ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	w.UseCRLF = true
	line := make([]string, len(columns))
	for i, column := range columns {
		line[i] = column.title
	}
	if err := w.Write(line); err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	for _, row := range rows {
		for i, column := range columns {
			line[i] = plainText(column.of(row))
		}
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("write rows: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// workbookOf returns the rows as an xlsx file with a filter over its head.
// Text longer than a cell can hold is cut and says so; the CSV form has all of it.
func workbookOf[T any](name string, columns []column[T], rows []T) ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	if err := file.SetSheetName(file.GetSheetName(0), name); err != nil {
		return nil, fmt.Errorf("name the sheet: %w", err)
	}
	stream, err := file.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	line := make([]any, len(columns))
	for i, column := range columns {
		line[i] = column.title
		if err := stream.SetColWidth(i+1, i+1, float64(column.width)); err != nil {
			return nil, fmt.Errorf("width of %s: %w", column.title, err)
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, fmt.Errorf("freeze the head: %w", err)
	}
	if err := stream.SetRow("A1", line); err != nil {
		return nil, fmt.Errorf("write the head: %w", err)
	}
	for n, row := range rows {
		for i, column := range columns {
			line[i] = cellText(column.of(row))
		}
		if err := stream.SetRow(cell(1, n+2), line); err != nil {
			return nil, fmt.Errorf("write row %d: %w", n+2, err)
		}
	}
	if err := stream.Flush(); err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	if err := file.AutoFilter(name, "A1:"+cell(len(columns), len(rows)+1), nil); err != nil {
		return nil, fmt.Errorf("filter the head: %w", err)
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// cellText is plain text that fits a cell.
func cellText(words string) string {
	words = plainText(words)
	if at := lengthThatFits(words); at < len(words) {
		return words[:at] + "……（其余内容见 CSV 导出）"
	}
	return words
}

// lengthThatFits is how many bytes of the text fit a cell, counted as Excel counts.
func lengthThatFits(text string) int {
	used := 0
	for i, r := range text {
		if used++; r > 0xffff {
			used++
		}
		if used > longestCell {
			return i
		}
	}
	return len(text)
}
