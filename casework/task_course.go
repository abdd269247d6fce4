package casework

import (
	"cmp"
	"context"
	"strings"

	"yijian/model"
)

// turn is one change of a task: what refuses it, and what it does.
type turn struct {
	refuse func(t taskInPlan) *model.Error
	check  func(t taskInPlan) error // of what was entered; nil when nothing can be wrong
	do     func(w work, t *taskInPlan)
	also   func(w work, t *taskInPlan) error // to what belongs to the task, before do; nil for nothing
	tells  func(t taskInPlan) taskDecision   // both units, of the task as it was before; nil for nothing
}

func (d *Desk) turnTask(ctx context.Context, call model.Call, id model.TaskID, o order, change turn) (model.Task, error) {
	return perform(ctx, d, call, o, func(w work) (model.Task, error) {
		task, err := w.loadTask(ctx, id)
		if err != nil {
			return task.Task, err
		}
		if err := must(task.Version, call.Version); err != nil {
			return task.Task, err
		}
		if refusal := change.refuse(task); refusal != nil {
			return task.Task, refusal
		}
		if change.check != nil {
			if err := change.check(task); err != nil {
				return task.Task, err
			}
		}
		if change.tells != nil {
			if err := w.tellOfDecision(ctx, task, change.tells(task)); err != nil {
				return task.Task, err
			}
		}
		if change.also != nil {
			if err := change.also(w, &task); err != nil {
				return task.Task, err
			}
		}
		change.do(w, &task)
		return w.changeTask(ctx, task.Task)
	})
}

// partOfTask is an act on what belongs to a task: who may not do it, and what it does.
type partOfTask struct {
	refuse func(t taskInPlan, actor model.Actor) *model.Error // nil for nobody
	do     func(w work, t *taskInPlan) error
}

// onTask is the frame of the acts on what belongs to a task: scope, version, who may, change, and the task's version.
func (d *Desk) onTask(ctx context.Context, call model.Call, id model.TaskID, o order, part partOfTask) (model.Task, error) {
	return perform(ctx, d, call, o, func(w work) (model.Task, error) {
		task, err := w.loadTask(ctx, id)
		if err != nil {
			return task.Task, err
		}
		if err := must(task.Version, call.Version); err != nil {
			return task.Task, err
		}
		if refusal := part.refuse(task, call.Actor); refusal != nil {
			return task.Task, refusal
		}
		if err := part.do(w, &task); err != nil {
			return task.Task, err
		}
		return w.TouchTask(ctx, task.Task)
	})
}

// keepState keeps how the task is arranged from today on, unless it is so already.
func (w work) keepState(ctx context.Context, task model.Task) error {
	states, err := w.StatesOfTasks(ctx, []model.TaskID{task.ID})
	if err != nil {
		return err
	}
	state := task.StateFrom(w.today())
	if known := states[task.ID]; len(known) > 0 {
		last := known[len(known)-1]
		if last.ID, last.FromOn = state.ID, state.FromOn; last == state {
			return nil
		}
	}
	return w.KeepTaskState(ctx, state)
}

// changeTask keeps the task and how it is arranged from today on; a slip ends with it.
func (w work) changeTask(ctx context.Context, task model.Task) (model.Task, error) {
	changed, err := w.ChangeTask(ctx, task)
	if err != nil {
		return changed, err
	}
	if err := w.keepState(ctx, changed); err != nil {
		return changed, err
	}
	if err := w.endLightsOf(ctx, changed); err != nil {
		return changed, err
	}
	if err := w.endSlipOf(ctx, changed); err != nil {
		return changed, err
	}
	return changed, w.endCoordinationsOf(ctx, changed)
}

// ResolveLead chooses the annex's or the body's lead, for a reason that stays on record.
func (d *Desk) ResolveLead(ctx context.Context, call model.Call, id model.TaskID, lead model.UnitID, reason string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:resolve", reason: reason}, turn{
		refuse: func(t taskInPlan) *model.Error { return resolveRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/reason", reason, 500)))
			if lead != t.AnnexLead && lead != t.BodyLead {
				fields.Add("/lead", "task.lead_not_named", "只能在附件和正文所列的牵头单位中选定")
			}
			return fields.Err()
		},
		do: func(w work, t *taskInPlan) {
			t.ResolvedLead, t.ResolutionReason, t.ResolvedBy, t.ResolvedOn = lead, reason, call.Actor.UserID, w.today()
		},
		tells: func(t taskInPlan) taskDecision {
			return taskDecision{"牵头单位明确为" + shortName(t.units[lead]), reason}
		},
	})
}

// TaskSchedule is when a task runs and how often it is reported on: as before where nothing is
// said, at first monthly. A change of what was set once has its reason, and so has a first limit
// later than the plan's.
type TaskSchedule struct {
	StartOn model.Date
	DueOn   model.Date
	Rhythm  model.TaskRhythm
	Reason  string
}

// longestTask is how many months after its start a task may be due.
const longestTask = 240

func (s TaskSchedule) check(t taskInPlan, today model.Date) error {
	var fields model.FieldErrors
	if s.StartOn.IsZero() || s.StartOn.Before(t.plan.Dated) {
		fields.Add("/start_on", "task.start_too_early", "启动日期不得早于方案印发日期"+t.plan.Dated.String())
	}
	if !s.DueOn.After(s.StartOn) || s.DueOn.After(s.StartOn.AddMonths(longestTask)) {
		fields.Add("/due_on", "task.due_out_of_range", "完成时限应晚于启动日期，且在二十年以内")
	}
	if !t.StartOn.IsZero() && s.DueOn.After(t.DueOn) {
		fields.Add("/due_on", "task.extension", "完成时限只能提前；要推迟（现为"+t.DueOn.String()+"），请申请延期，由局领导批准")
	}
	switch {
	case !t.StartOn.IsZero():
		fields = append(fields, model.FieldsOf(checkText("/reason", s.Reason, 500))...)
	case s.DueOn.After(t.DueOn) && !t.DueOn.IsZero() && strings.TrimSpace(s.Reason) == "":
		fields.Add("/reason", "task.beyond_plan", "完成时限晚于方案的时限"+t.DueOn.String()+"，请写明理由")
	case s.Reason != "":
		fields = append(fields, model.FieldsOf(checkText("/reason", s.Reason, 500))...)
	}
	for _, m := range t.past.milestones {
		switch {
		case !m.HoldsOn(today):
		case !m.DueOn.After(s.StartOn):
			fields.Add("/start_on", "task.start_after_milestone", "里程碑“"+m.Title+"”的时限是"+m.DueOn.String()+"，启动日期应早于它；请先改动里程碑")
		case m.DueOn.After(s.DueOn):
			fields.Add("/due_on", "task.due_before_milestone", "里程碑“"+m.Title+"”的时限是"+m.DueOn.String()+"，完成时限不得早于它；请先改动里程碑")
		}
	}
	return fields.Err()
}

// enter arranges the task. Reports are owed from its start, or from today where it is set in the
// past; once it has begun no change makes owed what was not, from where it was taken up again, nor
// takes away what was.
func (s TaskSchedule) enter(t *model.Task, today model.Date) {
	if s.Rhythm == "" {
		s.Rhythm = cmp.Or(t.Rhythm, model.RhythmMonthly)
	}
	if t.StartOn.IsZero() || t.StartOn.After(today) {
		t.ReportsFrom = s.StartOn
		if today.After(s.StartOn) {
			t.ReportsFrom = today
		}
	}
	t.StartOn, t.DueOn, t.Rhythm = s.StartOn, s.DueOn, s.Rhythm
}

// ScheduleTask sets the days between which the task runs, and its rhythm.
func (d *Desk) ScheduleTask(ctx context.Context, call model.Call, id model.TaskID, schedule TaskSchedule) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:schedule", reason: schedule.Reason}, turn{
		refuse: func(t taskInPlan) *model.Error { return scheduleRefusal(t, call.Actor) },
		check:  func(t taskInPlan) error { return schedule.check(t, d.Today()) },
		do:     func(w work, t *taskInPlan) { schedule.enter(&t.Task, w.today()) },
	})
}

// SignForTask is the lead unit's word that it has the task and who is to do it; a unit that leads it later signs anew.
func (d *Desk) SignForTask(ctx context.Context, call model.Call, id model.TaskID) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:report", act: "task:sign-for"}, turn{
		refuse: func(t taskInPlan) *model.Error { return signRefusal(t, call.Actor) },
		do:     func(w work, t *taskInPlan) { t.sign(call.Actor, w.today()) },
	})
}

// sign keeps that the unit that leads the task now has it.
func (t *taskInPlan) sign(actor model.Actor, today model.Date) {
	t.SignedUnit, t.SignedBy, t.SignedOn = t.leader(), actor.UserID, today
}

// FinishTask is the lead unit's application to strike the task off.
func (d *Desk) FinishTask(ctx context.Context, call model.Call, id model.TaskID, note string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:finish"}, turn{
		refuse: func(t taskInPlan) *model.Error { return finishRefusal(t, call.Actor) },
		check:  func(taskInPlan) error { return checkText("/note", note, 1000) },
		do: func(w work, t *taskInPlan) {
			t.Status, t.FinishedBy, t.FinishedOn, t.FinishNote = model.TaskDonePending, call.Actor.UserID, w.today(), note
			t.Handlers = t.Handlers.With(call.Actor.UserID)
		},
	})
}

// CloseTask strikes a finished task off on evidence, or sends it back with what
// is missing. Who reported on it does not close it, and the supervising unit's
// own tasks are closed by the chief.
func (d *Desk) CloseTask(ctx context.Context, call model.Call, id model.TaskID, approved bool, evidence string) (model.Task, error) {
	return d.turnTask(ctx, call, id, order{permission: "task:close"}, turn{
		refuse: func(t taskInPlan) *model.Error { return closeRefusal(t, call.Actor) },
		check: func(t taskInPlan) error {
			fields := model.FieldErrors(model.FieldsOf(checkText("/evidence", evidence, 1000)))
			if approved && t.Progress < 100 { // a report was returned after the application
				fields.Add("/approved", "task.not_complete", "进度不足 100%，不能销号，请退回继续推进")
			}
			return fields.Err()
		},
		do: func(w work, t *taskInPlan) {
			t.Evidence = evidence
			if approved {
				t.Status, t.ClosedBy, t.ClosedOn = model.TaskClosed, call.Actor.UserID, w.today()
				return
			}
			t.Status, t.FinishedOn, t.FinishedBy = model.TaskInProgress, model.Date{}, ""
		},
		tells: func(taskInPlan) taskDecision {
			if approved {
				return taskDecision{"同意销号", evidence}
			}
			return taskDecision{"销号申请退回，继续推进", evidence}
		},
	})
}
