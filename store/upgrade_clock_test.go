package store

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A clock that stood still before the upgrade keeps what it had left and no longer shows a
// last day, however often the step was begun; one that runs is left alone.
func TestClocksThatStoodStillLoseTheirLastDay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := before(t, dsn, 1452)
		at, db := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC), s.write.WithContext(t.Context())
		add := func(table string, row any) {
			t.Helper()
			if err := db.Table(table).Create(row).Error; err != nil {
				t.Fatal(err)
			}
		}
		end := time.Date(2026, 4, 9, 16, 0, 0, 0, time.UTC)
		states := []model.ClockStatus{model.ClockPaused, model.ClockRunning, model.ClockPaused}
		units := []model.DeadlineUnit{model.CalendarDay, model.CalendarDay, model.Hour}
		for n, status := range states {
			c := model.Clock{ID: model.ClockID(NewID()), Noun: "complaints", RecordID: NewID(), Rule: model.ComplaintAnswer, Round: int64(n), RuleText: `{"unit":"` + string(units[n]) + `"}`, Status: status,
				StartAt: at, StartOn: model.NewDate(2026, 3, 10), WarnOn: model.NewDate(2026, 4, 4), DueOn: model.NewDate(2026, 4, 9), DueAt: &end, Version: 1, CreatedAt: at, UpdatedAt: at}
			add("clocks", &c)
			p := model.ClockPause{ID: NewID(), ClockID: c.ID, Code: "appraisal", FromOn: model.NewDate(2026, 3, 20), Version: 1, CreatedAt: at, UpdatedAt: at}
			if status == model.ClockRunning {
				p.ToOn = model.NewDate(2026, 3, 21)
			}
			add("clock_pauses", &p)
		}
		for range 2 {
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := db.Exec("DELETE FROM goose_db_version WHERE version_id >= 1452").Error; err != nil { // as if cut off
				t.Fatal(err)
			}
		}
		page, err := s.Clocks(t.Context(), Everything(), Query{Sort: "start_on"})
		if err != nil || len(page.Items) != len(states) {
			t.Fatalf("%+v, %v", page, err)
		}
		for _, c := range page.Items {
			left, hours := c.Pauses[0].DaysLeft, c.Pauses[0].HoursLeft
			inHours := units[c.Round] == model.Hour
			if inHours != (hours != nil) || inHours && (*hours != 30*24+14 || left != nil || !c.DueOn.IsZero()) { // from its beginning on 03-10 10:00 to 04-09 24:00
				t.Errorf("in %s it has %v hours and %v days left", units[c.Round], hours, left)
			}
			switch {
			case inHours:
			case c.Status == model.ClockPaused && (!c.DueOn.IsZero() || !c.WarnOn.IsZero() || c.DueAt != nil || left == nil || *left != 20):
				t.Errorf("stands still, due %s, with %v left", c.DueOn, left)
			case c.Status == model.ClockRunning && (c.DueOn.String() != "2026-04-09" || c.DueAt == nil || left != nil):
				t.Errorf("runs, due %s, with %v left", c.DueOn, left)
			}
		}
	})
}
