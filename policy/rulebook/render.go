package rulebook

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"yijian/model"
)

// WriteDeadlines is the text of the rows, as ParseDeadlines reads it.
func WriteDeadlines(rules []model.DeadlineRule) ([]byte, error) {
	file := deadlinesFile{Version: deadlinesVersion, Deadlines: make([]deadlineRow, len(rules))}
	for i, rule := range rules {
		file.Deadlines[i] = rowOf(rule)
	}
	return written(file)
}

// WriteYears is the text of the arrangements, as ParseYears reads it.
func WriteYears(years []model.CalendarYear) ([]byte, error) {
	file := calendarFile{Version: calendarVersion, Years: make([]yearRow, len(years))}
	for i, year := range years {
		row := yearRow{Year: int64(year.Year), Basis: year.Basis, MakeUp: year.MakeUp, Holidays: make([]holidayRow, len(year.Holidays))}
		for j, h := range year.Holidays {
			row.Holidays[j] = holidayRow(h)
		}
		file.Years[i] = row
	}
	return written(file)
}

func written(file any) ([]byte, error) {
	text, err := yaml.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("write rules: %w", err)
	}
	return text, nil
}

func rowOf(rule model.DeadlineRule) deadlineRow {
	row := deadlineRow{
		ID: rule.ID, Title: rule.Title, Value: int64(rule.Value), Unit: rule.Unit, Note: filled(rule.Note), From: rule.From,
		Basis:  basisRow{filled(rule.Basis.Document), filled(rule.Basis.Version), filled(rule.Basis.Article)},
		Extend: extendRowOf(rule.Extension), Ladder: ladderRowsOf(rule.Ladder),
	}
	if len(rule.Pauses) > 0 {
		row.Pause = &rule.Pauses
	}
	if rule.Warn > 0 {
		warn := int64(rule.Warn)
		row.Warn = &warn
	}
	if !rule.Until.IsZero() {
		row.Until = &rule.Until
	}
	return row
}

func filled(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
