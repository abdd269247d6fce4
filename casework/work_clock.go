package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// clockDuties are extensions that wait for a decision, and clocks that stand still until somebody lets them run on.
func clockDuties() []workSource {
	row := func(s clockStep, in model.ClockStatus, title string) waiting[model.Clock] {
		return waiting[model.Clock]{
			permission: s.permission, noun: "clocks", act: s.name, title: title, in: in, sort: "due_on", list: store.Reader.Clocks,
			ask: func(_ context.Context, l *look, c model.Clock) (asked, error) {
				row, err := c.Row()
				if err != nil { // the sweep notes it on the clock
					return asked{}, nil //nolint:nilerr // one clock that cannot be read hides no other
				}
				return asked{l.clockHindrance(s, c, row, l.actor) == nil, string(c.ID), c.Title + "：" + c.Record, viewOf(c, l.Today())}, nil
			},
		}
	}
	decide := row(approveLonger, model.ClockRunning, "批准延长期限")
	decide.narrow = func(*look) map[string]string { return map[string]string{"asked": string(model.ExtensionAsked)} }
	return []workSource{decide.source(), row(resumeClock, model.ClockPaused, "中止事由消除后恢复计时").source()}
}
