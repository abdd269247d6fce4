package rulebook

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"yijian/model"
	"yijian/policy/strict"
)

//go:embed deadlines.yaml
var deadlinesText []byte

// Texts of the first version knew nothing of pauses, extension and ladder.
const (
	deadlinesVersion      = "deadlines/2"
	firstDeadlinesVersion = "deadlines/1"
)

type deadlinesFile struct {
	Version   string        `json:"version" yaml:"version"`
	Deadlines []deadlineRow `json:"deadlines" yaml:"deadlines"`
}

type deadlineRow struct {
	ID    model.DeadlineRuleID `json:"id" yaml:"id"`
	Title string               `json:"title" yaml:"title"`
	Value int64                `json:"value" yaml:"value"`
	Warn  *int64               `json:"warn" yaml:"warn,omitempty"`
	Unit  model.DeadlineUnit   `json:"unit" yaml:"unit"`
	Basis basisRow             `json:"basis" yaml:"basis"`
	Note  *string              `json:"note" yaml:"note,omitempty"`
	From  model.Date           `json:"from" yaml:"from"`
	Until *model.Date          `json:"until" yaml:"until,omitempty"`

	Pause  *[]model.PauseReason `json:"pause" yaml:"pause,omitempty"`
	Extend *extendRow           `json:"extend" yaml:"extend,omitempty"`
	Ladder *[]ladderRow         `json:"ladder" yaml:"ladder,omitempty"`
}

type extendRow struct {
	Value    int64              `json:"value" yaml:"value"`
	Unit     model.DeadlineUnit `json:"unit" yaml:"unit"`
	Times    int64              `json:"times" yaml:"times"`
	Basis    string             `json:"basis" yaml:"basis"`
	Approver model.Role         `json:"approver" yaml:"approver"`
}

type ladderRow struct {
	At    model.LadderMoment `json:"at" yaml:"at"`
	Days  *int64             `json:"days" yaml:"days,omitempty"`
	Hours *int64             `json:"hours" yaml:"hours,omitempty"`
	Tell  model.Role         `json:"tell" yaml:"tell"`
}

type basisRow struct {
	Document *string `json:"document" yaml:"document,omitempty"`
	Version  *string `json:"version" yaml:"version,omitempty"`
	Article  *string `json:"article" yaml:"article,omitempty"`
}

var deadlines = sync.OnceValue(func() []model.DeadlineRule {
	rules, err := parseDeadlines(deadlinesText, nil)
	if err == nil {
		err = complete(rules)
	}
	if err != nil {
		panic(err) // the file is part of the build and tested
	}
	return rules
})

// Deadlines returns the deadline table the product ships with.
func Deadlines() []model.DeadlineRule { return slices.Clone(deadlines()) }

// complete refuses a table that leaves a deadline of the platform out.
func complete(rules []model.DeadlineRule) error {
	for _, id := range model.DeadlineRuleIDs {
		if !slices.ContainsFunc(rules, func(r model.DeadlineRule) bool { return r.ID == id }) {
			return fmt.Errorf("deadline %q is missing", id)
		}
	}
	return nil
}

// OverlayDeadlines returns the table with the newer rows in place of its own rows of the same deadlines.
func OverlayDeadlines(rules, newer []model.DeadlineRule) []model.DeadlineRule {
	all := []model.DeadlineRule{}
	for _, id := range model.DeadlineRuleIDs { // in the order of the platform
		of := func(rows []model.DeadlineRule) []model.DeadlineRule {
			return slices.DeleteFunc(slices.Clone(rows), func(r model.DeadlineRule) bool { return r.ID != id })
		}
		if mine := of(newer); len(mine) > 0 {
			all = append(all, mine...)
			continue
		}
		all = append(all, of(rules)...)
	}
	return all
}

// ParseDeadlines reads deadline rows, all of the table's or of some deadlines. It
// refuses, with the line of each mistake, rows without title, basis or first day,
// values outside their unit's bounds, and rows of one deadline that are valid on the same day.
func ParseDeadlines(text []byte) ([]model.DeadlineRule, error) {
	return parseDeadlines(text, deadlines())
}

// parseDeadlines reads rows; those of the first version take from the base what they could not say.
func parseDeadlines(text []byte, base []model.DeadlineRule) ([]model.DeadlineRule, error) {
	var file deadlinesFile
	root, problems := Read(text)
	if len(problems) == 0 {
		mayLeaveOut(root)
		problems = strict.Decode(root, &file)
	}
	if len(problems) > 0 {
		return nil, strict.Refusal("deadlines.malformed", problems)
	}
	isFirst := file.Version == firstDeadlinesVersion
	if file.Version != deadlinesVersion && !isFirst {
		problems.Add("/version", "unknown_version", "格式版本必须是 "+deadlinesVersion)
	}
	if len(file.Deadlines) == 0 {
		problems.Add("/deadlines", "missing", "至少要有一项期限")
	}
	rules := make([]model.DeadlineRule, len(file.Deadlines))
	for i, row := range file.Deadlines {
		rules[i] = row.rule()
		at := "/deadlines/" + strconv.Itoa(i)
		if isFirst {
			rules[i] = row.ofFirstVersion(at, base, &problems)
		}
		checkDeadline(at, rules[i], rules[:i], &problems)
		checkCourse(at, rules[i], &problems)
	}
	if len(problems) > 0 {
		return nil, strict.Refusal("deadlines.malformed", root.Located(problems))
	}
	return rules, nil
}

// NoRuleFrom refuses a text whose rows give the deadline no rule from the day on,
// at the line of the row that ends before it or begins after it.
func NoRuleFrom(text []byte, id model.DeadlineRuleID, day model.Date) error {
	rules, err := ParseDeadlines(text)
	if err != nil {
		return err
	}
	root, _ := Read(text)
	at, title := "", string(id)
	for i, rule := range rules {
		row := "/deadlines/" + strconv.Itoa(i)
		if rule.ID == id {
			title = rule.Title
		}
		switch {
		case rule.ID != id:
		case rule.From.After(day) && at == "":
			at = row + "/from"
		case rule.From.After(day): // a row before the gap says more
		default:
			at = row + "/until"
		}
	}
	var problems model.FieldErrors
	problems.Add(at, "no_rule", fmt.Sprintf("“%s”自%s起没有规定，期限不得中断或取消", title, day))
	return strict.Refusal("deadlines.gap", root.Located(problems))
}

// mayLeaveOut gives the keys that a row need not have no value, because strict reading asks for every key.
func mayLeaveOut(root *strict.Node) {
	for _, table := range root.Members {
		for _, row := range table.Value.Items {
			leaveOut(row, "warn", "note", "until", "pause", "extend", "ladder")
			for _, member := range row.Members {
				switch member.Key {
				case "basis":
					leaveOut(member.Value, "document", "version", "article")
				case "ladder":
					for _, step := range member.Value.Items {
						leaveOut(step, "days", "hours")
					}
				}
			}
		}
	}
}

func leaveOut(object *strict.Node, keys ...string) {
	for _, key := range keys {
		given := slices.ContainsFunc(object.Members, func(m strict.Member) bool { return m.Key == key })
		if object.Kind == strict.Object && !given {
			object.Members = append(object.Members, strict.Member{Key: key, Line: object.Line, Value: &strict.Node{Line: object.Line, Kind: strict.Null}})
		}
	}
}

func (r deadlineRow) rule() model.DeadlineRule {
	return model.DeadlineRule{
		ID: r.ID, Title: r.Title, Value: int(r.Value), Warn: int(given(r.Warn)), Unit: r.Unit, Note: given(r.Note), From: r.From, Until: given(r.Until),
		Basis:  model.Basis{Document: given(r.Basis.Document), Version: given(r.Basis.Version), Article: given(r.Basis.Article)},
		Pauses: slices.Concat(given(r.Pause)), Extension: r.Extend.extension(), Ladder: ladderOf(given(r.Ladder)),
	}
}

// given is the value, or the zero value when there is none.
func given[T any](value *T) T {
	if value == nil {
		var none T
		return none
	}
	return *value
}

// largestValue bounds each unit, so that a slip of the pen cannot put a duty off for years.
var largestValue = map[model.DeadlineUnit]int{
	model.CalendarDay: 366, model.WorkingDay: 250, model.Hour: 720, model.Month: 60, model.DayOfMonth: 31,
}

func checkDeadline(at string, rule model.DeadlineRule, earlier []model.DeadlineRule, p *model.FieldErrors) {
	largest, known := largestValue[rule.Unit]
	if !slices.Contains(model.DeadlineRuleIDs, rule.ID) {
		p.Add(at+"/id", "unknown_deadline", "平台没有这项期限："+string(rule.ID))
	}
	if rule.Title == "" || len([]rune(rule.Title)) > 60 {
		p.Add(at+"/title", "missing", "请写明期限名称（60 字以内）")
	}
	if rule.Basis == (model.Basis{}) || len([]rune(rule.Basis.String())) > 300 {
		p.Add(at+"/basis", "missing", "请写明依据（300 字以内）")
	}
	if len([]rune(rule.Note)) > 300 {
		p.Add(at+"/note", "too_long", "说明不超过 300 字")
	}
	switch {
	case !known:
		p.Add(at+"/unit", "unknown_unit", "计算单位只能是 calendar_day、working_day、hour、month、day_of_month")
	case rule.Value < 1 || rule.Value > largest:
		p.Add(at+"/value", "out_of_range", fmt.Sprintf("数值应在 1 至 %d 之间", largest))
	case rule.Warn >= rule.Value:
		p.Add(at+"/warn", "not_before_value", "预警数值必须小于期限数值")
	}
	if !rule.Until.IsZero() && rule.Until.Before(rule.From) {
		p.Add(at+"/until", "before_from", "失效日不得早于生效日")
	}
	for _, other := range earlier {
		if other.ID == rule.ID && overlaps(rule, other) {
			p.Add(at+"/from", "overlap", "同一期限的两行在同一天都有效")
		}
	}
}

func overlaps(a, b model.DeadlineRule) bool {
	endsBefore := func(x, y model.DeadlineRule) bool { return !x.Until.IsZero() && x.Until.Before(y.From) }
	return !endsBefore(a, b) && !endsBefore(b, a)
}
