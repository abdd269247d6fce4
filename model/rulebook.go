package model

// Severity is the class of a finding or a missed duty, from minor to most serious.
type Severity string

// The four classes, in rising order.
const (
	Minor       Severity = "minor"
	Serious     Severity = "serious"
	VerySerious Severity = "very_serious"
	MostSerious Severity = "most_serious"
)

// Rank orders the classes from 1 (minor) to 4 (most serious); 0 is no known class.
func (s Severity) Rank() int {
	switch s {
	case Minor:
		return 1
	case Serious:
		return 2
	case VerySerious:
		return 3
	case MostSerious:
		return 4
	}
	return 0
}

// Band is the light of a rating; grey means that too little is known.
type Band string

// The bands of a rating.
const (
	Green Band = "green"
	Amber Band = "amber"
	Red   Band = "red"
	Grey  Band = "grey"
)

// Rank orders the bands from 1 (green) to 3 (red); grey and unknown bands are 0.
func (b Band) Rank() int {
	switch b {
	case Green:
		return 1
	case Amber:
		return 2
	case Red:
		return 3
	}
	return 0
}

// Rulebook is what officials may change in the credit method, as adopted at one time.
type Rulebook struct {
	Version      string         `json:"version"`
	ID           string         `json:"id"`
	Title        string         `json:"title"`
	Basis        []string       `json:"basis"`
	WindowMonths int64          `json:"window_months"`
	TimeWeights  []TimeWeight   `json:"time_weights"`
	Severity     SeverityPoints `json:"severity"`
	Repeat       RepeatRule     `json:"repeat"`
	CheckCap     int64          `json:"check_cap"`
	PriorWeight  int64          `json:"prior_weight"`
	PriorCap     int64          `json:"prior_cap"` // hundredths of a point
	Service      ServiceRule    `json:"service"`
	DutyPoints   SeverityPoints `json:"duty_points"`
	Bands        BandLimits     `json:"bands"`
	Red          RedRule        `json:"red"`
	Black        BlackRule      `json:"black"`
	Sampling     Sampling       `json:"sampling"`
}

// TimeWeight is how much a fact younger than so many months weighs.
type TimeWeight struct {
	Months int64 `json:"months"`
	Weight int64 `json:"weight"`
}

// SeverityPoints is the points of one fact of each class.
type SeverityPoints struct {
	Minor       int64 `json:"minor"`
	Serious     int64 `json:"serious"`
	VerySerious int64 `json:"very_serious"`
	MostSerious int64 `json:"most_serious"`
}

// Of returns the points of the class, 0 for no known class.
func (p SeverityPoints) Of(class Severity) int64 {
	return [...]int64{0, p.Minor, p.Serious, p.VerySerious, p.MostSerious}[class.Rank()]
}

// RepeatRule says from which appearance on a serious finding of a group counts as very serious.
type RepeatRule struct {
	Serious int64 `json:"serious"`
}

// ServiceRule is how upheld complaints become a rate per so many parcels.
type ServiceRule struct {
	PriorParcels int64 `json:"prior_parcels"`
	PriorCap     int64 `json:"prior_cap"` // hundredths of a complaint per Per parcels
	Per          int64 `json:"per"`
	MinParcels   int64 `json:"min_parcels"`
}

// BandLimits is the limits of each dimension.
type BandLimits struct {
	Inspection BandLimit `json:"inspection"`
	Service    BandLimit `json:"service"`
	Duty       BandLimit `json:"duty"`
}

// BandLimit is the highest score, in hundredths, that is still green, and still amber.
type BandLimit struct {
	Green int64 `json:"green"`
	Amber int64 `json:"amber"`
}

// RedRule is what a candidate for the red list must show.
type RedRule struct {
	MaxSharePermille int64 `json:"max_share_permille"`
	MinChecks        int64 `json:"min_checks"`
	MaxDuty          int64 `json:"max_duty"` // hundredths of a point
}

// BlackRule is what makes a candidate for the black list.
type BlackRule struct {
	VetoTriggers []string `json:"veto_triggers"`
	MinBadChecks int64    `json:"min_bad_checks"`
}

// Sampling is the share of each overall band that a public draw chooses.
type Sampling struct {
	Green SamplingRate `json:"green"`
	Amber SamplingRate `json:"amber"`
	Red   SamplingRate `json:"red"`
	Grey  SamplingRate `json:"grey"`
}

// SamplingRate is a share in thousandths and the least number chosen.
type SamplingRate struct {
	Permille int64 `json:"permille"`
	Minimum  int64 `json:"minimum"`
}
