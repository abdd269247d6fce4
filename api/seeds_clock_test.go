package api

import (
	"context"
	"encoding/json"

	"yijian/model"
	"yijian/store"
)

// clockIn is a clock with what happened to it.
type clockIn struct {
	model.Clock
	pause *model.ClockPause
	asked *model.ClockExtension
}

func newClock(s *stage, p place) (clockIn, string) {
	row := model.DeadlineRule{
		ID: model.PenaltyDecision, Title: "演示期限", Value: 90, Unit: model.CalendarDay,
		Pauses:    []model.PauseReason{{Code: "appraisal", Title: "检测鉴定", Basis: "演示"}},
		Extension: &model.ExtensionRule{Value: 30, Unit: model.CalendarDay, Times: 1, Basis: "演示", Approver: model.RoleChief},
	}
	text, err := json.Marshal(row)
	if err != nil {
		s.t.Fatal(err)
	}
	id := store.NewID()
	due := stageDay.AddDays(85)
	return clockIn{Clock: model.Clock{
		ID: model.ClockID(id), Noun: "penalties", RecordID: store.NewID(), Rule: row.ID, Round: 1, Title: row.Title, Record: p.canary("clocks"),
		Basis: "演示", RuleText: string(text), AreaCode: p.area, EnterpriseID: p.firm.ID, FirmSees: true, Holder: model.RoleInspector,
		StartAt: s.now(), StartOn: stageDay.AddDays(-5), DueOn: due, Status: model.ClockRunning, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}}, id
}

func addClock(tx *store.Tx, ctx context.Context, c *clockIn) error {
	if err := tx.AddClock(ctx, &c.Clock); err != nil {
		return err
	}
	now := tx.Stamp().At
	if c.pause != nil {
		c.pause.ID, c.pause.ClockID, c.pause.CreatedAt, c.pause.UpdatedAt = store.NewID(), c.ID, now, now
		if err := tx.AddClockPause(ctx, c.pause); err != nil {
			return err
		}
	}
	if c.asked == nil {
		return nil
	}
	c.asked.ID, c.asked.ClockID, c.asked.CreatedAt, c.asked.UpdatedAt = store.NewID(), c.ID, now, now
	return tx.AddClockExtension(ctx, c.asked)
}

func standing(c *clockIn) {
	c.Status = model.ClockPaused
	c.pause = &model.ClockPause{Code: "appraisal", Title: "检测鉴定", Basis: "演示", Note: "演示", FromOn: stageDay.AddDays(-1), PausedBy: "演示某", Version: 1}
}

func askedLonger(c *clockIn) {
	c.asked = &model.ClockExtension{
		Status: model.ExtensionAsked, Basis: "演示", Reason: "演示理由", AskedBy: "somebody", Asker: "演示某", AskedOn: stageDay, WasDue: c.DueOn, Version: 1,
	}
}
