package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Finding is one thing found wrong in an inspection. It is final from the day
// its inspection is confirmed, and open until it is put right.
type Finding struct {
	ID          string    `json:"id"`
	Group       CheckItem `json:"group"`
	Class       Severity  `json:"class"`
	Text        string    `json:"text"`
	Basis       string    `json:"basis"`
	RectifyBy   Date      `json:"rectify_by"`
	Open        bool      `json:"open"`
	RectifiedOn Date      `json:"rectified_on"`
	FinalOn     Date      `json:"final_on"`
}

// OpenFinding stands in the column of findings while one of them is open.
const OpenFinding = `"open":true`

// Findings is what one inspection found, kept in one column as JSON.
type Findings []Finding

// GormDataType keeps the findings in a text column.
func (Findings) GormDataType() string { return "string" }

// Value stores the findings as JSON; none is an empty list.
func (f Findings) Value() (driver.Value, error) {
	if f == nil {
		f = Findings{}
	}
	text, err := json.Marshal([]Finding(f))
	return string(text), err
}

// Scan reads what Value stored.
func (f *Findings) Scan(src any) error {
	*f = Findings{}
	switch v := src.(type) {
	case string:
		return json.Unmarshal([]byte(v), (*[]Finding)(f))
	case []byte:
		return json.Unmarshal(v, (*[]Finding)(f))
	}
	return fmt.Errorf("scan findings from %T", src)
}
