package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// punishment is one case against a firm and the publicity of its decision.
type punishment struct {
	place   int
	firm    int
	drafted model.Date
	kind    model.PenaltyKind
	fen     int64
	class   model.PublicityClass
	trigger model.PenaltyTrigger
	p       model.Penalty
}

// planPenalties takes eight cases different ways: one vetoes before the
// published edition, one after it, one is taken back, and the last four stop
// on the way. One notice lapses by itself.
func (s *stage) planPenalties() {
	ago := func(months int) model.Date { return s.workday(s.last().AddMonths(-months)) }
	veto := &punishment{place: 1, firm: vetoFirm, drafted: ago(8), kind: model.PenaltyFine, fen: 5_000_000, class: model.PublicityGrave, trigger: model.TriggerSafety}
	s.served(veto)
	s.publicity(veto)
	later := &punishment{place: 2, firm: lateVetoFirm, drafted: ago(3), kind: model.PenaltyConfiscation, fen: 2_000_000, class: model.PublicityGeneral, trigger: model.TriggerUserData}
	s.served(later)
	s.publicity(later)
	warned := &punishment{place: 3, firm: 6, drafted: ago(11), kind: model.PenaltyWarning, class: model.PublicitySlight}
	s.served(warned)
	s.publicity(warned)
	undone := &punishment{place: 4, firm: 7, drafted: ago(6), kind: model.PenaltyFine, fen: 300_000, class: model.PublicityGeneral}
	s.served(undone)
	s.publicity(undone)
	s.on(ago(2), s.withdrawPenalty(undone))
	for n, steps := range []int{1, 2, 3, 5} {
		place := 5 + n
		p := &punishment{place: place, firm: 5 + place%3, drafted: s.backdays(2 * steps), kind: model.PenaltyFine, fen: 100_000 * int64(place), class: model.PublicityGeneral}
		for n, step := range append(s.penaltySteps(p), s.draftPublicity(p))[:steps] {
			s.on(s.backdays(2*(steps-n)), step)
		}
	}
}

func (s *stage) served(p *punishment) {
	for n, wait := range []int{0, 4, 8, 10} {
		s.on(s.workday(p.drafted.AddDays(wait)), s.penaltySteps(p)[n])
	}
}

// publicity makes the decision public after the service.
func (s *stage) publicity(p *punishment) {
	s.on(s.workday(p.drafted.AddDays(12)), func() error {
		_, err := s.publicised("inspector3", model.PublishedPenalty, string(p.p.ID), p.forPublic())
		return err
	})
}

// penaltySteps are draft, legal review, decision and service.
func (s *stage) penaltySteps(p *punishment) []func() error {
	return []func() error{
		func() (err error) {
			p.p, err = s.desk.DraftPenalty(s.ctx, s.by("inspector3", 0), s.firms[p.firm].ID, casework.PenaltyFacts{
				DocumentNo: fmt.Sprintf("演示邮罚决〔%d〕%d号", p.drafted.Year(), p.place),
				Facts:      "演示：检查发现并经立案查明的违法事实。", Basis: "《快递暂行条例》第四十三条（演示）",
				Kind: p.kind, AmountFen: p.fen, PublicityClass: p.class, Trigger: p.trigger,
			})
			return err
		},
		func() (err error) {
			p.p, err = s.desk.ReviewPenalty(s.ctx, s.by("legal", p.p.Version), p.p.ID, true, "演示：事实清楚，证据充分，程序合法。")
			return err
		},
		func() (err error) {
			p.p, err = s.desk.DecidePenalty(s.ctx, s.by("chief", p.p.Version), p.p.ID, s.today())
			return err
		},
		func() (err error) {
			p.p, err = s.desk.ServePenalty(s.ctx, s.by("inspector3", p.p.Version), p.p.ID, s.today())
			return err
		},
	}
}

// forPublic is what the drafter writes for the public.
func (p *punishment) forPublic() casework.PublicationFacts {
	facts := casework.PublicationFacts{Written: "演示：因违反快递业安全管理规定受到处罚。"}
	if p.class == model.PublicitySlight {
		facts.PublishReason = "演示：行业警示需要。"
	}
	return facts
}

func (s *stage) draftPublicity(p *punishment) func() error {
	return func() error {
		_, err := s.desk.DraftPublication(s.ctx, s.by("inspector3", 0), model.PublishedPenalty, string(p.p.ID), p.forPublic())
		return err
	}
}

func (s *stage) withdrawPenalty(p *punishment) func() error {
	return func() (err error) {
		p.p, err = s.desk.WithdrawPenalty(s.ctx, s.by("chief", p.p.Version), p.p.ID, "演示：复议后撤销原决定。")
		return err
	}
}
