package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// grievance is one complaint or report on its way.
type grievance struct {
	place     int
	firm      int // -1 while nobody knows it
	day       model.Date
	kind      model.ComplaintKind
	Complaint model.Complaint
}

var complaintCategories = []string{"delivery", "delay", "loss", "damage", "pickup", "overcharge", "cod", "other"}

var complaintChannels = []string{"12305", "12345", "web", "visit", "letter"}

var refusalReasons = []model.RefusalReason{
	model.RefusedNotPostal, model.RefusedNotParty, model.RefusedUnclear, model.RefusedFirmFirst,
	model.RefusedOverOneYear, model.RefusedDuplicate, model.RefusedElsewhere,
}

// planComplaints lets a few come in every month, and more on the last days, which stop in every state.
func (s *stage) planComplaints() {
	place := 0
	next := func(firm int, day model.Date) *grievance {
		place++
		return &grievance{place: place, firm: firm, day: day, kind: model.ComplaintToBureau}
	}
	for first := s.start(); first.AddDays(28).Before(s.last()); first = first.AddMonths(1) {
		for range max(3, s.size.Firms/4) {
			firm := s.rnd.IntN(2)
			if s.oneIn(2) {
				firm = s.rnd.IntN(s.size.Firms - 2)
			}
			s.wholeGrievance(next(firm, s.workday(first.AddDays(s.between(0, 26)))))
		}
	}
	for firm := range 2 { // what the two firms' accounts have to do now
		late := 12
		for n := range 3 {
			g := next(firm, s.backdays(late-4*n))
			s.transferred(g)
			if n == 0 {
				s.on(s.backdays(3), s.answer(g))
			}
		}
		g := next(firm+2, s.backdays(3))
		s.on(g.day, s.register(g))
		s.on(s.backdays(2), s.acceptComplaint(g))
		g = next(firm+4, s.backdays(1))
		s.on(g.day, s.register(g))
	}
	unknown := next(-1, s.backdays(1))
	s.on(unknown.day, s.register(unknown))
}

func (s *stage) wholeGrievance(g *grievance) {
	switch {
	case g.place%7 == 3:
		g.kind = model.ComplaintReport
		s.on(g.day, s.register(g))
		s.on(s.workday(g.day.AddDays(1)), s.acceptComplaint(g))
		s.on(s.workday(g.day.AddDays(12)), s.closeComplaint(g, model.OutcomeToClue, false))
	case g.place%6 == 4:
		s.on(g.day, s.register(g))
		s.on(s.workday(g.day.AddDays(1)), s.refuse(g))
	case g.firm > repeatFirm && g.place%3 < 2:
		s.on(g.day, s.register(g))
		s.on(s.workday(g.day.AddDays(1)), s.acceptComplaint(g))
		outcome := []model.ComplaintOutcome{model.OutcomeWithdrawn, model.OutcomeUnreachable}[g.place%3]
		s.on(s.workday(g.day.AddDays(s.between(5, 20))), s.closeComplaint(g, outcome, false))
	case g.firm > repeatFirm: // the firm stays silent past its term
		s.transferred(g)
		s.on(s.workday(g.day.AddDays(29)), s.closeComplaint(g, model.OutcomeNotMediated, true))
	default:
		s.transferred(g)
		wait := s.between(4, 13)
		if g.firm == repeatFirm && g.place%5 == 0 {
			wait = 24
		}
		s.on(s.workday(g.day.AddDays(wait)), s.answer(g))
		outcome, fault := model.OutcomeMediated, g.firm == repeatFirm && s.oneIn(2)
		if g.place%4 == 1 {
			outcome = model.OutcomeNotMediated
		}
		s.on(s.workday(g.day.AddDays(wait+4)), s.closeComplaint(g, outcome, fault))
	}
}

func (s *stage) transferred(g *grievance) {
	s.on(g.day, s.register(g))
	s.on(s.workday(g.day.AddDays(1)), s.acceptComplaint(g))
	s.on(s.workday(g.day.AddDays(1)), s.transfer(g))
}

func (s *stage) register(g *grievance) func() error {
	return func() (err error) {
		facts := casework.ComplaintFacts{
			Channel: complaintChannels[g.place%len(complaintChannels)], ExternalNo: fmt.Sprintf("演示工单%06d", g.place),
			Kind: g.kind, WaybillNo: fmt.Sprintf("YS%d%08d", g.day.Year(), g.place), Category: complaintCategories[g.place%len(complaintCategories)],
			Statement: "演示：用户反映快件处理不当，请求核实。", Claim: "演示：请求企业说明情况并依法赔偿。", ReceivedOn: s.today(),
		}
		if g.firm >= 0 {
			facts.EnterpriseID = s.firms[g.firm].ID
		}
		if g.kind == model.ComplaintToBureau {
			facts.ConsumerName, facts.ConsumerPhone = model.PersonName(demoPerson(g.place)), demoPhone(500000+g.place)
			facts.FirmComplainedOn, facts.FirmReplied = s.today().AddDays(-12), g.place%2 == 0
		}
		g.Complaint, err = s.desk.RegisterComplaint(s.ctx, s.by("complaints", 0), facts)
		return err
	}
}

func (s *stage) acceptComplaint(g *grievance) func() error {
	return func() (err error) {
		g.Complaint, err = s.desk.AcceptComplaint(s.ctx, s.by("complaints", g.Complaint.Version), g.Complaint.ID)
		return err
	}
}

func (s *stage) refuse(g *grievance) func() error {
	return func() (err error) {
		reason := refusalReasons[g.place/6%len(refusalReasons)]
		g.Complaint, err = s.desk.RefuseComplaint(s.ctx, s.by("complaints", g.Complaint.Version), g.Complaint.ID, reason, "演示：已告知用户不予受理的理由和其他途径。")
		return err
	}
}

func (s *stage) transfer(g *grievance) func() error {
	return func() (err error) {
		g.Complaint, err = s.desk.TransferComplaint(s.ctx, s.by("complaints", g.Complaint.Version), g.Complaint.ID)
		return err
	}
}

func (s *stage) answer(g *grievance) func() error {
	return func() (err error) {
		answer := casework.FirmAnswer{Investigation: "演示：经查快件在中转环节滞留，已联系用户说明。", Responsibility: "firm", CompensationFen: int64(s.between(0, 40)) * 500}
		if answer.CompensationFen == 0 {
			answer.Responsibility = "none"
		}
		g.Complaint, err = s.desk.AnswerComplaint(s.ctx, s.by(filer(g.firm), g.Complaint.Version), g.Complaint.ID, answer)
		return err
	}
}

func (s *stage) closeComplaint(g *grievance, outcome model.ComplaintOutcome, fault bool) func() error {
	return func() (err error) {
		g.Complaint, err = s.desk.CloseComplaint(s.ctx, s.by("complaints", g.Complaint.Version), g.Complaint.ID,
			casework.Closing{Outcome: outcome, FirmAtFault: fault, Note: "演示：已回访用户。"})
		return err
	}
}
