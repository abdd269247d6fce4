package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// ImportID identifies an import.
type ImportID string

// ImportStatus says how far an import is.
type ImportStatus string

// The states of an import. Promoted and discarded are final.
const (
	ImportUploaded  ImportStatus = "uploaded"  // read, waits to be checked
	ImportFaulty    ImportStatus = "faulty"    // checked, and cannot be promoted
	ImportChecked   ImportStatus = "checked"   // checked, may be promoted once its warnings are confirmed
	ImportPromoting ImportStatus = "promoting" // somebody ordered the promotion
	ImportPromoted  ImportStatus = "promoted"  // in the register, whole
	ImportDiscarded ImportStatus = "discarded" // given up; nothing of it is in the register
	ImportHalted    ImportStatus = "halted"    // failed again and again for no fault of its rows; somebody may let it try anew
)

// SheetCount is what the rows of one sheet would do, or did.
type SheetCount struct {
	Noun    Noun   `json:"noun"`
	Title   string `json:"title"`
	Rows    int    `json:"rows"`
	New     int    `json:"new"`
	Changed int    `json:"changed"`
	Same    int    `json:"same"`
	Faulty  int    `json:"faulty"`
}

// SheetCounts is kept as JSON text in one column.
type SheetCounts []SheetCount

// GormDataType keeps the counts in a text column.
func (SheetCounts) GormDataType() string { return "string" }

// Value stores the counts in the order of the sheets.
func (c SheetCounts) Value() (driver.Value, error) {
	if c == nil {
		c = SheetCounts{}
	}
	text, err := json.Marshal([]SheetCount(c))
	return string(text), err
}

// Scan reads what Value stored.
func (c *SheetCounts) Scan(src any) error {
	text, ok := src.(string)
	if raw, isBytes := src.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("scan sheet counts from %T", src)
	}
	*c = SheetCounts{}
	return json.Unmarshal([]byte(text), c)
}

// Import is a file of records that is checked as a whole and then promoted to the
// register, whole or not at all. Its rows are kept apart, sealed, until then.
type Import struct {
	ID             ImportID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	Number         string       `json:"number" gorm:"column:number;size:40;not null;uniqueIndex:imports_number"`
	Kind           string       `json:"kind" gorm:"column:kind;size:20;not null"`
	FileName       string       `json:"file_name" gorm:"column:file_name;size:200;not null"`
	FileSize       int64        `json:"file_size" gorm:"column:file_size;not null"`
	SHA256         string       `json:"sha256" gorm:"column:sha256;size:64;not null"`
	Format         string       `json:"format" gorm:"column:format;size:10;not null"` // xlsx or csv
	AreaCode       string       `json:"area_code" gorm:"column:area_code;size:12;not null;index:imports_area"`
	Status         ImportStatus `json:"status" gorm:"column:status;size:20;not null;index:imports_status"`
	Counts         SheetCounts  `json:"counts" gorm:"column:counts;size:2000;not null"`
	Rows           int64        `json:"rows" gorm:"column:row_count;not null"`
	Faults         int64        `json:"faults" gorm:"column:faults;not null"`
	Warnings       int64        `json:"warnings" gorm:"column:warnings;not null"`
	Confirmed      int64        `json:"confirmed" gorm:"column:confirmed;not null"` // of the warnings
	Outcome        string       `json:"outcome" gorm:"column:outcome;size:500;not null"`
	UploadedBy     UserID       `json:"uploaded_by" gorm:"column:uploaded_by;size:36;not null"`
	UploadedByName string       `json:"uploaded_by_name" gorm:"column:uploaded_by_name;size:100;not null"`
	CheckedAt      *time.Time   `json:"checked_at" gorm:"column:checked_at"`
	PromotedBy     UserID       `json:"promoted_by" gorm:"column:promoted_by;size:36;not null"`
	PromotedByName string       `json:"promoted_by_name" gorm:"column:promoted_by_name;size:100;not null"`
	PromotedAt     *time.Time   `json:"promoted_at" gorm:"column:promoted_at"`
	Attempts       int64        `json:"attempts" gorm:"column:attempts;not null"`               // that failed since it was last moved
	HaltedFrom     ImportStatus `json:"halted_from" gorm:"column:halted_from;size:20;not null"` // what it did when it was halted
	HeldBy         string       `json:"-" gorm:"column:held_by;size:36;not null"`               // the server that works on it
	HeldUntil      *time.Time   `json:"-" gorm:"column:held_until"`
	Demo           bool         `json:"demo" gorm:"column:demo;not null"`
	Version        int64        `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time    `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time    `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// ImportBatch is some of an import's rows, sealed, until it is promoted or discarded.
type ImportBatch struct {
	ID       string   `gorm:"column:id;primaryKey;size:36;not null"`
	ImportID ImportID `gorm:"column:import_id;size:36;not null;uniqueIndex:import_batches_place,priority:1"`
	Place    int64    `gorm:"column:place;not null;uniqueIndex:import_batches_place,priority:2"` // in the order of the rows
	Count    int64    `gorm:"column:row_count;not null"`
	Cells    string   `gorm:"column:cells;type:mediumtext;not null"`
}

// BroughtRow tells which record a row of an import became, or changed; before the promotion, which it
// would, as the check found. Rows that change nothing are left out.
type BroughtRow struct {
	Sheet   int    `json:"s"` // among those of its kind
	Row     int    `json:"r"`
	ID      string `json:"i"` // "" where a row at fault is about no record
	Changed bool   `json:"c,omitempty"`
	Faulty  bool   `json:"f,omitempty"`
	Batch   int64  `json:"b,omitempty"` // in which it is staged
}

// BroughtRows are some of those rows of an import, in the order of the file.
type BroughtRows struct {
	ID       string   `gorm:"column:id;primaryKey;size:36;not null"`
	ImportID ImportID `gorm:"column:import_id;size:36;not null;uniqueIndex:import_brought_place,priority:1"`
	Place    int64    `gorm:"column:place;not null;uniqueIndex:import_brought_place,priority:2"`
	Records  string   `gorm:"column:brought;type:mediumtext;not null"`
}

// ImportDoubts are the warnings of one kind in an import: of one column of a sheet, for one reason.
type ImportDoubts struct {
	Sheet  string `json:"sheet" gorm:"column:sheet"`
	Column string `json:"column" gorm:"column:heading"`
	Key    string `json:"key" gorm:"column:field"`
	Reason string `json:"reason" gorm:"column:reason"`
	Count  int64  `json:"count" gorm:"column:total"`
	Open   int64  `json:"open" gorm:"column:pending"`  // that nobody confirmed
	Detail string `json:"detail" gorm:"column:detail"` // of one of them
	// OneByOne says that each has to be looked at, so that they are not confirmed together.
	OneByOne bool `json:"one_by_one" gorm:"-"`
}

// ImportFault is a cell of an import that is wrong, or a warning about one that a named
// person confirms. It tells what was expected and never what the cell holds.
type ImportFault struct {
	ID            string     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	ImportID      ImportID   `json:"import_id" gorm:"column:import_id;size:36;not null;uniqueIndex:import_faults_place,priority:1"`
	Place         int64      `json:"place" gorm:"column:place;not null;uniqueIndex:import_faults_place,priority:2"`
	Sheet         string     `json:"sheet" gorm:"column:sheet;size:60;not null"`
	Row           int64      `json:"row" gorm:"column:sheet_row;not null"`
	Cell          string     `json:"cell" gorm:"column:cell;size:12;not null"` // A1 and so on
	Column        string     `json:"column" gorm:"column:heading;size:60;not null"`
	Key           string     `json:"key" gorm:"column:field;size:40;not null"`
	Warning       bool       `json:"warning" gorm:"column:warning;not null"`
	StandsFor     int64      `json:"stands_for" gorm:"column:stands_for;not null"` // how many of its kind from this one on, 1 but for the last of very many
	Reason        string     `json:"reason" gorm:"column:reason;size:60;not null"`
	Detail        string     `json:"detail" gorm:"column:detail;size:500;not null"`
	ConfirmedBy   string     `json:"confirmed_by" gorm:"column:confirmed_by;size:100;not null"`
	ConfirmedAt   *time.Time `json:"confirmed_at" gorm:"column:confirmed_at"`
	ConfirmReason string     `json:"confirm_reason" gorm:"column:confirm_reason;size:500;not null"`
}
