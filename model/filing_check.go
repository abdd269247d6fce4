package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// GormDataType keeps a decision in a text column.
func (Decision) GormDataType() string { return "string" }

// Value stores the decision as JSON text, none as the empty text.
func (d Decision) Value() (driver.Value, error) {
	if len(d.Lines) == 0 {
		return "", nil
	}
	text, err := json.Marshal(d)
	return string(text), err
}

// Scan reads what Value stored.
func (d *Decision) Scan(src any) error {
	if src == nil {
		src = ""
	}
	text, isText := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, isText = string(raw), true
	}
	if !isText {
		return fmt.Errorf("scan decision from %T", src)
	}
	*d = Decision{Lines: []DecisionLine{}}
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), d)
}

// FilingMaterials are what a filing is to be accompanied by, as the notes of its
// attachments say it.
var FilingMaterials = []string{"营业执照", "负责人身份证明", "场所图片"}

// SamePlace is another end point that is filed at the same premises, with its brands.
type SamePlace struct {
	Name           string         `json:"name"`
	EnterpriseName string         `json:"enterprise_name"`
	LocalSerial    Serial         `json:"local_serial"`
	Brands         WordList       `json:"brands"`
	Status         EndPointStatus `json:"status"`
}
