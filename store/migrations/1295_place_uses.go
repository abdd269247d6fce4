package migrations

// The number stands in the place of attachments too, so that copies of the database can be told apart.
type databaseID1295 struct {
	Uses int64 `gorm:"column:uses;not null;default:0"`
}

var placeUses = []Step{
	{1295, "database_ids.uses", addColumn("database_ids", "uses", &databaseID1295{})},
}
