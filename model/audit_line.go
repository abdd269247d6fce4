package model

// AuditLine is a row of the audit trail as people read it.
type AuditLine struct {
	AuditEntry
	ActTitle   string        `json:"act_title" doc:"the act in words, by its present name"`
	NounTitle  string        `json:"noun_title" doc:"the kind of record in words"`
	RecordName string        `json:"record_name" doc:"what the record was called then, masked where personal; empty when the row does not tell"`
	Changes    []AuditChange `json:"changes" doc:"what differs, in words"`
}

// AuditChange is one field of a record in words; Before or After is empty for nothing.
type AuditChange struct {
	Field  string `json:"field"`
	Title  string `json:"title"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// AnyStamp stands for every noun or status of a FormerAct, and ChangedStamp for
// the status of every record that was there before.
const (
	AnyStamp     = "*"
	ChangedStamp = "changed"
)

// FormerAct tells rows that an earlier release stamped with one act for several:
// the act, the kind of record and its status afterwards, and what it is called now.
type FormerAct struct {
	Act    string
	Noun   Noun
	Status string
	Now    string
}

// Fits reports whether a row with the act, on a record that has the status after a
// change ("" where it is none), is one of them.
func (f FormerAct) Fits(act string, noun Noun, status string) bool {
	return f.Act == act && (f.Noun == AnyStamp || f.Noun == noun) &&
		(f.Status == AnyStamp || f.Status == ChangedStamp && status != "" || f.Status == status)
}

// StampedAct is rows of a FormerAct that are in none of the others.
type StampedAct struct {
	FormerAct
	Not []FormerAct
}
