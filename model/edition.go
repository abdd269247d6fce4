package model

import "time"

// EditionID identifies an edition of the 诚信红黑榜.
type EditionID string

// EntryID identifies one firm's place in an edition.
type EntryID string

// EditionStatus says how far an edition has come.
type EditionStatus string

// The states of an edition.
const (
	EditionCandidate EditionStatus = "candidate" // 候选，由定时任务算出
	EditionReviewed  EditionStatus = "reviewed"  // 已法制审核
	EditionPublished EditionStatus = "published" // 已批准发布
)

// Edition is one issue of the periodic 诚信红黑榜: the outcome of the credit
// method on a day, with the hashes that let anyone replay it.
type Edition struct {
	ID           EditionID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Number       string        `json:"number" gorm:"column:number;size:20;not null;uniqueIndex:editions_number"`
	Title        string        `json:"title" gorm:"column:title;size:100;not null"`
	AsOf         Date          `json:"as_of" gorm:"column:as_of"`
	RulebookID   string        `json:"rulebook_id" gorm:"column:rulebook_id;size:60;not null"`
	RulebookHash string        `json:"rulebook_hash" gorm:"column:rulebook_hash;size:64;not null"`
	ResultsHash  string        `json:"results_hash" gorm:"column:results_hash;size:64;not null"`
	BundleHash   string        `json:"bundle_hash" gorm:"column:bundle_hash;size:64;not null"`
	Subjects     int           `json:"subjects" gorm:"column:subjects;not null"`
	Status       EditionStatus `json:"status" gorm:"column:status;size:20;not null;index:editions_status"`
	ProposedBy   UserID        `json:"proposed_by" gorm:"column:proposed_by;size:36;not null"`
	ReviewedBy   UserID        `json:"reviewed_by" gorm:"column:reviewed_by;size:36;not null"`
	ReviewedOn   Date          `json:"reviewed_on" gorm:"column:reviewed_on"`
	ReviewNote   string        `json:"review_note" gorm:"column:review_note;size:500;not null"`
	ApprovedBy   UserID        `json:"approved_by" gorm:"column:approved_by;size:36;not null"`
	PublishedOn  Date          `json:"published_on" gorm:"column:published_on"`
	Demo         bool          `json:"demo" gorm:"column:demo;not null"`
	Version      int64         `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time     `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time     `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// EntryStatus says how far an entry has come.
type EntryStatus string

// The states of an entry.
const (
	EntryCandidate EntryStatus = "candidate" // 候选
	EntryNoticed   EntryStatus = "noticed"   // 已送达拟列入告知书
	EntryPublished EntryStatus = "published" // 已发布
	EntryExcluded  EntryStatus = "excluded"  // 经复核不列入
	EntryWithdrawn EntryStatus = "withdrawn" // 已撤回
	EntryEnded     EntryStatus = "ended"     // 公示期满
)

// EditionEntry is one firm on the red or black side of an edition. Reasons are
// sentences for people; Decision holds the rules that allowed publication.
// StatementReceivedOn is the day of the newest part of Statement.
type EditionEntry struct {
	ID                  EntryID      `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EditionID           EditionID    `json:"edition_id" gorm:"column:edition_id;size:36;not null;uniqueIndex:edition_entries_firm,priority:1"`
	EnterpriseID        EnterpriseID `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;uniqueIndex:edition_entries_firm,priority:2;index:edition_entries_enterprise"`
	EnterpriseName      string       `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	USCC                string       `json:"uscc" gorm:"column:uscc;size:18;not null"`
	AreaCode            string       `json:"area_code" gorm:"column:area_code;size:12;not null"`
	List                CreditList   `json:"list" gorm:"column:list;size:10;not null"`
	Band                Band         `json:"band" gorm:"column:band;size:10;not null"`
	Score               *int64       `json:"score" gorm:"column:score"`
	Reasons             string       `json:"reasons" gorm:"column:reasons;size:1000;not null"`
	Status              EntryStatus  `json:"status" gorm:"column:status;size:20;not null;index:edition_entries_status"`
	NoticeServedOn      Date         `json:"notice_served_on" gorm:"column:notice_served_on"`
	StatementDue        Date         `json:"statement_due" gorm:"column:statement_due"`
	Statement           string       `json:"statement" gorm:"column:statement;size:2000;not null"`
	StatementReceivedOn Date         `json:"statement_received_on" gorm:"column:statement_received_on"`
	ConsideredBy        UserID       `json:"considered_by" gorm:"column:considered_by;size:36;not null"`
	ConsideredNote      string       `json:"considered_note" gorm:"column:considered_note;size:1000;not null"`
	EndReason           string       `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	Decision            string       `json:"decision" gorm:"column:decision;type:mediumtext"`
	PublishedOn         Date         `json:"published_on" gorm:"column:published_on;index:edition_entries_published"`
	EndsOn              Date         `json:"ends_on" gorm:"column:ends_on"`
	SearchText          string       `json:"-" gorm:"column:search_text;size:600;not null"`
	Demo                bool         `json:"demo" gorm:"column:demo;not null"`
	Version             int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt           time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt           time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// ListEntry is an entry as the public sees it, with its edition.
type ListEntry struct {
	EditionEntry
	EditionNumber string `json:"edition_number"`
	EditionTitle  string `json:"edition_title"`
	EditionAsOf   Date   `json:"edition_as_of"`
}
