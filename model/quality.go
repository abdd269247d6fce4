package model

// QualityRuleID names a rule of what records must have.
type QualityRuleID string

// QualitySeverity says how much depends on what a rule finds.
type QualitySeverity string

// The severities, the gravest first.
const (
	QualityGrave  QualitySeverity = "grave"  // 须立即处理
	QualityAmiss  QualitySeverity = "amiss"  // 须尽快处理
	QualityNotice QualitySeverity = "notice" // 提醒
)

// QualityRecord is one of the records that a rule finds.
type QualityRecord struct {
	ID    string `json:"id" gorm:"column:id"`
	Title string `json:"title" gorm:"column:title"`
}

// QualityCount is how many of how many records a rule finds, with the newest of them.
type QualityCount struct {
	Count   int64           `json:"count"`
	Of      int64           `json:"of"`
	Records []QualityRecord `json:"records"`
}
