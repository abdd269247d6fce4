package casework

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy/attachment"
	"yijian/store"
)

// FormFile is a form as it came in. Read tells what it says once it was judged harmless.
type FormFile struct {
	Upload
	Read func(content []byte) (model.ReturnedForm, error)
}

var formReturnStates = map[model.TaskFormReturnStatus]string{
	model.FormReturnOpen: "待确认", model.FormReturnConfirmed: "已报送", model.FormReturnDiscarded: "已放弃",
}

type formReturnStep = step[model.TaskFormReturnStatus]

var (
	confirmForm = formReturnStep{"confirm", "确认报送", "task-form:return", []model.TaskFormReturnStatus{model.FormReturnOpen}}
	discardForm = formReturnStep{"discard", "放弃", "task-form:return", []model.TaskFormReturnStatus{model.FormReturnOpen}}
)

// TakeForm takes a form that came back filled in, keeps the file, and holds each row against the
// form as it was made. Nothing of it is a report yet; what waited of the same form is given up.
func (d *Desk) TakeForm(ctx context.Context, call model.Call, sent FormFile) (model.TaskFormReturn, error) {
	came := model.TaskFormReturn{
		ID: model.TaskFormReturnID(store.NewID()), Stored: strings.ToLower(rand.Text()), Status: model.FormReturnOpen,
		UploadedBy: call.Actor.UserID, UploadedByName: call.Actor.Name, UploadedOn: d.Today(), Version: 1,
	}
	var said model.ReturnedForm
	kept := false
	before := func(store.Scope) error {
		if d.Blobs == nil {
			return model.Fail(model.Unavailable, "task_form.no_place", "没有附件存放处，不能上传填报表，请联系系统管理员")
		}
		content, read, err := d.readForm(ctx, call.Actor, sent)
		if err != nil {
			return err
		}
		said = read
		sum := sha256.Sum256(content)
		came.FileName, came.Size, came.SHA256 = attachment.Name(sent.Name, attachment.XLSX), int64(len(content)), hex.EncodeToString(sum[:])
		if err := d.mayPut(ctx); err != nil {
			return err
		}
		kept = true
		return d.Blobs.Put(ctx, came.Stored, bytes.NewReader(content), came.Size)
	}
	undo := func() {
		if kept {
			d.discard(context.WithoutCancel(ctx), model.Attachment{Stored: came.Stored})
		}
	}
	return performPrepared(ctx, d, call, prepared{order{permission: "task-form:return"}, before, undo}, func(w work) (model.TaskFormReturn, error) {
		return w.takeForm(ctx, call.Actor, came, said)
	})
}

// readForm judges the file as one that is attached and, if the account may upload so much today, reads it, in its turn.
func (d *Desk) readForm(ctx context.Context, actor model.Actor, sent FormFile) (content []byte, said model.ReturnedForm, err error) {
	err = d.inTurn(ctx, func() error {
		accepted, err := attachment.Accept(sent.Content, sent.Size)
		if err != nil {
			return err
		}
		if accepted.Type != attachment.XLSX {
			return oneField("/file", "task_form.type", "请上传填好的填报表（.xlsx）")
		}
		content = accepted.Content
		spent := model.Attachment{AddedBy: actor.UserID, Size: int64(len(content))}
		err = d.onAllowances(spent, func(from store.Allowance, many int64) (time.Duration, error) {
			return d.Store.WaitForMany(ctx, from, many, d.now())
		})
		if err != nil {
			return err
		}
		said, err = sent.Read(content)
		return err
	})
	return content, said, err
}

func (w work) takeForm(ctx context.Context, actor model.Actor, came model.TaskFormReturn, said model.ReturnedForm) (model.TaskFormReturn, error) {
	f, err := w.formOnDesk(ctx, said.Form, actor)
	if model.KindOf(err) == model.NotFound || model.KindOf(err) == model.Forbidden { // no more is said of others' forms than of none
		return came, oneField("/file", "task_form.unknown", "没有找到这张填报表，或者它不是发给本单位的：请在【填报表】里下载本单位的填报表，填好以后上传")
	}
	if err != nil {
		return came, err
	}
	spent := model.Attachment{AddedBy: actor.UserID, Size: came.Size}
	if err := w.desk.onAllowances(spent, func(from store.Allowance, many int64) (time.Duration, error) { return w.SpendMany(ctx, from, many) }); err != nil {
		return came, err
	}
	others, err := w.ReturnsOfForm(ctx, f.form.ID)
	if err != nil {
		return came, err
	}
	for _, other := range others {
		switch {
		case other.Status == model.FormReturnConfirmed && other.SHA256 == came.SHA256:
			return came, inFields(model.Fail(model.Conflict, "task_form.taken", "这个文件已经在"+other.SettledOn.String()+"报送过了，不用再上传"), "/file")
		case other.Status == model.FormReturnOpen:
			other.Outcome = "又上传了一份，这一份放弃"
			if err := w.giveUp(ctx, actor, other); err != nil {
				return came, err
			}
		}
	}
	if _, err := w.CountFormReturn(ctx, f.form, w.today()); err != nil { // of two at once the later begins again
		return came, err
	}
	came.FormID, came.UnitID, came.UnitName, came.Month, came.Title = f.form.ID, f.form.UnitID, f.form.UnitName, f.form.Month, f.form.Title
	came.Demo, came.CreatedAt, came.UpdatedAt = f.form.Demo, w.now, w.now
	count(&came, f.linesOf(said.Rows))
	if err := w.AddFormReturn(ctx, &came); err != nil {
		return came, err
	}
	return came, w.keepReturnRows(ctx, came.ID, said.Rows, nil)
}

// giveUp discards a return with its rows; its file goes with the sweep.
func (w work) giveUp(ctx context.Context, actor model.Actor, came model.TaskFormReturn) error {
	if err := w.PutFormReturnRows(ctx, came.ID, nil); err != nil {
		return err
	}
	came.Status, came.SettledByName, came.SettledOn = model.FormReturnDiscarded, actor.Name, w.today()
	_, err := w.SettleFormReturn(ctx, came)
	return err
}

// formOnDesk is the form with what its rows are held against, for an actor of its unit.
func (w work) formOnDesk(ctx context.Context, id model.TaskFormID, actor model.Actor) (formOnDesk, error) {
	return w.desk.formOnDesk(ctx, w.Reader, w.scope, id, actor)
}

func (d *Desk) formOnDesk(ctx context.Context, r store.Reader, scope store.Scope, id model.TaskFormID, actor model.Actor) (formOnDesk, error) {
	f := formOnDesk{actor: actor, today: d.Today(), tasks: map[model.TaskID]taskInPlan{}}
	var err error
	if f.form, err = r.TaskForm(ctx, scope, id); err != nil {
		return f, err
	}
	units, err := r.UnitsByID(ctx)
	if err != nil {
		return f, err
	}
	if refusal := formRefusal(f.form.UnitID, units, actor); refusal != nil {
		return f, refusal
	}
	if f.made, err = madeRows(ctx, r, f.form); err != nil {
		return f, err
	}
	ids := make([]model.TaskID, len(f.made))
	for i, made := range f.made {
		ids[i] = made.Task
	}
	found, err := r.TasksByID(ctx, store.Everything(), ids)
	if err != nil {
		return f, err
	}
	tasks, _, err := inPlans(ctx, r, store.Everything(), found, pastOf)
	for _, task := range tasks {
		f.tasks[task.ID] = task
	}
	return f, err
}

// keepReturnRows keeps the rows as they came back, and what became of each where that is known.
func (w work) keepReturnRows(ctx context.Context, id model.TaskFormReturnID, rows []model.ReturnedFormRow, lines []model.FormLine) error {
	kept := make([]model.TaskFormReturnRow, max(len(rows), len(lines)))
	for i := range kept {
		kept[i] = model.TaskFormReturnRow{ID: store.NewID(), ReturnID: id, Position: i + 1, Version: 1, CreatedAt: w.now, UpdatedAt: w.now}
		if i < len(rows) {
			said, err := json.Marshal(rows[i])
			if err != nil {
				return err
			}
			kept[i].Said = string(said)
		}
		if i < len(lines) {
			line, err := json.Marshal(lines[i])
			if err != nil {
				return err
			}
			kept[i].Line = string(line)
		}
	}
	return w.PutFormReturnRows(ctx, id, kept)
}

// count notes how many rows are of each state.
func count(came *model.TaskFormReturn, lines []model.FormLine) {
	many := map[model.FormRowState]int{}
	for _, line := range lines {
		many[line.State]++
	}
	came.Changed, came.Same, came.Stale = many[model.FormRowChanged], many[model.FormRowSame], many[model.FormRowStale]
	came.Foreign, came.Faulty, came.Missing = many[model.FormRowForeign], many[model.FormRowFaulty], many[model.FormRowMissing]
}

// ConfirmForm makes reports of the rows that changed and still hold, in the name of who confirms
// them, all at once; what cannot be taken stays on record with why. A return is confirmed once.
func (d *Desk) ConfirmForm(ctx context.Context, call model.Call, id model.TaskFormReturnID) (model.TaskFormReturn, error) {
	return d.settleForm(ctx, call, id, confirmForm, func(w work, came model.TaskFormReturn) (model.TaskFormReturn, error) {
		f, rows, err := w.broughtBack(ctx, came, call.Actor)
		if err != nil {
			return came, err
		}
		f.filler = came.UploadedBy
		lines := f.linesOf(rows)
		count(&came, lines)
		if came.Changed == 0 {
			return came, model.Fail(model.Conflict, "task_form.nothing", "没有可以报送的改动：请看每一行的说明，改好以后重新上传")
		}
		for i := range lines {
			if lines[i].State != model.FormRowChanged {
				continue
			}
			at := slices.IndexFunc(rows, func(r model.ReturnedFormRow) bool { return r.Row == lines[i].Row })
			if err := w.apply(ctx, f, rows[at], &lines[i]); err != nil {
				return came, err
			}
		}
		came.Status, came.Outcome = model.FormReturnConfirmed, formOutcome(came)
		if err := w.keepReturnRows(ctx, came.ID, rows, lines); err != nil {
			return came, err
		}
		return came, nil
	})
}

// apply hands in what the row says as the actor's report on its task.
func (w work) apply(ctx context.Context, f formOnDesk, row model.ReturnedFormRow, line *model.FormLine) error {
	made := f.made[slices.IndexFunc(f.made, func(m model.TaskFormFacts) bool { return m.Task == row.Task })]
	said, _ := filled(made, row)
	said.filler = f.filler
	task := f.tasks[row.Task]
	report, there := reportOf(task, f.form.Month)
	var err error
	if there {
		report, err = w.changeReport(ctx, f.actor, task, report, said)
	} else {
		report, err = w.reportTask(ctx, f.actor, task, f.form.Month, said)
	}
	line.Report, line.Applied = report.ID, err == nil
	return err
}

// formOutcome says in words what became of a return.
func formOutcome(came model.TaskFormReturn) string {
	said := fmt.Sprintf("报送%d项", came.Changed)
	for _, left := range []struct {
		many int
		why  string
	}{{came.Stale, "已过期"}, {came.Foreign, "越界"}, {came.Faulty, "填写有误"}} {
		if left.many > 0 {
			said += fmt.Sprintf("，%d行%s没有报送", left.many, left.why)
		}
	}
	return said
}

// broughtBack is a return with its rows as they came back.
func (w work) broughtBack(ctx context.Context, came model.TaskFormReturn, actor model.Actor) (formOnDesk, []model.ReturnedFormRow, error) {
	f, err := w.formOnDesk(ctx, came.FormID, actor)
	if err != nil {
		return f, nil, err
	}
	kept, err := w.FormReturnRows(ctx, came.ID)
	if err != nil {
		return f, nil, err
	}
	rows, _, err := readReturnRows(kept)
	return f, rows, err
}

// DiscardForm gives a return up without a report; nothing is kept of what its rows said.
func (d *Desk) DiscardForm(ctx context.Context, call model.Call, id model.TaskFormReturnID) (model.TaskFormReturn, error) {
	return d.settleForm(ctx, call, id, discardForm, func(w work, came model.TaskFormReturn) (model.TaskFormReturn, error) {
		came.Status, came.Outcome = model.FormReturnDiscarded, "没有报送"
		return came, w.PutFormReturnRows(ctx, came.ID, nil)
	})
}

// settleForm is the frame of what ends a return: scope, version, whose it is, its state, and what became of it.
func (d *Desk) settleForm(ctx context.Context, call model.Call, id model.TaskFormReturnID, s formReturnStep, do func(work, model.TaskFormReturn) (model.TaskFormReturn, error)) (model.TaskFormReturn, error) {
	return perform(ctx, d, call, order{permission: s.permission, act: "task-form:" + s.name}, func(w work) (model.TaskFormReturn, error) {
		came, err := w.TaskFormReturn(ctx, w.scope, id)
		if err != nil {
			return came, err
		}
		if err := must(came.Version, call.Version); err != nil {
			return came, err
		}
		units, err := w.UnitsByID(ctx)
		if err != nil {
			return came, err
		}
		if refusal := returnRefusal(s, came, units, call.Actor); refusal != nil {
			return came, refusal
		}
		if came, err = do(w, came); err != nil {
			return came, err
		}
		came.SettledByName, came.SettledOn = call.Actor.Name, w.today()
		return w.SettleFormReturn(ctx, came)
	})
}

// returnRefusal is why the actor cannot do the step with the return.
func returnRefusal(s formReturnStep, came model.TaskFormReturn, units map[model.UnitID]model.UnitRecord, actor model.Actor) *model.Error {
	if refusal := formRefusal(came.UnitID, units, actor); refusal != nil {
		return refusal
	}
	if refusal := s.refusal(came.Status, formReturnStates); refusal != "" {
		return model.Fail(model.Conflict, "task_form.state", refusal)
	}
	return nil
}
