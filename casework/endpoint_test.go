package casework

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

var doors atomic.Int64

// completeFacts is of another door each time.
func completeFacts() EndPointFacts {
	return EndPointFacts{
		Name: "白马镇服务站", Kind: model.EndPointStation, Brands: []string{"演示", "示范"}, Services: []string{"pickup", "delivery"}, Scope: []string{"province"},
		AreaCode: "500156101", Address: fmt.Sprintf("白马镇正街%d号", doors.Add(1)), OpenedOn: model.NewDate(2026, 3, 2),
		ManagerName: "李四", ManagerID: "11010519491231002X", ManagerPhone: "13812345678", ServicePhone: "023-77720001",
		Cameras: new(4), FloorArea: new(30),
	}
}

// The calendar ends with 2026: nobody knows when a notice has to be given by, but what is given
// within as many days as it may take working days is in time.
func TestANoticeIsGivenWhereTheCalendarEnds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-12-30")
		firm := addFirm(t, d, 1)
		owner, inspector, ctx := firmPerson(firm.ID), officer(model.RoleInspector), t.Context()
		submitted := func() model.EndPoint {
			facts := completeFacts()
			facts.OpenedOn = model.NewDate(2026, 12, 28)
			e := must2(d.DraftEndPoint(ctx, by(owner, 0), firm.ID, facts))
			return must2(d.SubmitEndPoint(ctx, by(owner, e.Version), e.ID))
		}
		soon, late := submitted(), submitted()
		c.moveTo("2027-01-01")
		e, err := d.RequestCorrection(ctx, by(inspector, soon.Version), soon.ID, "缺少场所图片")
		ok(t, e, err)
		c.moveTo("2027-01-02")
		_, err = d.RequestCorrection(ctx, by(inspector, late.Version), late.ID, "缺少场所图片")
		wantRefusal(t, err, model.Conflict, "calendar.year_unknown")
	})
}

func TestEndPointFromDraftToCancelled(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		firm := addFirm(t, d, 1)
		owner, inspector := firmPerson(firm.ID), officer(model.RoleInspector)
		ctx := t.Context()

		e, err := d.DraftEndPoint(ctx, by(owner, 0), firm.ID, completeFacts())
		ok(t, e, err)
		if e.Status != model.EndPointDraft || e.EnterpriseName != firm.Name {
			t.Errorf("draft is %+v", e)
		}
		e, err = d.SubmitEndPoint(ctx, by(owner, e.Version), e.ID)
		ok(t, e, err)
		if e.Status != model.EndPointSubmitted || e.IsFiledLate() || e.SubmittedOn.String() != "2026-03-10" {
			t.Errorf("submitted is %+v", e)
		}
		card, err := d.EndPointCard(ctx, inspector, e.ID)
		ok(t, card, err)
		accept := actOf(t, card.Acts, "accept")
		if !accept.Allowed || accept.Due == nil || accept.Due.DueOn.String() != "2026-03-17" || accept.Due.DaysLeft != 7 {
			t.Errorf("accept is %+v due %+v, want the fifth working day", accept, accept.Due)
		}
		if accept.Due != nil && !strings.Contains(accept.Due.Basis, "国邮发〔2018〕60号") {
			t.Errorf("basis is %q", accept.Due.Basis)
		}
		if act := actOf(t, card.Acts, "cancel"); act.Allowed || act.Reason == "" {
			t.Errorf("cancel of a submitted filing is %+v", act)
		}

		e, err = d.RequestCorrection(ctx, by(inspector, e.Version), e.ID, "缺少场所图片")
		ok(t, e, err)
		facts := completeFacts()
		facts.Address, facts.ManagerPhone, facts.ManagerID, facts.ManagerName = "白马镇正街9号", "138****5678", "110*************2X", "李*"
		e, err = d.ChangeEndPoint(ctx, by(owner, e.Version), e.ID, facts)
		ok(t, e, err)
		if string(e.ManagerPhone) != "13812345678" || string(e.ManagerID) != "11010519491231002X" || string(e.ManagerName) != "李四" {
			t.Error("a mask that was sent back replaced personal data")
		}
		c.moveTo("2026-03-12")
		e, err = d.SubmitEndPoint(ctx, by(owner, e.Version), e.ID)
		ok(t, e, err)
		_, err = d.RequestCorrection(ctx, by(inspector, e.Version), e.ID, "还缺营业执照")
		wantRefusal(t, err, model.Conflict, "endpoint.correction_used")

		e, err = d.AcceptEndPoint(ctx, by(inspector, e.Version), e.ID, FilingAcceptance{"国备2026-77", "材料当场核对"})
		ok(t, e, err)
		if e.Status != model.EndPointFiled || e.LocalSerial != "500156-2026-0001" || e.ValidUntil != model.NewDate(2027, 12, 31) {
			t.Errorf("filed is %+v", e)
		}
		page, err := d.Store.History(ctx, "endpoints", string(e.ID))
		ok(t, page, err)
		for _, entry := range page {
			if strings.Contains(entry.Before+entry.After, "13812345678") || strings.Contains(entry.After, "11010519491231002X") {
				t.Error("an audit row shows personal data in clear")
			}
		}
		e, err = d.CancelEndPoint(ctx, by(owner, e.Version), e.ID, "门店关闭")
		ok(t, e, err)
		if e.Status != model.EndPointCancelled || e.EndReason != "门店关闭" || e.EndedOn.IsZero() {
			t.Errorf("cancelled is %+v", e)
		}
		_, err = d.CancelEndPoint(ctx, by(owner, e.Version), e.ID, "门店关闭")
		wantRefusal(t, err, model.Conflict, "endpoint.wrong_state")
	})
}

// submitted returns an end point of the firm that waits for the bureau.
func submitted(t *testing.T, d *Desk, firm model.EnterpriseID, facts EndPointFacts) model.EndPoint {
	t.Helper()
	e, err := d.DraftEndPoint(t.Context(), by(firmPerson(firm), 0), firm, facts)
	ok(t, e, err)
	e, err = d.SubmitEndPoint(t.Context(), by(firmPerson(firm), e.Version), e.ID)
	return ok(t, e, err)
}

func TestEndPointActsAreRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		firm, rival := addFirm(t, d, 1), addFirm(t, d, 2)
		owner, inspector := firmPerson(firm.ID), officer(model.RoleInspector)
		ctx := t.Context()
		e := submitted(t, d, firm.ID, completeFacts())

		_, err := d.AcceptEndPoint(ctx, by(owner, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Forbidden, "permission.denied")
		_, err = d.AcceptEndPoint(ctx, by(officer(model.RoleChief), e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Forbidden, "permission.denied")
		_, err = d.AcceptEndPoint(ctx, by(inspector, e.Version-1), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Stale, "record.stale")
		_, err = d.ChangeEndPoint(ctx, by(owner, e.Version), e.ID, completeFacts())
		wantRefusal(t, err, model.Conflict, "endpoint.wrong_state")

		_, err = d.EndPointCard(ctx, firmPerson(rival.ID), e.ID)
		wantRefusal(t, err, model.NotFound, "record.not_found")
		abroad := inspector
		abroad.AreaCode = "500157"
		_, err = d.ReturnEndPoint(ctx, by(abroad, e.Version), e.ID, "不属备案范围")
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = d.DraftEndPoint(ctx, by(owner, 0), rival.ID, completeFacts())
		wrongField(t, err, "/enterprise_id", "enterprise.unknown")
		townsman := inspector
		townsman.AreaCode = "500156001"
		_, err = d.DraftEndPoint(ctx, by(townsman, 0), firm.ID, completeFacts())
		wrongField(t, err, "/area_code", "area.foreign")
		townsman.AreaCode = "500156002"
		_, err = d.DraftEndPoint(ctx, by(townsman, 0), firm.ID, completeFacts())
		wrongField(t, err, "/enterprise_id", "enterprise.unknown")

		c.moveTo("2026-03-13")
		_, err = d.RequestCorrection(ctx, by(inspector, e.Version), e.ID, "缺少图片")
		wantRefusal(t, err, model.Conflict, "endpoint.correction_late")
		c.moveTo("2028-01-03")
		_, err = d.AcceptEndPoint(ctx, by(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
		wantRefusal(t, err, model.Conflict, "endpoint.licence_expired")
		c.moveTo("2026-03-13")
		e, err = d.ReturnEndPoint(ctx, by(inspector, e.Version), e.ID, "不提供收寄投递服务")
		ok(t, e, err)
		if e.Status != model.EndPointReturned {
			t.Errorf("returned is %+v", e)
		}
	})
}

func TestIncompleteEndPointIsNotSubmitted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		firm := addFirm(t, d, 1)
		e, err := d.DraftEndPoint(t.Context(), by(firmPerson(firm.ID), 0), firm.ID, EndPointFacts{Name: "空白网点", AreaCode: "500156101"})
		ok(t, e, err)
		_, err = d.SubmitEndPoint(t.Context(), by(firmPerson(firm.ID), e.Version), e.ID)
		for _, pointer := range []string{"/kind", "/brands", "/services", "/address", "/opened_on", "/manager_name", "/manager_id", "/manager_phone", "/service_phone"} {
			wrongField(t, err, pointer, "required")
		}
		facts := completeFacts()
		facts.OpenedOn = model.NewDate(2026, 3, 11)
		e, err = d.ChangeEndPoint(t.Context(), by(firmPerson(firm.ID), e.Version), e.ID, facts)
		ok(t, e, err)
		_, err = d.SubmitEndPoint(t.Context(), by(firmPerson(firm.ID), e.Version), e.ID)
		wrongField(t, err, "/opened_on", "endpoint.not_open")
		facts.ManagerID, facts.ManagerPhone, facts.Brands = "110105194912310021", "12ab", []string{"演示", "演示"}
		_, err = d.ChangeEndPoint(t.Context(), by(firmPerson(firm.ID), e.Version), e.ID, facts)
		wrongField(t, err, "/manager_id", "id_number.check_digit")
		wrongField(t, err, "/manager_phone", "phone.invalid")
		wrongField(t, err, "/brands/1", "endpoint.brand_doubled")
	})
}

func TestLateFilingIsAFact(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-23") // 2026-03-02 and 20 days is Sunday 22 March, so Monday is in time
		firm := addFirm(t, d, 1)
		if e := submitted(t, d, firm.ID, completeFacts()); e.IsFiledLate() {
			t.Error("the last day counts as late")
		}
		c.moveTo("2026-03-24")
		e := submitted(t, d, firm.ID, completeFacts())
		if !e.IsFiledLate() {
			t.Error("the day after the last is not late")
		}
		inspector := officer(model.RoleInspector)
		e, err := d.RequestCorrection(t.Context(), by(inspector, e.Version), e.ID, "开办日期有误")
		ok(t, e, err)
		facts := completeFacts()
		facts.OpenedOn = model.NewDate(2026, 3, 20)
		e, err = d.ChangeEndPoint(t.Context(), by(inspector, e.Version), e.ID, facts)
		ok(t, e, err)
		e, err = d.SubmitEndPoint(t.Context(), by(inspector, e.Version), e.ID)
		ok(t, e, err)
		if !e.IsFiledLate() {
			t.Error("a correction wiped out the fact that the filing was late")
		}
	})
}

func TestSerialsAreGivenOnceWhenManyFileAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		firm := addFirm(t, d, 1)
		const n = 8
		var waiting []model.EndPoint
		for range n {
			waiting = append(waiting, submitted(t, d, firm.ID, completeFacts()))
		}
		serials, errs := make([]string, n), make([]error, n)
		var group sync.WaitGroup
		for i, e := range waiting {
			group.Go(func() {
				filed, err := d.AcceptEndPoint(t.Context(), by(officer(model.RoleInspector), e.Version), e.ID, FilingAcceptance{"", "材料当场核对"})
				serials[i], errs[i] = string(filed.LocalSerial), err
			})
		}
		group.Wait()
		seen := map[string]bool{}
		for i, serial := range serials {
			if errs[i] != nil {
				t.Fatal(errs[i])
			}
			seen[serial] = true
		}
		for i := 1; i <= n; i++ {
			if !seen[fmt.Sprintf("500156-2026-%04d", i)] {
				t.Errorf("serial %d is missing in %v", i, serials)
			}
		}
	})
}

func TestRepeatedAcceptanceGetsTheFirstReply(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		firm := addFirm(t, d, 1)
		e := submitted(t, d, firm.ID, completeFacts())
		call := by(officer(model.RoleInspector), e.Version)
		call.Key = "key-1"
		first, err := d.AcceptEndPoint(t.Context(), call, e.ID, FilingAcceptance{"", "材料当场核对"})
		ok(t, first, err)
		again, err := d.AcceptEndPoint(t.Context(), call, e.ID, FilingAcceptance{"", "材料当场核对"})
		ok(t, again, err)
		if again.LocalSerial != first.LocalSerial || again.Version != first.Version {
			t.Errorf("the repeat got %+v, the first %+v", again, first)
		}
	})
}

func TestBrandsHoldNoControlCharacters(t *testing.T) {
	facts := EndPointFacts{Name: "演示网点", AreaCode: districtCode, Brands: []string{"顺达", "a\nb", "甲\u2028", "\u0001", `"A&B"`}}
	var wrong []string
	for _, field := range facts.check(today) {
		wrong = append(wrong, field.Pointer+" "+field.Reason)
	}
	if want := "/brands/1 endpoint.brand_unprintable /brands/2 endpoint.brand_unprintable /brands/3 endpoint.brand_unprintable"; strings.Join(wrong, " ") != want {
		t.Errorf("wrong %v, want %s", wrong, want)
	}
}

// A filing is begun only for a firm for which it may be filed, and exactly those are offered.
func TestAFilingIsBegunOnlyForAFirmThatMayFile(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		clerk := person("clerk", model.RoleInspector)
		day := d.Today()
		type change = func(*NewLicence)
		lasts := func(from, expires model.Date) change {
			return func(l *NewLicence) { l.From, l.IssuedOn, l.Expires = from, day.AddMonths(-12), expires }
		}
		for n, want := range []struct {
			licences []change
			status   model.EnterpriseStatus
			reason   string
		}{
			{[]change{lasts(day.AddMonths(-12), day.AddMonths(12))}, model.EnterpriseActive, ""},
			{[]change{lasts(day.AddMonths(-12), day)}, model.EnterpriseActive, ""},
			{[]change{lasts(day, day.AddMonths(12))}, model.EnterpriseActive, ""},
			{[]change{lasts(day.AddMonths(-12), day.AddDays(-1))}, model.EnterpriseActive, "endpoint.licence_expired"},
			{nil, model.EnterpriseActive, "endpoint.licence_unknown"},
			{[]change{lasts(day.AddDays(1), day.AddMonths(12))}, model.EnterpriseActive, "endpoint.licence_unknown"},
			{[]change{lasts(day.AddMonths(-12), day.AddDays(-9)), lasts(day.AddDays(-3), day.AddMonths(12))}, model.EnterpriseActive, ""},
			{[]change{lasts(day.AddMonths(-12), day.AddMonths(12)), lasts(day.AddDays(-9), day.AddDays(-3))}, model.EnterpriseActive, "endpoint.licence_expired"},
			{[]change{lasts(day.AddMonths(-12), day.AddMonths(12))}, model.EnterpriseSuspended, "endpoint.opener_inactive"},
			{[]change{lasts(day.AddMonths(-12), day.AddMonths(12))}, model.EnterpriseClosed, "endpoint.opener_inactive"},
		} {
			facts := firmFacts
			facts.USCC, facts.Status = usccOf(n+1), want.status
			firm := registered(t, d, facts)
			for nth, change := range want.licences {
				firm = licensed(t, d, firm, func(l *NewLicence) {
					change(l)
					if nth > 0 {
						l.Kind, l.DocumentNo, l.GapReason = model.LicenceRenewal, "演示许可〔2026〕2号", "延续晚办"
					}
				})
			}
			firm, err := d.ChangeEnterprise(t.Context(), by(clerk, firm.Version), firm.ID, facts) // it is registered in business
			ok(t, firm, err)
			page, err := d.Store.Enterprises(t.Context(), store.InArea("500156"), store.Query{Filter: map[string]string{"may_file_on": d.Today().String()}})
			offered := slices.ContainsFunc(ok(t, page, err).Items, func(e model.LicensedEnterprise) bool { return e.ID == firm.ID })
			e, err := d.DraftEndPoint(t.Context(), by(clerk, 0), firm.ID, completeFacts())
			if (want.reason == "") != offered {
				t.Errorf("%d: offered %v, want %q", n, offered, want.reason)
			}
			if want.reason == "" {
				ok(t, e, err)
			} else {
				wrongField(t, err, "/enterprise_id", want.reason)
			}
		}
	})
}
