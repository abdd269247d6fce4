package model

// Calendar holds the years whose official holiday arrangement is known. A year
// not listed is unknown: nobody may assume plain weekends for it.
type Calendar struct {
	Years   []int  `json:"years"`
	DaysOff []Date `json:"days_off"` // statutory holidays and the days moved to join them
	MakeUp  []Date `json:"make_up"`  // weekend days on which everybody works
}
