package model

import "time"

// APITokenID identifies a machine's token.
type APITokenID string

// APIToken lets a machine act for an account within some of its permissions,
// until it expires or is revoked; only the hash of the token is kept.
type APIToken struct {
	ID          APITokenID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UserID      UserID     `json:"user_id" gorm:"column:user_id;size:36;not null;index:api_tokens_user"`
	Owner       string     `json:"owner" gorm:"column:owner;size:100;not null"`
	Title       string     `json:"title" gorm:"column:title;size:60;not null"`
	TokenHash   string     `json:"-" gorm:"column:token_hash;size:64;not null;uniqueIndex:api_tokens_hash"`
	Permissions WordList   `json:"permissions" gorm:"column:permissions;type:text"`
	Roles       RoleSet    `json:"roles" gorm:"column:roles;size:255;not null"` // its account's when it was made; it reaches no further
	Resets      int64      `json:"-" gorm:"column:resets;not null"`             // its account's when it was made
	ExpiresOn   Date       `json:"expires_on" gorm:"column:expires_on"`         // the last day it works
	Revoked     bool       `json:"revoked" gorm:"column:revoked;not null"`
	// LastUsedAt is the last use to within a minute, LastUsedFrom the address it came from.
	LastUsedAt   *time.Time `json:"last_used_at" gorm:"-"`
	LastUsedFrom string     `json:"last_used_from" gorm:"-"`
	Version      int64      `json:"version" gorm:"column:version;not null"`
	CreatedAt    time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt    time.Time  `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}
