package migrations

import "time"

type penalty1350 struct {
	SentBackOn *time.Time `gorm:"column:sent_back_on;type:date"`
}

var sentBack = []Step{
	{1350, "penalties.sent_back_on", addColumn("penalties", "sent_back_on", &penalty1350{})},
}
