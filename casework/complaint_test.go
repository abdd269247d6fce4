package casework

import (
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func lostParcel(firm model.EnterpriseID) ComplaintFacts {
	return ComplaintFacts{
		Channel: "12305", ExternalNo: "SS-1", Kind: model.ComplaintToBureau, EnterpriseID: firm, WaybillNo: "YT1234567890",
		ConsumerName: "王五", ConsumerPhone: "13987654321", Category: "loss", Statement: "快件丢失，企业拒赔", Claim: "按价赔偿",
		FirmComplainedOn: model.NewDate(2026, 3, 2), ReceivedOn: model.NewDate(2026, 3, 10),
	}
}

func TestComplaintFromRegisteredToUpheld(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx := t.Context()
		firm := addFirm(t, d, 1)
		desk, firmActor := officer(model.RoleComplaints), firmPerson(firm.ID)

		x, err := d.RegisterComplaint(ctx, by(desk, 0), lostParcel(firm.ID))
		ok(t, x, err)
		if x.AreaCode != firm.AreaCode || x.EnterpriseName != firm.Name || len(x.TrackingNo) != 20 {
			t.Errorf("registered is %+v", x)
		}
		card, err := d.ComplaintCard(ctx, desk, x.ID)
		ok(t, card, err)
		if page, err := d.Complaints(ctx, desk, store.Query{}); err != nil || page.Items[0].WaybillNo != "…7890" || card.Record.WaybillNo != "YT1234567890" {
			t.Errorf("the list tells of the waybill %+v (%v), the record %s", page.Items, err, card.Record.WaybillNo)
		}
		accept := actOf(t, card.Acts, "accept")
		if !accept.Allowed || accept.Due.DueOn.String() != "2026-03-12" || accept.Due.Basis == "" {
			t.Errorf("accept is %+v due %+v", accept, accept.Due)
		}
		if card.TrackingNo != x.TrackingNo || strings.Contains(inJSON(t, card.Record), x.TrackingNo) {
			t.Error("the tracking number must be on the officer's card and only there")
		}
		x, err = d.AcceptComplaint(ctx, by(desk, x.Version), x.ID)
		ok(t, x, err)
		_, err = d.ComplaintCard(ctx, firmActor, x.ID)
		wantRefusal(t, err, model.NotFound, "record.not_found")

		x, err = d.TransferComplaint(ctx, by(desk, x.Version), x.ID)
		ok(t, x, err)
		seen, err := d.ComplaintCard(ctx, firmActor, x.ID)
		ok(t, seen, err)
		if seen.TrackingNo != "" || strings.Contains(inJSON(t, seen), "13987654321") || strings.Contains(inJSON(t, seen), "王五") {
			t.Error("the firm's card shows the consumer or the tracking number")
		}
		if answer := actOf(t, seen.Acts, "answer"); !answer.Allowed || answer.Due.DueOn.String() != "2026-03-25" {
			t.Errorf("answer is %+v due %+v", answer, answer.Due)
		}
		c.moveTo("2026-03-25")
		x, err = d.AnswerComplaint(ctx, by(firmActor, x.Version), x.ID, FirmAnswer{"中转丢失", "firm", 30000})
		ok(t, x, err)
		if x.AnsweredLate {
			t.Error("an answer on the last day counts as late")
		}
		card, err = d.ComplaintCard(ctx, desk, x.ID)
		ok(t, card, err)
		if act := actOf(t, card.Acts, "close"); act.Due == nil || act.Due.DueOn.String() != "2026-04-09" {
			t.Errorf("close is due %+v, want 30 days from receipt", act.Due)
		}
		x, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{model.OutcomeMediated, true, "已赔付"})
		ok(t, x, err)
		if !x.Upheld || x.ClosedOn.String() != "2026-03-25" || x.CompensationFen != 30000 || x.Status != model.ComplaintClosed {
			t.Errorf("closed is %+v", x)
		}
		found, err := d.Store.ComplaintByTracking(ctx, x.TrackingNo)
		if ok(t, found, err); found.ID != x.ID {
			t.Errorf("tracking number finds %s", found.ID)
		}
	})
}

func TestComplaintActsAreRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx := t.Context()
		firm, rival := addFirm(t, d, 1), addFirm(t, d, 2)
		desk := officer(model.RoleComplaints)
		early := lostParcel(firm.ID)
		early.FirmComplainedOn = model.NewDate(2026, 3, 3)
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), early))

		_, err := d.AcceptComplaint(ctx, by(desk, x.Version), x.ID)
		wantRefusal(t, err, model.Conflict, "complaint.seven_days")
		_, err = d.AcceptComplaint(ctx, by(desk, x.Version+1), x.ID)
		wantRefusal(t, err, model.Stale, "record.stale")
		_, err = d.AcceptComplaint(ctx, by(officer(model.RoleInspector), x.Version), x.ID)
		wantRefusal(t, err, model.Forbidden, "permission.denied")
		_, err = d.TransferComplaint(ctx, by(desk, x.Version), x.ID)
		wantRefusal(t, err, model.Conflict, "complaint.wrong_state")
		abroad := desk
		abroad.AreaCode = "500157"
		_, err = d.AcceptComplaint(ctx, by(abroad, x.Version), x.ID)
		wantRefusal(t, err, model.NotFound, "record.not_found")

		early.FirmReplied, early.ConsumerPhone, early.ConsumerName = true, "139****4321", "王*"
		x = ok2(t)(d.ChangeComplaint(ctx, by(desk, x.Version), x.ID, early))
		if string(x.ConsumerPhone) != "13987654321" || string(x.ConsumerName) != "王五" {
			t.Error("a mask that was sent back replaced personal data")
		}
		x = ok2(t)(d.AcceptComplaint(ctx, by(desk, x.Version), x.ID))
		_, err = d.ChangeComplaint(ctx, by(desk, x.Version), x.ID, early)
		wantRefusal(t, err, model.Conflict, "complaint.wrong_state")
		x = ok2(t)(d.TransferComplaint(ctx, by(desk, x.Version), x.ID))

		_, err = d.AnswerComplaint(ctx, by(firmPerson(rival.ID), x.Version), x.ID, FirmAnswer{"无", "none", 0})
		wantRefusal(t, err, model.NotFound, "record.not_found")
		_, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeMediated})
		wantRefusal(t, err, model.Conflict, "complaint.unanswered")
		_, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeWithdrawn, FirmAtFault: true})
		wantRefusal(t, err, model.Conflict, "complaint.firm_unheard")
		c.moveTo("2026-03-25")
		_, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeNotMediated})
		wantRefusal(t, err, model.Conflict, "complaint.unanswered")
		c.moveTo("2026-03-26")
		x = ok2(t)(d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{model.OutcomeNotMediated, true, "企业逾期未答复"}))
		if !x.Upheld {
			t.Error("silence past the term does not let the firm be found at fault")
		}
	})
}

// ok2 takes the two results of an act that has to work.
func ok2(t *testing.T) func(model.Complaint, error) model.Complaint {
	return func(c model.Complaint, err error) model.Complaint {
		t.Helper()
		return ok(t, c, err)
	}
}

func TestReportIsNeverShownToTheFirm(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx := t.Context()
		firm := addFirm(t, d, 1)
		desk := officer(model.RoleComplaints)
		report := lostParcel(firm.ID)
		report.Kind, report.FirmComplainedOn = model.ComplaintReport, model.Date{}
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), report))
		x = ok2(t)(d.AcceptComplaint(ctx, by(desk, x.Version), x.ID))
		_, err := d.TransferComplaint(ctx, by(desk, x.Version), x.ID)
		wantRefusal(t, err, model.Conflict, "complaint.report_secret")
		_, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeNotMediated})
		wantRefusal(t, err, model.Conflict, "complaint.report_not_mediated")
		x = ok2(t)(d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeToClue}))
		_, err = d.ComplaintCard(ctx, firmPerson(firm.ID), x.ID)
		wantRefusal(t, err, model.NotFound, "record.not_found")
		page, err := d.Store.Complaints(ctx, store.OfFirm(firm.ID), store.Query{})
		if ok(t, page, err); len(page.Items) != 0 {
			t.Errorf("the firm's list shows %d reports", len(page.Items))
		}
	})
}

func TestComplaintIsRefusedOrCorrectedAtTheDoor(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx := t.Context()
		desk := officer(model.RoleComplaints)
		facts := lostParcel("")
		x := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), facts))
		_, err := d.AcceptComplaint(ctx, by(desk, x.Version), x.ID)
		wantRefusal(t, err, model.Conflict, "complaint.firm_unknown")
		x = ok2(t)(d.RefuseComplaint(ctx, by(desk, x.Version), x.ID, model.RefusedUnclear, "企业名称不明"))
		if x.Status != model.ComplaintRefused || x.RefusalReason != model.RefusedUnclear {
			t.Errorf("refused is %+v", x)
		}
		_, err = d.CloseComplaint(ctx, by(desk, x.Version), x.ID, Closing{Outcome: model.OutcomeWithdrawn})
		wantRefusal(t, err, model.Conflict, "complaint.wrong_state")

		facts.EnterpriseID, facts.ConsumerPhone, facts.ReceivedOn = "nobody", "abc", model.NewDate(2026, 3, 11)
		facts.FirmComplainedOn, facts.Statement = model.NewDate(2026, 3, 12), " "
		_, err = d.RegisterComplaint(ctx, by(desk, 0), facts)
		wrongField(t, err, "/enterprise_id", "enterprise.unknown")
		wrongField(t, err, "/consumer_phone", "phone.invalid")
		wrongField(t, err, "/received_on", "complaint.received_later")
		wrongField(t, err, "/firm_complained_on", "complaint.firm_later")
		wrongField(t, err, "/statement", "required")
		facts.ConsumerName, facts.FirmComplainedOn, facts.FirmReplied = "", model.Date{}, true
		_, err = d.RegisterComplaint(ctx, by(desk, 0), facts)
		wrongField(t, err, "/consumer_name", "complaint.consumer_missing")
		wrongField(t, err, "/firm_replied", "complaint.firm_not_asked")
		facts.ConsumerPhone = ""
		_, err = d.RegisterComplaint(ctx, by(desk, 0), facts)
		wrongField(t, err, "/consumer_name", "complaint.consumer_missing")
		wrongField(t, err, "/consumer_phone", "complaint.consumer_missing")
	})
}

func TestWorkIsSortedByTermAndEachSeesItsOwn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		ctx := t.Context()
		firm, rival := addFirm(t, d, 1), addFirm(t, d, 2)
		desk, inspector := officer(model.RoleComplaints), officer(model.RoleInspector)
		first := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel(firm.ID)))
		first = ok2(t)(d.AcceptComplaint(ctx, by(desk, first.Version), first.ID))
		_ = ok2(t)(d.TransferComplaint(ctx, by(desk, first.Version), first.ID))
		second := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel(firm.ID)))
		second = ok2(t)(d.AcceptComplaint(ctx, by(desk, second.Version), second.ID))
		third := ok2(t)(d.RegisterComplaint(ctx, by(desk, 0), lostParcel(firm.ID)))
		e := submitted(t, d, firm.ID, completeFacts())
		waiting := submitted(t, d, firm.ID, completeFacts())
		waiting, err := d.RequestCorrection(ctx, by(inspector, waiting.Version), waiting.ID, "缺少场所图片")
		ok(t, waiting, err)

		for _, want := range []struct {
			actor model.Actor
			ids   []string
		}{
			{desk, []string{string(third.ID), string(second.ID)}},
			{inspector, []string{string(e.ID)}},
			{firmPerson(firm.ID), []string{string(first.ID), string(waiting.ID)}},
			{firmPerson(rival.ID), []string{}},
			{officer(model.RoleChief), []string{}},
		} {
			work, err := d.Work(ctx, want.actor)
			ok(t, work, err)
			ids := []string{}
			for _, item := range work.Items {
				ids = append(ids, item.ID)
			}
			if strings.Join(ids, " ") != strings.Join(want.ids, " ") {
				t.Errorf("%s has to do %v, want %v", want.actor.Name, work.Items, want.ids)
			}
		}
		_, err = d.Work(ctx, model.Actor{})
		wantRefusal(t, err, model.Unauthenticated, "session.required")
	})
}
