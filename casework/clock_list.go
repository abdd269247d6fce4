package casework

import (
	"context"
	"fmt"

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
	ClockEnded   ClockLight = "ended"  // the duty fell away before it was done
)

// ClockLine is a clock in a list.
type ClockLine struct {
	model.Clock
	DaysLeft *int       `json:"days_left"`
	Light    ClockLight `json:"light"`
	// Standing says in words what is left of it or, once it has ended, how it ended.
	Standing string `json:"standing"`
	Outcome  string `json:"outcome,omitempty"` // how a stopped clock ended, in words
	// Paused is absent unless the clock stands still.
	Paused *model.PauseView `json:"paused,omitempty"`
}

// Clocks lists clocks. The light keeps those that run and are near their end or past it.
func (d *Desk) Clocks(ctx context.Context, actor model.Actor, q store.Query, light ClockLight) (model.Page[ClockLine], error) {
	scope, err := d.Scope(actor, "clock:read")
	if err != nil {
		return model.Page[ClockLine]{}, err
	}
	switch light {
	case ClockNear:
		q.Filter["status"], q.Filter["due_from"], q.Filter["near_on"] = string(model.ClockRunning), d.Today().String(), d.Today().String()
	case ClockOverdue:
		q.Filter["status"], q.Filter["late_on"] = string(model.ClockRunning), d.Today().String()
	}
	page, err := d.Store.Clocks(ctx, scope, q)
	return model.Mapped(page, d.lineOfClock), err
}

func (d *Desk) lineOfClock(c model.Clock) ClockLine {
	line := ClockLine{Clock: d.held(c), DaysLeft: d.daysLeft(c)}
	today := d.Today()
	isOver := c.DueAt != nil && !d.now().Before(*c.DueAt)
	switch {
	case model.WindowRules[c.Rule] && isOver && (c.Status == model.ClockRunning || c.Status == model.ClockStopped && !c.StoppedOn.Before(c.DueOn)):
		line.Light, line.DaysLeft = ClockClosed, nil
	case c.Status == model.ClockStopped:
		d.conclude(&line)
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
	line.Standing = standingOf(line)
	return line
}

func standingOf(l ClockLine) string {
	switch {
	case l.Light == ClockClosed:
		return "期满"
	case l.Status == model.ClockStopped && (l.DueOn.IsZero() || !isDone(l.Clock)):
		return l.Outcome
	case l.Status == model.ClockStopped:
		return endedWords(deadline.DaysLeft(l.StoppedOn, l.DueOn), doings[l.Rule].word)
	case l.Light == ClockStands && l.Paused.HoursLeft != nil:
		return fmt.Sprintf("中止时剩余 %d 小时", *l.Paused.HoursLeft)
	case l.Light == ClockStands && l.Paused.DaysLeft != nil:
		return fmt.Sprintf("中止时剩余 %d 天", *l.Paused.DaysLeft)
	case l.DaysLeft == nil:
		return "届满日未定（待载入届满年份的节假日安排）"
	case *l.DaysLeft < 0:
		return fmt.Sprintf("已逾期 %d 天", -*l.DaysLeft)
	case *l.DaysLeft == 0 && l.Light == ClockOverdue: // a term in hours
		return "今天已逾期"
	case *l.DaysLeft == 0:
		return "今天到期"
	}
	return fmt.Sprintf("还剩 %d 天", *l.DaysLeft)
}

// endedWords say how many days before or after its last day a term ended.
func endedWords(left int, done string) string {
	switch {
	case left < 0:
		return fmt.Sprintf("逾期 %d 天%s", -left, done)
	case left == 0:
		return "届满当天" + done
	}
	return fmt.Sprintf("提前 %d 天%s", left, done)
}
