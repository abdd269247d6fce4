package model

import "testing"

// What became of a request by its limit does not change when it is withdrawn later.
func TestPunctualityOfWithdrawnRequests(t *testing.T) {
	due := NewDate(2026, 2, 10)
	for name, try := range map[string]struct {
		answered, ended, day Date
		want                 Punctuality
	}{
		"withdrawn before the limit":                      {ended: due.AddDays(-1), day: due.AddDays(9)},
		"withdrawn on the limit":                          {ended: due, day: due.AddDays(9)},
		"answered, and withdrawn before the limit":        {answered: due.AddDays(-3), ended: due.AddDays(-1), day: due.AddDays(9)},
		"withdrawn a day after the limit":                 {ended: due.AddDays(1), day: due.AddDays(9), want: NotAnswered},
		"on the day after the limit, withdrawn later":     {ended: due.AddDays(5), day: due.AddDays(1), want: NotAnswered},
		"on the limit, withdrawn later":                   {ended: due.AddDays(5), day: due},
		"answered late, and withdrawn after that":         {answered: due.AddDays(2), ended: due.AddDays(5), day: due.AddDays(9), want: AnsweredLate},
		"answered in time, and withdrawn after the limit": {answered: due, ended: due.AddDays(5), day: due.AddDays(9), want: AnsweredInTime},
	} {
		c := Coordination{FirstDueOn: due, FirstAnsweredOn: try.answered, Status: CoordinationWithdrawn, EndedOn: try.ended}
		if got := c.PunctualityOn(try.day); got != try.want {
			t.Errorf("%s: %q, want %q", name, got, try.want)
		}
	}
}
