package casework

import (
	"regexp"
	"strconv"
	"strings"

	"yijian/model"
)

// longestClause is the most characters of an item, a task's content or the goal:
// a fifth of MariaDB's text column and a third of a workbook's cell; none of 2019 comes near.
const longestClause = 10_000

// planGap is white space of any width.
const planGap = `[\s\p{Z}]*`

var (
	planSection  = regexp.MustCompile(`^[（(]` + planGap + `([一二三四五六七八九十]+)` + planGap + `[）)]` + planGap + `(.+)$`)
	planNumbered = regexp.MustCompile(`^([0-9０-９]{1,3})` + planGap + `[．.、]` + planGap + `(.+)$`)
	planLead     = regexp.MustCompile(`牵头单位` + planGap + `[：:]`)
	// The units stand in the last brackets of an item; earlier brackets belong to its content.
	planClauseUnits = regexp.MustCompile(`^(.*)[（(]` + planGap + `牵头单位` + planGap + `[：:]([^；;（(]*)[；;]` +
		planGap + `责任单位` + planGap + `[：:]([^；;（(]*)[）)][。\s\p{Z}]*$`)
)

// readClauses reads the items of 主要任务 in the order in which they stand.
// Their printed numbers may be in any order, but each section must use 1 to n once.
func readClauses(lines []planLine, names planNames) ([]model.PlanClause, error) {
	drafts, err := draftClauses(lines)
	if err != nil {
		return nil, err
	}
	if err := checkClauseNumbers(drafts); err != nil {
		return nil, err
	}
	clauses := make([]model.PlanClause, len(drafts))
	for i, draft := range drafts {
		if clauses[i], err = draft.finish(names); err != nil {
			return nil, err
		}
	}
	return clauses, nil
}

func draftClauses(lines []planLine) ([]clauseDraft, error) {
	var drafts []clauseDraft
	var section planLine
	sections := map[string]int{}
	for _, line := range lines {
		if line.text == "" {
			continue
		}
		if head := planSection.FindStringSubmatch(line.text); head != nil {
			if at := sections[head[1]]; at > 0 {
				return nil, refusePlan(line.number, "section_twice", "（%s）在第%d行已经出现", head[1], at)
			}
			sections[head[1]] = line.number
			section = planLine{number: line.number, text: strings.TrimRight(head[2], "。")}
			continue
		}
		if head := planNumbered.FindStringSubmatch(line.text); head != nil {
			if section.number == 0 {
				return nil, refusePlan(line.number, "section_missing", "条目之前没有“（一）…”这样的小标题")
			}
			if err := fits(line.number, "该条", head[2], longestClause); err != nil {
				return nil, err
			}
			number, _ := strconv.Atoi(planLine{text: head[1]}.compact())
			drafts = append(drafts, clauseDraft{line: line.number, section: section, number: number, text: head[2]})
			continue
		}
		if len(drafts) == 0 || drafts[len(drafts)-1].section.number != section.number {
			return nil, refusePlan(line.number, "body_stray", "“主要任务”中的这一行不属于任何条目")
		}
		open := &drafts[len(drafts)-1]
		open.text += line.text
		if err := fits(line.number, "该条", open.text, longestClause); err != nil {
			return nil, err
		}
	}
	if len(drafts) == 0 {
		return nil, refusePlan(lastNumber(lines, 1), "body_empty", "“主要任务”中没有条目")
	}
	return drafts, nil
}

// clauseDraft is an item whose words are not yet taken apart.
type clauseDraft struct {
	line    int
	section planLine
	number  int
	text    string
}

func checkClauseNumbers(drafts []clauseDraft) error {
	type place struct{ section, number int }
	at, count := map[place]int{}, map[int]int{}
	for _, draft := range drafts {
		here := place{draft.section.number, draft.number}
		if first := at[here]; first > 0 {
			return refusePlan(draft.line, "number_twice", "序号%d与第%d行重复", draft.number, first)
		}
		at[here] = draft.line
		count[draft.section.number]++
	}
	for _, draft := range drafts {
		if n := count[draft.section.number]; draft.number < 1 || draft.number > n {
			return refusePlan(draft.line, "number_gap", "序号%d不连续：“%s”共%d条", draft.number, draft.section.text, n)
		}
	}
	return nil
}

func (d clauseDraft) finish(names planNames) (model.PlanClause, error) {
	c := model.PlanClause{Section: d.section.text, Number: d.number, Line: d.line}
	switch len(planLead.FindAllString(d.text, -1)) {
	case 0:
		return c, refusePlan(d.line, "lead_missing", "正文序号%d没有写明牵头单位", d.number)
	case 1:
	default:
		return c, refusePlan(d.line, "lead_twice", "正文序号%d不止一处写明牵头单位，可能缺少下一条的序号", d.number)
	}
	parts := planClauseUnits.FindStringSubmatch(d.text)
	if parts == nil {
		return c, refusePlan(d.line, "units_unreadable", "正文序号%d结尾应写作“（牵头单位：…；责任单位：…）”", d.number)
	}
	title, content, _ := strings.Cut(parts[1], "。")
	c.Title, c.Content = strings.TrimFunc(title, isBlank), strings.TrimFunc(content, isBlank)
	c.LeadText, c.ResponsibleText = strings.TrimFunc(parts[2], isBlank), strings.TrimFunc(parts[3], isBlank)
	if c.LeadText == "" {
		return c, refusePlan(d.line, "lead_missing", "正文序号%d没有写明牵头单位", d.number)
	}
	if c.Title == "" || c.Content == "" {
		return c, refusePlan(d.line, "content_missing", "正文序号%d没有标题或内容", d.number)
	}
	for _, field := range []struct {
		name, text string
		limit      int
	}{{"小标题", c.Section, 200}, {"标题", c.Title, 200}, {"牵头单位", c.LeadText, 200}, {"责任单位", c.ResponsibleText, 600}} {
		if err := fits(d.line, field.name, field.text, field.limit); err != nil {
			return c, err
		}
	}
	var err error
	if c.Lead, err = names.one(d.line, "牵头单位", c.LeadText); err != nil {
		return c, err
	}
	c.Responsible, err = names.many(d.line, "责任单位", c.ResponsibleText)
	return c, err
}
