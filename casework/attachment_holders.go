package casework

import (
	"context"
	"time"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// holder is a kind of record that may have attachments: by which permissions
// they are read, added and removed, and when the record takes them.
type holder struct {
	read, attach, detach access.Permission
	// look finds the record in the scope and says why the actor may not add or remove now.
	look func(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error)
}

// attaching is somebody who wants to add to a record, or to remove.
type attaching struct {
	scope store.Scope
	actor model.Actor
	id    string
	now   time.Time
}

func (a attaching) today() model.Date { return model.DateOf(a.now) }

func (a attaching) byFirm() bool { return a.actor.EnterpriseID != "" }

// heldRecord is what matters of the record.
type heldRecord struct {
	demo    bool
	refusal *model.Error
	touched []store.Holder // what counts as changed when a file is added or taken away
}

var holders = map[model.Noun]holder{
	"complaints":      {"complaint:read", "complaint:attach", "complaint:detach", lookAtComplaint},
	"inspections":     {"inspection:read", "inspection:attach", "inspection:detach", lookAtInspection},
	"endpoints":       {"endpoint:read", "endpoint:attach", "endpoint:detach", lookAtEndPoint},
	"task-reports":    {"task:read", "task-report:attach", "task-report:detach", lookAtTaskReport},
	"penalties":       {"penalty:read", "penalty:attach", "penalty:detach", lookAtPenalty},
	"edition-entries": {"edition-entry:read", "edition-entry:attach", "edition-entry:detach", lookAtEntry},
	"task-slips":      {"task:read", "task-slip:attach", "task-slip:detach", lookAtSlip},
	"task-milestones": {"task:read", "task-milestone:attach", "task-milestone:detach", lookAtMilestone},
	"tasks":           {"task:read", "task:attach", "task:detach", lookAtTask},
	"coordinations":   {"task:read", "coordination:attach", "coordination:detach", lookAtCoordination},
	"task-comments":   {"task:read", "task-comment:attach", "task-comment:detach", lookAtTaskComment},
}

// byHand are the records to which several sides of the office add: each person removes what he added himself.
var byHand = map[model.Noun]bool{"coordinations": true, "task-comments": true}

// owns reports whether the attachment is of the actor's side, which alone removes it.
func owns(a model.Attachment, actor model.Actor) bool {
	return a.Firm == actor.EnterpriseID && (!byHand[a.Noun] || a.AddedBy == actor.UserID)
}

func sideWords(of model.Noun) string {
	if byHand[of] {
		return "本人"
	}
	return "本方"
}

func attachNow(allowed bool, detail string) *model.Error {
	if allowed {
		return nil
	}
	return model.Fail(model.Conflict, "attachment.wrong_state", detail)
}

// lookAtComplaint: the office adds evidence until the case is closed, the firm while its answer is awaited.
func lookAtComplaint(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	c, err := r.Complaint(ctx, asked.scope, model.ComplaintID(asked.id))
	allowed := answerComplaint.refusal(c.Status, complaintStates) == ""
	if !asked.byFirm() {
		allowed = c.Status != model.ComplaintRefused && c.Status != model.ComplaintClosed
	}
	return heldRecord{demo: c.Demo, refusal: attachNow(allowed, "当前状态为“"+complaintStates[c.Status]+"”，不能再增减附件")}, err
}

// lookAtInspection: until the result is public, and then as long as a finding is to be rectified.
func lookAtInspection(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	i, err := r.Inspection(ctx, asked.scope, model.InspectionID(asked.id))
	open := i.Status == model.InspectionPlanned || i.Status == model.InspectionRecorded
	for _, finding := range i.Findings {
		open = open || finding.Open
	}
	return heldRecord{demo: i.Demo, refusal: attachNow(open, "检查结果已审核、问题均已整改，不能再增减附件")}, err
}

// lookAtEndPoint: whoever may change the filing, or while a change of it waits; the office also
// while it examines one. To one that was filed before the platform began its materials may be added
// still, which nobody examined here; what belongs to a filing that was examined stays as it was.
func lookAtEndPoint(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	e, err := r.EndPoint(ctx, asked.scope, model.EndPointID(asked.id))
	isChanging := e.Status == model.EndPointFiled && !e.ChangeSubmittedOn.IsZero()
	wasBefore := e.Status == model.EndPointFiled && model.DateOf(e.CreatedAt).After(e.FiledOn)
	allowed := changeEndPoint.refusal(e.Status, endPointStates) == "" || isChanging || wasBefore || !asked.byFirm() && e.Status == model.EndPointSubmitted
	return heldRecord{demo: e.Demo, refusal: attachNow(allowed, "当前状态为“"+endPointStates[e.Status]+"”，不能再增减附件")}, err
}

func lookAtTaskReport(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	report, err := r.TaskReport(ctx, asked.scope, model.TaskReportID(asked.id))
	if err != nil {
		return heldRecord{}, err
	}
	task, err := loadTask(ctx, r, asked.scope, report.TaskID)
	if err != nil {
		return heldRecord{}, err
	}
	touched := []store.Holder{{Noun: "task-reports", ID: asked.id, Version: report.Version, Handlers: report.Handlers.With(asked.actor.UserID)}}
	if !task.Handlers.Has(asked.actor.UserID) {
		touched = append(touched, task.touched(asked.actor))
	}
	return heldRecord{report.Demo, changeReportRefusal(task, report, asked.actor), touched}, nil
}

// lookAtPenalty: evidence while it is drafted, proof of service once it is decided.
func lookAtPenalty(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	p, err := r.Penalty(ctx, asked.scope, model.PenaltyID(asked.id))
	allowed := p.Status == model.PenaltyDraft || p.Status == model.PenaltyDecided
	return heldRecord{demo: p.Demo, refusal: attachNow(allowed, "当前状态为“"+penaltyStates[p.Status]+"”，不能增减附件")}, err
}

// lookAtEntry: statement and defence within their term, proof of service by the office.
func lookAtEntry(ctx context.Context, r store.Reader, asked attaching) (heldRecord, error) {
	e, err := r.EditionEntry(ctx, asked.scope, model.EntryID(asked.id))
	allowed := e.Status == model.EntryNoticed && (!asked.byFirm() || !asked.today().After(e.StatementDue))
	return heldRecord{demo: e.Demo, refusal: attachNow(allowed, "只有已送达告知书、仍在陈述申辩期内的条目可以增减附件")}, err
}
