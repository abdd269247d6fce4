package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"yijian/model"
	"yijian/policy/access"
)

// asOfNouns are the records that can be seen as they were, each with who may read it.
var asOfNouns = map[model.Noun]access.Permission{
	"enterprises": "enterprise:read", "licences": "licence:read", "branches": "branch:read", "endpoints": "endpoint:read",
}

// AsOf returns a record as it was when the day ended, today's being as it is now, rebuilt
// from the audit trail with what is masked today masked too, and who had changed it by
// then. A day before the record was entered is NotFound and says so.
func (d *Desk) AsOf(ctx context.Context, actor model.Actor, of model.Noun, id string, day model.Date) (model.AsOf, error) {
	if day.IsZero() {
		day = d.Today()
	}
	seen := model.AsOf{Day: day, Record: map[string]any{}, History: []model.AuditEntry{}}
	scope, err := d.Scope(actor, asOfNouns[of])
	if err != nil {
		return seen, err
	}
	if _, err := d.Store.VersionOf(ctx, of, scope, id); err != nil {
		return seen, err
	}
	var fields model.FieldErrors
	if day.After(d.Today()) {
		fields.Add("/day", "date.too_late", "日期不得晚于今天")
		return seen, fields.Err()
	}
	change, first, err := d.Store.ChangeBefore(ctx, of, id, day.AddDays(1))
	if err != nil {
		return seen, err
	}
	if change.ID == "" {
		return seen, model.Fail(model.NotFound, "as_of.before", beforeWords(first, day))
	}
	if err := json.Unmarshal([]byte(change.After), &seen.Record); err != nil {
		return seen, fmt.Errorf("record as of %s: %w", day, err)
	}
	seen.ChangedAt = change.At
	if _, err := d.Scope(actor, "history:read"); err != nil {
		for _, who := range []string{"recorded_by", "ended_by", "voided_by", "invalidated_by"} {
			delete(seen.Record, who)
		}
		return seen, outsider(err)
	}
	seen.ChangedBy, seen.Act, seen.Reason = change.UserName, change.Act, change.Reason
	seen.History, err = d.Store.HistoryUntil(ctx, of, id, change.At)
	return seen, err
}

func beforeWords(first model.AuditEntry, day model.Date) string {
	if first.ID == "" {
		return "这条记录没有留存历次改动，看不到" + day.String() + "的内容"
	}
	return day.String() + "还没有这条记录，它在" + model.DateOf(first.At).String() + "登记"
}
