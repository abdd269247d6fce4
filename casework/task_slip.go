package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/deadline"
	"yijian/store"
)

var slipStates = map[model.TaskSlipStatus]string{
	model.SlipIssued: "待签收", model.SlipSigned: "待回复", model.SlipAnswered: "待审核", model.SlipClosed: "已办结",
	model.SlipReissued: "逾期升级", model.SlipWithdrawn: "已撤回", model.SlipEnded: "已终止",
}

type slipStep = step[model.TaskSlipStatus]

func slipFrom(states ...model.TaskSlipStatus) []model.TaskSlipStatus { return states }

var (
	signSlip     = slipStep{"sign", "签收", "task:answer-slip", slipFrom(model.SlipIssued)}
	answerSlip   = slipStep{"answer", "回复督办单", "task:answer-slip", slipFrom(model.SlipIssued, model.SlipSigned)}
	judgeSlip    = slipStep{"judge", "审核回复", "task:judge-slip", slipFrom(model.SlipAnswered)}
	instructSlip = slipStep{"instruct", "批示", "task:instruct-slip", slipFrom(model.SlipIssued, model.SlipSigned)}
	withdrawSlip = slipStep{"withdraw", "撤回督办单", "task:withdraw-slip", slipFrom(model.SlipIssued, model.SlipSigned, model.SlipAnswered)}
	slipSteps    = []slipStep{signSlip, answerSlip, judgeSlip, instructSlip, withdrawSlip}
)

// SlipLine is a slip as lists show it: with the days left to its limit, absent once it was
// answered or is over, and how it stands to it in words.
type SlipLine struct {
	model.TaskSlip
	TaskPlace
	DaysLeft *int   `json:"days_left"`
	Standing string `json:"standing"`
}

// SlipCard is a slip as its page and its paper need it: Others are the task's other slips, the newest first.
type SlipCard struct {
	model.Card[SlipLine]
	Others []SlipLine `json:"others"`
}

func (d *Desk) lineOfSlip(s model.TaskSlip, place TaskPlace) SlipLine {
	line := SlipLine{TaskSlip: s, TaskPlace: place}
	left := deadline.DaysLeft(d.Today(), s.DueOn)
	switch {
	case s.AwaitsAnswer() && left < 0:
		line.DaysLeft, line.Standing = &left, fmt.Sprintf("已逾期 %d 天", -left)
	case s.AwaitsAnswer() && left == 0:
		line.DaysLeft, line.Standing = &left, "今天到期"
	case s.AwaitsAnswer():
		line.DaysLeft, line.Standing = &left, fmt.Sprintf("还剩 %d 天", left)
	case s.Status == model.SlipReissued:
		line.Standing = unanswered(s)
	case s.AnsweredOn.IsZero(): // withdrawn, or over with its task
		line.Standing = "不再计时"
	default:
		line.Standing = endedWords(deadline.DaysLeft(s.AnsweredOn, s.DueOn), "回复")
	}
	return line
}

// TaskSlips lists slips: whoever reads a task reads its slips.
func (d *Desk) TaskSlips(ctx context.Context, actor model.Actor, q store.Query) (model.Page[SlipLine], error) {
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return model.Page[SlipLine]{}, err
	}
	page, err := d.Store.TaskSlips(ctx, scope, q)
	if err != nil {
		return model.Page[SlipLine]{}, err
	}
	ids := make([]model.TaskID, len(page.Items))
	for i, s := range page.Items {
		ids[i] = s.TaskID
	}
	places, err := placesOf(ctx, d.Store.Reader, ids)
	return model.Mapped(page, func(s model.TaskSlip) SlipLine { return d.lineOfSlip(s, places[s.TaskID]) }), err
}

// slipInTask is a slip with the task that it is on.
type slipInTask struct {
	model.TaskSlip
	task taskInPlan
}

func loadSlip(ctx context.Context, r store.Reader, scope store.Scope, id model.TaskSlipID) (slipInTask, error) {
	var s slipInTask
	var err error
	if s.TaskSlip, err = r.TaskSlip(ctx, scope, id); err != nil {
		return s, err
	}
	s.task, err = loadTask(ctx, r, store.Everything(), s.TaskID)
	return s, err
}

// tasksOfSlips are the tasks that the slips are on, read once for all of them.
func tasksOfSlips(ctx context.Context, r store.Reader, slips []model.TaskSlip) (map[model.TaskID]taskInPlan, error) {
	ids := make([]model.TaskID, len(slips))
	for i, s := range slips {
		ids[i] = s.TaskID
	}
	return tasksOf(ctx, r, ids)
}

// tasksOf are the tasks with the ids, read once for all of them, whoever asks.
func tasksOf(ctx context.Context, r store.Reader, ids []model.TaskID) (map[model.TaskID]taskInPlan, error) {
	tasks, err := r.TasksByID(ctx, store.Everything(), ids)
	if err != nil {
		return nil, err
	}
	all, _, err := inPlans(ctx, r, store.Everything(), tasks, pastInMarks)
	byID := make(map[model.TaskID]taskInPlan, len(all))
	for _, t := range all {
		byID[t.ID] = t
	}
	return byID, err
}

// TaskSlipCard returns a slip with the acts open to the actor, the task's other slips and its history.
func (d *Desk) TaskSlipCard(ctx context.Context, actor model.Actor, id model.TaskSlipID) (SlipCard, error) {
	card := SlipCard{Others: []SlipLine{}}
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return card, err
	}
	s, err := loadSlip(ctx, d.Store.Reader, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = d.lineOfSlip(s.TaskSlip, placeOfTask(s.task))
	all, err := d.Store.SlipsOfTasks(ctx, []model.TaskID{s.TaskID})
	if err != nil {
		return card, err
	}
	for _, other := range d.slipLines(all[s.TaskID], placeOfTask(s.task)) {
		if other.ID != id {
			card.Others = append(card.Others, other)
		}
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return card, err
	}
	for _, step := range slipSteps {
		refusal := step.refusal(s.Status, slipStates)
		if refusal == "" {
			refusal = sentence(slipHindrance(step, s, actor, d.Today()))
		}
		act := d.act(actor, step.name, step.title, step.permission, refusal)
		if step.permission == answerSlip.permission {
			act.Due = terms.slip(s.TaskSlip, d.Today())
		}
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "task-slips", string(id))
	return card, err
}

// slipLines shows the slips of a task, the newest first.
func (d *Desk) slipLines(slips []model.TaskSlip, place TaskPlace) []SlipLine {
	lines := make([]SlipLine, len(slips))
	for i, s := range slips {
		lines[len(slips)-1-i] = d.lineOfSlip(s, place)
	}
	return lines
}

// slip is the limit of a slip that awaits its answer, nil once it has one.
func (t terms) slip(s model.TaskSlip, today model.Date) *model.DueView {
	if !s.AwaitsAnswer() {
		return nil
	}
	view := model.DueView{Title: s.Colour.Name() + "督办单的回复", DueOn: s.DueOn, DaysLeft: deadline.DaysLeft(today, s.DueOn), Basis: s.DueBasis}
	if kept := t.kept(s.Rule, s.IssuedOn, s.DueOn, today); kept != nil {
		view.Title = kept.Title
	}
	return &view
}

// addSlips puts the task's slips on its card, and whether one may be issued.
func (d *Desk) addSlips(ctx context.Context, actor model.Actor, card *TaskCard, t taskInPlan) error {
	slips, err := d.Store.SlipsOfTasks(ctx, []model.TaskID{t.ID})
	if err != nil {
		return err
	}
	card.Slips = d.slipLines(slips[t.ID], placeOfTask(t))
	refusal := sentence(issueSlipRefusal(t, card.Decision, slips[t.ID], actor))
	act := d.act(actor, "issue-slip", "发督办单", "task:issue-slip", refusal)
	card.Acts = append(card.Acts, act)
	if !act.Allowed {
		return nil
	}
	terms, err := d.termsNow(ctx)
	if err != nil {
		return err
	}
	s, err := t.blueSlip(terms, card.Decision, d.Today())
	card.NextSlip = &NextSlip{s.Matter, s.UnitName, s.DueOn, s.DueBasis}
	return err
}

// NextSlip is what a slip would say that is issued on the task today.
type NextSlip struct {
	Matter   string     `json:"matter"`
	UnitName string     `json:"unit_name"`
	DueOn    model.Date `json:"due_on"`
	DueBasis string     `json:"due_basis"`
}

func issueSlipRefusal(t taskInPlan, decision model.LightDecision, slips []model.TaskSlip, actor model.Actor) *model.Error {
	if refusal := notSupervising(t, actor); refusal != nil {
		return refusal
	}
	return slipRefusal(t, decision, slips)
}

// slipRefusal is why no slip can be issued on the task, whoever asks.
func slipRefusal(t taskInPlan, decision model.LightDecision, slips []model.TaskSlip) *model.Error {
	switch {
	case isOver(t.Task):
		return model.Fail(model.Conflict, "task_slip.task_over", "任务已销号、暂缓或者取消，不再发督办单")
	case !policy.TakesSlip(decision.Light):
		return model.Fail(model.Conflict, "task_slip.light", "只有红灯、黄灯的任务可以发督办单，这项任务现在是"+decision.Light.Title()+"（"+decision.Reason+"）")
	}
	for _, s := range slips {
		if s.IsOpen() {
			return model.Fail(model.Conflict, "task_slip.open", "这项任务的"+s.Number+"还没有办结，不能再发；逾期未回复的由定时任务升级")
		}
	}
	return nil
}

// isOver reports whether nothing more is asked of a task: what is open about it ends.
func isOver(t model.Task) bool { return t.Suspended() || t.Status == model.TaskClosed }

// notAnswering refuses everybody but the unit that the slip names, or what became of it.
func notAnswering(s slipInTask, actor model.Actor) *model.Error {
	if s.task.acts(actor, s.UnitID) {
		return nil
	}
	return model.Fail(model.Forbidden, "task_slip.not_addressed", "只有督办单所列的责任单位（"+shortName(s.task.units[s.task.units[s.UnitID].CurrentID])+"）可以办理")
}

// notJudging refuses everybody but the supervising unit; over its own tasks the chief judges.
func notJudging(s slipInTask, actor model.Actor) *model.Error {
	t := s.task
	if t.units[s.UnitID].CurrentID != t.units[t.plan.SupervisingUnit].CurrentID {
		return notSupervising(t, actor)
	}
	if actor.Has(model.RoleChief) {
		return nil
	}
	return model.Fail(model.Forbidden, "task_slip.own_unit", "督导单位自己牵头的任务，督办单由局领导审核或者撤回")
}

// slipHindrance is why this person cannot take the step although the state allows it.
func slipHindrance(step slipStep, s slipInTask, actor model.Actor, today model.Date) *model.Error {
	switch step.name {
	case signSlip.name, answerSlip.name:
		return notAnswering(s, actor)
	case instructSlip.name:
		if !s.RedPassed(today) {
			return model.Fail(model.Conflict, "task_slip.not_passed", "红色督办单逾期未回复的，才由局领导批示")
		}
		return nil
	}
	if refusal := notJudging(s, actor); refusal != nil {
		return refusal
	}
	if step.name == judgeSlip.name && s.AnswererID == actor.UserID {
		return model.Fail(model.Forbidden, "task_slip.own_answer", "回复人不得审核本人的回复")
	}
	return nil
}
