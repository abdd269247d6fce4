package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
)

// ruleChange is what a text changes of the terms: the rows of the deadlines and the
// years that it holds, before and after.
type ruleChange struct {
	before, after terms
	ids           []model.DeadlineRuleID
	years         []int
}

// changed tells what the text changes, or what is wrong with it by line.
func (t terms) changed(text model.RuleText) (ruleChange, error) {
	change := ruleChange{before: t}
	after, err := t.with(text)
	if err != nil {
		return change, err
	}
	change.after = after
	if text.Kind == model.TextOfCalendar {
		years, err := rulebook.ParseYears([]byte(text.Text))
		for _, year := range years {
			change.years = append(change.years, year.Year)
		}
		return change, err
	}
	rules, err := rulebook.ParseDeadlines([]byte(text.Text))
	for _, rule := range rules {
		if !slices.Contains(change.ids, rule.ID) {
			change.ids = append(change.ids, rule.ID)
		}
	}
	return change, err
}

// inForm is where the readers of a text find the row that a form asks for.
var inForm = regexp.MustCompile(`^/(deadlines|years)/[0-9]+`)

// wrong hangs what is wrong with the proposal on the field it was typed in: of a
// whole text with its line, of a form on the form's own field.
func (p RuleProposal) wrong(err error) error {
	wrong := model.FieldsOf(err)
	if len(wrong) == 0 {
		return err
	}
	var fields model.FieldErrors
	for _, f := range wrong[:min(len(wrong), 20)] {
		at, isInText := "/text", model.KindOf(err) == model.Malformed
		_, words, _ := strings.Cut(f.Detail, "行：")
		switch {
		case !isInText && p.Rule != nil && f.Pointer == "/effective_on":
			at = "/rule/from"
		case !isInText && p.Year != nil && f.Reason == "rule_text.document_no":
			at = "/year/basis"
		case !isInText:
			at = f.Pointer
		case p.Rule != nil:
			at, f.Detail = inForm.ReplaceAllString(f.Pointer, "/rule"), words
		case p.Year != nil:
			at, f.Detail = inForm.ReplaceAllString(f.Pointer, "/year"), words
		case f.Pointer != "":
			f.Detail += "（" + f.Pointer + "）"
		}
		fields.Add(at, f.Reason, f.Detail)
	}
	return fields.Err()
}

// documentNumber is how notices are numbered: 国办发明电〔2025〕7号.
var documentNumber = regexp.MustCompile(`〔[0-9]{4}〕[^〔〕]+号`)

// check names what the bureau may not adopt although it can be read.
func (c ruleChange) check(text model.RuleText, today model.Date) error {
	var fields model.FieldErrors
	if text.Kind == model.TextOfCalendar {
		c.checkYears(&fields, today)
		return fields.Err()
	}
	if !text.ReachesRunning && !text.EffectiveOn.After(today) {
		fields.Add("/effective_on", "rule_text.effective", "生效日应晚于今天，已经开始的期限仍按原规定")
		return fields.Err()
	}
	if err := c.checkGaps(text, today); err != nil {
		return err
	}
	isNew := false
	for _, id := range c.ids {
		before, after := ruleRowsOf(c.before.rules, id), ruleRowsOf(c.after.rules, id)
		isNew = isNew || !slices.EqualFunc(before, after, deadline.Same)
		if !text.ReachesRunning && deadline.AltersBefore(before, after, id, text.EffectiveOn) {
			fields.Add("/text", "rule_text.reaches_back", "“"+after[0].Title+"”改动了"+text.EffectiveOn.String()+"之前的规定；如属更正、须对进行中的期限同样适用，请选择“对进行中的期限同样适用”")
		}
	}
	if !isNew {
		fields.Add("/text", "rule_text.same", "与现行规定相同，没有改动")
	}
	return fields.Err()
}

// checkGaps refuses a text after which a deadline has no rule on some day: of those to
// come, and where it reaches running clocks, of those on which one has begun.
func (c ruleChange) checkGaps(text model.RuleText, today model.Date) error {
	for _, id := range c.ids {
		from := text.EffectiveOn
		if text.ReachesRunning {
			from = deadline.EveryClock(c.before.rules, id, today)
		}
		if gap, found := deadline.FirstGap(c.after.rules, id, from); found {
			return rulebook.NoRuleFrom([]byte(text.Text), id, gap)
		}
	}
	return nil
}

func (c ruleChange) checkYears(fields *model.FieldErrors, today model.Date) {
	isNew := false
	for _, year := range c.years {
		before, _ := yearOf(c.before.years, year)
		after, _ := yearOf(c.after.years, year)
		isNew = isNew || !sameYear(before, after)
		if year < today.Year() {
			fields.Add("/text", "rule_text.past_year", fmt.Sprintf("%d年已经过去，不能再改", year))
		}
		if !sameYear(before, after) && !documentNumber.MatchString(after.Basis) {
			fields.Add("/text", "rule_text.document_no", fmt.Sprintf("请在%d年的依据中写明通知的文号，例如：国办发明电〔%d〕7号", year, year-1))
		}
	}
	if !isNew {
		fields.Add("/text", "rule_text.same", "与现行安排相同，没有改动")
	}
}

// replaced is the hash of the rows that the text takes the place of.
func (c ruleChange) replaced() (string, error) {
	var rows struct {
		Rules []model.DeadlineRule `json:"rules"`
		Years []model.CalendarYear `json:"years"`
	}
	for _, id := range c.ids {
		rows.Rules = append(rows.Rules, ruleRowsOf(c.before.rules, id)...)
	}
	for _, number := range c.years {
		if year, known := yearOf(c.before.years, number); known {
			rows.Years = append(rows.Years, year)
		}
	}
	return canonical.Hash(rows)
}

// title names the deadlines or years that the text is about.
func (c ruleChange) title() string {
	var names []string
	for _, id := range c.ids {
		rows := ruleRowsOf(c.after.rules, id)
		names = append(names, rows[len(rows)-1].Title)
	}
	for _, year := range c.years {
		names = append(names, fmt.Sprintf("%d年节假日安排", year))
	}
	if len(names) > 3 {
		return fmt.Sprintf("%s等 %d 项", strings.Join(names[:3], "、"), len(names))
	}
	return strings.Join(names, "、")
}

func ruleRowsOf(rules []model.DeadlineRule, id model.DeadlineRuleID) []model.DeadlineRule {
	return slices.DeleteFunc(slices.Clone(rules), func(r model.DeadlineRule) bool { return r.ID != id })
}

func yearOf(years []model.CalendarYear, number int) (model.CalendarYear, bool) {
	at := slices.IndexFunc(years, func(y model.CalendarYear) bool { return y.Year == number })
	if at < 0 {
		return model.CalendarYear{}, false
	}
	return years[at], true
}

func sameYear(a, b model.CalendarYear) bool {
	return a.Year == b.Year && a.Basis == b.Basis && slices.Equal(a.Holidays, b.Holidays) && slices.Equal(a.MakeUp, b.MakeUp)
}
