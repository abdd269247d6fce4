package api

import (
	"yijian/model"
	"yijian/store"
)

func newDutyFact(s *stage, p place) (model.DutyFact, string) {
	id := store.NewID()
	return model.DutyFact{
		ID: model.DutyFactID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area, Class: model.LateFiling, On: stageDay,
		SourceNoun: "endpoints", SourceID: store.NewID(), SourceVersion: 1, SourceTitle: p.canary("duty-facts"), Rule: model.EndpointFiling,
		Basis: "演示条例第一条", DueOn: stageDay.AddDays(-3), Status: model.DutyFinal, SettledOn: stageDay, FinalOn: stageDay,
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func contestedDuty(f *model.DutyFact) {
	f.Status, f.FinalOn, f.ContestedOn, f.ContestReason = model.DutyContested, model.Date{}, stageDay, "演示异议"
}
