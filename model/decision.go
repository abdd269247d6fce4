package model

// Decision is what a list of rules said about some facts, kept with the act so
// that it can be explained and replayed years later.
type Decision struct {
	Allowed bool           `json:"allowed"`
	Lines   []DecisionLine `json:"lines"`
}

// DecisionLine is one rule's answer with the values it saw.
type DecisionLine struct {
	RuleID string `json:"rule_id"`
	Title  string `json:"title"`
	Basis  Basis  `json:"basis"`
	Holds  bool   `json:"holds"`
	// Advises is whether it forbids nothing even when it does not hold.
	Advises bool `json:"advises,omitempty"`
	// Beside is set where the rule is not about these facts at all.
	Beside bool   `json:"beside,omitempty"`
	Seen   string `json:"seen"`
}

// Failed returns the lines that forbid the act, in rule order.
func (d Decision) Failed() []DecisionLine {
	var failed []DecisionLine
	for _, line := range d.Lines {
		if !line.Holds && !line.Advises {
			failed = append(failed, line)
		}
	}
	return failed
}
