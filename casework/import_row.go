package casework

import (
	"fmt"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/store"
)

// importSheet is one kind of record that an import brings: how its sheet looks, and what a row does.
type importSheet struct {
	model.Sheet
	// take settles what a row would do, and does it in a promotion.
	take func(p *importPass, r *importRow) error
	// prepare looks up what the next rows need; nil for nothing.
	prepare func(p *importPass, rows []*importRow) error
	// end does what waits for the last row of the sheet; nil for nothing.
	end func(p *importPass) error
	// export gives the records within the scope as rows of cells.
	export func(e *registerExport, each func(cells []string) error) error
}

// importRow is one row that is checked.
type importRow struct {
	Pass    *importPass
	sheet   *importSheet
	at      int   // of the sheet among those of its kind
	batch   int64 // in which it is staged
	n       int
	cells   []string
	id      string // of the record that was exported, with its version then
	version int64
	faulty  bool
	record  string // the id of the record that the row is about, once that is known
}

// rowBits are the bits of an id's number that tell the row; those before tell the sheet.
const rowBits = 21

// newID is the id of the record that the row brings.
func (r *importRow) newID() string {
	return store.NewIDIn(r.Pass.id, r.at<<rowBits|r.n&(1<<rowBits-1))
}

// recordMark is the column by which a row of an export is known again.
var recordMark = model.SheetColumn{
	Key: "mark", Title: "记录标识", Kind: model.CellCode, Width: 14, Longest: 60, Hidden: true, Note: "由系统填写，请勿修改；新增的行留空。",
}

func markOf[ID ~string](id ID, version int64) string { return fmt.Sprintf("%s@%d", id, version) }

func (r *importRow) readMark() {
	if r.sheet.Column(recordMark.Key) < 0 {
		return
	}
	id, version, found := strings.Cut(r.text(recordMark.Key), "@")
	n, err := strconv.ParseInt(version, 10, 64)
	if found && err == nil {
		r.id, r.version = id, n
	}
}

func (r *importRow) column(key string) (int, model.SheetColumn) {
	at := r.sheet.Column(key)
	return at, r.sheet.Columns[at]
}

// text is what the cell holds, in one spelling where it is a code.
func (r *importRow) text(key string) string {
	at, column := r.column(key)
	if column.Kind == model.CellCode {
		return halfWidth(r.cells[at])
	}
	return trimmed(r.cells[at])
}

// asGiven is the number in the cell as it is written there, on one line.
func (r *importRow) asGiven(key string) string {
	at, _ := r.column(key)
	return strings.ReplaceAll(trimmed(r.cells[at]), "\n", " ")
}

func (r *importRow) day(key string) model.Date {
	at, _ := r.column(key)
	day, _ := dayIn(r.cells[at])
	return day
}

func (r *importRow) number(key string) int {
	at, column := r.column(key)
	n, _ := numberIn(r.cells[at], column.Most)
	return n
}

// given is the number in the cell, nil where none is given.
func (r *importRow) given(key string) *int {
	at, column := r.column(key)
	n, fits := numberIn(r.cells[at], column.Most)
	if !fits {
		return nil
	}
	return &n
}

func (r *importRow) place(key string) *int64 {
	at, column := r.column(key)
	micro, fits := microIn(r.cells[at], column.Most)
	if !fits {
		return nil
	}
	return &micro
}

func (r *importRow) choice(key string) string {
	at, column := r.column(key)
	text := trimmed(r.cells[at])
	if text == "" {
		return ""
	}
	code, _ := codeOf(column, text)
	return code
}

func (r *importRow) words(key string) []string {
	at, column := r.column(key)
	words, _ := wordsIn(column, trimmed(r.cells[at]))
	return words
}

// shape finds what is wrong with each cell by itself.
func (r *importRow) shape() {
	for i, c := range r.sheet.Columns {
		if reason, detail := shapeOf(c, trimmed(r.cells[i])); reason != "" {
			r.fault(c.Key, reason, detail)
		}
	}
	r.withoutPersons()
}

// differs is the first column, but for the mark, in which the row is not what the record is; "" for none.
func (r *importRow) differs(cells []string) string {
	for i, c := range r.sheet.Columns {
		if c.Key != recordMark.Key && normal(c, r.cells[i]) != normal(c, cells[i]) {
			return c.Key
		}
	}
	return ""
}

func (r *importRow) fault(key, reason, detail string) {
	r.faulty = true
	r.Pass.note(r, model.ImportFault{Key: key, Reason: reason, Detail: detail})
}

// warn notes what may be right; a promotion takes it for wrong unless somebody confirmed it.
func (r *importRow) warn(key, reason, detail string) {
	if r.Pass.promotes() && !r.Pass.isConfirmed(r, key, reason) {
		r.fault(key, reason, detail+"（检查以后新出现的提醒）")
		return
	}
	r.Pass.note(r, model.ImportFault{Key: key, Reason: reason, Detail: detail, Warning: true})
}

// isConfirmed reports whether somebody stands in for a warning, by itself or with the rest of its kind.
func (p *importPass) isConfirmed(r *importRow, key, reason string) bool {
	if _, one := p.confirmed[warningKey(r.sheet.Title, int64(r.n), key, reason)]; one {
		return true
	}
	kind := warningKind(r.sheet.Title, key, reason)
	left := p.more[kind]
	p.more[kind] = max(left-1, 0)
	return left > 0
}

func warningKind(sheet, key, reason string) string { return sheet + "/" + key + "/" + reason }

func warningKey(sheet string, row int64, key, reason string) string {
	return fmt.Sprintf("%s/%d/%s/%s", sheet, row, key, reason)
}

// fields notes the wrong fields that an act would name at the columns that fill them;
// a cell that is wrong by itself is not told twice.
func (r *importRow) fields(fields []model.FieldError) {
	for _, f := range fields {
		if f.Reason == "date.too_early" || f.Reason == "date.too_late" {
			if r.hasNoDay() { // what it is compared with may be that one
				continue
			}
		}
		key, _, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
		if r.sheet.Column(key) < 0 {
			key = r.sheet.Columns[0].Key
		}
		at, column := r.column(key)
		if reason, _ := shapeOf(column, trimmed(r.cells[at])); reason == "" {
			r.fault(key, f.Reason, f.Detail)
		}
	}
}

// hasNoDay reports whether a day of the row cannot be read.
func (r *importRow) hasNoDay() bool {
	for at, c := range r.sheet.Columns {
		if text := trimmed(r.cells[at]); c.Kind == model.CellDay && text != "" {
			if _, fits := dayIn(text); !fits {
				return true
			}
		}
	}
	return false
}

// once faults a row that is about the same as an earlier one of the file.
func (r *importRow) once(key, about string) {
	about = string(r.sheet.Noun) + "/" + about
	if first, again := r.Pass.seen[about]; again {
		r.fault(key, "row.doubled", fmt.Sprintf("与第 %d 行重复", first))
		return
	}
	r.Pass.seen[about] = int32(r.n)
}

// inArea faults a record outside the area of whoever brings it.
func (r *importRow) inArea(code string) {
	if isAreaOn(code, r.Pass.today) && !r.Pass.scope.HasArea(code) {
		r.fault("area_code", "area.foreign", "该区划不在您的辖区内")
	}
}

// fresh faults a row of an export whose record somebody changed since, or whose mark is another record's.
func (r *importRow) fresh(id string, version int64) {
	switch key := r.sheet.Columns[0].Key; {
	case r.id != "" && r.id != id:
		r.fault(key, "row.of_another", "这一行的记录标识属于另一条记录，可能是只给一部分列排了序；请重新导出，在新的文件上修改")
	case r.id == id && r.version != version:
		r.fault(key, "row.stale", "这条记录在导出以后已被修改，请重新导出，在新的文件上修改")
	}
}

func (r *importRow) count() *model.SheetCount { return &r.Pass.counts[r.at] }

// settle counts what the row does.
func (r *importRow) settle(existing, same bool) {
	if !same {
		r.Pass.became = append(r.Pass.became, model.BroughtRow{Sheet: r.at, Row: r.n, ID: r.record, Changed: existing, Faulty: r.faulty, Batch: r.batch})
	}
	switch {
	case r.faulty:
		r.count().Faulty++
	case same:
		r.count().Same++
	case existing:
		r.count().Changed++
	default:
		r.count().New++
	}
}
