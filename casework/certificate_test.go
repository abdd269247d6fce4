package casework

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

func TestASuspendedCertificateBarsFromInspections(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		officers := []model.Actor{o.person("cert-1", model.RoleInspector), o.person("cert-2", model.RoleInspector)}
		firm := o.firm("C001", "500156001")
		admin := o.person("cert-admin", model.RoleSystemAdmin)
		plan := InspectionPlan{
			Kind: model.InspectionDaily, Basis: "演示", PlannedOn: o.day(), Officers: []model.UserID{officers[0].UserID, officers[1].UserID},
		}
		_, err := o.PlanInspection(ctx, call(officers[0], 0), firm.ID, plan)
		if err != nil {
			t.Fatal(err)
		}
		suspended := must2(o.SuspendCertificate(ctx, call(admin, 1), officers[1].UserID, "接受调查"))
		_, err = o.PlanInspection(ctx, call(officers[0], 0), firm.ID, plan)
		wantRefused(t, err, model.Invalid, "/officers/1 inspection.certificate_suspended")
		_, err = o.SuspendCertificate(ctx, call(admin, suspended.Version), officers[1].UserID, "再次")
		wantRefused(t, err, model.Conflict, "certificate.state")
		must2(o.RestoreCertificate(ctx, call(admin, suspended.Version), officers[1].UserID, "查无问题"))
		must2(o.PlanInspection(ctx, call(officers[0], 0), firm.ID, plan))
	})
}

func TestAnOfficerIsToldOfHisOwnCertificateFrom60Days(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		officer, admin := o.person("cert-3", model.RoleInspector), o.person("cert-admin", model.RoleSystemAdmin)
		told := func() int {
			n := 0
			for _, item := range must2(o.Work(ctx, officer)).Items {
				if item.Noun == "certificates" && item.ID == string(officer.UserID) {
					n++
				}
			}
			return n
		}
		held := must2(o.Store.Certificate(ctx, store.Everything(), officer.UserID))
		must2(o.VoidCertificate(ctx, call(admin, 1), officer.UserID, held.Periods[0].ID, "填错"))
		renew := NewCertificate{Number: "渝-9", Issuer: "重庆市司法局", From: o.day(), Expires: o.day().AddDays(61)}
		must2(o.RenewCertificate(ctx, call(admin, 2), officer.UserID, renew))
		if told() != 0 {
			t.Error("told 61 days before")
		}
		o.pass(1)
		if told() != 1 {
			t.Error("not told 60 days before")
		}
		_, err := o.RenewCertificate(ctx, call(admin, 3), officer.UserID, NewCertificate{Number: "渝-9", Issuer: "重庆市司法局", From: o.day(), Expires: o.day().AddDays(-1)})
		wantRefused(t, err, model.Invalid, "/expires date.too_early")
		self := o.person("cert-self", model.RoleInspector, model.RoleLegal)
		_, err = o.SuspendCertificate(ctx, call(self, 1), self.UserID, "本人")
		wantRefused(t, err, model.Forbidden, "certificate.own")
	})
}

// Officer and chief are told of a certificate's end at 60, 30 and 7 days, once each,
// also when the day itself was missed; and of nobody else's end.
func TestACertificatesEndIsToldThreeTimes(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief, officer := o.person("cert-chief", model.RoleChief), o.person("cert-4", model.RoleInspector)
		far := o.personAt("cert-far", "500156002", "", model.RoleChief)
		o.write(func(ctx context.Context, tx *store.Tx) error {
			c, err := tx.Certificate(ctx, store.Everything(), officer.UserID)
			if err != nil {
				return err
			}
			c.Periods[0].VoidedOn = today
			return tx.VoidCertificatePeriod(ctx, c.Periods[0])
		})
		o.certify(officer.UserID, model.Date{}, today.AddDays(62))
		clock := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		days := map[int]int{61: 0, 60: 1, 59: 1, 31: 1, 29: 2, 28: 2, 8: 2, 7: 3, 3: 3, 1: 3, 0: 3}
		for left := 62; left >= -1; left-- {
			want, asked := days[left]
			if asked {
				must2(o.RemindTerms(t.Context(), clock))
				must2(o.RemindTerms(t.Context(), clock))
				for _, who := range []model.Actor{chief, officer} {
					if got := len(told(t, o.Desk, who.UserID)); got != want {
						t.Errorf("%d days before the end %s was told %d times, want %d", left, who.Name, got, want)
					}
				}
			}
			o.pass(1)
		}
		if got := told(t, o.Desk, far.UserID); len(got) != 0 {
			t.Errorf("another area's chief was told %+v", got)
		}
		found := 0
		for _, item := range must2(o.Work(t.Context(), chief)).Items {
			if item.Noun == "certificates" && item.ID == string(officer.UserID) && item.Due.DaysLeft < 0 {
				found++
			}
		}
		if found != 1 {
			t.Errorf("the expired certificate is %d times among the chief's work", found)
		}
	})
}

// Renewals and suspensions of today leave the past as it was: whoever was certified on
// a day still was, and a visit of that day is still recorded; and the other way round.
func TestAPastDayKeepsItsCertificate(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		admin, legal := o.person("past-admin", model.RoleSystemAdmin), o.person("past-legal", model.RoleLegal)
		officers := []model.Actor{o.person("past-1", model.RoleInspector), o.person("past-2", model.RoleInspector)}
		who := officers[1].UserID
		version := int64(1)
		done := func(c model.Certificate, err error) model.Certificate {
			t.Helper()
			version = must2(c, err).Version
			return c
		}
		held := must2(o.Store.Certificate(ctx, store.Everything(), who))
		done(o.VoidCertificate(ctx, call(admin, version), who, held.Periods[0].ID, "填错"))
		issue := func(number string, from, expires model.Date) {
			t.Helper()
			done(o.RenewCertificate(ctx, call(admin, version), who, NewCertificate{Number: number, Issuer: "重庆市司法局", From: from, Expires: expires}))
		}
		first := o.day()
		issue("渝-旧", first.AddDays(-100), first.AddDays(10))
		o.pass(2)
		done(o.SuspendCertificate(ctx, call(legal, version), who, "接受调查"))
		o.pass(3)
		done(o.RestoreCertificate(ctx, call(legal, version), who, "查无问题"))
		o.pass(15)
		issue("渝-新", o.day(), o.day().AddDays(1000))
		done(o.SuspendCertificate(ctx, call(legal, version), who, "再次调查"))

		firm := o.firm("P001", "500156001")
		for days, want := range map[int]struct {
			state  policy.CertificateState
			number string
			reason string
		}{
			-101: {policy.CertificateEarly, "渝-旧", "inspection.certificate_early"},
			-100: {policy.CertificateValid, "渝-旧", ""},
			1:    {policy.CertificateExpiring, "渝-旧", ""},
			2:    {policy.CertificateSuspended, "渝-旧", "inspection.certificate_suspended"},
			4:    {policy.CertificateSuspended, "渝-旧", "inspection.certificate_suspended"},
			5:    {policy.CertificateExpiring, "渝-旧", ""},
			10:   {policy.CertificateExpiring, "渝-旧", ""},
			11:   {policy.CertificateEarly, "渝-新", "inspection.certificate_early"},
			20:   {policy.CertificateSuspended, "渝-新", "inspection.certificate_suspended"},
		} {
			day := first.AddDays(days)
			line := must2(o.CertificateCard(ctx, admin, who, day)).Record
			if line.State != want.state || line.Number != want.number || line.On != day {
				t.Errorf("day %d: %s with %s, want %s with %s", days, line.State, line.Number, want.state, want.number)
			}
			i := must2(o.PlanInspection(ctx, call(officers[0], 0), firm.ID, InspectionPlan{
				Kind: model.InspectionDaily, Basis: "演示", PlannedOn: first, Officers: []model.UserID{officers[0].UserID, who},
			}))
			_, err := o.RecordInspection(ctx, call(officers[0], i.Version), i.ID, InspectionResult{InspectedOn: day, Units: 1, Result: model.ResultClean})
			if want.reason == "" && err != nil {
				t.Errorf("a visit of day %d: %v", days, err)
			} else if want.reason != "" {
				wantRefused(t, err, model.Invalid, "/inspected_on "+want.reason)
			}
		}
		card := must2(o.CertificateCard(ctx, admin, who, model.Date{}))
		last := card.Record.Suspensions[len(card.Record.Suspensions)-1]
		former := card.Record.Suspensions[0]
		if len(card.Record.Periods) != 3 || len(card.Record.Suspensions) != 2 || last.Reason != "再次调查" || !last.ReturnedOn.IsZero() ||
			former.SuspendedBy != legal.Name || former.Reason != "接受调查" || former.ReturnedBy != legal.Name || former.ReturnReason != "查无问题" ||
			former.ReturnedOn != first.AddDays(5) || card.Record.Periods[2].RecordedBy != admin.Name {
			t.Errorf("the card tells %+v and %+v", card.Record.Periods, card.Record.Suspensions)
		}
		for _, line := range card.History {
			if line.Act == "certificate:renew" && !strings.Contains(line.After, "渝-") || line.Act == "certificate:suspend" && !strings.Contains(line.After, "接受调查") ||
				line.Before == "" || strings.Contains(line.After, `"periods":null`) {
				t.Errorf("the history says of %s only %s", line.Act, line.After)
			}
		}
		if len(card.History) != int(version)-1 || card.History[0].Reason == "" {
			t.Errorf("the history has %d lines: %+v", len(card.History), card.History)
		}
		page := must2(o.Certificates(ctx, admin, store.Query{}, first.AddDays(3)))
		for _, line := range page.Items {
			if line.ID == who && line.State != policy.CertificateSuspended {
				t.Errorf("on the list of day 3 it is %s", line.State)
			}
		}
	})
}

// Of two acts on one certificate by two servers at once, one wins.
func TestTwoSuspensionsAtOnceAreOne(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, officer := o.person("two-admin", model.RoleSystemAdmin), o.person("two-1", model.RoleInspector)
		var won atomic.Int64
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := o.SuspendCertificate(t.Context(), call(admin, 1), officer.UserID, "接受调查"); err == nil {
					won.Add(1)
				} else if kind := model.KindOf(err); kind != model.Stale && kind != model.Conflict {
					t.Error(err)
				}
			})
		}
		all.Wait()
		held := must2(o.Store.Certificate(t.Context(), store.Everything(), officer.UserID))
		if won.Load() != 1 || len(held.Suspensions) != 1 {
			t.Errorf("%d won, %d suspensions", won.Load(), len(held.Suspensions))
		}
	})
}

// inspectorWith is an inspector with whatever change says of the certificate.
func inspectorWith(change func(*office, model.UserID)) func(*office) {
	return func(o *office) {
		u := newUserRow(o, model.RoleInspector)
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddUser(ctx, &u) })
		change(o, u.ID)
	}
}

// suspendedFor holds an inspector's certificate back from one day up to another.
func suspendedFor(from, until model.Date) func(*office) {
	return inspectorWith(func(o *office, id model.UserID) {
		o.certify(id, model.Date{}, today.AddDays(1000))
		o.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.AddCertificateSuspension(ctx, &model.CertificateSuspension{
				ID: store.NewID(), UserID: id, SuspendedOn: from, ReturnedOn: until, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
			})
		})
	})
}

// certificatesOf is an inspector with certificates from and up to so many days from today.
func certificatesOf(periods ...[2]int) func(*office) {
	return inspectorWith(func(o *office, id model.UserID) {
		for _, p := range periods {
			o.certify(id, today.AddDays(p[0]), today.AddDays(p[1]))
		}
	})
}
