package migrations

import "time"

type complaint0400 struct {
	ID               string     `gorm:"column:id;primaryKey;size:36;not null"`
	TrackingNo       string     `gorm:"column:tracking_no;size:32;not null;uniqueIndex:complaints_tracking"`
	Channel          string     `gorm:"column:channel;size:20;not null"`
	ExternalNo       string     `gorm:"column:external_no;size:60;not null"`
	Kind             string     `gorm:"column:kind;size:30;not null"`
	EnterpriseID     string     `gorm:"column:enterprise_id;size:36;not null;index:complaints_enterprise"`
	EnterpriseName   string     `gorm:"column:enterprise_name;size:200;not null"`
	AreaCode         string     `gorm:"column:area_code;size:12;not null;index:complaints_area"`
	WaybillNo        string     `gorm:"column:waybill_no;size:40;not null"`
	ConsumerName     string     `gorm:"column:consumer_name;size:60;not null"`
	ConsumerPhone    string     `gorm:"column:consumer_phone;size:30;not null"`
	Category         string     `gorm:"column:category;size:20;not null"`
	Statement        string     `gorm:"column:statement;type:text"`
	Claim            string     `gorm:"column:claim;size:1000;not null"`
	FirmComplainedOn *time.Time `gorm:"column:firm_complained_on;type:date"`
	FirmReplied      bool       `gorm:"column:firm_replied;not null"`
	ReceivedOn       *time.Time `gorm:"column:received_on;type:date"`
	Status           string     `gorm:"column:status;size:20;not null;index:complaints_status"`
	RefusalReason    string     `gorm:"column:refusal_reason;size:30;not null"`
	AcceptedOn       *time.Time `gorm:"column:accepted_on;type:date"`
	TransferredOn    *time.Time `gorm:"column:transferred_on;type:date"`
	AnsweredOn       *time.Time `gorm:"column:answered_on;type:date"`
	AnsweredLate     bool       `gorm:"column:answered_late;not null"`
	Investigation    string     `gorm:"column:investigation;type:text"`
	Responsibility   string     `gorm:"column:responsibility;size:20;not null"`
	CompensationFen  int64      `gorm:"column:compensation_fen;not null"`
	Outcome          string     `gorm:"column:outcome;size:20;not null"`
	Upheld           bool       `gorm:"column:upheld;not null"`
	ClosedOn         *time.Time `gorm:"column:closed_on;type:date;index:complaints_closed"`
	ClosingNote      string     `gorm:"column:closing_note;size:1000;not null"`
	SearchText       string     `gorm:"column:search_text;size:1000;not null"`
	Demo             bool       `gorm:"column:demo;not null"`
	Version          int64      `gorm:"column:version;not null"`
	CreatedAt        time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt        time.Time  `gorm:"column:updated_at;not null"`
}

var complaints = []Step{
	{400, "complaints", create("complaints", &complaint0400{})},
}
