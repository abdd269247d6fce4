package migrations

import "time"

type endPoint1540 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null;index:endpoints_stations,priority:5"`
	Kind        string     `gorm:"column:kind;size:20;not null;index:endpoints_filed,priority:3"`
	AreaCode    string     `gorm:"column:area_code;size:12;not null;index:endpoints_filed,priority:2;index:endpoints_stations,priority:1;index:endpoints_place,priority:3"`
	Status      string     `gorm:"column:status;size:20;not null;index:endpoints_filed,priority:1;index:endpoints_stations,priority:2;index:endpoints_place,priority:4"`
	FiledOn     *time.Time `gorm:"column:filed_on;type:date;index:endpoints_stations,priority:4"`
	ValidUntil  *time.Time `gorm:"column:valid_until;type:date;index:endpoints_filed,priority:4"`
	LocalSerial *string    `gorm:"column:local_serial;size:40;index:endpoints_filed,priority:5;index:endpoints_stations,priority:6"`
	Latitude    *int64     `gorm:"column:latitude_micro;index:endpoints_place,priority:1"`
	Longitude   *int64     `gorm:"column:longitude_micro;index:endpoints_place,priority:2"`
	Premises    string     `gorm:"column:premises;size:400;not null;index:endpoints_stations,priority:3"`
}

type enterprise1540 struct {
	ID     string `gorm:"column:id;primaryKey;size:36;not null;index:enterprises_standing,priority:1"`
	Status string `gorm:"column:status;size:20;not null;index:enterprises_standing,priority:2"`
}

type licence1540 struct {
	EnterpriseID string     `gorm:"column:enterprise_id;size:36;not null;index:licences_standing,priority:1"`
	From         *time.Time `gorm:"column:valid_from;type:date;index:licences_standing,priority:3"`
	VoidMark     string     `gorm:"column:void_mark;size:36;not null;index:licences_standing,priority:2"`
	LastDay      *time.Time `gorm:"column:last_day;type:date;index:licences_standing,priority:4"`
}

type complaint1540 struct {
	Status   string     `gorm:"column:status;size:20;not null;index:complaints_ended,priority:1"`
	Outcome  string     `gorm:"column:outcome;size:20;not null;index:complaints_ended,priority:3"`
	ClosedOn *time.Time `gorm:"column:closed_on;type:date;index:complaints_ended,priority:2"`
}

type inspection1540 struct {
	InspectedOn *time.Time `gorm:"column:inspected_on;type:date;index:inspections_visited,priority:2"`
	Status      string     `gorm:"column:status;size:20;not null;index:inspections_visited,priority:1"`
}

// What the public pages count they count in these alone; by the last two what lies around a spot is found without
// reading what lies at its height elsewhere.
var publicCounts = []Step{
	{1540, "endpoints_filed", addIndex("endpoints", "endpoints_filed", &endPoint1540{})},
	{1541, "endpoints_stations", addIndex("endpoints", "endpoints_stations", &endPoint1540{})},
	{1542, "enterprises_standing", addIndex("enterprises", "enterprises_standing", &enterprise1540{})},
	{1543, "licences_standing", addIndex("licences", "licences_standing", &licence1540{})},
	{1544, "complaints_ended", addIndex("complaints", "complaints_ended", &complaint1540{})},
	{1545, "inspections_visited", addIndex("inspections", "inspections_visited", &inspection1540{})},
	{1546, "endpoints_place", addIndex("endpoints", "endpoints_place", &endPoint1540{})},
	{1547, "endpoints_latitude", dropIndex("endpoints", "endpoints_latitude")},
}
