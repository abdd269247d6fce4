package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// MonthlyReturnID identifies what one enterprise returns for one month.
type MonthlyReturnID string

// MonthlyReturnStatus says how far a monthly return has come.
type MonthlyReturnStatus string

// The states of a monthly return. An accepted one may be opened again to be corrected.
const (
	MonthlyReturnAwaited   MonthlyReturnStatus = "awaited"   // 待填报
	MonthlyReturnDraft     MonthlyReturnStatus = "draft"     // 草稿
	MonthlyReturnSubmitted MonthlyReturnStatus = "submitted" // 已报送
	MonthlyReturnReturned  MonthlyReturnStatus = "returned"  // 已退回
	MonthlyReturnAccepted  MonthlyReturnStatus = "accepted"  // 已接收
	MonthlyReturnWaived    MonthlyReturnStatus = "waived"    // 免报
)

// AreaParcels is how many parcels an enterprise's end points of one township took in and
// delivered in a month; a number nobody has entered yet is absent.
type AreaParcels struct {
	AreaCode   string `json:"area_code"`
	Pickups    *int64 `json:"pickups"`
	Deliveries *int64 `json:"deliveries"`
}

// AreaParcelList is kept as JSON text in one column.
type AreaParcelList []AreaParcels

// GormDataType keeps the list in a text column.
func (AreaParcelList) GormDataType() string { return "string" }

// Value stores the rows in their given order.
func (l AreaParcelList) Value() (driver.Value, error) {
	if l == nil {
		l = AreaParcelList{}
	}
	text, err := json.Marshal([]AreaParcels(l))
	return string(text), err
}

// Scan reads what Value stored.
func (l *AreaParcelList) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("scan parcels by area from %T", src)
	}
	*l = AreaParcelList{}
	return json.Unmarshal([]byte(text), l)
}

// ReturnFigures is what a monthly return says: parcels by township and in all, the staff on
// the month's last day, safety incidents, and complaints that users made to the enterprise.
type ReturnFigures struct {
	Areas      AreaParcelList `json:"areas" gorm:"column:areas;type:text"`
	Pickups    *int64         `json:"pickups" gorm:"column:pickups"`
	Deliveries *int64         `json:"deliveries" gorm:"column:deliveries"`
	Staff      *int64         `json:"staff" gorm:"column:staff"`
	Incidents  *int64         `json:"incidents" gorm:"column:incidents"`
	Complaints *int64         `json:"complaints" gorm:"column:complaints"`
}

// MonthlyReturn is an enterprise's 业务月报 for one month (YYYY-MM). Owed ones have a term; the
// others are handed in for months before the platform asked. Versions is how often figures
// were accepted; while a correction is made, those of the last version still count. Rounds is
// how often it was handed in, and Late is settled when it is first.
type MonthlyReturn struct {
	ID             MonthlyReturnID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   EnterpriseID    `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null;uniqueIndex:monthly_returns_month,priority:1"`
	Month          string          `json:"month" gorm:"column:month;size:7;not null;uniqueIndex:monthly_returns_month,priority:2;index:monthly_returns_by_month"`
	EnterpriseName string          `json:"enterprise_name" gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string          `json:"area_code" gorm:"column:area_code;size:12;not null;index:monthly_returns_area"`
	ReturnFigures
	Explanation      string              `json:"explanation" gorm:"column:explanation;size:1000;not null"`
	Status           MonthlyReturnStatus `json:"status" gorm:"column:status;size:20;not null;index:monthly_returns_status"`
	Owed             bool                `json:"owed" gorm:"column:owed;not null"`
	FirstSubmittedOn Date                `json:"first_submitted_on" gorm:"column:first_submitted_on"`
	SubmittedOn      Date                `json:"submitted_on" gorm:"column:submitted_on"`
	Rounds           int64               `json:"rounds" gorm:"column:rounds;not null"`
	Late             bool                `json:"late" gorm:"column:late;not null"`
	DecidedOn        Date                `json:"decided_on" gorm:"column:decided_on"`
	DecidedReason    string              `json:"decided_reason" gorm:"column:decided_reason;size:500;not null"`
	WaiveBasis       string              `json:"waive_basis" gorm:"column:waive_basis;size:200;not null"`
	CorrectionReason string              `json:"correction_reason" gorm:"column:correction_reason;size:500;not null"`
	Versions         int64               `json:"versions" gorm:"column:versions;not null"`
	Checks           Decision            `json:"checks" gorm:"column:checks;type:mediumtext"`
	EnteredBy        UserIDs             `json:"-" gorm:"column:entered_by;size:1000;not null"`
	SearchText       string              `json:"-" gorm:"column:search_text;size:500;not null"`
	Demo             bool                `json:"demo" gorm:"column:demo;not null"`
	Version          int64               `json:"version" gorm:"column:version;not null"`
	CreatedAt        time.Time           `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt        time.Time           `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// ReturnVersion is the figures of a monthly return as they were once accepted. It never
// changes; a later one takes its place, with the reason of the correction.
type ReturnVersion struct {
	ID       string          `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ReturnID MonthlyReturnID `json:"return_id" gorm:"column:return_id;size:36;not null;uniqueIndex:monthly_return_versions_once,priority:1"`
	Number   int64           `json:"number" gorm:"column:number;not null;uniqueIndex:monthly_return_versions_once,priority:2"`
	ReturnFigures
	Explanation string    `json:"explanation" gorm:"column:explanation;size:1000;not null"`
	Reason      string    `json:"reason" gorm:"column:reason;size:500;not null"`
	SubmittedOn Date      `json:"submitted_on" gorm:"column:submitted_on"`
	AcceptedOn  Date      `json:"accepted_on" gorm:"column:accepted_on"`
	Version     int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt   time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt   time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// MonthFigures is the last accepted figures of one enterprise for one month.
type MonthFigures struct {
	EnterpriseID EnterpriseID `gorm:"column:enterprise_id"`
	Month        string       `gorm:"column:month"`
	ReturnFigures
}
