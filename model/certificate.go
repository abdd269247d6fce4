package model

import "time"

// CertificatePeriodID identifies one certificate as it was issued.
type CertificatePeriodID string

// Certificate is an officer's enforcement certificate (执法证) through all its periods
// and suspensions. Expires is the last day that any of them covers.
type Certificate struct {
	ID          UserID                  `json:"id" gorm:"column:id"`
	DisplayName string                  `json:"display_name" gorm:"column:display_name"`
	UnitID      UnitID                  `json:"unit_id" gorm:"column:unit_id"`
	AreaCode    string                  `json:"area_code" gorm:"column:area_code"`
	Roles       RoleSet                 `json:"roles" gorm:"column:roles"`
	Disabled    bool                    `json:"disabled" gorm:"column:disabled"`
	Expires     Date                    `json:"expires" gorm:"column:certificate_expires"`
	Periods     []CertificatePeriod     `json:"periods" gorm:"-"`
	Suspensions []CertificateSuspension `json:"suspensions" gorm:"-"`
	Version     int64                   `json:"version" gorm:"column:version"`
	UpdatedAt   time.Time               `json:"updated_at" gorm:"column:updated_at;autoUpdateTime:false"`
}

// CertificatePeriod is one certificate as it was issued. One that was entered in
// error has a day in VoidedOn and counts on no day.
type CertificatePeriod struct {
	ID         CertificatePeriodID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UserID     UserID              `json:"user_id" gorm:"column:user_id;size:36;not null;index:certificate_periods_user"`
	Number     string              `json:"certificate_no" gorm:"column:number;size:40;not null"`
	Issuer     string              `json:"issuer" gorm:"column:issuer;size:400;not null"`
	From       Date                `json:"from" gorm:"column:valid_from"`
	Expires    Date                `json:"expires" gorm:"column:valid_to"`
	RecordedBy string              `json:"recorded_by" gorm:"column:recorded_by;size:100;not null"`
	VoidedOn   Date                `json:"voided_on" gorm:"column:voided_on"`
	VoidedBy   string              `json:"voided_by" gorm:"column:voided_by;size:100;not null"`
	VoidReason string              `json:"void_reason" gorm:"column:void_reason;size:500;not null"`
	Version    int64               `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time           `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time           `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// CertificateSuspension bars an officer from the day SuspendedOn up to, not including,
// the day ReturnedOn; without that day it still does.
type CertificateSuspension struct {
	ID           string    `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UserID       UserID    `json:"user_id" gorm:"column:user_id;size:36;not null;index:certificate_suspensions_user"`
	SuspendedOn  Date      `json:"suspended_on" gorm:"column:suspended_on;not null"`
	SuspendedBy  string    `json:"suspended_by" gorm:"column:suspended_by;size:100;not null"`
	Reason       string    `json:"reason" gorm:"column:reason;size:500;not null"`
	ReturnedOn   Date      `json:"returned_on" gorm:"column:returned_on"`
	ReturnedBy   string    `json:"returned_by" gorm:"column:returned_by;size:100;not null"`
	ReturnReason string    `json:"return_reason" gorm:"column:return_reason;size:500;not null"`
	Version      int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
