package casework

import (
	"context"

	"yijian/model"
)

// CoordinationTally is how a unit answered the requests whose first limit lies in a period.
type CoordinationTally struct {
	Due      int // that count: in time, late and not together
	InTime   int
	Late     int
	Not      int
	Returned int // of those that count, sent back at least once
	Requests []TalliedCoordination
}

// TalliedCoordination is one request with how it counts; "" where it does not.
type TalliedCoordination struct {
	model.Coordination
	Punctuality model.Punctuality
}

// CoordinationTally returns the requests to the unit, and to those whose work it took over, whose
// first limit is a day from the first to the last, and which of them were answered in time, late
// or not at the end of today. What was withdrawn, was over before its limit, or whose limit has not
// passed and that nobody answered, is listed and does not count. Nothing is asked of who calls:
// it is for what rests on it.
func (d *Desk) CoordinationTally(ctx context.Context, unit model.UnitID, from, to model.Date) (CoordinationTally, error) {
	tally := CoordinationTally{Requests: []TalliedCoordination{}}
	due, err := d.Store.CoordinationsDue(ctx, unit, from, to)
	for _, c := range due {
		how := c.PunctualityOn(d.Today())
		tally.Requests = append(tally.Requests, TalliedCoordination{c, how})
		switch how {
		case model.AnsweredInTime:
			tally.InTime++
		case model.AnsweredLate:
			tally.Late++
		case model.NotAnswered:
			tally.Not++
		}
		if how != model.NotCounted && c.Refusals > 0 {
			tally.Returned++
		}
	}
	tally.Due = tally.InTime + tally.Late + tally.Not
	return tally, err
}
