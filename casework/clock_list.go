package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// ClockLight says at a glance how a clock stands.
type ClockLight string

// The lights of a clock.
const (
	ClockInTime  ClockLight = "running"
	ClockNear    ClockLight = "near" // the warning day has come, or three days or fewer are left
	ClockOverdue ClockLight = "overdue"
	ClockStands  ClockLight = "paused"
	ClockUnknown ClockLight = "unknown" // the calendar does not reach its last day
	ClockInDue   ClockLight = "done"
	ClockLate    ClockLight = "done_late"
	ClockClosed  ClockLight = "closed" // a window that was open to its end
)

// ClockLine is a clock in a list.
type ClockLine struct {
	model.Clock
	DaysLeft *int       `json:"days_left"`
	Light    ClockLight `json:"light"`
	// Paused is absent unless the clock stands still.
	Paused *model.PauseView `json:"paused,omitempty"`
}

// Clocks lists clocks. The light keeps those that run and are near their end or past it.
func (d *Desk) Clocks(ctx context.Context, actor model.Actor, q store.Query, light ClockLight) (model.Page[ClockLine], error) {
	lines := model.Page[ClockLine]{Items: []ClockLine{}}
	scope, err := d.Scope(actor, "clock:read")
	if err != nil {
		return lines, err
	}
	switch light {
	case ClockNear:
		q.Filter["status"], q.Filter["due_from"], q.Filter["near_on"] = string(model.ClockRunning), d.Today().String(), d.Today().String()
	case ClockOverdue:
		q.Filter["status"], q.Filter["due_before"] = string(model.ClockRunning), d.Today().String()
	}
	page, err := d.Store.Clocks(ctx, scope, q)
	for _, c := range page.Items {
		lines.Items = append(lines.Items, d.lineOfClock(c))
	}
	lines.Next = page.Next
	return lines, err
}

func (d *Desk) lineOfClock(c model.Clock) ClockLine {
	line := ClockLine{Clock: d.held(c), DaysLeft: d.daysLeft(c)}
	today := d.Today()
	isOver := c.DueAt != nil && !d.now().Before(*c.DueAt)
	switch {
	case model.WindowRules[c.Rule] && isOver && (c.Status == model.ClockRunning || c.StoppedOn == c.DueOn):
		line.Light, line.DaysLeft = ClockClosed, nil
	case c.Status == model.ClockStopped && !c.DueOn.IsZero() && c.StoppedOn.After(c.DueOn):
		line.Light, line.DaysLeft = ClockLate, nil
	case c.Status == model.ClockStopped:
		line.Light, line.DaysLeft = ClockInDue, nil
	case c.Status == model.ClockPaused:
		line.Light, line.Paused = ClockStands, pauseOf(c)
	case c.DueOn.IsZero():
		line.Light = ClockUnknown
	case isOver:
		line.Light = ClockOverdue
	case deadline.DaysLeft(today, c.DueOn) <= model.ClockNearDays || !c.WarnOn.IsZero() && !today.Before(c.WarnOn):
		line.Light = ClockNear
	default:
		line.Light = ClockInTime
	}
	return line
}
