package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

var (
	proposeChange = endPointStep{"propose-change", "变更备案", "endpoint:propose-change", endPointFrom(model.EndPointFiled)}
	acceptChange  = endPointStep{"accept-change", "同意变更", "endpoint:accept-change", endPointFrom(model.EndPointFiled)}
	returnChange  = endPointStep{"return-change", "退回变更", "endpoint:return-change", endPointFrom(model.EndPointFiled)}

	withdrawChange = endPointStep{"withdraw-change", "撤回变更", "endpoint:withdraw-change", endPointFrom(model.EndPointFiled)}
)

// ChangeFacts is how a filed end point is to be, from which day on, and why.
type ChangeFacts struct {
	ChangedOn    model.Date
	Name         string
	Kind         model.EndPointKind
	Brands       []string
	Services     []string
	Scope        []string
	BranchID     model.BranchID
	ManagerName  model.PersonName
	ManagerID    model.IDNumber
	ManagerPhone model.Phone
	ServicePhone string
	Note         string
}

// ProposeChange hands in a change of a filed end point; the filing stays as it is until
// the bureau has accepted it. One change waits at a time.
func (d *Desk) ProposeChange(ctx context.Context, call model.Call, id model.EndPointID, f ChangeFacts) (model.EndPoint, error) {
	f.Note = strings.TrimSpace(f.Note)
	return onEndPoint(ctx, d, call, endPointOrder{id, proposeChange, f.Note}, func(w work, e *model.EndPoint) error {
		if err := changeHindrance(proposeChange.name, *e); err != nil {
			return err
		}
		c := f.change(*e)
		changed := c.Apply(*e)
		c.Changed = differences(*e, changed)
		if err := f.check(w, *e, changed, c.Changed); err != nil {
			return err
		}
		if err := w.branchOf(ctx, changed); err != nil {
			return err
		}
		terms, err := w.terms(ctx)
		if err != nil {
			return err
		}
		if c.Late, err = terms.late(clockKey{rule: model.EndpointChange}, f.ChangedOn, w.today()); err != nil {
			return err
		}
		c.SubmittedOn, c.CreatedAt, c.UpdatedAt, e.ChangeSubmittedOn = w.today(), w.now, w.now, w.today()
		w.forFirm(call, e.EnterpriseName)
		if call.Actor.EnterpriseID == "" {
			c.EnteredBy = c.EnteredBy.With(call.Actor.UserID)
		}
		if err := w.AddEndPointChange(ctx, &c); err != nil {
			return err
		}
		if err := w.noteChange(ctx, *e, c); err != nil {
			return err
		}
		return w.dutiesOfChange(ctx, call.Actor, *e, c)
	})
}

// noteChange keeps how long the enterprise took to file a change, each by its number.
func (w work) noteChange(ctx context.Context, e model.EndPoint, c model.EndPointChange) error {
	changes, err := w.ChangesOf(ctx, e.ID)
	if err != nil {
		return err
	}
	return w.noteDone(ctx, endPointClocks(e), duty{model.EndpointChange, c.ChangedOn, len(changes), model.RoleFirm}, c.SubmittedOn)
}

func (f ChangeFacts) change(e model.EndPoint) model.EndPointChange {
	return model.EndPointChange{
		ID: model.EndPointChangeID(store.NewID()), EndPointID: e.ID, ChangedOn: f.ChangedOn, Name: f.Name, Kind: f.Kind,
		Brands: append(model.WordList{}, f.Brands...), Services: append(model.WordList{}, f.Services...), Scope: append(model.WordList{}, f.Scope...),
		BranchID: f.BranchID, ManagerName: f.ManagerName.Or(e.ManagerName), ManagerID: f.ManagerID.Or(e.ManagerID), ManagerPhone: f.ManagerPhone.Or(e.ManagerPhone),
		ServicePhone: f.ServicePhone, Note: f.Note, Outcome: model.ChangeSubmitted, Version: 1,
	}
}

// check refuses a change that changes nothing, leaves gaps, or lies in the future.
func (f ChangeFacts) check(w work, e, changed model.EndPoint, differences model.FieldChanges) error {
	fields := EndPointFacts{
		Name: changed.Name, Brands: changed.Brands, Services: changed.Services, Scope: changed.Scope, AreaCode: changed.AreaCode,
		ManagerName: changed.ManagerName, ManagerID: changed.ManagerID, ManagerPhone: changed.ManagerPhone, ServicePhone: changed.ServicePhone,
	}.check(w.today())
	checkDay(&fields, "/changed_on", f.ChangedOn, e.OpenedOn, w.today())
	if err := fields.Err(); err != nil {
		return err
	}
	if len(differences) == 0 {
		return model.Fail(model.Conflict, "endpoint.nothing_changed", "没有改动任何内容，不需要变更")
	}
	return completeEndPoint(changed, w.today())
}

// changeHindrance is why an act on a change is impossible: one waits already, or none does.
func changeHindrance(act string, e model.EndPoint) error {
	waits := !e.ChangeSubmittedOn.IsZero()
	switch {
	case act == proposeChange.name && waits:
		return model.Fail(model.Conflict, "endpoint.change_waits", "已有一项变更在"+e.ChangeSubmittedOn.String()+"提交，办结后才能再提")
	case act != proposeChange.name && !waits:
		return model.Fail(model.Conflict, "endpoint.no_change", "没有待办的变更")
	}
	return nil
}

// AcceptChange puts a change into force: the receipt shows it from then on.
func (d *Desk) AcceptChange(ctx context.Context, call model.Call, id model.EndPointID) (model.EndPoint, error) {
	return d.decideChange(ctx, call, endPointOrder{id, acceptChange, ""}, func(w work, e *model.EndPoint, c *model.EndPointChange) error {
		if c.EnteredBy.Has(call.Actor.UserID) {
			return model.Fail(model.Conflict, "endpoint.own_entry", "这项变更是您替"+e.EnterpriseName+"经办的，须由另一名执法人员审核（经办与审核分离）")
		}
		changed := c.Apply(*e)
		terms, err := w.terms(ctx)
		if err != nil {
			return err
		}
		facts, err := terms.filingFacts(ctx, w.Reader, changed, w.today())
		if err != nil {
			return err
		}
		facts.EndPoint.EnteredBy = nil // of the filing, not of the change
		decision := policy.CheckFiling(facts, w.today())
		if err := mayAccept(call.Actor, facts, decision, w.today()); err != nil {
			return err
		}
		*e = changed
		e.Checks, e.ValidUntil, c.Outcome = decision, facts.End(w.today()), model.ChangeAccepted
		return nil
	})
}

// ReturnChange sends a change back with the reason; the filing stays as it was.
func (d *Desk) ReturnChange(ctx context.Context, call model.Call, id model.EndPointID, reason string) (model.EndPoint, error) {
	return d.decideChange(ctx, call, endPointOrder{id, returnChange, reason}, func(_ work, _ *model.EndPoint, c *model.EndPointChange) error {
		c.Outcome, c.DecidedReason = model.ChangeReturned, strings.TrimSpace(reason)
		return nil
	})
}

// WithdrawChange takes a change back before the bureau has decided on it; the filing stays as it was.
func (d *Desk) WithdrawChange(ctx context.Context, call model.Call, id model.EndPointID, reason string) (model.EndPoint, error) {
	return d.decideChange(ctx, call, endPointOrder{id, withdrawChange, reason}, func(w work, e *model.EndPoint, c *model.EndPointChange) error {
		w.forFirm(call, e.EnterpriseName)
		c.Outcome, c.DecidedReason = model.ChangeWithdrawn, strings.TrimSpace(reason)
		return nil
	})
}

// decideChange is the frame of all three: the change that waits, the decision, the end point.
func (d *Desk) decideChange(ctx context.Context, call model.Call, o endPointOrder, decide func(work, *model.EndPoint, *model.EndPointChange) error) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, o, func(w work, e *model.EndPoint) error {
		if err := changeHindrance(o.step.name, *e); err != nil {
			return err
		}
		changes, err := w.ChangesOf(ctx, e.ID)
		if err != nil {
			return err
		}
		c := changes[0] // the one that waits is the newest
		if err := decide(w, e, &c); err != nil {
			return err
		}
		c.DecidedOn, e.ChangeSubmittedOn = w.today(), model.Date{}
		if err := w.DecideEndPointChange(ctx, c); err != nil {
			return err
		}
		return w.dutiesOfChange(ctx, call.Actor, *e, c)
	})
}

// changeWork is the changes that wait for an inspector.
func changeWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	page, err := l.Store.EndPoints(ctx, scope, store.Query{
		Sort: "change_submitted_on", Limit: store.MaxPage, Filter: map[string]string{"status": string(model.EndPointFiled), "change_pending": "yes"},
	})
	if err != nil {
		return nil, err
	}
	l.cut = page.Next != ""
	ids := make([]string, len(page.Items))
	for i, e := range page.Items {
		ids[i] = string(e.ID)
	}
	if err := l.seeClocks(ctx, "endpoints", ids); err != nil {
		return nil, err
	}
	items := make([]model.WorkItem, len(page.Items))
	for i, e := range page.Items {
		items[i] = model.WorkItem{
			Noun: "endpoints", ID: string(e.ID), Title: "审查变更：" + e.Name, Act: acceptChange.name,
			Due: l.terms.shown(ofEndPoint(e, model.EndpointAcceptance), e.ChangeSubmittedOn, l.Today()),
		}
	}
	return items, nil
}
