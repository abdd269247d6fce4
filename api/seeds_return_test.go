package api

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/store"
)

func newReturn(s *stage, p place) (model.MonthlyReturn, string) {
	id := store.NewID()
	n := int64(s.next())
	month := model.NewDate(2026, 1, 1).AddMonths(-int(n)).Time().Format("2006-01")
	return model.MonthlyReturn{
		ID: model.MonthlyReturnID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area, Month: month,
		ReturnFigures: figuresOf(n), Explanation: p.canary("monthly-returns"), Status: model.MonthlyReturnDraft, Owed: true,
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func figuresOf(n int64) model.ReturnFigures {
	return model.ReturnFigures{
		Areas: model.AreaParcelList{{AreaCode: "500156001", Pickups: &n, Deliveries: &n}}, Pickups: &n, Deliveries: &n, Staff: &n, Incidents: &n, Complaints: &n,
	}
}

// addReturn adds what of the return was accepted too.
func addReturn(tx *store.Tx, ctx context.Context, m *model.MonthlyReturn) error {
	if err := tx.AddMonthlyReturn(ctx, m); err != nil || m.Versions == 0 {
		return err
	}
	return tx.AddReturnVersion(ctx, &model.ReturnVersion{
		ID: store.NewID(), ReturnID: m.ID, Number: m.Versions, ReturnFigures: m.ReturnFigures, Explanation: m.Explanation,
		Reason: fmt.Sprint("演示", m.Versions), SubmittedOn: stageDay, AcceptedOn: stageDay, Version: 1, CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt,
	})
}

func returnIn(status model.MonthlyReturnStatus) func(*model.MonthlyReturn) {
	return func(m *model.MonthlyReturn) { m.Status = status }
}

// acceptedReturn stands at some state after it was accepted once.
func acceptedReturn(status model.MonthlyReturnStatus) func(*model.MonthlyReturn) {
	return func(m *model.MonthlyReturn) { m.Status, m.Versions = status, 1 }
}

var filled = fields{
	"areas":   []any{map[string]any{"area_code": "500156001", "pickups": 1, "deliveries": 2}},
	"pickups": 1, "deliveries": 2, "staff": 3, "incidents": 0, "complaints": 0,
}
