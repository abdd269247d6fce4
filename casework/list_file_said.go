package casework

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"yijian/model"
)

// machineSaid says in few words what a page shows as a table of its own: how a record stood to
// its rules, and the rows of a term. It is nothing else's to say.
func machineSaid(kind reflect.Type, value any) (said string, is bool, err error) {
	text, _ := value.(string)
	switch {
	case kind == reflect.TypeFor[model.Decision]():
		said, err = decisionSaid(value)
	case strings.HasPrefix(text, `{"allowed":`): // one that is kept as it was said
		said, err = decisionSaid(json.RawMessage(text))
	case kind == reflect.TypeFor[[]DeadlineRow]():
		said, err = deadlineSaid(value)
	default:
		return "", false, nil
	}
	return said, true, err
}

var unitSaid = map[model.DeadlineUnit]string{
	model.CalendarDay: "%d日", model.WorkingDay: "%d个工作日", model.Hour: "%d小时", model.DayOfMonth: "每月%d日",
}

// deadlineSaid says each row of a term: how long, on which basis, from when until when.
func deadlineSaid(value any) (string, error) {
	var rows []DeadlineRow
	if err := again(value, &rows); err != nil {
		return "", err
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = fmt.Sprintf(unitSaid[row.Unit], row.Value) + "，" + row.Basis.String() + "，自" + row.From.String() + "起"
		if !row.Until.IsZero() {
			lines[i] += "至" + row.Until.String()
		}
	}
	return strings.Join(lines, "\n"), nil
}

// again reads a value that was read without its type.
func again(value, into any) error {
	shown, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("a value of a list: %w", err)
	}
	if err := json.Unmarshal(shown, into); err != nil {
		return fmt.Errorf("a value of a list: %w", err)
	}
	return nil
}

// decisionSaid says in few words how a record stood to its rules: how many held, and which
// did not. What each saw is on the record's page.
func decisionSaid(value any) (string, error) {
	var d model.Decision
	if err := again(value, &d); err != nil || len(d.Lines) == 0 {
		return "", err
	}
	holds, beside, against := 0, 0, map[string][]string{}
	for _, line := range d.Lines {
		switch {
		case line.Beside:
			beside++
		case line.Holds:
			holds++
		case line.Advises:
			against["提示"] = append(against["提示"], line.Title)
		default:
			against["不符"] = append(against["不符"], line.Title)
		}
	}
	said := fmt.Sprintf("%d 项：符合 %d", len(d.Lines), holds)
	if beside > 0 {
		said += fmt.Sprintf("，不适用 %d", beside)
	}
	for _, how := range []string{"不符", "提示"} {
		if titles := against[how]; len(titles) > 0 {
			said += fmt.Sprintf("，%s %d（%s）", how, len(titles), strings.Join(titles, "；"))
		}
	}
	return said, nil
}
