package api

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// seed plants a row of one noun at a place. Its fields say by what such a row
// belongs to somebody: this is the law the store's scope is held to.
type seed struct {
	area, firm, unit, own bool
	// plant adds the row, after change has altered it; change is nil or a func(*row).
	plant func(s *stage, p place, change any) (id string)
}

// seeds has every noun whose records have an address.
var seeds = map[model.Noun]seed{
	"users":               {area: true, own: true, plant: planting(newUser, (*store.Tx).AddUser)},
	"enterprises":         {area: true, firm: true, plant: planting(newEnterprise, addFirm)},
	"licences":            {area: true, firm: true, plant: planting(newLicence, (*store.Tx).AddLicence)},
	"brand-agreements":    {area: true, firm: true, plant: planting(newBrandAgreement, (*store.Tx).AddBrandAgreement)},
	"network-parts":       {area: true, firm: true, plant: planting(newNetworkPart, (*store.Tx).AddNetworkPart)},
	"branches":            {area: true, firm: true, plant: planting(newBranch, (*store.Tx).AddBranch)},
	"endpoints":           {area: true, firm: true, plant: planting(newEndPoint, addEndPoint)},
	"monthly-returns":     {area: true, firm: true, plant: planting(newReturn, addReturn)},
	"duty-facts":          {area: true, firm: true, plant: planting(newDutyFact, (*store.Tx).AddDutyFact)},
	"inspections":         {area: true, firm: true, plant: planting(newInspection, (*store.Tx).AddInspection)},
	"complaints":          {area: true, firm: true, plant: planting(newComplaint, (*store.Tx).AddComplaint)},
	"penalties":           {area: true, firm: true, plant: planting(newPenalty, (*store.Tx).AddPenalty)},
	"publications":        {area: true, firm: true, plant: planting(newPublication, (*store.Tx).AddPublication)},
	"national-entries":    {firm: true, plant: planting(newNationalEntry, (*store.Tx).AddNationalEntry)},
	"association-entries": {area: true, own: true, plant: planting(newAssociationEntry, (*store.Tx).AddAssociationEntry)},
	"editions":            {plant: planting(newEdition, addEdition)},
	"edition-entries":     {area: true, firm: true, plant: planting(newEntry, addEntry)},
	"plans":               {unit: true, plant: planting(newPlan, addPlan)},
	"plan-drafts":         {plant: planting(newPlanDraft, addPlanDraft)},
	"tasks":               {unit: true, plant: planting(newTask, addTask)},
	"coordinations":       {unit: true, plant: planting(newCoordination, addCoordination)},
	"task-comments":       {unit: true, plant: planting(newTaskComment, addTaskComment)},
	"task-milestones":     {unit: true, plant: planting(newMilestone, addTask)},
	"task-slips":          {unit: true, plant: planting(newTaskSlip, addTaskSlip)},
	"task-papers":         {unit: true, plant: planting(newTaskPaper, addTaskPaper)},
	"task-forms":          {unit: true, plant: planting(newTaskForm, addTaskForm)},
	"task-form-returns":   {unit: true, plant: planting(newFormReturn, addFormReturn)},
	"task-reports":        {unit: true, plant: planting(newTaskReport, addTaskReport)},
	"imports":             {area: true, plant: planting(newImportRow, addImport)},
	"clocks":              {area: true, firm: true, plant: planting(newClock, addClock)},
	"units":               {plant: planting(newUnit, addUnit)},
	"sessions":            {own: true, plant: planting(newSession, addSession)},
	"tokens":              {own: true, plant: planting(newToken, (*store.Tx).AddAPIToken)},
	"rule-texts":          {plant: plantRuleText},
	"consultations":       {area: true, own: true, plant: planting(newConsultation, (*store.Tx).AddConsultation)},
	"job-runs":            {plant: plantRun},
	"certificates":        {area: true, plant: planting(newOfficer, addOfficer)},
	"account-requests":    {plant: planting(newRequest, (*store.Tx).AddAccountRequest)},

	"notifications":          {own: true, plant: planting(newNotification, (*store.Tx).AddNotification)},
	"deliveries":             {plant: planting(newDelivery, (*store.Tx).AddDelivery)},
	"notification-templates": {plant: planting(newTemplate, (*store.Tx).AddNotificationTemplate)},
}

// unseeded are the nouns of routes that have no records of their own to hide.
var unseeded = []model.Noun{"session", "audit-entries", "audit-log", "audit-export", "import-template", "register-export", "jobs", "work", "areas", "board", "task-counts", "task-scores", "task-workbook", "plan-copies", "plan-files", "plan-template", "plan-units", "officers",
	"notification-count", "notification-events", "outbox", "deadlines", "calendar", "roles", "settings", "enterprise-names", "data-quality", "monthly-return-overview", "endpoint-map", "publication-kinds",
	"complaint-reveals", "complaint-lookups", "endpoint-reveals", "endpoint-lookups"}

func TestEveryNounHasASeed(t *testing.T) {
	for _, noun := range nounsOf(Routes()) {
		if _, seeded := seeds[noun]; seeded == slices.Contains(unseeded, noun) {
			t.Errorf("%s: a row in seeds is %v; add one, or say in unseeded why none is needed", noun, seeded)
		}
	}
	for _, r := range Routes() {
		if _, seeded := seeds[r.Noun()]; r.OnRecord() && !seeded {
			t.Errorf("%s %s is on a record, but %s has no seed", r.Method, r.Path, r.Noun())
		}
	}
}

// planting joins how a row is made and how the store adds it.
func planting[T any](fresh func(*stage, place) (T, string), add func(*store.Tx, context.Context, *T) error) func(*stage, place, any) string {
	return func(s *stage, p place, change any) string {
		s.t.Helper()
		row, id := fresh(s, p)
		if change != nil {
			edit, fits := change.(func(*T))
			if !fits {
				s.t.Fatalf("a %T cannot change a %T", change, row)
			}
			edit(&row)
		}
		s.write(func(ctx context.Context, tx *store.Tx) error { return add(tx, ctx, &row) })
		return id
	}
}

func newUser(s *stage, p place) (model.User, string) {
	id := store.NewID()
	return model.User{
		ID: model.UserID(id), Name: fmt.Sprintf("seeded-%d", s.next()), DisplayName: p.canary("users"), PasswordHash: s.hash,
		AreaCode: p.area, Roles: model.RoleSet{model.RoleLegal}, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// firmIn is an enterprise with its licence.
type firmIn struct {
	model.Enterprise
	licence model.Licence
}

func newEnterprise(s *stage, p place) (firmIn, string) {
	e := firmIn{Enterprise: s.newFirm(p)}
	p.firm = e.Enterprise
	e.licence, _ = newLicence(s, p)
	return e, string(e.ID)
}

func addFirm(tx *store.Tx, ctx context.Context, e *firmIn) error {
	if err := tx.AddEnterprise(ctx, &e.Enterprise); err != nil {
		return err
	}
	return tx.AddLicence(ctx, &e.licence)
}

func newLicence(s *stage, p place) (model.Licence, string) {
	id := store.NewID()
	return model.Licence{
		ID: model.LicenceID(id), EnterpriseID: p.firm.ID, Number: fmt.Sprintf("渝邮2024%04dA", s.next()), Kind: model.LicenceFirst,
		Scope: model.WordList{"province"}, Areas: model.WordList{"500000"}, DocumentNo: "演示许〔2024〕1号", Reason: p.canary("licences"),
		IssuedOn: model.NewDate(2024, 1, 1), From: model.NewDate(2024, 1, 1), Expires: model.NewDate(2028, 12, 31), LastDay: model.NewDate(2028, 12, 31),
		RecordedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newNetworkPart(s *stage, p place) (model.NetworkPart, string) {
	id := store.NewID()
	return model.NetworkPart{
		ID: model.NetworkPartID(id), Kind: model.NetworkVehicle, Name: fmt.Sprintf("演示编号%d", s.next()), AreaCode: p.area, EnterpriseID: p.firm.ID,
		EnterpriseName: p.firm.Name, From: stageDay.AddDays(-90), SourceNo: "演示文件1号", SourceOn: stageDay.AddDays(-90), Note: p.canary("network-parts"),
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newBrandAgreement(s *stage, p place) (model.BrandAgreement, string) {
	id := store.NewID()
	return model.BrandAgreement{
		ID: model.BrandAgreementID(id), EnterpriseID: p.firm.ID, Kind: model.BrandFranchise, Brand: fmt.Sprintf("演示品牌%d", s.next()), DocumentNo: "演示加盟1号",
		From: stageDay.AddDays(-90), Until: stageDay.AddDays(90), LastDay: stageDay.AddDays(90), Note: p.canary("brand-agreements"),
		RecordedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newBranch(s *stage, p place) (model.Branch, string) {
	id := store.NewID()
	return model.Branch{
		ID: model.BranchID(id), EnterpriseID: p.firm.ID, DirectoryNo: fmt.Sprintf("演示名录%d", s.next()), Name: "演示分公司", AreaCode: p.area,
		Address: p.canary("branches"), ResponsibleName: "演示某", AuthorityNo: "演示授权1号", AuthorisedFrom: stageDay.AddDays(-90), EnteredOn: stageDay.AddDays(-90),
		RecordedBy: "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newEndPoint(s *stage, p place) (model.EndPoint, string) {
	id := store.NewID()
	return model.EndPoint{
		ID: model.EndPointID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, Name: "演示网点", Kind: model.EndPointStation,
		Brands: model.WordList{"演示"}, Services: model.WordList{"pickup"}, Scope: model.WordList{"province"}, AreaCode: p.area,
		Address:  p.canary("endpoints") + fmt.Sprint(s.next()),
		OpenedOn: stageDay.AddDays(-5), ManagerName: "演示某", ManagerID: "11010519491231002X", ManagerPhone: "13800000000",
		ServicePhone: "023-77700000", Status: model.EndPointDraft, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// addEndPoint adds the change that waits too.
func addEndPoint(tx *store.Tx, ctx context.Context, e *model.EndPoint) error {
	if err := tx.AddEndPoint(ctx, e); err != nil || e.ChangeSubmittedOn.IsZero() {
		return err
	}
	return tx.AddEndPointChange(ctx, &model.EndPointChange{
		ID: model.EndPointChangeID(store.NewID()), EndPointID: e.ID, ChangedOn: stageDay, Name: "演示改名", Kind: e.Kind, Brands: e.Brands,
		Services: e.Services, Scope: e.Scope, ManagerName: e.ManagerName, ManagerID: e.ManagerID, ManagerPhone: e.ManagerPhone,
		ServicePhone: e.ServicePhone, SubmittedOn: stageDay, Outcome: model.ChangeSubmitted, Version: 1, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	})
}

func newInspection(s *stage, p place) (model.Inspection, string) {
	id := store.NewID()
	return model.Inspection{
		ID: model.InspectionID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area,
		Kind: model.InspectionDaily, Basis: p.canary("inspections"), PlannedOn: stageDay, InspectedOn: stageDay.AddDays(-1),
		Officers: model.UserIDs{s.people[model.RoleInspector].ID, s.colleague.ID}, Units: 3, Result: model.ResultCorrected,
		Findings: model.Findings{{ID: "finding-1", Group: model.ItemPremises, Class: "minor", Text: "演示问题", Open: true}},
		Status:   model.InspectionConfirmed, RecordedBy: s.colleague.ID, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newComplaint(s *stage, p place) (model.Complaint, string) {
	id := store.NewID()
	return model.Complaint{
		ID: model.ComplaintID(id), TrackingNo: store.NewTrackingNo(), Channel: "12305", Kind: model.ComplaintToBureau,
		EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area, ConsumerName: "演示某", ConsumerPhone: "13800000000",
		Category: "delay", Statement: p.canary("complaints"), FirmComplainedOn: stageDay.AddDays(-20), ReceivedOn: stageDay.AddDays(-3),
		Status: model.ComplaintTransferred, AcceptedOn: stageDay.AddDays(-2), TransferredOn: stageDay.AddDays(-1),
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newPenalty(s *stage, p place) (model.Penalty, string) {
	id := store.NewID()
	return model.Penalty{
		ID: model.PenaltyID(id), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, AreaCode: p.area,
		DocumentNo: fmt.Sprintf("演示罚〔2026〕%d号", s.next()), Facts: p.canary("penalties"), Basis: "演示条例第一条", Kind: model.PenaltyFine,
		AmountFen: 100000, PublicityClass: model.PublicityGeneral, Status: model.PenaltyDecided,
		Drafters: model.UserIDs{s.colleague.ID}, DecidedOn: stageDay.AddDays(-2), Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}
