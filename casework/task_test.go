package casework

import (
	"context"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// ofUnit is an actor of a unit.
func ofUnit(id string, unit model.UnitID, roles ...model.Role) model.Actor {
	actor := person(id, roles...)
	actor.UnitID = unit
	return actor
}

var (
	taskSupervisor = ofUnit("supervisor", "qu-shangwuwei", model.RoleSupervisor)
	taskLead       = ofUnit("lead3", "qu-jiaotongju", model.RoleLead)
	ownLead        = ofUnit("lead2", "qu-shangwuwei", model.RoleLead)
	taskChief      = person("chief", model.RoleChief)
)

// importedPlan loads the reference data and imports the district's plan.
func importedPlan(t *testing.T, d *Desk) ImportOutcome {
	t.Helper()
	ctx := context.Background()
	if err := d.LoadReference(ctx); err != nil {
		t.Fatal(err)
	}
	outcome, err := d.ImportPlan(ctx, model.Call{Actor: Operator}, reference.PlanText())
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// taskNumbered returns a task of the imported plan as it is now.
func taskNumbered(t *testing.T, d *Desk, number int) model.Task {
	t.Helper()
	tasks, err := d.Store.TasksOfPlan(context.Background(), store.Everything(), "")
	if err != nil {
		t.Fatal(err)
	}
	return tasks[number-1]
}

func auditRows(t *testing.T, d *Desk) int {
	t.Helper()
	n, query := 0, store.Query{}
	for {
		page, err := d.Store.AuditEntries(context.Background(), store.Everything(), query)
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Items)
		if query.Cursor = page.Next; page.Next == "" {
			return n
		}
	}
}

func TestReferenceLoadsOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := context.Background()
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		rows := auditRows(t, d)
		if want := len(reference.Units()) + len(reference.Aliases()) + len(reference.Areas()); rows != want {
			t.Errorf("%d rows loaded, want %d", rows, want)
		}
		if err := d.LoadReference(ctx); err != nil {
			t.Fatal(err)
		}
		if again := auditRows(t, d); again != rows {
			t.Errorf("loading twice wrote %d rows more", again-rows)
		}
		card, err := d.UnitCard(ctx, taskLead, "yangjiao-zhen")
		if err != nil || card.Successor == nil || card.Successor.ID != "yangjiao-jiedao" || card.Record.CurrentID != "yangjiao-jiedao" {
			t.Errorf("the merged town: %+v %v", card, err)
		}
	})
}

func TestImportPlanIsWholeAndOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		ctx := context.Background()
		outcome := importedPlan(t, d)
		var conflicts []int
		for _, conflict := range outcome.Conflicts {
			conflicts = append(conflicts, conflict.Number)
		}
		if outcome.Created != 13 || inJSON(t, conflicts) != "[1,2,5,8,9,10]" {
			t.Errorf("created %d, conflicts %v", outcome.Created, conflicts)
		}
		rows := auditRows(t, d)
		again, err := d.ImportPlan(ctx, model.Call{Actor: Operator}, reference.PlanText())
		if err != nil || again.Created != 0 || again.Unchanged != 13 || again.Plan.ID != outcome.Plan.ID || auditRows(t, d) != rows {
			t.Errorf("importing twice: %+v %v", again, err)
		}
		altered := strings.Replace(reference.PlanText(), "优化完善城乡", "完善城乡", 1)
		_, err = d.ImportPlan(ctx, model.Call{Actor: Operator}, altered)
		wantKind(t, err, model.Conflict)
		if !strings.Contains(err.Error(), "武隆府办发〔2019〕61号") {
			t.Errorf("the refusal names no document: %v", err)
		}
		_, err = d.ImportPlan(ctx, model.Call{Actor: Operator}, strings.Replace(reference.PlanText(), "区生态环境局", "区航天局", 1))
		wantKind(t, err, model.Invalid)
		if !strings.Contains(err.Error(), "第") || auditRows(t, d) != rows {
			t.Errorf("a broken file left rows or names no line: %v", err)
		}
		_, err = d.ImportPlan(ctx, model.Call{Actor: taskLead}, altered)
		wantKind(t, err, model.Forbidden)
	})
}

// The longest texts that an import takes can be kept, changed and audited, in
// characters of four bytes too.
func TestLongestPlan(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		if err := d.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		text := districtPlan(t)
		text = replace(t, text, "到2020年，", strings.Repeat("𠮷", longestClause-400)+"到2020年，")
		text = replace(t, text, "\t统筹规划物流建设土地，编制城乡物流公共服务设施相关规划。", "\t"+strings.Repeat("𠮷", longestClause))
		text = replace(t, text, "加强规划协同引领。", "加强规划协同引领。"+strings.Repeat("𠮷", longestClause-400))
		if _, err := d.ImportPlan(t.Context(), model.Call{Actor: Operator}, text); err != nil {
			t.Fatal(err)
		}
		task := taskNumbered(t, d, 1)
		scheduled(t, d, 1, model.NewDate(2026, time.March, 1), model.NewDate(2026, time.December, 1))
		history, err := d.Store.History(t.Context(), "tasks", string(task.ID))
		if err != nil || len(history) == 0 || len([]rune(history[0].After)) < 2*longestClause-400 {
			t.Errorf("history of %d rows (%v), the newest not whole", len(history), err)
		}
	})
}

func TestImportAnotherYearsPlan(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		importedPlan(t, d)
		text := strings.NewReplacer("〔2019〕61号", "〔2021〕7号", "2019年7月15日", "2021年7月15日", "到2020年", "到2027年").Replace(reference.PlanText())
		outcome, err := d.ImportPlan(context.Background(), model.Call{Actor: taskSupervisor}, text)
		if err != nil {
			t.Fatal(err)
		}
		tasks, err := d.Store.TasksOfPlan(context.Background(), store.Everything(), outcome.Plan.ID)
		if err != nil || len(tasks) != 13 || tasks[0].DueOn != model.NewDate(2027, time.December, 31) {
			t.Fatalf("%d tasks, %v", len(tasks), err)
		}
		if members := groupMembers(t, d, tasks[0].ID); members != 26 {
			t.Errorf("the group has %d members in 2021", members)
		}
		if members := groupMembers(t, d, taskNumbered(t, d, 1).ID); members != 27 {
			t.Errorf("the group has %d members in 2019", members)
		}
	})
}

func groupMembers(t *testing.T, d *Desk, id model.TaskID) int {
	t.Helper()
	parts, err := d.Store.TaskUnits(context.Background(), store.Everything(), id)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, part := range parts {
		if part.GroupID == "townships" && part.Part == model.PartSupport {
			n++
		}
	}
	return n
}

func TestUnitsSeeTheTasksTheyHaveAPartIn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		for _, c := range []struct {
			actor model.Actor
			want  int
		}{
			{taskSupervisor, 13}, {taskChief, 13}, {person("inspector", model.RoleInspector), 13},
			{ofUnit("town", "yangjiao-jiedao", model.RoleSupport), 6}, // through 羊角镇, which it succeeded
			{ofUnit("grid", "qu-dianligongsi", model.RoleSupport), 1},
			{ofUnit("stranger", "nobody", model.RoleLead), 0},
			{ofUnit("unitless", "", model.RoleLead), 0},
		} {
			page, err := d.TaskList(ctx, c.actor, store.Query{}, "")
			if err != nil || len(page.Items) != c.want {
				t.Errorf("%s sees %d tasks, want %d (%v)", c.actor.Name, len(page.Items), c.want, err)
			}
		}
		_, err := d.TaskList(ctx, person("firm", model.RoleFirm), store.Query{}, "")
		wantKind(t, err, model.Forbidden)
		_, err = d.TaskCard(ctx, ofUnit("grid", "qu-dianligongsi", model.RoleSupport), taskNumbered(t, d, 4).ID)
		wantKind(t, err, model.NotFound)
	})
}

func TestResolveLead(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, _ := openDesk(t, dsn)
		importedPlan(t, d)
		ctx := context.Background()
		task := taskNumbered(t, d, 5)
		on := func(actor model.Actor) model.Call { return model.Call{Actor: actor, Version: task.Version} }
		for name, c := range map[string]struct {
			actor model.Actor
			lead  model.UnitID
			kind  model.Kind
		}{
			"supervisor elsewhere": {ofUnit("other", "qu-jiaotongju", model.RoleSupervisor), task.BodyLead, model.Forbidden},
			"lead":                 {taskLead, task.BodyLead, model.Forbidden},
			"chief":                {taskChief, task.BodyLead, model.Forbidden},
			"a third unit":         {taskSupervisor, "qu-shangwuwei", model.Invalid},
		} {
			if _, err := d.ResolveLead(ctx, on(c.actor), task.ID, c.lead, "按职能分工"); model.KindOf(err) != c.kind {
				t.Errorf("%s: %v, want %s", name, err, c.kind)
			}
		}
		_, err := d.ResolveLead(ctx, on(taskSupervisor), task.ID, task.BodyLead, " ")
		wantKind(t, err, model.Invalid)
		resolved, err := d.ResolveLead(ctx, on(taskSupervisor), task.ID, task.BodyLead, "按职能分工")
		if err != nil || resolved.Lead() != "qu-gonganju" || resolved.InConflict() || resolved.ResolvedBy != "supervisor" {
			t.Fatalf("%+v %v", resolved, err)
		}
		_, err = d.ResolveLead(ctx, on(taskSupervisor), task.ID, task.AnnexLead, "再定")
		wantKind(t, err, model.Stale)
		task = resolved
		_, err = d.ResolveLead(ctx, on(taskSupervisor), task.ID, task.AnnexLead, "再定")
		wantKind(t, err, model.Conflict)
		task = taskNumbered(t, d, 3)
		_, err = d.ResolveLead(ctx, on(taskSupervisor), task.ID, task.AnnexLead, "没有冲突")
		wantKind(t, err, model.Conflict)
	})
}
