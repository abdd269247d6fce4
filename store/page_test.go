package store

import (
	"slices"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// Half of the firms have no licence date; no page may lose or repeat one.
func TestPagesKeepRowsWithoutAValueInTheSortColumn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		addFirms(t, s, 9)
		for _, sort := range []string{"licence_expires", "-licence_expires"} {
			whole, err := s.Enterprises(t.Context(), Everything(), Query{Sort: sort})
			if err != nil || len(whole.Items) != 9 {
				t.Fatalf("%s: %d rows (%v)", sort, len(whole.Items), err)
			}
			var paged []model.EnterpriseID
			q := Query{Sort: sort, Limit: 2}
			for {
				page, err := s.Enterprises(t.Context(), Everything(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page.Items {
					paged = append(paged, e.ID)
				}
				if q.Cursor = page.Next; q.Cursor == "" {
					break
				}
			}
			var want []model.EnterpriseID
			for _, e := range whole.Items {
				want = append(want, e.ID)
			}
			if !slices.Equal(paged, want) {
				t.Errorf("%s: pages hold %v, the list %v", sort, paged, want)
			}
		}
	})
}
