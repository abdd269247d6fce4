package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

var coordinationStates = map[model.CoordinationStatus]string{
	model.CoordinationAsked: "待回复", model.CoordinationReturned: "退回再办", model.CoordinationEscalated: "待裁定", model.CoordinationAnswered: "已回复",
	model.CoordinationSettled: "已办结", model.CoordinationDismissed: "不予协调", model.CoordinationWithdrawn: "已撤回", model.CoordinationEnded: "已终止",
}

type coordinationStep = step[model.CoordinationStatus]

func coordinationFrom(states ...model.CoordinationStatus) []model.CoordinationStatus { return states }

var (
	answerCoordination   = coordinationStep{"answer", "回复协调事项", "task:answer-coordination", coordinationFrom(model.CoordinationAsked, model.CoordinationReturned, model.CoordinationEscalated)}
	settleCoordination   = coordinationStep{"settle", "确认协调结果", "task:settle-coordination", coordinationFrom(model.CoordinationAnswered)}
	decideCoordination   = coordinationStep{"decide", "裁定协调事项", "task:decide-coordination", coordinationFrom(model.CoordinationEscalated)}
	withdrawCoordination = coordinationStep{
		"withdraw", "撤回协调事项", "task:withdraw-coordination",
		coordinationFrom(model.CoordinationAsked, model.CoordinationReturned, model.CoordinationEscalated, model.CoordinationAnswered),
	}
	coordinationSteps = []coordinationStep{answerCoordination, settleCoordination, decideCoordination, withdrawCoordination}
)

// CoordinationLine is a request as lists show it: with the days left to its limit, absent once it
// was answered or is over, and how it stands to it in words.
type CoordinationLine struct {
	model.Coordination
	DaysLeft *int   `json:"days_left"`
	Standing string `json:"standing"`
}

// CoordinationCard is a request as its page needs it: Others are those that were asked at once.
// ReadsTask says whether the reader may open the task itself.
type CoordinationCard struct {
	model.Card[CoordinationLine]
	Others    []CoordinationLine `json:"others"`
	ReadsTask bool               `json:"reads_task"`
}

// endedUnanswered reports whether a request that is over ended without an answer, or with none since its
// limit counted anew: the answer that was sent back may be of that very day.
func endedUnanswered(c model.Coordination) bool {
	if c.AnsweredOn.IsZero() || c.AnsweredOn.Before(c.FromOn) {
		return true
	}
	countedAnew := c.Refusals > 0 || !c.DecidedOn.IsZero()
	return countedAnew && c.Status != model.CoordinationAnswered && c.Status != model.CoordinationSettled && !c.AnsweredOn.After(c.FromOn)
}

func (d *Desk) lineOfCoordination(c model.Coordination) CoordinationLine {
	line := CoordinationLine{Coordination: c}
	left := deadline.DaysLeft(d.Today(), c.DueOn)
	switch {
	case c.AwaitsAnswer() && left < 0:
		line.DaysLeft, line.Standing = &left, fmt.Sprintf("已逾期 %d 天", -left)
	case c.AwaitsAnswer() && left == 0:
		line.DaysLeft, line.Standing = &left, "今天到期"
	case c.AwaitsAnswer():
		line.DaysLeft, line.Standing = &left, fmt.Sprintf("还剩 %d 天", left)
	case endedUnanswered(c):
		line.Standing = "不再计时"
	default:
		line.Standing = endedWords(deadline.DaysLeft(c.AnsweredOn, c.DueOn), "回复")
	}
	return line
}

// Coordinations lists requests: whoever reads a task reads its requests, and a unit those to it.
func (d *Desk) Coordinations(ctx context.Context, actor model.Actor, q store.Query) (model.Page[CoordinationLine], error) {
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return model.Page[CoordinationLine]{}, err
	}
	page, err := d.Store.Coordinations(ctx, scope, q)
	return model.Mapped(page, d.lineOfCoordination), err
}

// coordinationInTask is a request with the task that it is on.
type coordinationInTask struct {
	model.Coordination
	task taskInPlan
}

func loadCoordination(ctx context.Context, r store.Reader, scope store.Scope, id model.CoordinationID) (coordinationInTask, error) {
	var c coordinationInTask
	var err error
	if c.Coordination, err = r.Coordination(ctx, scope, id); err != nil {
		return c, err
	}
	c.task, err = loadTask(ctx, r, store.Everything(), c.TaskID)
	return c, err
}

// CoordinationCard returns a request with the acts open to the actor, those made with it and its history.
func (d *Desk) CoordinationCard(ctx context.Context, actor model.Actor, id model.CoordinationID) (CoordinationCard, error) {
	card := CoordinationCard{Others: []CoordinationLine{}}
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return card, err
	}
	c, err := loadCoordination(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = d.lineOfCoordination(c.Coordination)
	if err := d.addOthers(ctx, scope, &card, c); err != nil {
		return card, err
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return card, err
	}
	for _, step := range coordinationSteps {
		refusal := step.refusal(c.Status, coordinationStates)
		if refusal == "" {
			refusal = sentence(coordinationHindrance(step, c, actor))
		}
		act := d.act(actor, step.name, step.title, step.permission, refusal)
		if step.name == answerCoordination.name {
			act.Due = terms.coordination(c.Coordination, d.Today())
		}
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "coordinations", string(id))
	return card, err
}

// addOthers puts on the card what was asked of other units at once, to those who read the task.
func (d *Desk) addOthers(ctx context.Context, scope store.Scope, card *CoordinationCard, c coordinationInTask) error {
	_, err := d.Store.Task(ctx, scope, c.TaskID)
	if model.KindOf(err) == model.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	card.ReadsTask = true
	all, err := d.Store.CoordinationsOfTask(ctx, c.TaskID)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Year == c.Year && other.Sequence == c.Sequence && other.ID != c.ID {
			card.Others = append(card.Others, d.lineOfCoordination(other))
		}
	}
	return nil
}

// coordination is the limit of a request that awaits its answer, nil once it has one.
func (t terms) coordination(c model.Coordination, today model.Date) *model.DueView {
	if !c.AwaitsAnswer() {
		return nil
	}
	view := model.DueView{Title: "协调事项的回复", DueOn: c.DueOn, DaysLeft: deadline.DaysLeft(today, c.DueOn), Basis: c.DueBasis}
	if kept := t.kept(c.Rule, c.FromOn, c.DueOn, today); kept != nil {
		view.Title = kept.Title
	}
	return &view
}

// addCoordinations puts the task's requests on its card, the newest first, and whether one may be made.
func (d *Desk) addCoordinations(ctx context.Context, actor model.Actor, card *TaskCard, t taskInPlan) error {
	all, err := d.Store.CoordinationsOfTask(ctx, t.ID)
	if err != nil {
		return err
	}
	card.Coordinations = make([]CoordinationLine, len(all))
	for i, c := range all {
		card.Coordinations[len(all)-1-i] = d.lineOfCoordination(c)
	}
	refusal := sentence(askCoordinationRefusal(t, all, actor))
	card.Acts = append(card.Acts, d.act(actor, "ask-coordination", "提请协调", "task:ask-coordination", refusal))
	return nil
}

// mostCoordinations bounds the open requests of a task, so that its page can be read.
const mostCoordinations = 40

func askCoordinationRefusal(t taskInPlan, asked []model.Coordination, actor model.Actor) *model.Error {
	if refusal := notLeading(t, actor); refusal != nil {
		return refusal
	}
	if !t.Running() {
		return model.Fail(model.Conflict, "task.not_running", "只有未启动或推进中的任务可以提请协调")
	}
	open := 0
	for _, c := range asked {
		if c.IsOpen() {
			open++
		}
	}
	if open >= mostCoordinations {
		return model.Fail(model.Conflict, "coordination.many", fmt.Sprintf("这项任务已有 %d 件没有办结的协调事项，请先办结或者撤回", open))
	}
	return nil
}

// notAsked refuses everybody but the unit that is asked, or what became of it.
func notAsked(c coordinationInTask, actor model.Actor) *model.Error {
	if c.task.acts(actor, c.UnitID) {
		return nil
	}
	return model.Fail(model.Forbidden, "coordination.not_addressed", "只有被请求的单位（"+shortName(c.task.units[c.task.units[c.UnitID].CurrentID])+"）可以回复")
}

// concernsSupervisor reports whether the supervising unit is itself the one that asks or is asked.
func (c coordinationInTask) concernsSupervisor() bool {
	t := c.task
	return t.ledBySupervisor() || t.units[c.UnitID].CurrentID == t.units[t.plan.SupervisingUnit].CurrentID
}

// notDeciding refuses everybody but the supervising unit; where that is a party, the chief decides.
func notDeciding(c coordinationInTask, actor model.Actor) *model.Error {
	switch {
	case !c.concernsSupervisor():
		return notSupervising(c.task, actor)
	case !actor.Has(model.RoleChief):
		return model.Fail(model.Forbidden, "coordination.own_unit", "督导单位自己提请或者被请求的协调事项，由局领导裁定")
	}
	return nil
}

// coordinationHindrance is why this person cannot take the step although the state allows it.
func coordinationHindrance(step coordinationStep, c coordinationInTask, actor model.Actor) *model.Error {
	switch step.name {
	case answerCoordination.name:
		return notAsked(c, actor)
	case decideCoordination.name:
		return notDeciding(c, actor)
	}
	if refusal := notLeading(c.task, actor); refusal != nil {
		return refusal
	}
	if step.name == settleCoordination.name && c.AnswererID == actor.UserID {
		return model.Fail(model.Forbidden, "coordination.own_answer", "回复人不得确认本人的回复")
	}
	return nil
}
