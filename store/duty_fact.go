package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var dutyFacts = register(noun{
	name: "duty-facts", table: "duty_facts", search: "search_text",
	reach:   reach{area: "area_code", firm: "enterprise_id"},
	filters: map[string]string{"enterprise_id": "enterprise_id", "class": "class", "status": "status", "area_code": "area_code"},
	having:  map[string]string{"from": "duty_facts.arose_on >= ?", "to": "duty_facts.arose_on <= ?"},
	sorts:   map[string]string{"on": "arose_on", "created_at": "created_at"},
})

// DutyFacts lists duty facts.
func (r Reader) DutyFacts(ctx context.Context, scope Scope, q Query) (model.Page[model.DutyFact], error) {
	return list[model.DutyFact](ctx, r, dutyFacts, scope, q)
}

// DutyFact returns one duty fact within the scope.
func (r Reader) DutyFact(ctx context.Context, scope Scope, id model.DutyFactID) (model.DutyFact, error) {
	return find[model.DutyFact](ctx, r, dutyFacts, scope, string(id))
}

// DutyFactsOf returns the facts that one record shows, withdrawn ones too.
func (r Reader) DutyFactsOf(ctx context.Context, source model.Noun, id string) ([]model.DutyFact, error) {
	rows := []model.DutyFact{}
	err := r.db.WithContext(ctx).Table("duty_facts").Where("source_noun = ? AND source_id = ?", source, id).Order("class").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("duty facts of a record: %w", err)
	}
	return rows, nil
}

// RatedDutyFacts returns the facts from since to until that were not withdrawn, by enterprise.
func (r Reader) RatedDutyFacts(ctx context.Context, since, until model.Date) ([]model.DutyFact, error) {
	rows := []model.DutyFact{}
	err := r.db.WithContext(ctx).Table("duty_facts").
		Where("status <> ? AND arose_on >= ? AND arose_on <= ?", model.DutyWithdrawn, since, until).
		Order("enterprise_id, arose_on, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("rated duty facts: %w", err)
	}
	return rows, nil
}

// UnheardReturns returns owed monthly returns that were never handed in and have no duty
// fact yet, after the id, at most MaxPage.
func (r Reader) UnheardReturns(ctx context.Context, after model.MonthlyReturnID) ([]model.MonthlyReturn, error) {
	rows := []model.MonthlyReturn{}
	err := r.db.WithContext(ctx).Table("monthly_returns").
		Where("owed AND first_submitted_on IS NULL AND status IN ? AND id > ?", []model.MonthlyReturnStatus{model.MonthlyReturnAwaited, model.MonthlyReturnDraft}, after).
		Where("NOT EXISTS (SELECT 1 FROM duty_facts AS f WHERE f.source_noun = 'monthly-returns' AND f.source_id = monthly_returns.id AND f.class = ?)", model.MissingReturn).
		Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("returns never handed in: %w", err)
	}
	return rows, nil
}

// UnmendedReturns returns owed monthly returns that were sent back, never accepted and have
// no duty fact for that yet, after the id, at most MaxPage.
func (r Reader) UnmendedReturns(ctx context.Context, after model.MonthlyReturnID) ([]model.MonthlyReturn, error) {
	rows := []model.MonthlyReturn{}
	err := r.db.WithContext(ctx).Table("monthly_returns").Where("owed AND versions = 0 AND status = ? AND id > ?", model.MonthlyReturnReturned, after).
		Where("NOT EXISTS (SELECT 1 FROM duty_facts AS f WHERE f.source_noun = 'monthly-returns' AND f.source_id = monthly_returns.id AND f.class = ?)", model.UnmendedReturn).
		Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("returns never mended: %w", err)
	}
	return rows, nil
}

// RipeDutyFacts returns settled facts that are not final although nothing is said against
// them and the time for that is over on the day, after the id, at most MaxPage.
func (r Reader) RipeDutyFacts(ctx context.Context, day model.Date, after model.DutyFactID) ([]model.DutyFact, error) {
	rows := []model.DutyFact{}
	err := r.db.WithContext(ctx).Table("duty_facts").
		Where("status = ? AND settled_on IS NOT NULL AND (contest_until IS NULL OR contest_until < ?) AND id > ?", model.DutyPending, day, after).
		Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("ripe duty facts: %w", err)
	}
	return rows, nil
}

// AddDutyFact records a duty fact; a second one of its class and source is a Conflict.
func (tx *Tx) AddDutyFact(ctx context.Context, f *model.DutyFact) error {
	f.SearchText = model.FoldForSearch(f.EnterpriseName, f.SourceTitle)
	return insert(ctx, tx, dutyFacts, string(f.ID), f, model.Fail(model.Conflict, "duty_fact.recorded", "这条履责记录已经登记"))
}

// ChangeDutyFact writes how a duty fact stands, if it still has its version; what it says stays.
func (tx *Tx) ChangeDutyFact(ctx context.Context, f model.DutyFact) (model.DutyFact, error) {
	return update[model.DutyFact](ctx, tx, dutyFacts, string(f.ID), f.Version, map[string]any{
		"status": f.Status, "settled_on": f.SettledOn, "final_on": f.FinalOn, "contest_until": f.ContestUntil, "contested_on": f.ContestedOn, "contest_reason": f.ContestReason,
		"reviewed_on": f.ReviewedOn, "review_reason": f.ReviewReason, "withdrawn_on": f.WithdrawnOn, "withdraw_reason": f.WithdrawReason,
		"decided_by": f.DecidedBy,
	}, nil)
}
