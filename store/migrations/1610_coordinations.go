package migrations

import "time"

type coordination1610 struct {
	ID              string     `gorm:"column:id;primaryKey;size:36;not null"`
	Year            int        `gorm:"column:year;not null;uniqueIndex:coordinations_number,priority:1"`
	Sequence        int        `gorm:"column:sequence;not null;uniqueIndex:coordinations_number,priority:2"`
	Part            int        `gorm:"column:part;not null;uniqueIndex:coordinations_number,priority:3"`
	Number          string     `gorm:"column:number;size:40;not null"`
	TaskID          string     `gorm:"column:task_id;size:36;not null;index:coordinations_task"`
	TaskName        string     `gorm:"column:task_name;size:200;not null"`
	ReportID        string     `gorm:"column:report_id;size:36;not null"`
	AskerUnit       string     `gorm:"column:asker_unit;size:40;not null"`
	AskerName       string     `gorm:"column:asker_name;size:200;not null"`
	UnitID          string     `gorm:"column:unit_id;size:40;not null;index:coordinations_unit,priority:1"`
	UnitName        string     `gorm:"column:unit_name;size:200;not null"`
	Matter          string     `gorm:"column:matter;size:100;not null"`
	Detail          string     `gorm:"column:detail;size:1000;not null"`
	WishedOn        *time.Time `gorm:"column:wished_on;type:date;not null"`
	AskedOn         *time.Time `gorm:"column:asked_on;type:date;not null"`
	AskedBy         string     `gorm:"column:asked_by;size:100;not null"`
	Rule            string     `gorm:"column:rule;size:60;not null"`
	FromOn          *time.Time `gorm:"column:from_on;type:date;not null"`
	DueOn           *time.Time `gorm:"column:due_on;type:date;not null"`
	DueBasis        string     `gorm:"column:due_basis;size:400;not null"`
	FirstDueOn      *time.Time `gorm:"column:first_due_on;type:date;not null;index:coordinations_unit,priority:2"`
	FirstAnsweredOn *time.Time `gorm:"column:first_answered_on;type:date"`
	Status          string     `gorm:"column:status;size:20;not null;index:coordinations_status"`
	AnsweredOn      *time.Time `gorm:"column:answered_on;type:date"`
	AnsweredBy      string     `gorm:"column:answered_by;size:100;not null"`
	AnswererID      string     `gorm:"column:answerer_id;size:36;not null"`
	Agreed          bool       `gorm:"column:agreed;not null"`
	Answer          string     `gorm:"column:answer;size:1000;not null"`
	Refusals        int        `gorm:"column:refusals;not null"`
	JudgedOn        *time.Time `gorm:"column:judged_on;type:date"`
	JudgedBy        string     `gorm:"column:judged_by;size:100;not null"`
	JudgeNote       string     `gorm:"column:judge_note;size:500;not null"`
	EscalatedOn     *time.Time `gorm:"column:escalated_on;type:date"`
	DecidedOn       *time.Time `gorm:"column:decided_on;type:date"`
	DecidedBy       string     `gorm:"column:decided_by;size:100;not null"`
	Decision        string     `gorm:"column:decision;size:500;not null"`
	EndedOn         *time.Time `gorm:"column:ended_on;type:date"`
	EndedBy         string     `gorm:"column:ended_by;size:100;not null"`
	EndReason       string     `gorm:"column:end_reason;size:700;not null"`
	SearchText      string     `gorm:"column:search_text;size:700;not null"`
	Demo            bool       `gorm:"column:demo;not null"`
	Version         int64      `gorm:"column:version;not null"`
	CreatedAt       time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt       time.Time  `gorm:"column:updated_at;not null"`
}

var coordinations = []Step{
	{1610, "coordinations", create("coordinations", &coordination1610{})},
}
