package migrations

import "time"

// What happens with every use stands beside the audited record, not in it.
type tokenUse1270 struct {
	TokenID string    `gorm:"column:token_id;primaryKey;size:36;not null"`
	At      time.Time `gorm:"column:at;not null"`
	Address string    `gorm:"column:address;size:64;not null"`
}

var tokenUse = []Step{
	{1270, "api_token_uses", create("api_token_uses", &tokenUse1270{})},
}
