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
	PenaltyDecision          DeadlineRuleID = "penalty.decide"
	PenaltyPublication       DeadlineRuleID = "penalty.publish"
	PublicationTerm          DeadlineRuleID = "publication.publish"
	EditionStatement         DeadlineRuleID = "edition.statement"
	EditionPublicity         DeadlineRuleID = "edition.publicity"
	ObjectionReview          DeadlineRuleID = "objection.review"
	TaskMonthlyReport        DeadlineRuleID = "task.monthly_report"
	ListCorrection           DeadlineRuleID = "list.correct"
	MonthlyReturnFiling      DeadlineRuleID = "return.file"
	MonthlyReturnReview      DeadlineRuleID = "return.review"
	MonthlyReturnAgain       DeadlineRuleID = "return.again"
	DutyContest              DeadlineRuleID = "duty.contest"
	TaskSlipBlue             DeadlineRuleID = "task.slip_blue"
	TaskSlipOrange           DeadlineRuleID = "task.slip_orange"
	TaskSlipRed              DeadlineRuleID = "task.slip_red"
	TaskCoordination         DeadlineRuleID = "task.coordination"
)

// DeadlineRuleIDs lists every deadline above.
var DeadlineRuleIDs = []DeadlineRuleID{
	EndpointFiling, EndpointAcceptance, EndpointCorrectionNotice, EndpointChange,
	ComplaintAcceptance, ComplaintFirmReply, ComplaintAnswer, ComplaintCallback,
	InspectionPublication, PenaltyDecision, PenaltyPublication, PublicationTerm, EditionStatement, EditionPublicity,
	ObjectionReview, TaskMonthlyReport, ListCorrection, MonthlyReturnFiling, MonthlyReturnReview, MonthlyReturnAgain,
	DutyContest, TaskSlipBlue, TaskSlipOrange, TaskSlipRed, TaskCoordination,
}

// DeadlineRule is one row of the deadline table. Warn is the count, in the same
// unit, after which a reminder is due; 0 means none. Until is the last day of
// validity; without a date the rule has no end. Nothing that Pauses does not name
// stops the clock, and without an Extension nothing lengthens it.
type DeadlineRule struct {
	ID        DeadlineRuleID `json:"id"`
	Title     string         `json:"title"`
	Value     int            `json:"value"`
	Warn      int            `json:"warn,omitempty"`
	Unit      DeadlineUnit   `json:"unit"`
	Basis     Basis          `json:"basis"`
	Note      string         `json:"note,omitempty"`
	From      Date           `json:"from"`
	Until     Date           `json:"until"`
	Pauses    []PauseReason  `json:"pause,omitempty"`
	Extension *ExtensionRule `json:"extend,omitempty"`
	Ladder    []LadderStep   `json:"ladder,omitempty"`
}

// PauseReason is a ground on which a clock may stand still, with its basis.
type PauseReason struct {
	Code  string `json:"code" yaml:"code"`
	Title string `json:"title" yaml:"title"`
	Basis string `json:"basis" yaml:"basis"`
}

// ExtensionRule is by how much and how often a clock may be lengthened, on what basis,
// and which role approves it.
type ExtensionRule struct {
	Value    int          `json:"value"`
	Unit     DeadlineUnit `json:"unit"`
	Times    int          `json:"times"`
	Basis    string       `json:"basis"`
	Approver Role         `json:"approver"`
}

// LadderMoment is when a step of a ladder is due.
type LadderMoment string

// The moments of a ladder: the warning day begins or, of a term in hours, its warning hour
// has come; hours before the end of a term in hours; the term has ended; days after its last one.
const (
	AtWarning LadderMoment = "warn"
	BeforeEnd LadderMoment = "before"
	AtEnd     LadderMoment = "due"
	AfterEnd  LadderMoment = "after"
)

// LadderStep is whom a clock that still runs at the moment is made known to: its
// holder, or a role of the bureau. Days count from the due day and only AfterEnd has them;
// Hours count back from the end and only BeforeEnd has them.
type LadderStep struct {
	At    LadderMoment `json:"at"`
	Days  int          `json:"days,omitempty"`
	Hours int          `json:"hours,omitempty"`
	Tell  Role         `json:"tell"`
}

// TellHolder stands in a ladder for whoever holds the clock at the moment.
const TellHolder Role = "holder"
