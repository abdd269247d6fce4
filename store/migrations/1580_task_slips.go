package migrations

import "time"

type taskSlip1580 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	IssuerUnit   string     `gorm:"column:issuer_unit;size:40;not null;uniqueIndex:task_slips_number,priority:1"`
	Year         int        `gorm:"column:year;not null;uniqueIndex:task_slips_number,priority:2"`
	Sequence     int        `gorm:"column:sequence;not null;uniqueIndex:task_slips_number,priority:3"`
	Number       string     `gorm:"column:number;size:40;not null"`
	IssuerName   string     `gorm:"column:issuer_name;size:200;not null"`
	TaskID       string     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_slips_open,priority:1"`
	OpenMark     string     `gorm:"column:open_mark;size:36;not null;uniqueIndex:task_slips_open,priority:2"`
	TaskName     string     `gorm:"column:task_name;size:200;not null"`
	UnitID       string     `gorm:"column:unit_id;size:40;not null;index:task_slips_unit"`
	UnitName     string     `gorm:"column:unit_name;size:200;not null"`
	Colour       string     `gorm:"column:colour;size:10;not null"`
	Round        int        `gorm:"column:round;not null"`
	Light        string     `gorm:"column:light;size:10;not null"`
	Matter       string     `gorm:"column:matter;size:600;not null"`
	MatterBasis  string     `gorm:"column:matter_basis;size:300;not null"`
	Demand       string     `gorm:"column:demand;size:500;not null"`
	Person       string     `gorm:"column:person;size:100;not null"`
	Rule         string     `gorm:"column:rule;size:60;not null"`
	DueOn        *time.Time `gorm:"column:due_on;type:date;not null"`
	DueBasis     string     `gorm:"column:due_basis;size:400;not null"`
	IssuedOn     *time.Time `gorm:"column:issued_on;type:date;not null"`
	IssuedBy     string     `gorm:"column:issued_by;size:100;not null"`
	FormerID     string     `gorm:"column:former_id;size:36;not null"`
	FormerNo     string     `gorm:"column:former_no;size:40;not null"`
	Status       string     `gorm:"column:status;size:20;not null;index:task_slips_status"`
	SignedOn     *time.Time `gorm:"column:signed_on;type:date"`
	SignedBy     string     `gorm:"column:signed_by;size:100;not null"`
	AnsweredOn   *time.Time `gorm:"column:answered_on;type:date"`
	AnsweredBy   string     `gorm:"column:answered_by;size:100;not null"`
	AnswererID   string     `gorm:"column:answerer_id;size:36;not null"`
	Cause        string     `gorm:"column:cause;size:1000;not null"`
	Measures     string     `gorm:"column:measures;size:1000;not null"`
	Refusals     int        `gorm:"column:refusals;not null"`
	JudgedOn     *time.Time `gorm:"column:judged_on;type:date"`
	JudgedBy     string     `gorm:"column:judged_by;size:100;not null"`
	JudgeNote    string     `gorm:"column:judge_note;size:500;not null"`
	Instruction  string     `gorm:"column:instruction;size:500;not null"`
	InstructedOn *time.Time `gorm:"column:instructed_on;type:date"`
	InstructedBy string     `gorm:"column:instructed_by;size:100;not null"`
	EndedOn      *time.Time `gorm:"column:ended_on;type:date"`
	EndedBy      string     `gorm:"column:ended_by;size:100;not null"`
	EndReason    string     `gorm:"column:end_reason;size:700;not null"`
	SearchText   string     `gorm:"column:search_text;size:700;not null"`
	Demo         bool       `gorm:"column:demo;not null"`
	Version      int64      `gorm:"column:version;not null"`
	CreatedAt    time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt    time.Time  `gorm:"column:updated_at;not null"`
}

var taskSlips = []Step{
	{1580, "task_slips", create("task_slips", &taskSlip1580{})},
}
