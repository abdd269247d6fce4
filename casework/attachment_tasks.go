package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/store"
)

// lookAtCoordination: the lead adds what it asks with while the request is open, the unit that is
// asked while its answer is awaited or waits for the lead's word. Each removes its own.
func lookAtCoordination(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	c, err := loadCoordination(ctx, r, asked.scope, model.CoordinationID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	refusal := attachNow(c.IsOpen(), "协调事项已经了结，不能再增减附件")
	if refusal == nil && notAsked(c, asked.actor) != nil && notLeading(c.task, asked.actor) != nil {
		refusal = model.Fail(model.Forbidden, "coordination.no_part", "由提请单位和被请求的单位增减附件")
	}
	return heldRecord{c.Demo, refusal, []store.Holder{{Noun: "coordinations", ID: asked.id, Version: c.Version}}}, nil
}

// lookAtTaskComment: its author, as long as he may take it back and the plan is carried out.
func lookAtTaskComment(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	c, err := r.TaskComment(ctx, asked.scope, model.TaskCommentID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	t, err := loadTask(ctx, r, asked.scope, c.TaskID)
	if err != nil {
		return heldRecord{}, err
	}
	refusal := withdrawCommentRefusal(c, asked.actor, asked.now)
	if refusal == nil {
		refusal = planOver(t.plan)
	}
	return heldRecord{c.Demo, refusal, []store.Holder{{Noun: "task-comments", ID: asked.id, Version: c.Version}}}, nil
}

// lookAtSlip: the unit that the slip names, while its answer is awaited.
func lookAtSlip(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	s, err := loadSlip(ctx, r, asked.scope, model.TaskSlipID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	refusal := notAnswering(s, asked.actor)
	if refusal == nil {
		refusal = attachNow(s.AwaitsAnswer(), "当前状态为“"+slipStates[s.Status]+"”，不能再增减附件")
	}
	return heldRecord{s.Demo, refusal, []store.Holder{{Noun: "task-slips", ID: asked.id, Version: s.Version}}}, nil
}

// lookAtMilestone: the lead, until the milestone is confirmed or is none any more.
func lookAtMilestone(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	m, err := r.TaskMilestone(ctx, asked.scope, model.TaskMilestoneID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	t, err := loadTask(ctx, r, asked.scope, m.TaskID)
	if err != nil {
		return heldRecord{}, err
	}
	refusal := reportRefusal(t, asked.actor)
	if refusal == nil {
		refusal = attachNow(m.EndedOn.IsZero() && m.ReachedOn.IsZero(), "里程碑已经核对或者取消，不能再增减附件")
	}
	return heldRecord{m.Demo, refusal, []store.Holder{t.touched(asked.actor)}}, nil
}

// lookAtTask: what shows that the task is done, from the lead as it applies to strike it off and
// until that is answered.
func lookAtTask(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	t, err := loadTask(ctx, r, asked.scope, model.TaskID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	refusal := finishRefusal(t, asked.actor)
	if t.Status == model.TaskDonePending {
		if refusal = notLeading(t, asked.actor); refusal == nil {
			refusal = planOver(t.plan)
		}
	}
	return heldRecord{t.Demo, refusal, []store.Holder{t.touched(asked.actor)}}, nil
}

// touched is the task as somebody changes the evidence for it, who has a hand in it with that.
func (t taskInPlan) touched(actor model.Actor) store.Holder {
	return store.Holder{Noun: "tasks", ID: string(t.ID), Version: t.Version, Handlers: t.Handlers.With(actor.UserID)}
}

// withoutWithdrawn are the files but for those of comments that were taken back, which nobody is shown.
func withoutWithdrawn(ctx context.Context, r store.Reader, of model.Noun, files []model.Attachment) ([]model.Attachment, error) {
	if of != "task-comments" {
		return files, nil
	}
	ids := make([]string, len(files))
	for i, file := range files {
		ids[i] = file.RecordID
	}
	gone, err := r.WithdrawnComments(ctx, ids)
	return slices.DeleteFunc(files, func(a model.Attachment) bool { return slices.Contains(gone, a.RecordID) }), err
}
