package model

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
)

// Serial is a number given once and never again, such as 500156-2026-0001. No
// serial is stored as NULL, so that a unique key holds only the given ones.
type Serial string

// NewSerial returns the serial of the series (500156-2026-) with the number.
func NewSerial(series string, number int) Serial {
	return Serial(fmt.Sprintf("%s%04d", series, number))
}

// Number returns the serial's place in its series, 0 when it is not of the series.
func (s Serial) Number(series string) int {
	digits, found := strings.CutPrefix(string(s), series)
	n, err := strconv.Atoi(digits)
	if !found || err != nil {
		return 0
	}
	return n
}

// GormDataType keeps the serial in a text column.
func (Serial) GormDataType() string { return "string" }

// Value stores no serial as NULL.
func (s Serial) Value() (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	return string(s), nil
}

// Scan reads what Value stored.
func (s *Serial) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = ""
	case string:
		*s = Serial(v)
	case []byte:
		*s = Serial(v)
	default:
		return fmt.Errorf("scan serial from %T", src)
	}
	return nil
}
