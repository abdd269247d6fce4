package model

import "time"

// Invitation lets the person of an account set its password once; only the hash
// of its token is kept, and a newer one replaces it.
type Invitation struct {
	UserID    UserID    `gorm:"column:user_id;primaryKey;size:36;not null"`
	TokenHash string    `gorm:"column:token_hash;size:64;not null;uniqueIndex:invitations_token"`
	ExpiresAt time.Time `gorm:"column:expires_at;not null"`
}

// Shown is a secret that is shown once: to the person who asked for it, in the
// reply to the act that made it. Sealed is what the stored reply holds instead.
type Shown struct {
	Secret    string    `json:"secret,omitempty"`
	Sealed    string    `json:"sealed,omitempty"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}
