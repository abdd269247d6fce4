package casework

import (
	"context"
	"testing"

	"yijian/model"
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
			for _, item := range must2(o.Work(ctx, officer)) {
				if item.Noun == "certificates" && item.ID == string(officer.UserID) {
					n++
				}
			}
			return n
		}
		renew := NewCertificate{Number: "渝-9", Issuer: "重庆市司法局", From: o.day(), Expires: o.day().AddDays(61)}
		must2(o.RenewCertificate(ctx, call(admin, 1), officer.UserID, renew))
		if told() != 0 {
			t.Error("told 61 days before")
		}
		o.pass(1)
		if told() != 1 {
			t.Error("not told 60 days before")
		}
		_, err := o.RenewCertificate(ctx, call(admin, 2), officer.UserID, NewCertificate{Number: "渝-9", Issuer: "重庆市司法局", From: o.day(), Expires: o.day().AddDays(-1)})
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
			c.Expires = today.AddDays(62)
			_, err = tx.ChangeCertificate(ctx, c)
			return err
		})
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
		for _, item := range must2(o.Work(t.Context(), chief)) {
			if item.Noun == "certificates" && item.ID == string(officer.UserID) && item.Due.DaysLeft < 0 {
				found++
			}
		}
		if found != 1 {
			t.Errorf("the expired certificate is %d times among the chief's work", found)
		}
	})
}
