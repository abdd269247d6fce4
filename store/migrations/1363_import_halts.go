package migrations

type importFault1363 struct {
	StandsFor int64 `gorm:"column:stands_for;not null;default:1"`
}

type import1364 struct {
	Attempts   int64  `gorm:"column:attempts;not null;default:0"`
	HaltedFrom string `gorm:"column:halted_from;size:20;not null;default:''"`
}

var importHalts = []Step{
	{1363, "import_faults.stands_for", addColumn("import_faults", "StandsFor", &importFault1363{})},
	{1364, "imports.attempts", addColumn("imports", "Attempts", &import1364{})},
	{1365, "imports.halted_from", addColumn("imports", "HaltedFrom", &import1364{})},
}
