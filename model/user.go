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
	RolePending       Role = "pending"        // 登录后须先完成安全事项者
)

// User is an account; firms' accounts carry the firm.
type User struct {
	ID            UserID       `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Name          string       `json:"name" gorm:"column:name;size:64;not null;uniqueIndex:users_name"`
	DisplayName   string       `json:"display_name" gorm:"column:display_name;size:100;not null"`
	PasswordHash  string       `json:"-" gorm:"column:password_hash;size:200;not null"`
	UnitID        UnitID       `json:"unit_id" gorm:"column:unit_id;size:40;not null"`
	EnterpriseID  EnterpriseID `json:"enterprise_id" gorm:"column:enterprise_id;size:36;not null"`
	AreaCode      string       `json:"area_code" gorm:"column:area_code;size:12;not null"`
	Roles         RoleSet      `json:"roles" gorm:"column:roles;size:255;not null"`
	Disabled      bool         `json:"disabled" gorm:"column:disabled;not null"`
	Demo          bool         `json:"demo" gorm:"column:demo;not null"`
	PasswordSetAt *time.Time   `json:"password_set_at" gorm:"column:password_set_at"` // nil until the person has set one
	SecondFactor  FactorState  `json:"second_factor" gorm:"column:second_factor;size:10;not null"`
	InvitedUntil  *time.Time   `json:"invited_until" gorm:"column:invited_until"` // an open invitation ends then
	Email         Email        `json:"email" gorm:"column:email;size:600;not null"`
	Mobile        Phone        `json:"mobile" gorm:"column:mobile;size:200;not null"`
	EmailOff      bool         `json:"email_off" gorm:"column:email_off;not null"` // the person wants no e-mails
	SMSOff        bool         `json:"sms_off" gorm:"column:sms_off;not null"`     // the person wants no text messages
	// Resets is how often password and tokens were taken away; sessions and tokens of before the last time work no longer.
	Resets    int64     `json:"-" gorm:"column:resets;not null"`
	Version   int64     `json:"version" gorm:"column:version;not null"`
	CreatedAt time.Time `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// FactorState says how far an account is with its second factor.
type FactorState string

// The states of a second factor.
const (
	FactorNone    FactorState = ""        // 未启用
	FactorStarted FactorState = "started" // 已出示密钥，未确认
	FactorOn      FactorState = "on"      // 登录须动态口令
)

// SecondFactor is the secret of an account's one-time codes, sealed; a fresh one
// waits in Pending until the person has shown a code of it.
type SecondFactor struct {
	UserID   UserID `gorm:"column:user_id;primaryKey;size:36;not null"`
	Sealed   string `gorm:"column:sealed;size:200;not null"`
	Pending  string `gorm:"column:pending;size:200;not null"`
	LastStep int64  `gorm:"column:last_step;not null"` // the time step of the last code taken; older ones are refused
}

// Session is a signed-in browser, known by the hash of its token, which is kept nowhere.
type Session struct {
	ID        string     `json:"id" gorm:"column:id;primaryKey;size:64;not null"`
	UserID    UserID     `json:"user_id" gorm:"column:user_id;size:36;not null;index:sessions_user"`
	CreatedAt time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	SeenAt    time.Time  `json:"seen_at" gorm:"column:seen_at;not null"`
	ExpiresAt time.Time  `json:"expires_at" gorm:"column:expires_at;not null;index:sessions_expires"`
	Address   string     `json:"address" gorm:"column:address;size:64;not null"`
	Agent     string     `json:"agent" gorm:"column:agent;size:200;not null"` // what the browser called itself
	EndedAt   *time.Time `json:"ended_at" gorm:"column:ended_at"`
	Resets    int64      `json:"-" gorm:"column:resets;not null"` // its account's when the password was compared
	Version   int64      `json:"version" gorm:"column:version;not null"`
	UpdatedAt time.Time  `json:"updated_at" gorm:"column:updated_at;autoUpdateTime:false"`
}

// Actor is who acts: an account with its duties, or the public, or a scheduled job.
type Actor struct {
	UserID       UserID
	Name         string
	Roles        []Role
	UnitID       UnitID
	EnterpriseID EnterpriseID
	AreaCode     string
	Resets       int64      // the account's, as it was admitted
	Session      string     // the session it acts in, if any
	TokenID      APITokenID // the machine's token it acts by, if any
	Only         WordList   // the permissions that token carries
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
