package migrations

import "time"

type user0101 struct {
	ID                 string     `gorm:"column:id;primaryKey;size:36;not null"`
	Name               string     `gorm:"column:name;size:64;not null;uniqueIndex:users_name"`
	DisplayName        string     `gorm:"column:display_name;size:100;not null"`
	PasswordHash       string     `gorm:"column:password_hash;size:200;not null"`
	UnitID             string     `gorm:"column:unit_id;size:40;not null"`
	EnterpriseID       string     `gorm:"column:enterprise_id;size:36;not null"`
	AreaCode           string     `gorm:"column:area_code;size:12;not null"`
	Roles              string     `gorm:"column:roles;size:255;not null"`
	CertificateNo      string     `gorm:"column:certificate_no;size:40;not null"`
	CertificateExpires *time.Time `gorm:"column:certificate_expires;type:date"`
	Disabled           bool       `gorm:"column:disabled;not null"`
	Demo               bool       `gorm:"column:demo;not null"`
	Version            int64      `gorm:"column:version;not null"`
	CreatedAt          time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt          time.Time  `gorm:"column:updated_at;not null"`
}

type session0102 struct {
	ID        string    `gorm:"column:id;primaryKey;size:64;not null"`
	UserID    string    `gorm:"column:user_id;size:36;not null;index:sessions_user"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	SeenAt    time.Time `gorm:"column:seen_at;not null"`
	ExpiresAt time.Time `gorm:"column:expires_at;not null;index:sessions_expires"`
	Address   string    `gorm:"column:address;size:64;not null"`
}

type audit0103 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	At        time.Time `gorm:"column:at;not null;index:audit_at"`
	UserID    string    `gorm:"column:user_id;size:36;not null;index:audit_user"`
	UserName  string    `gorm:"column:user_name;size:100;not null"`
	Act       string    `gorm:"column:act;size:60;not null"`
	Noun      string    `gorm:"column:noun;size:40;not null;index:audit_record,priority:1"`
	RecordID  string    `gorm:"column:record_id;size:80;not null;index:audit_record,priority:2"`
	Before    string    `gorm:"column:before_json;type:text"`
	After     string    `gorm:"column:after_json;type:text"`
	Reason    string    `gorm:"column:reason;size:500;not null"`
	RequestID string    `gorm:"column:request_id;size:64;not null"`
	Address   string    `gorm:"column:address;size:64;not null"`
}

type idempotency0104 struct {
	Principal string    `gorm:"column:principal;primaryKey;size:36;not null"`
	Key       string    `gorm:"column:idempotency_key;primaryKey;size:100;not null"`
	Route     string    `gorm:"column:route;size:200;not null"`
	BodyHash  string    `gorm:"column:body_hash;size:64;not null"`
	Token     string    `gorm:"column:token;size:36;not null"`
	Done      bool      `gorm:"column:done;not null"`
	Reply     string    `gorm:"column:reply;type:mediumtext"`
	HeldUntil time.Time `gorm:"column:held_until;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null;index:idempotency_created"`
}

type signIn0105 struct {
	Name        string     `gorm:"column:name;primaryKey;size:64;not null"`
	Failures    int        `gorm:"column:failures;not null"`
	LockedUntil *time.Time `gorm:"column:locked_until"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

var accounts = []Step{
	{101, "users", create("users", &user0101{})},
	{102, "sessions", create("sessions", &session0102{})},
	{103, "audit_entries", create("audit_entries", &audit0103{})},
	{104, "idempotency_keys", create("idempotency_keys", &idempotency0104{})},
	{105, "sign_ins", create("sign_ins", &signIn0105{})},
}
