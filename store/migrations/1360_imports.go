package migrations

import "time"

type import1360 struct {
	ID             string     `gorm:"column:id;primaryKey;size:36;not null"`
	Number         string     `gorm:"column:number;size:40;not null;uniqueIndex:imports_number"`
	Kind           string     `gorm:"column:kind;size:20;not null"`
	FileName       string     `gorm:"column:file_name;size:200;not null"`
	FileSize       int64      `gorm:"column:file_size;not null"`
	SHA256         string     `gorm:"column:sha256;size:64;not null"`
	Format         string     `gorm:"column:format;size:10;not null"`
	AreaCode       string     `gorm:"column:area_code;size:12;not null;index:imports_area"`
	Status         string     `gorm:"column:status;size:20;not null;index:imports_status"`
	Counts         string     `gorm:"column:counts;size:2000;not null"`
	Rows           int64      `gorm:"column:row_count;not null"`
	Faults         int64      `gorm:"column:faults;not null"`
	Warnings       int64      `gorm:"column:warnings;not null"`
	Confirmed      int64      `gorm:"column:confirmed;not null"`
	Outcome        string     `gorm:"column:outcome;size:500;not null"`
	UploadedBy     string     `gorm:"column:uploaded_by;size:36;not null"`
	UploadedByName string     `gorm:"column:uploaded_by_name;size:100;not null"`
	CheckedAt      *time.Time `gorm:"column:checked_at"`
	PromotedBy     string     `gorm:"column:promoted_by;size:36;not null"`
	PromotedByName string     `gorm:"column:promoted_by_name;size:100;not null"`
	PromotedAt     *time.Time `gorm:"column:promoted_at"`
	HeldBy         string     `gorm:"column:held_by;size:36;not null"`
	HeldUntil      *time.Time `gorm:"column:held_until"`
	Demo           bool       `gorm:"column:demo;not null"`
	Version        int64      `gorm:"column:version;not null"`
	CreatedAt      time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt      time.Time  `gorm:"column:updated_at;not null"`
}

type importBatch1361 struct {
	ID       string `gorm:"column:id;primaryKey;size:36;not null"`
	ImportID string `gorm:"column:import_id;size:36;not null;uniqueIndex:import_batches_place,priority:1"`
	Place    int64  `gorm:"column:place;not null;uniqueIndex:import_batches_place,priority:2"`
	Count    int64  `gorm:"column:row_count;not null"`
	Cells    string `gorm:"column:cells;type:mediumtext;not null"`
}

type importFault1362 struct {
	ID            string     `gorm:"column:id;primaryKey;size:36;not null"`
	ImportID      string     `gorm:"column:import_id;size:36;not null;uniqueIndex:import_faults_place,priority:1"`
	Place         int64      `gorm:"column:place;not null;uniqueIndex:import_faults_place,priority:2"`
	Sheet         string     `gorm:"column:sheet;size:60;not null"`
	Row           int64      `gorm:"column:sheet_row;not null"`
	Cell          string     `gorm:"column:cell;size:12;not null"`
	Column        string     `gorm:"column:heading;size:60;not null"`
	Key           string     `gorm:"column:field;size:40;not null"`
	Warning       bool       `gorm:"column:warning;not null"`
	Reason        string     `gorm:"column:reason;size:60;not null"`
	Detail        string     `gorm:"column:detail;size:500;not null"`
	ConfirmedBy   string     `gorm:"column:confirmed_by;size:100;not null"`
	ConfirmedAt   *time.Time `gorm:"column:confirmed_at"`
	ConfirmReason string     `gorm:"column:confirm_reason;size:500;not null"`
}

var imports = []Step{
	{1360, "imports", create("imports", &import1360{})},
	{1361, "import_batches", create("import_batches", &importBatch1361{})},
	{1362, "import_faults", create("import_faults", &importFault1362{})},
}
