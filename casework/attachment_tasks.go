package casework

import (
	"context"

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
	return heldRecord{c.Demo, refusal}, nil
}

// lookAtTaskComment: its author, as long as he may take it back.
func lookAtTaskComment(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	c, err := r.TaskComment(ctx, asked.scope, model.TaskCommentID(asked.id))
	return heldRecord{c.Demo, withdrawCommentRefusal(c, asked.actor, asked.now)}, err
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
	return heldRecord{s.Demo, refusal}, nil
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
	return heldRecord{m.Demo, refusal}, nil
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
		refusal = notLeading(t, asked.actor)
	}
	return heldRecord{t.Demo, refusal}, nil
}
