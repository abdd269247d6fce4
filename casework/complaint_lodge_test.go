package casework

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

func lodgedLoss(firm model.EnterpriseID) LodgedFacts {
	return LodgedFacts{
		Kind: model.ComplaintToBureau, EnterpriseID: firm, Firm: "顺达", WaybillNo: "SF-CANARY-1", Category: "loss", HappenedOn: model.NewDate(2026, 2, 20),
		Statement: "快件丢失，企业拒赔", FirmComplainedOn: model.NewDate(2026, 3, 5), ConsumerName: "欧阳文", ConsumerPhone: "13812345678",
	}
}

func fromOutside(n int) model.Call {
	return model.Call{Address: "203.0.113.9", Key: fmt.Sprintf("key-%d", n), Route: "POST /complaints/new", BodyHash: fmt.Sprintf("hash-%d", n)}
}

// Whoever comes from outside gets a number, the complaint officers of the area are told, and the
// audit trail says the public without an address.
func TestThePublicLodgesAComplaint(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		first, err := o.LodgeComplaint(ctx, fromOutside(1), lodgedLoss(firm.ID))
		ok(t, first, err)
		if len(first.TrackingNo) != 20 || !first.Known || first.Hindrance == nil || len(first.Terms) != 2 || first.Terms[0].DueOn.IsZero() || first.Terms[1].Basis == "" {
			t.Errorf("told %+v", first) // six days after the enterprise was asked
		}
		again, err := o.LodgeComplaint(ctx, fromOutside(1), lodgedLoss(firm.ID))
		if ok(t, again, err).TrackingNo != first.TrackingNo {
			t.Error("the same form sent twice is two complaints")
		}
		c, err := o.Store.ComplaintByTracking(ctx, first.TrackingNo)
		ok(t, c, err)
		if c.Channel != "web" || c.AreaCode != firm.AreaCode || c.Status != model.ComplaintRegistered || !strings.HasPrefix(c.Statement, "发生日期：2026-02-20\n快件丢失") {
			t.Errorf("kept %+v", c)
		}
		card, err := o.ComplaintCard(ctx, officer, c.ID)
		trail := must2(o.Store.AuditEntries(ctx, store.Everything(), store.Query{Filter: map[string]string{"noun": "complaints", "record_id": string(c.ID)}})).Items
		if h := ok(t, card, err).History; len(h) != 1 || len(trail) != 1 || trail[0].Address != "" || h[0].UserName != "公众（网上提交）" || h[0].Act != "complaint:lodge" {
			t.Errorf("the trail says %+v", h)
		}
		news := told(t, o.Desk, officer.UserID)
		if len(news) != 1 || news[0].Event != model.EventComplaintLodged || strings.Contains(news[0].Text+news[0].Subject, first.TrackingNo) {
			t.Errorf("the officers were told %+v", news)
		}
		o.wantClock("complaints", string(c.ID), model.ComplaintAcceptance, model.ClockRunning, first.Terms[0].DueOn.String())
		secret := LodgedFacts{Kind: model.ComplaintReport, Firm: "红色小车送的", Category: "other", Statement: "无证经营"}
		report, err := o.LodgeComplaint(ctx, fromOutside(2), secret)
		if c, err = o.Store.ComplaintByTracking(ctx, ok(t, report, err).TrackingNo); err != nil || c.AreaCode != districtCode || !strings.Contains(c.Statement, "用户所写的企业：红色小车送的\n") {
			t.Errorf("of a report %+v is kept, %v", c, err)
		}
	})
}

func TestWhatThePublicLodgesIsBounded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		for field, change := range map[string]func(*LodgedFacts){
			"/kind": func(f *LodgedFacts) { f.Kind = "other" }, "/category": func(f *LodgedFacts) { f.Category = "x" },
			"/firm": func(f *LodgedFacts) { f.Firm = "" }, "/statement": func(f *LodgedFacts) { f.Statement = " " },
			"/happened_on":        func(f *LodgedFacts) { f.HappenedOn = model.NewDate(2026, 12, 1) },
			"/firm_complained_on": func(f *LodgedFacts) { f.FirmComplainedOn = model.NewDate(2026, 12, 1) },
			"/waybill_no":         func(f *LodgedFacts) { f.WaybillNo = "运单" }, "/claim": func(f *LodgedFacts) { f.Claim = strings.Repeat("赔", 501) },
			"/consumer_name": func(f *LodgedFacts) { f.ConsumerName = "" }, "/consumer_phone": func(f *LodgedFacts) { f.ConsumerPhone = "12" },
			"/enterprise_id": func(f *LodgedFacts) { f.EnterpriseID = "none" },
		} {
			facts := lodgedLoss("")
			change(&facts)
			_, err := o.LodgeComplaint(ctx, fromOutside(1), facts)
			if wrong := model.FieldsOf(err); len(wrong) != 1 || wrong[0].Pointer != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		o.Rules.Limits.Lodgings = 2
		for n, want := range []model.Kind{"", "", model.TooMany} {
			if _, err := o.LodgeComplaint(ctx, fromOutside(n), lodgedLoss("")); model.KindOf(err) != want {
				t.Errorf("lodging %d: %v", n+1, err)
			}
		}
		again, err := o.LodgeComplaint(ctx, fromOutside(1), lodgedLoss("")) // the second form, sent once more
		if err != nil || again.TrackingNo == "" {
			t.Errorf("the last form sent twice: %+v, %v", again, err)
		}
		o.Rules.Limits.AllLodgings = 4
		for n, want := range []model.Kind{"", "", model.TooMany} { // each from another address, after the two above
			from := fromOutside(n + 10)
			from.Address = fmt.Sprintf("198.51.100.%d", n+1)
			if _, err := o.LodgeComplaint(ctx, from, lodgedLoss("")); model.KindOf(err) != want {
				t.Errorf("lodging %d from another address: %v", n+1, err)
			}
		}
	})
}

func TestAComplaintIsTrackedByItsNumberAlone(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		o.Rules.Limits.Tracks = 3
		c := o.transferred(firm, officer)
		answer := FirmAnswer{Investigation: "CANARY-INVESTIGATION", Responsibility: "firm"}
		seen := ""
		for _, step := range []struct {
			act  func() error
			want string
		}{
			{func() error { return nil }, "已转办企业"},
			{func() (err error) {
				c, err = o.AnswerComplaint(ctx, by(firmPerson(firm.ID), c.Version), c.ID, answer)
				return err
			}, "企业已答复"},
			{func() (err error) {
				c, err = o.CloseComplaint(ctx, by(officer, c.Version), c.ID, Closing{Outcome: model.OutcomeMediated, Note: "CANARY-NOTE"})
				return err
			}, "已结案"},
		} {
			if err := step.act(); err != nil {
				t.Fatal(err)
			}
			typed := strings.ToLower(c.TrackingNo[:4]) + " " + c.TrackingNo[4:]
			got, err := o.TrackComplaint(ctx, "203.0.113.9", typed)
			if ok(t, got, err); got.State != step.want || got.Due == nil && got.Outcome == "" {
				t.Errorf("told %+v, want %s", got, step.want)
			}
			seen += inJSON(t, got)
		}
		for _, secret := range []string{"欧阳", "138****", "SF-CANARY", "CANARY-", firm.Name} {
			if strings.Contains(seen, secret) {
				t.Errorf("%s is told: %s", secret, seen)
			}
		}
		for n, want := range []model.Kind{model.NotFound, model.NotFound, model.NotFound, model.TooMany} {
			number := []string{"AAAAAAAAAAAAAAAAAAAA", "'; --", "", "BBBB"}[n]
			if _, err := o.TrackComplaint(ctx, "203.0.113.9", number); model.KindOf(err) != want {
				t.Errorf("guess %d: %v", n+1, err)
			}
		}
		if _, err := o.TrackComplaint(ctx, "203.0.113.9", c.TrackingNo); model.KindOf(err) != model.TooMany {
			t.Errorf("who guessed too often goes on: %v", err)
		}
		if _, err := o.TrackComplaint(ctx, "203.0.113.10", c.TrackingNo); err != nil {
			t.Errorf("another client is kept out: %v", err)
		}
	})
}

// A complaint from outside can be corrected and taken up by officers like any other.
func TestWhatIsLodgedIsWorkedLikeAnyOther(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), addFirm(t, o.Desk, 1)
		officer := o.person("officer", model.RoleComplaints)
		facts := lodgedLoss("")
		facts.FirmReplied = true
		lodged, err := o.LodgeComplaint(ctx, fromOutside(1), facts)
		page := must2(o.Complaints(ctx, officer, store.Query{}))
		if ok(t, lodged, err); len(page.Items) != 1 || lodged.Known {
			t.Fatalf("the officers' list has %+v", page.Items)
		}
		c := must2(o.Store.Complaint(context.Background(), store.Everything(), page.Items[0].ID))
		entry := ComplaintFacts{
			Channel: c.Channel, Kind: c.Kind, EnterpriseID: firm.ID, WaybillNo: c.WaybillNo, ConsumerName: c.ConsumerName, ConsumerPhone: c.ConsumerPhone,
			Category: c.Category, Statement: c.Statement, FirmComplainedOn: c.FirmComplainedOn, FirmReplied: c.FirmReplied, ReceivedOn: c.ReceivedOn,
		}
		c, err = o.ChangeComplaint(ctx, by(officer, c.Version), c.ID, entry)
		c, err = o.AcceptComplaint(ctx, by(officer, ok(t, c, err).Version), c.ID)
		if ok(t, c, err).Status != model.ComplaintAccepted {
			t.Errorf("it is %s", c.Status)
		}
	})
}
