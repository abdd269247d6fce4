package model

// WorkItem is one thing somebody has to do: an act on a record, with its term.
type WorkItem struct {
	Noun  Noun     `json:"noun"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Act   string   `json:"act"`
	Due   *DueView `json:"due,omitempty"`
}
