package model

// DeadlineUnit says how a deadline is counted.
type DeadlineUnit string

// The units of a deadline.
const (
	CalendarDay DeadlineUnit = "calendar_day" // every day counts, the last one rolls to a working day
	WorkingDay  DeadlineUnit = "working_day"
	Hour        DeadlineUnit = "hour"
	Month       DeadlineUnit = "month"
	DayOfMonth  DeadlineUnit = "day_of_month" // an appointed day, not a period
)

// DeadlineRuleID names a deadline for good; its value and basis may change with time.
type DeadlineRuleID string

// The deadlines the platform runs clocks for. The rulebook must define each.
const (
	EndpointFiling           DeadlineRuleID = "endpoint.file_after_opening"
	EndpointAcceptance       DeadlineRuleID = "endpoint.accept"
	EndpointCorrectionNotice DeadlineRuleID = "endpoint.correction_notice"
	EndpointChange           DeadlineRuleID = "endpoint.change"
	ComplaintAcceptance      DeadlineRuleID = "complaint.accept"
	ComplaintFirmReply       DeadlineRuleID = "complaint.firm_reply"
	ComplaintAnswer          DeadlineRuleID = "complaint.answer"
	ComplaintCallback        DeadlineRuleID = "complaint.callback"
	InspectionPublication    DeadlineRuleID = "inspection.publish_result"
	PenaltyPublication       DeadlineRuleID = "penalty.publish"
	EditionStatement         DeadlineRuleID = "edition.statement"
	EditionPublicity         DeadlineRuleID = "edition.publicity"
	ObjectionReview          DeadlineRuleID = "objection.review"
	TaskMonthlyReport        DeadlineRuleID = "task.monthly_report"
	ListCorrection           DeadlineRuleID = "list.correct"
)

// DeadlineRuleIDs lists every deadline above.
var DeadlineRuleIDs = []DeadlineRuleID{
	EndpointFiling, EndpointAcceptance, EndpointCorrectionNotice, EndpointChange,
	ComplaintAcceptance, ComplaintFirmReply, ComplaintAnswer, ComplaintCallback,
	InspectionPublication, PenaltyPublication, EditionStatement, EditionPublicity,
	ObjectionReview, TaskMonthlyReport, ListCorrection,
}

// DeadlineRule is one row of the deadline table. Warn is the count, in the same
// unit, after which a reminder is due; 0 means none. Until is the last day of
// validity; without a date the rule has no end.
type DeadlineRule struct {
	ID    DeadlineRuleID `json:"id"`
	Title string         `json:"title"`
	Value int            `json:"value"`
	Warn  int            `json:"warn,omitempty"`
	Unit  DeadlineUnit   `json:"unit"`
	Basis Basis          `json:"basis"`
	Note  string         `json:"note,omitempty"`
	From  Date           `json:"from"`
	Until Date           `json:"until"`
}

// Deadline is a clock as shown to people: DaysLeft is negative once overdue,
// Basis is the citation of the rule.
type Deadline struct {
	Rule     DeadlineRuleID `json:"rule"`
	Title    string         `json:"title"`
	Start    Date           `json:"start"`
	Due      Date           `json:"due"`
	DaysLeft int            `json:"days_left"`
	Basis    string         `json:"basis"`
}
