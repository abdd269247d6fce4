package api

import (
	"yijian/model"
	"yijian/store"
)

// Paging is what every list takes; embedded structs must be exported for huma to see their fields.
type Paging struct {
	Q      string `query:"q" maxLength:"100" doc:"any part of the text"`
	Sort   string `query:"sort" maxLength:"40" doc:"a column's name, with - in front for descending"`
	Cursor string `query:"cursor" maxLength:"600" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	whole  bool   // for a file: nothing that only resembles what is searched for
}

func (p Paging) query(filter map[string]string) store.Query {
	return store.Query{Search: p.Q, Sort: p.Sort, Cursor: p.Cursor, Limit: p.Limit, Filter: filter, Exact: p.whole, Count: !p.whole}
}

// dayOrNone is a day as a filter takes it, empty for none.
func dayOrNone(day model.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}
