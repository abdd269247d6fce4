package casework

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

type backRows = []model.ReturnedFormRow

// What an office program does to a form when it saves it is no change.
func TestAFormThatIsOnlySavedChangesNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		task := taskNumbered(t, o.Desk, 4)
		report, err := o.ReportTask(context.Background(), by(taskLead, task.Version), task.ID, "2026-02", TaskProgress{Progress: 50, Done: "第一行\n\n第二行", Problems: "=1+1"})
		ok(t, report, err)
		o.make()
		came, lines := o.back(func(rows backRows) backRows {
			write(rows[0], "progress", "50.0")
			write(rows[0], "done", " 第一行 \r\n\r\n第二行\r\n")
			write(rows[0], "planned", rows[0].Cells["planned"].Words+".00")
			write(rows[0], "content", "\u00a0"+strings.ReplaceAll(rows[0].Cells["content"].Words, "。", "。\r\n"))
			slices.Reverse(rows)
			return rows
		})
		for _, line := range lines {
			o.wantLine(line, model.FormRowSame, "")
		}
		if came.Same != len(o.rows) || came.Changed != 0 {
			t.Errorf("counted %+v", came)
		}
		_, err = o.ConfirmForm(context.Background(), by(taskLead, came.Version), came.ID)
		wantRefusal(t, err, model.Conflict, "task_form.nothing")
	})
}

// What an office program did to the spaces of a cell that nobody changed is not handed in with the others.
func TestAnUntouchedCellIsHandedInAsItWas(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		task := taskNumbered(t, o.Desk, 4)
		must2(o.ReportTask(t.Context(), by(taskLead, task.Version), task.ID, "2026-02", TaskProgress{Progress: 50, Done: "第一行  甲\n\n第二行", Problems: "用地 紧张 "}))
		o.make()
		came, lines := o.back(func(rows backRows) backRows {
			write(rows[0], "progress", "60")
			write(rows[0], "done", "第一行 甲\n\n第二行")
			write(rows[0], "problems", "用地   紧张")
			return rows
		})
		if o.wantLine(lines[0], model.FormRowChanged, ""); len(lines[0].Cells) != 1 {
			t.Errorf("changed are %+v", lines[0].Cells)
		}
		must2(o.ConfirmForm(t.Context(), by(taskLead, came.Version), came.ID))
		if r := o.reports(4)[0]; r.Progress != 60 || r.Done != "第一行  甲\n\n第二行" || r.Problems != "用地 紧张 " {
			t.Errorf("handed in was %+v", r)
		}
	})
}

func TestRowsBeyondTheFormAreRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		foreign := taskNumbered(t, o.Desk, 2)
		for what, forge := range map[string]struct {
			edit  func(rows backRows) backRows
			words string
		}{
			"a locked cell":        {func(rows backRows) backRows { write(rows[0], "due_on", "2027-01-01"); return rows }, "E5 完成时限：这一格不能改"},
			"a locked number":      {func(rows backRows) backRows { write(rows[0], "planned", "1"); return rows }, "F5 计划进度（%）："},
			"another task's id":    {func(rows backRows) backRows { rows[0].Task = foreign.ID; return rows }, "第 5 行不是这张填报表里的行"},
			"no id":                {func(rows backRows) backRows { rows[0].Task = ""; return rows }, "第 5 行不是这张填报表里的行"},
			"a forged hash":        {func(rows backRows) backRows { rows[0].Hash = strings.Repeat("0", 64); return rows }, "校验值与发出时的不一致"},
			"ids that changed row": {func(rows backRows) backRows { rows[0].Task, rows[1].Task = rows[1].Task, rows[0].Task; return rows }, "校验值与发出时的不一致"},
			"the hash of its row, too": {func(rows backRows) backRows {
				rows[0].Task, rows[1].Task, rows[0].Hash, rows[1].Hash = rows[1].Task, rows[0].Task, rows[1].Hash, rows[0].Hash
				return rows
			}, "这一格不能改"},
			"a formula": {func(rows backRows) backRows {
				rows[0].Cells["done"] = model.ReturnedCell{Cell: "J5", Words: "1", Fault: "单元格里是公式，请填写内容本身"}
				return rows
			}, "J5 本月情况：单元格里是公式"},
			"words beside": {func(rows backRows) backRows {
				rows[0].Cells["extra"] = model.ReturnedCell{Cell: "P5", Words: "备注", Fault: "填报表以外的单元格，请清空"}
				return rows
			}, "P5 表外"},
		} {
			_, lines := o.back(func(rows backRows) backRows {
				filledIn(rows[0], "20")
				return forge.edit(rows)
			})
			if o.wantLine(lines[0], model.FormRowForeign, forge.words); t.Failed() {
				t.Fatal(what)
			}
		}
		came, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return append(rows, rows[0]) })
		o.wantLine(lines[0], model.FormRowForeign, "出现了2行")
		if came.Foreign != 2 || came.Changed != 0 || len(o.reports(4)) != 0 {
			t.Errorf("a doubled row: %+v, reports %v", came, o.reports(4))
		}
	})
}

func TestWhatIsFilledInWronglyNamesItsCell(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		for words, want := range map[string]string{"101": "I5 实报进度（%）：应为 0 至 100 的整数", "-1": "I5", "一半": "I5", "12.5": "I5", "": "I5", "1e1": "I5"} {
			_, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], words); return rows })
			o.wantLine(lines[0], model.FormRowFaulty, want)
		}
		_, lines := o.back(func(rows backRows) backRows { write(rows[0], "progress", "20"); return rows })
		o.wantLine(lines[0], model.FormRowFaulty, "J5 本月情况：请填写本月情况")
		_, lines = o.back(func(rows backRows) backRows {
			filledIn(rows[0], "20")
			write(rows[0], "problems", strings.Repeat("长", 1001))
			return rows
		})
		o.wantLine(lines[0], model.FormRowFaulty, "K5 存在问题：最多 1000 字")
		for _, words := range []string{"20%", "２０", "20.0", " 20 "} {
			_, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], words); return rows })
			if o.wantLine(lines[0], model.FormRowChanged, ""); lines[0].Cells[0].After != "20" || lines[0].Cells[0].Cell != "I5" {
				t.Errorf("%q is taken as %+v", words, lines[0].Cells)
			}
		}
		came, lines := o.back(func(rows backRows) backRows { return rows[1:] })
		last := lines[len(lines)-1]
		if o.wantLine(last, model.FormRowMissing, "没有这一行"); last.Number != 4 || came.Missing != 1 {
			t.Errorf("the row that is gone: %+v of %+v", last, came)
		}
	})
}

// A row that changed since the form was made is stale, whatever changed.
func TestStaleRows(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := context.Background()
		came, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return rows })
		o.wantLine(lines[0], model.FormRowChanged, "")
		stale := func(words string) {
			t.Helper()
			o.wantLine(o.lines(came.ID)[0], model.FormRowStale, words)
		}
		report, _ := reported(t, o.Desk, taskLead, 4, "2026-02", 15)
		stale("发出以后已经报送了这个月的月报")
		o.make()
		came, _ = o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return rows })
		report, err := o.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 16, Done: "又改"})
		ok(t, report, err)
		stale("这个月的月报改动过")
		report, err = o.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, false, "没有依据")
		ok(t, report, err)
		stale("月报被退回")
		o.make()
		came, lines = o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return rows })
		o.wantLine(lines[0], model.FormRowChanged, "") // made after the report was returned
		report, err = o.ChangeTaskReport(ctx, by(taskLead, report.Version), report.ID, TaskProgress{Progress: 20, Done: "演示：完成选址。"})
		ok(t, report, err)
		o.wantLine(o.lines(came.ID)[0], model.FormRowSame, "与现在的月报一致")
		report, err = o.ReviewTaskReport(ctx, by(taskSupervisor, report.Version), report.ID, true, "")
		ok(t, report, err)
		came, _ = o.back(func(rows backRows) backRows { filledIn(rows[0], "30"); return rows })
		stale("已经审核")
		_, err = o.ConfirmForm(ctx, by(taskLead, came.Version), came.ID)
		wantRefusal(t, err, model.Conflict, "task_form.nothing")
	})
}

// The task itself may have changed since the form was made.
func TestRowsOfTasksThatChanged(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := context.Background()
		last := len(o.rows) - 1
		number := o.rows[last].Number
		came, lines := o.back(func(rows backRows) backRows { filledIn(rows[last], "20"); return rows })
		o.wantLine(lines[last], model.FormRowChanged, "")
		task := taskNumbered(t, o.Desk, number)
		_, err := o.ScheduleTask(ctx, by(taskSupervisor, task.Version), task.ID, TaskSchedule{StartOn: task.StartOn, DueOn: task.DueOn.AddDays(-1), Reason: "提前一天"})
		ok(t, task, err)
		o.wantLine(o.lines(came.ID)[last], model.FormRowStale, "内容或者时限改动过")
		task = taskNumbered(t, o.Desk, number)
		_, err = o.AskToSuspendTask(ctx, by(taskSupervisor, task.Version), task.ID, model.TaskDeferred, "等待政策")
		ok(t, task, err)
		_, err = o.SuspendTask(ctx, by(taskChief, task.Version+1), task.ID, model.TaskDeferred, "同意暂缓")
		ok(t, task, err)
		o.wantLine(o.lines(came.ID)[last], model.FormRowStale, "只有未启动或推进中的任务可以报送月报")
		conflict := taskNumbered(t, o.Desk, 2)
		lead := ofUnit("lead2", conflict.Lead(), model.RoleLead)
		form, err := o.IssueForm(ctx, by(lead, 0), FormOrder{Month: "2026-02"})
		ok(t, form, err)
		_, rows, err := o.FormAsMade(ctx, lead, form.ID)
		said := returned(form, ok(t, rows, err))
		at := slices.IndexFunc(rows, func(f model.TaskFormFacts) bool { return f.Number == 2 })
		filledIn(said.Rows[at], "20")
		back, err := o.try(lead, said)
		ok(t, back, err)
		_, err = o.ResolveLead(ctx, by(taskSupervisor, conflict.Version), conflict.ID, conflict.BodyLead, "以正文为准")
		ok(t, conflict, err)
		card, err := o.FormReturnCard(ctx, lead, back.ID)
		o.wantLine(ok(t, card, err).Lines[at], model.FormRowStale, "牵头单位改为")
	})
}

// Confirmed, the good rows are that person's reports, at once and once; the others stay with why.
func TestConfirmingAReturn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := context.Background()
		reviewer := must2(o.AddUser(ctx, model.Call{Actor: Operator}, plainHasher{}, Account{
			Name: "dudao", DisplayName: "演示督导员", UnitID: taskSupervisor.UnitID, Roles: []model.Role{model.RoleSupervisor}, Password: password1,
		}))
		came, _ := o.back(func(rows backRows) backRows {
			filledIn(rows[0], "20")
			filledIn(rows[1], "120")
			return rows
		})
		if len(o.reports(4)) != 0 || came.Changed != 1 || came.Faulty != 1 {
			t.Fatalf("before it is confirmed: %v, %+v", o.reports(4), came)
		}
		work, err := o.Work(ctx, taskLead)
		if !slices.ContainsFunc(ok(t, work, err).Items, func(i model.WorkItem) bool { return i.ID == string(came.ID) && i.Act == "confirm" }) {
			t.Error("nobody is told to confirm the return")
		}
		_, err = o.ConfirmForm(ctx, by(otherLead, came.Version), came.ID)
		wantKind(t, err, model.NotFound)
		_, err = o.ConfirmForm(ctx, by(taskLead, came.Version+1), came.ID)
		wantKind(t, err, model.Stale)
		colleague := ofUnit("lead9", taskLead.UnitID, model.RoleLead)
		done, err := o.ConfirmForm(ctx, by(colleague, came.Version), came.ID)
		ok(t, done, err)
		reports := o.reports(4)
		if len(reports) != 1 || reports[0].Progress != 20 || reports[0].ReportedBy != colleague.UserID || reports[0].Status != model.TaskReportSubmitted {
			t.Fatalf("the reports are %+v", reports)
		}
		task := taskNumbered(t, o.Desk, 4)
		if task.Progress != 20 || !task.Handlers.Has(colleague.UserID) {
			t.Errorf("the task stands at %d, handled by %v", task.Progress, task.Handlers)
		}
		if done.Status != model.FormReturnConfirmed || done.Outcome != "报送1项，1行填写有误没有报送" {
			t.Errorf("the return says %s, %s", done.Status, done.Outcome)
		}
		lines := o.lines(came.ID)
		if !lines[0].Applied || lines[0].Report != reports[0].ID || lines[1].Applied || lines[1].State != model.FormRowFaulty {
			t.Errorf("its lines say %+v", lines[:2])
		}
		_, err = o.ConfirmForm(ctx, by(taskLead, done.Version), came.ID)
		wantRefusal(t, err, model.Conflict, "task_form.state")
		_, err = o.DiscardForm(ctx, by(taskLead, done.Version), came.ID)
		wantRefusal(t, err, model.Conflict, "task_form.state")
		told := must2(o.Store.Notifications(ctx, store.OfUser(reviewer.ID), store.Query{})).Items
		if !slices.ContainsFunc(told, func(n model.Notification) bool { return n.Event == "task-report.submitted" }) {
			t.Error("the supervising unit is not told of the report")
		}
		o.sent-- // the same file again
		_, err = o.try(taskLead, returned(o.form, o.rows))
		wantRefusal(t, err, model.Conflict, "task_form.taken")
		wrongField(t, err, "/file", "task_form.taken")
	})
}

// A form that was filled in once may come back again: what was reported by it counts as said.
func TestAFormComesBackAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openForm(t, dsn)
		ctx := context.Background()
		first, _ := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); return rows })
		_, err := o.ConfirmForm(ctx, by(taskLead, first.Version), first.ID)
		ok(t, first, err)
		second, lines := o.back(func(rows backRows) backRows { filledIn(rows[0], "20"); filledIn(rows[1], "30"); return rows })
		o.wantLine(lines[0], model.FormRowSame, "与现在的月报一致")
		o.wantLine(lines[1], model.FormRowChanged, "")
		third, _ := o.back(func(rows backRows) backRows { filledIn(rows[1], "31"); return rows })
		_, err = o.ConfirmForm(ctx, by(taskLead, second.Version), second.ID)
		wantKind(t, err, model.Stale)
		card, err := o.FormReturnCard(ctx, taskLead, second.ID)
		if ok(t, card, err); card.Record.Status != model.FormReturnDiscarded || len(card.Lines) != 0 {
			t.Errorf("the former that waited: %+v", card.Record)
		}
		_, err = o.DiscardForm(ctx, by(taskLead, third.Version), third.ID)
		ok(t, third, err)
		if len(o.reports(o.rows[1].Number)) != 0 {
			t.Error("a return that was given up became a report")
		}
		form, err := o.FormCard(ctx, taskLead, o.form.ID)
		if ok(t, form, err); form.Record.Returns != 3 || len(form.Came) != 3 || !form.Take.Allowed {
			t.Errorf("the form counts %+v, %d came", form.Record, len(form.Came))
		}
		if n := contents(t, o.Blobs); n != 3 {
			t.Errorf("%d files are kept", n)
		}
		o.clock.at = time.Now().Add(32 * 24 * time.Hour)
		swept, err := o.SweepContents(ctx)
		if ok(t, swept, err); swept != 2 || contents(t, o.Blobs) != 1 {
			t.Errorf("the sweep took %d, %d files are kept", swept, contents(t, o.Blobs))
		}
		_, _, err = o.OpenFormReturn(ctx, by(taskLead, 0), third.ID)
		wantKind(t, err, model.NotFound)
		_, content, err := o.OpenFormReturn(ctx, by(taskLead, 0), first.ID)
		if err := ok(t, content, err).Close(); err != nil {
			t.Error(err)
		}
	})
}
