package migrations

// databaseID1261 is one row, number 1: by what the places outside know the database.
type databaseID1261 struct {
	Number int64  `gorm:"column:number;primaryKey;autoIncrement:false;not null"`
	ID     string `gorm:"column:id;size:36;not null"`
}

var databaseIDs = []Step{
	{1261, "database_ids", create("database_ids", &databaseID1261{})},
}
