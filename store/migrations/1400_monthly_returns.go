package migrations

import "time"

type returnFigures1400 struct {
	Areas      string `gorm:"column:areas;type:text"`
	Pickups    *int64 `gorm:"column:pickups"`
	Deliveries *int64 `gorm:"column:deliveries"`
	Staff      *int64 `gorm:"column:staff"`
	Incidents  *int64 `gorm:"column:incidents"`
	Complaints *int64 `gorm:"column:complaints"`
}

type monthlyReturn1400 struct {
	ID             string `gorm:"column:id;primaryKey;size:36;not null"`
	EnterpriseID   string `gorm:"column:enterprise_id;size:36;not null;uniqueIndex:monthly_returns_month,priority:1"`
	Month          string `gorm:"column:month;size:7;not null;uniqueIndex:monthly_returns_month,priority:2;index:monthly_returns_by_month"`
	EnterpriseName string `gorm:"column:enterprise_name;size:200;not null"`
	AreaCode       string `gorm:"column:area_code;size:12;not null;index:monthly_returns_area"`

	Figures returnFigures1400 `gorm:"embedded"`

	Explanation      string     `gorm:"column:explanation;size:1000;not null"`
	Status           string     `gorm:"column:status;size:20;not null;index:monthly_returns_status"`
	Owed             bool       `gorm:"column:owed;not null"`
	FirstSubmittedOn *time.Time `gorm:"column:first_submitted_on;type:date"`
	SubmittedOn      *time.Time `gorm:"column:submitted_on;type:date"`
	Rounds           int64      `gorm:"column:rounds;not null"`
	Late             bool       `gorm:"column:late;not null"`
	DecidedOn        *time.Time `gorm:"column:decided_on;type:date"`
	DecidedReason    string     `gorm:"column:decided_reason;size:500;not null"`
	CorrectionReason string     `gorm:"column:correction_reason;size:500;not null"`
	Versions         int64      `gorm:"column:versions;not null"`
	Checks           string     `gorm:"column:checks;type:mediumtext"`
	EnteredBy        string     `gorm:"column:entered_by;size:1000;not null"`
	SearchText       string     `gorm:"column:search_text;size:500;not null"`
	Demo             bool       `gorm:"column:demo;not null"`
	Version          int64      `gorm:"column:version;not null"`
	CreatedAt        time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt        time.Time  `gorm:"column:updated_at;not null"`
}

type returnVersion1401 struct {
	ID       string `gorm:"column:id;primaryKey;size:36;not null"`
	ReturnID string `gorm:"column:return_id;size:36;not null;uniqueIndex:monthly_return_versions_once,priority:1"`
	Number   int64  `gorm:"column:number;not null;uniqueIndex:monthly_return_versions_once,priority:2"`

	Figures returnFigures1400 `gorm:"embedded"`

	Explanation string     `gorm:"column:explanation;size:1000;not null"`
	Reason      string     `gorm:"column:reason;size:500;not null"`
	SubmittedOn *time.Time `gorm:"column:submitted_on;type:date"`
	AcceptedOn  *time.Time `gorm:"column:accepted_on;type:date"`
	Version     int64      `gorm:"column:version;not null"`
	CreatedAt   time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

var monthlyReturns = []Step{
	{1400, "monthly_returns", create("monthly_returns", &monthlyReturn1400{})},
	{1401, "monthly_return_versions", create("monthly_return_versions", &returnVersion1401{})},
}
