package store

import (
	"context"
	"fmt"

	"yijian/model"
)

var ruleTexts = register(noun{
	name: "rule-texts", table: "rule_texts",
	filters: map[string]string{"kind": "kind", "status": "status"},
	sorts:   map[string]string{"created_at": "created_at", "effective_on": "effective_on"},
})

// RuleTexts lists what was proposed as deadlines and calendars.
func (r Reader) RuleTexts(ctx context.Context, scope Scope, q Query) (model.Page[model.RuleText], error) {
	return list[model.RuleText](ctx, r, ruleTexts, scope, q)
}

// RuleText returns one text of rules.
func (r Reader) RuleText(ctx context.Context, scope Scope, id model.RuleTextID) (model.RuleText, error) {
	return find[model.RuleText](ctx, r, ruleTexts, scope, string(id))
}

// AdoptedRuleTextIDs names the adopted texts in the order of their adoption. An
// adopted text never changes, so the names tell whether anything did.
func (r Reader) AdoptedRuleTextIDs(ctx context.Context) ([]string, error) {
	ids := []string{}
	err := r.db.WithContext(ctx).Table("rule_texts").Where("status = ?", model.RuleTextAdopted).
		Order("sequence").Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("adopted rules: %w", err)
	}
	return ids, nil
}

// AdoptedRuleTexts returns the adopted texts in the order of their adoption.
func (r Reader) AdoptedRuleTexts(ctx context.Context) ([]model.RuleText, error) {
	rows := []model.RuleText{}
	err := r.db.WithContext(ctx).Table("rule_texts").Where("status = ?", model.RuleTextAdopted).
		Order("sequence").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("adopted rules: %w", err)
	}
	return rows, nil
}

// AddRuleText files a proposal.
func (tx *Tx) AddRuleText(ctx context.Context, t *model.RuleText) error {
	return insert(ctx, tx, ruleTexts, string(t.ID), t, nil)
}

// DecideRuleText writes how a proposal ended, if it still has its version; Stale when
// another text took the same place in the order of adoption.
func (tx *Tx) DecideRuleText(ctx context.Context, t model.RuleText) (model.RuleText, error) {
	return update[model.RuleText](ctx, tx, ruleTexts, string(t.ID), t.Version, map[string]any{
		"status": t.Status, "decided_by": t.DecidedBy, "decider": t.Decider, "decision": t.Decision, "decided_at": tx.stamp.At,
		"sequence": t.Sequence,
	}, Stale())
}

// clocks says in which rows the clock of a deadline runs, and from which column.
// A deadline without a row here is not counted by the platform yet.
var clocks = map[model.DeadlineRuleID]struct{ table, start, running string }{
	model.EndpointFiling:           {"endpoints", "opened_on", "status = 'draft'"},
	model.EndpointAcceptance:       {"endpoints", "submitted_on", "status = 'submitted'"},
	model.EndpointCorrectionNotice: {"endpoints", "submitted_on", "status = 'submitted' AND correction_requested_on IS NULL"},
	model.ComplaintAcceptance:      {"complaints", "received_on", "status = 'registered'"},
	model.ComplaintFirmReply:       {"complaints", "transferred_on", "status = 'transferred'"},
	model.ComplaintAnswer:          {"complaints", "received_on", "status IN ('accepted','transferred','answered')"},
	model.InspectionPublication:    {"inspections", "inspected_on", "status IN ('recorded','confirmed')"},
	model.PenaltyPublication:       {"penalty_notices", "decided_on", "status = 'proposed'"},
}

// RunningClocks counts the running clocks of a deadline by the day they started;
// counted is false when the platform runs none for it.
func (r Reader) RunningClocks(ctx context.Context, id model.DeadlineRuleID) (starts []model.ClockStart, counted bool, err error) {
	c, counted := clocks[id]
	if !counted {
		return nil, false, nil
	}
	err = r.db.WithContext(ctx).Table(c.table).Select(c.start + " AS start_on, COUNT(*) AS n").
		Where(c.running).Where(c.start + " IS NOT NULL").Group(c.start).Order(c.start).Find(&starts).Error
	if err != nil {
		return nil, true, fmt.Errorf("running clocks of %s: %w", id, err)
	}
	return starts, true, nil
}
