package store

import (
	"fmt"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// addNotices adds the publicities, each of a penalty of its own, as the function makes them.
func addNotices(t *testing.T, s *Store, n int, is func(i int, notice *model.PenaltyNotice)) {
	t.Helper()
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	err := s.Tx(t.Context(), model.Stamp{Act: "test", At: now}, func(tx *Tx) error {
		for i := range n {
			notice := model.PenaltyNotice{
				ID: model.PenaltyNoticeID(fmt.Sprintf("notice-%03d", i)), PenaltyID: model.PenaltyID(fmt.Sprintf("penalty-%03d", i)),
				EnterpriseName: "演示江豚快递", DocumentNo: fmt.Sprintf("渝邮罚〔2026〕%03d号", i), Kind: model.PenaltyFine,
				PublicityClass: model.PublicityGeneral, Proposers: model.UserIDs{}, Status: model.NoticePublished,
				PublishedOn: model.NewDate(2026, 3, 2), EndsOn: model.NewDate(2027, 3, 2), Version: 1, CreatedAt: now, UpdatedAt: now,
			}
			is(i, &notice)
			if err := tx.AddPenaltyNotice(t.Context(), &notice); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPublicNoticesComeByPagesTheNewestFirst(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		const all = PublicPage + 3
		addNotices(t, s, all, func(i int, n *model.PenaltyNotice) { n.PublishedOn = model.NewDate(2026, 3, 2).AddDays(i / 2) })
		day := model.NewDate(2026, 6, 1)
		var seen []model.PenaltyNotice
		for page := range 3 {
			rows, total, err := s.PublicNotices(t.Context(), day, "", page+1)
			if err != nil || total != all {
				t.Fatalf("page %d: %d of %d, %v", page+1, len(rows), total, err)
			}
			seen = append(seen, rows...)
		}
		if len(seen) != all {
			t.Fatalf("%d of %d on three pages", len(seen), all)
		}
		for i, n := range seen[1:] {
			if was := seen[i]; was.PublishedOn.Before(n.PublishedOn) || was.PublishedOn == n.PublishedOn && was.ID >= n.ID {
				t.Errorf("%s of %s comes before %s of %s", was.ID, was.PublishedOn, n.ID, n.PublishedOn)
			}
		}
	})
}

func TestPublicNoticesAreThoseOfTheDayAndOfTheWords(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		states := []model.NoticeStatus{model.NoticePublished, model.NoticeProposed, model.NoticeWithdrawn, model.NoticeEnded}
		addNotices(t, s, len(states), func(i int, n *model.PenaltyNotice) { n.Status = states[i] })
		for _, c := range []struct {
			day    model.Date
			search string
			want   int64
		}{
			{model.NewDate(2026, 3, 1), "", 0}, {model.NewDate(2026, 3, 2), "", 1}, {model.NewDate(2027, 3, 1), "", 1}, {model.NewDate(2027, 3, 2), "", 0},
			{model.NewDate(2026, 6, 1), "江豚", 1}, {model.NewDate(2026, 6, 1), "〔2026〕000", 1}, {model.NewDate(2026, 6, 1), "山雀", 0},
			{model.NewDate(2026, 6, 1), "%", 0}, {model.NewDate(2026, 6, 1), "_", 0},
		} {
			rows, total, err := s.PublicNotices(t.Context(), c.day, c.search, 1)
			if err != nil || total != c.want || int64(len(rows)) != c.want {
				t.Errorf("on %s for %q: %d rows of %d, %v, want %d", c.day, c.search, len(rows), total, err, c.want)
			}
			if c.search != "" {
				continue
			}
			if counted, err := s.CountPublicNotices(t.Context(), c.day); err != nil || counted != c.want {
				t.Errorf("on %s %d are counted, %v, want %d", c.day, counted, err, c.want)
			}
		}
	})
}
