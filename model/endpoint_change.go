package model

import "time"

// EndPointChangeID identifies a change of a filed end point.
type EndPointChangeID string

// ChangeOutcome says what became of a change of a filed end point.
type ChangeOutcome string

// What may become of a change; until then the filing stays as it was.
const (
	ChangeSubmitted ChangeOutcome = "submitted" // 已提交
	ChangeAccepted  ChangeOutcome = "accepted"  // 已变更
	ChangeReturned  ChangeOutcome = "returned"  // 已退回
	ChangeWithdrawn ChangeOutcome = "withdrawn" // 已撤回
	ChangeEnded     ChangeOutcome = "ended"     // 已终止，随备案
)

// EndPointChange is a change of a filed end point (变更备案) with everything as it is to be
// from then on, Changed is what of that
// differs from how it was. ChangedOn is the day on which it came about, from which the term counts.
type EndPointChange struct {
	ID            EndPointChangeID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	EndPointID    EndPointID       `json:"endpoint_id" gorm:"column:endpoint_id;size:36;not null;index:endpoint_changes_endpoint"`
	ChangedOn     Date             `json:"changed_on" gorm:"column:changed_on"`
	Name          string           `json:"name" gorm:"column:name;size:200;not null"`
	Kind          EndPointKind     `json:"kind" gorm:"column:kind;size:20;not null"`
	Brands        WordList         `json:"brands" gorm:"column:brands;size:1300;not null"`
	Services      WordList         `json:"services" gorm:"column:services;size:60;not null"`
	Scope         WordList         `json:"scope" gorm:"column:scope;size:100;not null"`
	BranchID      BranchID         `json:"branch_id" gorm:"column:branch_id;size:36;not null"`
	ManagerName   PersonName       `json:"manager_name" gorm:"column:manager_name;size:400;not null"`
	ManagerID     IDNumber         `json:"manager_id" gorm:"column:manager_id;size:400;not null"`
	ManagerPhone  Phone            `json:"manager_phone" gorm:"column:manager_phone;size:400;not null"`
	IDIndex       string           `json:"-" gorm:"column:manager_id_index;size:64;not null"`
	PhoneIndex    string           `json:"-" gorm:"column:manager_phone_index;size:64;not null"`
	ServicePhone  string           `json:"service_phone" gorm:"column:service_phone;size:30;not null"`
	Changed       FieldChanges     `json:"changed" gorm:"column:changed;type:mediumtext;not null"`
	Note          string           `json:"note" gorm:"column:note;size:500;not null"`
	SubmittedOn   Date             `json:"submitted_on" gorm:"column:submitted_on"`
	Late          bool             `json:"late" gorm:"column:late;not null"`
	Outcome       ChangeOutcome    `json:"outcome" gorm:"column:outcome;size:20;not null"`
	DecidedOn     Date             `json:"decided_on" gorm:"column:decided_on"`
	DecidedReason string           `json:"decided_reason" gorm:"column:decided_reason;size:500;not null"`
	EnteredBy     UserIDs          `json:"-" gorm:"column:entered_by;size:1000;not null"`
	Version       int64            `json:"version" gorm:"column:version;not null"`
	CreatedAt     time.Time        `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt     time.Time        `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// Apply is the end point as the change makes it.
func (c EndPointChange) Apply(e EndPoint) EndPoint {
	e.Name, e.Kind, e.Brands, e.Services, e.Scope, e.BranchID = c.Name, c.Kind, c.Brands, c.Services, c.Scope, c.BranchID
	e.ManagerName, e.ManagerID, e.ManagerPhone, e.ServicePhone = c.ManagerName, c.ManagerID, c.ManagerPhone, c.ServicePhone
	return e
}
