package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

var notifications = register(noun{
	name: "notifications", table: "notifications",
	filters: map[string]string{"event": "event"},
	having: map[string]string{
		"unread": "(notifications.read_at IS NULL) = (? = 'true')",
	},
	sorts: map[string]string{"created_at": "created_at"},
	reach: reach{user: "user_id"},
})

// Notifications lists what people were told.
func (r Reader) Notifications(ctx context.Context, scope Scope, q Query) (model.Page[model.Notification], error) {
	return list[model.Notification](ctx, r, notifications, scope, q)
}

// Notification returns one of them.
func (r Reader) Notification(ctx context.Context, scope Scope, id model.NotificationID) (model.Notification, error) {
	return find[model.Notification](ctx, r, notifications, scope, string(id))
}

// UnreadNotifications counts what the scope's people have not read.
func (r Reader) UnreadNotifications(ctx context.Context, scope Scope) (int64, error) {
	var n int64
	err := notifications.reach.visible(r.db.WithContext(ctx).Table("notifications"), scope).Where("read_at IS NULL").Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("unread notifications: %w", err)
	}
	return n, nil
}

// UnreadUntil returns what the scope's people have not read of what they were
// told by the instant, the oldest first, at most a thousand.
func (r Reader) UnreadUntil(ctx context.Context, scope Scope, until time.Time) ([]model.Notification, error) {
	rows := []model.Notification{}
	err := notifications.reach.visible(r.db.WithContext(ctx).Table("notifications"), scope).
		Where("read_at IS NULL AND created_at <= ?", until).Order("id").Limit(1000).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("unread notifications: %w", err)
	}
	return rows, nil
}

// WasTold reports whether the thing under the key was told before.
func (r Reader) WasTold(ctx context.Context, onceKey string) (bool, error) {
	var n int64
	err := r.db.WithContext(ctx).Table("notifications").Where("once_key = ?", onceKey).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("told before: %w", err)
	}
	return n > 0, nil
}

// AddNotification tells a person something; what was told before under its key is a Conflict.
func (tx *Tx) AddNotification(ctx context.Context, n *model.Notification) error {
	return insert(ctx, tx, notifications, string(n.ID), n,
		model.Fail(model.Conflict, "notification.told", "这件事已经通知过"))
}

// ReadNotification notes that the person has read it, if it still has its version.
func (tx *Tx) ReadNotification(ctx context.Context, n model.Notification) (model.Notification, error) {
	return update[model.Notification](ctx, tx, notifications, string(n.ID), n.Version, map[string]any{"read_at": tx.stamp.At}, nil)
}

// ForgetNotifications removes what was told before the instant, but not what is still on its way.
func (tx *Tx) ForgetNotifications(ctx context.Context, before time.Time) error {
	err := tx.db.WithContext(ctx).Table("notifications").
		Where("created_at < ? AND id NOT IN (SELECT notification_id FROM deliveries)", before).Delete(nil).Error
	if err != nil {
		return fmt.Errorf("forget notifications: %w", err)
	}
	return nil
}

// Audience is who is to be told: named accounts, or those that hold the role and
// belong to the firm, to the unit or to an area around the record's.
type Audience struct {
	Users []model.UserID
	Role  model.Role
	Firm  model.EnterpriseID
	Unit  model.UnitID
	Area  string // of the record; accounts of this area and of those it lies in
}

// Recipients returns the accounts of the audience that are not disabled, in order of their ids.
func (r Reader) Recipients(ctx context.Context, a Audience) ([]model.User, error) {
	db := r.db.WithContext(ctx).Table("users")
	switch {
	case len(a.Users) > 0:
		db = db.Where("id IN ?", a.Users) // what happens to an account is told even when it ends
	case a.Role == "":
		return nil, errors.New("an audience without accounts and role")
	default:
		db = db.Where("disabled = ? AND INSTR(users.roles, ?) > 0", false, a.Role) // no role's name contains another's
	}
	if a.Firm != "" {
		db = db.Where("enterprise_id = ?", a.Firm)
	}
	if a.Unit != "" {
		db = db.Where(unitOrFormer("users"), a.Unit)
	}
	if a.Area != "" {
		around := make([]string, 0, len(a.Area))
		for n := range len(a.Area) {
			around = append(around, a.Area[:n+1])
		}
		db = db.Where("area_code IN ?", around)
	}
	rows := []model.User{}
	if err := db.Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("recipients: %w", err)
	}
	return rows, openAll(ctx, r, users, rows)
}

// AccountsOfUnit returns the accounts of the unit, and of those that became it or that it became,
// that are not disabled, in order of their ids.
func (r Reader) AccountsOfUnit(ctx context.Context, unit model.UnitID) ([]model.User, error) {
	rows := []model.User{}
	err := r.db.WithContext(ctx).Table("users").Where("disabled = ?", false).
		Where(unitOrFormer("users"), unit).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("accounts of unit: %w", err)
	}
	return rows, openAll(ctx, r, users, rows)
}

// LockedOut returns the accounts whose names strangers have locked, with the lock's end.
func (r Reader) LockedOut(ctx context.Context, now time.Time) (map[model.UserID]time.Time, error) {
	var rows []struct {
		ID          model.UserID
		LockedUntil time.Time
	}
	err := r.db.WithContext(ctx).Table("sign_ins").Joins("JOIN users ON users.name = sign_ins.name").
		Where("sign_ins.locked_until > ?", now).Select("users.id, sign_ins.locked_until").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("locked accounts: %w", err)
	}
	locked := map[model.UserID]time.Time{}
	for _, row := range rows {
		locked[row.ID] = row.LockedUntil
	}
	return locked, nil
}

var notificationTemplates = register(noun{
	name: "notification-templates", table: "notification_templates",
	filters: map[string]string{"event": "event"},
	sorts:   map[string]string{"created_at": "created_at"},
})

// NotificationTemplates lists the adopted texts.
func (r Reader) NotificationTemplates(ctx context.Context, scope Scope, q Query) (model.Page[model.NotificationTemplate], error) {
	return list[model.NotificationTemplate](ctx, r, notificationTemplates, scope, q)
}

// CurrentTemplate returns the newest adopted texts of the event; found is false when none were adopted.
func (r Reader) CurrentTemplate(ctx context.Context, event model.NotificationEventID) (t model.NotificationTemplate, found bool, err error) {
	err = r.db.WithContext(ctx).Table("notification_templates").Where("event = ?", event).Order("number DESC").Take(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return t, false, nil
	}
	if err != nil {
		return t, false, fmt.Errorf("current template: %w", err)
	}
	return t, true, nil
}

// AddNotificationTemplate adopts texts; the same number of an event taken by somebody else is a Conflict.
func (tx *Tx) AddNotificationTemplate(ctx context.Context, t *model.NotificationTemplate) error {
	return insert(ctx, tx, notificationTemplates, string(t.ID), t,
		model.Fail(model.Conflict, "template.adopted", "刚刚已有人采用了新文本，请重新载入后再改"))
}
