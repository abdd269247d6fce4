package model

// ListColumn is a column of a list that is taken out as a file.
type ListColumn struct {
	Key   string
	Title string
}

// ListCell is a value of a list that is taken out as a file: words, or the digits of a number.
type ListCell struct {
	Words    string
	IsNumber bool
}
