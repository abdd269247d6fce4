package model

import "time"

// ConsultationID identifies a consultation of personal data.
type ConsultationID string

// ConsultationKind says how personal data were consulted.
type ConsultationKind string

// The kinds of consultations.
const (
	ConsultationReveal ConsultationKind = "reveal" // 查看原文
	ConsultationLookup ConsultationKind = "lookup" // 按号码查找
)

// RevealPurpose is what somebody needs personal data for (个人信息保护法第六条).
type RevealPurpose string

// The purposes.
const (
	PurposeContact RevealPurpose = "contact" // 联系当事人核实、回访
	PurposeVerify  RevealPurpose = "verify"  // 核对身份或材料
	PurposeServe   RevealPurpose = "serve"   // 送达文书
	PurposeAssist  RevealPurpose = "assist"  // 依法协助其他机关
	PurposeCorrect RevealPurpose = "correct" // 更正登记
)

// Consultation is the record that somebody saw a person's data in clear, or
// looked records up by them; never the data. Found is how many records a look-up found.
type Consultation struct {
	ID        ConsultationID   `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Kind      ConsultationKind `json:"kind" gorm:"column:kind;size:10;not null"`
	Noun      Noun             `json:"noun" gorm:"column:noun;size:40;not null;index:consultations_record,priority:1"`
	RecordID  string           `json:"record_id" gorm:"column:record_id;size:80;not null;index:consultations_record,priority:2"`
	AreaCode  string           `json:"area_code" gorm:"column:area_code;size:12;not null"`
	Shown     WordList         `json:"fields" gorm:"column:fields;size:200;not null"`
	Purpose   RevealPurpose    `json:"purpose" gorm:"column:purpose;size:20;not null"`
	Note      string           `json:"note" gorm:"column:note;size:200;not null"`
	Found     int64            `json:"found" gorm:"column:found;not null"`
	UserID    UserID           `json:"user_id" gorm:"column:user_id;size:36;not null;index:consultations_user"`
	UserName  string           `json:"user_name" gorm:"column:user_name;size:100;not null"`
	Version   int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// RevealOffer is which fields of a record the caller may see in clear, and how
// many more records today; Most 0 sets no limit.
type RevealOffer struct {
	Fields []string `json:"fields"`
	Left   int64    `json:"left"`
	Most   int64    `json:"most"`
}

// Revealed is personal data in clear, for the one reply that was asked for.
type Revealed struct {
	ID     ConsultationID    `json:"id"`
	Values map[string]string `json:"values"`
	Left   int64             `json:"left"`
	Most   int64             `json:"most"`
}
