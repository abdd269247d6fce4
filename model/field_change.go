package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// FieldChange is one field that a change makes different, with both values as replies show
// them: personal data masked.
type FieldChange struct {
	Field string          `json:"field"`
	From  json.RawMessage `json:"from"`
	To    json.RawMessage `json:"to"`
}

// FieldChanges is kept as JSON text in one column; a change from before they were kept has none.
type FieldChanges []FieldChange

// GormDataType keeps the list in a text column.
func (FieldChanges) GormDataType() string { return "string" }

// Value stores the list in its order, none as the empty text.
func (l FieldChanges) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "", nil
	}
	text, err := json.Marshal([]FieldChange(l))
	return string(text), err
}

// Scan reads what Value stored.
func (l *FieldChanges) Scan(src any) error {
	text, isText := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, isText = string(raw), true
	}
	if !isText {
		return fmt.Errorf("scan changed fields from %T", src)
	}
	*l = FieldChanges{}
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), l)
}
