package policy

import (
	"testing"

	"yijian/model"
)

func TestAcceptanceNeedsTheFirmToBeAskedFirst(t *testing.T) {
	asked := model.Complaint{Kind: model.ComplaintToBureau, EnterpriseID: "e", FirmComplainedOn: model.NewDate(2026, 3, 1)}
	for _, c := range []struct {
		change func(x *model.Complaint)
		today  model.Date
		want   string
	}{
		{func(*model.Complaint) {}, model.NewDate(2026, 3, 8), "complaint.seven_days"},
		{func(*model.Complaint) {}, model.NewDate(2026, 3, 9), ""},
		{func(x *model.Complaint) { x.FirmReplied = true }, model.NewDate(2026, 3, 1), ""},
		{func(x *model.Complaint) { x.FirmComplainedOn = model.Date{} }, model.NewDate(2026, 3, 9), "complaint.firm_first"},
		{func(x *model.Complaint) { x.EnterpriseID = "" }, model.NewDate(2026, 3, 9), "complaint.firm_unknown"},
		{func(x *model.Complaint) { *x = model.Complaint{Kind: model.ComplaintReport} }, model.NewDate(2026, 3, 9), ""},
	} {
		x := asked
		c.change(&x)
		if got := reasonOf(CanAcceptComplaint(x, c.today)); got != c.want {
			t.Errorf("%+v on %s: %q, want %q", x, c.today, got, c.want)
		}
	}
}

func TestClosingNeedsTheFirmToBeHeard(t *testing.T) {
	const accepted, transferred, answered = model.ComplaintAccepted, model.ComplaintTransferred, model.ComplaintAnswered
	for _, c := range []struct {
		status         model.ComplaintStatus
		outcome        model.ComplaintOutcome
		upheld, silent bool
		want           string
	}{
		{answered, model.OutcomeMediated, true, false, ""},
		{answered, model.OutcomeNotMediated, false, false, ""},
		{answered, model.OutcomeUnreachable, true, false, ""},
		{transferred, model.OutcomeMediated, false, true, "complaint.unanswered"},
		{transferred, model.OutcomeNotMediated, true, true, ""},
		{transferred, model.OutcomeNotMediated, false, false, "complaint.unanswered"},
		{transferred, model.OutcomeWithdrawn, false, false, ""},
		{transferred, model.OutcomeWithdrawn, true, false, "complaint.firm_unheard"},
		{accepted, model.OutcomeNotMediated, false, false, "complaint.unanswered"},
		{accepted, model.OutcomeToClue, true, false, "complaint.firm_unheard"},
		{accepted, model.OutcomeToClue, false, false, ""},
	} {
		x := model.Complaint{Kind: model.ComplaintToBureau, Status: c.status}
		if got := reasonOf(CanCloseComplaint(x, c.outcome, c.upheld, c.silent)); got != c.want {
			t.Errorf("%+v: %q, want %q", c, got, c.want)
		}
	}
	report := model.Complaint{Kind: model.ComplaintReport, Status: accepted}
	for _, outcome := range []model.ComplaintOutcome{model.OutcomeMediated, model.OutcomeNotMediated} {
		if got := reasonOf(CanCloseComplaint(report, outcome, false, false)); got != "complaint.report_not_mediated" {
			t.Errorf("a report closed as %s: %q", outcome, got)
		}
	}
	if got := reasonOf(CanTransferComplaint(report)); got != "complaint.report_secret" {
		t.Errorf("a report transferred: %q", got)
	}
}
