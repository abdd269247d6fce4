package migrations

type inspection1440 struct {
	ImportNo     string  `gorm:"column:import_no;size:40;not null;default:''"`
	DocumentNo   string  `gorm:"column:document_no;size:80;not null;default:''"`
	OfficerNames string  `gorm:"column:officer_names;size:200;not null;default:''"`
	HistoryKey   *string `gorm:"column:history_key;size:200;uniqueIndex:inspections_history"`
}

type penalty1445 struct {
	ImportNo string `gorm:"column:import_no;size:40;not null;default:''"`
}

type complaint1446 struct {
	ImportNo   string  `gorm:"column:import_no;size:40;not null;default:''"`
	HistoryKey *string `gorm:"column:history_key;size:200;uniqueIndex:complaints_history"`
}

var history = []Step{
	{1440, "inspections.import_no", addColumn("inspections", "ImportNo", &inspection1440{})},
	{1441, "inspections.document_no", addColumn("inspections", "DocumentNo", &inspection1440{})},
	{1442, "inspections.officer_names", addColumn("inspections", "OfficerNames", &inspection1440{})},
	{1443, "inspections.history_key", addColumn("inspections", "HistoryKey", &inspection1440{})},
	{1444, "inspections_history", addIndex("inspections", "inspections_history", &inspection1440{})},
	{1445, "penalties.import_no", addColumn("penalties", "ImportNo", &penalty1445{})},
	{1446, "complaints.import_no", addColumn("complaints", "ImportNo", &complaint1446{})},
	{1447, "complaints.history_key", addColumn("complaints", "HistoryKey", &complaint1446{})},
	{1448, "complaints_history", addIndex("complaints", "complaints_history", &complaint1446{})},
}
