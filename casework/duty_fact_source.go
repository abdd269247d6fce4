package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// dutySource is a record with the duties of its enterprise that it shows to be missed. What
// was recorded of it and is missed no longer is withdrawn, because of undone.
type dutySource struct {
	noun     model.Noun
	id       string
	version  int64
	title    string
	area     string
	firm     model.EnterpriseID
	firmName string
	endPoint model.EndPointID
	demo     bool
	missed   []missedDuty
	undone   string
}

// missedDuty is one duty that arose on a day and was found missed on another. It is settled
// once nothing more is to be decided about what shows it.
type missedDuty struct {
	class     model.DutyClass
	rule      model.DeadlineRuleID
	arose, on model.Date
	settled   bool
}

// keepDuties makes the ledger say of a record what the record shows, in the transaction of
// the act that shows it: twice is once, and what was undone is withdrawn.
func (w work) keepDuties(ctx context.Context, by model.Actor, s dutySource) error {
	facts, err := w.DutyFactsOf(ctx, s.noun, s.id)
	if err != nil {
		return err
	}
	gone := model.DutyFact{}
	for _, f := range facts {
		shown := slices.ContainsFunc(s.missed, func(m missedDuty) bool { return m.class == f.Class })
		if f.Status == model.DutyWithdrawn || shown {
			continue
		}
		gone = f
		f.Status, f.FinalOn, f.WithdrawnOn, f.WithdrawReason = model.DutyWithdrawn, model.Date{}, w.today(), s.undone
		if f, err = w.ChangeDutyFact(ctx, f); err != nil {
			return err
		}
		if err := w.followDuty(ctx, model.EventDutyWithdrawn, f); err != nil {
			return err
		}
	}
	for _, m := range s.missed {
		at := slices.IndexFunc(facts, func(f model.DutyFact) bool { return f.Class == m.class })
		if at < 0 {
			err = w.addDuty(ctx, by, s, m, gone)
		} else {
			err = w.settleDuty(ctx, by, facts[at], m.settled)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addDuty records what was missed. Where it takes the place of another fact of its source,
// that one's contest goes on.
func (w work) addDuty(ctx context.Context, by model.Actor, s dutySource, m missedDuty, before model.DutyFact) error {
	terms, err := w.termsOf(ctx, s.noun, s.id)
	if err != nil {
		return err
	}
	rule, due, err := terms.missed(clockKey{s.noun, s.id, m.rule}, m.arose, w.today())
	if err != nil {
		return err
	}
	f := model.DutyFact{
		ID: model.DutyFactID(store.NewID()), EnterpriseID: s.firm, EnterpriseName: s.firmName, EndPointID: s.endPoint, AreaCode: s.area, Class: m.class,
		On: m.on, SourceNoun: s.noun, SourceID: s.id, SourceVersion: s.version, SourceTitle: s.title, Rule: rule.ID, Basis: rule.Basis.String(), DueOn: due,
		Status: model.DutyPending, DecidedBy: decidedBy(before.DecidedBy, by), Demo: s.demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	f.ContestUntil, err = terms.dueOf(model.DutyContest, w.today())
	if model.KindOf(err) == model.Conflict { // the calendar does not reach so far: its clock will count it
		err = nil
	}
	if err != nil {
		return err
	}
	event := model.EventDutyRecorded
	if before.Status == model.DutyContested {
		f.Status, f.ContestedOn, f.ContestReason = model.DutyContested, before.ContestedOn, before.ContestReason
		f.ContestUntil, f.FinalOn = before.ContestUntil, before.FinalOn
		event = model.EventDutyContested
	}
	if m.settled {
		f.SettledOn = w.today()
	}
	if err := w.AddDutyFact(ctx, &f); err != nil {
		return err
	}
	return w.followDuty(ctx, event, f)
}

// followDuty keeps the clocks of a fact and tells the enterprise what became of it.
func (w work) followDuty(ctx context.Context, event model.NotificationEventID, f model.DutyFact) error {
	if err := w.keepClocks(ctx, dutyClocks(f, w.today())); err != nil {
		return err
	}
	return w.tellOfDuty(ctx, event, f)
}

// dutyClocks are the time in which the enterprise may contest a fact, and that for the
// decision on what it says. The time of a fact from before there was such a time begins
// today, if its clock has not begun.
func dutyClocks(f model.DutyFact, today model.Date) clocked {
	r := clocked{
		noun: "duty-facts", id: string(f.ID), title: f.EnterpriseName + "（" + cut(f.SourceTitle, 100) + "）", area: f.AreaCode, firm: f.EnterpriseID,
		firmName: f.EnterpriseName, firmSees: true, demo: f.Demo, keeps: true,
	}
	from := model.DateOf(f.CreatedAt)
	if f.ContestUntil.IsZero() {
		from = today
	}
	switch {
	case f.Status == model.DutyContested:
		r.duties = []duty{{model.ObjectionReview, f.ContestedOn, 1, model.RoleLegal}}
	case f.Status == model.DutyPending && f.ContestedOn.IsZero():
		r.duties = []duty{{model.DutyContest, from, 1, model.RoleFirm}}
	}
	return r
}

// hearFirm tells the enterprise of a fact from before there was a time to contest it that
// this time runs now.
func (w work) hearFirm(ctx context.Context, id model.DutyFactID) error {
	f, err := w.DutyFact(ctx, store.Everything(), id)
	if err != nil || !f.ContestUntil.IsZero() {
		return err
	}
	terms, err := w.termsOf(ctx, "duty-facts", string(id))
	if err != nil {
		return err
	}
	if c := terms.clocks[clockKey{"duty-facts", string(id), model.DutyContest}]; !c.DueOn.IsZero() {
		f.ContestUntil = c.DueOn
		if f, err = w.ChangeDutyFact(ctx, f); err != nil {
			return err
		}
	}
	return w.tellOfDuty(ctx, model.EventDutyRecorded, f)
}

// mayStillContest reports whether the time that the enterprise has to contest a fact is
// still running on the day, or has not begun.
func (w work) mayStillContest(ctx context.Context, f model.DutyFact) (bool, error) {
	if !f.ContestedOn.IsZero() {
		return false, nil
	}
	clocks, err := w.ClocksOf(ctx, "duty-facts", string(f.ID))
	clocks = slices.DeleteFunc(clocks, func(c model.Clock) bool { return c.Rule != model.DutyContest })
	return len(clocks) == 0 && f.ContestUntil.IsZero() || slices.ContainsFunc(clocks, func(c model.Clock) bool {
		return c.Status != model.ClockStopped && (c.DueOn.IsZero() || !w.today().After(c.DueOn))
	}), err
}

// isContestedLate reports whether the enterprise contested the fact when its time was over:
// that keeps nothing from counting.
func isContestedLate(f model.DutyFact) bool {
	return f.Status == model.DutyContested && !f.ContestUntil.IsZero() && f.ContestedOn.After(f.ContestUntil)
}

// settleDuty makes a fact final when its source is settled; one that was contested in time
// waits for its review, and one that may still be contested for the end of that time.
func (w work) settleDuty(ctx context.Context, by model.Actor, f model.DutyFact, settled bool) error {
	if !settled || !f.SettledOn.IsZero() || f.Status == model.DutyWithdrawn {
		return nil
	}
	if f.Status == model.DutyPending && f.ContestedOn.IsZero() && f.ContestUntil.IsZero() {
		if _, err := w.startLacking(ctx, "duty-facts", string(f.ID)); err != nil {
			return err
		}
		var err error
		if f, err = w.DutyFact(ctx, store.Everything(), f.ID); err != nil {
			return err
		}
	}
	f.SettledOn, f.DecidedBy = w.today(), decidedBy(f.DecidedBy, by)
	isOpen, err := w.mayStillContest(ctx, f)
	if err != nil {
		return err
	}
	if f.Status == model.DutyPending && !isOpen {
		f.Status, f.FinalOn = model.DutyFinal, w.today()
	}
	if isContestedLate(f) && f.FinalOn.IsZero() {
		f.FinalOn = w.today()
	}
	f, err = w.ChangeDutyFact(ctx, f)
	if err != nil {
		return err
	}
	return w.keepClocks(ctx, dutyClocks(f, w.today()))
}

// decidedBy adds an official of the bureau; firms and the clock decide nothing.
func decidedBy(ids model.UserIDs, by model.Actor) model.UserIDs {
	if by.UserID == "" || by.EnterpriseID != "" {
		return ids
	}
	return ids.With(by.UserID)
}

// missed is the rule of a term that was missed, as late counts it, and its last day, none
// where the calendar does not reach it.
func (t terms) missed(key clockKey, arose, today model.Date) (model.DeadlineRule, model.Date, error) {
	rule, err := deadline.RuleOn(t.rules, key.rule, arose)
	if err != nil {
		if rule, err = deadline.RuleOn(t.rules, key.rule, today); err != nil {
			return rule, model.Date{}, err
		}
	}
	if c, known := t.clocks[key]; known && !c.DueOn.IsZero() {
		return rule, c.DueOn, nil
	}
	due, err := deadline.Due(rule, arose, t.calendar)
	if err != nil {
		due = model.Date{} // that it is late is known without the day
	}
	return rule, due, nil
}

func (w work) dutiesOfEndPoint(ctx context.Context, by model.Actor, e model.EndPoint) error {
	if !e.IsFiledLate() {
		return nil
	}
	s := dutySource{
		noun: "endpoints", id: string(e.ID), version: e.Version, title: e.Name, area: e.AreaCode, firm: e.EnterpriseID, firmName: e.EnterpriseName,
		endPoint: e.ID, demo: e.Demo, undone: "备案已退回：" + cut(e.EndReason, 400),
	}
	if e.Status != model.EndPointReturned {
		s.missed = []missedDuty{{model.LateFiling, model.EndpointFiling, e.OpenedOn, e.FirstSubmittedOn, !e.FiledOn.IsZero()}}
	}
	return w.keepDuties(ctx, by, s)
}

// changeUndone are the outcomes of a change that leave nothing of it.
var changeUndone = map[model.ChangeOutcome]string{model.ChangeReturned: "变更已退回：", model.ChangeWithdrawn: "变更已撤回："}

func (w work) dutiesOfChange(ctx context.Context, by model.Actor, e model.EndPoint, c model.EndPointChange) error {
	if !c.Late {
		return nil
	}
	s := dutySource{
		noun: "endpoint-changes", id: string(c.ID), version: c.Version, title: e.Name + "的变更", area: e.AreaCode, firm: e.EnterpriseID, firmName: e.EnterpriseName,
		endPoint: e.ID, demo: e.Demo, undone: changeUndone[c.Outcome] + cut(c.DecidedReason, 400),
	}
	if changeUndone[c.Outcome] == "" {
		settled := c.Outcome == model.ChangeAccepted || c.Outcome == model.ChangeEnded // that the filing ended makes it no less late
		s.missed = []missedDuty{{model.LateChange, model.EndpointChange, c.ChangedOn, c.SubmittedOn, settled}}
	}
	return w.keepDuties(ctx, by, s)
}

// dutiesOfReturn keeps a missing return missing while it is not handed in, and one that was
// not put right in time so for good; over is the class whose term was found to be over.
func (w work) dutiesOfReturn(ctx context.Context, by model.Actor, m model.MonthlyReturn, over model.DutyClass) error {
	first, err := parseMonth(m.Month)
	if err != nil || owesFirst(m) && over != model.MissingReturn {
		return err
	}
	facts, err := w.DutyFactsOf(ctx, "monthly-returns", string(m.ID))
	if err != nil {
		return err
	}
	unmended := over == model.UnmendedReturn || slices.ContainsFunc(facts, func(f model.DutyFact) bool {
		return f.Class == model.UnmendedReturn && f.Status != model.DutyWithdrawn
	})
	s := dutySource{
		noun: "monthly-returns", id: string(m.ID), version: m.Version, title: m.Month + "业务月报", area: m.AreaCode, firm: m.EnterpriseID, firmName: m.EnterpriseName,
		demo: m.Demo, undone: "期限有延长或中止，没有逾期",
	}
	switch {
	case owesFirst(m):
		s.missed = []missedDuty{{model.MissingReturn, model.MonthlyReturnFiling, lastOfMonth(first), w.today(), true}}
	case m.Status == model.MonthlyReturnWaived:
		s.undone = "这个月免报：" + cut(m.DecidedReason, 400)
	case m.Late:
		s.undone = "已报送，改记为逾期报送"
		s.missed = []missedDuty{{model.LateReturn, model.MonthlyReturnFiling, lastOfMonth(first), m.FirstSubmittedOn, m.Versions > 0}}
	}
	if unmended && m.Status != model.MonthlyReturnWaived {
		s.missed = append(s.missed, missedDuty{model.UnmendedReturn, model.MonthlyReturnAgain, m.DecidedOn, w.today(), true})
	}
	return w.keepDuties(ctx, by, s)
}

// dutiesOfComplaint records an answer that came after its term, or none at all when the
// complaint was closed for that (isSilent).
func (w work) dutiesOfComplaint(ctx context.Context, by model.Actor, c model.Complaint, isSilent bool) error {
	if !c.AnsweredLate && !isSilent {
		return nil
	}
	on := c.AnsweredOn
	if isSilent {
		on = w.today()
	}
	return w.keepDuties(ctx, by, dutySource{
		noun: "complaints", id: string(c.ID), version: c.Version, title: "转办的申诉", area: c.AreaCode, firm: c.EnterpriseID, firmName: c.EnterpriseName,
		demo:   c.Demo,
		missed: []missedDuty{{model.LateAnswer, model.ComplaintFirmReply, c.TransferredOn, on, c.Status == model.ComplaintClosed}},
	})
}
