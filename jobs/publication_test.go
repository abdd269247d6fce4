package jobs

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// What is public ends with its term by the nightly job, on the day of its end and not on that of the job, and once.
func TestTheTermsOfWhatIsPublicEndByNight(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 2, 10)
		d := openDesk(t, dsn, &now)
		at := now.UTC()
		p := model.Publication{
			ID: "p1", Kind: model.PublishedNotice, SubjectID: "p1", AreaCode: "500156", Title: "演示公告", Text: model.PublicText{Title: "演示公告", Fields: []model.PublicField{}},
			Masked: model.MaskedPieces{}, Drafters: model.UserIDs{}, ApprovedBy: "u1", Status: model.PublicationPublished, Edition: 1, FormedOn: model.DateOf(now),
			PublishedOn: model.DateOf(now), PublishedAt: &at, EndsOn: model.NewDate(2026, 3, 4), Record: "{}", Version: 1, CreatedAt: at, UpdatedAt: at,
		}
		err := d.Store.Tx(t.Context(), model.Stamp{Act: "test", At: at}, func(tx *store.Tx) error { return tx.AddPublication(t.Context(), &p) })
		if err != nil {
			t.Fatal(err)
		}
		for _, night := range []struct {
			day  int // on which the job runs
			said string
			want model.PublicationStatus
		}{{3, "结束公示 0 条", model.PublicationPublished}, {6, "结束公示 1 条", model.PublicationEnded}, {7, "结束公示 0 条", model.PublicationEnded}} {
			now = shanghai(2026, time.March, night.day, 2)
			run, err := Run(t.Context(), d, model.Call{Actor: actor}, "end-terms", model.DateOf(now).AddDays(-1))
			if err != nil || run.Outcome != night.said {
				t.Errorf("on the %d.: %+v, %v", night.day, run, err)
			}
			if p, err = d.Store.Publication(t.Context(), store.Everything(), "p1"); err != nil || p.Status != night.want {
				t.Errorf("on the %d. it is %s, %v", night.day, p.Status, err)
			}
		}
		if p.LeftOn != p.EndsOn || p.LeftAt == nil || model.DateOf(*p.LeftAt) != p.EndsOn {
			t.Errorf("it left on %s at %v, and ended on %s", p.LeftOn, p.LeftAt, p.EndsOn)
		}
	})
}
