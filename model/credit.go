package model

// CreditList is the list for which the method proposes a subject; people decide.
type CreditList string

// The proposals of the method.
const (
	NoList    CreditList = ""
	RedList   CreditList = "red"
	BlackList CreditList = "black"
)

// CreditBundle is a complete rating in format credit/1: everything that a replay needs.
type CreditBundle struct {
	Version      string          `json:"version"`
	Edition      string          `json:"edition"`
	AsOf         Date            `json:"as_of"`
	Rulebook     Rulebook        `json:"rulebook"`
	RulebookHash string          `json:"rulebook_hash"`
	Subjects     []CreditSubject `json:"subjects"`
	Results      []CreditResult  `json:"results"`
	ResultsHash  string          `json:"results_hash"`
}

// CreditSubject is one firm or end-point with the facts of its rating; Group names its peers.
type CreditSubject struct {
	ID       string          `json:"id"`
	Group    string          `json:"group"`
	Checks   []CreditCheck   `json:"checks"`
	Duties   []CreditDuty    `json:"duties"`
	Service  CreditService   `json:"service"`
	Triggers []CreditTrigger `json:"triggers"`
}

// CreditCheck is the visits of one day; Drawn says that a public draw chose them,
// Units counts what was looked at, and no findings means clean.
type CreditCheck struct {
	ID       string          `json:"id"`
	On       Date            `json:"on"`
	Drawn    bool            `json:"drawn"`
	Units    int64           `json:"units"`
	Findings []CreditFinding `json:"findings"`
}

// CreditFinding is one thing found wrong; FinalOn is nil until the decision is
// final, Open means not yet put right.
type CreditFinding struct {
	ID      string   `json:"id"`
	Group   string   `json:"group"`
	Class   Severity `json:"class"`
	FinalOn *Date    `json:"final_on"`
	Open    bool     `json:"open"`
}

// CreditDuty is one duty missed: a late filing, a missing return, a late answer.
type CreditDuty struct {
	ID      string   `json:"id"`
	Class   Severity `json:"class"`
	On      Date     `json:"on"`
	FinalOn *Date    `json:"final_on"`
}

// CreditService is the complaints upheld against a subject and the parcels it
// handled in the window, as stated by the bureau.
type CreditService struct {
	Upheld  int64 `json:"upheld"`
	Parcels int64 `json:"parcels"`
}

// CreditTrigger is a decided penalty that may veto.
type CreditTrigger struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	On      Date   `json:"on"`
	FinalOn *Date  `json:"final_on"`
}

// CreditResult is the rating of one subject; Reasons say why it is a black candidate.
type CreditResult struct {
	ID         string           `json:"id"`
	Inspection InspectionResult `json:"inspection"`
	Service    ServiceResult    `json:"service"`
	Duty       DutyResult       `json:"duty"`
	Band       Band             `json:"band"`
	List       CreditList       `json:"list"`
	Reasons    []string         `json:"reasons"`
}

// InspectionResult is in hundredths, nil when no check counts; Lower is what
// remains when the worst check is forgotten, Checks the number that count.
type InspectionResult struct {
	Score  *int64 `json:"score"`
	Lower  *int64 `json:"lower"`
	Band   Band   `json:"band"`
	Checks int64  `json:"checks"`
}

// ServiceResult is in hundredths of a complaint, nil when too few parcels were handled.
type ServiceResult struct {
	Score *int64 `json:"score"`
	Band  Band   `json:"band"`
}

// DutyResult is in hundredths of a point.
type DutyResult struct {
	Score int64 `json:"score"`
	Band  Band  `json:"band"`
}
