package casework

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"yijian/model"
	"yijian/policy/reference"
)

var (
	planNumber  = regexp.MustCompile(`^\pL+[〔\[［【（(](\d{4})[〕\]］】）)](\d+)号$`)
	planTitle   = regexp.MustCompile(`^《([^》]+)》.*印发`)
	planDate    = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`)
	planGoal    = regexp.MustCompile(`到(\d{4})年`)
	planChapter = regexp.MustCompile(`^[一二三四五六七八九十]+、`)
	planAnnex   = regexp.MustCompile(`^附件\d*[:：]?$`)
	planSteerer = regexp.MustCompile(`([^、，。；]+)牵头督导`)
)

// ParsePlanText reads a plan document with its annex of tasks from plain UTF-8
// text; names says whom it means. The k-th task of the annex gets the k-th item
// of the body, whatever their titles. A document that is broken anywhere is refused whole, with the
// line (from 1) and the reason in the error's detail.
func ParsePlanText(text string, names *reference.Catalogue) (model.PlanText, error) {
	lines, err := planLines(text)
	if err != nil {
		return model.PlanText{}, err
	}
	parts, err := dividePlan(lines)
	if err != nil {
		return model.PlanText{}, err
	}
	parts.names = names
	plan := model.PlanText{}
	for _, read := range []func(*model.PlanText) error{
		parts.readHead, parts.readGoal, parts.readSteerer, parts.readTasks,
	} {
		if err := read(&plan); err != nil {
			return model.PlanText{}, err
		}
	}
	return plan, nil
}

// LeadConflicts returns the tasks whose annex and body name leads that are
// different units on the day, in the order of the annex.
func LeadConflicts(plan model.PlanText, names *reference.Catalogue, day model.Date) []model.LeadConflict {
	var conflicts []model.LeadConflict
	for _, item := range plan.Items {
		annex, body := unitOn(names, item.Lead, day), unitOn(names, item.Body.Lead, day)
		if annex != body {
			conflicts = append(conflicts, model.LeadConflict{Number: item.Number, AnnexLead: annex, BodyLead: body})
		}
	}
	return conflicts
}

func unitOn(names *reference.Catalogue, id model.UnitID, day model.Date) model.UnitID {
	if now, ok := names.SuccessorOn(id, day); ok {
		return now
	}
	return id
}

// planLine is one line of a plan: as written without white space at its ends,
// and raw, because in the annex a leading tab starts a cell.
type planLine struct {
	number int
	text   string
	raw    string
}

// planParts are the lines of a plan by what they are about.
type planParts struct {
	names                          *reference.Catalogue
	head, goal, tasks, rest, annex []planLine
	last                           int // the number of the last line
}

func refusePlan(line int, reason, format string, args ...any) error {
	return model.Fail(model.Invalid, "plan."+reason, fmt.Sprintf("第%d行：", line)+fmt.Sprintf(format, args...))
}

// planLines cuts the text into lines and refuses what is not readable Chinese text.
func planLines(text string) ([]planLine, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	if strings.TrimFunc(text, isBlank) == "" {
		return nil, refusePlan(1, "empty", "文件没有内容")
	}
	raw := strings.Split(text, "\n")
	lines := make([]planLine, len(raw))
	for i, line := range raw {
		if !utf8.ValidString(line) || strings.ContainsAny(line, "\ufffd\x00") {
			return nil, refusePlan(i+1, "encoding", "文字编码不是UTF-8，请另存为UTF-8文本后再导入")
		}
		lines[i] = planLine{number: i + 1, text: strings.TrimFunc(line, isBlank), raw: line}
	}
	return lines, nil
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// compact drops white space and makes full-width digits comparable; words of
// the document's skeleton are recognised in this form only.
func (l planLine) compact() string {
	return strings.Map(func(r rune) rune {
		switch {
		case isBlank(r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, l.text)
}

// dividePlan finds 一、发展目标, 二、主要任务, the chapter after it, and the annex.
func dividePlan(lines []planLine) (*planParts, error) {
	p := &planParts{last: len(lines)}
	into := &p.head
	seen := map[string]int{}
	for _, line := range lines {
		compact := line.compact()
		switch {
		case into == &p.annex:
		case planAnnex.MatchString(compact):
			into = &p.annex
			seen["附件"] = line.number
			continue
		case planChapter.MatchString(compact):
			name := strings.TrimRight(planChapter.ReplaceAllString(compact, ""), "。：:")
			if at := seen[name]; at > 0 {
				return nil, refusePlan(line.number, "chapter_twice", "“%s”在第%d行已经出现", name, at)
			}
			seen[name] = line.number
			into = p.chapter(name)
			continue
		}
		*into = append(*into, line)
	}
	for _, name := range []string{"发展目标", "主要任务", "附件"} {
		if seen[name] == 0 {
			return nil, refusePlan(p.last, "part_missing", "全文没有“%s”部分", name)
		}
	}
	return p, nil
}

func (p *planParts) chapter(name string) *[]planLine {
	switch name {
	case "发展目标":
		return &p.goal
	case "主要任务":
		return &p.tasks
	}
	return &p.rest
}

// readHead reads number, title, issuer and date. The issuer signs on the last line above the date.
func (p *planParts) readHead(plan *model.PlanText) error {
	var above planLine
	for _, line := range p.head {
		compact := line.compact()
		number := planNumber.FindStringSubmatch(compact)
		title := planTitle.FindStringSubmatch(compact)
		date := planDate.FindStringSubmatch(compact)
		switch {
		case compact == "":
			continue
		case number != nil && plan.DocumentNo == "":
			bracket := strings.IndexAny(compact, "〔[［【（(")
			plan.DocumentNo = compact[:bracket] + "〔" + number[1] + "〕" + number[2] + "号"
		case title != nil && plan.Title == "":
			plan.Title = title[1]
		case date != nil && plan.Dated.IsZero():
			if err := readDate(plan, line.number, date); err != nil {
				return err
			}
			plan.Issuer = above.compact()
		}
		above = line
	}
	return p.checkHead(plan)
}

func readDate(plan *model.PlanText, line int, part []string) error {
	year, _ := strconv.Atoi(part[1])
	month, _ := strconv.Atoi(part[2])
	day, _ := strconv.Atoi(part[3])
	date, err := model.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	if err != nil {
		return refusePlan(line, "date", "成文日期“%s”不存在", part[0])
	}
	plan.Dated = date
	return nil
}

func (p *planParts) checkHead(plan *model.PlanText) error {
	end := lastNumber(p.head, 1)
	for _, field := range []struct {
		name, value string
		limit       int
	}{
		{"文号", plan.DocumentNo, 60}, {"方案名称（《…》…现印发给你们）", plan.Title, 200},
		{"成文日期（如2019年7月15日）", plan.Dated.String(), 10}, {"发文机关", plan.Issuer, 100},
	} {
		if field.value == "" {
			return refusePlan(end, "head_missing", "到此为止的文头中没有%s", field.name)
		}
		if err := fits(end, field.name, field.value, field.limit); err != nil {
			return err
		}
	}
	return nil
}

// readGoal reads the goal's words and the year by which it is to be reached.
func (p *planParts) readGoal(plan *model.PlanText) error {
	var goal []string
	for _, line := range p.goal {
		if line.text == "" {
			continue
		}
		goal = append(goal, line.text)
		if year := planGoal.FindStringSubmatch(line.compact()); year != nil && plan.GoalYear == 0 {
			plan.GoalYear, _ = strconv.Atoi(year[1])
		}
	}
	plan.Goal = strings.Join(goal, "\n")
	if err := fits(lastNumber(p.goal, 1), "发展目标", plan.Goal, longestClause); err != nil {
		return err
	}
	if plan.GoalYear < 1 {
		return refusePlan(lastNumber(p.goal, lastNumber(p.head, 1)), "goal_year", "发展目标中没有目标年份（如“到2020年”）")
	}
	return nil
}

// lastNumber is the number of the last line, or the other when there is none.
func lastNumber(lines []planLine, otherwise int) int {
	if len(lines) == 0 {
		return otherwise
	}
	return lines[len(lines)-1].number
}

// readSteerer reads who supervises the plan, where the document says so (区商务委牵头督导).
func (p *planParts) readSteerer(plan *model.PlanText) error {
	for _, line := range p.rest {
		found := planSteerer.FindStringSubmatch(line.compact())
		if found == nil || plan.SupervisingUnit != "" {
			continue
		}
		unit, err := planNames{p.names, plan.Dated}.one(line.number, "牵头督导单位", found[1])
		if err != nil {
			return err
		}
		plan.SupervisingUnit = unit
	}
	return nil
}

// readTasks pairs the annex with the body by order.
func (p *planParts) readTasks(plan *model.PlanText) error {
	clauses, err := readClauses(p.tasks, planNames{p.names, plan.Dated})
	if err != nil {
		return err
	}
	title, items, err := readAnnex(p.annex, p.last, planNames{p.names, plan.Dated})
	if err != nil {
		return err
	}
	if len(clauses) != len(items) {
		return refusePlan(p.firstUnpaired(clauses, items), "count", "正文有%d项任务，附件有%d项，应当相同", len(clauses), len(items))
	}
	plan.AnnexTitle = title
	for i := range items {
		items[i].Body = clauses[i]
	}
	plan.Items, plan.Doubts = items, strayTitles(items)
	return nil
}

// firstUnpaired is the line of the first task or item without counterpart.
func (p *planParts) firstUnpaired(clauses []model.PlanClause, items []model.PlanItem) int {
	if len(clauses) > len(items) {
		return clauses[len(items)].Line
	}
	return items[len(clauses)].Line
}

// strayTitles points out items that bear the title of another task: order
// decides, but somebody should see whether the body was shuffled.
func strayTitles(items []model.PlanItem) []model.PlanDoubt {
	byName := map[string]int{}
	for _, item := range items {
		byName[item.Name] = item.Number
	}
	var doubts []model.PlanDoubt
	for _, item := range items {
		if other := byName[item.Body.Title]; other > 0 && item.Body.Title != item.Name {
			doubts = append(doubts, model.PlanDoubt{Line: item.Body.Line, Detail: fmt.Sprintf(
				"正文该条按顺序对应附件第%d项“%s”，但标题与附件第%d项相同，请核对", item.Number, item.Name, other)})
		}
	}
	return doubts
}

func (n planNames) one(line int, what, text string) (model.UnitID, error) {
	id, ok := n.Resolve(text, n.day)
	switch {
	case !ok && strings.ContainsAny(text, "、，,；;"):
		return "", refusePlan(line, "lead_not_one", "%s应当只有一个，写的是“%s”", what, text)
	case !ok:
		return "", refusePlan(line, "unit_unknown", "%s“%s”不在单位名录中", what, text)
	case n.IsGroup(id):
		return "", refusePlan(line, "lead_not_one", "%s“%s”不是一个单位", what, text)
	}
	return id, nil
}

// planNames says whom a document of the day means.
type planNames struct {
	*reference.Catalogue
	day model.Date
}

func (n planNames) many(line int, what, text string) ([]model.PlanUnit, error) {
	units, unknown := n.ResolveList(text, n.day)
	if unknown != "" {
		return nil, refusePlan(line, "unit_unknown", "%s“%s”不在单位名录中", what, unknown)
	}
	if len(units) == 0 {
		return nil, refusePlan(line, "unit_missing", "没有写明%s", what)
	}
	return units, nil
}

// fits refuses text that is longer than its column, in characters.
func fits(line int, what, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return refusePlan(line, "too_long", "%s有%d字，最多%d字", what, n, limit)
	}
	return nil
}
