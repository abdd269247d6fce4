package model

// TaskRow is one task of a plan as the monthly report prints it. The annex and
// the body of a plan may name different units; both stand here as written.
type TaskRow struct {
	Group           string // 结构
	Number          int    // 序号
	Name            string // 工作任务
	Content         string // 具体内容
	LeadUnit        string // annex: 牵头单位
	SupportUnits    string // annex: 配合单位
	BodyLeadUnit    string // body: 牵头单位
	BodyUnits       string // body: 责任单位
	LeadConflict    string // how a difference between the two was handled, empty without one
	PlannedProgress int    // whole percent
	Progress        int    // whole percent, meaningless unless Reported
	Reported        bool
	Counted         *int   // whole percent by the register, nil without a target
	CountWords      string // how claimed and counted progress compare, empty without a target
	Light           Light
	LightReason     string
	Due             Date
	MonthWork       string // 本月情况
	Problems        string // 存在问题
}

// TaskReportMeta heads the monthly report of a plan.
type TaskReportMeta struct {
	DocumentNumber string // such as 武隆府办发〔2019〕61号
	Title          string // the annex's own title
	Period         string // such as 2026年11月
	Issuer         string // the unit that issues the report
	AsOf           Date
}
