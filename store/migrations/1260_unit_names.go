package migrations

// A row for each name that was ever given to a unit: who gives a name raises its
// version, so that of two servers giving it at once one sees the other.
type unitName1260 struct {
	Name    string `gorm:"column:name;primaryKey;size:200;not null"`
	Version int64  `gorm:"column:version;not null"`
}

var unitNames = []Step{
	{1260, "unit_names", create("unit_names", &unitName1260{})},
}
