package casework

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/access"
)

// noDuty is why nobody is told to do an act that staff or firms may do.
var noDuty = map[string]string{
	"starts":   "starts a record: when is for its holder to know",
	"corrects": "goes with the act that moves the record on, of which its holder is told",
	"instead":  "another outcome of the act that the holder is told of",
	"reverses": "takes back what stands: for a reason, not by a date",
	"own":      "one's own account, shown where one is made to do it or on its page",
	"looks":    "shows something for a purpose",
	"files":    "adds to a record or takes away from it while something else is due",
	"orders":   "done by the clock; by people only for a reason",
	"together": "told of with other acts on the same record, which other permissions find",
	"keeps":    "keeps reference data, of which the page 数据质量 tells what is missing",
}

// idleActs says of every permission beyond reading that no work is found for, why not.
var idleActs = map[access.Permission]string{
	"session:create": "own", "session:end": "own", "password:change": "own", "contact:change": "own", "second-factor:enrol": "own",
	"notification:mark": "own", "sign-in:end": "reverses", "token:create": "own", "token:revoke": "reverses",
	"unit:create": "keeps", "unit:change": "keeps", "unit:dissolve": "keeps", "enterprise:create": "keeps", "enterprise:change": "keeps",
	"licence:end": "reverses", "licence:void": "reverses", "brand-agreement:end": "reverses", "brand-agreement:void": "reverses", "network-part:create": "keeps", "network-part:change": "keeps", "network-part:end": "reverses", "network-part:void": "reverses", "branch:create": "keeps", "branch:change": "keeps", "branch:invalidate": "reverses", "branch:restore": "reverses",
	"licence:restore": "reverses", "enterprise:restore": "reverses",
	"enterprise:name": "looks", "plan:import": "starts", "plan-draft:create": "starts", "plan-draft:change": "corrects", "plan-draft:return": "instead", "plan-draft:discard": "reverses", "template:adopt": "keeps", "certificate:change": "together",
	"user:create": "starts", "user:change": "keeps", "user:invite": "keeps", "user:disable": "reverses", "user:enable": "reverses",
	"account-request:create": "starts", "account-request:withdraw": "reverses", "audit:export": "looks",
	"edition:propose": "orders", "edition-entry:exclude": "instead", "edition-entry:withdraw": "reverses",
	"job:run": "orders", "job:housekeeping": "orders", "delivery:settle": "instead",
	"import:create": "starts", "import:export": "looks",
	"endpoint:create": "starts", "endpoint:place": "keeps", "endpoint:correct-place": "keeps", "endpoint:change": "corrects", "endpoint:request-correction": "instead", "endpoint:return": "instead", "endpoint:refuse": "instead",
	"endpoint:return-change": "instead", "endpoint:withdraw-change": "reverses",
	"monthly-return:create": "starts", "monthly-return:correct": "reverses", "monthly-return:return": "instead", "monthly-return:waive": "instead",
	"monthly-return:overview": "looks",
	"endpoint:reveal":         "looks", "endpoint:lookup": "looks", "complaint:reveal": "looks", "complaint:lookup": "looks",
	"inspection:create": "starts", "inspection:change": "corrects",
	"complaint:create": "starts", "complaint:lodge": "starts", "complaint:change": "corrects", "complaint:refuse": "instead",
	"task:finish": "together", "task:resolve": "together", "task:schedule": "together", "task:set-target": "keeps", "task:ask-suspension": "starts", "task:ask-light": "starts", "task:name-checker": "instead", "task:withdraw-slip": "reverses", "task-paper:issue": "orders", "task-paper:download": "looks",
	"task-form:issue": "starts",
	"clock:extend":    "starts", "penalty:create": "starts", "penalty:withdraw": "reverses",
	"task:ask-coordination": "starts", "task:withdraw-coordination": "reverses", "task:comment": "starts",
	"national-entry:create": "starts", "publication:change": "corrects", "publication:return": "instead", "publication:withdraw": "reverses", "publication:correct": "reverses", "publication:contest": "reverses",
	"association-entry:create": "starts", "association-entry:change": "corrects", "association-entry:withdraw": "reverses",
	"complaint:attach": "files", "complaint:detach": "files", "inspection:attach": "files", "inspection:detach": "files",
	"endpoint:attach": "files", "endpoint:detach": "files", "task-report:attach": "files", "task-report:detach": "files",
	"penalty:attach": "files", "penalty:detach": "files", "edition-entry:attach": "files", "edition-entry:detach": "files",
	"coordination:attach": "files", "coordination:detach": "files", "task-comment:attach": "files", "task-comment:detach": "files",
	"task-slip:attach": "files", "task-slip:detach": "files", "task-milestone:attach": "files", "task-milestone:detach": "files", "task:attach": "files", "task:detach": "files",
}

// idleSteps is the same for steps whose permission finds other work.
var idleSteps = map[string]string{"imports/recheck": "instead", "imports/discard": "instead", "rule-texts/withdraw": "reverses", "clocks/pause": "starts", "monthly-returns/change": "corrects"}

// The permissions beyond reading that some account may hold are work, or say why not.
func TestEveryActIsSomebodysWorkOrSaysWhyNot(t *testing.T) {
	table, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	work := map[access.Permission]bool{}
	for _, source := range workSources() {
		work[source.permission] = true
		for _, role := range source.roles {
			if len(table.Reaches([]model.Role{role}, source.permission)) == 0 {
				t.Errorf("%s is told of %s %s and may not see its rows by %s", role, source.noun, source.act, source.permission)
			}
		}
	}
	left := map[access.Permission]bool{}
	for _, permission := range table.Permissions(access.AccountRoles) {
		left[permission] = true
		reason, declared := idleActs[permission]
		switch {
		case strings.HasSuffix(string(permission), ":read"):
		case work[permission] && declared:
			t.Errorf("%s is work, and yet said to be none", permission)
		case !work[permission] && noDuty[reason] == "":
			t.Errorf("%s is nobody's work: add a source to workSources, or why not", permission)
		}
	}
	for permission := range idleActs {
		if !left[permission] {
			t.Errorf("%s is said to be no work and is no permission of any account", permission)
		}
	}
}

// atRest is why nobody has to do anything with a record in the state, by the name of the
// state's constant.
var atRest = map[string]string{
	"RequestApproved": "over", "RequestRefused": "over", "RequestWithdrawn": "over",
	"AssociationRecorded": "over", "AssociationWithdrawn": "over", "NationalEnded": "over",
	"ComplaintRefused": "over", "ComplaintClosed": "over",
	"DeliveryWaiting": "the clock's", "DeliveryClaimed": "the clock's", "DeliverySending": "the clock's", "DeliverySent": "over",
	"ClockStopped": "over", "ExtensionAsked": "work by its clock: clockDuties", "ExtensionApproved": "over", "ExtensionRefused": "over", "ExtensionLapsed": "over",
	"PublicationDiscarded": "over",
	"PublicationCorrected": "over", "PublicationWithdrawn": "over", "PublicationEnded": "over",
	"EntryPublished": "public until its term ends, by the clock", "EntryExcluded": "over", "EntryWithdrawn": "over", "EntryEnded": "over",
	"EndPointFiled": "in force", "EndPointReturned": "over", "EndPointCancelled": "over", "EndPointLapsed": "over",
	"DutyFinal": "in force", "DutyWithdrawn": "over",
	"MonthlyReturnAccepted": "over", "MonthlyReturnWaived": "over",
	"EnterpriseActive": "in business", "EnterpriseSuspended": "as registered", "EnterpriseClosed": "over",
	"JobRunning": "the clock's", "JobDone": "over", "JobBaseline": "marks a moment",
	"PenaltyWithdrawn": "over",
	"ImportUploaded":   "the server's", "ImportPromoting": "the server's", "ImportPromoted": "over", "ImportDiscarded": "over",
	"RuleTextAdopted": "in force", "RuleTextRefused": "over", "RuleTextWithdrawn": "over",
	"LightChangeAsked": "work by its task: taskDuties", "LightChangeApproved": "in force until its day", "LightChangeRefused": "over", "LightChangeEnded": "over",
	"PlanDraftIssued": "over: the plan follows it", "PlanDraftDiscarded": "over",
	"TaskPlanEnded": "over", "FormReturnConfirmed": "over", "FormReturnDiscarded": "over",
	"TaskNotStarted": "work by its month: taskDuties", "TaskInProgress": "work by its month and progress: taskDuties",
	"TaskDonePending": "work by its unit: taskDuties", "TaskClosed": "over", "TaskDeferred": "taken up again when the chief sees fit", "TaskCancelled": "over",
	"SlipClosed": "over", "SlipReissued": "over: another slip follows it", "SlipWithdrawn": "over", "SlipEnded": "over",
	"CoordinationSettled": "over", "CoordinationDismissed": "over", "CoordinationWithdrawn": "over", "CoordinationEnded": "over",
	"TaskReportSubmitted": "work by its task's unit: taskDuties", "TaskReportReturned": "work by its task's unit: taskDuties", "TaskReportAccepted": "over",
}

// sourcesOf are the folder's files that are no tests.
func sourcesOf(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	var sources []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, file)
	}
	return sources
}

// statesOfModel are the constants of the types of model whose names end in Status, each
// with its type and value.
func statesOfModel(t *testing.T) map[string]string {
	t.Helper()
	states := map[string]string{}
	for _, file := range sourcesOf(t, "../model") {
		for _, declared := range file.Decls {
			group, isGroup := declared.(*ast.GenDecl)
			if !isGroup || group.Tok != token.CONST {
				continue
			}
			for _, spec := range group.Specs {
				value := spec.(*ast.ValueSpec)
				of, named := value.Type.(*ast.Ident)
				if named && strings.HasSuffix(of.Name, "Status") {
					states[value.Names[0].Name] = "model." + of.Name + " " + strings.Trim(value.Values[0].(*ast.BasicLit).Value, `"`)
				}
			}
		}
	}
	return states
}

func stateOf(in any) string { return fmt.Sprintf("%T %s", in, in) }

func TestEveryStateOfARecordHasWorkOrIsAtRest(t *testing.T) {
	waits := map[string]bool{}
	for _, source := range workSources() {
		if source.in != nil {
			waits[stateOf(source.in)] = true
		}
	}
	states := statesOfModel(t)
	if len(states) < 50 {
		t.Fatalf("only %d states found", len(states))
	}
	for name, state := range states {
		if waits[state] == (atRest[name] != "") {
			t.Errorf("model.%s: has work %v, is said to be at rest for %q", name, waits[state], atRest[name])
		}
	}
	for name := range atRest {
		if states[name] == "" {
			t.Errorf("model.%s is said to be at rest and is no state", name)
		}
	}
}

// stepRow is a step of a table without the type of its states.
type stepRow struct {
	noun, name string
	permission access.Permission
	from       []string
}

func untyped[S ~string](noun string, steps ...step[S]) []stepRow {
	var rows []stepRow
	for _, s := range steps {
		row := stepRow{noun: noun, name: s.name, permission: s.permission}
		for _, status := range s.from {
			row.from = append(row.from, stateOf(status))
		}
		rows = append(rows, row)
	}
	return rows
}

func stepTables() []stepRow {
	return slices.Concat(
		untyped("endpoints", endPointSteps...), untyped("complaints", complaintSteps...), untyped("penalties", penaltySteps...),
		untyped("publications", publicationSteps...), untyped("association-entries", associationSteps...), untyped("deliveries", deliverySteps...),
		untyped("rule-texts", ruleTextStages...), untyped("account-requests", requestSteps...),
		untyped("clocks", clockStepsOpen...), untyped("monthly-returns", returnSteps...), untyped("duty-facts", dutySteps...),
		untyped("task-slips", slipSteps...), untyped("coordinations", coordinationSteps...), untyped("plan-drafts", planDraftSteps...), untyped("task-form-returns", confirmForm, discardForm),
		untyped("imports", confirmImport, promoteImport, recheckImport, discardImport),
	)
}

// Every step is looked up from every state in which it may start: there it is work, or
// no act is that its permission allows, or the record is at rest.
func TestEveryStepOfATableIsWorkInItsStates(t *testing.T) {
	if written := stepsWritten(t); written != len(stepTables()) {
		t.Errorf("casework writes %d steps, the tables hold %d: add the new noun's", written, len(stepTables()))
	}
	rests := map[string]bool{}
	for name, state := range statesOfModel(t) {
		rests[state] = atRest[name] != ""
	}
	for _, s := range stepTables() {
		for _, status := range s.from {
			found := slices.ContainsFunc(workSources(), func(w workSource) bool {
				return string(w.noun) == s.noun && w.in != nil && stateOf(w.in) == status && (w.act == s.name || w.permission == s.permission || idleActs[s.permission] != "")
			})
			if !found && !rests[status] && noDuty[idleSteps[s.noun+"/"+s.name]] == "" {
				t.Errorf("%s %s from %s is no work", s.noun, s.name, status)
			}
		}
	}
}

// stepsWritten counts the steps written in this package, by the names their types have.
func stepsWritten(t *testing.T) int {
	t.Helper()
	sources := sourcesOf(t, ".")
	isStep := func(e ast.Expr) bool {
		index, is := e.(*ast.IndexExpr)
		if !is {
			return false
		}
		name, is := index.X.(*ast.Ident)
		return is && name.Name == "step"
	}
	aliases, n := map[string]bool{}, 0
	for _, file := range sources {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, is := node.(*ast.TypeSpec); is && isStep(spec.Type) {
				aliases[spec.Name.Name] = true
			}
			return true
		})
	}
	for _, file := range sources {
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, is := node.(*ast.CompositeLit); is {
				name, named := literal.Type.(*ast.Ident)
				if isStep(literal.Type) || named && aliases[name.Name] {
					n++
				}
			}
			return true
		})
	}
	return n
}
