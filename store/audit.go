package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

var auditEntries = register(noun{
	name: "audit-entries", table: "audit_entries",
	filters: map[string]string{"noun": "noun", "record_id": "record_id", "user_id": "user_id", "act": "act"},
	having: map[string]string{
		"from": "audit_entries.at >= ?", "before": "audit_entries.at < ?",
		"until": "audit_entries.id <= ?",
		"by":    "CASE WHEN audit_entries.user_id = '' THEN 'program' ELSE 'account' END = ?",
	},
	sorts: map[string]string{"at": "at"},
})

// AuditEntries lists the audit trail.
func (r Reader) AuditEntries(ctx context.Context, scope Scope, q Query) (model.Page[model.AuditEntry], error) {
	return list[model.AuditEntry](ctx, r, auditEntries, scope, q)
}

// MaxAuditExport is the most rows, and MaxAuditText the most bytes of text, that one export holds.
const (
	MaxAuditExport = 10_000
	MaxAuditText   = 32 << 20
)

// Trail narrows the audit trail to rows that were stamped as one of the acts, when there
// are any, and to those of none of the others.
type Trail struct {
	Acts    []model.StampedAct
	Without []string
}

func (t Trail) narrow(db *gorm.DB) *gorm.DB {
	if len(t.Without) > 0 {
		db = db.Where("audit_entries.act NOT IN ?", t.Without)
	}
	var conditions []string
	var args []any
	for _, act := range t.Acts {
		is, values := stamped(act.FormerAct)
		args = append(args, values...)
		for _, other := range act.Not {
			not, values := stamped(other)
			is, args = is+" AND NOT ("+not+")", append(args, values...)
		}
		conditions = append(conditions, "("+is+")")
	}
	if len(conditions) == 0 {
		return db
	}
	return db.Where("("+strings.Join(conditions, " OR ")+")", args...)
}

// stamped is the condition of a FormerAct.
func stamped(f model.FormerAct) (condition string, args []any) {
	condition, args = "audit_entries.act = ?", []any{f.Act}
	if f.Noun != model.AnyStamp {
		condition, args = condition+" AND audit_entries.noun = ?", append(args, f.Noun)
	}
	if f.Status == model.AnyStamp {
		return condition, args
	}
	condition += " AND audit_entries.before_json <> ''"
	if f.Status != model.ChangedStamp {
		condition += " AND audit_entries.after_json LIKE ? ESCAPE '!'"
		args = append(args, "%"+escapeLike(`"status":"`+f.Status+`"`)+"%")
	}
	return condition, args
}

// AuditExport gives every page of the query in turn, newest first, and fails with Invalid
// when the rows are too many for a file; it holds no more than a page.
func (r Reader) AuditExport(ctx context.Context, scope Scope, q Query, each func([]model.AuditEntry) error) error {
	rows, size := 0, 0
	for {
		page, err := r.AuditEntries(ctx, scope, q)
		if err != nil {
			return err
		}
		rows += len(page.Items)
		for _, row := range page.Items {
			size += len(row.Before) + len(row.After) + len(row.Reason)
		}
		if rows > MaxAuditExport || size > MaxAuditText {
			var fields model.FieldErrors
			fields.Add("/from", "audit.too_many", fmt.Sprintf("符合条件的记录超过一个文件的容量（%d 条或 %d MB），请缩短期间或增加条件",
				MaxAuditExport, MaxAuditText>>20))
			return fields.Err()
		}
		if err := each(page.Items); err != nil || page.Next == "" {
			return err
		}
		q.Cursor = page.Next
	}
}

// StartOfDay is the first instant of the day in Shanghai as both databases compare it.
func StartOfDay(day model.Date) string {
	at := day.Time()
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, model.Shanghai).UTC().Format(time.DateTime)
}

// NoteAct writes an audit row about an act that changes no record, such as an export.
func (tx *Tx) NoteAct(ctx context.Context, name model.Noun, id string, after any) error {
	text, err := json.Marshal(after)
	if err != nil {
		return fmt.Errorf("audit %s: %w", name, err)
	}
	return tx.audit(ctx, name, id, "", string(text))
}

// HasActed reports whether the account ever performed the act on the record.
func (r Reader) HasActed(ctx context.Context, name model.Noun, id, act string, by model.UserID) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("audit_entries").
		Where("noun = ? AND record_id = ? AND act = ? AND user_id = ?", name, id, act, by).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("acts of account: %w", err)
	}
	return n > 0, nil
}

// HoldsRecords reports whether anybody ever recorded anything: more than the
// reference data that every start loads and the marks of scheduled jobs. A
// database without a schema holds none.
func (r Reader) HoldsRecords(ctx context.Context) (bool, error) {
	var n int64
	if !r.db.WithContext(ctx).Migrator().HasTable("audit_entries") {
		return false, nil
	}
	err := r.db.WithContext(ctx).Table("audit_entries").
		Where("act NOT IN ?", []string{"reference:load", "job:run"}).Limit(1).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for records: %w", err)
	}
	return n > 0, nil
}

// ActTakePlace is the act of a database that takes a place of attachments as it is.
const ActTakePlace = "attachments:take"

// RestoredSince reports whether the database was put back from a backup, or took a place
// of attachments over, after the instant: it may not know the newest that are there.
func (r Reader) RestoredSince(ctx context.Context, at time.Time) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("audit_entries").Where("act IN ? AND at > ?", []string{actRestore, ActTakePlace}, at.UTC()).Limit(1).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for restores: %w", err)
	}
	return n > 0, nil
}

// History returns the newest 50 audit rows of one record and its attachments without the addresses
// they came from, which are the auditors' alone; the caller has checked that the
// record is in scope.
func (r Reader) History(ctx context.Context, name model.Noun, id string) ([]model.AuditEntry, error) {
	return r.HistoryUntil(ctx, name, id, lastInstant)
}

// lastInstant is later than anything that happens.
var lastInstant = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// HistoryUntil is the History as it was at an instant, that one included.
func (r Reader) HistoryUntil(ctx context.Context, name model.Noun, id string, until time.Time) ([]model.AuditEntry, error) {
	rows := []model.AuditEntry{}
	own := r.db.WithContext(ctx).Where("noun = ? AND record_id = ?", name, id)
	if attached, has := attachmentNouns[name]; has {
		ids := r.db.Table("attachments").Select("id").Where("noun = ? AND record_id = ?", name, id)
		subject := strings.TrimSuffix(string(attached.name), "attachments")
		own = own.Where("act NOT IN ?", []string{subject[:len(subject)-1] + ":attach", subject[:len(subject)-1] + ":detach"}) // the file's own entry says it
		own = own.Or("noun = ? AND record_id IN (?)", attached.name, ids)
	}
	err := r.db.WithContext(ctx).Table("audit_entries").Omit("address").Where(own).Where("at <= ?", until.UTC()).Order("id DESC").Limit(50).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return rows, nil
}

// ChangeBefore returns the last change of a record before a day began, without the address
// it came from, and the first of all; either is zero where there is none. The caller has
// checked that the record is in scope.
func (r Reader) ChangeBefore(ctx context.Context, name model.Noun, id string, day model.Date) (last, first model.AuditEntry, err error) {
	changes := func() *gorm.DB {
		return r.db.WithContext(ctx).Table("audit_entries").Omit("address").Where("noun = ? AND record_id = ? AND after_json <> ''", name, id).Limit(1)
	}
	var lasts, firsts []model.AuditEntry
	if err = changes().Where("at < ?", StartOfDay(day)).Order("id DESC").Find(&lasts).Error; err == nil {
		err = changes().Order("id").Find(&firsts).Error
	}
	if err != nil {
		return last, first, fmt.Errorf("changes of a record: %w", err)
	}
	if len(lasts) > 0 {
		last = lasts[0]
	}
	if len(firsts) > 0 {
		first = firsts[0]
	}
	return last, first, nil
}
