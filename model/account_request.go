package model

import "time"

// AccountRequestID identifies what one administrator asks another to confirm.
type AccountRequestID string

// AccountRequestKind says what is asked for.
type AccountRequestKind string

// AccountRequestStatus is the state of a request.
type AccountRequestStatus string

// The kinds and states of account requests.
const (
	RequestReset AccountRequestKind = "reset" // 重置密码与动态口令
	RequestGrant AccountRequestKind = "grant" // 授予岗位，调整单位、企业或区划

	RequestOpen      AccountRequestStatus = "open"
	RequestApproved  AccountRequestStatus = "approved"
	RequestRefused   AccountRequestStatus = "refused"
	RequestWithdrawn AccountRequestStatus = "withdrawn"
)

// AccountRequest is a change of an account that a system administrator asks for
// and a security administrator decides.
type AccountRequest struct {
	ID       AccountRequestID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UserID   UserID           `json:"user_id" gorm:"column:user_id;size:36;not null;index:account_requests_user"`
	UserName string           `json:"user_name" gorm:"column:user_name;size:100;not null"`
	// Account is the name that the account signs in with, HeldUnit the unit that it has now; both are read with the request.
	Account  string             `json:"account" gorm:"-"`
	HeldUnit UnitID             `json:"held_unit" gorm:"-"`
	Kind     AccountRequestKind `json:"kind" gorm:"column:kind;size:10;not null"`
	Roles    RoleSet            `json:"roles" gorm:"column:roles;size:255;not null"` // of a grant: those to add
	// UnitID, EnterpriseID and AreaCode are, of a grant, where the account shall belong; empty leaves it where it is.
	UnitID       UnitID               `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	EnterpriseID EnterpriseID         `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null"`
	AreaCode     string               `json:"area_code" gorm:"column:area_code;size:12;not null"`
	Reason       string               `json:"reason" gorm:"column:reason;size:500;not null"`
	Status       AccountRequestStatus `json:"status" gorm:"column:status;size:10;not null;index:account_requests_status"`
	RequestedBy  UserID               `json:"requested_by" gorm:"column:requested_by;size:36;not null"`
	Requester    string               `json:"requester" gorm:"column:requester;size:100;not null"`
	DecidedBy    UserID               `json:"decided_by" gorm:"column:decided_by;size:36;not null"`
	Decision     string               `json:"decision" gorm:"column:decision;size:500;not null"`
	// OpenKey keeps an account from having two open requests of a kind.
	OpenKey   string    `json:"-" gorm:"column:open_key;size:60;not null;uniqueIndex:account_requests_open"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
