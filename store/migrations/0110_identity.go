package migrations

import "time"

type user0110 struct {
	PasswordSetAt *time.Time `gorm:"column:password_set_at"`
	SecondFactor  string     `gorm:"column:second_factor;size:10;not null;default:''"`
	InvitedUntil  *time.Time `gorm:"column:invited_until"`
}

type session0113 struct {
	Agent     string     `gorm:"column:agent;size:200;not null;default:''"`
	EndedAt   *time.Time `gorm:"column:ended_at"`
	Version   int64      `gorm:"column:version;not null;default:1"`
	UpdatedAt *time.Time `gorm:"column:updated_at"`
}

type secondFactor0117 struct {
	UserID   string `gorm:"column:user_id;primaryKey;size:36;not null"`
	Sealed   string `gorm:"column:sealed;size:200;not null"`
	Pending  string `gorm:"column:pending;size:200;not null"`
	LastStep int64  `gorm:"column:last_step;not null"`
}

type invitation0118 struct {
	UserID    string    `gorm:"column:user_id;primaryKey;size:36;not null"`
	TokenHash string    `gorm:"column:token_hash;size:64;not null;uniqueIndex:invitations_token"`
	ExpiresAt time.Time `gorm:"column:expires_at;not null"`
}

type passwordHistory0119 struct {
	ID           string    `gorm:"column:id;primaryKey;size:36;not null"`
	UserID       string    `gorm:"column:user_id;size:36;not null;index:password_history_user"`
	PasswordHash string    `gorm:"column:password_hash;size:200;not null"`
	CreatedAt    time.Time `gorm:"column:created_at;not null"`
}

type accountRequest0120 struct {
	ID          string    `gorm:"column:id;primaryKey;size:36;not null"`
	UserID      string    `gorm:"column:user_id;size:36;not null;index:account_requests_user"`
	UserName    string    `gorm:"column:user_name;size:100;not null"`
	Kind        string    `gorm:"column:kind;size:10;not null"`
	Roles       string    `gorm:"column:roles;size:255;not null"`
	Reason      string    `gorm:"column:reason;size:500;not null"`
	Status      string    `gorm:"column:status;size:10;not null;index:account_requests_status"`
	RequestedBy string    `gorm:"column:requested_by;size:36;not null"`
	Requester   string    `gorm:"column:requester;size:100;not null"`
	DecidedBy   string    `gorm:"column:decided_by;size:36;not null"`
	Decision    string    `gorm:"column:decision;size:500;not null"`
	OpenKey     string    `gorm:"column:open_key;size:60;not null;uniqueIndex:account_requests_open"`
	Version     int64     `gorm:"column:version;not null"`
	CreatedAt   time.Time `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time `gorm:"column:updated_at;not null"`
}

type apiToken0121 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null"`
	UserID      string     `gorm:"column:user_id;size:36;not null;index:api_tokens_user"`
	Owner       string     `gorm:"column:owner;size:100;not null"`
	Title       string     `gorm:"column:title;size:60;not null"`
	TokenHash   string     `gorm:"column:token_hash;size:64;not null;uniqueIndex:api_tokens_hash"`
	Permissions string     `gorm:"column:permissions;type:text"`
	ExpiresOn   *time.Time `gorm:"column:expires_on;type:date"`
	Revoked     bool       `gorm:"column:revoked;not null"`
	Version     int64      `gorm:"column:version;not null"`
	CreatedAt   time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

type spending0122 struct {
	Bucket  string    `gorm:"column:bucket;primaryKey;size:80;not null"`
	Spent   int64     `gorm:"column:spent;not null"`
	ResetAt time.Time `gorm:"column:reset_at;not null;index:spendings_reset"`
}

var identity = []Step{
	{110, "users.password_set_at", addColumn("users", "password_set_at", &user0110{})},
	{111, "users.second_factor", addColumn("users", "second_factor", &user0110{})},
	{112, "users.invited_until", addColumn("users", "invited_until", &user0110{})},
	{113, "sessions.agent", addColumn("sessions", "agent", &session0113{})},
	{114, "sessions.ended_at", addColumn("sessions", "ended_at", &session0113{})},
	{115, "sessions.version", addColumn("sessions", "version", &session0113{})},
	{116, "sessions.updated_at", addColumn("sessions", "updated_at", &session0113{})},
	{117, "second_factors", create("second_factors", &secondFactor0117{})},
	{118, "invitations", create("invitations", &invitation0118{})},
	{119, "password_history", create("password_history", &passwordHistory0119{})},
	{120, "account_requests", create("account_requests", &accountRequest0120{})},
	{121, "api_tokens", create("api_tokens", &apiToken0121{})},
	{122, "spendings", create("spendings", &spending0122{})},
}
