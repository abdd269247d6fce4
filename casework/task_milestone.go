package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// MilestoneLine is a milestone as its task's page shows it, with its owner by name.
type MilestoneLine struct {
	model.TaskMilestone
	OwnerName string             `json:"owner_name"`
	Files     []model.Attachment `json:"files"`
}

// addCourse adds the milestones with their files, those that hold and those that did, and the changes of the light.
func (t taskInPlan) addCourse(ctx context.Context, r store.Reader, card *TaskCard) error {
	card.Milestones, card.Former = []MilestoneLine{}, []MilestoneLine{}
	ids := make([]string, len(t.past.milestones))
	for i, m := range t.past.milestones {
		ids[i] = string(m.ID)
	}
	files, err := r.AttachmentsOf(ctx, "task-milestones", ids)
	if err != nil {
		return err
	}
	for _, m := range t.past.milestones {
		line := MilestoneLine{m, shortName(t.units[m.Owner]), append([]model.Attachment{}, files[string(m.ID)]...)}
		if m.EndedOn.IsZero() {
			card.Milestones = append(card.Milestones, line)
		} else {
			card.Former = append(card.Former, line)
		}
	}
	card.LightChanges = append([]model.LightChange{}, t.past.lights...)
	return nil
}

// NewMilestone is a milestone as the supervising unit sets it. Without an owner it is the
// lead's. Instead names the milestone that it takes the place of, if any.
type NewMilestone struct {
	Title       string
	Deliverable string
	Owner       model.UnitID
	Weight      int64
	DueOn       model.Date
	Instead     model.TaskMilestoneID
	Reason      string
}

// mostMilestones bounds the milestones of a task, so that its page can be read.
const mostMilestones = 24

func (n *NewMilestone) check(t taskInPlan, today model.Date) error {
	n.Title, n.Deliverable, n.Reason = strings.TrimSpace(n.Title), strings.TrimSpace(n.Deliverable), strings.TrimSpace(n.Reason)
	var fields model.FieldErrors
	for _, err := range []error{checkText("/title", n.Title, 100), checkText("/deliverable", n.Deliverable, 300), checkText("/reason", n.Reason, 500)} {
		fields = append(fields, model.FieldsOf(err)...)
	}
	if n.Owner == "" {
		n.Owner = t.Lead()
	}
	if _, known := t.units[n.Owner]; !known {
		fields.Add("/owner", "unit.unknown", "没有这个单位")
	}
	if n.Weight < 1 || n.Weight > mostWeight {
		fields.Add("/weight", "task_milestone.range", "权重应为 1 至 100")
	}
	if !n.DueOn.After(t.StartOn) || n.DueOn.After(t.DueOn) {
		fields.Add("/due_on", "task_milestone.outside", "里程碑的时限应在任务的启动日期"+t.StartOn.String()+"之后、完成时限"+t.DueOn.String()+"以内")
	}
	many := 0
	for _, m := range t.past.milestones {
		if !m.HoldsOn(today) || m.ID == n.Instead {
			continue
		}
		if many++; m.Title == n.Title {
			fields.Add("/title", "task_milestone.taken", "这项任务已有同名的里程碑")
		}
	}
	if many >= mostMilestones {
		fields.Add("/title", "task_milestone.many", "一项任务最多 24 个里程碑")
	}
	return fields.Err()
}

// SetMilestone sets a milestone of a task from today on; the one that it replaces ends today.
func (d *Desk) SetMilestone(ctx context.Context, call model.Call, id model.TaskID, n NewMilestone) (model.Task, error) {
	o := order{"task:schedule", n.Reason, "task:set-milestone"}
	return d.onTask(ctx, call, id, o, partOfTask{milestoneRefusal, func(w work, t *taskInPlan) error {
		if err := n.check(*t, w.today()); err != nil {
			return err
		}
		if n.Instead != "" {
			former, err := t.milestone("/instead", n.Instead)
			if err != nil {
				return err
			}
			if err := w.endMilestone(ctx, former, "改设："+n.Reason); err != nil {
				return err
			}
		}
		return w.AddTaskMilestone(ctx, &model.TaskMilestone{
			ID: model.TaskMilestoneID(store.NewID()), TaskID: id, Title: n.Title, Deliverable: n.Deliverable, Owner: n.Owner, Weight: n.Weight,
			DueOn: n.DueOn, Reason: n.Reason, SetBy: call.Actor.Name, SetOn: w.today(), Demo: t.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	}})
}

// EndMilestone takes a milestone from the task; it still holds for the days before.
func (d *Desk) EndMilestone(ctx context.Context, call model.Call, id model.TaskID, milestone model.TaskMilestoneID, reason string) (model.Task, error) {
	o := order{"task:schedule", reason, "task:end-milestone"}
	return d.onTask(ctx, call, id, o, partOfTask{endMilestoneRefusal, func(w work, t *taskInPlan) error {
		if err := checkText("/reason", reason, 500); err != nil {
			return err
		}
		m, err := t.milestone("/milestone", milestone)
		if err != nil {
			return err
		}
		return w.endMilestone(ctx, m, strings.TrimSpace(reason))
	}})
}

func (w work) endMilestone(ctx context.Context, m model.TaskMilestone, reason string) error {
	m.EndedOn, m.EndReason, m.EndedBy = w.today(), cut(reason, 500), w.Stamp().Call.Actor.Name
	_, err := w.ChangeTaskMilestone(ctx, m)
	return err
}

// ReachMilestone is the lead's word, with its evidence, that a milestone is reached; the
// supervising unit answers it.
func (d *Desk) ReachMilestone(ctx context.Context, call model.Call, id model.TaskID, milestone model.TaskMilestoneID, evidence string) (model.Task, error) {
	o := order{permission: "task:report", act: "task:reach-milestone"}
	return d.onTask(ctx, call, id, o, partOfTask{reachRefusal, func(w work, t *taskInPlan) error {
		if err := checkText("/evidence", evidence, 1000); err != nil {
			return err
		}
		m, err := t.milestone("/milestone", milestone)
		if err != nil {
			return err
		}
		if m.Waiting() || !m.ReachedOn.IsZero() {
			return model.Fail(model.Conflict, "task_milestone.claimed", "“"+m.Title+"”已经报送完成")
		}
		m.ClaimedBy, m.ClaimedOn, m.Evidence = call.Actor.UserID, w.today(), strings.TrimSpace(evidence)
		m.ConfirmedBy, m.ConfirmedOn, m.Answer = "", model.Date{}, ""
		t.Handlers = t.Handlers.With(call.Actor.UserID)
		_, err = w.ChangeTaskMilestone(ctx, m)
		return err
	}})
}

// SettleMilestone confirms that a milestone is reached, or says what is missing; the lead may
// claim it again. Who claimed it does not confirm it.
func (d *Desk) SettleMilestone(ctx context.Context, call model.Call, id model.TaskID, milestone model.TaskMilestoneID, answer MilestoneAnswer) (model.Task, error) {
	o := order{"task:review", answer.Words, "task:settle-milestone"}
	return d.onTask(ctx, call, id, o, partOfTask{settleMilestoneRefusal, func(w work, t *taskInPlan) error {
		if err := checkText("/answer", answer.Words, 500); err != nil {
			return err
		}
		m, err := t.milestone("/milestone", milestone)
		switch {
		case err != nil:
			return err
		case !m.Waiting():
			return model.Fail(model.Conflict, "task_milestone.not_claimed", "“"+m.Title+"”没有待核对的完成报送")
		case m.ClaimedBy == call.Actor.UserID:
			return model.Fail(model.Forbidden, "task_milestone.own", "报送人不得核对本人报送的里程碑")
		}
		m.ConfirmedBy, m.ConfirmedOn, m.Answer = call.Actor.UserID, w.today(), strings.TrimSpace(answer.Words)
		outcome := "里程碑“" + m.Title + "”经核对还没有达到"
		if answer.Reached {
			m.ReachedOn, outcome = m.ClaimedOn, "里程碑“"+m.Title+"”经核对已经达到"
		}
		if _, err = w.ChangeTaskMilestone(ctx, m); err != nil {
			return err
		}
		return w.tellOfDecision(ctx, *t, taskDecision{outcome, answer.Words})
	}})
}

// MilestoneAnswer is what the supervising unit says to the claim that a milestone is reached.
type MilestoneAnswer struct {
	Reached bool
	Words   string
}

// milestone is one of the task's that has not ended.
func (t taskInPlan) milestone(pointer string, id model.TaskMilestoneID) (model.TaskMilestone, error) {
	for _, m := range t.past.milestones {
		if m.ID == id && m.EndedOn.IsZero() {
			return m, nil
		}
	}
	var fields model.FieldErrors
	fields.Add(pointer, "task_milestone.unknown", "这项任务没有这个里程碑，或者它已经取消")
	return model.TaskMilestone{}, fields.Err()
}

func milestoneRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	if t.Status == model.TaskClosed || t.Status == model.TaskCancelled {
		return model.Fail(model.Conflict, "task.over", "已销号或者已取消的任务不再改动里程碑")
	}
	if t.StartOn.IsZero() {
		return model.Fail(model.Conflict, "task.not_scheduled", "请先设定起止时间，再设定里程碑")
	}
	return nil
}

func endMilestoneRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := milestoneRefusal(t, actor); refusal != nil {
		return refusal
	}
	for _, m := range t.past.milestones {
		if m.EndedOn.IsZero() {
			return nil
		}
	}
	return model.Fail(model.Conflict, "task_milestone.none", "这项任务没有里程碑")
}

func reachRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := reportRefusal(t, actor); refusal != nil {
		return refusal
	}
	for _, m := range t.past.milestones {
		if m.EndedOn.IsZero() && m.ReachedOn.IsZero() && !m.Waiting() {
			return nil
		}
	}
	return model.Fail(model.Conflict, "task_milestone.none_open", "没有尚未报送完成的里程碑")
}

func settleMilestoneRefusal(t taskInPlan, actor model.Actor) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	for _, m := range t.past.milestones {
		if m.Waiting() {
			return nil
		}
	}
	return model.Fail(model.Conflict, "task_milestone.none_claimed", "没有待核对的里程碑")
}
