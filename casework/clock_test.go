package casework

import (
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// clockOn returns the newest clock of the duty on the record.
func (o *office) clockOn(noun model.Noun, id string, rule model.DeadlineRuleID) model.Clock {
	o.t.Helper()
	clocks := must2(o.Store.ClocksOf(o.t.Context(), noun, id))
	for _, c := range slices.Backward(clocks) {
		if c.Rule == rule {
			return c
		}
	}
	o.t.Fatalf("no clock of %s on %s", rule, noun)
	return model.Clock{}
}

func (o *office) wantClock(noun model.Noun, id string, rule model.DeadlineRuleID, status model.ClockStatus, due string) model.Clock {
	o.t.Helper()
	c := o.clockOn(noun, id, rule)
	if c.Status != status || c.DueOn.String() != due {
		o.t.Errorf("%s on %s is %s, due %s; want %s, due %s", rule, noun, c.Status, c.DueOn, status, due)
	}
	return c
}

func TestClocksOfAFilingStartAndStopWithItsActs(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		owner, inspector := firmPerson(firm.ID), person("examiner", model.RoleInspector)
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), firm.ID, completeFacts()))
		id := string(e.ID)
		filing := o.wantClock("endpoints", id, model.EndpointFiling, model.ClockRunning, "2026-03-23") // opened 03-02, the 20th day is a Sunday
		facts := completeFacts()
		facts.OpenedOn = model.NewDate(2026, 3, 4)
		e = must2(o.ChangeEndPoint(ctx, call(owner, e.Version), e.ID, facts))
		if moved := o.wantClock("endpoints", id, model.EndpointFiling, model.ClockRunning, "2026-03-24"); moved.ID != filing.ID {
			t.Error("a corrected first day made another clock")
		}
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
		o.wantClock("endpoints", id, model.EndpointFiling, model.ClockStopped, "2026-03-24")
		first := o.wantClock("endpoints", id, model.EndpointAcceptance, model.ClockRunning, "2026-03-17")
		o.wantClock("endpoints", id, model.EndpointCorrectionNotice, model.ClockRunning, "2026-03-12")
		e = must2(o.RequestCorrection(ctx, call(inspector, e.Version), e.ID, "缺少场所图片"))
		o.wantClock("endpoints", id, model.EndpointAcceptance, model.ClockStopped, "2026-03-17")
		o.wantClock("endpoints", id, model.EndpointCorrectionNotice, model.ClockStopped, "2026-03-12")
		o.pass(10)
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
		again := o.wantClock("endpoints", id, model.EndpointAcceptance, model.ClockRunning, "2026-03-27")
		if again.ID == first.ID || again.Round != 2 {
			t.Errorf("the corrected filing runs on round %d of the old clock", again.Round)
		}
		o.pass(2)
		must2(o.AcceptEndPoint(ctx, call(inspector, e.Version), e.ID, FilingAcceptance{"国备2026-77", "材料当场核对"}))
		done := o.wantClock("endpoints", id, model.EndpointAcceptance, model.ClockStopped, "2026-03-27")
		if done.StoppedOn != o.day() || len(done.Holders) != 1 || done.Holders[0].ToOn != o.day() || done.NextAt != nil {
			t.Errorf("stopped on %s, holders %+v, next %v", done.StoppedOn, done.Holders, done.NextAt)
		}
	})
}

func TestAClockSaysWhoHeldTheComplaintHowLong(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk, owner := o.person("desk", model.RoleComplaints), firmPerson(firm.ID)
		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		id := string(c.ID)
		o.wantClock("complaints", id, model.ComplaintAcceptance, model.ClockRunning, "2026-03-12")
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID))
		o.wantClock("complaints", id, model.ComplaintAcceptance, model.ClockStopped, "2026-03-12")
		o.wantClock("complaints", id, model.ComplaintAnswer, model.ClockRunning, "2026-04-09")
		o.pass(2)
		c = must2(o.TransferComplaint(ctx, call(desk, c.Version), c.ID))
		o.wantClock("complaints", id, model.ComplaintFirmReply, model.ClockRunning, "2026-03-27")
		o.pass(5)
		c = must2(o.AnswerComplaint(ctx, call(owner, c.Version), c.ID, FirmAnswer{Investigation: "已查", Responsibility: "企业"}))
		o.wantClock("complaints", id, model.ComplaintFirmReply, model.ClockStopped, "2026-03-27")
		o.wantClock("complaints", id, model.ComplaintCallback, model.ClockRunning, "2026-03-20")
		o.pass(3)
		must2(o.CloseComplaint(ctx, call(desk, c.Version), c.ID, Closing{Outcome: "mediated", Note: "已调解赔付"}))
		o.wantClock("complaints", id, model.ComplaintCallback, model.ClockStopped, "2026-03-20")
		answer := o.clockOn("complaints", id, model.ComplaintAnswer)
		card := must2(o.ClockCard(ctx, desk, answer.ID))
		var days []int
		for _, h := range card.Record.Holders {
			days = append(days, h.Days)
		}
		if !slices.Equal(days, []int{2, 5, 3}) || card.Record.Holders[1].Name != firm.Name || card.Record.Light != ClockInDue {
			t.Errorf("held for %v days by %+v, light %s", days, card.Record.Holders, card.Record.Light)
		}
		if seen := must2(o.Clocks(ctx, owner, store.Query{Filter: map[string]string{}}, "")); len(seen.Items) != 3 { // its examination was over before the firm saw it
			t.Errorf("the firm sees %d clocks of its complaint", len(seen.Items))
		}
	})
}

func TestClocksOfInspectionAndPenalty(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		i := o.confirmed(p)
		running := o.clockOn("inspections", string(i.ID), model.InspectionPublication)
		if running.Status != model.ClockRunning || running.StartOn != i.InspectedOn || running.DueOn.IsZero() {
			t.Errorf("the result's clock is %+v", running)
		}
		o.pass(3)
		o.publicised(p, model.PublishedResult, string(i.ID), PublicationFacts{})
		if done := o.clockOn("inspections", string(i.ID), model.InspectionPublication); done.Status != model.ClockStopped || done.StoppedOn != o.day() {
			t.Errorf("published: %s on %s", done.Status, done.StoppedOn)
		}

		penalty := o.decided(p, seriousFine())
		id := string(penalty.ID)
		if case1 := o.clockOn("penalties", id, model.PenaltyDecision); case1.Status != model.ClockStopped || case1.DueOn.Before(o.day().AddDays(90)) {
			t.Errorf("decided: %s, due %s", case1.Status, case1.DueOn)
		}
		publicity := o.clockOn("penalties", id, model.PenaltyPublication)
		if publicity.Status != model.ClockRunning || publicity.StartOn != penalty.DecidedOn {
			t.Errorf("publicity: %+v", publicity)
		}
		must2(o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "事实有误"))
		if gone := o.clockOn("penalties", id, model.PenaltyPublication); gone.Status != model.ClockStopped {
			t.Errorf("a withdrawn decision is still to be published: %s", gone.Status)
		}
	})
}

func TestAPauseWantsItsGroundAndMovesTheLastDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk := o.person("desk", model.RoleComplaints)
		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		acceptance := o.clockOn("complaints", string(c.ID), model.ComplaintAcceptance)
		_, err := o.PauseClock(ctx, call(desk, acceptance.Version), acceptance.ID, "appraisal", "送检")
		wrongField(t, err, "/code", "clock.no_pause")
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID))
		answer := o.clockOn("complaints", string(c.ID), model.ComplaintAnswer) // from 03-10: due 04-09
		_, err = o.PauseClock(ctx, call(desk, answer.Version), answer.ID, "holiday", "送检")
		wrongField(t, err, "/code", "clock.pause_unknown")
		_, err = o.PauseClock(ctx, call(desk, answer.Version), answer.ID, "appraisal", " ")
		wrongField(t, err, "/note", "reason.missing")
		_, err = o.PauseClock(ctx, call(person("examiner", model.RoleInspector), answer.Version), answer.ID, "appraisal", "送检")
		wantRefusal(t, err, model.Forbidden, "clock.not_duty")

		o.set(2026, 4, 1)
		answer = must2(o.PauseClock(ctx, call(desk, answer.Version), answer.ID, "appraisal", "送检测机构鉴定"))
		if answer.Status != model.ClockPaused || answer.NextAt != nil || len(answer.Pauses) != 1 {
			t.Errorf("paused: %+v", answer)
		}
		card := must2(o.ComplaintCard(ctx, desk, c.ID))
		if due := actOf(t, card.Acts, "close").Due; due == nil || !due.DueOn.IsZero() || due.Title != "对用户的申诉作出答复" || due.Paused == nil {
			t.Errorf("the complaint shows %+v", due)
		}
		onList := func() *model.DueView {
			t.Helper()
			for _, item := range must2(o.Work(ctx, desk)).Items {
				if item.ID == string(c.ID) {
					return item.Due
				}
			}
			t.Fatal("the complaint is nobody's work")
			return nil
		}
		if due := onList(); due == nil || !due.DueOn.IsZero() || due.Title != "对用户的申诉作出答复" || due.Paused == nil {
			t.Errorf("the list of work shows %+v", due)
		}
		o.set(2026, 4, 20) // long past 04-09
		if swept := must2(o.SweepClocks(ctx, jobCall())); swept.Steps != 0 {
			t.Errorf("%d steps of a clock that stands still", swept.Steps)
		}
		answer = must2(o.ResumeClock(ctx, call(desk, answer.Version), answer.ID, "鉴定意见已出具"))
		if answer.DueOn.String() != "2026-04-28" || answer.WarnOn.String() != "2026-04-23" || answer.NextAt == nil { // 19 days later; 04-28 is a Tuesday
			t.Errorf("resumed: due %s, warn %s, next %v", answer.DueOn, answer.WarnOn, answer.NextAt)
		}
		o.set(2026, 4, 28)
		if over := must2(o.ClockCard(ctx, desk, answer.ID)); !actOf(t, over.Acts, "pause").Allowed {
			t.Error("on the last day it cannot be paused")
		}
		o.set(2026, 4, 29)
		_, err = o.PauseClock(ctx, call(desk, answer.Version), answer.ID, "appraisal", "再送检")
		wantRefusal(t, err, model.Conflict, "clock.over")
	})
}

func TestAnExtensionIsAskedForByOneAndApprovedByAnother(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		penalty := o.drafted(p, seriousFine())
		c := o.wantClock("penalties", string(penalty.ID), model.PenaltyDecision, model.ClockRunning, "2026-06-08")
		_, err := o.ApproveExtension(ctx, call(p.chief, c.Version), c.ID)
		wantRefusal(t, err, model.Conflict, "clock.not_asked")
		c = must2(o.AskExtension(ctx, call(p.one, c.Version), c.ID, "案情复杂"))
		_, err = o.AskExtension(ctx, call(p.one, c.Version), c.ID, "案情复杂")
		wantRefusal(t, err, model.Conflict, "clock.asked")
		_, err = o.ApproveExtension(ctx, call(p.legal, c.Version), c.ID)
		wantRefusal(t, err, model.Forbidden, "clock.not_approver")
		both := p.one
		both.Roles = []model.Role{model.RoleInspector, model.RoleChief}
		if err := o.clockHindrance(approveLonger, c, must2(c.Row()), both); model.KindOf(err) != model.Forbidden {
			t.Errorf("who asked may approve: %v", err)
		}
		work := must2(o.Work(ctx, p.chief))
		if !slices.ContainsFunc(work.Items, func(i model.WorkItem) bool { return i.Noun == "clocks" && i.ID == string(c.ID) }) {
			t.Error("the chief is not told that an extension waits")
		}
		c = must2(o.RefuseExtension(ctx, call(p.chief, c.Version), c.ID, "尚有时间"))
		if c.DueOn.String() != "2026-06-08" || c.Extensions != 0 {
			t.Errorf("refused: due %s", c.DueOn)
		}
		c = must2(o.AskExtension(ctx, call(p.one, c.Version), c.ID, "案情复杂"))
		c = must2(o.ApproveExtension(ctx, call(p.chief, c.Version), c.ID))
		if c.DueOn.String() != "2026-07-08" || c.Longer[1].WasDue.String() != "2026-06-08" || c.Extensions != 1 {
			t.Errorf("approved: due %s, %+v", c.DueOn, c.Longer)
		}
		_, err = o.AskExtension(ctx, call(p.one, c.Version), c.ID, "仍然复杂")
		wantRefusal(t, err, model.Conflict, "clock.extended")
		decided := o.confirmed(p)
		other := o.clockOn("inspections", string(decided.ID), model.InspectionPublication)
		_, err = o.AskExtension(ctx, call(p.one, other.Version), other.ID, "来不及")
		wrongField(t, err, "/reason", "clock.no_extension")
	})
}

// Every step of every table is taken on a record whose clock runs, a day apart: what the
// clock says of its days is the same from its start to its stop.
func TestNoActMovesARunningClock(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		desk, owner := o.person("desk", model.RoleComplaints), firmPerson(p.firm.ID)
		taken := map[string]bool{}
		before := map[model.ClockID]model.Clock{}
		after := func(noun model.Noun, step, id string) {
			t.Helper()
			taken[string(noun)+"/"+step] = true
			for _, c := range must2(o.Store.ClocksOf(ctx, noun, id)) {
				was, known := before[c.ID]
				if known && (c.StartOn != was.StartOn || c.DueOn != was.DueOn || c.WarnOn != was.WarnOn || c.RuleText != was.RuleText ||
					c.Status == model.ClockRunning && inJSON(t, c.NextAt) != inJSON(t, was.NextAt)) {
					t.Errorf("%s of %s moved %s from %+v to %+v", step, noun, c.Rule, was, c)
				}
				before[c.ID] = c
			}
			o.pass(1)
		}

		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(p.firm.ID)))
		after("complaints", "register", string(c.ID))
		facts := lostParcel(p.firm.ID)
		facts.Statement = "快件丢失，补充说明"
		c = must2(o.ChangeComplaint(ctx, call(desk, c.Version), c.ID, facts))
		after("complaints", "change", string(c.ID))
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID))
		after("complaints", "accept", string(c.ID))
		c = must2(o.TransferComplaint(ctx, call(desk, c.Version), c.ID))
		after("complaints", "transfer", string(c.ID))
		c = must2(o.AnswerComplaint(ctx, call(owner, c.Version), c.ID, FirmAnswer{Investigation: "已查", Responsibility: "企业"}))
		after("complaints", "answer", string(c.ID))
		must2(o.CloseComplaint(ctx, call(desk, c.Version), c.ID, Closing{Outcome: "mediated", Note: "已调解赔付"}))
		after("complaints", "close", string(c.ID))
		r := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(p.firm.ID)))
		after("complaints", "register", string(r.ID))
		must2(o.RefuseComplaint(ctx, call(desk, r.Version), r.ID, "not_postal", "不属邮政业"))
		after("complaints", "refuse", string(r.ID))

		for _, end := range []string{"accept", "return", "refuse"} {
			e := must2(o.DraftEndPoint(ctx, call(owner, 0), p.firm.ID, completeFacts()))
			after("endpoints", "draft", string(e.ID))
			e = must2(o.ChangeEndPoint(ctx, call(owner, e.Version), e.ID, completeFacts()))
			after("endpoints", "change", string(e.ID))
			e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
			after("endpoints", "submit", string(e.ID))
			e = must2(o.RequestCorrection(ctx, call(p.one, e.Version), e.ID, "缺少场所图片"))
			after("endpoints", "request-correction", string(e.ID))
			e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
			after("endpoints", "submit", string(e.ID))
			if end == "return" {
				must2(o.ReturnEndPoint(ctx, call(p.one, e.Version), e.ID, "不属备案范围"))
				after("endpoints", "return", string(e.ID))
				continue
			}
			if end == "refuse" {
				must2(o.RefuseEndPoint(ctx, call(p.one, e.Version), e.ID, "没有场所图片"))
				after("endpoints", "refuse", string(e.ID))
				continue
			}
			e = must2(o.AcceptEndPoint(ctx, call(p.one, e.Version), e.ID, FilingAcceptance{"", "材料当场核对"}))
			after("endpoints", "accept", string(e.ID))
			e = must2(o.PlaceEndPoint(ctx, call(owner, e.Version), e.ID, model.Spot{LongitudeMicro: 107_760_000, LatitudeMicro: 29_325_000}, true))
			after("endpoints", "place", string(e.ID))
			e = must2(o.CorrectPlace(ctx, call(p.one, e.Version), e.ID, PlaceCorrection{model.Spot{LongitudeMicro: 107_750_000, LatitudeMicro: 29_325_000}, true, "经纬度抄错"}))
			after("endpoints", "correct-place", string(e.ID))
			rename := func(f *ChangeFacts) { f.Name = "白马镇第二服务站" }
			e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), rename)))
			after("endpoints", "propose-change", string(e.ID))
			e = must2(o.ReturnChange(ctx, call(p.one, e.Version), e.ID, "请补充材料"))
			after("endpoints", "return-change", string(e.ID))
			e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), rename)))
			after("endpoints", "propose-change", string(e.ID))
			e = must2(o.WithdrawChange(ctx, call(owner, e.Version), e.ID, "填错了"))
			after("endpoints", "withdraw-change", string(e.ID))
			e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), rename)))
			after("endpoints", "propose-change", string(e.ID))
			e = must2(o.AcceptChange(ctx, call(p.one, e.Version), e.ID))
			after("endpoints", "accept-change", string(e.ID))
			must2(o.CancelEndPoint(ctx, call(owner, e.Version), e.ID, "门店关闭"))
			after("endpoints", "cancel", string(e.ID))
		}

		x := o.drafted(p, seriousFine())
		after("penalties", "draft", string(x.ID))
		x = must2(o.ReviewPenalty(ctx, call(p.legal, x.Version), x.ID, false, "事实不清"))
		after("penalties", "review", string(x.ID))
		x = must2(o.ChangePenalty(ctx, call(p.one, x.Version), x.ID, seriousFine()))
		after("penalties", "change", string(x.ID))
		x = must2(o.ReviewPenalty(ctx, call(p.legal, x.Version), x.ID, true, ""))
		after("penalties", "review", string(x.ID))
		x = must2(o.DecidePenalty(ctx, call(p.chief, x.Version), x.ID, o.day()))
		after("penalties", "decide", string(x.ID))
		x = must2(o.ServePenalty(ctx, call(p.one, x.Version), x.ID, o.day()))
		after("penalties", "serve", string(x.ID))
		n := o.publicDraft(p.one, model.PublishedPenalty, string(x.ID), PublicationFacts{Written: "演示摘要"})
		after("penalties", "draft-publication", string(x.ID))
		n = must2(o.ChangePublication(ctx, call(p.one, n.Version), n.ID, PublicationFacts{Written: "演示摘要二"}))
		after("penalties", "change-publication", string(x.ID))
		must2(o.DiscardPublication(ctx, call(p.legal, n.Version), n.ID, "重新拟写"))
		after("penalties", "discard-publication", string(x.ID))
		o.publicised(p, model.PublishedPenalty, string(x.ID), PublicationFacts{Written: "演示摘要"})
		after("penalties", "publish", string(x.ID))
		must2(o.WithdrawPenalty(ctx, call(p.chief, x.Version), x.ID, "事实有误"))
		after("penalties", "withdraw", string(x.ID))

		i := o.recorded(p)
		after("inspections", "record", string(i.ID))
		i = must2(o.ReturnInspection(ctx, call(p.legal, i.Version), i.ID, "补充证据"))
		after("inspections", "return", string(i.ID))
		again := faulty()
		again.InspectedOn = i.InspectedOn
		i = must2(o.RecordInspection(ctx, call(p.one, i.Version), i.ID, again))
		after("inspections", "record", string(i.ID))
		i = must2(o.ConfirmInspection(ctx, call(p.legal, i.Version), i.ID))
		after("inspections", "confirm", string(i.ID))
		i = must2(o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, i.Findings[0].ID, o.day()))
		after("inspections", "rectify", string(i.ID))
		o.publicised(p, model.PublishedResult, string(i.ID), PublicationFacts{})
		after("inspections", "publish", string(i.ID))

		for _, s := range stepTables() {
			if slices.Contains([]string{"complaints", "endpoints", "penalties"}, s.noun) && !taken[s.noun+"/"+s.name] {
				t.Errorf("the step %s of %s was not taken", s.name, s.noun)
			}
		}
	})
}
