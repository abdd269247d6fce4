package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// SlipWords are what whoever issues a slip may write himself; what is left out is the platform's wording.
type SlipWords struct {
	Demand string
	Person string
}

func (n *SlipWords) check() error {
	n.Demand, n.Person = strings.TrimSpace(n.Demand), strings.TrimSpace(n.Person)
	var fields model.FieldErrors
	if n.Demand != "" {
		fields = append(fields, model.FieldsOf(checkText("/demand", n.Demand, policy.MostDemand))...)
	}
	if n.Person != "" {
		fields = append(fields, model.FieldsOf(checkText("/person", n.Person, 100))...)
	}
	return fields.Err()
}

// IssueSlip gives a task whose light is red or yellow a blue slip; it has no other that is open.
func (d *Desk) IssueSlip(ctx context.Context, call model.Call, id model.TaskID, words SlipWords) (model.TaskSlip, error) {
	return perform(ctx, d, call, order{permission: "task:issue-slip"}, func(w work) (model.TaskSlip, error) {
		task, err := w.loadTask(ctx, id)
		if err != nil {
			return model.TaskSlip{}, err
		}
		if err := must(task.Version, call.Version); err != nil {
			return model.TaskSlip{}, err
		}
		if refusal := notSupervising(task, call.Actor); refusal != nil {
			return model.TaskSlip{}, refusal
		}
		if err := words.check(); err != nil {
			return model.TaskSlip{}, err
		}
		s, err := w.firstSlip(ctx, task, words)
		if err == nil { // so that of two at once on one version one wins
			_, err = w.TouchTask(ctx, task.Task)
		}
		return s, err
	})
}

// slipFacts are what the slips of a task hang on.
type slipFacts struct {
	terms    terms
	slips    []model.TaskSlip
	decision model.LightDecision
}

func (w work) slipFacts(ctx context.Context, t taskInPlan) (slipFacts, error) {
	var f slipFacts
	slips, err := w.SlipsOfTasks(ctx, []model.TaskID{t.ID})
	if err != nil {
		return f, err
	}
	f.slips = slips[t.ID]
	if f.terms, err = w.terms(ctx); err != nil {
		return f, err
	}
	f.decision, err = f.terms.lightOn(t.Task, t.past, w.today())
	return f, err
}

func (w work) firstSlip(ctx context.Context, t taskInPlan, words SlipWords) (model.TaskSlip, error) {
	facts, err := w.slipFacts(ctx, t)
	if err != nil {
		return model.TaskSlip{}, err
	}
	if refusal := slipRefusal(t, facts.decision, facts.slips); refusal != nil {
		return model.TaskSlip{}, refusal
	}
	s, err := t.blueSlip(facts.terms, facts.decision, w.today())
	if err != nil {
		return s, err
	}
	s.Demand, s.Person = cmp.Or(words.Demand, s.Demand), cmp.Or(words.Person, s.Person)
	return w.issueSlip(ctx, t, facts.terms, s)
}

// blueSlip is the first slip on the task as it would be issued on the day.
func (t taskInPlan) blueSlip(terms terms, decision model.LightDecision, day model.Date) (model.TaskSlip, error) {
	return t.addressed(terms, model.TaskSlip{
		Colour: model.SlipBlue, Round: 1, Matter: lightWords(decision), Light: decision.Light, MatterBasis: policy.LightBasis(decision.RuleIDs),
		Demand: policy.SlipDemand(model.SlipBlue), Person: policy.SlipPerson(model.SlipBlue),
	}, day)
}

// addressed says to whom a slip goes, from whom and until when it is to be answered.
func (t taskInPlan) addressed(terms terms, s model.TaskSlip, day model.Date) (model.TaskSlip, error) {
	s.Rule = policy.SlipRule(s.Colour)
	due, err := terms.dueOf(s.Rule, day)
	to, from := t.units[t.leader()], t.units[t.units[t.plan.SupervisingUnit].CurrentID]
	s.UnitID, s.UnitName, s.IssuerUnit, s.IssuerName = to.ID, to.Name, from.ID, from.Name
	s.DueOn, s.DueBasis = due, terms.basisOf(s.Rule, day)
	return s, err
}

// lightWords are the light and its reason. Of one that was changed by hand they do not name
// who approved that: they go into notices.
func lightWords(decision model.LightDecision) string {
	reason := decision.Reason
	if c := decision.Change; c != nil {
		reason = "经批准人工调整至" + c.UntilOn.String() + "（" + c.Reason + "），按规则为" + decision.ByRule.Title()
	}
	return cut(decision.Light.Title()+"："+reason, 500)
}

// originally stands between the platform's demand and what was written by hand on the first slip.
const originally = "原要求："

// demandByHand is what was written by hand on the slip or on the first that it follows, "" for nothing.
func demandByHand(s model.TaskSlip) string {
	if s.Round > 1 {
		_, hand, _ := strings.Cut(s.Demand, originally)
		return hand
	}
	if s.Demand == policy.SlipDemand(s.Colour) {
		return ""
	}
	return s.Demand
}

// unanswered says why a slip is issued anew; of who answered it does not say that nothing came.
func unanswered(s model.TaskSlip) string {
	if s.Refusals > 0 {
		return "回复未被采纳，期限内未重新回复"
	}
	return "逾期未回复"
}

// nextSlip issues the slip anew in the next colour, as its limit passed without an answer that
// was accepted or waits for that. What was written by hand goes on.
func (w work) nextSlip(ctx context.Context, t taskInPlan, former model.TaskSlip) (model.TaskSlip, error) {
	facts, err := w.slipFacts(ctx, t)
	if err != nil {
		return former, err
	}
	next := policy.NextSlip(former.Colour)
	s := model.TaskSlip{
		Colour: next, Round: former.Round + 1, Light: facts.decision.Light, FormerID: former.ID, FormerNo: former.Number,
		Matter: cut("上一张"+former.Colour.Name()+"督办单（"+former.Number+"）应在"+former.DueOn.String()+"前（含当日）回复，"+unanswered(former)+"；现为"+lightWords(facts.decision), 600),
		Demand: policy.SlipDemand(next), Person: policy.SlipPerson(next),
	}
	s.MatterBasis = cut(former.DueBasis+"；"+policy.LightBasis(facts.decision.RuleIDs), 300)
	if hand := demandByHand(former); hand != "" {
		s.Demand += originally + hand
	}
	if former.Person != policy.SlipPerson(former.Colour) {
		s.Person = former.Person
	}
	former.Status, former.EndReason = model.SlipReissued, unanswered(former)+"，以"+next.Name()+"督办单重新签发"
	if _, err := w.overSlip(ctx, former); err != nil {
		return former, err
	}
	return w.issueSlip(ctx, t, facts.terms, s)
}

// issueSlip numbers, dates and addresses a slip, and tells whom it concerns.
func (w work) issueSlip(ctx context.Context, t taskInPlan, terms terms, s model.TaskSlip) (model.TaskSlip, error) {
	s, err := t.addressed(terms, s, w.today())
	if err != nil {
		return s, err
	}
	s.ID, s.TaskID, s.TaskName, s.Status = model.TaskSlipID(store.NewID()), t.ID, t.Name, model.SlipIssued
	s.Year, s.IssuedOn, s.IssuedBy = w.today().Year(), w.today(), issuerOf(w.Stamp().Call.Actor)
	s.Demo, s.Version, s.CreatedAt, s.UpdatedAt = t.Demo, 1, w.now, w.now
	if err := w.AddTaskSlip(ctx, &s); err != nil {
		return s, err
	}
	return s, w.tellOfIssued(ctx, slipInTask{s, t})
}

// issuerOf is who issues a slip as it stands on the paper: behind what the clock issues is a rule.
func issuerOf(actor model.Actor) string {
	if actor.Has("job") {
		return "平台按规则自动签发"
	}
	return actor.Name
}

// overSlip ends a slip today by whoever acts; its state and the reason are said already.
func (w work) overSlip(ctx context.Context, s model.TaskSlip) (model.TaskSlip, error) {
	s.EndedOn, s.EndedBy = w.today(), w.Stamp().Call.Actor.Name
	return w.ChangeTaskSlip(ctx, s)
}

// endSlipOf ends the open slip of a task for which its reason is gone; another task keeps its own.
func (w work) endSlipOf(ctx context.Context, task model.Task) error {
	return w.endSlips(ctx, []model.TaskID{task.ID})
}

// endSlips is the same for many tasks, which are read once.
func (w work) endSlips(ctx context.Context, ids []model.TaskID) error {
	slips, err := w.SlipsOfTasks(ctx, ids)
	if err != nil {
		return err
	}
	var open []model.TaskSlip
	for _, id := range ids {
		open = append(open, slices.DeleteFunc(slips[id], func(s model.TaskSlip) bool { return !s.IsOpen() })...)
	}
	if len(open) == 0 {
		return nil
	}
	tasks, err := tasksOfSlips(ctx, w.Reader, open)
	if err != nil {
		return err
	}
	for _, s := range open {
		in := slipInTask{s, tasks[s.TaskID]}
		if words := in.overWords(); words != "" {
			if err := w.endSlip(ctx, in, words); err != nil {
				return err
			}
		}
	}
	return nil
}

// endSlip ends a slip that nobody has to answer any more, and tells its unit why.
func (w work) endSlip(ctx context.Context, s slipInTask, words string) (err error) {
	s.Status, s.EndReason = model.SlipEnded, words
	if s.TaskSlip, err = w.overSlip(ctx, s.TaskSlip); err != nil {
		return err
	}
	return w.tellOfEnd(ctx, s)
}

// toLead reports whether the slip goes to the unit that leads the task, or to what became of it.
func (t taskInPlan) toLead(s model.TaskSlip) bool {
	return t.units[s.UnitID].CurrentID == t.leader()
}

// overWords is why nothing more is asked of the slip's unit, "" while something is.
func (s slipInTask) overWords() string {
	switch {
	case planOver(s.task.plan) != nil:
		return planOverWords
	case isOver(s.task.Task):
		return overWords(s.task.Task)
	case !s.task.toLead(s.TaskSlip):
		return "牵头单位已变更为" + shortName(s.task.units[s.task.units[s.task.Lead()].CurrentID])
	}
	return ""
}

// overWords says how the task is over.
func overWords(task model.Task) string {
	switch task.Status {
	case model.TaskDeferred:
		return "任务已暂缓：" + unstopped(task.StatusReason)
	case model.TaskCancelled:
		return "任务已取消：" + unstopped(task.StatusReason)
	}
	return "任务已销号"
}
