package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// taskColumn is one column of a table of the task report: where it stands in the head, its
// width in characters, its look, and what it holds of a row: a number, points or a day, and words
// where it has neither.
type taskColumn[T any] struct {
	section string
	title   string
	width   int
	style   taskStyle
	words   func(T) string
	number  func(T) (n int, known bool)
	points  func(T) (hundredths int, known bool)
	day     func(T) model.Date
	grouped bool // its equal neighbours are merged, so that one row's cells are not
}

// tallestRow is the most points of a row; a text that needs more goes over several rows,
// merged, so that it is printed whole.
const tallestRow = 400

// linePoints is the height of a line of a table's letters, and rowMargin what a row has beside them.
const linePoints, rowMargin = 14, 8

// taskTable is a table that was written: its rows of the sheet, by row of the table.
type taskTable struct {
	starts []int // the first row of the sheet of each row of the table
	bottom int   // the last row of the sheet
}

// end is the last row of the sheet that the row of the table takes.
func (t taskTable) end(i int) int {
	if i+1 < len(t.starts) {
		return t.starts[i+1] - 1
	}
	return t.bottom
}

// writeTaskTable writes the titles of the columns in the row and the rows below.
func writeTaskTable[T any](s *sheet, top int, columns []taskColumn[T], rows []T, styles taskStyles) taskTable {
	widths := make([]int, len(columns))
	for i, column := range columns {
		widths[i] = column.width
		s.text(i+1, top, column.title)
	}
	s.widths(widths...)
	s.paint(1, top, len(columns), top, styles.of[sheetHead])
	s.height(top, 34)
	table := taskTable{starts: make([]int, len(rows)), bottom: top}
	for i, row := range rows {
		table.starts[i] = table.bottom + 1
		table.bottom = writeTaskRow(s, table.starts[i], columns, row)
	}
	if len(rows) > 0 {
		for c, column := range columns {
			s.paint(c+1, top+1, c+1, table.bottom, styles.of[column.style])
		}
	}
	return table
}

// writeTaskRow writes one row and returns the last row of the sheet that it takes.
func writeTaskRow[T any](s *sheet, at int, columns []taskColumn[T], row T) (last int) {
	lines := 1
	for c, column := range columns {
		words := column.write(s, c+1, at, row)
		lines = max(lines, linesOf(words, column.width-2))
	}
	points := lines*linePoints + rowMargin
	many := (points + tallestRow - 1) / tallestRow
	for i := range many {
		s.height(at+i, points/many)
	}
	for c, column := range columns {
		if many > 1 && !column.grouped {
			s.merge(c+1, at, c+1, at+many-1)
		}
	}
	return at + many - 1
}

// write fills the cell and returns the words whose lines make the row tall.
func (c taskColumn[T]) write(s *sheet, column, at int, row T) string {
	if c.number != nil {
		if n, known := c.number(row); known {
			s.number(column, at, n)
			return ""
		}
	}
	if c.points != nil {
		if n, known := c.points(row); known {
			exact := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", n/100, n%100), "0"), ".")
			s.do(s.file.SetCellDefault(s.name, cell(column, at), exact))
			return ""
		}
	}
	if c.day != nil {
		s.date(column, at, c.day(row))
		return ""
	}
	if c.words == nil {
		return ""
	}
	words := c.words(row)
	s.text(column, at, words)
	return words
}

// columnOf returns the number of the column with the title, 0 without one.
func columnOf[T any](columns []taskColumn[T], title string) int {
	for i, column := range columns {
		if column.title == title {
			return i + 1
		}
	}
	return 0
}

// writeTaskTitle heads the sheet of a table with its title and, below it, what its numbers are of.
func writeTaskTitle[T any](s *sheet, columns []taskColumn[T], title, note string, styles taskStyles) {
	last, width := len(columns), 0
	for _, column := range columns {
		width += column.width
	}
	s.text(1, 1, title)
	s.merge(1, 1, last, 1)
	s.paint(1, 1, last, 1, styles.of[sheetTitle])
	s.height(1, 34*linesOf(title, width*11/20))
	s.text(1, 2, note)
	s.merge(1, 2, last, 2)
	s.paint(1, 2, last, 2, styles.of[sheetNote])
	s.height(2, 18*linesOf(note, width-4)+2)
}

// writeTaskNone says in place of rows that there are none.
func writeTaskNone(s *sheet, at, columns int, words string, styles taskStyles) {
	s.text(1, at, words)
	s.merge(1, at, columns, at)
	s.paint(1, at, columns, at, styles.of[bodyCentred])
	s.height(at, 40)
}

// colourLights makes the cells of a column follow the word that stands in them.
func colourLights(s *sheet, column, top, bottom int, styles taskStyles) {
	if column > 0 && bottom >= top {
		s.colour(cell(column, top)+":"+cell(column, bottom), styles.byTitle)
	}
}

// barProgress draws a bar behind each percentage of a column.
func barProgress(s *sheet, column, top, bottom int, colour string) {
	if column > 0 && bottom >= top {
		s.colour(cell(column, top)+":"+cell(column, bottom), []excelize.ConditionalFormatOptions{{
			Type: "data_bar", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "num", MaxValue: "100", BarColor: colour, BarSolid: true,
		}})
	}
}

// colour gives the cells conditional formats.
func (s *sheet) colour(cells string, formats []excelize.ConditionalFormatOptions) {
	s.do(s.file.SetConditionalFormat(s.name, cells, formats))
}
