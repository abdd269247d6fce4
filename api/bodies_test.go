package api

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// act is a write that has to work: who does it, on a row in which state, and the
// fields for which being well-formed is not enough.
type act struct {
	by     model.Role
	state  any // func(*row), as the noun's seed takes it
	fields func(s *stage) fields
	query  func(s *stage) string // of a route that takes parameters
}

type fields map[string]any

// says is the fields of a body that do not depend on the stage.
func says(literal fields) func(*stage) fields { return func(*stage) fields { return literal } }

var today, yesterday = stageDay.String(), stageDay.AddDays(-1).String()

var reason = says(fields{"reason": "演示理由"})

// acts has every write of the table but those on the session.
var acts = map[string]act{
	"post-users": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		return fields{"name": fmt.Sprintf("fresh-%d", s.next()), "roles": []string{"legal"}, "area_code": "500156", "unit_id": "", "enterprise_id": ""}
	}},
	"patch-users-id":              {by: model.RoleSystemAdmin, fields: says(fields{"roles": []string{"legal", "chief"}, "area_code": "500156", "unit_id": "", "enterprise_id": ""})},
	"post-users-id-invite":        {by: model.RoleSecurityAdmin, state: func(u *model.User) { u.PasswordHash = "" }},
	"post-users-id-disable":       {by: model.RoleSecurityAdmin, fields: reason},
	"post-users-id-enable":        {by: model.RoleSecurityAdmin, state: func(u *model.User) { u.Disabled = true }, fields: reason},
	"post-users-id-second-factor": {fields: says(fields{"password": stagePassword})},
	"post-users-id-confirm-second-factor": {fields: func(s *stage) fields {
		return fields{"code": s.startedFactor(model.RoleSupport)}
	}},
	"post-users-id-recovery-codes": {fields: func(s *stage) fields {
		return fields{"code": s.confirmedFactor(model.RoleSupport)}
	}},
	"post-sessions-id-end": {by: model.RoleSecurityAdmin},
	"post-account-requests": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		return fields{"user_id": seeds["users"].plant(s, s.places["own"], nil), "reason": "演示理由"}
	}},
	"post-account-requests-id-approve":  {by: model.RoleSecurityAdmin},
	"post-account-requests-id-refuse":   {by: model.RoleSecurityAdmin, fields: reason},
	"post-account-requests-id-withdraw": {by: model.RoleSystemAdmin},
	"post-tokens": {by: model.RoleInspector, fields: says(fields{
		"title": "演示令牌", "permissions": []string{"endpoint:read"}, "expires_on": stageDay.AddDays(30).String(),
	})},
	"post-tokens-id-revoke":  {by: model.RoleSecurityAdmin},
	"post-users-id-password": {fields: says(fields{"old": stagePassword, "fresh": stagePassword})},
	"post-users-id-contact": {fields: func(s *stage) fields {
		return fields{"email": fmt.Sprintf("person%d@example.com", s.next()), "mobile": ""}
	}},
	"post-notifications-id-read": {by: model.RoleLead},
	"post-notifications-read": {by: model.RoleLead, fields: func(s *stage) fields {
		seeds["notifications"].plant(s, s.places["own"], nil)
		return fields{"until": s.now().Add(time.Second).Format(time.RFC3339)}
	}},
	"post-deliveries-id-resend":   {by: model.RoleSystemAdmin, fields: reason},
	"post-deliveries-id-settle":   {by: model.RoleSystemAdmin, fields: reason},
	"post-notification-templates": {by: model.RoleSystemAdmin, fields: says(fields{"event": "term.near", "reason": "演示理由"})},

	"post-units": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		return fields{"name": fmt.Sprintf("演示单位%d", s.next()), "short_name": fmt.Sprintf("演%d", s.next()), "area_code": "500156", "valid_from": yesterday}
	}},
	"post-units-id-rename": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		return fields{"name": fmt.Sprintf("演示新名%d", s.next()), "short_name": fmt.Sprintf("新%d", s.next()), "on": today}
	}},
	"post-units-id-add-alias": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		return fields{"alias": fmt.Sprintf("演示别称%d", s.next())}
	}},
	"post-units-id-end-alias":      {by: model.RoleSystemAdmin, state: func(u *model.UnitRecord) { u.ValidFrom = stageDay.AddDays(-90) }, fields: says(fields{"alias": "演示旧称", "valid_to": yesterday})},
	"post-units-id-dissolve":       {by: model.RoleSystemAdmin, fields: says(fields{"last_day": yesterday, "successor": "qu-shangwuwei"})},
	"post-certificates-id-renew":   {by: model.RoleSystemAdmin, fields: says(fields{"from": yesterday, "expires": stageDay.AddDays(900).String()})},
	"post-certificates-id-suspend": {by: model.RoleSystemAdmin, fields: reason},
	"post-certificates-id-restore": {by: model.RoleSystemAdmin, state: suspended, fields: reason},
	"post-certificates-id-void": {by: model.RoleSystemAdmin, fields: func(s *stage) fields {
		s.voided = model.CertificatePeriodID(store.NewID())
		return fields{"period": s.voided}
	}},
	"post-job-runs-id-rerun":           {by: model.RoleChief},
	"post-clocks-id-pause":             {by: model.RoleInspector, fields: says(fields{"code": "appraisal", "note": "演示理由"})},
	"post-clocks-id-resume":            {by: model.RoleInspector, state: standing, fields: says(fields{"note": "演示理由"})},
	"post-clocks-id-ask-extension":     {by: model.RoleInspector, fields: reason},
	"post-clocks-id-approve-extension": {by: model.RoleChief, state: askedLonger},
	"post-clocks-id-refuse-extension":  {by: model.RoleChief, state: askedLonger, fields: reason},
	"post-rule-texts": {by: model.RoleLegal, fields: func(s *stage) fields {
		return fields{"kind": "deadlines", "text": shorterAnswer(s), "effective_on": stageDay.AddDays(30).String()}
	}},
	"post-rule-texts-id-approve":  {by: model.RoleChief},
	"post-rule-texts-id-refuse":   {by: model.RoleChief, fields: reason},
	"post-rule-texts-id-withdraw": {by: model.RoleLegal},

	"post-enterprises": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"uscc": policy.NewUSCC(fmt.Sprintf("91500156MB%07d", s.next())), "area_code": "500156001"}
	}},
	"patch-enterprises-id": {by: model.RoleInspector, fields: says(fields{"area_code": "500156001", "status": "active"})},

	"post-imports":            {by: model.RoleInspector, query: func(*stage) string { return "name=register.xlsx" }},
	"post-imports-id-confirm": {by: model.RoleInspector, state: doubted, fields: reason},
	"post-imports-id-promote": {by: model.RoleInspector},
	"post-imports-id-recheck": {by: model.RoleInspector},
	"post-imports-id-discard": {by: model.RoleInspector},

	"post-licences": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "kind": "renewal", "number": fmt.Sprintf("渝邮2029%04dA", s.next()),
			"areas": []string{"500156"}, "from": today, "expires": stageDay.AddMonths(60).String()}
	}},
	"post-licences-id-end":        {by: model.RoleInspector},
	"post-licences-id-void":       {by: model.RoleInspector, fields: reason},
	"post-licences-id-restore":    {by: model.RoleInspector, fields: says(fields{"basis": "演示依据"}), state: func(l *model.Licence) { l.EndedOn = stageDay }},
	"post-enterprises-id-restore": {by: model.RoleInspector, fields: says(fields{"basis": "演示依据", "status": "active"}), state: func(e *firmIn) { e.Status = model.EnterpriseClosed }},

	"post-brand-agreements": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "brand": fmt.Sprintf("演示品牌%d", s.next()), "from": today}
	}},
	"post-brand-agreements-id-end":  {by: model.RoleInspector},
	"post-brand-agreements-id-void": {by: model.RoleInspector, fields: reason},

	"post-network-parts": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "name": fmt.Sprintf("演示编号%d", s.next()), "area_code": "500156001", "from": today, "source_on": today}
	}},
	"patch-network-parts-id": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"name": fmt.Sprintf("演示编号%d", s.next()), "area_code": "500156001", "from": today, "source_on": today, "reason": "演示理由"}
	}},
	"post-network-parts-id-end":  {by: model.RoleInspector, fields: says(fields{"on": today, "reason": "演示理由"})},
	"post-network-parts-id-void": {by: model.RoleInspector, fields: reason},

	"post-branches": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "directory_no": fmt.Sprintf("演示名录%d", s.next()), "area_code": "500156001", "service_phone": ""}
	}},
	"patch-branches-id": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"directory_no": fmt.Sprintf("演示名录%d", s.next()), "area_code": "500156001", "service_phone": ""}
	}},
	"post-branches-id-invalidate": {by: model.RoleInspector, fields: reason},
	"post-branches-id-restore":    {by: model.RoleInspector, fields: says(fields{"basis": "演示依据"}), state: func(b *model.Branch) { b.InvalidFrom = stageDay }},

	"post-task-papers": {by: model.RoleSupervisor, fields: func(s *stage) fields {
		return fields{"plan_id": seeds["plans"].plant(s, s.places["own"], nil), "month": today[:7], "as_of": today}
	}},
	"post-task-forms": {by: model.RoleLead, fields: func(s *stage) fields {
		seeds["tasks"].plant(s, s.places["own"], nil)
		return fields{"month": today[:7], "unit_id": stageUnits[model.RoleLead]}
	}},
	"post-task-form-returns":            {by: model.RoleLead, query: func(*stage) string { return "name=form.xlsx" }},
	"post-task-form-returns-id-confirm": {by: model.RoleLead},
	"post-task-form-returns-id-discard": {by: model.RoleLead},
	"post-editions-id-review":           {by: model.RoleLegal},
	"post-editions-id-approve":          {by: model.RoleChief, state: func(e *editionIn) { e.Status, e.ReviewedBy = model.EditionReviewed, "somebody" }},
	"post-edition-entries-id-notify":    {by: model.RoleInspector, state: candidate, fields: says(fields{"served_on": today})},
	"post-edition-entries-id-state":     {by: model.RoleFirm, state: noticed(""), fields: says(fields{"statement": "演示陈述申辩"})},
	"post-edition-entries-id-consider":  {by: model.RoleLegal, state: noticed("演示陈述申辩")},
	"post-edition-entries-id-exclude":   {by: model.RoleLegal, state: candidate, fields: reason},
	"post-edition-entries-id-withdraw":  {by: model.RoleChief, fields: reason},
	"post-job-runs": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"job": "stage", "as_of": model.NewDate(2020, 1, 1).AddDays(s.next() % 2000).String()}
	}},

	"post-monthly-returns": {by: model.RoleFirm, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "month": model.NewDate(2019, 1, 1).AddMonths(s.next() % 60).Time().Format("2006-01")}
	}},
	"patch-monthly-returns-id":        {by: model.RoleFirm, fields: says(filled)},
	"post-monthly-returns-id-submit":  {by: model.RoleFirm},
	"post-monthly-returns-id-accept":  {by: model.RoleInspector, state: returnIn(model.MonthlyReturnSubmitted)},
	"post-monthly-returns-id-return":  {by: model.RoleInspector, state: returnIn(model.MonthlyReturnSubmitted), fields: reason},
	"post-monthly-returns-id-waive":   {by: model.RoleInspector, fields: reason},
	"post-monthly-returns-id-correct": {by: model.RoleFirm, state: acceptedReturn(model.MonthlyReturnAccepted), fields: reason},
	"post-monthly-returns-id-keep":    {by: model.RoleFirm, state: acceptedReturn(model.MonthlyReturnDraft)},

	"post-duty-facts-id-contest":  {by: model.RoleFirm, fields: reason},
	"post-duty-facts-id-uphold":   {by: model.RoleInspector, state: contestedDuty, fields: reason},
	"post-duty-facts-id-withdraw": {by: model.RoleInspector, state: contestedDuty, fields: reason},

	"post-endpoints": {by: model.RoleFirm, fields: func(s *stage) fields {
		licensed(s) // whatever was done to the firm's licence before
		return fields{"enterprise_id": s.places["own"].firm.ID, "area_code": "500156001", "manager_id": "", "manager_phone": "", "service_phone": "12305"}
	}},
	"patch-endpoints-id": {by: model.RoleFirm, fields: says(fields{"area_code": "500156001", "manager_id": "", "manager_phone": "", "service_phone": "12305"})},
	"post-endpoints-id-propose-change": {by: model.RoleFirm, state: filed, fields: says(fields{
		"name": "演示改名", "brands": []string{"演示"}, "services": []string{"pickup"}, "scope": []string{"province"},
		"manager_id": "11010519491231002X", "manager_phone": "13800000000", "service_phone": "12305",
	})},
	"post-endpoints-id-place":              {by: model.RoleFirm, state: unplaced, fields: says(fields{"longitude_micro": 107_760_000, "latitude_micro": 29_325_000, "elsewhere": true})},
	"post-endpoints-id-correct-place":      {by: model.RoleInspector, state: wronglyPlaced, fields: says(fields{"longitude_micro": 107_760_000, "latitude_micro": 29_325_000, "elsewhere": true})},
	"post-endpoints-id-accept-change":      {by: model.RoleInspector, state: changing, fields: licensed},
	"post-endpoints-id-return-change":      {by: model.RoleInspector, state: changing, fields: reason},
	"post-endpoints-id-withdraw-change":    {by: model.RoleFirm, state: changing, fields: reason},
	"post-endpoints-id-refuse":             {by: model.RoleInspector, state: corrected},
	"post-endpoints-id-submit":             {by: model.RoleFirm},
	"post-endpoints-id-request-correction": {by: model.RoleInspector, state: submitted},
	"post-endpoints-id-accept":             {by: model.RoleInspector, state: submitted, fields: licensed},
	"post-endpoints-id-return":             {by: model.RoleInspector, state: submitted},
	"post-endpoints-id-cancel":             {by: model.RoleFirm, state: func(e *model.EndPoint) { e.Status = model.EndPointFiled }},

	"post-inspections":            {by: model.RoleInspector, fields: planned},
	"patch-inspections-id":        {by: model.RoleInspector, state: inspectionIn(model.InspectionPlanned), fields: planned},
	"post-inspections-id-record":  {by: model.RoleInspector, state: inspectionIn(model.InspectionPlanned), fields: says(fields{"inspected_on": today, "result": "no_problem", "findings": []any{}})},
	"post-inspections-id-confirm": {by: model.RoleLegal, state: inspectionIn(model.InspectionRecorded)},
	"post-inspections-id-return":  {by: model.RoleLegal, state: inspectionIn(model.InspectionRecorded)},
	"post-inspections-id-rectify": {by: model.RoleInspector, fields: says(fields{"finding_id": "finding-1", "rectified_on": today})},
	"post-complaints":             {by: model.RoleComplaints, fields: complained},
	"patch-complaints-id":         {by: model.RoleComplaints, state: complaintIn(model.ComplaintRegistered), fields: complained},
	"post-complaints-id-accept":   {by: model.RoleComplaints, state: complaintIn(model.ComplaintRegistered)},
	"post-complaints-id-refuse":   {by: model.RoleComplaints, state: complaintIn(model.ComplaintRegistered)},
	"post-complaints-id-transfer": {by: model.RoleComplaints, state: complaintIn(model.ComplaintAccepted)},
	"post-complaints-id-answer":   {by: model.RoleFirm},
	"post-complaints-id-close":    {by: model.RoleComplaints, state: complaintIn(model.ComplaintAnswered)},
	"post-complaint-reveals": {by: model.RoleComplaints, fields: func(s *stage) fields {
		return fields{"record_id": seeds["complaints"].plant(s, s.places["own"], nil), "fields": []string{"consumer_phone"}}
	}},
	"post-complaint-lookups": {by: model.RoleComplaints, fields: says(fields{"phone": "138-0000-0000"})},
	"post-endpoint-reveals": {by: model.RoleInspector, fields: func(s *stage) fields {
		return fields{"record_id": seeds["endpoints"].plant(s, s.places["own"], nil), "fields": []string{"manager_id"}}
	}},
	"post-endpoint-lookups": {by: model.RoleInspector, fields: says(fields{"phone": "13800000000", "id_number": "11010519491231002x"})},
	"post-plans-id-end":     {by: model.RoleChief, fields: reason},
	"post-plan-drafts":      {by: model.RoleSupervisor, fields: says(planHeadBody)},
	"post-plan-copies": {by: model.RoleSupervisor, fields: func(s *stage) fields {
		return fields{"plan_id": seeds["plans"].plant(s, s.places["own"], nil), "year": 2027}
	}},
	"post-plan-files":                 {by: model.RoleSupervisor, query: func(*stage) string { return "name=plan.xlsx" }},
	"patch-plan-drafts-id":            {by: model.RoleSupervisor, fields: says(planHeadBody)},
	"post-plan-drafts-id-set-task":    {by: model.RoleSupervisor, fields: says(planTaskBody)},
	"post-plan-drafts-id-move-task":   {by: model.RoleSupervisor, fields: ofDraft(fields{"to": 2})},
	"post-plan-drafts-id-remove-task": {by: model.RoleSupervisor, fields: ofDraft(nil)},
	"post-plan-drafts-id-submit":      {by: model.RoleSupervisor},
	"post-plan-drafts-id-return":      {by: model.RoleChief, state: draftSubmitted, fields: reason},
	"post-plan-drafts-id-issue":       {by: model.RoleChief, state: draftSubmitted},
	"post-plan-drafts-id-discard":     {by: model.RoleSupervisor, fields: reason},
	"post-tasks-id-reports":           {by: model.RoleLead, fields: says(fields{"month": "2026-03", "progress": 50})},
	"post-tasks-id-resolve-lead":      {by: model.RoleSupervisor, state: func(t *taskIn) { t.Conflict, t.BodyLead = true, "qu-shangwuwei" }, fields: says(fields{"lead": "qu-shangwuwei"})},
	"post-tasks-id-schedule":          {by: model.RoleSupervisor, fields: says(fields{"start_on": "2026-02-01", "due_on": "2026-12-01", "reason": "演示理由"})},
	"post-tasks-id-set-target":        {by: model.RoleSupervisor, fields: says(fields{"count": "lines_opened", "area_code": "", "base": 0, "goal": 5, "tolerance": 10})},
	"post-tasks-id-end-target": {by: model.RoleSupervisor, fields: func(s *stage) fields {
		s.targeted = model.TaskTargetID(store.NewID())
		return fields{"target": s.targeted}
	}},
	"post-tasks-id-set-milestone":   {by: model.RoleSupervisor, fields: says(fields{"title": "演示里程碑", "deliverable": "演示成果", "weight": 20, "due_on": "2026-11-30", "owner": "", "instead": ""})},
	"post-tasks-id-end-milestone":   {by: model.RoleSupervisor, fields: milestoned},
	"post-tasks-id-reach-milestone": {by: model.RoleLead, fields: milestoned},
	"post-tasks-id-settle-milestone": {by: model.RoleSupervisor, state: reached, fields: func(s *stage) fields {
		return fields{"milestone": milestoned(s)["milestone"], "reached": true, "answer": "演示核对"}
	}},
	"post-tasks-id-ask-light":            {by: model.RoleSupervisor, fields: says(fields{"light": "yellow", "until_on": today})},
	"post-tasks-id-approve-light":        {by: model.RoleChief, state: lightAsked},
	"post-tasks-id-refuse-light":         {by: model.RoleChief, state: lightAsked},
	"post-tasks-id-end-light":            {by: model.RoleSupervisor, state: lightChanged},
	"post-tasks-id-sign-for":             {by: model.RoleLead},
	"post-tasks-id-issue-slip":           {by: model.RoleSupervisor, state: overdue},
	"post-task-slips-id-sign":            {by: model.RoleLead},
	"post-task-slips-id-answer":          {by: model.RoleLead},
	"post-task-slips-id-judge":           {by: model.RoleSupervisor, state: func(s *slipIn) { s.Status = model.SlipAnswered }, fields: says(fields{"accepted": true})},
	"post-task-slips-id-instruct":        {by: model.RoleChief, state: redPassed},
	"post-task-slips-id-withdraw":        {by: model.RoleSupervisor, fields: reason},
	"post-tasks-id-finish":               {by: model.RoleLead},
	"post-tasks-id-close":                {by: model.RoleSupervisor, state: func(t *taskIn) { t.Status = model.TaskDonePending }, fields: says(fields{"approved": true})},
	"post-tasks-id-reopen":               {by: model.RoleSupervisor, state: func(t *taskIn) { t.Status = model.TaskClosed }},
	"post-tasks-id-ask-suspension":       {by: model.RoleSupervisor, fields: says(fields{"status": "deferred"})},
	"post-tasks-id-suspend":              {by: model.RoleChief, state: askedToDefer, fields: says(fields{"status": "deferred"})},
	"post-tasks-id-refuse-suspension":    {by: model.RoleChief, state: askedToDefer},
	"post-tasks-id-ask-extension":        {by: model.RoleSupervisor, fields: says(fields{"due_on": model.NewDate(2027, 3, 31)})},
	"post-tasks-id-extend":               {by: model.RoleChief, state: askedToExtend},
	"post-tasks-id-withdraw-application": {by: model.RoleSupervisor, state: askedToExtend, fields: reason},
	"post-tasks-id-refuse-extension":     {by: model.RoleChief, state: askedToExtend},
	"post-tasks-id-name-checker": {by: model.RoleChief, state: ledBySupervisor, fields: func(s *stage) fields {
		return fields{"checker": s.people[model.RoleSupervisor].ID}
	}},
	"post-tasks-id-ask-coordination": {by: model.RoleLead, fields: says(fields{"units": []string{"qu-fagaiwei"}, "wished_on": "2026-12-31", "report": ""})},
	"post-coordinations-id-answer":   {by: model.RoleSupport},
	"post-coordinations-id-settle":   {by: model.RoleLead, state: func(c *coordinationIn) { c.Status = model.CoordinationAnswered }, fields: says(fields{"solved": true})},
	"post-coordinations-id-decide":   {by: model.RoleSupervisor, state: func(c *coordinationIn) { c.Status = model.CoordinationEscalated }},
	"post-coordinations-id-withdraw": {by: model.RoleLead, fields: reason},
	"post-task-comments": {by: model.RoleLead, fields: func(s *stage) fields {
		return fields{"task_id": seeds["tasks"].plant(s, s.places["own"], nil)}
	}},
	"post-task-comments-id-withdraw":      {by: model.RoleLead},
	"post-tasks-id-resume":                {by: model.RoleChief, state: func(t *taskIn) { t.Status = model.TaskDeferred }},
	"patch-task-reports-id":               {by: model.RoleLead, fields: says(fields{"progress": 50})},
	"post-task-reports-id-review":         {by: model.RoleSupervisor, fields: says(fields{"accepted": true})},
	"post-penalties":                      {by: model.RoleInspector, fields: drafted(true)},
	"patch-penalties-id":                  {by: model.RoleInspector, state: penaltyIn(model.PenaltyDraft), fields: drafted(false)},
	"post-penalties-id-review":            {by: model.RoleLegal, state: penaltyIn(model.PenaltyDraft), fields: says(fields{"passed": true})},
	"post-penalties-id-decide":            {by: model.RoleChief, state: penaltyIn(model.PenaltyReviewed), fields: says(fields{"decided_on": today})},
	"post-penalties-id-serve":             {by: model.RoleInspector, fields: says(fields{"served_on": today})},
	"post-penalties-id-withdraw":          {by: model.RoleChief},
	"post-national-entries":               {by: model.RoleLegal, fields: imported},
	"post-national-entries-id-end":        {by: model.RoleLegal},
	"post-publications":                   {by: model.RoleInspector, fields: writtenNotice(fields{"kind": model.PublishedNotice})},
	"patch-publications-id":               {by: model.RoleInspector, state: publicationIn(model.PublicationDraft), fields: writtenNotice(fields{})},
	"post-publications-id-submit":         {by: model.RoleInspector, state: publicationIn(model.PublicationDraft)},
	"post-publications-id-clear-secrecy":  {by: model.RoleLegal, state: publicationIn(model.PublicationSecrecy)},
	"post-publications-id-clear-personal": {by: model.RoleLegal, state: publicationIn(model.PublicationPersonal)},
	"post-publications-id-return":         {by: model.RoleLegal, state: publicationIn(model.PublicationSecrecy)},
	"post-publications-id-approve":        {by: model.RoleChief, state: publicationIn(model.PublicationApproval)},
	"post-publications-id-discard":        {by: model.RoleInspector, state: publicationIn(model.PublicationDraft)},
	"post-publications-id-withdraw":       {by: model.RoleChief},
	"post-publications-id-correct":        {by: model.RoleInspector, fields: writtenNotice(fields{"reason": "演示理由"})},
	"post-publications-id-contest":        {by: model.RoleFirm},
	"post-publications-id-answer":         {by: model.RoleLegal, state: func(p *model.Publication) { p.ContestedOn = stageDay.AddDays(-1) }},
	"post-association-entries": {by: model.RoleAssociation, fields: func(s *stage) fields {
		return fields{"enterprise_id": s.places["own"].firm.ID, "listed_on": yesterday}
	}},
	"patch-association-entries-id":         {by: model.RoleAssociation, fields: says(fields{"listed_on": yesterday})},
	"post-association-entries-id-record":   {by: model.RoleInspector},
	"post-association-entries-id-withdraw": {by: model.RoleAssociation},
}

func TestEveryWriteHasAValidBody(t *testing.T) {
	document := (&API{}).Document()
	known := map[string]bool{}
	for _, r := range Routes() {
		if !r.Writes() || r.keyless() {
			continue
		}
		id := operationOf(document, r).OperationID
		known[id] = true
		if _, listed := acts[id]; !listed {
			t.Errorf("%s has no row in acts", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(acts)) {
		if !known[id] {
			t.Errorf("acts has %s, which is no operation", id)
		}
	}
}
