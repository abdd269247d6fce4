package model

import "time"

// Noun names a kind of record in routes, audit rows and links; it is the plural path segment.
type Noun string

// Call is one request to change something: who asks, on which version, and the
// key under which a repeated request gets the first reply again.
type Call struct {
	Actor    Actor
	Version  int64  // If-Match; 0 when the act creates
	Key      string // Idempotency-Key; empty for jobs and the command line
	Route    string // method and path, part of the key's meaning
	BodyHash string
	// FormerHashes are what BodyHash was under earlier keys, for a repeat that comes after a rotation.
	FormerHashes []string
	RequestID    string
	Address      string
	OnBehalf     string // for whom, where that is not the actor: a firm, the bureau, who sits at the machine
	Demo         bool   // only the demonstration data set says so; records it creates are marked
}

// Stamp says for one transaction who did what, when and why; every audit row carries it.
type Stamp struct {
	Call   Call
	Act    string
	Reason string
	At     time.Time
}

// AuditEntry is one row of the audit trail: one changed record.
type AuditEntry struct {
	ID        string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	At        time.Time `json:"at" gorm:"column:at;not null;index:audit_at"`
	UserID    UserID    `json:"user_id" gorm:"column:user_id;size:36;not null;index:audit_user"`
	UserName  string    `json:"user_name" gorm:"column:user_name;size:100;not null"`
	OnBehalf  string    `json:"on_behalf" gorm:"column:on_behalf;size:300;not null"`
	Act       string    `json:"act" gorm:"column:act;size:60;not null"`
	Noun      Noun      `json:"noun" gorm:"column:noun;size:40;not null;index:audit_record,priority:1"`
	RecordID  string    `json:"record_id" gorm:"column:record_id;size:80;not null;index:audit_record,priority:2"`
	Before    string    `json:"before" gorm:"column:before_json;type:mediumtext"`
	After     string    `json:"after" gorm:"column:after_json;type:mediumtext"`
	Reason    string    `json:"reason" gorm:"column:reason;size:500;not null"`
	RequestID string    `json:"request_id" gorm:"column:request_id;size:64;not null"`
	Address   string    `json:"address" gorm:"column:address;size:64;not null"`
	Seal      string    `json:"-" gorm:"column:seal;size:120;not null"` // the program's signature over everything else
}

// Act is something the caller may do with a record now, or may not, and why;
// Due is set when the law gives it a term.
type Act struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Allowed bool     `json:"allowed"`
	Reason  string   `json:"reason"`
	Due     *DueView `json:"due,omitempty"`
}

// DueView is a running term as shown: the day, the days left (negative when past) and its basis.
type DueView struct {
	Title    string `json:"title"`
	DueOn    Date   `json:"due_on"`
	DaysLeft int    `json:"days_left"`
	Basis    string `json:"basis"`
	// Paused says why there is no last day now; absent for a term that runs.
	Paused *PauseView `json:"paused,omitempty"`
}

// PauseView is since when a term stands still, on which ground, and what is left of it.
type PauseView struct {
	Since     Date   `json:"since"`
	Reason    string `json:"reason"`
	Basis     string `json:"basis"`
	DaysLeft  *int64 `json:"days_left"`
	HoursLeft *int64 `json:"hours_left"`
}

// Card is one record as its page needs it: the record, what may be done now, and what happened.
type Card[T any] struct {
	Record  T            `json:"record"`
	Acts    []Act        `json:"acts"`
	History []AuditEntry `json:"history"`
	// Reveal is what the caller may see in clear of it, absent for nothing.
	Reveal *RevealOffer `json:"reveal,omitempty"`
}

// Page is one slice of a list; Next continues it and is empty at the end. Similar are the ids
// of those items, always the last, that hold what was searched for but for one character.
type Page[T any] struct {
	Items   []T      `json:"items"`
	Next    string   `json:"next"`
	Similar []string `json:"similar,omitempty"`
	// Total is how many there are, as far as it was counted: on a first page only, and up to
	// MostCounted, beyond which there is Beyond.
	Total  int  `json:"total,omitempty"`
	Beyond bool `json:"beyond,omitempty"`
}

// Mapped is the page with each item told as something else.
func Mapped[T, U any](page Page[T], as func(T) U) Page[U] {
	told := Page[U]{Items: make([]U, len(page.Items)), Next: page.Next, Similar: page.Similar, Total: page.Total, Beyond: page.Beyond}
	for i, item := range page.Items {
		told.Items[i] = as(item)
	}
	return told
}

// MostCounted is how many rows of a list are counted: more would be slow to count and no
// better to know.
const MostCounted = 1000
