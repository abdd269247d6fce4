package model

import (
	"strconv"
	"strings"
	"time"
)

// TaskFormID identifies a form that was made for a unit.
type TaskFormID string

// TaskFormReturnID identifies one return of such a form.
type TaskFormReturnID string

// MostFormRows is how many tasks one form holds.
const MostFormRows = 300

// TaskForm is a form (填报表) for the reports of one unit on one month as it was made: a workbook
// that is filled in and comes back. Its rows never change; what comes back is held against them,
// and not against what the workbook says of itself.
type TaskForm struct {
	ID         TaskFormID `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	UnitID     UnitID     `json:"unit_id" gorm:"column:unit_id;size:40;not null;index:task_forms_unit"`
	UnitName   string     `json:"unit_name" gorm:"column:unit_name;size:200;not null"`
	Month      string     `json:"month" gorm:"column:month;size:7;not null"` // YYYY-MM
	Title      string     `json:"title" gorm:"column:title;size:300;not null"`
	DueOn      Date       `json:"due_on" gorm:"column:due_on"` // none where no report on the month is owed
	DueBasis   string     `json:"due_basis" gorm:"column:due_basis;size:400;not null"`
	Tasks      int        `json:"tasks" gorm:"column:tasks;not null"`
	Hash       string     `json:"hash" gorm:"column:hash;size:64;not null"` // over the hashes of its rows
	IssuedOn   Date       `json:"issued_on" gorm:"column:issued_on;not null"`
	IssuedBy   string     `json:"issued_by_name" gorm:"column:issued_by_name;size:100;not null"`
	Returns    int        `json:"returns" gorm:"column:returns;not null"` // how often a filled one came in
	ReturnedOn Date       `json:"returned_on" gorm:"column:returned_on"`
	Demo       bool       `json:"demo" gorm:"column:demo;not null"`
	Version    int64      `json:"version" gorm:"column:version;not null"`
	CreatedAt  time.Time  `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt  time.Time  `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// TaskFormRow keeps one row of a form as it was made: its facts in canonical JSON and their hash.
type TaskFormRow struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	FormID    TaskFormID `gorm:"column:form_id;size:36;not null;uniqueIndex:task_form_rows_task,priority:1"`
	TaskID    TaskID     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_form_rows_task,priority:2"`
	Position  int        `gorm:"column:position;not null"`
	Facts     string     `gorm:"column:facts;type:mediumtext;not null"`
	Hash      string     `gorm:"column:hash;size:64;not null"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// TaskFormFacts are what a row of a form says and rests on: the task, how it stood, and the
// report on the month as it was then. The hash of a row is that of its facts.
type TaskFormFacts struct {
	Form          TaskFormID   `json:"form"`
	Task          TaskID       `json:"task"`
	Document      string       `json:"document"`
	Number        int          `json:"number"`
	Name          string       `json:"name"`
	Content       string       `json:"content"`
	Lead          UnitID       `json:"lead"`
	StartOn       Date         `json:"start_on"`
	DueOn         Date         `json:"due_on"`
	Planned       int          `json:"planned"`
	Last          string       `json:"last"` // whole percent of the report before, empty without one
	Light         string       `json:"light"`
	Report        TaskReportID `json:"report"` // on the month, empty without one
	ReportVersion int64        `json:"report_version"`
	Progress      string       `json:"progress"`
	Done          string       `json:"done"`
	Problems      string       `json:"problems"`
	Coordination  string       `json:"coordination"`
	Hash          string       `json:"-"` // of all the others
}

// TaskFormColumn is one column of a form.
type TaskFormColumn struct {
	Key    string
	Title  string
	Number bool // whole numbers
	Open   bool // to be filled in; what the others say may not change
	Hidden bool
}

// TaskFormColumns are the columns of a form from the left.
func TaskFormColumns() []TaskFormColumn {
	return []TaskFormColumn{
		{Key: "document", Title: "方案文号"}, {Key: "number", Title: "序号", Number: true}, {Key: "name", Title: "工作任务"},
		{Key: "content", Title: "具体内容"}, {Key: "due_on", Title: "完成时限"}, {Key: "planned", Title: "计划进度（%）", Number: true},
		{Key: "last", Title: "上期实报（%）", Number: true}, {Key: "light", Title: "灯号及原因"},
		{Key: "progress", Title: "实报进度（%）", Number: true, Open: true}, {Key: "done", Title: "本月情况", Open: true},
		{Key: "problems", Title: "存在问题", Open: true}, {Key: "coordination", Title: "需协调事项", Open: true},
		{Key: "task", Title: "任务标识", Hidden: true}, {Key: "hash", Title: "校验值", Hidden: true},
	}
}

// Words are what the row says in the column.
func (f TaskFormFacts) Words(key string) string {
	switch key {
	case "document":
		return f.Document
	case "number":
		return strconv.Itoa(f.Number)
	case "name":
		return f.Name
	case "content":
		return f.Content
	case "due_on":
		return f.DueOn.String()
	case "planned":
		return strconv.Itoa(f.Planned)
	case "last":
		return f.Last
	case "light":
		return f.Light
	case "progress":
		return f.Progress
	case "done":
		return f.Done
	case "problems":
		return f.Problems
	case "coordination":
		return f.Coordination
	case "task":
		return string(f.Task)
	case "hash":
		return f.Hash
	}
	return ""
}

// FormWords are the words without what an office program adds or drops when it saves: carriage
// returns, and spaces at the ends of lines and of the whole.
func FormWords(words string) string {
	words = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ").Replace(words)
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\u3000")
	}
	return strings.Trim(strings.Join(lines, "\n"), " \t\n\u3000")
}

// ReturnedForm is a form as it came back.
type ReturnedForm struct {
	Form TaskFormID
	Rows []ReturnedFormRow
}

// ReturnedFormRow is one row of it: what it says of itself and its cells by column. Row is its
// place in the sheet.
type ReturnedFormRow struct {
	Row   int                     `json:"row"`
	Task  TaskID                  `json:"task"`
	Hash  string                  `json:"hash"`
	Cells map[string]ReturnedCell `json:"cells"`
}

// ReturnedCell is a cell as it came back; Fault says why it cannot be taken, whatever it says.
type ReturnedCell struct {
	Cell  string `json:"cell"` // such as H7
	Words string `json:"words"`
	Fault string `json:"fault"`
}

// TaskFormReturnStatus says how far a return is on its way.
type TaskFormReturnStatus string

// The states of a return.
const (
	FormReturnOpen      TaskFormReturnStatus = "open"      // 待确认
	FormReturnConfirmed TaskFormReturnStatus = "confirmed" // 已报送
	FormReturnDiscarded TaskFormReturnStatus = "discarded" // 已放弃
)

// TaskFormReturn is a form that came back filled in. Until somebody confirms it nothing of it is
// a report; it is confirmed once. The counts are those of its rows when it was last looked at.
type TaskFormReturn struct {
	ID             TaskFormReturnID     `json:"id" gorm:"column:id;primaryKey;size:36;not null"`
	FormID         TaskFormID           `json:"form_id" gorm:"column:form_id;size:36;not null;index:task_form_returns_form"`
	UnitID         UnitID               `json:"unit_id" gorm:"column:unit_id;size:40;not null;index:task_form_returns_unit"`
	UnitName       string               `json:"unit_name" gorm:"column:unit_name;size:200;not null"`
	Month          string               `json:"month" gorm:"column:month;size:7;not null"`
	Title          string               `json:"title" gorm:"column:title;size:300;not null"`
	FileName       string               `json:"file_name" gorm:"column:file_name;size:200;not null"`
	Size           int64                `json:"size" gorm:"column:size;not null"` // bytes
	SHA256         string               `json:"sha256" gorm:"column:sha256;size:64;not null"`
	Stored         string               `json:"-" gorm:"column:stored;size:80;not null;uniqueIndex:task_form_returns_stored"`
	Status         TaskFormReturnStatus `json:"status" gorm:"column:status;size:20;not null;index:task_form_returns_status"`
	Changed        int                  `json:"changed" gorm:"column:changed_rows;not null"`
	Same           int                  `json:"same" gorm:"column:same_rows;not null"`
	Stale          int                  `json:"stale" gorm:"column:stale_rows;not null"`
	Foreign        int                  `json:"foreign" gorm:"column:foreign_rows;not null"`
	Faulty         int                  `json:"faulty" gorm:"column:faulty_rows;not null"`
	Missing        int                  `json:"missing" gorm:"column:missing_rows;not null"`
	Outcome        string               `json:"outcome" gorm:"column:outcome;size:300;not null"`
	UploadedBy     UserID               `json:"uploaded_by" gorm:"column:uploaded_by;size:36;not null"`
	UploadedByName string               `json:"uploaded_by_name" gorm:"column:uploaded_by_name;size:100;not null"`
	UploadedOn     Date                 `json:"uploaded_on" gorm:"column:uploaded_on;not null"`
	SettledByName  string               `json:"settled_by_name" gorm:"column:settled_by_name;size:100;not null"`
	SettledOn      Date                 `json:"settled_on" gorm:"column:settled_on"`
	Demo           bool                 `json:"demo" gorm:"column:demo;not null"`
	Version        int64                `json:"version" gorm:"column:version;not null"`
	CreatedAt      time.Time            `json:"created_at" gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt      time.Time            `json:"updated_at" gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// TaskFormReturnRow keeps one row of a return: as it came back, and once the return is confirmed
// what became of it, both in JSON.
type TaskFormReturnRow struct {
	ID        string           `gorm:"column:id;primaryKey;size:36;not null"`
	ReturnID  TaskFormReturnID `gorm:"column:return_id;size:36;not null;uniqueIndex:task_form_return_rows_place,priority:1"`
	Position  int              `gorm:"column:position;not null;uniqueIndex:task_form_return_rows_place,priority:2"`
	Said      string           `gorm:"column:said;type:mediumtext;not null"`
	Line      string           `gorm:"column:line;type:mediumtext;not null"`
	Version   int64            `gorm:"column:version;not null"`
	CreatedAt time.Time        `gorm:"column:created_at;not null;autoCreateTime:false"`
	UpdatedAt time.Time        `gorm:"column:updated_at;not null;autoUpdateTime:false"`
}

// FormRowState says what may become of a row that came back.
type FormRowState string

// The states of a row.
const (
	FormRowChanged FormRowState = "changed" // 有改动
	FormRowSame    FormRowState = "same"    // 未改动
	FormRowStale   FormRowState = "stale"   // 已过期
	FormRowForeign FormRowState = "foreign" // 越界
	FormRowFaulty  FormRowState = "faulty"  // 填写有误
	FormRowMissing FormRowState = "missing" // 文件里没有
)

// FormLine is what is found of one row of a return, or of a row of the form that did not come back.
type FormLine struct {
	Task    TaskID       `json:"task_id"`
	Number  int          `json:"number"`
	Name    string       `json:"name"`
	Row     int          `json:"row"` // in the sheet, 0 of one that did not come back
	State   FormRowState `json:"state"`
	Reason  string       `json:"reason"`
	Cells   []FormCell   `json:"cells"`
	Report  TaskReportID `json:"report_id"` // that it became
	Applied bool         `json:"applied"`
}

// FormCell is a cell that differs from the form as it was made, or cannot be taken.
type FormCell struct {
	Cell   string `json:"cell"` // such as H7
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
	Fault  string `json:"fault"` // why it cannot be taken, else empty
}
