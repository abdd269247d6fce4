package reports

import "yijian/model"

// AuditRow is a row of the audit trail with what its act and its noun are called.
type AuditRow struct {
	model.AuditEntry
	ActTitle  string
	NounTitle string
}

// auditColumns are the columns of an exported audit trail.
var auditColumns = []column[AuditRow]{
	{"时间", 20, func(e AuditRow) string { return e.At.In(model.Shanghai).Format("2006-01-02 15:04:05.000") }},
	{"操作人", 14, func(e AuditRow) string { return e.UserName }},
	{"代表", 22, func(e AuditRow) string { return e.OnBehalf }},
	{"操作", 28, func(e AuditRow) string { return e.ActTitle }},
	{"记录种类", 18, func(e AuditRow) string { return e.NounTitle }},
	{"记录编号", 38, func(e AuditRow) string { return e.RecordID }},
	{"改动前", 40, func(e AuditRow) string { return e.Before }},
	{"改动后", 40, func(e AuditRow) string { return e.After }},
	{"理由", 30, func(e AuditRow) string { return e.Reason }},
	{"请求编号", 28, func(e AuditRow) string { return e.RequestID }},
	{"来源地址", 18, func(e AuditRow) string { return e.Address }},
	{"账号编号", 38, func(e AuditRow) string { return string(e.UserID) }},
	{"日志编号", 38, func(e AuditRow) string { return e.ID }},
	{"操作代码", 28, func(e AuditRow) string { return e.Act }},
	{"记录种类代码", 24, func(e AuditRow) string { return string(e.Noun) }},
}

// AuditCSV returns the rows as UTF-8 text.
func AuditCSV(rows []AuditRow) ([]byte, error) { return csvOf(auditColumns, rows) }

// AuditWorkbook returns the rows as an xlsx file.
func AuditWorkbook(rows []AuditRow) ([]byte, error) {
	return workbookOf("审计日志", auditColumns, rows)
}
