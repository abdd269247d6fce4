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

// voidEarlyPasswords does the same for accounts whose link was used before anybody confirmed them:
// whoever asked for such an account may have set its password. It then has none, and what was
// opened with it is shut out.
func voidEarlyPasswords(db *gorm.DB) error {
	err := db.Exec("UPDATE users SET password_hash = '', password_set_at = NULL, resets = resets + 1, version = version + 1" +
		" WHERE roles = '' AND password_hash <> '' AND EXISTS (SELECT 1 FROM account_requests AS asked" +
		" WHERE asked.user_id = users.id AND asked.kind = 'grant' AND asked.status = 'open')").Error
	if err != nil {
		return fmt.Errorf("void early passwords: %w", err)
	}
	return nil
}

type accountRequest1291 struct {
	UnitID       string `gorm:"column:unit_id;size:40;not null;default:''"`
	EnterpriseID string `gorm:"column:enterprise_id;size:36;not null;default:''"`
	AreaCode     string `gorm:"column:area_code;size:12;not null;default:''"`
}

var guards = []Step{
	{1290, "invitations", voidInvitations},
	{1291, "account_requests.unit_id", addColumn("account_requests", "unit_id", &accountRequest1291{})},
	{1292, "account_requests.enterprise_id", addColumn("account_requests", "enterprise_id", &accountRequest1291{})},
	{1293, "account_requests.area_code", addColumn("account_requests", "area_code", &accountRequest1291{})},
	{1294, "users.password_hash", voidEarlyPasswords},
}
