package casework

import (
	"testing"

	"yijian/model"
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
