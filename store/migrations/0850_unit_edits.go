package migrations

type unit0850 struct {
	Edited bool `gorm:"column:edited;not null;default:false"`
}

var unitEdits = []Step{
	{850, "units.edited", addColumn("units", "Edited", &unit0850{})},
	{851, "unit_aliases.edited", addColumn("unit_aliases", "Edited", &unit0850{})},
}
