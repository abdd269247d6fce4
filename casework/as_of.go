package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// Kept is a kind of record whose changes the audit trail keeps, and who may read one.
type Kept struct {
	Noun model.Noun
	Read access.Permission
}

// toldToFirms is what a record held when its firm was first told of it: a firm that sees
// the record today sees no day on which it did not.
var toldToFirms = map[model.Noun]func(record map[string]any) bool{
	"inspections":     func(r map[string]any) bool { return isOneOf(r, model.InspectionConfirmed, model.InspectionPublished) },
	"penalties":       func(r map[string]any) bool { return isOneOf(r, model.PenaltyDecided, model.PenaltyWithdrawn) },
	"publications":    func(r map[string]any) bool { return r["approved_by"] != "" },
	"complaints":      func(r map[string]any) bool { return !isNothing(r["transferred_on"]) },
	"clocks":          func(map[string]any) bool { return true }, // its days are those of today, and its holders it does not hold
	"edition-entries": func(r map[string]any) bool { return !isNothing(r["notice_served_on"]) || !isNothing(r["published_on"]) },
}

func isOneOf[T ~string](record map[string]any, states ...T) bool {
	status, _ := record["status"].(string)
	return slices.Contains(states, T(status))
}

// AsOf returns a record as it was when the day ended, today's being as it is now, rebuilt
// from the audit trail with what is masked today masked too, and who had changed it by
// then. A day before the record was entered is NotFound and says so.
func (d *Desk) AsOf(ctx context.Context, actor model.Actor, of Kept, id string, day model.Date) (model.AsOf, error) {
	if day.IsZero() {
		day = d.Today()
	}
	seen := model.AsOf{Day: day, Record: map[string]any{}, History: []model.AuditEntry{}}
	scope, err := d.Scope(actor, of.Read)
	if err != nil {
		return seen, err
	}
	if _, err := d.Store.VersionOf(ctx, of.Noun, scope, id); err != nil {
		return seen, err
	}
	var fields model.FieldErrors
	if day.After(d.Today()) {
		fields.Add("/day", "date.too_late", "日期不得晚于今天")
		return seen, fields.Err()
	}
	change, first, err := d.Store.ChangeBefore(ctx, of.Noun, id, day.AddDays(1))
	if err != nil {
		return seen, err
	}
	if change.ID == "" {
		return seen, model.Fail(model.NotFound, "as_of.before", beforeWords(first, day))
	}
	if err := json.Unmarshal([]byte(change.After), &seen.Record); err != nil {
		return seen, fmt.Errorf("record as of %s: %w", day, err)
	}
	if !maySeeThen(of.Noun, scope, seen.Record) {
		return seen, model.Fail(model.NotFound, "as_of.untold", day.String()+"这条记录还没有告知贵单位")
	}
	delete(seen.Record, "checks") // worked out anew whenever it is asked for
	seen.ChangedAt = change.At
	if !d.isInside(actor) {
		hidePeople(seen.Record)
		return seen, nil
	}
	seen.ChangedBy, seen.Act, seen.Reason = change.UserName, change.Act, change.Reason
	seen.History, err = d.Store.HistoryUntil(ctx, of.Noun, id, change.At)
	return seen, err
}

// maySeeThen reports whether the reader was told of what the record held then.
func maySeeThen(of model.Noun, scope store.Scope, record map[string]any) bool {
	if !scope.HasFirms() || !store.TellsFirmsLater(of) {
		return true
	}
	told := toldToFirms[of]
	return told != nil && told(record)
}

// hidePeople takes out who handled the record, which those outside are not told.
var insideWords = []string{"secrecy_note", "personal_note", "publish_reason", "return_reason", "written", "drafters", "handlers"}

func hidePeople(record map[string]any) {
	for key := range record {
		if strings.HasSuffix(key, "_by") && key != "rectify_by" || slices.Contains(insideWords, key) {
			delete(record, key)
		}
	}
}

func beforeWords(first model.AuditEntry, day model.Date) string {
	switch {
	case first.ID == "":
		return "这条记录没有留存历次改动，看不到" + day.String() + "的内容"
	case first.Before != "":
		return "此前的内容没有保存：这条记录最早保存的改动在" + model.DateOf(first.At).String() + "，看不到" + day.String() + "的内容"
	}
	return day.String() + "还没有这条记录，它在" + model.DateOf(first.At).String() + "登记"
}
