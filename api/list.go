package api

import "yijian/store"

// paging is what every list takes.
type paging struct {
	Q      string `query:"q" maxLength:"100" doc:"any part of the text"`
	Sort   string `query:"sort" maxLength:"40" doc:"a column's name, with - in front for descending"`
	Cursor string `query:"cursor" maxLength:"600" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (p paging) query(filter map[string]string) store.Query {
	return store.Query{Search: p.Q, Sort: p.Sort, Cursor: p.Cursor, Limit: p.Limit, Filter: filter}
}
