package migrations

import "time"

type ruleText0240 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	Kind           string     `gorm:"column:kind;size:20;not null"`
	Title          string     `gorm:"column:title;size:500;not null"`
	Text           string     `gorm:"column:text;type:mediumtext;not null"`
	Hash           string     `gorm:"column:hash;size:64;not null"`
	Replaces       string     `gorm:"column:replaces;size:64;not null"`
	EffectiveOn    *time.Time `gorm:"column:effective_on;type:date"`
	ReachesRunning bool       `gorm:"column:reaches_running;not null"`
	Reason         string     `gorm:"column:reason;size:500;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:rule_texts_status"`
	ProposedBy     string     `gorm:"column:proposed_by;size:36;not null"`
	Proposer       string     `gorm:"column:proposer;size:100;not null"`
	DecidedBy      string     `gorm:"column:decided_by;size:36;not null"`
	Decider        string     `gorm:"column:decider;size:100;not null"`
	Decision       string     `gorm:"column:decision;size:500;not null"`
	Sequence       *int64     `gorm:"column:sequence;uniqueIndex:rule_texts_sequence"`
	DecidedAt      *time.Time `gorm:"column:decided_at"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var ruleTexts = []Step{
	{240, "rule_texts", create("rule_texts", &ruleText0240{})},
}
