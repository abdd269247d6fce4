package casework

import (
	"reflect"
	"strings"

	"yijian/model"
	"yijian/policy/access"
)

// auditShape is what the audit rows of a noun hold: the type that tells how a value is
// said, and the columns by which people know a record. "@" is the record that a row is
// about, of the noun of, or of its own column noun.
type auditShape struct {
	row   reflect.Type
	named []string
	of    model.Noun
}

func shaped[T any](named ...string) auditShape {
	return auditShape{row: reflect.TypeFor[T](), named: named}
}

func attachedTo(noun model.Noun) auditShape {
	return auditShape{reflect.TypeFor[model.Attachment](), []string{"name", "@"}, noun}
}

var auditShapes = map[model.Noun]auditShape{
	"account-requests":           shaped[model.AccountRequest]("user_name", "kind"),
	"areas":                      shaped[model.AreaRecord]("name"),
	"association-entries":        shaped[model.AssociationEntry]("enterprise_name"),
	"brand-agreements":           shaped[model.BrandAgreement]("enterprise_id", "brand"),
	"branches":                   shaped[model.Branch]("name"),
	"certificate-periods":        shaped[model.CertificatePeriod]("user_id", "certificate_no"),
	"certificate-suspensions":    shaped[model.CertificateSuspension]("user_id"),
	"certificates":               shaped[model.Certificate]("display_name"),
	"clock-extensions":           shaped[model.ClockExtension]("clock_id"),
	"clock-holders":              shaped[model.ClockHolder]("clock_id", "name"),
	"clock-pauses":               shaped[model.ClockPause]("clock_id", "title"),
	"clock-steps":                shaped[model.ClockStep]("clock_id"),
	"clocks":                     shaped[model.Clock]("title", "record"),
	"complaint-attachments":      attachedTo("complaints"),
	"complaints":                 shaped[model.Complaint]("kind", "enterprise_name", "waybill_no"),
	"consultations":              shaped[model.Consultation]("@", "kind"),
	"deliveries":                 shaped[model.Delivery]("event_title", "user_name"),
	"duty-facts":                 shaped[model.DutyFact]("enterprise_name", "class", "source_title"),
	"edition-entries":            shaped[model.EditionEntry]("enterprise_name", "list"),
	"edition-entry-attachments":  attachedTo("edition-entries"),
	"editions":                   shaped[model.Edition]("title"),
	"endpoint-attachments":       attachedTo("endpoints"),
	"endpoint-changes":           shaped[model.EndPointChange]("name"),
	"endpoints":                  shaped[model.EndPoint]("name"),
	"enterprises":                shaped[model.Enterprise]("name"),
	"imports":                    shaped[model.Import]("number", "file_name"),
	"inspection-attachments":     attachedTo("inspections"),
	"inspections":                shaped[model.Inspection]("enterprise_name", "planned_on"),
	"job-runs":                   shaped[model.JobRun]("job", "as_of"),
	"licences":                   shaped[model.Licence]("enterprise_id", "number"),
	"monthly-return-versions":    shaped[model.ReturnVersion]("return_id", "number"),
	"monthly-returns":            shaped[model.MonthlyReturn]("enterprise_name", "month"),
	"national-entries":           shaped[model.NationalEntry]("name"),
	"network-parts":              shaped[model.NetworkPart]("name"),
	"notification-templates":     shaped[model.NotificationTemplate]("subject"),
	"notifications":              shaped[model.Notification]("subject"),
	"penalties":                  shaped[model.Penalty]("document_no", "enterprise_name"),
	"penalty-attachments":        attachedTo("penalties"),
	"publications":               shaped[model.Publication]("title"),
	"plans":                      shaped[model.TaskPlan]("title"),
	"rule-texts":                 shaped[model.RuleText]("title"),
	"sessions":                   shaped[model.Session]("user_id"),
	"light-changes":              shaped[model.LightChange]("light", "reason"),
	"task-milestones":            shaped[model.TaskMilestone]("title", "due_on"),
	"task-slips":                 shaped[model.TaskSlip]("number", "task_name"),
	"task-papers":                shaped[model.TaskPaper]("title", "edition"),
	"task-forms":                 shaped[model.TaskForm]("title", "issued_on"),
	"task-form-returns":          shaped[model.TaskFormReturn]("title", "file_name"),
	"task-targets":               shaped[model.TaskTarget]("title", "goal"),
	"task-report-attachments":    attachedTo("task-reports"),
	"task-reports":               shaped[model.TaskReport]("task_id", "unit_id", "month"),
	"task-units":                 shaped[model.TaskUnit]("task_id", "unit_id", "part"),
	"tasks":                      shaped[model.Task]("name"),
	"tokens":                     shaped[model.APIToken]("title"),
	"unit-aliases":               shaped[model.UnitAliasRecord]("alias"),
	"units":                      shaped[model.UnitRecord]("name"),
	"users":                      shaped[model.User]("display_name"),
	"coordinations":              shaped[model.Coordination]("number", "task_name"),
	"coordination-attachments":   attachedTo("coordinations"),
	"task-comments":              shaped[model.TaskComment]("author_name", "task_id"),
	"task-comment-attachments":   attachedTo("task-comments"),
	"task-milestone-attachments": attachedTo("task-milestones"),
	"task-slip-attachments":      attachedTo("task-slips"),
	"task-attachments":           attachedTo("tasks"),
	"plan-draft-tasks":           shaped[model.PlanDraftTask]("number", "name"),
	"plan-drafts":                shaped[model.PlanDraft]("title"),
}

// auditRefs are the types of ids, the nouns they point to, and who may know their names.
var auditRefs = map[reflect.Type]struct {
	noun model.Noun
	read access.Permission
}{
	reflect.TypeFor[model.UserID]():          {"users", "user:read"},
	reflect.TypeFor[model.EnterpriseID]():    {"enterprises", "enterprise:read"},
	reflect.TypeFor[model.EndPointID]():      {"endpoints", "endpoint:read"},
	reflect.TypeFor[model.TaskID]():          {"tasks", "task:read"},
	reflect.TypeFor[model.TaskSlipID]():      {"task-slips", "task:read"},
	reflect.TypeFor[model.TaskFormID]():      {"task-forms", "task-form:read"},
	reflect.TypeFor[model.CoordinationID]():  {"coordinations", "task:read"},
	reflect.TypeFor[model.TaskReportID]():    {"task-reports", "task:read"},
	reflect.TypeFor[model.TaskPlanID]():      {"plans", "task:read"},
	reflect.TypeFor[model.PlanDraftID]():     {"plan-drafts", "plan-draft:read"},
	reflect.TypeFor[model.PenaltyID]():       {"penalties", "penalty:read"},
	reflect.TypeFor[model.BranchID]():        {"branches", "branch:read"},
	reflect.TypeFor[model.ClockID]():         {"clocks", "clock:read"},
	reflect.TypeFor[model.MonthlyReturnID](): {"monthly-returns", "monthly-return:read"},
	reflect.TypeFor[model.EditionID]():       {"editions", "edition:read"},
}

// jsonFields are the types of what a struct writes, by name, in its order.
func jsonFields(row reflect.Type) (names []string, types map[string]reflect.Type) {
	types = map[string]reflect.Type{}
	if row == nil || row.Kind() != reflect.Struct {
		return nil, types
	}
	for _, field := range reflect.VisibleFields(row) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" && field.IsExported() && types[name] == nil {
			names, types[name] = append(names, name), field.Type
		}
	}
	return names, types
}
