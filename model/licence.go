package model

import "time"

// LicenceID identifies one licence as it was issued.
type LicenceID string

// LicenceKind says by which decision a licence was issued.
type LicenceKind string

// The decisions that issue a licence.
const (
	LicenceFirst   LicenceKind = "first"   // 首次许可
	LicenceRenewal LicenceKind = "renewal" // 延续
	LicenceChange  LicenceKind = "change"  // 变更
)

// LicenceEnding says by which decision a licence ended before its last day.
type LicenceEnding string

// The decisions that end a licence; one that runs out needs none.
const (
	LicenceCancelled LicenceEnding = "cancelled" // 注销
	LicenceRevoked   LicenceEnding = "revoked"   // 吊销
	LicenceWithdrawn LicenceEnding = "withdrawn" // 撤销
)

// LicenceEntry is an entry about a licence that can be taken back where it was wrong.
type LicenceEntry string

// The entries that can be taken back.
const (
	EntryLicenceEnded  LicenceEntry = "ended"  // 登记终止
	EntryLicenceVoided LicenceEntry = "voided" // 作废登记
)

// LicenceScope is a kind of business that a licence allows.
type LicenceScope string

// The kinds of business of 邮政法 52.
const (
	ScopeProvince      LicenceScope = "province"      // 省内
	ScopeNational      LicenceScope = "national"      // 跨省
	ScopeInternational LicenceScope = "international" // 国际
)

// LicenceKindTitles are the decisions that issue a licence as people say them.
var LicenceKindTitles = map[LicenceKind]string{LicenceFirst: "首次许可", LicenceRenewal: "延续", LicenceChange: "变更"}

// LicenceEndingTitles are the decisions that end a licence as people say them.
var LicenceEndingTitles = map[LicenceEnding]string{LicenceCancelled: "注销", LicenceRevoked: "吊销", LicenceWithdrawn: "撤销"}

// Licence is a 快递业务经营许可证 as one decision issued it. A later one takes its place
// from that one's first day on. LastDay is the last day it can count: that of its term,
// or the day before it ended. One entered in error has a day in VoidedOn, its own id in
// VoidMark, and counts on no day. The fields in Restored say which entry about it was taken back
// last because it was wrong, since when that had held, when it was taken back, by whom and why. Areas are area codes, 100000 the whole country.
type Licence struct {
	ID             LicenceID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID  `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;uniqueIndex:licences_entry,priority:1;index:licences_standing,priority:1"`
	Number         string        `json:"number" gorm:"column:number;size:40;not null;uniqueIndex:licences_entry,priority:2"`
	From           Date          `json:"from" gorm:"column:valid_from;uniqueIndex:licences_entry,priority:3;index:licences_standing,priority:3"`
	VoidMark       string        `json:"-" gorm:"column:void_mark;size:36;not null;uniqueIndex:licences_entry,priority:4;index:licences_standing,priority:2"`
	Kind           LicenceKind   `json:"kind" gorm:"column:kind;size:20;not null"`
	Scope          WordList      `json:"scope" gorm:"column:scope;size:100;not null"`
	Areas          WordList      `json:"areas" gorm:"column:areas;size:600;not null"`
	DocumentNo     string        `json:"document_no" gorm:"column:document_no;size:400;not null"`
	Reason         string        `json:"reason" gorm:"column:reason;size:500;not null"`
	IssuedOn       Date          `json:"issued_on" gorm:"column:issued_on"`
	Expires        Date          `json:"expires" gorm:"column:valid_to"`
	LastDay        Date          `json:"last_day" gorm:"column:last_day;index:licences_last_day;index:licences_standing,priority:4"`
	RecordedBy     string        `json:"recorded_by" gorm:"column:recorded_by;size:100;not null"`
	Ending         LicenceEnding `json:"ending" gorm:"column:ending;size:20;not null"`
	EndedOn        Date          `json:"ended_on" gorm:"column:ended_on"`
	EndDocumentNo  string        `json:"end_document_no" gorm:"column:end_document_no;size:400;not null"`
	EndReason      string        `json:"end_reason" gorm:"column:end_reason;size:500;not null"`
	EndedBy        string        `json:"ended_by" gorm:"column:ended_by;size:100;not null"`
	VoidedOn       Date          `json:"voided_on" gorm:"column:voided_on"`
	VoidReason     string        `json:"void_reason" gorm:"column:void_reason;size:500;not null"`
	VoidedBy       string        `json:"voided_by" gorm:"column:voided_by;size:100;not null"`
	RestoredEntry  LicenceEntry  `json:"restored_entry" gorm:"column:restored_entry;size:20;not null"`
	RestoredFrom   Date          `json:"restored_from" gorm:"column:restored_from"`
	RestoredOn     Date          `json:"restored_on" gorm:"column:restored_on"`
	RestoredBy     string        `json:"restored_by" gorm:"column:restored_by;size:100;not null"`
	RestoredBasis  string        `json:"restored_basis" gorm:"column:restored_basis;size:400;not null"`
	RestoredReason string        `json:"restored_reason" gorm:"column:restored_reason;size:500;not null"`
	Demo           bool          `json:"demo" gorm:"column:demo;not null"`
	Version        int64         `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time     `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time     `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// HeldLicence is a licence with its holder, and the first day of the one that took its place.
type HeldLicence struct {
	Licence
	EnterpriseName string `json:"enterprise_name" gorm:"column:enterprise_name"`
	AreaCode       string `json:"area_code" gorm:"column:area_code"`
	NextFrom       Date   `json:"next_from" gorm:"column:next_from"`
}
