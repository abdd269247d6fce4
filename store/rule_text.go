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
