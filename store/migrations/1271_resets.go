package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

type resets1271 struct {
	Resets int64 `gorm:"column:resets;not null;default:0"`
}

type apiToken1274 struct {
	Roles string `gorm:"column:roles;size:255;not null;default:''"`
}

// tokenRoles gives the tokens of before the roles that their accounts hold now.
func tokenRoles(db *gorm.DB) error {
	err := db.Exec("UPDATE api_tokens SET roles = (SELECT users.roles FROM users WHERE users.id = api_tokens.user_id)" +
		" WHERE roles = '' AND user_id IN (SELECT users.id FROM users)").Error
	if err != nil {
		return fmt.Errorf("roles of tokens: %w", err)
	}
	return nil
}

var resets = []Step{
	{1271, "users.resets", addColumn("users", "resets", &resets1271{})},
	{1272, "sessions.resets", addColumn("sessions", "resets", &resets1271{})},
	{1273, "api_tokens.resets", addColumn("api_tokens", "resets", &resets1271{})},
	{1274, "api_tokens.roles", addColumn("api_tokens", "roles", &apiToken1274{})},
	{1275, "roles of tokens", tokenRoles},
}
