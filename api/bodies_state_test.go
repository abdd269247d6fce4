package api

import (
	"fmt"

	"yijian/model"
	"yijian/store"
)

func candidate(e *entryIn) {
	e.Status, e.NoticeServedOn, e.StatementDue = model.EntryCandidate, model.Date{}, model.Date{}
}

func noticed(statement string) func(*entryIn) {
	return func(e *entryIn) {
		e.Status, e.NoticeServedOn, e.StatementDue, e.Statement = model.EntryNoticed, stageDay.AddDays(-1), stageDay.AddDays(9), statement
	}
}

// licensed gives the firm a licence again, whose others may have ended meanwhile.
func licensed(s *stage) fields {
	seeds["licences"].plant(s, s.places["own"], func(l *model.Licence) { l.From = stageDay })
	return fields{"reason": "演示理由"}
}

func inspectionIn(status model.InspectionStatus) func(*model.Inspection) {
	return func(i *model.Inspection) { i.Status = status }
}

func complaintIn(status model.ComplaintStatus) func(*model.Complaint) {
	return func(c *model.Complaint) { c.Status = status }
}

func penaltyIn(status model.PenaltyStatus) func(*model.Penalty) {
	return func(p *model.Penalty) { p.Status, p.DecidedOn = status, model.Date{} }
}

func planned(s *stage) fields {
	return fields{"enterprise_id": s.places["own"].firm.ID, "planned_on": today, "drawn": false,
		"officers": []model.UserID{s.people[model.RoleInspector].ID, s.colleague.ID}}
}

func complained(s *stage) fields {
	return fields{"enterprise_id": s.places["own"].firm.ID, "received_on": yesterday, "consumer_name": "演示某", "consumer_phone": "13800000000"}
}

func drafted(entry bool) func(*stage) fields {
	return func(s *stage) fields {
		f := fields{"document_no": fmt.Sprintf("演示罚〔2026〕%d号", s.next()), "kind": "fine", "amount_fen": 100, "publicity_class": "general"}
		if entry {
			f["enterprise_id"] = s.places["own"].firm.ID
		}
		return f
	}
}

func imported(s *stage) fields {
	return fields{"document_no": fmt.Sprintf("演示〔2026〕%d号", s.next()), "uscc": s.places["own"].firm.USCC, "listed_on": yesterday}
}

// askedToDefer is a task that waits for the chief.
func askedToDefer(t *taskIn) {
	t.AskedStatus, t.AskedReason, t.AskedBy, t.AskedOn = model.TaskDeferred, "演示理由", "somebody", model.NewDate(2026, 3, 2)
}

// askedToExtend is a task whose later limit waits for the chief.
func askedToExtend(t *taskIn) {
	t.AskedDueOn, t.AskedReason, t.AskedBy, t.AskedOn = model.NewDate(2027, 3, 31), "演示理由", "somebody", model.NewDate(2026, 3, 2)
}

// ledBySupervisor is a task of the supervising unit's own.
func ledBySupervisor(t *taskIn) { t.AnnexLead = stageUnits[model.RoleSupervisor] }

// milestoned names the milestone that the task which is planted next will have.
func milestoned(s *stage) fields {
	s.milestoned = model.TaskMilestoneID(store.NewID())
	return fields{"milestone": s.milestoned}
}

// reached is a task whose milestone waits for the supervising unit.
func reached(t *taskIn) {
	t.milestone.ClaimedBy, t.milestone.ClaimedOn, t.milestone.Evidence = "somebody", stageDay.AddDays(-1), "演示佐证"
}

// lightAsked is a task whose light somebody wants changed.
func lightAsked(t *taskIn) {
	t.change = &model.LightChange{
		ID: model.LightChangeID(store.NewID()), TaskID: t.ID, Light: model.LightYellow, Reason: "演示理由", UntilOn: stageDay.AddDays(9),
		Status: model.LightChangeAsked, AskedBy: "somebody", AskedName: "演示人员", AskedOn: stageDay.AddDays(-1),
		Version: 1, CreatedAt: t.CreatedAt, UpdatedAt: t.CreatedAt,
	}
}

// lightChanged is a task whose light was changed.
func lightChanged(t *taskIn) {
	lightAsked(t)
	t.change.Status, t.change.FromOn, t.change.DecidedBy = model.LightChangeApproved, stageDay.AddDays(-1), "演示领导"
}
