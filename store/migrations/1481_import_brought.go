package migrations

type broughtRows1481 struct {
	ID       string `gorm:"column:id;primaryKey;size:36;not null"`
	ImportID string `gorm:"column:import_id;size:36;not null;uniqueIndex:import_brought_place,priority:1"`
	Place    int64  `gorm:"column:place;not null;uniqueIndex:import_brought_place,priority:2"`
	Records  string `gorm:"column:brought;type:mediumtext;not null"`
}

var importBrought = []Step{
	{1481, "import_brought", create("import_brought", &broughtRows1481{})},
}
