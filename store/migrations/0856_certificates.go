package migrations

import "time"

type certificate0856 struct {
	Issuer      string     `gorm:"column:certificate_issuer;size:400;not null;default:''"`
	From        *time.Time `gorm:"column:certificate_from;type:date"`
	SuspendedOn *time.Time `gorm:"column:certificate_suspended_on;type:date"`
}

var certificates = []Step{
	{856, "users.certificate_issuer", addColumn("users", "Issuer", &certificate0856{})},
	{857, "users.certificate_from", addColumn("users", "From", &certificate0856{})},
	{858, "users.certificate_suspended_on", addColumn("users", "SuspendedOn", &certificate0856{})},
}
