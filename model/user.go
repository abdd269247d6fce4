package model

import "time"

// UserID identifies an account.
type UserID string

// Role is one of the platform's duties, as listed in policy/access/roles.csv.
type Role string

// The roles of issue and law: 三员 first, then the bureau, the district, firms and the public.
const (
	RoleSystemAdmin   Role = "system_admin"   // 系统管理员
	RoleSecurityAdmin Role = "security_admin" // 安全管理员
	RoleAuditor       Role = "auditor"        // 审计员
	RoleChief         Role = "chief"          // 局领导
	RoleLegal         Role = "legal"          // 法制审核
	RoleInspector     Role = "inspector"      // 执法人员
	RoleComplaints    Role = "complaints"     // 申诉专员
	RoleSupervisor    Role = "supervisor"     // 督导单位
	RoleLead          Role = "lead"           // 牵头单位
	RoleSupport       Role = "support"        // 配合单位
	RoleFirm          Role = "firm"           // 企业填报
	RoleAssociation   Role = "association"    // 行业协会
	RoleConsumers     Role = "consumers"      // 消委会
	RolePublic        Role = "public"         // 公众，未登录者
)

// User is an account. Inspectors carry a certificate number and its expiry
// (行政处罚法：执法人员持证上岗); firms' accounts carry the firm.
type User struct {
	ID                 UserID       `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Name               string       `json:"name" gorm:"column:name;size:64;not null;uniqueIndex:users_name"`
	DisplayName        string       `json:"display_name" gorm:"column:display_name;size:100;not null"`
	PasswordHash       string       `json:"-" gorm:"column:password_hash;size:200;not null"`
	UnitID             UnitID       `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	EnterpriseID       EnterpriseID `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null"`
	AreaCode           string       `json:"area_code" gorm:"column:area_code;size:12;not null"`
	Roles              RoleSet      `json:"roles" gorm:"column:roles;size:255;not null"`
	CertificateNo      string       `json:"certificate_no" gorm:"column:certificate_no;size:40;not null"`
	CertificateExpires Date         `json:"certificate_expires" gorm:"column:certificate_expires"`
	Disabled           bool         `json:"disabled" gorm:"column:disabled;not null"`
	Demo               bool         `json:"demo" gorm:"column:demo;not null"`
	Version            int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt          time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt          time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// Session is a signed-in browser; only the hash of its token is kept.
type Session struct {
	ID        string    `gorm:"column:id;primaryKey;size:64;not null"`
	UserID    UserID    `gorm:"column:user_id;size:36;not null;index:sessions_user"`
	CreatedAt time.Time `gorm:"column:created_at;not null;autoCreateTime:false"`
	SeenAt    time.Time `gorm:"column:seen_at;not null"`
	ExpiresAt time.Time `gorm:"column:expires_at;not null;index:sessions_expires"`
	Address   string    `gorm:"column:address;size:64;not null"`
}

// Actor is who acts: an account with its duties, or the public, or a scheduled job.
type Actor struct {
	UserID       UserID
	Name         string
	Roles        []Role
	UnitID       UnitID
	EnterpriseID EnterpriseID
	AreaCode     string
}

// Has reports whether the actor holds the role.
func (a Actor) Has(role Role) bool {
	for _, r := range a.Roles {
		if r == role {
			return true
		}
	}
	return false
}
