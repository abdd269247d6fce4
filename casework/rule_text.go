package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
	"yijian/store"
)

// RuleProposal is what somebody proposes as deadlines or as a calendar: a whole
// text, or one deadline or one year that the desk writes as text.
type RuleProposal struct {
	Kind           model.RuleTextKind
	Text           string
	Rule           *model.DeadlineRule
	Year           *model.CalendarYear
	EffectiveOn    model.Date
	ReachesRunning bool
	Reason         string
}

var ruleTextStates = map[model.RuleTextStatus]string{
	model.RuleTextProposed: "待批准", model.RuleTextAdopted: "已采用", model.RuleTextRefused: "未批准", model.RuleTextWithdrawn: "已撤回",
}

var (
	proposedOnly   = []model.RuleTextStatus{model.RuleTextProposed}
	adoptRules     = step[model.RuleTextStatus]{"approve", "批准采用", "rule-text:decide", proposedOnly}
	refuseRules    = step[model.RuleTextStatus]{"refuse", "不予批准", "rule-text:decide", proposedOnly}
	withdrawRules  = step[model.RuleTextStatus]{"withdraw", "撤回", "rule-text:propose", proposedOnly}
	ruleTextStages = []step[model.RuleTextStatus]{adoptRules, refuseRules, withdrawRules}
)

// ProposeRules files a text of rules; it counts once somebody else has approved it.
func (d *Desk) ProposeRules(ctx context.Context, call model.Call, p RuleProposal) (model.RuleText, error) {
	if err := checkReason(p.Reason); err != nil {
		return model.RuleText{}, err
	}
	return perform(ctx, d, call, order{permission: "rule-text:propose", reason: p.Reason}, func(w work) (model.RuleText, error) {
		t := model.RuleText{
			ID: model.RuleTextID(store.NewID()), Kind: p.Kind, EffectiveOn: p.EffectiveOn, ReachesRunning: p.ReachesRunning,
			Reason: strings.TrimSpace(p.Reason), Status: model.RuleTextProposed, ProposedBy: call.Actor.UserID, Proposer: call.Actor.Name,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		now, err := w.terms(ctx)
		if err != nil {
			return t, err
		}
		if t.Text, err = p.text(now); err != nil {
			return t, err
		}
		if p.Rule != nil {
			t.EffectiveOn = p.Rule.From
		}
		if t.Kind == model.TextOfCalendar || t.ReachesRunning { // these count as soon as they are adopted
			t.EffectiveOn, t.ReachesRunning = model.Date{}, t.Kind == model.TextOfDeadlines
		}
		change, err := now.changed(t)
		if err == nil {
			err = change.check(t, w.today())
		}
		if err != nil {
			return t, p.wrong(err)
		}
		sum := sha256.Sum256([]byte(t.Text))
		t.Hash, t.Title = hex.EncodeToString(sum[:]), change.title()
		if t.Replaces, err = change.replaced(); err != nil {
			return t, err
		}
		return t, w.AddRuleText(ctx, &t)
	})
}

// text is the proposal as a text: the given one, or the one deadline or year written out.
func (p RuleProposal) text(now terms) (string, error) {
	if err := p.isOne(); err != nil {
		return "", err
	}
	var text []byte
	var err error
	switch {
	case p.Rule != nil && p.ReachesRunning:
		text, err = rulebook.WriteDeadlines(deadline.Corrected(now.rules, deadline.Filled(now.rules, *p.Rule)))
	case p.Rule != nil:
		text, err = rulebook.WriteDeadlines(deadline.Succeeded(now.rules, deadline.Filled(now.rules, *p.Rule)))
	case p.Year != nil:
		text, err = rulebook.WriteYears([]model.CalendarYear{*p.Year})
	default:
		return p.Text, nil
	}
	return string(text), err
}

// isOne refuses a proposal that says nothing, or the same thing in two ways.
func (p RuleProposal) isOne() error {
	var fields model.FieldErrors
	hasText := strings.TrimSpace(p.Text) != ""
	if p.Rule != nil && (hasText || p.Kind != model.TextOfDeadlines) {
		fields.Add("/rule", "rule_text.one_of", "已填写文本，或所选种类不是期限，不能再填写单项期限")
	}
	if p.Year != nil && (hasText || p.Kind != model.TextOfCalendar) {
		fields.Add("/year", "rule_text.one_of", "已填写文本，或所选种类不是节假日，不能再填写年份")
	}
	if !hasText && p.Rule == nil && p.Year == nil {
		fields.Add("/text", "rule_text.one_of", "请填写文本，或只填写一项期限、一个年份")
	}
	return fields.Err()
}

// AdoptRules makes the proposed text count, if it still replaces what it was proposed against.
func (d *Desk) AdoptRules(ctx context.Context, call model.Call, id model.RuleTextID) (model.RuleText, error) {
	return d.onRuleText(ctx, call, ruleTextOrder{id: id, step: adoptRules, act: "rule-text:adopt"}, func(w work, t *model.RuleText) error {
		now, err := w.terms(ctx)
		if err != nil {
			return err
		}
		if err := now.mayAdopt(*t, w.today()); err != nil {
			return err
		}
		change, err := now.changed(*t)
		if err != nil {
			return err
		}
		if err := w.moveClocks(ctx, change, *t); err != nil {
			return err
		}
		adopted, err := w.AdoptedRuleTextIDs(ctx)
		next := int64(len(adopted)) + 1
		t.Status, t.Sequence = model.RuleTextAdopted, &next
		return err
	})
}

// mayAdopt refuses a text that no longer fits to what holds now.
func (t terms) mayAdopt(text model.RuleText, today model.Date) error {
	change, err := t.changed(text)
	if err != nil {
		return err
	}
	replaced, err := change.replaced()
	if err != nil {
		return err
	}
	if replaced != text.Replaces {
		return model.Fail(model.Conflict, "rule_text.superseded", "提出之后，所涉规定已有别的改动，请撤回后按现行规定重新提出")
	}
	if err := change.check(text, today); err != nil {
		return model.Fail(model.Conflict, "rule_text.late", "现在批准已不合要求："+model.FieldsOf(err)[0].Detail)
	}
	return nil
}

// RefuseRules ends a proposal without adopting it.
func (d *Desk) RefuseRules(ctx context.Context, call model.Call, id model.RuleTextID, reason string) (model.RuleText, error) {
	if err := checkReason(reason); err != nil {
		return model.RuleText{}, err
	}
	return d.onRuleText(ctx, call, ruleTextOrder{id, refuseRules, "rule-text:refuse", reason}, func(_ work, t *model.RuleText) error {
		t.Status, t.Decision = model.RuleTextRefused, strings.TrimSpace(reason)
		return nil
	})
}

// WithdrawRules takes back what one has proposed.
func (d *Desk) WithdrawRules(ctx context.Context, call model.Call, id model.RuleTextID) (model.RuleText, error) {
	return d.onRuleText(ctx, call, ruleTextOrder{id: id, step: withdrawRules, act: "rule-text:withdraw"}, func(_ work, t *model.RuleText) error {
		t.Status = model.RuleTextWithdrawn
		return nil
	})
}

type ruleTextOrder struct {
	id     model.RuleTextID
	step   step[model.RuleTextStatus]
	act    string
	reason string
}

func (d *Desk) onRuleText(ctx context.Context, call model.Call, o ruleTextOrder, decide func(work, *model.RuleText) error) (model.RuleText, error) {
	s := o.step
	return perform(ctx, d, call, order{s.permission, o.reason, o.act}, func(w work) (model.RuleText, error) {
		t, err := w.RuleText(ctx, w.scope, o.id)
		if err != nil {
			return t, err
		}
		if err := must(t.Version, call.Version); err != nil {
			return t, err
		}
		if err := s.must("rule_text.state", t.Status, ruleTextStates); err != nil {
			return t, err
		}
		if err := mayDecideRules(call.Actor, t, s); err != nil {
			return t, err
		}
		if err := decide(w, &t); err != nil {
			return t, err
		}
		t.DecidedBy, t.Decider = call.Actor.UserID, call.Actor.Name
		return w.DecideRuleText(ctx, t)
	})
}

// mayDecideRules keeps proposing and approving in two hands, and withdrawing in the proposer's.
func mayDecideRules(actor model.Actor, t model.RuleText, s step[model.RuleTextStatus]) error {
	isOwn := t.ProposedBy == actor.UserID
	switch {
	case s.name == withdrawRules.name && !isOwn:
		return model.Fail(model.Forbidden, "rule_text.not_own", "只有提出人可以撤回")
	case s.name != withdrawRules.name && isOwn:
		return model.Fail(model.Forbidden, "rule_text.own", "提出人不得批准自己提出的规则")
	}
	return nil
}
