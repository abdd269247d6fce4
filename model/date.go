package model

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day in the law's sense: no clock, no zone. The zero value
// means "no date" and is stored as NULL and marshalled as the empty string.
type Date struct {
	year  int16
	month int8
	day   int8
}

const dateLayout = "2006-01-02"

// Shanghai is the zone in which instants become dates and are shown to people.
var Shanghai = mustLoad("Asia/Shanghai")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // main embeds tzdata, so this is a broken build
	}
	return zone
}

// FirstDay is before every day the platform keeps records of: the day on which
// the Postal Law came into force.
var FirstDay = NewDate(2009, 10, 1)

// NewDate returns the day; values outside the calendar are normalised as by time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return DateIn(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// DateOf returns the day on which the instant falls in Shanghai.
func DateOf(t time.Time) Date { return DateIn(t, Shanghai) }

// DateIn returns the day on which the instant falls in the zone.
func DateIn(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{int16(y), int8(m), int8(d)}
}

// ParseDate reads YYYY-MM-DD and refuses everything else, including days that do not exist.
func ParseDate(s string) (Date, error) {
	year, y := digits(s, 0, 4)
	month, m := digits(s, 5, 7)
	day, d := digits(s, 8, 10)
	if len(s) == len(dateLayout) && y && m && d && s[4] == '-' && s[7] == '-' && year > 0 && month >= 1 && month <= 12 {
		if date := NewDate(year, time.Month(month), day); date.Day() == day {
			return date, nil
		}
	}
	return Date{}, fmt.Errorf("date %q is not YYYY-MM-DD", s)
}

// digits is the number that stands from one place of the text to before another, if nothing but digits does.
func digits(s string, from, to int) (n int, are bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year.
func (d Date) Year() int { return int(d.year) }

// Month returns the month.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month.
func (d Date) Day() int { return int(d.day) }

// Time returns midnight of the day in UTC, for arithmetic only.
func (d Date) Time() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// String returns YYYY-MM-DD, or the empty string for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(dateLayout)
}

// Compare orders days; no date is before every date.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.year, other.year), cmp.Compare(d.month, other.month), cmp.Compare(d.day, other.day))
}

// Words writes the day as people do, such as 2026年3月5日, and "" for none.
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("2006年1月2日")
}

// MonthWords writes the month of the day as people do, such as 2026年3月.
func (d Date) MonthWords() string { return d.Time().Format("2006年1月") }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// AddDays moves by calendar days.
func (d Date) AddDays(n int) Date { return DateIn(d.Time().AddDate(0, 0, n), time.UTC) }

// AddMonths keeps the day of the month and clamps it to the month's end.
func (d Date) AddMonths(n int) Date {
	first := time.Date(int(d.year), time.Month(d.month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(int(d.day), last))
}

// DaysUntil returns the calendar days from d to other, negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// GormDataType lets both databases keep the day in a DATE column.
func (Date) GormDataType() string { return "date" }

// Value stores the day as text, NULL when there is none.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either driver returns for a DATE column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateIn(v, time.UTC)
		return nil
	case []byte:
		return d.scanText(string(v))
	case string:
		return d.scanText(v)
	}
	return fmt.Errorf("scan date from %T", src)
}

func (d *Date) scanText(s string) error {
	if len(s) > len(dateLayout) {
		s = s[:len(dateLayout)]
	}
	return d.UnmarshalText([]byte(s))
}
