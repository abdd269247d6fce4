package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// operationDuties are those of the people who keep the platform running.
func operationDuties() []workSource {
	runs := waiting[model.JobRun]{
		roles: []model.Role{model.RoleSystemAdmin}, permission: "job:rerun", noun: "job-runs", act: "rerun", title: "重新运行失败的定时任务",
		in: model.JobFailed, sort: "slot", list: store.Reader.JobRuns,
		ask: func(_ context.Context, l *look, run model.JobRun) (asked, error) {
			return asked{true, run.ID, l.jobTitle(run.Job) + "（" + run.AsOf.String() + "）", nil}, nil
		},
	}
	sources := []workSource{
		runs.source(),
		{[]model.Role{model.RoleAuditor}, "audit:read", "audit", "read", "查明审计日志的故障", nil, auditTrouble},
	}
	for _, in := range []struct {
		status model.DeliveryStatus
		title  string
	}{
		{model.DeliveryUnknown, "查明是否收到并处理"}, {model.DeliveryFailed, "处理投递失败的通知"}, {model.DeliveryNotConfigured, "处理渠道未配置的通知"},
	} {
		sources = append(sources, waiting[model.Delivery]{
			roles: []model.Role{model.RoleSystemAdmin}, permission: resendDelivery.permission, noun: "deliveries", act: resendDelivery.name,
			title: in.title, in: in.status, sort: "created_at", list: store.Reader.Deliveries,
			ask: func(_ context.Context, _ *look, x model.Delivery) (asked, error) {
				return asked{true, string(x.ID), x.EventTitle + "（" + x.UserName + "）", nil}, nil
			},
		}.source())
	}
	return sources
}

// auditTrouble is that the audit log cannot be kept or checked now.
func auditTrouble(_ context.Context, l *look, _ store.Scope) ([]model.WorkItem, error) {
	if l.AuditLog == nil || l.AuditLog().Failure == "" {
		return nil, nil
	}
	return []model.WorkItem{{
		Noun: "audit", Title: "审计日志未能续写或核对，请查明原因", Act: "read", First: true,
		Note: "故障未除之前，新的操作记录还不能证明未被改动。请立即与系统管理员核对【审计日志】页顶部写明的原因。",
	}}, nil
}
