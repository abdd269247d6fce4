package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

func endPointDuties() []workSource {
	row := func(role model.Role, in model.EndPointStatus, s endPointStep, title string) workSource {
		return waiting[model.EndPoint]{
			roles: []model.Role{role}, permission: s.permission, noun: "endpoints", act: s.name, title: title,
			in: in, sort: "submitted_on", list: store.Reader.EndPoints,
			clockedAs: func(e model.EndPoint) (model.Noun, string) { return "endpoints", string(e.ID) },
			ask: func(_ context.Context, l *look, e model.EndPoint) (asked, error) {
				due := l.terms.endPoint(s.name, e, l.Today())
				if s.name == acceptEndPoint.name {
					due = l.terms.earliest(e, l.Today())
				}
				name := e.Name
				if in == model.EndPointCorrection { // no law says by when
					name += "（" + e.CorrectionRequestedOn.String() + "告知补正）"
				}
				return asked{true, string(e.ID), name, due}, nil
			},
		}.source()
	}
	return []workSource{
		row(model.RoleInspector, model.EndPointSubmitted, acceptEndPoint, "审查备案"),
		row(model.RoleFirm, model.EndPointCorrection, submitEndPoint, "补正备案材料"),
		row(model.RoleFirm, model.EndPointDraft, submitEndPoint, "提交备案"),
		{[]model.Role{model.RoleInspector}, acceptChange.permission, "endpoints", acceptChange.name, "审查变更", nil, changeWork},
		{[]model.Role{model.RoleInspector, model.RoleFirm}, cancelEndPoint.permission, "endpoints", cancelEndPoint.name, "注销迁址前的备案", nil, movedWork},
	}
}

func complaintDuties() []workSource {
	row := func(role model.Role, in model.ComplaintStatus, s complaintStep, title string) waiting[model.Complaint] {
		return waiting[model.Complaint]{
			roles: []model.Role{role}, permission: s.permission, noun: "complaints", act: s.name, title: title,
			in: in, sort: "received_on", list: store.Reader.Complaints,
			clockedAs: func(c model.Complaint) (model.Noun, string) { return "complaints", string(c.ID) },
			ask: func(_ context.Context, l *look, c model.Complaint) (asked, error) {
				return asked{true, string(c.ID), complaintTitle(c), l.terms.complaint(s.name, c, l.Today())}, nil
			},
		}
	}
	accepted := row(model.RoleComplaints, model.ComplaintAccepted, closeComplaint, "转办或结案")
	accepted.permission = transferComplaint.permission
	silent := row(model.RoleComplaints, model.ComplaintTransferred, closeComplaint, "企业逾期未答复，核实结案")
	every := silent.ask
	silent.ask = func(ctx context.Context, l *look, c model.Complaint) (asked, error) {
		late, err := l.terms.firmSilent(c, l.Today())
		if err != nil || !late { // by a calendar that ends too early nobody is late
			return asked{}, nil //nolint:nilerr // the missing year is work of its own
		}
		return every(ctx, l, c)
	}
	return []workSource{
		row(model.RoleComplaints, model.ComplaintRegistered, acceptComplaint, "审查受理").source(),
		accepted.source(),
		row(model.RoleFirm, model.ComplaintTransferred, answerComplaint, "答复申诉").source(),
		row(model.RoleComplaints, model.ComplaintAnswered, closeComplaint, "核实结案").source(),
		silent.source(),
	}
}

// complaintTitle tells a complaint from others about the same enterprise: by its number or, without one, by its day.
func complaintTitle(c model.Complaint) string {
	word, which := "申诉", "（"+c.ReceivedOn.String()+"收到）"
	if c.Kind == model.ComplaintReport {
		word = "举报"
	}
	if c.ExternalNo != "" {
		which = "（工单" + c.ExternalNo + "）"
	}
	if c.EnterpriseName == "" {
		return "企业待查明的" + word + which
	}
	return c.EnterpriseName + word + which
}

// listDuties are those on the lists that others keep: national ones and the trade's own.
func listDuties() []workSource {
	keepers := []model.Role{model.RoleInspector, model.RoleLegal}
	return []workSource{
		waiting[model.AssociationEntry]{
			roles: keepers, permission: recordAssociation.permission, noun: "association-entries",
			act: recordAssociation.name, title: "登记备查行业自律名单", in: model.AssociationSubmitted, sort: "created_at", list: store.Reader.AssociationEntries,
			ask: func(_ context.Context, _ *look, e model.AssociationEntry) (asked, error) {
				return asked{true, string(e.ID), e.EnterpriseName, nil}, nil
			},
		}.source(),
		waiting[model.NationalMatch]{
			roles: keepers, permission: "national-entry:end", noun: "national-entries",
			act: "end", title: "核对是否已移出名单", in: model.NationalActive, sort: "created_at", list: store.Reader.NationalEntries,
			ask: func(_ context.Context, l *look, e model.NationalMatch) (asked, error) {
				due := &model.DueView{Title: "名单期限", DueOn: e.EndsOn, DaysLeft: l.Today().DaysUntil(e.EndsOn), Basis: e.DocumentNo}
				return asked{!e.EndsOn.IsZero() && e.EndsOn.Before(l.Today()), string(e.ID), e.Name, due}, nil
			},
		}.source(),
	}
}

// officeDuties are those of the people who decide on rules and accounts, and one's own codes.
func officeDuties() []workSource {
	calendar := func(role model.Role, permission access.Permission) workSource {
		return workSource{[]model.Role{role}, permission, "calendar", "propose", "载入节假日安排", nil, calendarWork}
	}
	return []workSource{
		waiting[model.RuleText]{
			roles: []model.Role{model.RoleChief}, permission: adoptRules.permission, noun: "rule-texts",
			act: adoptRules.name, title: "审批规则", in: model.RuleTextProposed, sort: "created_at", list: store.Reader.RuleTexts,
			ask: func(_ context.Context, l *look, t model.RuleText) (asked, error) {
				return asked{mayDecideRules(l.actor, t, adoptRules) == nil, string(t.ID), t.Title, nil}, nil
			},
		}.source(),
		waiting[model.AccountRequest]{
			roles: []model.Role{model.RoleSecurityAdmin}, permission: approveRequest.permission, noun: "account-requests",
			act: approveRequest.name, title: "确认账号申请", in: model.RequestOpen, sort: "created_at", list: store.Reader.AccountRequests,
			ask: func(_ context.Context, l *look, r model.AccountRequest) (asked, error) {
				what := "岗位或管辖范围，"
				if r.Kind == model.RequestReset {
					what = "重置密码与动态口令，"
				}
				return asked{mayHandle(l.actor, r, approveRequest) == nil, string(r.ID), what + r.UserName, nil}, nil
			},
		}.source(),
		calendar(model.RoleChief, "rule-text:read"),
		calendar(model.RoleLegal, "rule-text:propose"),
		calendar(model.RoleSystemAdmin, "rule-text:propose"),
		{nil, "recovery-code:replace", "recovery-codes", "replace", "重新生成恢复码", nil, recoveryWork},
	}
}
