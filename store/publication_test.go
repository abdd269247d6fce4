package store

import (
	"fmt"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// addPublications adds publications of penalties, each of its own, as the function makes them.
func addPublications(t *testing.T, s *Store, n int, is func(i int, p *model.Publication)) {
	t.Helper()
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	err := s.Tx(t.Context(), model.Stamp{Act: "test", At: now}, func(tx *Tx) error {
		for i := range n {
			at := now
			p := model.Publication{
				ID: model.PublicationID(fmt.Sprintf("publication-%03d", i)), Kind: model.PublishedPenalty, SubjectID: fmt.Sprintf("penalty-%03d", i),
				EnterpriseName: "演示江豚快递", Title: "行政处罚", Source: fmt.Sprintf("渝邮罚〔2026〕%03d号", i), Status: model.PublicationPublished,
				Text: model.PublicText{Fields: []model.PublicField{}}, Masked: model.MaskedPieces{}, Drafters: model.UserIDs{}, Edition: 1,
				PublishedOn: model.NewDate(2026, 3, 2), PublishedAt: &at, EndsOn: model.NewDate(2027, 3, 2), Version: 1, CreatedAt: now, UpdatedAt: now,
			}
			is(i, &p)
			if err := tx.AddPublication(t.Context(), &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsPublicComesByPagesTheNewestFirst(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		const all = PublicPage + 3
		addPublications(t, s, all, func(i int, n *model.Publication) { n.PublishedOn = model.NewDate(2026, 3, 2).AddDays(i / 2) })
		day := model.NewDate(2026, 6, 1)
		var seen []model.Publication
		for page := range 3 {
			rows, total, err := s.Published(t.Context(), day, PublicQuery{Kind: model.PublishedPenalty, Page: page + 1})
			if err != nil || total != all {
				t.Fatalf("page %d: %d of %d, %v", page+1, len(rows), total, err)
			}
			seen = append(seen, rows...)
		}
		if len(seen) != all {
			t.Fatalf("%d of %d on three pages", len(seen), all)
		}
		for i, n := range seen[1:] {
			if was := seen[i]; was.PublishedOn.Before(n.PublishedOn) || was.PublishedOn == n.PublishedOn && was.ID <= n.ID {
				t.Errorf("%s of %s comes before %s of %s", was.ID, was.PublishedOn, n.ID, n.PublishedOn)
			}
		}
	})
}

func TestWhatIsPublicIsThatOfTheDayAndOfTheWords(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		states := []model.PublicationStatus{
			model.PublicationPublished, model.PublicationDraft, model.PublicationSecrecy, model.PublicationPersonal, model.PublicationApproval,
			model.PublicationDiscarded, model.PublicationCorrected, model.PublicationWithdrawn, model.PublicationEnded,
		}
		addPublications(t, s, len(states), func(i int, n *model.Publication) { n.Status = states[i] })
		for _, c := range []struct {
			day    model.Date
			search string
			want   int64
		}{
			{model.NewDate(2026, 3, 1), "", 0}, {model.NewDate(2026, 3, 2), "", 1}, {model.NewDate(2027, 3, 1), "", 1}, {model.NewDate(2027, 3, 2), "", 0},
			{model.NewDate(2026, 6, 1), "江豚", 1}, {model.NewDate(2026, 6, 1), "〔2026〕000", 1}, {model.NewDate(2026, 6, 1), "山雀", 0},
			{model.NewDate(2026, 6, 1), "%", 0}, {model.NewDate(2026, 6, 1), "_", 0},
		} {
			rows, total, err := s.Published(t.Context(), c.day, PublicQuery{Search: c.search})
			if err != nil || total != c.want || int64(len(rows)) != c.want {
				t.Errorf("on %s for %q: %d rows of %d, %v, want %d", c.day, c.search, len(rows), total, err, c.want)
			}
			if c.search != "" {
				continue
			}
			counted := int64(0)
			counts, err := s.PublishedCounts(t.Context(), c.day)
			for _, n := range counts {
				counted += n.Total
			}
			if err != nil || counted != c.want {
				t.Errorf("on %s %d are counted, %v, want %d", c.day, counted, err, c.want)
			}
			if newest, err := s.NewestPublished(t.Context(), c.day, 5); err != nil || int64(len(newest)) != c.want {
				t.Errorf("on %s %d are the newest, %v, want %d", c.day, len(newest), err, c.want)
			}
		}
	})
}

// A search of what is public finds what holds every word, by any part of it and in any order, under the
// text that it has now; of very much it finds the newest.
func TestWhatIsPublicIsFoundByItsWords(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		const many = MostFound + 20
		day := model.NewDate(2026, 3, 2)
		addPublications(t, s, many, func(i int, n *model.Publication) {
			n.PublishedOn = day.AddDays(-i % 7)
			if i == 5 {
				n.EnterpriseName, n.USCC = "演示白鹤速递", "91500156MA0000005X"
			}
		})
		mustHaveGrams(t, s, "publications", "publication_grams")
		found := func(search string, page int) ([]model.Publication, int64) {
			t.Helper()
			rows, total, err := s.Published(t.Context(), day, PublicQuery{Kind: model.PublishedPenalty, Search: search, Page: page})
			demand(t, err)
			return rows, total
		}
		for search, want := range map[string]int64{
			"白鹤": 1, "速递 白鹤": 1, "〔2026〕005": 1, "白鹤 005号": 1, "ｍａ０００００05x": 1, "白鹤 江豚": 0, "鹤": 1, "白%": 0, "江豚": MostFound, "豚": MostFound, "江豚 行政处罚": MostFound,
		} {
			rows, total := found(search, 1)
			if total != want || int64(len(rows)) != min(want, PublicPage) {
				t.Errorf("%q finds %d, %d of them on a page, want %d", search, total, len(rows), want)
			}
			for _, row := range rows {
				if row.PublishedOn != day && want > 1 {
					t.Errorf("%q finds %s of %s before newer ones", search, row.ID, row.PublishedOn)
				}
			}
		}
		if rows, total := found("江豚", MostFound/PublicPage+1); len(rows) != 0 || total != MostFound {
			t.Errorf("after the last page come %d of %d", len(rows), total)
		}
		rows, _ := found("白鹤", 1)
		rows[0].EnterpriseName = "演示青鸟速递"
		demand(t, s.Tx(t.Context(), model.Stamp{Act: "test"}, func(tx *Tx) error {
			_, err := tx.ChangePublication(t.Context(), rows[0])
			return err
		}))
		_, was := found("白鹤", 1)
		if _, is := found("青鸟", 1); was != 0 || is != 1 {
			t.Errorf("renamed, %d are found by the name that was and %d by the new one", was, is)
		}
		mustHaveGrams(t, s, "publications", "publication_grams")
	})
}
