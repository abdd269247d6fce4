package model

import "strconv"

// CellKind says how the text of a cell is understood.
type CellKind string

// The kinds of cells.
const (
	CellText   CellKind = "text"   // as it is, without the spaces around it
	CellCode   CellKind = "code"   // full-width letters and digits count as half-width ones
	CellDay    CellKind = "day"    // a date, as text or as a spreadsheet's number
	CellNumber CellKind = "number" // a whole number
	CellPlace  CellKind = "place"  // degrees with up to six decimals
	CellChoice CellKind = "choice" // one of the choices
	CellList   CellKind = "list"   // words with 、 between them, of the choices where there are any
)

// Choice is a code with what people write for it.
type Choice struct{ Value, Title string }

// SheetColumn is one column of a sheet. Key is the field that it fills, Longest the
// most characters of its text, Most the most words of a list.
type SheetColumn struct {
	Key, Title string
	Kind       CellKind
	Required   bool
	Width      int
	Least      int
	Longest    int
	Most       int
	Choices    []Choice
	Open       bool   // further codes than the choices may be written
	Hidden     bool   // is for the program; people need not see it
	Blank      string // what an empty cell stands for, where that is something
	Note       string // what to write, as a note on the heading
}

// Sheet is one kind of record as a workbook or a text file holds it, a row each. NoPersons
// says that further columns with people's names, numbers or addresses are told apart from
// others when they are refused.
type Sheet struct {
	Noun      Noun
	Title     string
	Note      string
	Columns   []SheetColumn
	NoPersons bool
}

// Column returns the place of the column that fills the field, -1 for none.
func (s Sheet) Column(key string) int {
	for i, c := range s.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}

// SheetRow is one row of a sheet as it was read or is to be written: the text of each
// of the sheet's columns.
type SheetRow struct {
	Sheet int // place of the sheet among those of the file's kind
	Row   int // as spreadsheets count, the heading is 1
	Cells []string
}

// SheetLimits is how much a file may hold.
type SheetLimits struct {
	Bytes        int64 // of the file
	Unzipped     int64 // of what a workbook unfolds to
	WorkbookRows int
	TextRows     int
}

// RegisterLimits is how much of the register one file may bring.
func RegisterLimits() SheetLimits {
	return SheetLimits{Bytes: 32 << 20, Unzipped: 64 << 20, WorkbookRows: 20_000, TextRows: 100_000}
}

// CellName names a cell as spreadsheets do; columns and rows start at 1.
func CellName(column, row int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}

// BookRow is a row of a workbook of which it is known where its cells stand: At has the file's
// column of each cell, from 1, and 0 for a column that is not there.
type BookRow struct {
	SheetRow
	At []int
}

// PlanLimits is how much the file of one plan may hold.
func PlanLimits() SheetLimits {
	return SheetLimits{Bytes: 8 << 20, Unzipped: 32 << 20, WorkbookRows: 3000, TextRows: 20_000}
}

// PlanFile is the file of a plan as it was read: the rows of a workbook, or the text of a document.
type PlanFile struct {
	Format string // xlsx, docx or txt
	Rows   []BookRow
	Text   string
}
