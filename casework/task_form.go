package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

// FormOrder says for which unit and month a form is to be made.
type FormOrder struct {
	Month string       // YYYY-MM
	Unit  model.UnitID // the actor's own when empty
}

// IssueForm makes the form for a unit's reports on a month and keeps it as it was made: a row for
// each task that the unit leads and may report on now, with what was reported and is not accepted
// yet. Its lead makes it, or the unit that supervises the tasks.
func (d *Desk) IssueForm(ctx context.Context, call model.Call, o FormOrder) (model.TaskForm, error) {
	return perform(ctx, d, call, order{permission: "task-form:issue"}, func(w work) (model.TaskForm, error) {
		form := model.TaskForm{
			ID: model.TaskFormID(store.NewID()), UnitID: cmp.Or(o.Unit, call.Actor.UnitID), Month: o.Month,
			IssuedOn: w.today(), IssuedBy: call.Actor.Name, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		first, err := w.checkForm(ctx, form)
		if err != nil {
			return form, err
		}
		terms, err := w.terms(ctx)
		if err != nil {
			return form, err
		}
		tasks, err := w.tasksOfForm(ctx, call.Actor, &form)
		if err != nil {
			return form, err
		}
		if slices.ContainsFunc(tasks, func(t taskInPlan) bool { return terms.owesIn(t.Task, t.past, first, w.today()) }) {
			due, rule, err := terms.reportDue(first)
			if err != nil {
				return form, err
			}
			form.DueOn, form.DueBasis = due, rule.Basis.String()
		}
		form.Title, form.Tasks = form.UnitName+first.MonthWords()+"任务填报表", len(tasks)
		rows, err := w.rowsOfForm(&form, tasks, terms)
		if err != nil {
			return form, err
		}
		return form, w.AddTaskForm(ctx, &form, rows)
	})
}

// checkForm refuses a month or a unit for which no form can be made, and gives the month's first day.
func (w work) checkForm(ctx context.Context, form model.TaskForm) (model.Date, error) {
	var fields model.FieldErrors
	first, err := parseMonth(form.Month)
	switch {
	case err != nil:
		fields.Add("/month", "month.invalid", "月份应为 YYYY-MM")
	case first.After(w.today()):
		fields.Add("/month", "month.future", "不能报送还没有到的月份")
	}
	if form.UnitID == "" {
		fields.Add("/unit_id", "required", "请选择填报单位：您的账号不属于任何单位")
	} else if err := w.existingUnit(ctx, &fields, "/unit_id", form.UnitID); err != nil {
		return first, err
	}
	return first, fields.Err()
}

// tasksOfForm are the tasks that the form's unit leads and may report on for its month, as far as
// they are the actor's: its own, or of a plan that its unit supervises.
func (w work) tasksOfForm(ctx context.Context, actor model.Actor, form *model.TaskForm) ([]taskInPlan, error) {
	units, err := w.UnitsByID(ctx)
	if err != nil {
		return nil, err
	}
	form.UnitID, form.UnitName = units[form.UnitID].CurrentID, shortName(units[units[form.UnitID].CurrentID])
	led, err := w.RunningTasksOf(ctx, w.scope, form.UnitID)
	if err != nil {
		return nil, err
	}
	tasks, _, err := inPlans(ctx, w.Reader, w.scope, led, pastOf)
	if err != nil {
		return nil, err
	}
	unit := model.Actor{UnitID: form.UnitID}
	tasks = slices.DeleteFunc(tasks, func(t taskInPlan) bool {
		mine := t.acts(actor, t.Lead()) || notSupervising(t, actor) == nil
		return !mine || reportOnRefusal(t, form.Month, unit) != "" || checkMonth(t, form.Month, w.today()) != nil
	})
	slices.SortStableFunc(tasks, func(a, b taskInPlan) int {
		return cmp.Or(b.plan.Dated.Compare(a.plan.Dated), cmp.Compare(a.plan.DocumentNo, b.plan.DocumentNo), a.Number-b.Number)
	})
	switch {
	case len(tasks) == 0:
		return nil, inFields(model.Fail(model.Conflict, "task_form.no_tasks", form.UnitName+"没有可以报送这个月的任务：不牵头任务、任务已经办结，或者月报都已审核"), "/month", "/unit_id")
	case len(tasks) > model.MostFormRows:
		return nil, inFields(model.Fail(model.Conflict, "task_form.too_many", fmt.Sprintf("可以报送的任务有%d项，一张填报表最多%d项，请在任务页面逐项报送", len(tasks), model.MostFormRows)), "/month", "/unit_id")
	}
	form.Demo = !slices.ContainsFunc(tasks, func(t taskInPlan) bool { return !t.Demo })
	return tasks, nil
}

// inFields is the refusal with the fields for which it holds.
func inFields(refusal *model.Error, pointers ...string) *model.Error {
	for _, pointer := range pointers {
		refusal.Fields = append(refusal.Fields, model.FieldError{Pointer: pointer, Reason: refusal.Reason, Detail: refusal.Detail})
	}
	return refusal
}

// reportOnRefusal is why the actor cannot report on the month of the task, anew or again, empty when it can.
func reportOnRefusal(t taskInPlan, month string, actor model.Actor) string {
	if report, there := reportOf(t, month); there {
		return sentence(changeReportRefusal(t, report, actor))
	}
	return sentence(reportRefusal(t, actor))
}

// reportOf is the report on the month of the task, whatever its state.
func reportOf(t taskInPlan, month string) (model.TaskReport, bool) {
	at := slices.IndexFunc(t.past.reports, func(r model.TaskReport) bool { return r.Month == month })
	if at < 0 {
		return model.TaskReport{}, false
	}
	return t.past.reports[at], true
}

func (w work) rowsOfForm(form *model.TaskForm, tasks []taskInPlan, terms terms) ([]model.TaskFormRow, error) {
	rows, hashes := make([]model.TaskFormRow, len(tasks)), make([]string, len(tasks))
	for i, task := range tasks {
		facts, err := factsOfRow(*form, task, terms, w.today())
		if err != nil {
			return nil, err
		}
		said, err := canonical.Marshal(facts)
		if err != nil {
			return nil, err
		}
		hashes[i] = canonical.Sum(said)
		rows[i] = model.TaskFormRow{
			ID: store.NewID(), FormID: form.ID, TaskID: task.ID, Position: i + 1, Facts: string(said), Hash: hashes[i],
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
	}
	var err error
	form.Hash, err = hashOfForm(*form, hashes)
	return rows, err
}

// hashOfForm is the hash of what a form says above its rows, and of theirs.
func hashOfForm(form model.TaskForm, rows []string) (string, error) {
	return canonical.Hash(struct {
		Unit  model.UnitID `json:"unit"`
		Month string       `json:"month"`
		Title string       `json:"title"`
		DueOn model.Date   `json:"due_on"`
		Basis string       `json:"due_basis"`
		Rows  []string     `json:"rows"`
	}{form.UnitID, form.Month, form.Title, form.DueOn, form.DueBasis, rows})
}

// checkMade fails unless the form and its rows say what they said when it was made. The hash of a
// form that was made before its head counted is that of its rows alone.
func checkMade(form model.TaskForm, kept []model.TaskFormRow) error {
	rows, whole := make([]string, len(kept)), true
	for i, row := range kept {
		rows[i] = row.Hash
		whole = whole && canonical.Sum([]byte(row.Facts)) == row.Hash
	}
	headed, err := hashOfForm(form, rows)
	if err != nil {
		return err
	}
	former, err := canonical.Hash(rows)
	if err != nil {
		return err
	}
	if !whole || form.Hash != headed && form.Hash != former {
		return model.Fail(model.Unavailable, "task_form.altered", "保存的填报表与发出时的校验值不一致，可能被改动过：请重新下载填报表，并联系系统管理员")
	}
	return nil
}

// factsOfRow are what the task's row of the form says and rests on.
func factsOfRow(form model.TaskForm, t taskInPlan, terms terms, today model.Date) (model.TaskFormFacts, error) {
	decision, err := terms.lightOn(t.Task, t.past, today)
	if err != nil {
		return model.TaskFormFacts{}, err
	}
	first, err := parseMonth(form.Month)
	if err != nil {
		return model.TaskFormFacts{}, err
	}
	owed := "本月不要求报送"
	if terms.owesIn(t.Task, t.past, first, today) {
		owed = "本月应报"
	}
	facts := model.TaskFormFacts{
		Form: form.ID, Task: t.ID, Document: t.plan.DocumentNo, Number: t.Number, Name: t.Name, Content: t.Content, Lead: t.Lead(),
		StartOn: t.StartOn, DueOn: t.DueOn, Planned: decision.Seen.Planned, Light: decision.Light.Title() + "：" + decision.Reason + "（" + owed + "）",
	}
	for _, report := range t.past.reports { // in order of month
		if report.Month < form.Month && counts(report, today) {
			facts.Last = strconv.Itoa(report.Progress)
		}
	}
	if report, there := reportOf(t, form.Month); there {
		facts.Report, facts.ReportVersion = report.ID, report.Version
		facts.Progress, facts.Done, facts.Problems, facts.Coordination = strconv.Itoa(report.Progress), report.Done, report.Problems, report.Coordination
	}
	return facts, nil
}

// FormCard is a form as its page needs it.
type FormCard struct {
	Record  model.TaskForm         `json:"record"`
	Rows    []model.TaskFormFacts  `json:"made"`
	Came    []model.TaskFormReturn `json:"came"`
	Acts    []model.Act            `json:"acts"`
	Take    model.Act              `json:"take"`
	History []model.AuditEntry     `json:"history"`
}

// FormCard returns a form with its rows and what came back of it.
func (d *Desk) FormCard(ctx context.Context, actor model.Actor, id model.TaskFormID) (FormCard, error) {
	card := FormCard{Acts: []model.Act{}}
	var err error
	if card.Record, card.Rows, err = d.FormAsMade(ctx, actor, id); err != nil {
		return card, err
	}
	if card.Came, err = d.Store.ReturnsOfForm(ctx, id); err != nil {
		return card, err
	}
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return card, err
	}
	card.Take = d.act(actor, "take", "上传填报表", "task-form:return", sentence(formRefusal(card.Record.UnitID, units, actor)))
	card.History, err = d.historyFor(ctx, actor, "task-forms", string(id))
	return card, err
}

// FormAsMade returns a form and its rows in its order, of which its workbook is written.
func (d *Desk) FormAsMade(ctx context.Context, actor model.Actor, id model.TaskFormID) (model.TaskForm, []model.TaskFormFacts, error) {
	scope, err := d.Scope(actor, "task-form:read")
	if err != nil {
		return model.TaskForm{}, nil, err
	}
	form, err := d.Store.TaskForm(ctx, scope, id)
	if err != nil {
		return form, nil, err
	}
	facts, err := madeRows(ctx, d.Store.Reader, form)
	return form, facts, err
}

// madeRows are the rows of a form as they were made, in its order; it fails when they are not.
func madeRows(ctx context.Context, r store.Reader, form model.TaskForm) ([]model.TaskFormFacts, error) {
	kept, err := r.FormRows(ctx, form.ID)
	if err != nil {
		return nil, err
	}
	if err := checkMade(form, kept); err != nil {
		return nil, err
	}
	facts := make([]model.TaskFormFacts, len(kept))
	for i, row := range kept {
		if err := json.Unmarshal([]byte(row.Facts), &facts[i]); err != nil {
			return nil, fmt.Errorf("row %s of form %s: %w", row.ID, form.ID, err)
		}
		facts[i].Hash = row.Hash
	}
	return facts, nil
}

// formRefusal refuses everybody but the unit that the form was made for, or what became of it.
func formRefusal(unit model.UnitID, units map[model.UnitID]model.UnitRecord, actor model.Actor) *model.Error {
	if (taskInPlan{units: units}).acts(actor, unit) {
		return nil
	}
	return model.Fail(model.Forbidden, "task_form.other_unit", "这张填报表是发给"+shortName(units[unit])+"的，只有这个单位可以上传和报送")
}
