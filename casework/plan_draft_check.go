package casework

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// planCheck looks for what keeps a draft from being issued, and for what somebody should look at.
type planCheck struct {
	draftWithTasks
	names *reference.Catalogue
	today model.Date
	found []model.PlanProblem
	task  int // the number of the task that is looked at, 0 for the head
	step  int // the milestone that is looked at, from 1
}

// problems are those of the whole draft: of its head, then task by task.
func (p draftWithTasks) problems(ctx context.Context, r store.Reader, today model.Date) ([]model.PlanProblem, error) {
	names, err := catalogueOf(ctx, r)
	if err != nil {
		return nil, err
	}
	c := &planCheck{draftWithTasks: p, names: names, today: today, found: []model.PlanProblem{}}
	if err := c.document(ctx, r); err != nil {
		return nil, err
	}
	c.head()
	seen := map[string]int{}
	for _, t := range p.tasks {
		c.task = t.Number
		c.checkTask(t)
		if first := seen[t.Name]; first > 0 && t.Name != "" {
			c.doubt("name", fmt.Sprintf("与第 %d 项任务同名，请核对是不是重复", first))
		}
		seen[t.Name] = t.Number
	}
	c.locate()
	return c.found, nil
}

// locate says of the problems where in the workbook their fields stand.
func (c *planCheck) locate() {
	places := map[planPlace]model.PlanCell{}
	keep := func(task int, cells model.PlanCells) {
		for _, cell := range cells {
			places[planPlace{task, cell.Step, cell.Field}] = cell
		}
	}
	keep(0, c.Cells)
	for _, t := range c.tasks {
		keep(t.Number, t.Cells)
	}
	for i, p := range c.found {
		if at, known := places[planPlace{p.Task, p.Step, p.Field}]; known && p.Cell == "" {
			c.found[i].Sheet, c.found[i].Cell = at.Sheet, at.Cell
		}
	}
}

func (c *planCheck) note(grave bool, field, detail string, proposals ...string) {
	c.found = append(c.found, model.PlanProblem{
		Error: grave, Task: c.task, Step: c.step, Field: field, Detail: detail, Proposals: append([]string{}, proposals...),
	})
}

func (c *planCheck) fault(field, detail string, proposals ...string) {
	c.note(true, field, detail, proposals...)
}

func (c *planCheck) doubt(field, detail string) { c.note(false, field, detail) }

// flaws tells what of the file could not be taken over; those of the field are told by it alone.
func (c *planCheck) flaws(flaws model.PlanFlaws) (told map[string]bool) {
	told = map[string]bool{}
	step := c.step
	for _, f := range flaws {
		if f.Doubt {
			c.found = append(c.found, model.PlanProblem{Task: c.task, Field: f.Field, Detail: f.Detail, Proposals: []string{}, Sheet: f.Sheet, Cell: f.Cell, Line: f.Line})
			continue
		}
		c.step = f.Step
		c.fault(f.Field, f.Detail)
		told[fmt.Sprintf("%s %d", f.Field, f.Step)] = true
	}
	c.step = step
	return told
}

// document looks whether the document number is free.
func (c *planCheck) document(ctx context.Context, r store.Reader) error {
	number := c.DocumentNo
	if number == "" {
		c.fault("document_no", "没有文号")
		return nil
	}
	if !planNumber.MatchString(planLine{text: number}.compact()) {
		c.doubt("document_no", "文号的写法不像“武隆府办发〔2019〕61号”，请核对")
	}
	_, err := r.TaskPlanByDocument(ctx, number)
	if err == nil {
		c.fault("document_no", "“"+number+"”已经是一份印发的方案")
		return nil
	}
	if model.KindOf(err) != model.NotFound {
		return err
	}
	others, err := r.OpenDraftsByDocument(ctx, number)
	for _, other := range others {
		if other.ID != c.ID {
			c.doubt("document_no", "另一份拟稿也用这个文号：“"+other.Title+"”")
		}
	}
	return err
}

func (c *planCheck) head() {
	told := c.flaws(c.Flaws)
	for _, f := range []struct{ field, text, detail string }{
		{"title", c.Title, "没有方案名称"}, {"issuer", c.Issuer, "没有发文机关"},
	} {
		if f.text == "" {
			c.fault(f.field, f.detail)
		}
	}
	switch {
	case told["dated 0"]:
	case c.Dated.IsZero():
		c.fault("dated", "没有印发日期")
	case c.Dated.After(c.today):
		c.fault("dated", "印发日期"+c.Dated.String()+"还没有到，到那一天才能印发交办")
	case c.Dated.Before(model.FirstDay):
		c.fault("dated", "印发日期过早")
	}
	switch {
	case told["due_on 0"]:
	case c.DueOn.IsZero():
		c.fault("due_on", "没有方案的完成时限")
	case !c.DueOn.After(c.Dated) || c.DueOn.After(c.Dated.AddMonths(240)):
		c.fault("due_on", "方案的完成时限应晚于印发日期，且在二十年以内")
	}
	if !told["supervising_unit 0"] {
		c.unit("supervising_unit", "督导单位", c.SupervisingUnit, "")
	}
	if len(c.tasks) == 0 {
		c.fault("tasks", "还没有任务")
	}
}

// unit looks at one unit that has to be named: known, no group, and there when the plan is dated.
func (c *planCheck) unit(field, title string, id model.UnitID, text string) {
	switch {
	case id == "" && text == "":
		c.fault(field, "没有"+title)
		return
	case id == "":
		c.fault(field, title+"“"+text+"”不在单位名录中", nearestUnits(c.names, text, c.day())...)
		return
	case c.names.IsGroup(id):
		c.fault(field, title+"“"+unitNames(c.units)[id]+"”是一类单位，应当只写一个单位")
		return
	}
	c.stands(field, title, id)
}

// stands finds a unit that is not there on the day of the plan.
func (c *planCheck) stands(field, title string, id model.UnitID) {
	if c.names.IsGroup(id) || c.units[id].ValidOn(c.day()) {
		return
	}
	name := shortName(c.units[id])
	if now, ok := c.names.SuccessorOn(id, c.day()); ok {
		c.fault(field, title+"“"+name+"”在"+c.day().String()+"已经撤销，工作由“"+shortName(c.units[now])+"”承接", shortName(c.units[now]))
		return
	}
	c.fault(field, title+"“"+name+"”在"+c.day().String()+"不存在")
}

// day is the day whose units are meant: that of the plan, today while it has none.
func (c *planCheck) day() model.Date {
	if c.Dated.IsZero() {
		return c.today
	}
	return c.Dated
}

func (c *planCheck) checkTask(t model.PlanDraftTask) {
	told := c.flaws(t.Flaws)
	for _, f := range []struct{ field, text, detail string }{
		{"group_title", t.GroupTitle, "没有结构"}, {"name", t.Name, "没有工作任务"}, {"content", t.Content, "没有具体内容"},
	} {
		if f.text == "" && !told[f.field+" 0"] {
			c.fault(f.field, f.detail)
		}
	}
	if !told["lead 0"] {
		c.unit("lead", "牵头单位", t.Lead, t.LeadText)
	}
	for _, list := range []struct {
		field, title string
		units        model.PlanUnits
	}{{"support", "配合单位", t.Support}, {"responsible", "责任单位", t.Responsible}} {
		for _, u := range list.units {
			switch {
			case u.ID == "":
				c.fault(list.field, list.title+"“"+u.Text+"”不在单位名录中", nearestUnits(c.names, u.Text, c.day())...)
			case u.ID == t.Lead && list.field == "support":
				c.doubt("support", "“"+u.Text+"”已经是牵头单位")
			default:
				c.stands(list.field, list.title, u.ID)
			}
		}
	}
	if t.BodyLead != "" && t.Lead != "" && unitOn(c.names, t.Lead, c.day()) != unitOn(c.names, t.BodyLead, c.day()) {
		c.doubt("lead", "附件写的牵头单位是"+shortName(c.units[t.Lead])+"，正文写的是"+shortName(c.units[t.BodyLead])+"：印发后由督导单位明确，明确前以附件为准")
	}
	c.dates(t, told)
	c.steps(t, told)
}

func (c *planCheck) dates(t model.PlanDraftTask, told map[string]bool) {
	switch {
	case told["start_on 0"]:
	case t.StartOn.IsZero():
		c.doubt("start_on", "没有启动日期：印发后由督导单位设定，设定以前不用签收和报送")
	case t.StartOn.Before(c.Dated):
		c.fault("start_on", "启动日期"+t.StartOn.String()+"早于方案的印发日期"+c.Dated.String())
	}
	due := t.DueOn
	if due.IsZero() {
		due = c.DueOn
	}
	switch {
	case told["due_on 0"] || due.IsZero():
	case !t.StartOn.IsZero() && !due.After(t.StartOn):
		c.fault("due_on", "完成时限"+due.String()+"应晚于启动日期"+t.StartOn.String())
	case !due.After(c.Dated) || due.After(c.day().AddMonths(240)):
		c.fault("due_on", "完成时限"+due.String()+"应晚于方案的印发日期，且在二十年以内")
	case due.After(c.DueOn) && !c.DueOn.IsZero():
		c.doubt("due_on", "完成时限"+due.String()+"晚于方案的完成时限"+c.DueOn.String())
	}
}

func (c *planCheck) steps(t model.PlanDraftTask, told map[string]bool) {
	defer func() { c.step = 0 }()
	due, sum, titles := t.DueOn, int64(0), map[string]bool{}
	if due.IsZero() {
		due = c.DueOn
	}
	if len(t.Milestones) > 0 && t.StartOn.IsZero() && !told["start_on 0"] {
		c.fault("start_on", "有里程碑的任务须有启动日期")
	}
	unread := false
	for i, m := range t.Milestones {
		c.step = i + 1
		at := func(field string) bool { return told[fmt.Sprintf("%s %d", field, c.step)] }
		for _, f := range []struct{ field, text, detail string }{{"title", m.Title, "没有里程碑的名称"}, {"deliverable", m.Deliverable, "没有交付成果"}} {
			if len([]rune(f.text)) < 2 && !at(f.field) {
				c.fault(f.field, f.detail+"（至少 2 字）")
			}
		}
		if titles[m.Title] && m.Title != "" {
			c.fault("title", "这项任务有两个名为“"+m.Title+"”的里程碑")
		}
		titles[m.Title] = true
		if m.Owner != "" || m.OwnerText != "" {
			c.unit("owner", "负责单位", m.Owner, m.OwnerText)
		}
		if unread = unread || at("weight"); !at("weight") && (m.Weight < 1 || m.Weight > mostWeight) {
			c.fault("weight", "权重应为 1 至 100")
		}
		sum += m.Weight
		switch {
		case at("due_on"):
		case m.DueOn.IsZero():
			c.fault("due_on", "没有里程碑的时限")
		case !m.DueOn.After(t.StartOn) || m.DueOn.After(due):
			c.fault("due_on", "里程碑的时限"+m.DueOn.String()+"应在任务的启动日期"+t.StartOn.String()+"之后、完成时限"+due.String()+"以内")
		}
	}
	if c.step = 0; len(t.Milestones) > 0 && !unread && sum != mostWeight {
		c.fault("milestones", fmt.Sprintf("里程碑的权重合计是 %d，应为 100", sum))
	}
}

func errorsAmong(problems []model.PlanProblem) (many int) {
	for _, p := range problems {
		if p.Error {
			many++
		}
	}
	return many
}

// fieldsOfProblems is the errors among the problems, each at its field.
func fieldsOfProblems(problems []model.PlanProblem) error {
	var fields model.FieldErrors
	for _, p := range problems {
		if !p.Error {
			continue
		}
		pointer, said := "/"+p.Field, p.Detail
		if p.Task > 0 && p.Step > 0 {
			pointer = fmt.Sprintf("/milestones/%d/%s", p.Step, p.Field)
		}
		if p.Task > 0 {
			pointer, said = fmt.Sprintf("/tasks/%d%s", p.Task, pointer), fmt.Sprintf("第 %d 项：%s", p.Task, said)
		}
		if len(p.Proposals) > 0 {
			said += "，是不是“" + strings.Join(p.Proposals, "”“") + "”？"
		}
		fields.Add(pointer, "plan_draft."+p.Field, said)
	}
	return fields.Err()
}
