package casework

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"yijian/model"
	"yijian/store"
)

// punished is a penalty of the class against the firm, decided and served on the days.
func (o *office) punished(p team, n int, class model.PublicityClass, decided, served model.Date) model.Penalty {
	o.t.Helper()
	facts := seriousFine()
	facts.DocumentNo, facts.PublicityClass = "武邮罚〔2026〕"+strconv.Itoa(n)+"号", class
	penalty := o.reviewed(p, facts)
	penalty, err := o.DecidePenalty(o.t.Context(), call(p.chief, penalty.Version), penalty.ID, decided)
	penalty = must1(o, penalty, err)
	if served.IsZero() {
		return penalty
	}
	penalty, err = o.ServePenalty(o.t.Context(), call(p.one, penalty.Version), penalty.ID, served)
	return must1(o, penalty, err)
}

// against is the team with another firm to act on.
func (l listing) against(firm model.Enterprise) team {
	p := l.team
	p.firm = firm
	return p
}

// passed is the day's edition, legally reviewed.
func (o *office) passed(l listing) model.Edition {
	o.t.Helper()
	e, err := o.ProposeEdition(o.t.Context(), call(l.third, 0), o.day())
	e = must1(o, e, err)
	e, err = o.ReviewEdition(o.t.Context(), call(l.legal, e.Version), e.ID, "程序合规")
	o.textsCleared(l, must1(o, e, err))
	return e
}

// heard serves the notice of the firm's black entry and lets its term pass.
func (o *office) heard(l listing, edition model.Edition, firm model.Enterprise) {
	o.t.Helper()
	e := o.entryOf(edition, firm)
	_, err := o.NotifyEntry(o.t.Context(), call(l.one, e.Version), e.ID, o.day())
	must1(o, e, err)
	o.pass(15)
}

func (o *office) approved(l listing, edition model.Edition) Approval {
	o.t.Helper()
	edition, err := o.Store.Edition(o.t.Context(), store.Everything(), edition.ID)
	edition = must1(o, edition, err)
	outcome, err := o.ApproveEdition(o.t.Context(), call(l.chief, edition.Version), edition.ID)
	return must1(o, outcome, err)
}

// heldFor returns why the firm's entry had to wait, empty when it had not.
func heldFor(outcome Approval, firm model.Enterprise) string {
	for _, h := range outcome.Held {
		if h.EnterpriseName == firm.Name {
			return strings.Join(h.Reasons, " ")
		}
	}
	return ""
}

func TestABlackEntryFallsWithItsPenalty(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		p := l.against(l.idle)
		penalty := o.punished(p, 1, model.PublicityGeneral, o.day(), o.day())
		edition := o.passed(l)
		o.heard(l, edition, l.idle)
		_, err := o.WithdrawPenalty(t.Context(), call(l.chief, penalty.Version), penalty.ID, "复议决定撤销")
		must1(o, penalty, err)
		if why := heldFor(o.approved(l, edition), l.idle); !strings.Contains(why, "处罚决定仍然有效") {
			t.Errorf("the entry of a withdrawn penalty was held for %q", why)
		}
		if e := o.entryOf(edition, l.idle); e.Status != model.EntryNoticed {
			t.Errorf("the entry is %s", e.Status)
		}
	})
}

func TestWithdrawingAPenaltyWithdrawsWhatRestsOnIt(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		p := l.against(l.idle)
		first := o.punished(p, 1, model.PublicityGrave, o.day().AddDays(-3), o.day())
		second := o.punished(p, 2, model.PublicityGeneral, o.day().AddDays(-2), o.day())
		edition := o.passed(l)
		o.heard(l, edition, l.idle)
		o.approved(l, edition)
		o.wantPublic(model.BlackList, 1)
		if e := o.entryOf(edition, l.idle); e.EndsOn != first.DecidedOn.AddMonths(36) {
			t.Errorf("the term ends on %s, want 36 months from the grave decision of %s", e.EndsOn, first.DecidedOn)
		}
		_, err := o.WithdrawPenalty(ctx, call(l.chief, first.Version), first.ID, "复议决定撤销")
		must1(o, first, err)
		e := o.entryOf(edition, l.idle)
		if e.Status != model.EntryPublished || strings.Contains(e.Reasons, first.DocumentNo) || !strings.Contains(e.Reasons, second.DocumentNo) {
			t.Errorf("with one of two penalties left: %s, %s", e.Status, e.Reasons)
		}
		if e.EndsOn != second.DecidedOn.AddMonths(12) {
			t.Errorf("the term ends on %s, want 12 months from %s", e.EndsOn, second.DecidedOn)
		}
		_, err = o.WithdrawPenalty(ctx, call(l.chief, second.Version), second.ID, "复议决定撤销")
		must1(o, second, err)
		e = o.entryOf(edition, l.idle)
		if e.Status != model.EntryWithdrawn || !strings.Contains(e.EndReason, second.DocumentNo) {
			t.Errorf("with no penalty left: %s, %q", e.Status, e.EndReason)
		}
		o.wantPublic(model.BlackList, 0)
		card, err := o.EntryCard(ctx, l.chief, e.ID)
		if card = must1(o, card, err); card.History[0].Act != "penalty:withdraw" {
			t.Errorf("the audit says %s", card.History[0].Act)
		}
	})
}

// A term counts no first day, so that its last is the day of the same number (民法典第二百零一条、第二百零二条：
// 开始的当日不计入，到期月的对应日为期间的最后一日): the penalty and the entry that rests on it are public on it,
// and neither is on the day after.
func TestAnEntryEndsWithThePenaltyThatItRestsOn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		penalty := o.punished(l.against(l.idle), 1, model.PublicityGrave, o.day().AddDays(-3), o.day())
		edition := o.passed(l)
		o.heard(l, edition, l.idle)
		o.approved(l, edition)
		o.publicised(l.against(l.idle), model.PublishedPenalty, string(penalty.ID), publicWords)
		last := penalty.DecidedOn.AddMonths(36)
		for day, want := range map[model.Date]int{last: 1, last.AddDays(1): 0} {
			entries, penalties := len(o.publicOn(day, model.PublishedListEntry)), len(o.publicOn(day, model.PublishedPenalty))
			if entries != want || penalties != want {
				t.Errorf("on %s %d entries and %d penalties are public, want %d", day, entries, penalties, want)
			}
		}
		for _, p := range o.publicOn(last, "") {
			if (p.Kind == model.PublishedPenalty || p.Topic == string(model.BlackList)) && p.LastDay() != last {
				t.Errorf("the last day of %s is told as %s, want %s", p.Title, p.LastDay(), last)
			}
		}
	})
}

// Whoever takes a penalty's publication away sees first which entries rest on the penalty; the enterprise does not.
func TestThePageOfAPublicPenaltyNamesTheEntriesOnIt(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, l := t.Context(), o.listing()
		p := l.against(l.idle)
		first := o.punished(p, 1, model.PublicityGrave, o.day().AddDays(-3), o.day())
		second := o.punished(p, 2, model.PublicityGeneral, o.day().AddDays(-2), o.day())
		edition := o.passed(l)
		o.heard(l, edition, l.idle)
		o.approved(l, edition)
		n := o.publicised(p, model.PublishedPenalty, string(first.ID), publicWords)
		entry := o.entryOf(edition, l.idle)
		want := Dependent{entry.ID, edition.Title, model.EntryPublished, true}
		if got := must2(o.PublicationCard(ctx, l.chief, n.ID)).Record.Dependents; len(got) != 1 || got[0] != want {
			t.Errorf("on the penalty rest %+v, want %+v", got, want)
		}
		must2(o.WithdrawPenalty(ctx, call(l.chief, second.Version), second.ID, "复议决定撤销"))
		want.Stays = false
		if got := must2(o.PublicationCard(ctx, l.chief, n.ID)).Record.Dependents; len(got) != 1 || got[0] != want {
			t.Errorf("without another penalty there rest %+v, want %+v", got, want)
		}
		owner := o.personAt("owner", "500156", l.idle.ID, model.RoleFirm)
		if got := must2(o.PublicationCard(ctx, owner, n.ID)).Record.Dependents; len(got) != 0 {
			t.Errorf("the enterprise is told %+v", got)
		}
		other := o.publicised(l.team, model.PublishedPenalty, string(o.punished(l.team, 3, model.PublicityGeneral, o.day(), o.day()).ID), publicWords)
		if got := must2(o.PublicationCard(ctx, l.chief, other.ID)).Record.Dependents; len(got) != 0 {
			t.Errorf("on another penalty rest %+v", got)
		}
	})
}

func TestAnEntryThatAlsoRestsOnChecksStays(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		penalty := o.punished(l.team, 1, model.PublicityGrave, o.day(), o.day())
		edition := o.passed(l)
		o.heard(l, edition, l.firm)
		o.approved(l, edition)
		_, err := o.WithdrawPenalty(t.Context(), call(l.chief, penalty.Version), penalty.ID, "复议决定撤销")
		must1(o, penalty, err)
		e := o.entryOf(edition, l.firm)
		if e.Status != model.EntryPublished || strings.Contains(e.Reasons, triggerMark) || e.EndsOn != e.PublishedOn.AddMonths(12) {
			t.Errorf("an entry resting on checks: %s, %s, until %s", e.Status, e.Reasons, e.EndsOn)
		}
	})
}

func TestAPenaltyEndsTheRedEntry(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		edition := o.passed(l)
		o.approved(l, edition)
		o.wantPublic(model.RedList, 1)
		penalty := o.punished(l.against(l.good), 1, model.PublicityGeneral, o.day(), model.Date{})
		e := o.entryOf(edition, l.good)
		if e.Status != model.EntryWithdrawn || !strings.Contains(e.EndReason, penalty.DocumentNo) {
			t.Errorf("the red entry of a punished firm: %s, %q", e.Status, e.EndReason)
		}
		o.wantPublic(model.RedList, 0)
	})
}

func TestABackdatedPenaltyKeepsAFirmOffTheRedList(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		edition := o.passed(l)
		o.pass(1)
		o.punished(l.against(l.good), 1, model.PublicityGeneral, o.day().AddDays(-2), model.Date{})
		o.punished(l.against(l.good), 2, model.PublicityGeneral, o.day().AddMonths(-40), o.day().AddMonths(-39))
		if why := heldFor(o.approved(l, edition), l.good); !strings.Contains(why, "新增否决情形2项") {
			t.Errorf("a firm punished by backdated decisions was held for %q", why)
		}
		o.wantPublic(model.RedList, 0)
	})
}

func TestTriggersAreChosenByTheDayTheyBecameFinal(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		day := o.day()
		o.punished(l.against(l.idle), 1, model.PublicityGrave, day.AddMonths(-30), day.AddMonths(-20))
		o.punished(l.against(l.good), 2, model.PublicityGeneral, day.AddMonths(-30), model.Date{})
		edition := o.passed(l)
		if e := o.entryOf(edition, l.idle); e.List != model.BlackList {
			t.Errorf("a penalty final in the window proposed %q", e.List)
		}
		entries, err := o.Store.EntriesOf(t.Context(), store.Everything(), edition.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.EnterpriseID == l.good.ID {
				t.Errorf("a firm with a penalty that is not final is proposed for the %s list", e.List)
			}
		}
	})
}

func TestAPenaltyFinalBeforeTheWindowIsNoVeto(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		day := o.day()
		o.punished(l.against(l.good), 1, model.PublicityGeneral, day.AddMonths(-40), day.AddMonths(-39))
		edition := o.passed(l)
		if why := heldFor(o.approved(l, edition), l.good); why != "" {
			t.Errorf("held for %s", why)
		}
		o.wantPublic(model.RedList, 1)
	})
}

func TestAnUnconfirmedInspectionCleansNothing(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		l := o.listing()
		subject := func(firm model.Enterprise) model.CreditSubject {
			t.Helper()
			firms, err := creditSubjects(context.Background(), o.Store.Reader, o.day(), 24)
			if err != nil {
				t.Fatal(err)
			}
			return firms[string(firm.ID)].subject
		}
		o.unconfirmed(l.against(l.idle))
		if checks := subject(l.idle).Checks; len(checks) != 0 {
			t.Errorf("an unconfirmed visit became %+v", checks)
		}
		plain := l.against(l.idle)
		plan := plain.plan()
		plan.Drawn, plan.Kind, plan.PlannedOn = false, model.InspectionClue, o.day()
		i, err := o.PlanInspection(t.Context(), call(l.one, 0), l.idle.ID, plan)
		i = must1(o, i, err)
		i, err = o.RecordInspection(t.Context(), call(l.one, i.Version), i.ID, InspectionResult{InspectedOn: o.day(), Units: 2, Result: model.ResultClean})
		i = must1(o, i, err)
		_, err = o.ConfirmInspection(t.Context(), call(l.legal, i.Version), i.ID)
		must1(o, i, err)
		checks := subject(l.idle).Checks
		if len(checks) != 1 || checks[0].Units != 2 || checks[0].Drawn || len(checks[0].Findings) != 2 || checks[0].Findings[0].FinalOn != nil {
			t.Errorf("on the day of a confirmed visit: %+v", checks)
		}
		edition := o.passed(l)
		o.unconfirmed(l.against(l.good))
		if why := heldFor(o.approved(l, edition), l.good); !strings.Contains(why, "待审核的检查问题2项") {
			t.Errorf("a firm with findings nobody has confirmed was held for %q", why)
		}
	})
}

// unconfirmed is a drawn visit with two findings that await confirmation.
func (o *office) unconfirmed(p team) model.Inspection {
	o.t.Helper()
	plan, result := p.plan(), faulty()
	plan.PlannedOn, result.InspectedOn = o.day(), o.day()
	result.Findings[0].RectifyBy = o.day().AddDays(15)
	i, err := o.PlanInspection(o.t.Context(), call(p.one, 0), p.firm.ID, plan)
	i = must1(o, i, err)
	i, err = o.RecordInspection(o.t.Context(), call(p.one, i.Version), i.ID, result)
	return must1(o, i, err)
}

func TestAPenaltyDecidedDuringTheApprovalLeavesNoRedEntry(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		p := l.against(l.good)
		for n := range 8 {
			o.pass(1)
			edition := o.passed(l)
			facts := seriousFine()
			facts.DocumentNo = "武邮罚〔2026〕" + strconv.Itoa(n) + "号"
			penalty := o.reviewed(p, facts)
			var approving, deciding error
			var both sync.WaitGroup
			both.Go(func() { _, approving = o.ApproveEdition(ctx, call(l.chief, edition.Version), edition.ID) })
			both.Go(func() { _, deciding = o.DecidePenalty(ctx, call(l.chief, penalty.Version), penalty.ID, o.day()) })
			both.Wait()
			for _, err := range []error{approving, deciding} {
				if err != nil && model.KindOf(err) != model.Stale {
					t.Fatal(err)
				}
			}
			penalty, err := o.Store.Penalty(ctx, store.Everything(), penalty.ID)
			penalty = must1(o, penalty, err)
			if e := o.entryOf(edition, l.good); penalty.Status == model.PenaltyDecided && e.Status == model.EntryPublished {
				t.Fatalf("round %d: the firm is punished and on the red list", n)
			}
			if deciding != nil {
				penalty, err = o.DecidePenalty(ctx, call(l.chief, penalty.Version), penalty.ID, o.day())
				penalty = must1(o, penalty, err)
			}
			_, err = o.WithdrawPenalty(ctx, call(l.chief, penalty.Version), penalty.ID, "演示：撤销")
			must1(o, penalty, err)
		}
	})
}
