package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

var returnStates = map[model.MonthlyReturnStatus]string{
	model.MonthlyReturnAwaited: "待填报", model.MonthlyReturnDraft: "草稿", model.MonthlyReturnSubmitted: "已报送",
	model.MonthlyReturnReturned: "已退回", model.MonthlyReturnAccepted: "已接收", model.MonthlyReturnWaived: "免报",
}

type returnStep = step[model.MonthlyReturnStatus]

func returnFrom(states ...model.MonthlyReturnStatus) []model.MonthlyReturnStatus { return states }

var (
	fillReturn     = returnStep{"change", "填报", "monthly-return:change", returnFrom(model.MonthlyReturnAwaited, model.MonthlyReturnDraft, model.MonthlyReturnReturned)}
	submitReturn   = returnStep{"submit", "报送", "monthly-return:submit", returnFrom(model.MonthlyReturnDraft, model.MonthlyReturnReturned)}
	acceptReturn   = returnStep{"accept", "接收", "monthly-return:accept", returnFrom(model.MonthlyReturnSubmitted)}
	sendBackReturn = returnStep{"return", "退回补正", "monthly-return:return", returnFrom(model.MonthlyReturnSubmitted)}
	waiveReturn    = returnStep{"waive", "免报", "monthly-return:waive", returnFrom(model.MonthlyReturnAwaited, model.MonthlyReturnDraft)}
	correctReturn  = returnStep{"correct", "更正已接收的月报", "monthly-return:correct", returnFrom(model.MonthlyReturnAccepted)}
	keepReturn     = returnStep{"keep", "撤回更正", "monthly-return:correct", returnFrom(model.MonthlyReturnDraft, model.MonthlyReturnSubmitted, model.MonthlyReturnReturned)}
	returnSteps    = []returnStep{fillReturn, submitReturn, acceptReturn, sendBackReturn, correctReturn, keepReturn, waiveReturn}
)

// MonthlyReturnFile is a monthly return with what it is compared with and what of it was
// accepted before, the newest first.
type MonthlyReturnFile struct {
	MonthlyReturnLine
	Before     *model.ReturnFigures  `json:"before,omitempty"`
	YearBefore *model.ReturnFigures  `json:"year_before,omitempty"`
	History    []model.ReturnVersion `json:"accepted_versions"`
}

// MonthlyReturnCard returns a monthly return with the acts open to the actor, what looks
// wrong about it as long as it is not decided, and its history.
func (d *Desk) MonthlyReturnCard(ctx context.Context, actor model.Actor, id model.MonthlyReturnID) (model.Card[MonthlyReturnFile], error) {
	var card model.Card[MonthlyReturnFile]
	scope, err := d.Scope(actor, "monthly-return:read")
	if err != nil {
		return card, err
	}
	m, err := d.Store.MonthlyReturn(ctx, scope, id)
	if err != nil {
		return card, err
	}
	terms, err := d.termsWith(ctx, d.Store.Reader, "monthly-returns", string(id))
	if err != nil {
		return card, err
	}
	facts, err := returnFacts(ctx, d.Store.Reader, m)
	if err != nil {
		return card, err
	}
	if submitReturn.refusal(m.Status, returnStates) == "" {
		m.Checks = policy.CheckReturn(facts, d.Today())
	}
	overdue, err := d.overdueReturns(ctx, []model.MonthlyReturn{m})
	if err != nil {
		return card, err
	}
	card.Record = MonthlyReturnFile{MonthlyReturnLine: MonthlyReturnLine{m, timingOf(m, overdue[m.ID])}, Before: facts.Before, YearBefore: facts.YearBefore}
	if card.Record.History, err = d.Store.ReturnVersionsOf(ctx, id); err != nil {
		return card, err
	}
	for _, s := range returnSteps {
		refusal := s.refusal(m.Status, returnStates)
		if refusal == "" {
			refusal = refusalOf(returnHindrance(s, m, actor))
		}
		if refusal == "" && s.name == waiveReturn.name {
			refusal = refusalOf(terms.waiveHindrance(m, actor, d.Today()))
		}
		act := d.act(actor, s.name, s.title, s.permission, refusal)
		act.Due = terms.monthlyReturn(s.name, m, d.Today())
		card.Acts = append(card.Acts, act)
	}
	card.History, err = d.historyFor(ctx, actor, "monthly-returns", string(id))
	return card, err
}

// returnHindrance is why this person cannot take the step although the state allows it.
func returnHindrance(s returnStep, m model.MonthlyReturn, actor model.Actor) error {
	switch {
	case s.name == acceptReturn.name && m.EnteredBy.Has(actor.UserID):
		return model.Fail(model.Conflict, "monthly_return.own_entry", "这份月报是您替"+m.EnterpriseName+"填报的，须由另一名执法人员审核（经办与审核分离）")
	case s.name == keepReturn.name && m.Versions == 0:
		return model.Fail(model.Conflict, "monthly_return.not_accepted_yet", "这份月报还没有接收过，没有可维持的数据")
	case s.name == waiveReturn.name && m.Versions > 0:
		return model.Fail(model.Conflict, "monthly_return.accepted_once", "这份月报已经接收过，不能免报；正在更正的请撤回更正")
	}
	return nil
}

// monthlyReturn is the term of an act on a monthly return, nil when none runs.
func (t terms) monthlyReturn(act string, m model.MonthlyReturn, today model.Date) *model.DueView {
	rule := model.DeadlineRuleID("")
	fills := act == fillReturn.name || act == submitReturn.name
	switch {
	case fills && owesFirst(m):
		rule = model.MonthlyReturnFiling
	case fills && m.Status == model.MonthlyReturnReturned:
		rule = model.MonthlyReturnAgain
	case act == acceptReturn.name && m.Status == model.MonthlyReturnSubmitted:
		rule = model.MonthlyReturnReview
	default:
		return nil
	}
	return t.shown(ofReturn(m, rule), model.Date{}, today)
}

func ofReturn(m model.MonthlyReturn, rule model.DeadlineRuleID) clockKey {
	return clockKey{"monthly-returns", string(m.ID), rule}
}

// owesFirst holds for a return that the enterprise owes and has not handed in yet.
func owesFirst(m model.MonthlyReturn) bool {
	return m.Owed && m.FirstSubmittedOn.IsZero() && (m.Status == model.MonthlyReturnAwaited || m.Status == model.MonthlyReturnDraft)
}

// returnFacts loads what a monthly return is compared with.
func returnFacts(ctx context.Context, r store.Reader, m model.MonthlyReturn) (policy.ReturnFacts, error) {
	facts := policy.ReturnFacts{ReturnFigures: m.ReturnFigures, AreaNames: map[string]string{}}
	for _, area := range reference.Areas() {
		facts.AreaNames[area.Code] = area.Name
	}
	first, err := parseMonth(m.Month)
	if err != nil {
		return facts, err
	}
	before, yearBefore := monthOf(first.AddMonths(-1)), monthOf(first.AddMonths(-12))
	figures, err := r.FiguresOf(ctx, m.EnterpriseID, before, yearBefore)
	if err != nil {
		return facts, err
	}
	if was, known := figures[before]; known {
		facts.Before = &was
	}
	if was, known := figures[yearBefore]; known {
		facts.YearBefore = &was
	}
	facts.Filed, err = r.FiledAreas(ctx, m.EnterpriseID, first, lastOfMonth(first))
	return facts, err
}

// StartReturn opens the return of a month that has none, by the enterprise for itself or by
// an inspector on its behalf; its townships are those of the month before.
func (d *Desk) StartReturn(ctx context.Context, call model.Call, id model.EnterpriseID, month string) (model.MonthlyReturn, error) {
	return perform(ctx, d, call, order{permission: "monthly-return:create"}, func(w work) (model.MonthlyReturn, error) {
		var fields model.FieldErrors
		firm, err := w.firm(ctx, &fields, id)
		if err != nil {
			return model.MonthlyReturn{}, err
		}
		first, err := parseMonth(month)
		switch {
		case err != nil || first.Before(model.FirstDay):
			fields.Add("/month", "month.invalid", "月份应为 YYYY-MM")
		case !lastOfMonth(first).Before(w.today()):
			fields.Add("/month", "month.not_over", "这个月还没有结束，结束后再填报")
		}
		if err := fields.Err(); err != nil {
			return model.MonthlyReturn{}, err
		}
		licences, err := w.LicencesOf(ctx, id)
		if err != nil {
			return model.MonthlyReturn{}, err
		}
		w.forFirm(call, firm.Name)
		isLast := monthOf(first) == lastMonth(w.today())
		return w.openReturn(ctx, firm, first, isLast && policy.LicensedIn(licences, first, lastOfMonth(first)))
	})
}

// lastMonth is the newest month that is over.
func lastMonth(today model.Date) string { return monthOf(firstOfMonth(today).AddDays(-1)) }

// openReturn adds the return with the townships it was made for last, their numbers to be filled in.
func (w work) openReturn(ctx context.Context, firm model.Enterprise, first model.Date, owed bool) (model.MonthlyReturn, error) {
	m := model.MonthlyReturn{
		ID: model.MonthlyReturnID(store.NewID()), EnterpriseID: firm.ID, Month: monthOf(first), EnterpriseName: firm.Name, AreaCode: firm.AreaCode,
		Status: model.MonthlyReturnAwaited, Owed: owed, Checks: model.Decision{Lines: []model.DecisionLine{}}, Demo: firm.Demo,
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	facts, err := returnFacts(ctx, w.Reader, m)
	if err != nil {
		return m, err
	}
	codes := facts.Filed
	if facts.Before != nil {
		for _, area := range facts.Before.Areas {
			codes = append(codes, area.AreaCode)
		}
	}
	m.Areas = model.AreaParcelList{}
	seen := map[string]bool{"": true}
	for _, code := range codes {
		if !seen[code] {
			seen[code] = true
			m.Areas = append(m.Areas, model.AreaParcels{AreaCode: code})
		}
	}
	if err := w.AddMonthlyReturn(ctx, &m); err != nil {
		return m, err
	}
	return m, w.keepClocks(ctx, returnClocks(m))
}

// ReturnEntry is what a person fills in.
type ReturnEntry struct {
	model.ReturnFigures
	Explanation string
}

type returnOrder struct {
	id     model.MonthlyReturnID
	step   returnStep
	reason string
}

// onReturn is the frame of every act on a monthly return: scope, version, state, person, change.
func onReturn(ctx context.Context, d *Desk, call model.Call, o returnOrder, change func(w work, m *model.MonthlyReturn) error) (model.MonthlyReturn, error) {
	act := "monthly-return:" + o.step.name
	return perform(ctx, d, call, order{o.step.permission, o.reason, act}, func(w work) (model.MonthlyReturn, error) {
		m, err := w.MonthlyReturn(ctx, w.scope, o.id)
		if err != nil {
			return m, err
		}
		if err := must(m.Version, call.Version); err != nil {
			return m, err
		}
		if err := o.step.must("monthly_return.wrong_state", m.Status, returnStates); err != nil {
			return m, err
		}
		if err := returnHindrance(o.step, m, call.Actor); err != nil {
			return m, err
		}
		if err := change(w, &m); err != nil {
			return m, err
		}
		changed, err := w.ChangeMonthlyReturn(ctx, m)
		if err != nil {
			return changed, err
		}
		if err := w.keepClocks(ctx, returnClocks(changed)); err != nil {
			return changed, err
		}
		if err := w.dutiesOfReturn(ctx, call.Actor, changed, ""); err != nil {
			return changed, err
		}
		return changed, w.tellOfReturn(ctx, o.step, changed)
	})
}

// FillReturn replaces the figures; gaps may stay until the return is handed in.
func (d *Desk) FillReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID, entry ReturnEntry) (model.MonthlyReturn, error) {
	return onReturn(ctx, d, call, returnOrder{id: id, step: fillReturn}, func(w work, m *model.MonthlyReturn) error {
		entry.Explanation = strings.TrimSpace(entry.Explanation)
		first, err := parseMonth(m.Month)
		if err != nil {
			return err
		}
		if err := checkFigures(entry, lastOfMonth(first)); err != nil {
			return err
		}
		m.ReturnFigures, m.Explanation = entry.ReturnFigures, entry.Explanation
		if m.Status == model.MonthlyReturnAwaited {
			m.Status = model.MonthlyReturnDraft
		}
		w.forFirm(call, m.EnterpriseName)
		if call.Actor.EnterpriseID == "" {
			m.EnteredBy = m.EnteredBy.With(call.Actor.UserID)
		}
		return nil
	})
}

// SubmitReturn hands a complete return to the bureau and settles whether it is late. What
// looks wrong is kept with it and refuses nothing.
func (d *Desk) SubmitReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID) (model.MonthlyReturn, error) {
	return onReturn(ctx, d, call, returnOrder{id: id, step: submitReturn}, func(w work, m *model.MonthlyReturn) error {
		if err := completeReturn(*m); err != nil {
			return err
		}
		facts, err := returnFacts(ctx, w.Reader, *m)
		if err != nil {
			return err
		}
		terms, err := w.termsOf(ctx, "monthly-returns", string(m.ID))
		if err != nil {
			return err
		}
		w.forFirm(call, m.EnterpriseName)
		if call.Actor.EnterpriseID == "" {
			m.EnteredBy = m.EnteredBy.With(call.Actor.UserID)
		}
		if owesFirst(*m) {
			month, err := parseMonth(m.Month)
			if err != nil {
				return err
			}
			if m.Late, err = terms.late(ofReturn(*m, model.MonthlyReturnFiling), askedOn(*m, month), w.today()); err != nil {
				return err
			}
		}
		again, err := terms.missesReturn(*m, model.UnmendedReturn, w.today())
		if err != nil {
			return err
		}
		if again { // while it says since when it had to be handed in again
			if err := w.dutiesOfReturn(ctx, call.Actor, *m, model.UnmendedReturn); err != nil {
				return err
			}
		}
		if m.FirstSubmittedOn.IsZero() {
			m.FirstSubmittedOn = w.today()
		}
		m.Rounds++
		m.Checks = policy.CheckReturn(facts, w.today())
		m.Status, m.SubmittedOn, m.DecidedOn, m.DecidedReason = model.MonthlyReturnSubmitted, w.today(), model.Date{}, ""
		return nil
	})
}

// AcceptReturn takes the figures over: from now on they count.
func (d *Desk) AcceptReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID) (model.MonthlyReturn, error) {
	return onReturn(ctx, d, call, returnOrder{id: id, step: acceptReturn}, func(w work, m *model.MonthlyReturn) error {
		m.Status, m.DecidedOn, m.DecidedReason, m.EnteredBy = model.MonthlyReturnAccepted, w.today(), "", nil
		m.Versions++
		v := model.ReturnVersion{
			ID: store.NewID(), ReturnID: m.ID, Number: m.Versions, ReturnFigures: m.ReturnFigures, Explanation: m.Explanation, Reason: m.CorrectionReason,
			SubmittedOn: m.SubmittedOn, AcceptedOn: w.today(), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		m.CorrectionReason = ""
		return w.AddReturnVersion(ctx, &v)
	})
}

// SendBackReturn gives the return back to be put right.
func (d *Desk) SendBackReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID, reason string) (model.MonthlyReturn, error) {
	return d.reasonedReturn(ctx, call, returnOrder{id, sendBackReturn, reason}, func(w work, m *model.MonthlyReturn, reason string) error {
		m.Status, m.DecidedOn, m.DecidedReason = model.MonthlyReturnReturned, w.today(), reason
		return nil
	})
}

// CorrectReturn opens an accepted return again; what was accepted counts until the
// correction is accepted in its place.
func (d *Desk) CorrectReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID, reason string) (model.MonthlyReturn, error) {
	return d.reasonedReturn(ctx, call, returnOrder{id, correctReturn, reason}, func(w work, m *model.MonthlyReturn, reason string) error {
		w.forFirm(call, m.EnterpriseName)
		m.Status, m.CorrectionReason, m.DecidedOn = model.MonthlyReturnDraft, reason, model.Date{}
		return nil
	})
}

func (d *Desk) reasonedReturn(ctx context.Context, call model.Call, o returnOrder, change func(work, *model.MonthlyReturn, string) error) (model.MonthlyReturn, error) {
	if err := checkReason(o.reason); err != nil {
		return model.MonthlyReturn{}, err
	}
	return onReturn(ctx, d, call, o, func(w work, m *model.MonthlyReturn) error { return change(w, m, strings.TrimSpace(o.reason)) })
}

// KeepReturn gives a correction up: the return stands as it was accepted last.
func (d *Desk) KeepReturn(ctx context.Context, call model.Call, id model.MonthlyReturnID) (model.MonthlyReturn, error) {
	return onReturn(ctx, d, call, returnOrder{id: id, step: keepReturn}, func(w work, m *model.MonthlyReturn) error {
		versions, err := w.ReturnVersionsOf(ctx, m.ID)
		if err != nil {
			return err
		}
		last := versions[0] // there is one, or returnHindrance had refused
		m.ReturnFigures, m.Explanation, m.Status = last.ReturnFigures, last.Explanation, model.MonthlyReturnAccepted
		m.SubmittedOn, m.DecidedOn, m.DecidedReason, m.CorrectionReason, m.EnteredBy = last.SubmittedOn, last.AcceptedOn, "", "", nil
		return nil
	})
}
