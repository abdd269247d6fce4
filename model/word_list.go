package model

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
)

// WordList is a short list of words kept as JSON text in one column.
type WordList []string

// GormDataType keeps the list in a text column.
func (WordList) GormDataType() string { return "string" }

// Value stores the words in their given order.
func (w WordList) Value() (driver.Value, error) {
	if w == nil {
		w = WordList{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // six bytes for one of & < > would burst the column
	if err := encoder.Encode([]string(w)); err != nil {
		return nil, err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

// Scan reads what Value stored.
func (w *WordList) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("scan word list from %T", src)
	}
	*w = WordList{}
	return json.Unmarshal([]byte(text), w)
}
