package model

// WorkItem is one thing somebody has to do: an act on a record, with its term. First
// marks what hinders other work and stands before it; Note says of that why it matters
// and what to do about it.
type WorkItem struct {
	Noun  Noun     `json:"noun"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Act   string   `json:"act"`
	Due   *DueView `json:"due,omitempty"`
	First bool     `json:"first,omitempty"`
	Note  string   `json:"note,omitempty"`
}

// WorkMore is how many things of one kind are left out of a list of work. More than
// AtLeast says so when there are too many to count.
type WorkMore struct {
	Noun    Noun   `json:"noun"`
	Title   string `json:"title"`
	Count   int    `json:"count"`
	AtLeast bool   `json:"at_least"`
}

// WorkList is what somebody has to do, the most urgent first, and what did not find room.
type WorkList struct {
	Items []WorkItem `json:"items"`
	More  []WorkMore `json:"more"`
}
