package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// checkDay names a day that is missing, absurd or later than the last one allowed.
func checkDay(fields *model.FieldErrors, pointer string, day, earliest, latest model.Date) {
	switch {
	case day.IsZero():
		fields.Add(pointer, "required", "请填写日期")
	case day.Before(earliest):
		fields.Add(pointer, "date.too_early", "日期不得早于"+earliest.String())
	case day.After(latest):
		fields.Add(pointer, "date.too_late", "日期不得晚于"+latest.String())
	}
}

// checkPast notes a day that is missing, before the earliest or later than today.
func checkPast(fields *model.FieldErrors, pointer string, day, earliest, today model.Date) {
	if day.After(today) {
		fields.Add(pointer, "date.too_late", "日期不得晚于今天")
		return
	}
	checkDay(fields, pointer, day, earliest, today)
}

// lastDay is later than any term set today.
var lastDay = model.NewDate(2099, 12, 31)

// historyFor returns a record's history to those inside; a firm, the association
// and the consumers see the record and not who handled it.
func (d *Desk) historyFor(ctx context.Context, actor model.Actor, noun model.Noun, id string) ([]model.AuditEntry, error) {
	if _, err := d.Scope(actor, "history:read"); err != nil {
		return []model.AuditEntry{}, outsider(err)
	}
	return d.Store.History(ctx, noun, id)
}

// isInside reports whether the actor may know who handled a record.
func (d *Desk) isInside(actor model.Actor) bool {
	_, err := d.Scope(actor, "history:read")
	return err == nil
}

// outsider takes the refusal of a history, which is none to whoever may see the record.
func outsider(err error) error {
	if kind := model.KindOf(err); kind == model.Forbidden || kind == model.Unauthenticated {
		return nil
	}
	return err
}

// checkReason names a reason that is missing or too long for the audit trail.
func checkReason(reason string) error { return checkWords("/reason", reason) }

func checkWords(pointer, reason string) error {
	var fields model.FieldErrors
	if n := len([]rune(strings.TrimSpace(reason))); n < 2 || n > 400 {
		fields.Add(pointer, "reason.missing", "请写明理由（2 至 400 字）")
	}
	return fields.Err()
}

// staysInArea takes the look-up of a record just written, within the actor's
// scope: one that left his sight was given an area outside his own.
func staysInArea(err error) error {
	if model.KindOf(err) != model.NotFound {
		return err
	}
	var fields model.FieldErrors
	fields.Add("/area_code", "area.foreign", "该区划不在您的辖区内")
	return fields.Err()
}
