package api

import (
	"context"
	"net/url"
	"strings"

	"yijian/model"
	"yijian/reports"
	"yijian/store"
)

// AuditFilter narrows the audit trail.
type AuditFilter struct {
	Noun     string     `query:"noun" maxLength:"40"`
	RecordID string     `query:"record_id" maxLength:"80"`
	UserID   string     `query:"user_id" maxLength:"36"`
	Act      string     `query:"act" maxLength:"60"`
	By       string     `query:"by" enum:"account,program" doc:"whether an account acted, or a job, the command line or the public"`
	From     model.Date `query:"from" format:"date" doc:"first day, in Shanghai"`
	To       model.Date `query:"to" format:"date" doc:"last day, in Shanghai"`
}

func (f AuditFilter) filter() map[string]string {
	filter := map[string]string{"noun": f.Noun, "record_id": f.RecordID, "user_id": f.UserID, "act": f.Act, "by": f.By}
	if !f.From.IsZero() {
		filter["from"] = store.StartOfDay(f.From)
	}
	if !f.To.IsZero() {
		filter["before"] = store.StartOfDay(f.To.AddDays(1))
	}
	return filter
}

type auditList struct {
	Paging
	AuditFilter
}

func (a *API) listAudit(ctx context.Context, call model.Call, in *auditList) (*plain[model.Page[model.AuditEntry]], error) {
	scope, err := a.Desk.Scope(call.Actor, "audit:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.AuditEntries(ctx, scope, in.query(in.filter())))
}

type auditExport struct {
	AuditFilter
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

const csvText = "text/csv; charset=utf-8"

func (a *API) exportAudit(ctx context.Context, call model.Call, in *auditExport) (*workbook, error) {
	rows, err := a.Desk.ExportAudit(ctx, call, in.filter())
	if err != nil {
		return nil, err
	}
	write, media := reports.AuditWorkbook, xlsx
	if in.Format == "csv" {
		write, media = reports.AuditCSV, csvText
	}
	said := make([]reports.AuditRow, len(rows))
	for i, row := range rows {
		said[i] = reports.AuditRow{AuditEntry: row, ActTitle: a.Desk.Access.Words.Act(row.Act), NounTitle: a.Desk.Access.Words.Noun(row.Noun)}
	}
	content, err := write(said)
	if err != nil {
		return nil, err
	}
	day := strings.ReplaceAll(a.Desk.Today().String(), "-", "")
	return &workbook{
		ContentType: media, Body: content,
		Disposition: `attachment; filename="audit-` + day + "." + in.Format + `"; filename*=UTF-8''` + url.PathEscape("审计日志"+day+"."+in.Format),
	}, nil
}

// auditState tells how the audit log stands; without a running one it is empty.
func (a *API) auditState() model.AuditState {
	if a.Audit == nil {
		return model.AuditState{}
	}
	return a.Audit()
}

func (a *API) readAuditLog(context.Context, model.Call, *nothing) (*plain[model.AuditState], error) {
	return &plain[model.AuditState]{Body: a.auditState()}, nil
}
