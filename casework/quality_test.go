package casework

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// seesAll is an account whose duties together see every list of the rules.
func seesAll() model.Actor {
	return person("watcher", model.RoleSystemAdmin, model.RoleAuditor, model.RoleChief)
}

func (o *office) write(fn func(ctx context.Context, tx *store.Tx) error) {
	o.t.Helper()
	ctx := o.t.Context()
	if err := o.Store.Tx(ctx, model.Stamp{Call: call(seesAll(), 0), Act: "test", At: o.Desk.now()}, func(tx *store.Tx) error { return fn(ctx, tx) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) quality(actor model.Actor) map[model.QualityRuleID]QualityLine {
	o.t.Helper()
	report := o.qualityOf(actor)
	lines := map[model.QualityRuleID]QualityLine{}
	for _, line := range report.Rules {
		lines[line.ID] = line
	}
	return lines
}

func (o *office) qualityOf(actor model.Actor) QualityReport {
	o.t.Helper()
	report, err := o.DataQuality(o.t.Context(), actor)
	return ok(o.t, report, err)
}

var plantedCodes = 1000

// newFirm has what a firm needs.
func newFirm(o *office) licensedFirm {
	plantedCodes++
	return licensedFirm{model.Enterprise{
		ID: model.EnterpriseID(store.NewID()), USCC: usccOf(plantedCodes), Name: "演示", AreaCode: "500156001", Address: "演示",
		Status: model.EnterpriseActive, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
	}, o.day().AddDays(1000)}
}

func newUserRow(o *office, roles ...model.Role) model.User {
	id := store.NewID()
	return model.User{
		ID: model.UserID(id), Name: id, DisplayName: "演示", AreaCode: "500156", Roles: roles, SecondFactor: model.FactorOn,
		Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
	}
}

func newEndPointRow(o *office) model.EndPoint {
	where := int64(1)
	id := store.NewID()
	return model.EndPoint{
		ID: model.EndPointID(id), EnterpriseID: "firm", EnterpriseName: "演示", Name: "演示", Kind: model.EndPointOwn, AreaCode: "500156001",
		LongitudeMicro: &where, LatitudeMicro: &where, ManagerName: "演示某", ManagerPhone: "10000000001", ServicePhone: "023-1", Status: model.EndPointFiled,
		LocalSerial: model.Serial(id), Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
	}
}

func newTaskRow(o *office) model.Task {
	plantedCodes++
	return model.Task{
		ID: model.TaskID(store.NewID()), PlanID: "plan", Number: plantedCodes, Name: "演示", AnnexLead: "qu-jiaotongju", StartOn: o.day(), AreaCode: "500156",
		Status: model.TaskInProgress, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
	}
}

// plants is how a record is added that is nothing but what change makes of it.
func plants[T any](fresh func(*office) T, add func(*store.Tx, context.Context, *T) error, change func(*T)) func(*office) {
	return func(o *office) {
		row := fresh(o)
		change(&row)
		o.write(func(ctx context.Context, tx *store.Tx) error { return add(tx, ctx, &row) })
	}
}

func firmWith(change func(*licensedFirm)) func(*office) {
	return plants(newFirm, addLicensed, change)
}

func endPointWith(change func(*model.EndPoint)) func(*office) {
	return plants(newEndPointRow, (*store.Tx).AddEndPoint, change)
}

func taskWith(change func(*model.Task)) func(*office) {
	add := func(tx *store.Tx, ctx context.Context, t *model.Task) error { return tx.AddTask(ctx, t, nil) }
	return plants(newTaskRow, add, change)
}

func accountWith(role model.Role, change func(*model.User)) func(*office) {
	return func(o *office) {
		u := newUserRow(o, role)
		change(&u)
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddUser(ctx, &u) })
		if role == model.RoleInspector && !u.Disabled {
			o.certify(u.ID, model.Date{}, today.AddDays(1000))
		}
	}
}

func certificateOf(days int) func(*office) {
	return inspectorWith(func(o *office, id model.UserID) { o.certify(id, model.Date{}, today.AddDays(days)) })
}

func madeBefore(days int) func(*office) {
	return accountWith(model.RoleFirm, func(u *model.User) { u.CreatedAt = noonBefore(days) })
}

func signedInBefore(days int) func(*office) {
	return func(o *office) {
		u := newUserRow(o, model.RoleFirm)
		u.CreatedAt = noonBefore(days)
		o.write(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddUser(ctx, &u); err != nil {
				return err
			}
			return tx.AddSession(ctx, model.Session{ID: store.NewID(), UserID: u.ID, CreatedAt: u.CreatedAt, SeenAt: u.CreatedAt, ExpiresAt: u.CreatedAt})
		})
	}
}

// noonBefore is shortly before midnight, in Shanghai, of the day so many days ago.
func noonBefore(days int) time.Time {
	day := today.AddDays(-days)
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 0, 0, model.Shanghai).UTC()
}

// finds is a record and the rules that find it.
type finds struct {
	what  string
	plant func(*office)
	rules []model.QualityRuleID
}

func by1(id model.QualityRuleID) []model.QualityRuleID { return []model.QualityRuleID{id} }

var qualityCases = slices.Concat([]finds{
	{"licence ended yesterday", licence(-1), by1("licence-expired")},
	{"licence ends today", licence(0), by1("licence-expiring")},
	{"licence ends in 60 days", licence(60), by1("licence-expiring")},
	{"licence ends in 61 days", licence(61), nil},
	{"no end of licence", firmWith(func(e *licensedFirm) { e.lastDay = model.Date{} }), by1("licence-undated")},
	{"a closed firm", firmWith(func(e *licensedFirm) {
		e.Status, e.lastDay = model.EnterpriseClosed, today.AddDays(-9)
	}), nil},
	{"a wrong check digit", firmWith(func(e *licensedFirm) { e.USCC = "911100006000373410" }), by1("credit-code-wrong")},
	{"a code with a letter that is none", firmWith(func(e *licensedFirm) { e.USCC = "91110000600037341I" }), by1("credit-code-wrong")},
	{"a short code", firmWith(func(e *licensedFirm) { e.USCC = "9111000060003" }), by1("credit-code-wrong")},

	{"no position", endPointWith(func(e *model.EndPoint) { e.LongitudeMicro = nil }), by1("endpoint-unlocated")},
	{"a brand whose agreement ended yesterday", branded(-1), by1(policy.QualityBrandEnded)},
	{"a brand whose agreement ends today", branded(0), nil},
	{"a brand whose agreement was renewed", branded(-1, 300), nil},
	{"no manager", endPointWith(func(e *model.EndPoint) { e.ManagerName = "" }), by1("endpoint-unmanaged")},
	{"no service phone", endPointWith(func(e *model.EndPoint) { e.ServicePhone, e.Status = "", model.EndPointDraft }), by1("endpoint-unreachable")},
	{"a cancelled end point", endPointWith(func(e *model.EndPoint) {
		e.ManagerName, e.LatitudeMicro, e.Status = "", nil, model.EndPointCancelled
	}), nil},

	{"two penalties of one number", penaltiesOfOne(model.PenaltyDecided), []model.QualityRuleID{"penalty-doubled", "penalty-doubled"}},
	{"of which one was taken back", penaltiesOfOne(model.PenaltyWithdrawn), nil},

	{"no certificate", inspectorWith(func(*office, model.UserID) {}), by1("certificate-missing")},
	{"certificate without end", inspectorWith(func(o *office, id model.UserID) { o.certify(id, model.Date{}, model.Date{}) }), by1("certificate-missing")},
	{"renewed before it ended", inspectorWith(func(o *office, id model.UserID) {
		o.certify(id, model.Date{}, today.AddDays(-1))
		o.certify(id, today, today.AddDays(1000))
	}), nil},
	{"renewed early", inspectorWith(func(o *office, id model.UserID) {
		o.certify(id, today.AddDays(5), today.AddDays(1000))
		o.certify(id, model.Date{}, today.AddDays(4))
	}), nil},
	{"ended yesterday", certificateOf(-1), by1("certificate-expired")},
	{"ends today", certificateOf(0), by1("certificate-7-days")},
	{"ends in 7 days", certificateOf(7), by1("certificate-7-days")},
	{"ends in 8 days", certificateOf(8), by1("certificate-30-days")},
	{"ends in 30 days", certificateOf(30), by1("certificate-30-days")},
	{"ends in 31 days", certificateOf(31), by1("certificate-60-days")},
	{"ends in 60 days", certificateOf(60), by1("certificate-60-days")},
	{"ends in 61 days", certificateOf(61), nil},
	{"renewed with a gap", certificatesOf([2]int{-100, 100}, [2]int{102, 900}), by1("certificate-gap")},
	{"renewed without", certificatesOf([2]int{-100, 100}, [2]int{101, 900}), nil},
	{"renewed early", certificatesOf([2]int{-100, 100}, [2]int{90, 900}), nil},
	{"between two", certificatesOf([2]int{-100, -5}, [2]int{1, 900}), by1("certificate-gap")},
	{"a gap that is over", certificatesOf([2]int{-100, -5}, [2]int{0, 900}), nil},
	{"suspended", suspendedFor(today, model.Date{}), by1("certificate-suspended")},
	{"to be suspended", suspendedFor(today.AddDays(1), model.Date{}), nil},
	{"to be returned", suspendedFor(today.AddDays(-9), today.AddDays(1)), by1("certificate-suspended")},
	{"returned", suspendedFor(today.AddDays(-9), today), nil},
	{"a disabled inspector", accountWith(model.RoleInspector, func(u *model.User) { u.Disabled = true }), nil},

	{"made 29 days ago", madeBefore(29), nil},
	{"made 30 days ago", madeBefore(30), by1("account-unused")},
	{"made 31 days ago", madeBefore(31), by1("account-unused")},
	{"signed in 89 days ago", signedInBefore(89), nil},
	{"signed in 90 days ago", signedInBefore(90), by1("account-dormant")},
	{"signed in 91 days ago", signedInBefore(91), by1("account-dormant")},

	{"no start", taskWith(func(t *model.Task) { t.StartOn = model.Date{} }), by1("task-unscheduled")},
	{"no lead", taskWith(func(t *model.Task) { t.AnnexLead = "" }), by1("task-unled")},
	{"a lead as resolved", taskWith(func(t *model.Task) { t.AnnexLead, t.ResolvedLead = "", "qu-jiaotongju" }), nil},
	{"a deferred task", taskWith(func(t *model.Task) { t.AnnexLead, t.StartOn, t.Status = "", model.Date{}, model.TaskDeferred }), nil},

	{"a run that failed once", failedRun(1), nil},
	{"a run that failed twice", failedRun(2), by1("job-failing")},
	{"a delivery that failed", deliveryIn(model.DeliveryFailed), by1("delivery-failed")},
	{"a delivery unknown", deliveryIn(model.DeliveryUnknown), by1("delivery-unknown")},
	{"a delivery that waits", deliveryIn(model.DeliveryWaiting), nil},
}, withoutFactor(), usedByTokens)

// withoutFactor is an account of each role: the staff's are to have a second factor.
func withoutFactor() []finds {
	var cases []finds
	for _, role := range access.AccountRoles {
		c := finds{"no second factor of " + string(role), accountWith(role, func(u *model.User) { u.SecondFactor = model.FactorStarted }), nil}
		if access.IsStaff([]model.Role{role}) {
			c.rules = by1(policy.QualitySecondFactor)
		}
		cases = append(cases, c)
	}
	return cases
}

func failedRun(times int) func(*office) {
	return func(o *office) {
		plantedCodes++
		slot := o.Desk.now().Add(time.Duration(plantedCodes) * time.Second)
		for range times {
			o.write(func(ctx context.Context, tx *store.Tx) error {
				run, mine, err := tx.ClaimRun(ctx, "end-terms", slot, today)
				if err != nil || !mine {
					return fmt.Errorf("mine %v: %w", mine, err)
				}
				_, err = tx.FinishRun(ctx, run, model.JobFailed, "演示")
				return err
			})
		}
	}
}

func deliveryIn(status model.DeliveryStatus) func(*office) {
	return func(o *office) {
		d := model.Delivery{
			ID: model.DeliveryID(store.NewID()), NotificationID: "none", UserID: "u", Event: model.EventTermNear, EventTitle: "期限将届满",
			Channel: model.ChannelEmail, Status: status, NextAt: o.Desk.now(), Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
		}
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddDelivery(ctx, &d) })
	}
}

func TestNothingIsMissingFromAnEmptyDatabase(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		lines := o.quality(seesAll())
		if len(lines) != len(policy.QualityRules()) {
			t.Errorf("%d rules, want %d", len(lines), len(policy.QualityRules()))
		}
		for id, line := range lines {
			if line.Count != 0 || line.Records == nil || id != policy.QualityCalendar && line.Of != 0 {
				t.Errorf("%s: %+v", id, line)
			}
		}
	})
}

func TestTheCalendarIsMissedInTimeForTheNextYear(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for day, want := range map[string][]string{
			"2026-11-30": {}, "2026-12-01": {"2027"}, "2026-12-31": {"2027"}, "2027-01-01": {"2027"}, "2027-12-01": {"2027", "2028"},
		} {
			o.moveTo(day)
			got := []string{}
			for _, record := range o.quality(seesAll())[policy.QualityCalendar].Records {
				got = append(got, record.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("on %s %v is missing, want %v", day, got, want)
			}
		}
	})
}

func TestDataQualityKeepsToWhatTheReaderMaySee(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		licence(-1)(o)
		firmWith(func(e *licensedFirm) {
			e.AreaCode, e.lastDay = "500156002", today.AddDays(-1)
		})(o)
		here := model.Actor{UserID: "i", Roles: []model.Role{model.RoleInspector}, AreaCode: "500156001"}
		lines := o.quality(here)
		if found := lines["licence-expired"]; found.Count != 1 || found.Of != 1 || len(found.Records) != 1 {
			t.Errorf("an inspector of one street sees %+v", found)
		}
		for _, hidden := range []model.QualityRuleID{"account-unused", "delivery-failed", policy.QualitySecondFactor} {
			if line, shown := lines[hidden]; shown {
				t.Errorf("an inspector sees %+v", line)
			}
		}
		if found := o.quality(person("a", model.RoleAuditor))["licence-expired"]; found.Count != 2 {
			t.Errorf("the auditor sees %+v", found)
		}
		if line, shown := o.quality(person("s", model.RoleSecurityAdmin))["licence-expired"]; shown {
			t.Errorf("the security administrator sees %+v", line)
		}
		for _, role := range []model.Role{model.RoleFirm, model.RoleAssociation, model.RoleConsumers, model.RoleSupport, model.RoleComplaints} {
			_, err := o.DataQuality(t.Context(), person("x", role))
			wantKind(t, err, model.Forbidden)
		}
		o.Rules.SecondFactor = false
		if _, shown := o.quality(seesAll())[policy.QualitySecondFactor]; shown {
			t.Error("a second factor that nobody asks for is missed")
		}
	})
}

func TestASignInEndsTheTimeOfAnAccountUnused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("fresh", model.RoleComplaints)
		counts := func() [2]int64 {
			lines := o.quality(seesAll())
			return [2]int64{lines["account-unused"].Count, lines["account-dormant"].Count}
		}
		o.pass(30)
		if got := counts(); got != [2]int64{1, 0} {
			t.Fatalf("before the sign-in %v", got)
		}
		for range 2 { // the second time writes over the first
			if _, _, err := o.SignIn(t.Context(), plainHasher{}, Credentials{Name: "fresh", Password: "long-enough-1"}); err != nil {
				t.Fatal(err)
			}
			o.pass(89)
			if got := counts(); got != [2]int64{} {
				t.Fatalf("89 days after a sign-in %v", got)
			}
		}
		u := must2(o.Store.User(t.Context(), store.Everything(), actor.UserID))
		o.pass(1)
		if got := counts(); got != [2]int64{0, 1} || u.Version != 1 {
			t.Errorf("90 days after the sign-in %v, version %d", got, u.Version)
		}
	})
}
