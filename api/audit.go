package api

import (
	"context"
	"net/url"
	"strings"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// AuditFilter narrows the audit trail.
type AuditFilter struct {
	Noun     string     `query:"noun" maxLength:"40"`
	RecordID string     `query:"record_id" maxLength:"80"`
	UserID   string     `query:"user_id" maxLength:"36"`
	Act      string     `query:"act" maxLength:"60" doc:"an act by its present name; rows of earlier releases are found too, whatever they were stamped with"`
	By       string     `query:"by" enum:"account,program" doc:"whether an account acted, or a job, the command line or the public"`
	Everyday string     `query:"everyday" enum:"shown,hidden" default:"shown" doc:"hidden leaves out acts of no weight, such as reading marks and runs of jobs, unless one act or record is asked for"`
	From     model.Date `query:"from" format:"date" doc:"first day, in Shanghai"`
	To       model.Date `query:"to" format:"date" doc:"last day, in Shanghai"`
}

func (f AuditFilter) asked() casework.AuditAsked {
	return casework.AuditAsked{
		Filter: map[string]string{"noun": f.Noun, "record_id": f.RecordID, "user_id": f.UserID, "by": f.By},
		Act:    f.Act, From: f.From, To: f.To, LeaveEveryday: f.Everyday == "hidden",
	}
}

type auditList struct {
	Paging
	AuditFilter
}

func (a *API) listAudit(ctx context.Context, call model.Call, in *auditList) (*plain[model.Page[model.AuditLine]], error) {
	return body(a.Desk.AuditTrail(ctx, call.Actor, in.asked(), in.query(nil)))
}

type auditExport struct {
	AuditFilter
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

const csvText = "text/csv; charset=utf-8"

func (a *API) exportAudit(ctx context.Context, call model.Call, in *auditExport) (*workbook, error) {
	begin, media := reports.NewAuditBook, xlsx
	if in.Format == "csv" {
		begin, media = reports.NewAuditText, csvText
	}
	file, err := begin()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing but temporary files can fail
	if err := a.Desk.ExportAudit(ctx, call, in.asked(), file.Add); err != nil {
		return nil, err
	}
	content, err := file.Bytes()
	if err != nil {
		return nil, err
	}
	ascii, said := in.period(a.Desk.Today())
	return &workbook{
		ContentType: media, Body: content,
		Disposition: `attachment; filename="audit-` + ascii + "." + in.Format + `"; filename*=UTF-8''` + url.PathEscape("审计日志"+said+"."+in.Format),
	}, nil
}

// period says for the file's name which days it covers, until today where no last day is asked for.
func (f AuditFilter) period(today model.Date) (ascii, said string) {
	to := f.To
	if to.IsZero() {
		to = today
	}
	digits := strings.NewReplacer("-", "")
	if f.From.IsZero() {
		return "until-" + digits.Replace(to.String()), "（截至" + to.String() + "）"
	}
	return digits.Replace(f.From.String()) + "-" + digits.Replace(to.String()), "（" + f.From.String() + "至" + to.String() + "）"
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
