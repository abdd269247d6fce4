package policy

import "yijian/model"

// Rule is one sentence of regulation: what must hold of the facts on a day, on
// which basis, and from and until which day (both inclusive; no date is open).
type Rule[F any] struct {
	ID    string
	Title string
	Basis model.Basis
	From  model.Date
	Until model.Date
	// Advises makes the rule one that is told and forbids nothing.
	Advises bool
	// Beside reports whether the rule is not about these facts at all; nil where it always is.
	Beside func(F) bool
	Holds  func(F, model.Date) bool
	Seen   func(F, model.Date) string // the values Holds looked at, in Chinese words
}

// ValidOn reports whether the rule is in force on the day.
func (r Rule[F]) ValidOn(day model.Date) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until))
}

// Decide asks every rule in force on the day. The act is allowed when all of
// them hold but those that only advise; without any rule in force nothing is allowed.
func Decide[F any](rules []Rule[F], facts F, day model.Date) model.Decision {
	decision := model.Decision{Allowed: true}
	for _, rule := range rules {
		if !rule.ValidOn(day) {
			continue
		}
		holds := rule.Holds(facts, day)
		decision.Allowed = decision.Allowed && (holds || rule.Advises)
		decision.Lines = append(decision.Lines, model.DecisionLine{
			RuleID: rule.ID, Title: rule.Title, Basis: rule.Basis, Holds: holds, Advises: rule.Advises, Beside: rule.Beside != nil && rule.Beside(facts), Seen: rule.Seen(facts, day),
		})
	}
	decision.Allowed = decision.Allowed && len(decision.Lines) > 0
	return decision
}

// platformDefault marks a rule that no law states, so that nobody cites it as one.
func platformDefault(why string) model.Basis {
	return model.Basis{Article: "平台默认规则（" + why + "，非法定）"}
}
