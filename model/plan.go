package model

// PlanText is a plan document (实施方案) as its text says: the tasks of the
// annex, each with the item of the body that stands at the same place.
type PlanText struct {
	DocumentNo      string      `json:"document_no"` // such as 武隆府办发〔2019〕61号
	Title           string      `json:"title"`
	Issuer          string      `json:"issuer"`
	Dated           Date        `json:"dated"`
	Goal            string      `json:"goal"`
	GoalYear        int         `json:"goal_year"` // the plan's goals are due at the end of this year
	SupervisingUnit UnitID      `json:"supervising_unit"`
	AnnexTitle      string      `json:"annex_title"`
	Items           []PlanItem  `json:"items"`
	Doubts          []PlanDoubt `json:"doubts"`
}

// PlanItem is one task as the annex and the body word it. The two may name
// different leads; neither overrules the other here. Line numbers count from 1.
type PlanItem struct {
	Number      int        `json:"number"`
	Group       string     `json:"group"` // 结构
	Name        string     `json:"name"`
	Content     string     `json:"content"`
	LeadText    string     `json:"lead_text"` // 牵头单位
	Lead        UnitID     `json:"lead"`
	SupportText string     `json:"support_text"` // 配合单位
	Support     []PlanUnit `json:"support"`
	Line        int        `json:"line"`
	Body        PlanClause `json:"body"`
}

// PlanClause is one item of the body's 主要任务.
type PlanClause struct {
	Section         string     `json:"section"`
	Number          int        `json:"number"` // as printed, counted within the section
	Title           string     `json:"title"`
	Content         string     `json:"content"`
	LeadText        string     `json:"lead_text"` // 牵头单位
	Lead            UnitID     `json:"lead"`
	ResponsibleText string     `json:"responsible_text"` // 责任单位
	Responsible     []PlanUnit `json:"responsible"`
	Line            int        `json:"line"`
}

// PlanUnit is a unit or a unit group as a plan names it.
type PlanUnit struct {
	Text string `json:"text"`
	ID   UnitID `json:"id"`
}

// PlanDoubt points to a line that could be read but that somebody should look at.
type PlanDoubt struct {
	Line   int    `json:"line"`
	Detail string `json:"detail"`
}

// LeadConflict is a task whose annex and body name different lead units.
type LeadConflict struct {
	Number    int    `json:"number"`
	AnnexLead UnitID `json:"annex_lead"`
	BodyLead  UnitID `json:"body_lead"`
}
