package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

func seriousFine() PenaltyFacts {
	return PenaltyFacts{
		DocumentNo: "武邮罚〔2026〕1号", Facts: "未执行收寄验视制度", Basis: "快递暂行条例第四十三条", Kind: model.PenaltyFine,
		AmountFen: 10_000_000, PublicityClass: model.PublicityGeneral, Trigger: model.TriggerSafety,
	}
}

func (o *office) drafted(p team, facts PenaltyFacts) model.Penalty {
	o.t.Helper()
	penalty, err := o.DraftPenalty(o.t.Context(), call(p.one, 0), p.firm.ID, facts)
	return must1(o, penalty, err)
}

func (o *office) reviewed(p team, facts PenaltyFacts) model.Penalty {
	o.t.Helper()
	penalty := o.drafted(p, facts)
	penalty, err := o.ReviewPenalty(o.t.Context(), call(p.legal, penalty.Version), penalty.ID, true, "")
	return must1(o, penalty, err)
}

func (o *office) decided(p team, facts PenaltyFacts) model.Penalty {
	o.t.Helper()
	penalty := o.reviewed(p, facts)
	penalty, err := o.DecidePenalty(o.t.Context(), call(p.chief, penalty.Version), penalty.ID, o.day())
	return must1(o, penalty, err)
}

func TestPenaltyFromDraftToWithdrawal(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		penalty := o.drafted(p, seriousFine())
		penalty, err := o.ReviewPenalty(ctx, call(p.legal, penalty.Version), penalty.ID, false, "事实不清，补充询问笔录")
		if err != nil || penalty.Status != model.PenaltyDraft || penalty.ReviewedBy != "" || penalty.ReviewOpinion == "" {
			t.Fatalf("sent back: %+v, %v", penalty, err)
		}
		facts := seriousFine()
		facts.AmountFen = 12_000_000
		penalty, err = o.ChangePenalty(ctx, call(p.two, penalty.Version), penalty.ID, facts)
		if err != nil || penalty.AmountFen != 12_000_000 || !penalty.Drafters.Has(p.one.UserID) || !penalty.Drafters.Has(p.two.UserID) {
			t.Fatalf("changed: %+v, %v", penalty, err)
		}
		penalty, err = o.ReviewPenalty(ctx, call(p.legal, penalty.Version), penalty.ID, true, "")
		penalty = must1(o, penalty, err)
		penalty, err = o.DecidePenalty(ctx, call(p.chief, penalty.Version), penalty.ID, today)
		if err != nil || penalty.Status != model.PenaltyDecided || penalty.DecidedOn != today {
			t.Fatalf("decided: %+v, %v", penalty, err)
		}
		o.pass(3)
		penalty, err = o.ServePenalty(ctx, call(p.one, penalty.Version), penalty.ID, o.day())
		if err != nil || penalty.ServedOn != o.day() {
			t.Fatalf("served: %+v, %v", penalty, err)
		}
		penalty, err = o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "复议决定撤销")
		if err != nil || penalty.Status != model.PenaltyWithdrawn || penalty.WithdrawnOn != o.day() {
			t.Fatalf("withdrawn: %+v, %v", penalty, err)
		}
		read, err := o.Store.Penalty(ctx, store.Everything(), penalty.ID)
		if err != nil || read.Trigger != model.TriggerSafety || read.DocumentNo != facts.DocumentNo || read.WithdrawReason != "复议决定撤销" {
			t.Fatalf("kept: %+v, %v", read, err)
		}
	})
}

func TestPenaltyDraftIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		cases := []struct {
			change func(*PenaltyFacts)
			want   string
		}{
			{func(f *PenaltyFacts) { f.AmountFen = 0 }, "/amount_fen penalty.amount_missing"},
			{func(f *PenaltyFacts) { f.AmountFen = -1 }, "/amount_fen penalty.amount_unexpected"},
			{func(f *PenaltyFacts) { f.Kind, f.PublicityClass = model.PenaltyWarning, model.PublicitySlight }, "/amount_fen penalty.amount_unexpected"},
			{func(f *PenaltyFacts) { f.Kind = model.PenaltyRevocation }, "/publicity_class penalty.class_mismatch"},
			{func(f *PenaltyFacts) { f.PublicityClass = "none" }, "/publicity_class penalty.class_mismatch"},
			{func(f *PenaltyFacts) { f.Kind, f.Trigger = model.PenaltySuspension, "" }, "/trigger penalty.trigger_missing"},
			{func(f *PenaltyFacts) { f.Kind = "whip" }, "/kind penalty.kind_unknown"},
		}
		for _, c := range cases {
			facts := seriousFine()
			c.change(&facts)
			_, err := o.DraftPenalty(ctx, call(p.one, 0), p.firm.ID, facts)
			wantRefused(t, err, model.Invalid, c.want)
		}
		_, err := o.DraftPenalty(ctx, call(p.elsewhere, 0), p.firm.ID, seriousFine())
		wantRefused(t, err, model.Invalid, "/enterprise_id enterprise.unknown")
		first := o.drafted(p, seriousFine())
		_, err = o.DraftPenalty(ctx, call(p.one, 0), p.firm.ID, seriousFine())
		wantRefused(t, err, model.Conflict, "penalty.document_taken")
		_, err = o.ChangePenalty(ctx, call(p.one, first.Version), first.ID, PenaltyFacts{Kind: "whip"})
		wantRefused(t, err, model.Invalid, "/kind penalty.kind_unknown")
	})
}

func TestPenaltyPassesThroughThreeHands(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		every := []model.Role{model.RoleInspector, model.RoleLegal, model.RoleChief}
		one, two := o.person("allrounder1", every...), o.person("allrounder2", every...)
		penalty, err := o.DraftPenalty(ctx, call(one, 0), p.firm.ID, seriousFine())
		must1(o, penalty, err)
		_, err = o.ReviewPenalty(ctx, call(one, penalty.Version), penalty.ID, true, "")
		wantRefused(t, err, model.Forbidden, "penalty.own_draft")
		penalty, err = o.ReviewPenalty(ctx, call(two, penalty.Version), penalty.ID, true, "")
		must1(o, penalty, err)
		for _, maker := range []model.Actor{one, two} {
			_, err = o.DecidePenalty(ctx, call(maker, penalty.Version), penalty.ID, today)
			wantRefused(t, err, model.Forbidden, "penalty.own_review")
		}
		if _, err = o.DecidePenalty(ctx, call(p.chief, penalty.Version), penalty.ID, today); err != nil {
			t.Fatal(err)
		}
	})
}

func TestPenaltyActsWantTheirStateAndDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		draft := o.drafted(p, seriousFine())
		_, err := o.DecidePenalty(ctx, call(p.chief, draft.Version), draft.ID, today)
		wantRefused(t, err, model.Conflict, "penalty.wrong_state")
		_, err = o.ReviewPenalty(ctx, call(p.legal, draft.Version), draft.ID, false, "")
		wantRefused(t, err, model.Invalid, "/opinion reason.missing")
		_, err = o.WithdrawPenalty(ctx, call(p.chief, draft.Version), draft.ID, "理由")
		wantRefused(t, err, model.Conflict, "penalty.wrong_state")
		_, err = o.ChangePenalty(ctx, call(p.one, draft.Version+3), draft.ID, seriousFine())
		wantRefused(t, err, model.Stale, "record.stale")
		_, err = o.ChangePenalty(ctx, call(p.elsewhere, draft.Version), draft.ID, seriousFine())
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.ReviewPenalty(ctx, call(p.one, draft.Version), draft.ID, true, "")
		wantRefused(t, err, model.Forbidden, "permission.denied")

		second := seriousFine()
		second.DocumentNo = "武邮罚〔2026〕2号"
		penalty := o.reviewed(p, second)
		_, err = o.ChangePenalty(ctx, call(p.one, penalty.Version), penalty.ID, second)
		wantRefused(t, err, model.Conflict, "penalty.wrong_state")
		_, err = o.DecidePenalty(ctx, call(p.chief, penalty.Version), penalty.ID, today.AddDays(1))
		wantRefused(t, err, model.Invalid, "/decided_on date.too_late")
		decided, err := o.DecidePenalty(ctx, keyed(p.chief, penalty.Version, "k"), penalty.ID, today)
		must1(o, decided, err)
		again, err := o.DecidePenalty(ctx, keyed(p.chief, penalty.Version, "k"), penalty.ID, today)
		if err != nil || again.Version != decided.Version {
			t.Fatalf("replay: %+v, %v", again, err)
		}
		_, err = o.ServePenalty(ctx, call(p.one, decided.Version), decided.ID, today.AddDays(-1))
		wantRefused(t, err, model.Invalid, "/served_on date.too_early")
		served, err := o.ServePenalty(ctx, call(p.one, decided.Version), decided.ID, today)
		must1(o, served, err)
		_, err = o.ServePenalty(ctx, call(p.one, served.Version), served.ID, today)
		wantRefused(t, err, model.Conflict, "penalty.served")
		_, err = o.WithdrawPenalty(ctx, call(p.chief, served.Version), served.ID, "")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
	})
}

func TestFirmSeesItsDecidedPenaltiesOnly(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		second := seriousFine()
		second.DocumentNo = "武邮罚〔2026〕2号"
		draft, decided := o.drafted(p, seriousFine()), o.decided(p, second)
		_, err := o.PenaltyCard(t.Context(), p.firmUser, draft.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
		card, err := o.PenaltyCard(t.Context(), p.firmUser, decided.ID)
		if err != nil || len(openActs(card.Acts)) != 0 || len(card.History) != 0 {
			t.Fatalf("card: %+v, %v", card, err)
		}
		page, err := o.Store.Penalties(t.Context(), store.OfFirm(p.firm.ID), store.Query{Search: "罚〔2026〕"})
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != decided.ID {
			t.Fatalf("list: %+v, %v", page, err)
		}
	})
}

func TestPenaltyCardShowsActsAndPublicityClock(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		penalty := o.decided(p, seriousFine())
		for name, c := range map[string]struct {
			actor model.Actor
			want  string
		}{"inspector": {p.one, "serve publicise"}, "chief": {p.chief, "withdraw"}, "legal": {p.legal, "publicise"}} {
			card, err := o.PenaltyCard(t.Context(), c.actor, penalty.ID)
			must1(o, card, err)
			if got := strings.Join(openActs(card.Acts), " "); got != c.want {
				t.Errorf("%s may %q, want %q", name, got, c.want)
			}
			due := card.Acts[len(card.Acts)-1].Due
			if due == nil || due.DueOn != model.NewDate(2026, 3, 19) || due.DaysLeft != 9 {
				t.Errorf("7 working days from %s: %+v", today, due)
			}
		}
	})
}
