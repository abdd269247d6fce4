package migrations

import "time"

type taskForm1605 struct {
	ID         string     `gorm:"column:id;primaryKey;size:36;not null"`
	UnitID     string     `gorm:"column:unit_id;size:40;not null;index:task_forms_unit"`
	UnitName   string     `gorm:"column:unit_name;size:200;not null"`
	Month      string     `gorm:"column:month;size:7;not null"`
	Title      string     `gorm:"column:title;size:300;not null"`
	DueOn      *time.Time `gorm:"column:due_on;type:date"`
	DueBasis   string     `gorm:"column:due_basis;size:400;not null"`
	Tasks      int        `gorm:"column:tasks;not null"`
	Hash       string     `gorm:"column:hash;size:64;not null"`
	IssuedOn   *time.Time `gorm:"column:issued_on;type:date;not null"`
	IssuedBy   string     `gorm:"column:issued_by_name;size:100;not null"`
	Returns    int        `gorm:"column:returns;not null"`
	ReturnedOn *time.Time `gorm:"column:returned_on;type:date"`
	Demo       bool       `gorm:"column:demo;not null"`
	Version    int64      `gorm:"column:version;not null"`
	CreatedAt  time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt  time.Time  `gorm:"column:updated_at;not null"`
}

type taskFormRow1606 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	FormID    string    `gorm:"column:form_id;size:36;not null;uniqueIndex:task_form_rows_task,priority:1"`
	TaskID    string    `gorm:"column:task_id;size:36;not null;uniqueIndex:task_form_rows_task,priority:2"`
	Position  int       `gorm:"column:position;not null"`
	Facts     string    `gorm:"column:facts;type:mediumtext;not null"`
	Hash      string    `gorm:"column:hash;size:64;not null"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

type taskFormReturn1607 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	FormID         string     `gorm:"column:form_id;size:36;not null;index:task_form_returns_form"`
	UnitID         string     `gorm:"column:unit_id;size:40;not null;index:task_form_returns_unit"`
	UnitName       string     `gorm:"column:unit_name;size:200;not null"`
	Month          string     `gorm:"column:month;size:7;not null"`
	Title          string     `gorm:"column:title;size:300;not null"`
	FileName       string     `gorm:"column:file_name;size:200;not null"`
	Size           int64      `gorm:"column:size;not null"`
	SHA256         string     `gorm:"column:sha256;size:64;not null"`
	Stored         string     `gorm:"column:stored;size:80;not null;uniqueIndex:task_form_returns_stored"`
	Status         string     `gorm:"column:status;size:20;not null;index:task_form_returns_status"`
	Changed        int        `gorm:"column:changed_rows;not null"`
	Same           int        `gorm:"column:same_rows;not null"`
	Stale          int        `gorm:"column:stale_rows;not null"`
	Foreign        int        `gorm:"column:foreign_rows;not null"`
	Faulty         int        `gorm:"column:faulty_rows;not null"`
	Missing        int        `gorm:"column:missing_rows;not null"`
	Outcome        string     `gorm:"column:outcome;size:300;not null"`
	UploadedBy     string     `gorm:"column:uploaded_by;size:36;not null"`
	UploadedByName string     `gorm:"column:uploaded_by_name;size:100;not null"`
	UploadedOn     *time.Time `gorm:"column:uploaded_on;type:date;not null"`
	SettledByName  string     `gorm:"column:settled_by_name;size:100;not null"`
	SettledOn      *time.Time `gorm:"column:settled_on;type:date"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

type taskFormReturnRow1608 struct {
	ID        string    `gorm:"column:id;primaryKey;size:36;not null"`
	ReturnID  string    `gorm:"column:return_id;size:36;not null;uniqueIndex:task_form_return_rows_place,priority:1"`
	Position  int       `gorm:"column:position;not null;uniqueIndex:task_form_return_rows_place,priority:2"`
	Said      string    `gorm:"column:said;type:mediumtext;not null"`
	Line      string    `gorm:"column:line;type:mediumtext;not null"`
	Version   int64     `gorm:"column:version;not null"`
	CreatedAt time.Time `gorm:"column:created_at;not null"`
	UpdatedAt time.Time `gorm:"column:updated_at;not null"`
}

// The forms that units fill in and send back, and what came back of them.
var taskForms = []Step{
	{1605, "task_forms", create("task_forms", &taskForm1605{})},
	{1606, "task_form_rows", create("task_form_rows", &taskFormRow1606{})},
	{1607, "task_form_returns", create("task_form_returns", &taskFormReturn1607{})},
	{1608, "task_form_return_rows", create("task_form_return_rows", &taskFormReturnRow1608{})},
}
