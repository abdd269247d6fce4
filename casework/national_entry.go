package casework

import (
	"context"
	"errors"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// NationalFacts is an entry as the listing authority published it.
type NationalFacts struct {
	Source     string
	DocumentNo string
	USCC       string
	Name       string
	Authority  string
	Reason     string
	ListedOn   model.Date
	EndsOn     model.Date
}

func (f NationalFacts) check(today model.Date) error {
	var fields model.FieldErrors
	// Some codes issued early fail the check digit alone; the authority's copy stands.
	var refused *model.Error
	if errors.As(policy.CheckUSCC(f.USCC), &refused) && refused.Reason != "uscc.check_digit" {
		fields.Add("/uscc", refused.Reason, refused.Detail)
	}
	checkPast(&fields, "/listed_on", f.ListedOn, model.FirstDay, today)
	if !f.EndsOn.IsZero() {
		checkDay(&fields, "/ends_on", f.EndsOn, f.ListedOn, lastDay)
	}
	return fields.Err()
}

// ImportNationalEntry copies an entry of a national list; the bureau lists nobody there itself.
func (d *Desk) ImportNationalEntry(ctx context.Context, call model.Call, facts NationalFacts) (model.NationalMatch, error) {
	return perform(ctx, d, call, order{permission: "national-entry:create"}, func(w work) (model.NationalMatch, error) {
		if err := facts.check(w.today()); err != nil {
			return model.NationalMatch{}, err
		}
		entry := model.NationalEntry{
			ID: model.NationalEntryID(store.NewID()), Source: facts.Source, DocumentNo: facts.DocumentNo,
			USCC: facts.USCC, Name: facts.Name, Authority: facts.Authority, Reason: facts.Reason,
			ListedOn: facts.ListedOn, EndsOn: facts.EndsOn, Status: model.NationalActive,
			ImportedBy: call.Actor.UserID, Demo: call.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.AddNationalEntry(ctx, &entry); err != nil {
			return model.NationalMatch{}, err
		}
		return w.NationalEntry(ctx, store.Everything(), entry.ID)
	})
}

func mayEndNational(e model.NationalEntry) error {
	if e.Status != model.NationalActive {
		return model.Fail(model.Conflict, "national_entry.ended", "该记录已移出名单")
	}
	return nil
}

// NationalEntryCard returns an imported entry with its match, the acts open to the actor and its history.
func (d *Desk) NationalEntryCard(ctx context.Context, actor model.Actor, id model.NationalEntryID) (model.Card[model.NationalMatch], error) {
	var card model.Card[model.NationalMatch]
	scope, err := d.Scope(actor, "national-entry:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.NationalEntry(ctx, scope, id); err != nil {
		return card, err
	}
	refusal := refusalOf(mayEndNational(card.Record.NationalEntry))
	card.Acts = []model.Act{d.act(actor, "end", "登记移出", "national-entry:end", refusal)}
	card.History, err = d.historyFor(ctx, actor, "national-entries", string(id))
	return card, err
}

// EndNationalEntry notes that the listing authority took the subject off its list, and why.
func (d *Desk) EndNationalEntry(ctx context.Context, call model.Call, id model.NationalEntryID, reason string) (model.NationalMatch, error) {
	return perform(ctx, d, call, order{permission: "national-entry:end", reason: reason}, func(w work) (model.NationalMatch, error) {
		match, err := w.NationalEntry(ctx, w.scope, id)
		if err != nil {
			return match, err
		}
		if err := must(match.Version, call.Version); err != nil {
			return match, err
		}
		if err := mayEndNational(match.NationalEntry); err != nil {
			return match, err
		}
		if err := checkReason(reason); err != nil {
			return match, err
		}
		match.Status, match.EndedOn, match.EndReason = model.NationalEnded, w.today(), reason
		if match.NationalEntry, err = w.EndNationalEntry(ctx, match.NationalEntry); err != nil {
			return match, err
		}
		return match, w.withdrawOf(ctx, model.PublishedNational, string(match.ID), "已移出名单："+reason)
	})
}
