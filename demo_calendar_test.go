//go:build !race

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"yijian/model"
)

// The data are those of any day, also of one whose terms run into a year of which no public holidays are known yet: that
// year is made up, and says so. Of a day in a year before it stands nothing made up.
func TestDemoOfADayInAYearThatIsNotKnownYet(t *testing.T) {
	next := lastKnownYear() + 1
	for day, isMadeUp := range map[model.Date]bool{
		knownUntil(): false, knownUntil().AddDays(1): true, model.NewDate(next-1, time.December, 28): true, model.NewDate(next, time.March, 1): true,
	} {
		dir := t.TempDir()
		if code, _, e := verb(t, day, "demo", "--data", dir, "--firms", "10", "--endpoints", "20", "--months", "12"); code != exitDone {
			t.Errorf("as of %s: %d %q", day, code, e)
			continue
		}
		text, err := os.ReadFile(dir + "/yijian.db")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), fmt.Sprintf("演示发〔%d〕1号", next-1)) != isMadeUp {
			t.Errorf("as of %s the next year is made up: %v", day, !isMadeUp)
		}
	}
}
