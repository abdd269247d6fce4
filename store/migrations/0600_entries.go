package migrations

import "time"

type nationalEntry0601 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	Source     string     `gorm:"column:source;size:100;not null;uniqueIndex:national_entries_document,priority:1"`
	DocumentNo string     `gorm:"column:document_no;size:80;not null;uniqueIndex:national_entries_document,priority:2"`
	USCC       string     `gorm:"column:uscc;size:18;not null;uniqueIndex:national_entries_document,priority:3;index:national_entries_uscc"`
	Name       string     `gorm:"column:name;size:200;not null"`
	SearchText string     `gorm:"column:search_text;size:600;not null"`
	Authority  string     `gorm:"column:authority;size:100;not null"`
	Reason     string     `gorm:"column:reason;size:1000;not null"`
	ListedOn   *time.Time `gorm:"column:listed_on;type:date"`
	EndsOn     *time.Time `gorm:"column:ends_on;type:date"`
	Status     string     `gorm:"column:status;size:20;not null;index:national_entries_status"`
	EndedOn    *time.Time `gorm:"column:ended_on;type:date"`
	EndReason  string     `gorm:"column:end_reason;size:500;not null"`
	ImportedBy string     `gorm:"column:imported_by;size:36;not null"`
	Demo       bool       `gorm:"column:demo;not null"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

type penaltyNotice0602 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	PenaltyID      string     `gorm:"column:penalty_id;size:36;not null;index:penalty_notices_penalty"`
	LiveKey        *string    `gorm:"column:live_key;size:36;uniqueIndex:penalty_notices_live"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:penalty_notices_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	USCC           string     `gorm:"column:uscc;size:18;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:penalty_notices_area"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	DocumentNo     string     `gorm:"column:document_no;size:80;not null"`
	Kind           string     `gorm:"column:kind;size:20;not null"`
	AmountFen      int64      `gorm:"column:amount_fen;not null"`
	Basis          string     `gorm:"column:basis;size:500;not null"`
	DecidedOn      *time.Time `gorm:"column:decided_on;type:date"`
	PublicityClass string     `gorm:"column:publicity_class;size:20;not null"`
	Summary        string     `gorm:"column:summary;size:1000;not null"`
	PublishReason  string     `gorm:"column:publish_reason;size:500;not null"`
	EarliestEnd    *time.Time `gorm:"column:earliest_end;type:date"`
	EndsOn         *time.Time `gorm:"column:ends_on;type:date;index:penalty_notices_ends"`
	Status         string     `gorm:"column:status;size:20;not null;index:penalty_notices_status"`
	Proposers      string     `gorm:"column:proposers;size:400;not null"`
	ApprovedBy     string     `gorm:"column:approved_by;size:36;not null"`
	PublishedOn    *time.Time `gorm:"column:published_on;type:date"`
	WithdrawnOn    *time.Time `gorm:"column:withdrawn_on;type:date"`
	WithdrawReason string     `gorm:"column:withdraw_reason;size:500;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

type associationEntry0603 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:association_entries_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:association_entries_area"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	SubmittedBy    string     `gorm:"column:submitted_by;size:36;not null;index:association_entries_submitter"`
	SubmitterName  string     `gorm:"column:submitter_name;size:100;not null"`
	Convention     string     `gorm:"column:convention;size:300;not null"`
	Reason         string     `gorm:"column:reason;size:1000;not null"`
	ListedOn       *time.Time `gorm:"column:listed_on;type:date"`
	EndsOn         *time.Time `gorm:"column:ends_on;type:date"`
	Status         string     `gorm:"column:status;size:20;not null;index:association_entries_status"`
	Effect         string     `gorm:"column:effect;size:200;not null"`
	RecordedBy     string     `gorm:"column:recorded_by;size:36;not null"`
	RecordedOn     *time.Time `gorm:"column:recorded_on;type:date"`
	WithdrawnOn    *time.Time `gorm:"column:withdrawn_on;type:date"`
	WithdrawReason string     `gorm:"column:withdraw_reason;size:500;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var entries = []Step{
	{601, "national_entries", create("national_entries", &nationalEntry0601{})},
	{602, "penalty_notices", create("penalty_notices", &penaltyNotice0602{})},
	{603, "association_entries", create("association_entries", &associationEntry0603{})},
}
