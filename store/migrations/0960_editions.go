package migrations

import "time"

type editionEntry0961 struct {
	StatementReceivedOn *time.Time `gorm:"column:statement_received_on;type:date"`
}

var statements = []Step{
	{961, "edition_entries.statement_received_on", addColumn("edition_entries", "StatementReceivedOn", &editionEntry0961{})},
}
