package casework

import (
	"os"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

func monthEntry(staff int64, areas map[string][2]int64, explanation string) ReturnEntry {
	zero, pickups, deliveries := int64(0), int64(0), int64(0)
	entry := ReturnEntry{Explanation: explanation}
	for _, code := range []string{"500156001", "500156101"} {
		if n, known := areas[code]; known {
			p, d := n[0], n[1]
			pickups, deliveries = pickups+p, deliveries+d
			entry.Areas = append(entry.Areas, model.AreaParcels{AreaCode: code, Pickups: &p, Deliveries: &d})
		}
	}
	entry.Pickups, entry.Deliveries, entry.Staff, entry.Incidents, entry.Complaints = &pickups, &deliveries, &staff, &zero, &zero
	return entry
}

func (o *office) opened(want int) {
	o.t.Helper()
	n, err := o.OpenReturns(o.t.Context(), nightly, o.day())
	if err != nil || n != want {
		o.t.Fatalf("opened %d returns, want %d: %v", n, want, err)
	}
}

func (o *office) returnOf(firm model.EnterpriseID, month string) model.MonthlyReturn {
	o.t.Helper()
	page, err := o.Store.MonthlyReturns(o.t.Context(), store.Everything(), store.Query{Filter: map[string]string{"enterprise_id": string(firm), "month": month}})
	if err != nil || len(page.Items) != 1 {
		o.t.Fatalf("%d returns of %s: %v", len(page.Items), month, err)
	}
	return page.Items[0]
}

// Nothing is asked for months before a licence was known, nothing is late at its opening, and
// who has closed owes nothing.
func TestNoReturnIsBornLate(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.moveTo("2026-03-12")
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-25")
		o.opened(0)
		o.moveTo("2026-04-25") // the first night that the job ran again
		late := o.firm("0002", "500156101")
		o.opened(1)
		m := o.returnOf(firm.ID, "2026-03")
		card := must2(o.MonthlyReturnCard(t.Context(), firmPerson(firm.ID), m.ID))
		if due := actOf(t, card.Acts, "change").Due; due == nil || due.DueOn != model.NewDate(2026, 5, 6) {
			t.Errorf("opened on 25 April its term is %+v", due)
		}
		closed := late
		closed.Status = model.EnterpriseClosed
		o.moveTo("2026-05-02")
		facts := EnterpriseFacts{
			USCC: string(late.USCC), Name: late.Name, Brand: late.Brand, AreaCode: late.AreaCode, Address: late.Address,
			Representative: late.Representative, ServicePhone: late.ServicePhone, Status: model.EnterpriseClosed,
		}
		clerk := o.person("clerk", model.RoleInspector)
		must2(o.ChangeEnterprise(t.Context(), call(clerk, late.Version), late.ID, facts))
		o.opened(1) // the other's for April
	})
}

func TestAMonthlyReturnIsMadeReviewedAndCorrected(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one, two := t.Context(), o.person("one", model.RoleInspector), o.person("two", model.RoleInspector)
		o.moveTo("2026-03-12")
		firm := o.firm("0001", "500156001")
		other := o.firm("0002", "500156101")
		owner := firmPerson(firm.ID)
		o.filed(one, firm.ID, nil)
		o.moveTo("2026-04-01")
		o.opened(2)
		o.opened(0)

		m := o.returnOf(firm.ID, "2026-03")
		if len(m.Areas) != 1 || m.Areas[0].Pickups != nil || !m.Owed || m.Status != model.MonthlyReturnAwaited {
			t.Errorf("opened is %+v", m)
		}
		if got := o.acts(owner, "monthly-returns"); got != "change" {
			t.Errorf("the firm has to %q", got)
		}
		card := must2(o.MonthlyReturnCard(ctx, owner, m.ID))
		if due := actOf(t, card.Acts, "change").Due; due == nil || due.DueOn != model.NewDate(2026, 4, 10) || due.Basis == "" {
			t.Errorf("its term is %+v", due)
		}
		_, err := o.MonthlyReturnCard(ctx, firmPerson(other.ID), m.ID)
		wantKind(t, err, model.NotFound)
		_, err = o.SubmitReturn(ctx, call(owner, m.Version), m.ID)
		wantRefusal(t, err, model.Conflict, "monthly_return.wrong_state")

		twice := monthEntry(3, map[string][2]int64{"500156001": {1, 1}}, "")
		twice.Areas = append(twice.Areas, twice.Areas[0])
		_, err = o.FillReturn(ctx, call(owner, m.Version), m.ID, twice)
		wrongField(t, err, "/areas/1/area_code", "monthly_return.area_twice")
		gaps := monthEntry(3, map[string][2]int64{"500156001": {400, 500}}, "")
		gaps.Staff = nil
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, gaps))
		_, err = o.SubmitReturn(ctx, call(owner, m.Version), m.ID)
		wrongField(t, err, "/staff", "required")
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(3, map[string][2]int64{"500156001": {400, 500}}, "")))
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		if m.Late || m.Status != model.MonthlyReturnSubmitted {
			t.Errorf("handed in is %+v", m)
		}
		m = must2(o.SendBackReturn(ctx, call(one, m.Version), m.ID, "从业人数与上次检查不符"))
		if got := o.acts(owner, "monthly-returns"); got != "submit" {
			t.Errorf("of a returned one the firm has to %q", got)
		}
		m = must2(o.FillReturn(ctx, call(one, m.Version), m.ID, monthEntry(4, map[string][2]int64{"500156001": {400, 500}}, "")))
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		if a, b := o.acts(one, "monthly-returns"), o.acts(two, "monthly-returns"); a != "" || b != "accept" {
			t.Errorf("who entered it has to %q, the other %q", a, b)
		}
		_, err = o.AcceptReturn(ctx, call(one, m.Version), m.ID)
		wantRefusal(t, err, model.Conflict, "monthly_return.own_entry")
		m = must2(o.AcceptReturn(ctx, call(two, m.Version), m.ID))

		volume := func(area string) ParcelVolume {
			t.Helper()
			return must2(ParcelVolumeOf(ctx, o.Store.Reader, store.Everything(), VolumeAsked{EnterpriseID: firm.ID, AreaCode: area, From: "2026-01", To: "2026-03"}))
		}
		m = must2(o.CorrectReturn(ctx, call(owner, m.Version), m.ID, "漏报一个乡镇"))
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(4, map[string][2]int64{"500156001": {400, 500}, "500156101": {7, 8}}, "新设网点")))
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		if v := volume(""); v != (ParcelVolume{400, 500, 1}) {
			t.Errorf("while it is corrected there count %+v", v)
		}
		kept := must2(o.KeepReturn(ctx, call(owner, m.Version), m.ID))
		if kept.Status != model.MonthlyReturnAccepted || len(kept.Areas) != 1 || kept.CorrectionReason != "" {
			t.Errorf("given up it is %+v", kept)
		}
		m = must2(o.CorrectReturn(ctx, call(owner, kept.Version), m.ID, "漏报一个乡镇"))
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(4, map[string][2]int64{"500156001": {400, 500}, "500156101": {7, 8}}, "新设网点")))
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		must2(o.AcceptReturn(ctx, call(one, m.Version), m.ID))
		if v := volume("500156101"); v != (ParcelVolume{7, 8, 1}) {
			t.Errorf("of one township there count %+v", v)
		}
		versions := must2(o.MonthlyReturnCard(ctx, owner, m.ID)).Record.History
		if len(versions) != 2 || versions[0].Reason != "漏报一个乡镇" || versions[0].Number != 2 || versions[1].Reason != "" || len(versions[1].Areas) != 1 {
			t.Errorf("the versions are %+v", versions)
		}

		o.moveTo("2026-04-11")
		view := must2(o.ReturnOverview(ctx, one, ""))
		states := map[string]ReturnState{}
		for _, row := range view.Rows {
			states[row.EnterpriseName] = row.Cells[0].State
		}
		last := view.Months[len(view.Months)-1]
		if states[firm.Name] != ReturnTaken || states[other.Name] != ReturnMissing || last.Owed != 2 || last.In != 1 || last.Missing != 1 || last.Deliveries != 508 {
			t.Errorf("the overview says %v %+v", states, last)
		}
		_, err = o.ReturnOverview(ctx, owner, "")
		wantKind(t, err, model.Forbidden)
		o.wantOverviewFiles(one, map[string]string{firm.Name: "已接收", other.Name: "缺报"})
		_, _, err = o.ReturnOverviewFile(ctx, call(owner, 0), "", false)
		wantKind(t, err, model.Forbidden)
		late := o.returnOf(other.ID, "2026-03")
		late = must2(o.FillReturn(ctx, call(firmPerson(other.ID), late.Version), late.ID, monthEntry(0, nil, "")))
		if late = must2(o.SubmitReturn(ctx, call(firmPerson(other.ID), late.Version), late.ID)); !late.Late {
			t.Error("handed in after its term it is not late")
		}
		o.moveTo("2026-05-02")
		o.opened(2)
		if next := o.returnOf(firm.ID, "2026-04"); len(next.Areas) != 2 || next.Areas[1].Pickups != nil {
			t.Errorf("the next month begins with %+v", next.Areas)
		}
		waived := o.returnOf(other.ID, "2026-04")
		waived = must2(o.WaiveReturn(ctx, call(one, waived.Version), waived.ID, "已经停业，正办注销", "《邮政法》第五十四条"))
		if clocks := must2(o.Store.BareClocksOf(ctx, "monthly-returns", string(waived.ID))); len(clocks) != 1 || clocks[0].Status != model.ClockStopped {
			t.Errorf("the clock of a waived return is %+v", clocks)
		}
	})
}

// wantOverviewFiles checks the files of both tables of the overview: headed and said as the page.
func (o *office) wantOverviewFiles(by model.Actor, states map[string]string) {
	o.t.Helper()
	page, err := os.ReadFile("../web/console/src/pages/ReturnOverview.vue")
	if err != nil {
		o.t.Fatal(err)
	}
	for state, said := range returnStatesSaid {
		if !strings.Contains(string(page), string(state)+": {") || !strings.Contains(string(page), "label: '"+said+"'") {
			o.t.Errorf("the page does not say %s of %s", said, state)
		}
	}
	f, rows, err := o.ReturnOverviewFile(o.t.Context(), call(by, 0), "", false)
	if err != nil || len(f.Columns) != 13 || f.Columns[0].Title != "企业" || f.Columns[1].Title != "2026-03" || f.Columns[12].Title != "2025-04" || len(rows) != len(states) {
		o.t.Fatalf("the firms are %+v %+v, %v", f, rows, err)
	}
	for _, row := range rows {
		if row[1].Words != states[row[0].Words] || row[2].Words != "不需报" {
			o.t.Errorf("a firm is %+v", row)
		}
	}
	f, rows, err = o.ReturnOverviewFile(o.t.Context(), call(by, 0), "", true)
	if err != nil || len(rows) != 12 || len(f.Columns) != len(rows[0]) {
		o.t.Fatalf("the months are %+v %+v, %v", f, rows, err)
	}
	said := ""
	for n, cell := range rows[0] {
		said += f.Columns[n].Title + " " + cell.Words + "，"
	}
	if want := "月份 2026-03，收寄 407，投递 508，从业人数 4，安全事件 0，用户投诉 0，应报家数 2，已报家数 1，其中逾期 0，缺报家数 1，接收家数 1，"; said != want {
		o.t.Errorf("the newest month is %s, want %s", said, want)
	}
}
