package model

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// RoleSet is the roles of one account, kept in one column separated by spaces.
type RoleSet []Role

// GormDataType keeps the set in a text column.
func (RoleSet) GormDataType() string { return "string" }

// Value stores the roles in their given order.
func (r RoleSet) Value() (driver.Value, error) {
	names := make([]string, len(r))
	for i, role := range r {
		names[i] = string(role)
	}
	return strings.Join(names, " "), nil
}

// Scan reads what Value stored.
func (r *RoleSet) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("scan roles from %T", src)
	}
	*r = RoleSet{}
	for name := range strings.FieldsSeq(text) {
		*r = append(*r, Role(name))
	}
	return nil
}
