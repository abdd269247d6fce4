package model

// ScorePart is one of the four parts of a unit's score.
type ScorePart string

// The parts of a score.
const (
	ScoreTimeliness   ScorePart = "timeliness"   // 及时：按时报送
	ScoreProgress     ScorePart = "progress"     // 进度：按计划推进
	ScoreQuality      ScorePart = "quality"      // 质量：一次审核通过、实报与计数相符
	ScoreCoordination ScorePart = "coordination" // 协调：按时回复协调请求
)

// ScoreParts are the parts in the order in which they are shown.
var ScoreParts = []ScorePart{ScoreTimeliness, ScoreProgress, ScoreQuality, ScoreCoordination}

// Title is what the part is called.
func (p ScorePart) Title() string {
	return map[ScorePart]string{ScoreTimeliness: "及时", ScoreProgress: "进度", ScoreQuality: "质量", ScoreCoordination: "协调"}[p]
}

// ScoreWeights are the points that each part can bring, 100 together.
type ScoreWeights map[ScorePart]int

// ScoreItem is one thing that a unit is scored on: what it is, how much of its worth it brings and why.
type ScoreItem struct {
	Part   ScorePart `json:"part"`
	Title  string    `json:"title"`
	Worth  int       `json:"worth"` // whole percent
	Reason string    `json:"reason"`
	Noun   Noun      `json:"noun,omitempty"` // of the record that it can be checked on; not said in reports
	ID     string    `json:"id,omitempty"`
}

// ScoreLine is what one part of a score comes to.
type ScoreLine struct {
	Part   ScorePart `json:"part"`
	Title  string    `json:"title"`
	Weight int       `json:"weight"` // points as set
	Items  int       `json:"items"`  // how many things it was taken from; without any it does not count
	Worth  int       `json:"worth"`  // of its items together, whole percents added up
	Points int       `json:"points"` // hundredths of a point
	Most   int       `json:"most"`   // what it could have brought, in hundredths of a point
	Said   string    `json:"said"`   // how it was computed, in words
}

// UnitScore is how a unit stands with the tasks that it leads and the requests that it was sent.
type UnitScore struct {
	UnitID UnitID      `json:"unit_id"`
	Name   string      `json:"name"`
	Tasks  int         `json:"tasks"`  // that it leads
	Scored bool        `json:"scored"` // whether there was anything to score
	Points int         `json:"points"` // hundredths of a point, 10000 at most
	Lines  []ScoreLine `json:"lines"`
	Items  []ScoreItem `json:"items"`
}
