package jobs

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
)

// From 1 December on the log says each day, once, that the next year is missing.
func TestAMissingYearIsWrittenToTheLogOnceADay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.November, 29, 12)
		d := openDesk(t, dsn, &now)
		var log bytes.Buffer
		ctx := withLog(t.Context(), slog.New(slog.NewTextHandler(&log, nil)))
		j, err := find("check-calendar")
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			day, hour, lines int
		}{{29, 12, 0}, {30, 12, 0}, {31, 7, 0}, {31, 8, 1}, {31, 20, 1}, {32, 8, 2}} {
			now = shanghai(2026, time.November, step.day, step.hour) // the 31st of November is 1 December
			for range 2 {
				if err := catchUp(ctx, d, j); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Count(log.String(), "calendar year missing"); got != step.lines {
				t.Errorf("%s: %d lines, want %d: %s", now, got, step.lines, log.String())
			}
		}
		if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "year=2027") {
			t.Errorf("the log says %s", log.String())
		}
	})
}
