package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// A number that nobody gave stays so, a zero is a zero, and a draft is neither late nor in time.
func TestWhatNobodyGaveOfAnEndPointIsAbsent(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		facts.Cameras, facts.FloorArea = nil, new(0)
		e := must2(o.DraftEndPoint(ctx, call(firmPerson(firm.ID), 0), firm.ID, facts))
		kept := must2(o.Store.EndPoint(ctx, store.Everything(), e.ID))
		if kept.Cameras != nil || kept.FloorArea == nil || *kept.FloorArea != 0 || kept.FiledLate != nil {
			t.Errorf("kept is %v cameras, %v square metres, late %v", kept.Cameras, kept.FloorArea, kept.FiledLate)
		}
		cells := endPointCells("", "", kept)
		if said := cells[16] + "|" + cells[17]; said != "|0" {
			t.Errorf("the workbook says %s", said)
		}
		o.moveTo("2026-04-30")
		if card := must2(o.EndPointCard(ctx, firmPerson(firm.ID), e.ID)); card.Record.LateDays != 38 { // opened on 2 March, due on Monday the 23rd
			t.Errorf("a draft is %d days late", card.Record.LateDays)
		}
		e = must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))
		if !e.IsFiledLate() {
			t.Error("handed in it is not late")
		}
	})
}

// Of a filing under examination the term is shown that ends first, and none of a notice that was given.
func TestTheEarliestTermOfAFilingIsShown(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		o.moveTo("2026-03-10")
		due := func(id model.EndPointID) string {
			t.Helper()
			for _, item := range must2(o.Work(ctx, inspector)).Items {
				if item.ID == string(id) && item.Due != nil {
					return item.Due.DueOn.String()
				}
			}
			return ""
		}
		e := submitted(t, o.Desk, firm.ID, completeFacts())
		if is := due(e.ID); is != "2026-03-12" {
			t.Errorf("its term is %s, want that of the notice", is)
		}
		other := submitted(t, o.Desk, firm.ID, completeFacts())
		o.moveTo("2026-03-13")
		if is := due(other.ID); is != "2026-03-17" {
			t.Errorf("after the time for the notice its term is %s", is)
		}
		o.moveTo("2026-03-11")
		e = must2(o.RequestCorrection(ctx, call(inspector, e.Version), e.ID, "缺少场所图片"))
		e = must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))
		act := actOf(t, must2(o.EndPointCard(ctx, inspector, e.ID)).Acts, "request-correction")
		if act.Allowed || act.Due != nil {
			t.Errorf("a notice that was given still has a term: %+v", act.Due)
		}
	})
}

// A stopped clock says why it stopped, in the word of the act.
func TestAClockSaysHowItEnded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		o.moveTo("2026-04-01")
		e := submitted(t, o.Desk, firm.ID, completeFacts())
		e = must2(o.RequestCorrection(ctx, call(inspector, e.Version), e.ID, "缺少场所图片"))
		e = must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))
		must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
		said := map[string]bool{}
		query := store.Query{Filter: map[string]string{"noun": "endpoints", "record_id": string(e.ID)}}
		for _, line := range must2(o.Clocks(ctx, inspector, query, "")).Items {
			said[string(line.Rule)+" "+string(line.Light)+" "+line.Outcome] = true
		}
		for _, want := range []string{
			"endpoint.file_after_opening done_late 逾期提交", "endpoint.correction_notice done 按期告知",
			"endpoint.accept ended 已终止（告知补正）", "endpoint.accept done 按期办结",
		} {
			if !said[want] {
				t.Errorf("no clock says %q: %v", want, said)
			}
		}
	})
	for rule := range model.ClockedRules {
		if doings[rule].word == "" || len(doings[rule].acts) == 0 {
			t.Errorf("nothing says how the duty of %s is done", rule)
		}
	}
}

// What still lacks after the one correction ends the filing, with the reason, and the firm may file anew.
func TestWhatStillLacksAfterACorrectionIsReturned(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		e := submitted(t, o.Desk, firm.ID, facts)
		_, err := o.RefuseEndPoint(ctx, call(inspector, e.Version), e.ID, "没有场所图片")
		wantRefusal(t, err, model.Conflict, "endpoint.not_corrected")
		e = must2(o.RequestCorrection(ctx, call(inspector, e.Version), e.ID, "缺少场所图片"))
		e = must2(o.SubmitEndPoint(ctx, call(firmPerson(firm.ID), e.Version), e.ID))
		if act := actOf(t, must2(o.EndPointCard(ctx, inspector, e.ID)).Acts, "refuse"); !act.Allowed {
			t.Errorf("the inspector may not: %s", act.Reason)
		}
		e = must2(o.RefuseEndPoint(ctx, call(inspector, e.Version), e.ID, "没有场所图片"))
		if e.Status != model.EndPointReturned || e.EndReason != "补正后仍不齐：没有场所图片" || e.EndedOn != o.day() {
			t.Errorf("it is %+v", e)
		}
		submitted(t, o.Desk, firm.ID, facts)
	})
}

// A service phone that is the manager's own is told of before it is public.
func TestAServicePhoneOfThePersonIsToldOf(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		firm := o.firm("0001", "500156001")
		o.moveTo("2026-03-12")
		facts := completeFacts()
		facts.ServicePhone = "138-1234 5678"
		e := must2(o.DraftEndPoint(t.Context(), call(firmPerson(firm.ID), 0), firm.ID, facts))
		for _, line := range must2(o.EndPointCard(t.Context(), firmPerson(firm.ID), e.ID)).Record.Checks.Lines {
			if line.RuleID == "FILING-PHONE" && !line.Holds && line.Advises && !strings.Contains(line.Seen, "5678") {
				return
			}
		}
		t.Error("nothing is told")
	})
}

// A change says what it makes different, takes materials while it waits, and is the firm's to take back.
func TestAChangeSaysWhatDiffersAndMayBeWithdrawn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		owner := firmPerson(firm.ID)
		o.moveTo("2026-03-30")
		e := o.filed(inspector, firm.ID, nil)
		attach := func() bool {
			return must2(o.Attachments(ctx, owner, "endpoints", store.Query{Filter: map[string]string{"record_id": string(e.ID)}})).Attach.Allowed
		}
		if attach() {
			t.Error("a filing without a change takes attachments")
		}
		_, err := o.WithdrawChange(ctx, call(owner, e.Version), e.ID, "填错")
		wantRefusal(t, err, model.Conflict, "endpoint.no_change")
		change := changeOf(e, model.NewDate(2026, 3, 10), func(f *ChangeFacts) { f.ManagerPhone, f.ServicePhone = "13812995678", "023-77720009" })
		e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, change))
		if !attach() {
			t.Error("a change that waits takes no attachments")
		}
		c := must2(o.EndPointCard(ctx, owner, e.ID)).Record.Changes[0]
		want := `[{"field":"manager_phone","from":"138****5678","to":"138****5678"},{"field":"service_phone","from":"023-77720001","to":"023-77720009"}]`
		if is := inJSON(t, c.Changed); is != want {
			t.Errorf("it changes %s, want %s", is, want)
		}
		facts := func() string { return inJSON(t, must2(o.Store.DutyFactsOf(ctx, "endpoint-changes", string(c.ID)))) }
		if !strings.Contains(facts(), `"pending"`) {
			t.Errorf("the late change is recorded as %s", facts())
		}
		e = must2(o.WithdrawChange(ctx, call(owner, e.Version), e.ID, "填错"))
		c = must2(o.EndPointCard(ctx, owner, e.ID)).Record.Changes[0]
		if !e.ChangeSubmittedOn.IsZero() || e.ServicePhone != "023-77720001" || c.Outcome != model.ChangeWithdrawn || c.DecidedReason != "填错" || attach() {
			t.Errorf("withdrawn it is %+v, %+v", e, c)
		}
		if !strings.Contains(facts(), `"withdrawn"`) {
			t.Errorf("after that the late change is recorded as %s", facts())
		}
		e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, change))
		if act := actOf(t, must2(o.EndPointCard(ctx, inspector, e.ID)).Acts, "accept-change"); act.Due == nil {
			t.Error("handed in again on the same day it has no term")
		}
		if c := o.clockOn("endpoints", string(e.ID), model.EndpointAcceptance); c.Status != model.ClockRunning || c.EndedBy != "" {
			t.Errorf("its clock is %s, ended by %q", c.Status, c.EndedBy)
		}
	})
}
