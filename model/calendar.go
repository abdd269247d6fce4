package model

// Calendar holds the years whose official holiday arrangement is known. A year
// not listed is unknown: nobody may assume plain weekends for it.
type Calendar struct {
	Years   []int  `json:"years"`
	DaysOff []Date `json:"days_off"` // statutory holidays and the days moved to join them
	MakeUp  []Date `json:"make_up"`  // weekend days on which everybody works
}

// CalendarYear is the official holiday arrangement of one year with the notice it rests on.
type CalendarYear struct {
	Year     int       `json:"year"`
	Basis    string    `json:"basis"`
	Holidays []Holiday `json:"holidays"`
	MakeUp   []Date    `json:"make_up"`
}

// Holiday is a row of days off, both ends included.
type Holiday struct {
	Name string `json:"name"`
	From Date   `json:"from"`
	To   Date   `json:"to"`
}
