package model

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
)

// UserIDs is the accounts that have a part in one record, kept in one column separated by spaces.
type UserIDs []UserID

// GormDataType keeps the ids in a text column.
func (UserIDs) GormDataType() string { return "string" }

// Has reports whether the account is among them.
func (u UserIDs) Has(id UserID) bool { return slices.Contains(u, id) }

// With returns the ids with one more, unless it is there already.
func (u UserIDs) With(id UserID) UserIDs {
	if u.Has(id) {
		return u
	}
	return append(slices.Clone(u), id)
}

// Value stores the ids in their given order.
func (u UserIDs) Value() (driver.Value, error) {
	ids := make([]string, len(u))
	for i, id := range u {
		ids[i] = string(id)
	}
	return strings.Join(ids, " "), nil
}

// Scan reads what Value stored.
func (u *UserIDs) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("scan user ids from %T", src)
	}
	*u = UserIDs{}
	for id := range strings.FieldsSeq(text) {
		*u = append(*u, UserID(id))
	}
	return nil
}
