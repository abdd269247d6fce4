package migrations

import "time"

type tokenUse1270 struct {
	LastUsedAt   *time.Time `gorm:"column:last_used_at"`
	LastUsedFrom string     `gorm:"column:last_used_from;size:64;not null;default:''"`
}

var tokenUse = []Step{
	{1270, "api_tokens.last_used_at", addColumn("api_tokens", "LastUsedAt", &tokenUse1270{})},
	{1271, "api_tokens.last_used_from", addColumn("api_tokens", "LastUsedFrom", &tokenUse1270{})},
}
