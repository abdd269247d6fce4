package model

// Explanation says, line by line, how the method came to one subject's rating.
type Explanation struct {
	Subject      string            `json:"subject"`
	AsOf         Date              `json:"as_of"`
	RulebookID   string            `json:"rulebook_id"`
	RulebookHash string            `json:"rulebook_hash"`
	Result       CreditResult      `json:"result"`
	Lines        []ExplanationLine `json:"lines"`
}

// ExplanationLine is one step. Fact is the fact's id or empty, Rule the
// rulebook key it follows, Points an exact rational or empty, TimeWeight 0 when
// time plays no part, and Text one Chinese sentence.
type ExplanationLine struct {
	Dimension  string `json:"dimension"`
	Fact       string `json:"fact"`
	Rule       string `json:"rule"`
	Points     string `json:"points"`
	TimeWeight int64  `json:"time_weight"`
	Text       string `json:"text"`
}
