package model

import (
	"cmp"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// PublicationID identifies one act of publication.
type PublicationID string

// PublicationKind says what is made public.
type PublicationKind string

// The kinds of publications.
const (
	PublishedListEntry   PublicationKind = "list_entry"        // 红黑榜条目
	PublishedPenalty     PublicationKind = "penalty"           // 行政处罚
	PublishedResult      PublicationKind = "inspection_result" // 检查结果
	PublishedItems       PublicationKind = "inspection_items"  // 抽查事项清单
	PublishedPlan        PublicationKind = "inspection_plan"   // 抽查计划
	PublishedDraw        PublicationKind = "draw"              // 抽取结果
	PublishedRulebook    PublicationKind = "rulebook"          // 评价规则与期限表
	PublishedProgress    PublicationKind = "task_progress"     // 任务进展
	PublishedNational    PublicationKind = "national_entry"    // 国家级严重失信主体名单（转载）
	PublishedAssociation PublicationKind = "association_entry" // 行业自律名单（转载）
	PublishedNotice      PublicationKind = "notice"            // 通知公告
	PublishedCorrection  PublicationKind = "correction"        // 更正说明
)

// PublicationKinds lists the kinds in the order people are shown them.
var PublicationKinds = []PublicationKind{
	PublishedListEntry, PublishedPenalty, PublishedResult, PublishedItems, PublishedPlan, PublishedDraw,
	PublishedRulebook, PublishedProgress, PublishedNational, PublishedAssociation, PublishedNotice, PublishedCorrection,
}

// UncheckedMaskPolicy stands in place of a mask policy where something was public before there were reviews.
const UncheckedMaskPolicy = "升级前公开，未经个人信息审查"

// PublicationStatus says how far a publication has come.
type PublicationStatus string

// The states of a publication. The last four are final.
const (
	PublicationDraft     PublicationStatus = "draft"     // 拟稿
	PublicationSecrecy   PublicationStatus = "secrecy"   // 待保密审查
	PublicationPersonal  PublicationStatus = "personal"  // 待个人信息审查
	PublicationApproval  PublicationStatus = "approval"  // 待批准
	PublicationPublished PublicationStatus = "published" // 公开中
	PublicationDiscarded PublicationStatus = "discarded" // 不予公开
	PublicationCorrected PublicationStatus = "corrected" // 已更正
	PublicationWithdrawn PublicationStatus = "withdrawn" // 已撤回
	PublicationEnded     PublicationStatus = "ended"     // 期满
)

// IsPending reports whether the publication may still become public.
func (s PublicationStatus) IsPending() bool {
	switch s {
	case PublicationDraft, PublicationSecrecy, PublicationPersonal, PublicationApproval:
		return true
	}
	return false
}

// PublicField is one line of a published text: a lasting name, what people call it, and what it says.
type PublicField struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// PublicTable is a table of a published text; each row has a text for each column.
type PublicTable struct {
	Columns []PublicField `json:"columns"`
	Rows    [][]string    `json:"rows"`
}

// PublicText is what the public reads, word by word as it was reviewed.
type PublicText struct {
	Title  string        `json:"title"`
	Fields []PublicField `json:"fields"`
	Table  *PublicTable  `json:"table,omitempty"`
}

// Field returns what the field of the name says, "" when there is none.
func (t PublicText) Field(name string) string {
	for _, f := range t.Fields {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

// GormDataType keeps the text in a text column.
func (PublicText) GormDataType() string { return "string" }

// Scan reads a text from its column.
func (t *PublicText) Scan(value any) error { return scanJSON(value, t) }

// Value is the text as its column keeps it.
func (t PublicText) Value() (driver.Value, error) { return valueJSON(t) }

// MaskedPiece says that a rule hid something in a text, and how often; what was hidden is kept nowhere.
type MaskedPiece struct {
	Rule  string `json:"rule"`
	Title string `json:"title"`
	Count int    `json:"count"`
}

// MaskedPieces is what was hidden in a text.
type MaskedPieces []MaskedPiece

// GormDataType keeps the pieces in a text column.
func (MaskedPieces) GormDataType() string { return "string" }

// Scan reads the pieces from their column.
func (m *MaskedPieces) Scan(value any) error { return scanJSON(value, m) }

// Value is the pieces as their column keeps them.
func (m MaskedPieces) Value() (driver.Value, error) {
	if m == nil {
		m = MaskedPieces{}
	}
	return valueJSON(m)
}

func scanJSON(value, into any) error {
	switch kept := value.(type) {
	case string:
		return json.Unmarshal([]byte(cmp.Or(kept, "null")), into)
	case []byte:
		return json.Unmarshal([]byte(cmp.Or(string(kept), "null")), into)
	}
	return fmt.Errorf("scan %T from %T", into, value)
}

func valueJSON(value any) (driver.Value, error) {
	raw, err := json.Marshal(value)
	return string(raw), err
}

// Publication is one act of making something public (公开事项): drafted, reviewed for secrets,
// reviewed for personal information as it will read, approved by another person, and
// public from then until its term ends or it is withdrawn or corrected.
//
// Text is what was reviewed; Record is the canonical bytes that the public was given, with
// RecordHash their SHA-256, and never changes. EndsOn is the first day on which it is no
// longer shown; without a date it has no end. Handlers are whose own work is published: the
// officers of a check, who drew up a penalty. LiveKey names the subject while it is
// pending or public, so that a subject has one at most. FormedOn is the day from which
// the time for publishing counts.
type Publication struct {
	ID             PublicationID     `json:"id" gorm:"column:id;primaryKey;size:36;not null;index:publications_open,priority:2;index:publications_open_kind,priority:3;index:publications_shelf,priority:5;index:publications_of_kind,priority:4;index:publications_newest,priority:3;index:publications_series,priority:6;index:publications_open_topic,priority:3;index:publications_open_series,priority:3;index:publications_over,priority:3;index:publications_came_last,priority:2;index:publications_kind_came_last,priority:3;index:publications_left_last,priority:2;index:publications_kind_left_last,priority:3;index:publications_at,priority:1"`
	Kind           PublicationKind   `json:"kind" gorm:"column:kind;size:30;not null;index:publications_open_kind,priority:1;index:publications_shelf,priority:2;index:publications_of_kind,priority:2;index:publications_series,priority:2;index:publications_kind_came_last,priority:1;index:publications_kind_left_last,priority:1;index:publications_at,priority:5"`
	SubjectID      string            `json:"subject_id" gorm:"column:subject_id;size:60;not null;index:publications_subject"`
	LiveKey        *string           `json:"-" gorm:"column:live_key;size:100;uniqueIndex:publications_live"`
	EnterpriseID   EnterpriseID      `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;index:publications_enterprise"`
	EnterpriseName string            `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	USCC           string            `json:"uscc" gorm:"column:uscc;size:18;not null;index:publications_uscc"`
	AreaCode       string            `json:"area_code" gorm:"column:area_code;size:12;not null;index:publications_area"`
	SearchText     string            `json:"-" gorm:"column:search_text;size:1000;not null"`
	Title          string            `json:"title" gorm:"column:title;size:200;not null"`
	Topic          string            `json:"topic" gorm:"column:topic;size:30;not null;index:publications_shelf,priority:3;index:publications_series,priority:3;index:publications_open_topic,priority:2"`
	Series         string            `json:"series" gorm:"column:series;size:60;not null;index:publications_series,priority:4;index:publications_open_series,priority:2"`
	Source         string            `json:"source" gorm:"column:source;size:120;not null"`
	Basis          string            `json:"basis" gorm:"column:basis;size:500;not null"`
	Written        string            `json:"written" gorm:"column:written;type:mediumtext;not null"`
	PublishReason  string            `json:"publish_reason" gorm:"column:publish_reason;size:500;not null"`
	Text           PublicText        `json:"text" gorm:"column:public_text;type:mediumtext;not null"`
	TextHash       string            `json:"text_hash" gorm:"column:text_hash;size:64;not null"`
	MaskPolicy     string            `json:"mask_policy" gorm:"column:mask_policy;size:40;not null"`
	Masked         MaskedPieces      `json:"masked" gorm:"column:masked;size:1000;not null"`
	FormedOn       Date              `json:"formed_on" gorm:"column:formed_on"`
	EarliestEnd    Date              `json:"earliest_end" gorm:"column:earliest_end"`
	EndsOn         Date              `json:"ends_on" gorm:"column:ends_on;index:publications_ends;index:publications_shelf,priority:6;index:publications_of_kind,priority:5;index:publications_newest,priority:4;index:publications_series,priority:7;index:publications_over,priority:2;index:publications_at,priority:4"`
	Status         PublicationStatus `json:"status" gorm:"column:status;size:20;not null;index:publications_open,priority:1;index:publications_open_kind,priority:2;index:publications_shelf,priority:1;index:publications_of_kind,priority:1;index:publications_newest,priority:1;index:publications_series,priority:1;index:publications_open_topic,priority:1;index:publications_open_series,priority:1;index:publications_over,priority:1"`
	Drafters       UserIDs           `json:"drafters" gorm:"column:drafters;size:400;not null"`
	Handlers       UserIDs           `json:"handlers" gorm:"column:handlers;size:400;not null;default:''"`
	SecrecyBy      UserID            `json:"secrecy_by" gorm:"column:secrecy_by;size:36;not null"`
	SecrecyOn      Date              `json:"secrecy_on" gorm:"column:secrecy_on"`
	SecrecyNote    string            `json:"secrecy_note" gorm:"column:secrecy_note;size:500;not null"`
	PersonalBy     UserID            `json:"personal_by" gorm:"column:personal_by;size:36;not null"`
	PersonalOn     Date              `json:"personal_on" gorm:"column:personal_on"`
	PersonalNote   string            `json:"personal_note" gorm:"column:personal_note;size:500;not null"`
	ApprovedBy     UserID            `json:"approved_by" gorm:"column:approved_by;size:36;not null"`
	PublishedOn    Date              `json:"published_on" gorm:"column:published_on;index:publications_shelf,priority:4;index:publications_of_kind,priority:3;index:publications_newest,priority:2;index:publications_series,priority:5"`
	PublishedAt    *time.Time        `json:"published_at" gorm:"column:published_at;index:publications_came_last,priority:1;index:publications_kind_came_last,priority:2;index:publications_at,priority:2"`
	ReturnReason   string            `json:"return_reason" gorm:"column:return_reason;size:500;not null"`
	LeftOn         Date              `json:"left_on" gorm:"column:left_on"`
	LeftAt         *time.Time        `json:"left_at" gorm:"column:left_at;index:publications_left_last,priority:1;index:publications_kind_left_last,priority:2;index:publications_at,priority:3"`
	LeaveReason    string            `json:"leave_reason" gorm:"column:leave_reason;size:500;not null"`
	Edition        int               `json:"edition" gorm:"column:edition;not null"`
	CorrectsID     PublicationID     `json:"corrects_id" gorm:"column:corrects_id;size:36;not null;index:publications_corrects"`
	CorrectReason  string            `json:"correct_reason" gorm:"column:correct_reason;size:500;not null"`
	ContestedOn    Date              `json:"contested_on" gorm:"column:contested_on"`
	ContestReason  string            `json:"contest_reason" gorm:"column:contest_reason;size:1000;not null"`
	ContestAnswer  string            `json:"contest_answer" gorm:"column:contest_answer;size:1000;not null"`
	AnsweredOn     Date              `json:"answered_on" gorm:"column:answered_on"`
	Record         string            `json:"-" gorm:"column:record;type:mediumtext;not null"`
	RecordHash     string            `json:"record_hash" gorm:"column:record_hash;size:64;not null"`
	Demo           bool              `json:"demo" gorm:"column:demo;not null"`
	Version        int64             `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time         `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time         `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// IsPublicOn reports whether the public sees the publication on the day, whether or not
// the daily job has already ended it.
func (p Publication) IsPublicOn(day Date) bool {
	return p.Status == PublicationPublished && !day.Before(p.PublishedOn) && (p.EndsOn.IsZero() || day.Before(p.EndsOn))
}

// LastDay is the last day on which the public sees it by its term, none where it has no term.
func (p Publication) LastDay() Date {
	if p.EndsOn.IsZero() {
		return Date{}
	}
	return p.EndsOn.AddDays(-1)
}

// MovedAt is when it last became public or ceased to be, zero when it never was public.
func (p Publication) MovedAt() time.Time {
	if p.LeftAt != nil {
		return *p.LeftAt
	}
	if p.PublishedAt != nil {
		return *p.PublishedAt
	}
	return time.Time{}
}

// IsContested reports whether an objection to it waits for its answer.
func (p Publication) IsContested() bool { return !p.ContestedOn.IsZero() && p.AnsweredOn.IsZero() }

// PublicSubject is whom a published record is about; of what is about nobody it is empty.
type PublicSubject struct {
	Name     string `json:"name"`
	USCC     string `json:"uscc"`
	AreaCode string `json:"area_code"`
}

// PublicRecord is the shape of the bytes that the public is given (format publication/1).
// Its JSON is canonical: keys in order, no spaces, UTF-8.
type PublicRecord struct {
	Format        string          `json:"format"`
	ID            PublicationID   `json:"id"`
	Kind          PublicationKind `json:"kind"`
	Topic         string          `json:"topic"`
	Series        string          `json:"series"`
	Subject       PublicSubject   `json:"subject"`
	Text          PublicText      `json:"text"`
	Source        string          `json:"source"`
	Basis         string          `json:"basis"`
	FormedOn      Date            `json:"formed_on"`
	PublishedOn   Date            `json:"published_on"`
	EarliestEnd   Date            `json:"earliest_end"`
	EndsOn        Date            `json:"ends_on"`
	Edition       int             `json:"edition"`
	Corrects      PublicationID   `json:"corrects"`
	CorrectReason string          `json:"correct_reason"`
	MaskPolicy    string          `json:"mask_policy"`
	Contact       string          `json:"contact"`
	Objection     string          `json:"objection"`
}

// PublicRecordFormat names the shape of published records.
const PublicRecordFormat = "publication/1"
