package model

// TaskSheets is everything that the monthly report of a plan is made from. The SHA-256 of
// its RFC 8785 JSON is the hash that the report prints in its footers (docs/operating.md).
type TaskSheets struct {
	Head   TaskReportMeta `json:"head"`
	Rows   []TaskRow      `json:"rows"`
	Scores []UnitScore    `json:"scores"` // of the units in scope, the highest first
}

// TaskRow is one task of a plan as the monthly report prints it. The annex and
// the body of a plan may name different units; both stand here as written.
type TaskRow struct {
	Group           string          `json:"group"`            // 结构
	Number          int             `json:"number"`           // 序号
	Name            string          `json:"name"`             // 工作任务
	Content         string          `json:"content"`          // 具体内容
	LeadUnit        string          `json:"lead_unit"`        // annex: 牵头单位
	SupportUnits    string          `json:"support_units"`    // annex: 配合单位
	BodyLeadUnit    string          `json:"body_lead_unit"`   // body: 牵头单位
	BodyUnits       string          `json:"body_units"`       // body: 责任单位
	LeadConflict    string          `json:"lead_conflict"`    // how a difference between the two was handled, empty without one
	Lead            string          `json:"lead"`             // the unit that leads it today, by its short name
	Supporters      []string        `json:"supporters"`       // units that lead some task of the plan and support this one, by their short names
	PlannedProgress int             `json:"planned_progress"` // whole percent
	Claimed         *int            `json:"claimed"`          // whole percent of the last report, nil where there never was one
	Owes            bool            `json:"owes"`             // a report on the last month of the period
	Reported        bool            `json:"reported"`         // on that month, whether it owed it or not
	Counted         *int            `json:"counted"`          // whole percent by the register, nil without a target
	CountWords      string          `json:"count_words"`      // how claimed and counted progress compare, empty without a target
	CountDiffers    bool            `json:"count_differs"`    // beyond the tolerance
	Light           Light           `json:"light"`
	LightReason     string          `json:"light_reason"`
	Due             Date            `json:"due"`
	DaysOver        int             `json:"days_over"`  // past the due day of a task that is neither done nor put off, else 0
	Missing         []MissingReport `json:"missing"`    // reports that are due and not there, oldest first
	Milestones      string          `json:"milestones"` // 里程碑, a line each
	MonthWork       string          `json:"month_work"` // 本月情况
	Problems        string          `json:"problems"`   // 存在问题
	Course          []TaskMonth     `json:"course"`     // in the months of the head
}

// MissingReport is a report on a month, or on the quarter that ends with it, that is due and
// was not handed in.
type MissingReport struct {
	Month  string     `json:"month"` // YYYY-MM
	Rhythm TaskRhythm `json:"rhythm"`
	Due    Date       `json:"due"`
}

// TaskMonth is how a task stood at the end of a month.
type TaskMonth struct {
	Light     Light `json:"light"`
	Scheduled bool  `json:"scheduled"` // it had its days and was not put off, so that it counts in means
	Planned   int   `json:"planned"`   // whole percent
	Claimed   *int  `json:"claimed"`   // whole percent of the last report, nil without one
	Counted   *int  `json:"counted"`   // whole percent by the register, nil without a target
}

// TaskReportMeta heads the monthly report of a plan.
type TaskReportMeta struct {
	DocumentNumber string   `json:"document_no"` // such as 武隆府办发〔2019〕61号
	Title          string   `json:"title"`       // the annex's own title
	Period         string   `json:"period"`      // such as 2026年11月
	From           string   `json:"from"`        // first month of the period, YYYY-MM
	To             string   `json:"to"`          // its last month
	Issuer         string   `json:"issuer"`      // the unit that issues the report
	AsOf           Date     `json:"as_of"`
	Months         []string `json:"months"`    // of the trend, oldest first; the last is To
	Edition        int      `json:"edition"`   // 0 where the report is not issued
	Reason         string   `json:"reason"`    // why an edition after the first was issued
	IssuedOn       Date     `json:"issued_on"` // no date where it is not issued
	DataHash       string   `json:"-"`         // of these sheets
}
