package reports

import (
	"strconv"

	"yijian/model"
)

// ClockRow is a running or ended term with what its kind, holder and state are called.
type ClockRow struct {
	model.Clock
	NounTitle   string
	HolderTitle string
	LightTitle  string
	DaysLeft    *int
}

var clockColumns = []column[ClockRow]{
	{"期限", 26, func(c ClockRow) string { return c.Title }},
	{"事项种类", 14, func(c ClockRow) string { return c.NounTitle }},
	{"事项", 36, func(c ClockRow) string { return c.Record }},
	{"状态", 12, func(c ClockRow) string { return c.LightTitle }},
	{"起算日", 12, func(c ClockRow) string { return c.StartOn.String() }},
	{"预警日", 12, func(c ClockRow) string { return c.WarnOn.String() }},
	{"届满日", 12, func(c ClockRow) string { return c.DueOn.String() }},
	{"剩余天数", 10, func(c ClockRow) string {
		if c.DaysLeft == nil {
			return ""
		}
		return strconv.Itoa(*c.DaysLeft)
	}},
	{"办结日", 12, func(c ClockRow) string { return c.StoppedOn.String() }},
	{"现由谁办理", 24, func(c ClockRow) string { return c.HolderTitle }},
	{"中止次数", 10, func(c ClockRow) string { return strconv.Itoa(len(c.Pauses)) }},
	{"已延长次数", 10, func(c ClockRow) string { return strconv.FormatInt(c.Extensions, 10) }},
	{"区划", 12, func(c ClockRow) string { return c.AreaCode }},
	{"依据", 60, func(c ClockRow) string { return c.Basis }},
}

// ClockCSV returns the rows as UTF-8 text.
func ClockCSV(rows []ClockRow) ([]byte, error) { return csvOf(clockColumns, rows) }

// ClockWorkbook returns the rows as an xlsx file.
func ClockWorkbook(rows []ClockRow) ([]byte, error) { return workbookOf("期限", clockColumns, rows) }
