package casework

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// aWorkbook is the smallest file that is judged to be a workbook, another for every n; what it says a test tells.
func aWorkbook(t *testing.T, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"xl/workbook.xml", fmt.Sprintf("<workbook n=\"%d\"/>", n)},
	} {
		into, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := into.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// returned is the form as it comes back untouched: rows from the fifth, columns from A.
func returned(form model.TaskForm, rows []model.TaskFormFacts) model.ReturnedForm {
	said := model.ReturnedForm{Form: form.ID}
	for i, facts := range rows {
		row := model.ReturnedFormRow{Row: 5 + i, Task: facts.Task, Hash: facts.Hash, Cells: map[string]model.ReturnedCell{}}
		for at, column := range model.TaskFormColumns() {
			if !column.Hidden {
				row.Cells[column.Key] = model.ReturnedCell{Cell: fmt.Sprintf("%c%d", 'A'+at, row.Row), Words: facts.Words(column.Key)}
			}
		}
		said.Rows = append(said.Rows, row)
	}
	return said
}

// write puts words into a cell of a row.
func write(row model.ReturnedFormRow, key, words string) {
	cell := row.Cells[key]
	cell.Words = words
	row.Cells[key] = cell
}

// onForm is a desk with a form for the tasks of taskLead in February 2026, the fourth and the thirteenth of the plan.
type onForm struct {
	*Desk
	t     *testing.T
	clock *testClock
	form  model.TaskForm
	rows  []model.TaskFormFacts
	sent  int
}

func openForm(t *testing.T, dsn string) *onForm {
	t.Helper()
	d, clock := openDesk(t, dsn)
	importedPlan(t, d)
	withBlobs(t, d)
	clock.set(2026, time.February, 10)
	for _, number := range []int{4, 13} {
		scheduled(t, d, number, model.NewDate(2026, 1, 1), model.NewDate(2026, 12, 31))
	}
	reported(t, d, taskLead, 4, "2026-01", 8)
	o := &onForm{Desk: d, t: t, clock: clock}
	o.make()
	return o
}

// make has the form made anew.
func (o *onForm) make() {
	o.t.Helper()
	form, err := o.IssueForm(context.Background(), by(taskLead, 0), FormOrder{Month: "2026-02"})
	o.form = ok(o.t, form, err)
	_, rows, err := o.FormAsMade(context.Background(), taskLead, form.ID)
	o.rows = ok(o.t, rows, err)
}

// try sends the form back as the actor.
func (o *onForm) try(actor model.Actor, said model.ReturnedForm) (model.TaskFormReturn, error) {
	o.t.Helper()
	o.sent++
	file := aWorkbook(o.t, o.sent)
	return o.TakeForm(context.Background(), by(actor, 0), FormFile{
		Upload: Upload{Name: "填报表.xlsx", Content: bytes.NewReader(file), Size: int64(len(file))},
		Read:   func([]byte) (model.ReturnedForm, error) { return said, nil },
	})
}

// back sends the form back, edited, and returns what is found of its rows.
func (o *onForm) back(edit func(rows []model.ReturnedFormRow) []model.ReturnedFormRow) (model.TaskFormReturn, []model.FormLine) {
	o.t.Helper()
	said := returned(o.form, o.rows)
	said.Rows = edit(said.Rows)
	came, err := o.try(taskLead, said)
	return ok(o.t, came, err), o.lines(came.ID)
}

func (o *onForm) lines(id model.TaskFormReturnID) []model.FormLine {
	o.t.Helper()
	card, err := o.FormReturnCard(context.Background(), taskLead, id)
	return ok(o.t, card, err).Lines
}

// filledIn fills the row in for a report.
func filledIn(row model.ReturnedFormRow, progress string) {
	write(row, "progress", progress)
	write(row, "done", "演示：完成选址。")
}

// wantLine fails unless the line has the state and its reason says the words.
func (o *onForm) wantLine(line model.FormLine, state model.FormRowState, words string) {
	o.t.Helper()
	if line.State != state || !strings.Contains(line.Reason, words) {
		o.t.Errorf("row %d is %s (%s) with %+v, want %s saying %q", line.Row, line.State, line.Reason, line.Cells, state, words)
	}
}

// reports are the reports of the month on the task with the number.
func (o *onForm) reports(number int) []model.TaskReport {
	o.t.Helper()
	task := taskNumbered(o.t, o.Desk, number)
	reports, err := o.Store.ReportsOfTasks(context.Background(), store.Everything(), []model.TaskID{task.ID})
	ok(o.t, reports, err)
	found := []model.TaskReport{}
	for _, report := range reports[task.ID] {
		if report.Month == o.form.Month {
			found = append(found, report)
		}
	}
	return found
}

var otherLead = ofUnit("lead4", "qu-xiangzhenfuwu", model.RoleLead)

func TestAFormHasTheTasksThatTheUnitMayReportOn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		numbers := []int{}
		for _, row := range o.rows {
			numbers = append(numbers, row.Number)
		}
		led := []int{}
		for n := 1; n <= 13; n++ {
			if task := taskNumbered(t, o.Desk, n); task.Lead() == taskLead.UnitID {
				led = append(led, n)
			}
		}
		if inJSON(t, numbers) != inJSON(t, led) || o.form.Tasks != len(led) || len(led) < 2 {
			t.Errorf("the form has %v, the unit leads %v", numbers, led)
		}
		if o.form.DueOn != model.NewDate(2026, 2, 25) || o.form.DueBasis == "" || !strings.Contains(o.form.Title, "2026年2月") {
			t.Errorf("the form is due %s by %q, %s", o.form.DueOn, o.form.DueBasis, o.form.Title)
		}
		if first := o.rows[0]; first.Number != 4 || first.Last != "8" || first.Progress != "" || first.Planned == 0 || !strings.Contains(first.Light, "灯：") {
			t.Errorf("the first row says %+v", first)
		}
		ctx := context.Background()
		report, _ := reported(t, o.Desk, taskLead, 4, "2026-02", 15)
		o.make()
		if first := o.rows[0]; first.Report != report.ID || first.Progress != "15" || first.Done != report.Done {
			t.Errorf("what was reported is not in the form: %+v", first)
		}
		_, err := o.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, true, "")
		ok(t, report, err)
		o.make()
		if o.rows[0].Number == 4 {
			t.Error("a task whose report is accepted stands in the form")
		}
	})
}

func TestFormsThatAreNotMade(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		issue := func(actor model.Actor, f FormOrder) error {
			_, err := o.IssueForm(context.Background(), by(actor, 0), f)
			return err
		}
		wrongField(t, issue(taskLead, FormOrder{Month: "2026-13"}), "/month", "month.invalid")
		wrongField(t, issue(taskLead, FormOrder{Month: "2026-03"}), "/month", "month.future")
		wrongField(t, issue(taskLead, FormOrder{Month: "2026-02", Unit: "qu-hangtianju"}), "/unit_id", "unit.unknown")
		wrongField(t, issue(ofUnit("x", "", model.RoleLead), FormOrder{Month: "2026-02"}), "/unit_id", "required")
		wantRefusal(t, issue(taskLead, FormOrder{Month: "2026-02", Unit: "qu-shangwuwei"}), model.Conflict, "task_form.no_tasks") // which leads tasks, but not of this actor's
		wantRefusal(t, issue(taskLead, FormOrder{Month: "2019-06"}), model.Conflict, "task_form.no_tasks")                        // before the plan
		for _, pointer := range []string{"/month", "/unit_id"} {
			wrongField(t, issue(taskLead, FormOrder{Month: "2019-06"}), pointer, "task_form.no_tasks")
		}
		wantKind(t, issue(taskChief, FormOrder{Month: "2026-02"}), model.Forbidden)
		form, err := o.IssueForm(context.Background(), by(taskSupervisor, 0), FormOrder{Month: "2026-02", Unit: taskLead.UnitID})
		if ok(t, form, err); form.UnitID != taskLead.UnitID || form.Tasks != o.form.Tasks {
			t.Errorf("the supervising unit's form for the lead: %+v", form)
		}
		_, err = o.try(taskSupervisor, model.ReturnedForm{Form: form.ID})
		wantKind(t, err, model.Forbidden)
		both := ofUnit("both", taskSupervisor.UnitID, model.RoleSupervisor, model.RoleLead) // sees the form, and is of another unit
		_, err = o.try(both, model.ReturnedForm{Form: form.ID})
		wrongField(t, err, "/file", "task_form.unknown")
		card, err := o.FormCard(context.Background(), both, form.ID)
		if ok(t, card, err); card.Take.Allowed || !strings.Contains(card.Take.Reason, "只有这个单位可以上传和报送") {
			t.Errorf("a person of another unit who sees the form is offered %+v", card.Take)
		}
		if came := must2(o.Store.ReturnsOfForm(context.Background(), form.ID)); len(came) != 0 {
			t.Errorf("others handed the form in: %+v", came)
		}
	})
}
