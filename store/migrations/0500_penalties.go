package migrations

import "time"

type penalty0501 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   string     `gorm:"column:enterprise_id;size:36;not null;index:penalties_enterprise"`
	EnterpriseName string     `gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:penalties_area"`
	SearchText     string     `gorm:"column:search_text;size:600;not null"`
	DocumentNo     string     `gorm:"column:document_no;size:80;not null;uniqueIndex:penalties_document_no"`
	Facts          string     `gorm:"column:facts;size:2000;not null"`
	Basis          string     `gorm:"column:basis;size:500;not null"`
	Kind           string     `gorm:"column:kind;size:20;not null"`
	AmountFen      int64      `gorm:"column:amount_fen;not null"`
	PublicityClass string     `gorm:"column:publicity_class;size:20;not null"`
	Trigger        string     `gorm:"column:trigger_kind;size:30;not null"`
	Status         string     `gorm:"column:status;size:20;not null;index:penalties_status"`
	Drafters       string     `gorm:"column:drafters;size:400;not null"`
	ReviewedBy     string     `gorm:"column:reviewed_by;size:36;not null"`
	ReviewOpinion  string     `gorm:"column:review_opinion;size:500;not null"`
	DecidedBy      string     `gorm:"column:decided_by;size:36;not null"`
	DecidedOn      *time.Time `gorm:"column:decided_on;type:date;index:penalties_decided"`
	ServedOn       *time.Time `gorm:"column:served_on;type:date"`
	WithdrawnOn    *time.Time `gorm:"column:withdrawn_on;type:date"`
	WithdrawReason string     `gorm:"column:withdraw_reason;size:500;not null"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

var penalties = []Step{
	{501, "penalties", create("penalties", &penalty0501{})},
}
