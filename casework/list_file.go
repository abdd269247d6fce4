package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

// untold are columns that a file leaves out: ids, counters and what only searches use.
var untold = []string{"id", "version", "search_text", "demo", "page_noun", "page_id", "subject_id"} // page_… lead to the page of a source

// publicText is left out as well: it may be longer than a cell holds, and open data give it by its fields.
var publicText = reflect.TypeFor[model.PublicText]()

// ListFile says the rows of one list in words, with the names that its reader may know.
type ListFile struct {
	Title   string
	Columns []model.ListColumn
	noun    model.Noun
	types   map[string]reflect.Type
	rows    int64
	speaker *auditSpeaker
}

// ListFile begins a file of the list, whose items have the type, and counts it: an
// account takes out so many a day, and one more is TooMany.
func (d *Desk) ListFile(ctx context.Context, call model.Call, noun model.Noun, item reflect.Type) (*ListFile, error) {
	if call.Actor.UserID != "" {
		if err := d.spend(ctx, d.daily("export", call.Actor, d.Rules.Limits.Exports), "今天导出的表格过多"); err != nil {
			return nil, err
		}
	}
	f := &ListFile{noun: noun, Title: d.Access.Words.List(noun), speaker: d.auditSpeaker(ctx, call.Actor, store.Scope{})}
	f.Columns, f.types = d.listColumns(noun, item)
	return f, f.speaker.err
}

// listColumns are what an item holds, in its order; where it has a record's name, the
// record's id is not said as well, nor where it has a timing, whether it was late.
func (d *Desk) listColumns(noun model.Noun, item reflect.Type) ([]model.ListColumn, map[string]reflect.Type) {
	order, types := jsonFields(item)
	var columns []model.ListColumn
	for _, key := range order {
		of, isID := strings.CutSuffix(key, "_id")
		if slices.Contains(untold, key) || isID && types[of+"_name"] != nil || key == "late" && types["timing"] != nil || types[key] == publicText {
			continue
		}
		columns = append(columns, model.ListColumn{Key: key, Title: d.Access.Words.ColumnOf(noun, key) + unitOf(key)})
	}
	return columns, types
}

func unitOf(key string) string {
	if _, unit := pointing(key); unit != "" {
		return "（" + strings.TrimSpace(unit) + "）"
	}
	return ""
}

// Row says an item as the list shows it, and fails where the file holds no more.
func (f *ListFile) Row(item any) ([]model.ListCell, error) {
	f.rows++
	if err := f.roomFor(f.rows); err != nil {
		return nil, err
	}
	shown, err := json.Marshal(item)
	if err != nil {
		return nil, fmt.Errorf("row of %s: %w", f.noun, err)
	}
	values := map[string]any{}
	read := json.NewDecoder(bytes.NewReader(shown))
	read.UseNumber()
	if err := read.Decode(&values); err != nil {
		return nil, fmt.Errorf("row of %s: %w", f.noun, err)
	}
	cells := make([]model.ListCell, len(f.Columns))
	for i, column := range f.Columns {
		if number, isNumber := values[column.Key].(json.Number); isNumber {
			digits, _ := pointed(column.Key, number)
			cells[i] = model.ListCell{Words: digits, IsNumber: true}
			continue
		}
		said, is, err := machineSaid(f.types[column.Key], values[column.Key])
		if err != nil {
			return nil, fmt.Errorf("row of %s: %w", f.noun, err)
		}
		if is {
			cells[i].Words = said
			continue
		}
		cells[i].Words = f.speaker.said(spoken{f.noun, column.Key, f.types[column.Key], true}, values[column.Key])
	}
	return cells, f.speaker.err
}

var manyDigits = regexp.MustCompile(`\d{7,}`)

// NoteExport writes down who took out which list, narrowed how, and how many rows. A
// person's number that was searched for is not kept; what the public reads leaves no trace.
func (d *Desk) NoteExport(ctx context.Context, call model.Call, f *ListFile, asked map[string]string) error {
	if call.Actor.UserID == "" {
		return nil
	}
	for key, value := range asked {
		asked[key] = manyDigits.ReplaceAllStringFunc(value, func(digits string) string { return digits[:3] + "****" })
	}
	stamp := model.Stamp{Call: call, Act: "list:export", At: d.now()}
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		return tx.NoteAct(ctx, f.noun, "", map[string]any{"filter": asked, "rows": f.rows})
	})
}

// roomFor refuses a list that is longer than a file holds, rather than cut it.
func (f *ListFile) roomFor(rows int64) error {
	most := f.speaker.desk.Rules.Limits.Rows
	if most == 0 || rows <= most {
		return nil
	}
	return model.Fail(model.Invalid, "export.too_many", fmt.Sprintf("超过 %d 行，没有导出；请用筛选条件缩小范围后分批导出", most))
}
