package reports

import (
	"fmt"
	"regexp"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// sheet writes one worksheet and keeps the first error, so that a layout reads
// as a layout. Text is always stored as text, even when it looks like a formula.
type sheet struct {
	file *excelize.File
	name string
	err  error
	tall int // points of the rows whose height was set
	wide int // points of the columns whose width was set, about
}

func (s *sheet) do(err error) {
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("sheet %s: %w", s.name, err)
	}
}

// cell names the cell in Excel's way; columns and rows start at 1.
func cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // a layout beyond the sheet is a programming error
	}
	return name
}

// escapedCode is what Excel reads as a character by its number, such as _x000D_.
var escapedCode = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// text refuses what Excel would cut off.
func (s *sheet) text(column, row int, words string) {
	if n := charactersOf(words); n > excelize.TotalCellChars {
		s.do(fmt.Errorf("%s holds %d characters, Excel allows %d", cell(column, row), n, excelize.TotalCellChars))
		return
	}
	s.do(s.file.SetCellStr(s.name, cell(column, row), escapedCode.ReplaceAllString(words, "_x005F$0")))
}

// charactersOf counts characters as Excel does; a character takes a byte at least.
func charactersOf(words string) int {
	if len(words) <= excelize.TotalCellChars {
		return len(words)
	}
	return len(utf16.Encode([]rune(words)))
}

func (s *sheet) number(column, row, n int) {
	s.do(s.file.SetCellInt(s.name, cell(column, row), int64(n)))
}

// date stores the day as Excel's serial number, so that it sorts; no date leaves the cell empty.
func (s *sheet) date(column, row int, day model.Date) {
	if !day.IsZero() {
		s.number(column, row, model.NewDate(1899, 12, 30).DaysUntil(day))
	}
}

func (s *sheet) merge(left, top, right, bottom int) {
	if left != right || top != bottom {
		s.do(s.file.MergeCell(s.name, cell(left, top), cell(right, bottom)))
	}
}

func (s *sheet) paint(left, top, right, bottom, style int) {
	s.do(s.file.SetCellStyle(s.name, cell(left, top), cell(right, bottom), style))
}

// height stops at the tallest row Excel knows.
func (s *sheet) height(row, points int) {
	s.tall += points
	s.do(s.file.SetRowHeight(s.name, row, float64(min(points, excelize.MaxRowHeight))))
}

// widths sets the widths of the columns from the first, in characters.
func (s *sheet) widths(characters ...int) {
	s.wide = 0
	for i, width := range characters {
		s.wide += width*21/4 + 4
		column, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.file.SetColWidth(s.name, column, column, float64(width)))
	}
}

// define gives a range Excel's own name, such as the print area.
func (s *sheet) define(name, cells string) {
	s.do(s.file.SetDefinedName(&excelize.DefinedName{
		Name: name, RefersTo: "'" + s.name + "'!" + cells, Scope: s.name,
	}))
}

// linesOf counts the lines the words take in a column of the width in
// characters: a Chinese character is two wide, a line break starts a new line.
func linesOf(words string, width int) int {
	lines, used := 1, 0
	for _, c := range words {
		wide := 1
		if c > 0xff {
			wide = 2
		}
		switch {
		case c == '\n':
			lines, used = lines+1, 0
		case used+wide > width:
			lines, used = lines+1, wide
		default:
			used += wide
		}
	}
	return lines
}
