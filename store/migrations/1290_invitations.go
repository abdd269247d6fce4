package migrations

import (
	"fmt"

	"gorm.io/gorm"
)

// voidInvitations takes back invitations that were given to whoever asked for the
// account; the security administrator gives new ones.
func voidInvitations(db *gorm.DB) error {
	for _, statement := range []string{"DELETE FROM invitations", "UPDATE users SET invited_until = NULL WHERE invited_until IS NOT NULL"} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("void invitations: %w", err)
		}
	}
	return nil
}

var guards = []Step{
	{1290, "invitations", voidInvitations},
}
