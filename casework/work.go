package casework

import (
	"cmp"
	"context"
	"slices"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// workSource finds one kind of due work: whose duty it is, where not everybody's, the permission whose
// scope bounds the rows, and the rows.
type workSource struct {
	role       model.Role
	permission access.Permission
	items      func(ctx context.Context, d *Desk, actor model.Actor, scope store.Scope) ([]model.WorkItem, error)
}

// workSources is every kind of due work.
var workSources = []workSource{
	{model.RoleInspector, "endpoint:accept", endPointWork(model.EndPointSubmitted, acceptEndPoint, "审查备案")},
	{model.RoleFirm, "endpoint:submit", endPointWork(model.EndPointCorrection, submitEndPoint, "补正备案材料")},
	{model.RoleComplaints, "complaint:accept", complaintWork(model.ComplaintRegistered, acceptComplaint, "审查受理")},
	{model.RoleComplaints, "complaint:transfer", complaintWork(model.ComplaintAccepted, closeComplaint, "转办或结案")},
	{model.RoleFirm, "edition-entry:state", statementWork},
	{model.RoleFirm, "complaint:answer", complaintWork(model.ComplaintTransferred, answerComplaint, "答复申诉")},
	{model.RoleComplaints, "complaint:close", complaintWork(model.ComplaintAnswered, closeComplaint, "核实结案")},
	{model.RoleLead, "task:report", leadWork},
	{model.RoleSupervisor, "task:review", supervisorWork},
	{model.RoleChief, "task:close", closingWork},
	{model.RoleInspector, "certificate:read", certificateWork},
	{model.RoleChief, "certificate:read", officersCertificates},
	{model.RoleChief, "rule-text:decide", adoptionWork},
	{model.RoleChief, "rule-text:read", calendarWork},
	{model.RoleSystemAdmin, "rule-text:propose", calendarWork},
	{model.RoleSecurityAdmin, "account-request:decide", requestWork},
	{"", "recovery-code:replace", recoveryWork},
}

// Work lists what the actor has to do, the most urgent first; of each kind at most 100.
func (d *Desk) Work(ctx context.Context, actor model.Actor) ([]model.WorkItem, error) {
	items := []model.WorkItem{}
	if _, err := d.Scope(actor, "work:read"); err != nil {
		return items, err
	}
	for _, source := range workSources {
		if source.role != "" && !actor.Has(source.role) {
			continue
		}
		scope, err := d.Scope(actor, source.permission)
		if err != nil {
			return items, err
		}
		found, err := source.items(ctx, d, actor, scope)
		if err != nil {
			return items, err
		}
		items = append(items, found...)
	}
	slices.SortStableFunc(items, func(a, b model.WorkItem) int {
		return cmp.Compare(urgency(a), urgency(b))
	})
	return items, nil
}

// urgency sorts work without a term last.
func urgency(item model.WorkItem) string {
	if item.Due == nil || item.Due.DueOn.IsZero() {
		return "9999-99-99"
	}
	return item.Due.DueOn.String()
}

func endPointWork(status model.EndPointStatus, s endPointStep, title string) func(context.Context, *Desk, model.Actor, store.Scope) ([]model.WorkItem, error) {
	return func(ctx context.Context, d *Desk, _ model.Actor, scope store.Scope) ([]model.WorkItem, error) {
		terms, err := d.termsNow(ctx)
		if err != nil {
			return nil, err
		}
		rows, err := d.Store.WaitingEndPoints(ctx, scope, status)
		items := make([]model.WorkItem, len(rows))
		for i, e := range rows {
			items[i] = model.WorkItem{
				Noun: "endpoints", ID: string(e.ID), Title: title + "：" + e.Name, Act: s.name,
				Due: terms.endPoint(s.name, e, d.Today()),
			}
		}
		return items, err
	}
}

func complaintWork(status model.ComplaintStatus, s complaintStep, title string) func(context.Context, *Desk, model.Actor, store.Scope) ([]model.WorkItem, error) {
	return func(ctx context.Context, d *Desk, _ model.Actor, scope store.Scope) ([]model.WorkItem, error) {
		terms, err := d.termsNow(ctx)
		if err != nil {
			return nil, err
		}
		rows, err := d.Store.WaitingComplaints(ctx, scope, status)
		items := make([]model.WorkItem, len(rows))
		for i, c := range rows {
			items[i] = model.WorkItem{
				Noun: "complaints", ID: string(c.ID), Title: title + "：" + complaintTitle(c), Act: s.name,
				Due: terms.complaint(s.name, c, d.Today()),
			}
		}
		return items, err
	}
}

func complaintTitle(c model.Complaint) string {
	word := "申诉"
	if c.Kind == model.ComplaintReport {
		word = "举报"
	}
	if c.EnterpriseName == "" {
		return "企业待查明的" + word
	}
	return c.EnterpriseName + word
}
