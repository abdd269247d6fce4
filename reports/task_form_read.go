package reports

import (
	"bytes"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	// mostForm is how much a form that came back may unfold to: one of MostFormRows with the longest texts of a plan takes 13 MB.
	mostForm = 16 << 20
	// mostFormRows is how many rows with something in them its sheet may have, and within how many from the top.
	mostFormRows = model.MostFormRows + 100
	mostFormTall = 20_000
	// mostFormCells is how many cells, empty ones between others included, it and a row of it.
	mostFormCells = 200_000
	mostFormWide  = 200
	// mostMerged is how many ranges may be merged; a form has those of its head.
	mostMerged = 500
	// longestFormCell is how much of a cell is taken in: as much as one can hold.
	longestFormCell = excelize.TotalCellChars
	// headWithin is in which rows the headings are looked for.
	headWithin = 30
)

// ReadTaskForm tells what a form says that came back: its id and its rows in their order, whoever
// saved it and however they are sorted. What cannot be read, or is no form, is Invalid at /file.
func ReadTaskForm(content []byte) (model.ReturnedForm, error) {
	var said model.ReturnedForm
	if err := weigh(bytes.NewReader(content), int64(len(content)), mostForm); err != nil {
		return said, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: mostForm, UnzipXMLSizeLimit: mostForm})
	if err != nil {
		return said, notForm()
	}
	defer func() { _ = book.Close() }() // nothing but temporary files can fail
	dropFarRows(book)
	if said.Form, err = formIDOf(book); err != nil {
		return said, err
	}
	for _, name := range book.GetSheetList() {
		if name == markSheet {
			continue
		}
		rows, err := formCells(book, name)
		if err != nil {
			return said, err
		}
		r := formReader{book: book, sheet: name, columns: model.TaskFormColumns()}
		if r.headings(rows) {
			said.Rows, err = r.read(rows)
			return said, err
		}
	}
	return said, unreadable("task_form.heading", "没有找到填报表的表头：表头和隐藏的列不能改动或者删去，请重新下载填报表")
}

func notForm() error {
	return unreadable("file.unreadable", "文件不是能读取的 Excel 工作簿（.xlsx），或者已经损坏；请用下载的填报表填写，另存为 .xlsx")
}

// emptyRow is a row without a cell in which something stands.
var emptyRow = regexp.MustCompile(`<row\b[^>]*?\br="([0-9]+)"[^>]*?(?:/>|>(?:<c\b[^>]*/>|\s)*</row>)`)

// dropFarRows takes from the sheets the empty rows below those that are read: LibreOffice writes
// the last row of all where those below the form were hidden or made higher, and a sheet is held
// in memory down to its last row.
func dropFarRows(book *excelize.File) {
	book.Pkg.Range(func(name, part any) bool {
		content, kept := part.([]byte)
		if kept && bytes.Contains(content, []byte("<row")) {
			book.Pkg.Store(name, emptyRow.ReplaceAllFunc(content, func(row []byte) []byte {
				if n, err := strconv.Atoi(string(emptyRow.FindSubmatch(row)[1])); err == nil && n > mostFormTall {
					return nil
				}
				return row
			}))
		}
		return true
	})
}

// formCells are the texts of the sheet by row, within what a form may hold.
func formCells(book *excelize.File, name string) (map[int][]string, error) {
	rows, err := book.Rows(name)
	if err != nil {
		return nil, notForm()
	}
	defer func() { _ = rows.Close() }()
	found, cells, text := map[int][]string{}, 0, 0
	for n := 1; rows.Next(); n++ {
		line, err := rows.Columns()
		if err != nil {
			return nil, notForm()
		}
		for _, words := range line {
			text += len(words)
		}
		if cells += len(line); cells > mostFormCells || len(line) > mostFormWide || text > mostForm || n > mostFormTall {
			return nil, overfull()
		}
		if isBlank(line) {
			continue
		}
		if found[n] = line; len(found) > mostFormRows {
			return nil, unreadable("file.too_many_rows", fmt.Sprintf("工作表“%s”里有内容的行超过 %d 行，不是下载的填报表", shortened(name), mostFormRows))
		}
	}
	if rows.Error() != nil {
		return nil, notForm()
	}
	return found, nil
}

// formReader reads the rows of a form from its sheet.
type formReader struct {
	book    *excelize.File
	sheet   string
	columns []model.TaskFormColumn
	head    int         // its row
	keys    map[int]int // column of the sheet → of the form
	odd     string      // a heading that the form does not have, or has twice
	merged  [][4]int    // left, top, right, bottom
}

// headings finds where the columns stand; the hidden ones tell the row.
func (r *formReader) headings(rows map[int][]string) bool {
	for n := 1; n <= headWithin && r.head == 0; n++ {
		r.keys, r.odd = map[int]int{}, ""
		for at, words := range rows[n] {
			title := model.FormWords(words)
			i := slices.IndexFunc(r.columns, func(c model.TaskFormColumn) bool { return c.Title == title })
			switch {
			case title == "":
			case i < 0 || slices.Contains(valuesOf(r.keys), i):
				r.odd = title
			default:
				r.keys[at+1] = i
			}
		}
		if len(r.keys) == len(r.columns) {
			r.head = n
		}
	}
	return r.head > 0
}

func valuesOf(keys map[int]int) []int {
	var values []int
	for _, i := range keys {
		values = append(values, i)
	}
	return values
}

func (r *formReader) read(rows map[int][]string) ([]model.ReturnedFormRow, error) {
	if r.odd != "" {
		return nil, unreadable("task_form.column_unknown", "填报表的表头多出“"+shortened(r.odd)+"”，请删去这一列再上传")
	}
	merged, err := r.book.GetMergeCells(r.sheet, true)
	if err != nil || len(merged) > mostMerged {
		return nil, notForm()
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, wrong := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil || wrong != nil {
			return nil, notForm()
		}
		r.merged = append(r.merged, [4]int{left, top, right, bottom})
	}
	said := []model.ReturnedFormRow{}
	for n := r.head + 1; n <= mostFormTall; n++ {
		line, there := rows[n]
		if !there {
			continue
		}
		row, err := r.row(n, line)
		if err != nil {
			return nil, err
		}
		said = append(said, row)
	}
	return said, nil
}

// row is one row by its columns; the first that stands beside them is under the key extra.
func (r *formReader) row(n int, line []string) (model.ReturnedFormRow, error) {
	row := model.ReturnedFormRow{Row: n, Cells: map[string]model.ReturnedCell{}}
	for at, i := range r.keys {
		one, err := r.cell(n, at, r.columns[i])
		if err != nil {
			return row, err
		}
		switch key := r.columns[i].Key; key {
		case "task":
			row.Task = model.TaskID(one.Words)
		case "hash":
			row.Hash = one.Words
		default:
			row.Cells[key] = one
		}
	}
	for i, words := range line {
		if _, known := r.keys[i+1]; !known && !isBlank([]string{words}) {
			row.Cells["extra"] = model.ReturnedCell{Cell: cell(i+1, n), Words: shortened(model.FormWords(words)), Fault: "填报表以外的单元格，请清空"}
			break
		}
	}
	return row, nil
}

func (r *formReader) cell(n, at int, c model.TaskFormColumn) (model.ReturnedCell, error) {
	one := model.ReturnedCell{Cell: cell(at, n)}
	formula, err := r.book.GetCellFormula(r.sheet, one.Cell)
	if err != nil {
		return one, notForm()
	}
	kind, err := r.book.GetCellType(r.sheet, one.Cell)
	if err != nil {
		return one, notForm()
	}
	raw, err := r.book.GetCellValue(r.sheet, one.Cell, excelize.Options{RawCellValue: c.Number})
	if err != nil {
		return one, notForm()
	}
	if runes := []rune(strings.ToValidUTF8(raw, "\ufffd")); len(runes) > longestFormCell {
		raw = string(runes[:longestFormCell])
	}
	one.Words = model.FormWords(unguarded(raw))
	if c.Number && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
		one.Words = r.plainNumber(one.Cell, one.Words)
	}
	switch {
	case c.Number && (kind == excelize.CellTypeBool || kind == excelize.CellTypeDate || kind != excelize.CellTypeSharedString && r.isDay(one.Cell)):
		one.Fault = "单元格里是日期或者逻辑值，请填写数字"
	case formula != "":
		one.Fault = "单元格里是公式，请填写内容本身"
	case kind == excelize.CellTypeError:
		one.Fault = "单元格里是错误值"
	case slices.ContainsFunc(r.merged, func(m [4]int) bool { return at >= m[0] && n >= m[1] && at <= m[2] && n <= m[3] }):
		one.Fault = "单元格被合并，请取消合并"
	}
	return one, nil
}

// shortNumber is a number short enough to calculate with.
var shortNumber = regexp.MustCompile(`^-?[0-9]{1,9}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?$`)

// plainNumber is a number as people write it: 50% is kept as 0.5 under a format of percents.
func (r *formReader) plainNumber(at, words string) string {
	if !shortNumber.MatchString(words) {
		return words
	}
	n, fits := new(big.Rat).SetString(words)
	if !fits {
		return words
	}
	if r.isPercent(at) {
		n.Mul(n, big.NewRat(100, 1))
	}
	return strings.TrimSuffix(strings.TrimRight(n.FloatString(6), "0"), ".")
}

// literals are what a number format writes as it stands, a percent sign too.
var literals = regexp.MustCompile(`"[^"]*"|\\.`)

// formatOf is the number format of a cell: Excel's own number, or the words of another.
func (r *formReader) formatOf(at string) (int, string) {
	id, err := r.book.GetCellStyle(r.sheet, at)
	if err != nil {
		return 0, ""
	}
	style, err := r.book.GetStyle(id)
	if err != nil {
		return 0, ""
	}
	if style.CustomNumFmt == nil {
		return style.NumFmt, ""
	}
	return style.NumFmt, literals.ReplaceAllString(*style.CustomNumFmt, "")
}

// isDay reports whether the cell shows its number as a day or a time.
func (r *formReader) isDay(at string) bool {
	id, words := r.formatOf(at)
	// Excel's own formats of days and times, those of East Asia among them
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58 ||
		strings.ContainsAny(bracketed.ReplaceAllString(strings.ToLower(words), ""), "ydhs年月日")
}

// bracketed are colours, conditions and locales in a number format.
var bracketed = regexp.MustCompile(`\[[^\]]*\]|general`)

func (r *formReader) isPercent(at string) bool {
	id, words := r.formatOf(at)
	const percent, percentOfHundredths = 9, 10 // Excel's own 0% and 0.00%
	return id == percent || id == percentOfHundredths || strings.Contains(words, "%")
}
