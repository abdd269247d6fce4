package model

import "time"

// ComplaintID identifies a complaint or report.
type ComplaintID string

// ComplaintStatus says how far a complaint has come.
type ComplaintStatus string

// The states of a complaint. Refused and closed are final.
const (
	ComplaintRegistered  ComplaintStatus = "registered"  // 已登记
	ComplaintRefused     ComplaintStatus = "refused"     // 不予受理
	ComplaintAccepted    ComplaintStatus = "accepted"    // 已受理
	ComplaintTransferred ComplaintStatus = "transferred" // 已转办企业
	ComplaintAnswered    ComplaintStatus = "answered"    // 企业已答复
	ComplaintClosed      ComplaintStatus = "closed"      // 已结案
)

// ComplaintKind tells apart what the law tells apart: a user's complaint to the
// bureau about service, and a report of illegality, whose author is kept secret.
type ComplaintKind string

// The kinds of complaints.
const (
	ComplaintToBureau ComplaintKind = "complaint_to_bureau" // 申诉
	ComplaintReport   ComplaintKind = "report"              // 举报
)

// RefusalReason is why a complaint is not accepted.
type RefusalReason string

// The reasons for refusal (邮政业用户申诉处理办法).
const (
	RefusedNotPostal   RefusalReason = "not_postal"    // 不属邮政业范围
	RefusedNotParty    RefusalReason = "not_party"     // 非当事人
	RefusedUnclear     RefusalReason = "unclear"       // 对象或事实不明
	RefusedFirmFirst   RefusalReason = "firm_first"    // 未先向企业投诉或未满7日
	RefusedOverOneYear RefusalReason = "over_one_year" // 超过1年
	RefusedDuplicate   RefusalReason = "duplicate"     // 重复且无新内容
	RefusedElsewhere   RefusalReason = "elsewhere"     // 诉讼、仲裁等已处理
)

// ComplaintOutcome is how a complaint ended.
type ComplaintOutcome string

// The outcomes of a complaint.
const (
	OutcomeMediated    ComplaintOutcome = "mediated"     // 调解成功
	OutcomeNotMediated ComplaintOutcome = "not_mediated" // 调解不成
	OutcomeWithdrawn   ComplaintOutcome = "withdrawn"    // 撤回
	OutcomeUnreachable ComplaintOutcome = "unreachable"  // 联系无果
	OutcomeToClue      ComplaintOutcome = "to_clue"      // 转线索核查
)

// Complaint is a user's complaint to the bureau or a report of illegality.
// EnterpriseID is empty while the firm is not known. TrackingNo lets the
// consumer ask how far it is; nobody else is shown it. TransferredOn decides
// whether the firm sees the row at all. Upheld says that the firm was at fault
// (有效申诉) and counts for credit from ClosedOn.
type Complaint struct {
	ID               ComplaintID      `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	TrackingNo       string           `json:"-" gorm:"column:tracking_no;size:32;not null;uniqueIndex:complaints_tracking"`
	Channel          string           `json:"channel" gorm:"column:channel;size:20;not null"`
	ExternalNo       string           `json:"external_no" gorm:"column:external_no;size:60;not null"`
	ExternalKey      string           `json:"-" gorm:"column:external_key;size:60;not null;index:complaints_external"`
	Kind             ComplaintKind    `json:"kind" gorm:"column:kind;size:30;not null"`
	EnterpriseID     EnterpriseID     `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:complaints_enterprise"`
	EnterpriseName   string           `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	AreaCode         string           `json:"area_code" gorm:"column:area_code;size:12;not null;index:complaints_area"`
	WaybillNo        string           `json:"waybill_no" gorm:"column:waybill_no;size:40;not null"`
	ConsumerName     PersonName       `json:"consumer_name" gorm:"column:consumer_name;size:400;not null"`
	ConsumerPhone    Phone            `json:"consumer_phone" gorm:"column:consumer_phone;size:400;not null"`
	PhoneIndex       string           `json:"-" gorm:"column:consumer_phone_index;size:64;not null;index:complaints_phone"`
	Category         string           `json:"category" gorm:"column:category;size:20;not null"`
	Statement        string           `json:"statement" gorm:"column:statement;type:text"`
	Claim            string           `json:"claim" gorm:"column:claim;size:1000;not null"`
	FirmComplainedOn Date             `json:"firm_complained_on" gorm:"column:firm_complained_on"`
	FirmReplied      bool             `json:"firm_replied" gorm:"column:firm_replied;not null"`
	ReceivedOn       Date             `json:"received_on" gorm:"column:received_on"`
	Status           ComplaintStatus  `json:"status" gorm:"column:status;size:20;not null;index:complaints_status;index:complaints_ended,priority:1"`
	RefusalReason    RefusalReason    `json:"refusal_reason" gorm:"column:refusal_reason;size:30;not null"`
	AcceptedOn       Date             `json:"accepted_on" gorm:"column:accepted_on"`
	TransferredOn    Date             `json:"transferred_on" gorm:"column:transferred_on"`
	AnsweredOn       Date             `json:"answered_on" gorm:"column:answered_on"`
	AnsweredLate     bool             `json:"answered_late" gorm:"column:answered_late;not null"`
	Investigation    string           `json:"investigation" gorm:"column:investigation;type:text"`
	Responsibility   string           `json:"responsibility" gorm:"column:responsibility;size:20;not null"`
	CompensationFen  int64            `json:"compensation_fen" gorm:"column:compensation_fen;not null"`
	Outcome          ComplaintOutcome `json:"outcome" gorm:"column:outcome;size:20;not null;index:complaints_ended,priority:3"`
	Upheld           bool             `json:"upheld" gorm:"column:upheld;not null"`
	ClosedOn         Date             `json:"closed_on" gorm:"column:closed_on;index:complaints_closed;index:complaints_ended,priority:2"`
	ClosingNote      string           `json:"closing_note" gorm:"column:closing_note;size:1000;not null"`
	ImportNo         string           `json:"import_no" gorm:"column:import_no;size:40;not null"` // of the import that brought it from before the platform, else empty
	HistoryKey       *string          `json:"-" gorm:"column:history_key;size:200;uniqueIndex:complaints_history"`
	SearchText       string           `json:"-" gorm:"column:search_text;size:1000;not null"`
	Demo             bool             `json:"demo" gorm:"column:demo;not null"`
	Version          int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt        time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt        time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// ComplaintCard is a complaint's page; TrackingNo is given only to those who deal with the consumer.
type ComplaintCard struct {
	Record     Complaint    `json:"record"`
	TrackingNo string       `json:"tracking_no,omitempty"`
	Acts       []Act        `json:"acts"`
	History    []AuditEntry `json:"history"`
	Reveal     *RevealOffer `json:"reveal,omitempty"`
}
