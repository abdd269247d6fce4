package casework

import (
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// planPlace is a field of a draft: of its head, of a task, or of a milestone of a task.
type planPlace struct {
	task, step int
	field      string
}

// planReading is a draft as a file brings it.
type planReading struct {
	draft  model.PlanDraft
	tasks  []model.PlanDraftTask
	names  *reference.Catalogue
	day    model.Date
	byNo   map[int]int       // place of the task that has the number in the file
	former int               // the number that the last milestone belongs to
	heads  map[string]string // the cells of the lines of the head that were read, by field
}

// mostDoubts bounds what is told of a file beyond its fields, so that a draft can be kept and read.
const mostDoubts = 100

// readPlanRows takes a workbook's rows as a draft. What cannot be taken over is a flaw of its
// field, or of nothing where it belongs to no task.
func readPlanRows(rows []model.BookRow, names *reference.Catalogue, today model.Date) (*planReading, error) {
	r := &planReading{names: names, day: today, byNo: map[int]int{}, heads: map[string]string{}}
	sheets := PlanSheets()
	for _, row := range rows { // units are those of the plan's day, wherever that is written
		if title, text := headLine(row); row.Sheet == 0 && title == "印发日期" {
			if day, fits := dayIn(text); fits && !day.IsZero() {
				r.day = day
			}
		}
	}
	for at, read := range []func(model.Sheet, model.BookRow) error{r.headRow, r.taskRow, r.stepRow} {
		for _, row := range rows {
			if row.Sheet != at {
				continue
			}
			for i, text := range row.Cells {
				row.Cells[i] = trimmed(text)
			}
			if err := read(sheets[at], row); err != nil {
				return nil, err
			}
		}
	}
	if len(r.tasks) > mostPlanTasks {
		return nil, planFileRefused("plan.many", fmt.Sprintf("“任务分解”表有 %d 项任务，最多 %d 项", len(r.tasks), mostPlanTasks))
	}
	r.draft.TaskCount = len(r.tasks)
	return r, nil
}

func planFileRefused(reason, detail string) error {
	var fields model.FieldErrors
	fields.Add("/file", reason, detail)
	return fields.Err()
}

// stands is where a field, or a milestone's from step 1, stands.
func stands(field string, step int, sheet model.Sheet, row model.BookRow, key string) model.PlanCell {
	return model.PlanCell{Field: field, Step: step, Sheet: sheet.Title, Cell: cellName(row.At[sheet.Column(key)], row.Row)}
}

// doubt notes what of the file belongs to no field, up to a bound.
func (r *planReading) doubt(at model.PlanCell, detail string) {
	switch n := len(r.draft.Flaws); {
	case n > mostDoubts:
		return
	case n == mostDoubts:
		detail = fmt.Sprintf("问题超过 %d 处，从这一处起不再逐一列出，请核对文件后重新上传", mostDoubts)
	}
	r.draft.Flaws = append(r.draft.Flaws, model.PlanFlaw{Field: at.Field, Detail: detail, Doubt: true, Sheet: at.Sheet, Cell: at.Cell})
}

func cellName(column, row int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return fmt.Sprint(name, row)
}

// fitting is the text of a cell within what its field may hold; what is too long or not
// readable is a flaw.
func fitting(flaws *model.PlanFlaws, flaw model.PlanFlaw, c model.SheetColumn, text string) string {
	c.Required = false
	if _, detail := shapeOf(c, text); detail != "" {
		flaw.Detail = c.Title + "“" + cut(text, 40) + "”：" + detail
		*flaws = append(*flaws, flaw)
		if c.Longest == 0 { // not kept as text
			return text
		}
		return cut(text, c.Longest)
	}
	return text
}

// headLine is what a row of the head is about, and what it says.
func headLine(row model.BookRow) (title, text string) {
	return strings.TrimSuffix(trimmed(row.Cells[0]), "："), trimmed(row.Cells[1])
}

func (r *planReading) headRow(sheet model.Sheet, row model.BookRow) error {
	title, text := headLine(row)
	for _, line := range planHeadRows {
		if line.title != title {
			continue
		}
		at := stands(line.field, 0, sheet, row, "value")
		if first, twice := r.heads[line.field]; twice {
			r.doubt(at, "“"+title+"”在 "+first+" 已经写过，这一行没有采用，请核对")
			return nil
		}
		r.heads[line.field] = at.Cell
		r.draft.Cells = append(r.draft.Cells, at)
		r.headField(line.field, line.title, text)
		return nil
	}
	r.doubt(stands("head", 0, sheet, row, "field"), "不认识的项目“"+cut(title, 20)+"”，没有采用")
	return nil
}

func (r *planReading) headField(field, title, text string) {
	p := &r.draft
	flaw := model.PlanFlaw{Field: field}
	texts := map[string]struct {
		into *string
		most int
	}{
		"document_no": {&p.DocumentNo, 60}, "title": {&p.Title, 200}, "annex_title": {&p.AnnexTitle, 200}, "issuer": {&p.Issuer, 100}, "goal": {&p.Goal, longestClause},
	}
	if f, is := texts[field]; is {
		*f.into = fitting(&p.Flaws, flaw, model.SheetColumn{Title: title, Kind: model.CellText, Longest: f.most}, text)
		return
	}
	switch {
	case text == "":
	case field == "supervising_unit":
		id, known := r.names.Resolve(text, r.day)
		if p.SupervisingUnit = id; !known {
			flaw.Detail = title + "“" + cut(text, 40) + "”不在单位名录中" + proposed(nearestUnits(r.names, text, r.day))
			p.Flaws = append(p.Flaws, flaw)
		}
	default:
		day, fits := dayIn(text)
		if !fits {
			flaw.Detail = title + "“" + cut(text, 40) + "”不是能识别的日期，应写作 2027-01-02"
			p.Flaws = append(p.Flaws, flaw)
		}
		if field == "dated" {
			p.Dated = day
			return
		}
		p.DueOn = day
	}
}

func proposed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "，是不是“" + strings.Join(names, "”“") + "”？"
}

func (r *planReading) taskRow(sheet model.Sheet, row model.BookRow) error {
	n := len(r.tasks) + 1
	t := model.PlanDraftTask{ID: model.PlanDraftTaskID(store.NewID()), Number: n, Rhythm: model.RhythmMonthly, Support: model.PlanUnits{}, Responsible: model.PlanUnits{}, Milestones: model.PlanSteps{}}
	for _, c := range sheet.Columns {
		t.Cells = append(t.Cells, stands(c.Key, 0, sheet, row, c.Key))
	}
	text := func(key string) string {
		return fitting(&t.Flaws, model.PlanFlaw{Field: key}, sheet.Columns[sheet.Column(key)], row.Cells[sheet.Column(key)])
	}
	if t.GroupTitle = text("group_title"); t.GroupTitle == "" && n > 1 {
		t.GroupTitle = r.tasks[n-2].GroupTitle
	}
	t.Name, t.Content, t.LeadText = text("name"), text("content"), text("lead")
	if id, known := r.names.Resolve(t.LeadText, r.day); known {
		t.Lead = id
	} else if strings.ContainsAny(t.LeadText, "、，,；;\n") {
		t.Flaws = append(t.Flaws, model.PlanFlaw{Field: "lead", Detail: "牵头单位“" + cut(t.LeadText, 40) + "”：只能写一个牵头单位，其余的写在配合单位"})
	}
	t.Support, t.Responsible = r.units(&t.Flaws, "support", text("support")), r.units(&t.Flaws, "responsible", text("responsible"))
	t.StartOn, _ = dayIn(text("start_on"))
	t.DueOn, _ = dayIn(text("due_on"))
	if code, fits := codeOf(sheet.Columns[sheet.Column("rhythm")], text("rhythm")); fits && code != "" {
		t.Rhythm = model.TaskRhythm(code)
	}
	written := row.Cells[sheet.Column("number")]
	number, fits := numberIn(written, mostPlanTasks)
	detail := ""
	switch first, taken := r.byNo[number]; {
	case !fits:
		detail, number = "序号“"+cut(written, 20)+"”不是数字", 0
	case taken:
		detail, number = fmt.Sprintf("序号 %d 与第 %d 项重复，应为 %d", number, first+1, n), 0
	case number != n:
		detail = fmt.Sprintf("序号 %d 不连续，应为 %d", number, n)
	}
	if detail != "" {
		t.Flaws = append(t.Flaws, model.PlanFlaw{Field: "number", Detail: detail + "；拟稿按各行的先后编号，请核对里程碑对应的任务"})
	}
	if number > 0 {
		r.byNo[number] = n - 1
	}
	r.tasks = append(r.tasks, t)
	return nil
}

// units reads an enumeration; words that mean no unit of the day stay without an id.
func (r *planReading) units(flaws *model.PlanFlaws, field, text string) model.PlanUnits {
	units := model.PlanUnits{}
	words := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、，,；;\n", c) })
	for i := 0; i < len(words); i++ {
		word := trimmed(words[i])
		if word == "" {
			continue
		}
		if i+1 < len(words) { // a group may be two words
			if id, known := r.names.Resolve(word+between+trimmed(words[i+1]), r.day); known {
				units = append(units, model.PlanUnit{Text: word + between + trimmed(words[i+1]), ID: id})
				i++
				continue
			}
		}
		id, _ := r.names.Resolve(word, r.day)
		units = append(units, model.PlanUnit{Text: cut(word, 100), ID: id})
	}
	if len(units) > mostPlanUnits {
		*flaws = append(*flaws, model.PlanFlaw{Field: field, Detail: fmt.Sprintf("最多 %d 个单位，其余的没有采用", mostPlanUnits)})
		units = units[:mostPlanUnits]
	}
	return units
}

func (r *planReading) stepRow(sheet model.Sheet, row model.BookRow) error {
	written := row.Cells[sheet.Column("number")]
	number, fits := numberIn(written, mostPlanTasks)
	if written == "" {
		number, fits = r.former, r.former > 0
	}
	at, known := r.byNo[number]
	if !fits || !known {
		r.doubt(stands("number", 0, sheet, row, "number"), "“任务分解”表里没有序号为“"+cut(written, 20)+"”的任务，这个里程碑没有采用")
		return nil
	}
	r.former = number
	t := &r.tasks[at]
	if len(t.Milestones) >= mostMilestones {
		r.doubt(stands("milestones", 0, sheet, row, "title"), fmt.Sprintf("第 %d 项任务的里程碑超过 24 个，这一个没有采用", t.Number))
		return nil
	}
	step := len(t.Milestones) + 1
	for _, c := range sheet.Columns {
		t.Cells = append(t.Cells, stands(c.Key, step, sheet, row, c.Key))
	}
	if step == 1 {
		t.Cells = append(t.Cells, stands("milestones", 0, sheet, row, "weight"))
	}
	text := func(key string) string {
		return fitting(&t.Flaws, model.PlanFlaw{Field: key, Step: step}, sheet.Columns[sheet.Column(key)], row.Cells[sheet.Column(key)])
	}
	m := model.PlanStep{Title: text("title"), Deliverable: text("deliverable"), OwnerText: text("owner")}
	m.Owner, _ = r.names.Resolve(m.OwnerText, r.day)
	m.DueOn, _ = dayIn(text("due_on"))
	weight, _ := numberIn(text("weight"), mostWeight)
	m.Weight = int64(weight)
	t.Milestones = append(t.Milestones, m)
	return nil
}
