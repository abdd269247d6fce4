package store

import (
	"encoding/base64"
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
		licenseEverySecond(t, s)
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

func licenseEverySecond(t *testing.T, s *Store) {
	t.Helper()
	firms, err := s.Enterprises(t.Context(), Everything(), Query{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Tx(t.Context(), model.Stamp{Act: "test"}, func(tx *Tx) error {
		for i, e := range firms.Items {
			l := model.Licence{ID: model.LicenceID(NewID()), EnterpriseID: e.ID, Number: "演邮1", LastDay: model.NewDate(2029, 1, 31), Version: 1, CreatedAt: e.CreatedAt, UpdatedAt: e.CreatedAt}
			if i%2 == 0 {
				continue
			}
			if err := tx.AddLicence(t.Context(), &l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A cursor is the client's to send back, so it may hold anything.
func TestATamperedCursorIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		addFirms(t, s, 3)
		for _, text := range []string{
			`{"s":"licence_expires","v":"no day","i":"x"}`, `{"s":"licence_expires","v":7,"i":"x"}`, `{"s":"licence_expires","i":"x"}`,
			`{"s":"licence_expires","v":"2026-01-01"}`, `{"s":"name","v":"2026-01-01","i":"x"}`, `[]`, `{`,
		} {
			cursor := base64.RawURLEncoding.EncodeToString([]byte(text))
			_, err := s.Enterprises(t.Context(), Everything(), Query{Sort: "licence_expires", Cursor: cursor})
			if fields := model.FieldsOf(err); len(fields) != 1 || fields[0].Pointer != "/cursor" {
				t.Errorf("%s: %v, want the cursor named", text, err)
			}
		}
	})
}
