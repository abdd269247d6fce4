package migrations

import "time"

type edition0651 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	Number       string     `gorm:"column:number;size:20;not null;uniqueIndex:editions_number"`
	Title        string     `gorm:"column:title;size:100;not null"`
	AsOf         *time.Time `gorm:"column:as_of;type:date"`
	RulebookID   string     `gorm:"column:rulebook_id;size:60;not null"`
	RulebookHash string     `gorm:"column:rulebook_hash;size:64;not null"`
	ResultsHash  string     `gorm:"column:results_hash;size:64;not null"`
	BundleHash   string     `gorm:"column:bundle_hash;size:64;not null"`
	Subjects     int        `gorm:"column:subjects;not null"`
	Status       string     `gorm:"column:status;size:20;not null;index:editions_status"`
	ProposedBy   string     `gorm:"column:proposed_by;size:36;not null"`
	ReviewedBy   string     `gorm:"column:reviewed_by;size:36;not null"`
	ReviewedOn   *time.Time `gorm:"column:reviewed_on;type:date"`
	ReviewNote   string     `gorm:"column:review_note;size:500;not null"`
	ApprovedBy   string     `gorm:"column:approved_by;size:36;not null"`
	PublishedOn  *time.Time `gorm:"column:published_on;type:date"`
	Demo         bool       `gorm:"column:demo;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

type editionEntry0652 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	EditionID      string     `gorm:"column:edition_id;size:36;not null;uniqueIndex:edition_entries_firm,priority:1"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;uniqueIndex:edition_entries_firm,priority:2;index:edition_entries_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	USCC           string     `gorm:"column:uscc;size:18;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null"`
	List           string     `gorm:"column:list;size:10;not null"`
	Band           string     `gorm:"column:band;size:10;not null"`
	Score          *int64     `gorm:"column:score"`
	Reasons        string     `gorm:"column:reasons;size:1000;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:edition_entries_status"`
	NoticeServedOn *time.Time `gorm:"column:notice_served_on;type:date"`
	StatementDue   *time.Time `gorm:"column:statement_due;type:date"`
	Statement      string     `gorm:"column:statement;size:2000;not null"`
	ConsideredBy   string     `gorm:"column:considered_by;size:36;not null"`
	ConsideredNote string     `gorm:"column:considered_note;size:1000;not null"`
	EndReason      string     `gorm:"column:end_reason;size:500;not null"`
	Decision       string     `gorm:"column:decision;type:text"`
	PublishedOn    *time.Time `gorm:"column:published_on;type:date;index:edition_entries_published"`
	EndsOn         *time.Time `gorm:"column:ends_on;type:date"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

// editionBundle0653 keeps the canonical bytes of each rating apart from the
// edition, so that lists of editions stay small.
type editionBundle0653 struct {
	EditionID string `gorm:"column:edition_id;primaryKey;size:36;not null"`
	Bundle    string `gorm:"column:bundle;type:longtext"`
}

var editions = []Step{
	{651, "editions", create("editions", &edition0651{})},
	{652, "edition_entries", create("edition_entries", &editionEntry0652{})},
	{653, "edition_bundles", create("edition_bundles", &editionBundle0653{})},
}
