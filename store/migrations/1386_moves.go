package migrations

type endPoint1386 struct {
	MovedFrom string `gorm:"column:moved_from;size:36;not null;default:'';index:endpoints_moved_from"`
}

var moves = []Step{
	{1386, "endpoints.moved_from", addColumn("endpoints", "MovedFrom", &endPoint1386{})},
	{1387, "endpoints_moved_from", addIndex("endpoints", "endpoints_moved_from", &endPoint1386{})},
}
