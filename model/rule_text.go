package model

import "time"

// RuleTextID identifies a text of rules that the bureau adopts.
type RuleTextID string

// RuleTextKind says what a text of rules is about.
type RuleTextKind string

// The kinds of texts of rules.
const (
	TextOfDeadlines RuleTextKind = "deadlines" // 期限表的一项或几项
	TextOfCalendar  RuleTextKind = "calendar"  // 一年或几年的节假日安排
)

// RuleTextStatus says how far a text of rules is.
type RuleTextStatus string

// The states of a text of rules; only an adopted one counts, and it never changes again.
const (
	RuleTextProposed  RuleTextStatus = "proposed"
	RuleTextAdopted   RuleTextStatus = "adopted"
	RuleTextRefused   RuleTextStatus = "refused"
	RuleTextWithdrawn RuleTextStatus = "withdrawn"
)

// RuleText is a text of rules that one person proposes and another adopts: some
// deadlines, or the holidays of some years. It takes the place of what the program
// ships with for these deadlines and years. Replaces is the hash of the rows it was
// proposed against; ReachesRunning lets it change clocks that run already.
type RuleText struct {
	ID             RuleTextID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Kind           RuleTextKind   `json:"kind" gorm:"column:kind;size:20;not null"`
	Title          string         `json:"title" gorm:"column:title;size:500;not null"`
	Text           string         `json:"text" gorm:"column:text;type:mediumtext;not null"`
	Hash           string         `json:"hash" gorm:"column:hash;size:64;not null"`
	Replaces       string         `json:"replaces" gorm:"column:replaces;size:64;not null"`
	EffectiveOn    Date           `json:"effective_on" gorm:"column:effective_on"`
	ReachesRunning bool           `json:"reaches_running" gorm:"column:reaches_running;not null"`
	Reason         string         `json:"reason" gorm:"column:reason;size:500;not null"`
	Status         RuleTextStatus `json:"status" gorm:"column:status;size:20;not null;index:rule_texts_status"`
	ProposedBy     UserID         `json:"proposed_by" gorm:"column:proposed_by;size:36;not null"`
	Proposer       string         `json:"proposer" gorm:"column:proposer;size:100;not null"`
	DecidedBy      UserID         `json:"decided_by" gorm:"column:decided_by;size:36;not null"`
	Decider        string         `json:"decider" gorm:"column:decider;size:100;not null"`
	Decision       string         `json:"decision" gorm:"column:decision;size:500;not null"`
	Sequence       *int64         `json:"sequence" gorm:"column:sequence;uniqueIndex:rule_texts_sequence"` // of its adoption
	DecidedAt      *time.Time     `json:"decided_at" gorm:"column:decided_at"`
	Version        int64          `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time      `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time      `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
