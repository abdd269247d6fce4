package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// AssociationFacts is what a submitter says of an enterprise under its convention.
type AssociationFacts struct {
	Convention string
	Reason     string
	ListedOn   model.Date
	EndsOn     model.Date
}

func (f AssociationFacts) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	checkPast(&fields, "/listed_on", f.ListedOn, model.FirstDay, today)
	if !f.EndsOn.IsZero() {
		checkDay(&fields, "/ends_on", f.EndsOn, f.ListedOn, lastDay)
	}
	return fields
}

func (f AssociationFacts) apply(e *model.AssociationEntry) {
	e.Convention, e.Reason, e.ListedOn, e.EndsOn = f.Convention, f.Reason, f.ListedOn, f.EndsOn
}

type associationStep = step[model.AssociationEntryStatus]

var associationStates = map[model.AssociationEntryStatus]string{
	model.AssociationSubmitted: "已报送", model.AssociationRecorded: "已登记备查", model.AssociationWithdrawn: "已撤销",
}

var (
	changeAssociation = associationStep{"change", "修改报送内容", "association-entry:change",
		[]model.AssociationEntryStatus{model.AssociationSubmitted}}
	recordAssociation = associationStep{"record", "登记备查（不产生自动效力）", "association-entry:record",
		[]model.AssociationEntryStatus{model.AssociationSubmitted}}
	withdrawAssociation = associationStep{"withdraw", "撤销报送", "association-entry:withdraw",
		[]model.AssociationEntryStatus{model.AssociationSubmitted, model.AssociationRecorded}}
)

var associationSteps = []associationStep{changeAssociation, recordAssociation, withdrawAssociation}

// AssociationEntryCard returns an entry with the acts open to the actor and its history.
func (d *Desk) AssociationEntryCard(ctx context.Context, actor model.Actor, id model.AssociationEntryID) (model.Card[model.AssociationEntry], error) {
	var card model.Card[model.AssociationEntry]
	scope, err := d.Scope(actor, "association-entry:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.AssociationEntry(ctx, scope, id); err != nil {
		return card, err
	}
	for _, s := range associationSteps {
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, s.refusal(card.Record.Status, associationStates)))
	}
	card.History, err = d.historyFor(ctx, actor, "association-entries", string(id))
	return card, err
}

// SubmitAssociationEntry puts an enterprise on the submitter's own list, under the submitter's name.
func (d *Desk) SubmitAssociationEntry(ctx context.Context, call model.Call, enterprise model.EnterpriseID, facts AssociationFacts) (model.AssociationEntry, error) {
	return perform(ctx, d, call, order{permission: "association-entry:create"}, func(w work) (model.AssociationEntry, error) {
		fields := facts.check(w.today())
		firm, err := w.firm(ctx, &fields, enterprise)
		if err != nil {
			return model.AssociationEntry{}, err
		}
		e := model.AssociationEntry{
			ID: model.AssociationEntryID(store.NewID()), EnterpriseID: firm.ID, EnterpriseName: firm.Name, AreaCode: firm.AreaCode,
			SubmittedBy: call.Actor.UserID, SubmitterName: call.Actor.Name, Status: model.AssociationSubmitted,
			Effect: model.AssociationEffect, Demo: firm.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		facts.apply(&e)
		if err := fields.Err(); err != nil {
			return e, err
		}
		return e, w.AddAssociationEntry(ctx, &e)
	})
}

// associationAct is one step on one entry with the reason for the audit trail.
type associationAct struct {
	id     model.AssociationEntryID
	step   associationStep
	reason string
}

func (d *Desk) onAssociationEntry(ctx context.Context, call model.Call, a associationAct, change func(work, *model.AssociationEntry) error) (model.AssociationEntry, error) {
	return perform(ctx, d, call, order{permission: a.step.permission, reason: a.reason}, func(w work) (model.AssociationEntry, error) {
		e, err := w.AssociationEntry(ctx, w.scope, a.id)
		if err != nil {
			return e, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return e, err
		}
		if err := a.step.must("association_entry.wrong_state", e.Status, associationStates); err != nil {
			return e, err
		}
		if err := change(w, &e); err != nil {
			return e, err
		}
		return w.ChangeAssociationEntry(ctx, e)
	})
}

// ChangeAssociationEntry corrects an entry before the bureau has recorded it.
func (d *Desk) ChangeAssociationEntry(ctx context.Context, call model.Call, id model.AssociationEntryID, facts AssociationFacts) (model.AssociationEntry, error) {
	return d.onAssociationEntry(ctx, call, associationAct{id, changeAssociation, ""}, func(w work, e *model.AssociationEntry) error {
		facts.apply(e)
		return facts.check(w.today()).Err()
	})
}

// RecordAssociationEntry takes note of an entry; nothing follows from it by itself.
func (d *Desk) RecordAssociationEntry(ctx context.Context, call model.Call, id model.AssociationEntryID) (model.AssociationEntry, error) {
	return d.onAssociationEntry(ctx, call, associationAct{id, recordAssociation, ""}, func(w work, e *model.AssociationEntry) error {
		e.Status, e.RecordedBy, e.RecordedOn = model.AssociationRecorded, call.Actor.UserID, w.today()
		return nil
	})
}

// WithdrawAssociationEntry takes an entry back; only its submitter can.
func (d *Desk) WithdrawAssociationEntry(ctx context.Context, call model.Call, id model.AssociationEntryID, reason string) (model.AssociationEntry, error) {
	return d.onAssociationEntry(ctx, call, associationAct{id, withdrawAssociation, reason}, func(w work, e *model.AssociationEntry) error {
		e.Status, e.WithdrawnOn, e.WithdrawReason = model.AssociationWithdrawn, w.today(), reason
		if err := checkReason(reason); err != nil {
			return err
		}
		return w.withdrawOf(ctx, model.PublishedAssociation, string(e.ID), "报送单位已撤销："+reason)
	})
}
