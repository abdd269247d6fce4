package migrations

type recoveryCode1280 struct {
	UserID string `gorm:"column:user_id;primaryKey;size:36;not null"`
	Digest string `gorm:"column:digest;primaryKey;size:64;not null"`
}

var recoveryCodes = []Step{
	{1280, "recovery_codes", create("recovery_codes", &recoveryCode1280{})},
}
