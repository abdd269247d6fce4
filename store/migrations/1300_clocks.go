package migrations

import "time"

type clock1300 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	Noun         string     `gorm:"column:noun;size:40;not null;uniqueIndex:clocks_once,priority:1"`
	RecordID     string     `gorm:"column:record_id;size:80;not null;uniqueIndex:clocks_once,priority:2"`
	Rule         string     `gorm:"column:rule;size:60;not null;uniqueIndex:clocks_once,priority:3"`
	Round        int64      `gorm:"column:round;not null;uniqueIndex:clocks_once,priority:4"`
	Title        string     `gorm:"column:title;size:400;not null"`
	Record       string     `gorm:"column:record;size:800;not null"`
	Basis        string     `gorm:"column:basis;size:1600;not null"`
	RuleText     string     `gorm:"column:rule_json;type:text;not null"`
	AreaCode     string     `gorm:"column:area_code;size:12;not null;index:clocks_area"`
	EnterpriseID string     `gorm:"column:enterprise_id;size:36;not null;index:clocks_firm"`
	FirmSees     bool       `gorm:"column:firm_sees;not null"`
	Holder       string     `gorm:"column:holder;size:30;not null"`
	HolderName   string     `gorm:"column:holder_name;size:800;not null"`
	StartAt      time.Time  `gorm:"column:start_at;not null"`
	StartOn      time.Time  `gorm:"column:start_on;type:date;not null"`
	WarnOn       *time.Time `gorm:"column:warn_on;type:date"`
	DueOn        *time.Time `gorm:"column:due_on;type:date;index:clocks_due,priority:2"`
	DueAt        *time.Time `gorm:"column:due_at"`
	Extensions   int64      `gorm:"column:extensions;not null"`
	Status       string     `gorm:"column:status;size:10;not null;index:clocks_due,priority:1;index:clocks_next,priority:1"`
	StoppedOn    *time.Time `gorm:"column:stopped_on;type:date"`
	NextAt       *time.Time `gorm:"column:next_at;index:clocks_next,priority:2"`
	Failure      string     `gorm:"column:failure;size:800;not null"`
	Demo         bool       `gorm:"column:demo;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

type clockPause1301 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   string     `gorm:"column:clock_id;size:36;not null;index:clock_pauses_clock"`
	Code      string     `gorm:"column:code;size:160;not null"`
	Title     string     `gorm:"column:title;size:240;not null"`
	Basis     string     `gorm:"column:basis;size:800;not null"`
	Note      string     `gorm:"column:note;size:1600;not null"`
	FromOn    time.Time  `gorm:"column:from_on;type:date;not null"`
	ToOn      *time.Time `gorm:"column:to_on;type:date"`
	PausedBy  string     `gorm:"column:paused_by;size:400;not null"`
	ResumedBy string     `gorm:"column:resumed_by;size:400;not null"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

type clockExtension1302 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   string     `gorm:"column:clock_id;size:36;not null;index:clock_extensions_clock"`
	Status    string     `gorm:"column:status;size:10;not null"`
	Basis     string     `gorm:"column:basis;size:800;not null"`
	Reason    string     `gorm:"column:reason;size:1600;not null"`
	Decision  string     `gorm:"column:decision;size:1600;not null"`
	AskedBy   string     `gorm:"column:asked_by;size:36;not null"`
	Asker     string     `gorm:"column:asker;size:400;not null"`
	AskedOn   time.Time  `gorm:"column:asked_on;type:date;not null"`
	Decider   string     `gorm:"column:decider;size:400;not null"`
	DecidedOn *time.Time `gorm:"column:decided_on;type:date"`
	WasDue    *time.Time `gorm:"column:was_due;type:date"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

type clockHolder1303 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   string     `gorm:"column:clock_id;size:36;not null;index:clock_holders_clock"`
	Holder    string     `gorm:"column:holder;size:30;not null"`
	Name      string     `gorm:"column:name;size:800;not null"`
	FromOn    time.Time  `gorm:"column:from_on;type:date;not null"`
	ToOn      *time.Time `gorm:"column:to_on;type:date"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

type clockStep1304 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	ClockID   string    `gorm:"column:clock_id;size:36;not null;uniqueIndex:clock_steps_once,priority:1"`
	Step      string    `gorm:"column:step;size:60;not null;uniqueIndex:clock_steps_once,priority:2"`
	Told      int64     `gorm:"column:told;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
}

type clockSweep1305 struct {
	ID        string     `gorm:"column:id;primaryKey;size:10;not null"`
	StartedAt time.Time  `gorm:"column:started_at;not null"`
	CursorAt  *time.Time `gorm:"column:cursor_at"`
	CursorID  string     `gorm:"column:cursor_id;size:36;not null"`
	Version   int64      `gorm:"column:version;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

var clocks = []Step{
	{1300, "clocks", create("clocks", &clock1300{})},
	{1301, "clock_pauses", create("clock_pauses", &clockPause1301{})},
	{1302, "clock_extensions", create("clock_extensions", &clockExtension1302{})},
	{1303, "clock_holders", create("clock_holders", &clockHolder1303{})},
	{1304, "clock_steps", create("clock_steps", &clockStep1304{})},
	{1305, "clock_sweeps", create("clock_sweeps", &clockSweep1305{})},
}
