package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

// A first page says how many rows its list has, where that is cheap to know.
func TestAFirstPageSaysHowManyThereAre(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for _, n := range []string{"0001", "0002", "0003"} {
			o.firm(n, "500156001")
		}
		inspector := o.person("clerk", model.RoleInspector)
		for name, c := range map[string]struct {
			query store.Query
			want  int
		}{
			"all of many":      {store.Query{Limit: 2, Count: true}, 3},
			"all on one page":  {store.Query{Limit: 5, Count: true}, 3},
			"narrowed":         {store.Query{Limit: 1, Count: true, Filter: map[string]string{"area_code": "500156002"}}, 0},
			"found on a page":  {store.Query{Limit: 5, Count: true, Search: "500156001"}, 0},
			"a search of many": {store.Query{Limit: 1, Count: true, Search: "快递"}, 0},
			"nobody asked":     {store.Query{Limit: 2}, 0},
		} {
			page, err := o.Store.Enterprises(t.Context(), store.Everything(), c.query)
			if ok(t, page, err); page.Total != c.want && (c.query.Limit != 5 || page.Total != len(page.Items)) || page.Beyond {
				t.Errorf("%s: %d of %d rows, want %d", name, page.Total, len(page.Items), c.want)
			}
		}
		first := must2(o.Store.Enterprises(t.Context(), store.Everything(), store.Query{Limit: 2, Count: true}))
		if second := must2(o.Store.Enterprises(t.Context(), store.Everything(), store.Query{Limit: 2, Count: true, Cursor: first.Next})); second.Total != 0 || len(second.Items) != 1 {
			t.Errorf("the second page counts %d", second.Total)
		}
		if lines := must2(o.Licences(t.Context(), inspector, store.Query{Limit: 2, Count: true}, model.Date{})); lines.Total != 3 {
			t.Errorf("the licences are %d", lines.Total)
		}
	})
}
