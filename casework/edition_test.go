package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy/credit"
	"yijian/store"
)

// listing is the people and firms of the edition tests: bad has two bad checks,
// good a clean drawn one, idle none; padding makes the red share large enough.
type listing struct {
	team
	good, idle model.Enterprise
	third      model.Actor
}

func (o *office) checked(p team, firm model.Enterprise, result InspectionResult) {
	o.t.Helper()
	plan := p.plan()
	plan.PlannedOn, result.InspectedOn = o.day(), o.day()
	i, err := o.PlanInspection(o.t.Context(), call(p.one, 0), firm.ID, plan)
	i = must1(o, i, err)
	i, err = o.RecordInspection(o.t.Context(), call(p.one, i.Version), i.ID, result)
	i = must1(o, i, err)
	_, err = o.ConfirmInspection(o.t.Context(), call(p.legal, i.Version), i.ID)
	if err != nil {
		o.t.Fatal(err)
	}
}

func grave() InspectionResult {
	return InspectionResult{
		Units: 1, Result: model.ResultCorrected,
		Findings: []FindingFacts{{Group: model.ItemAcceptance, Class: model.MostSerious, Text: "演示：未当面验视", Basis: "快递暂行条例"}},
	}
}

func (o *office) listing() listing {
	o.t.Helper()
	l := listing{team: o.team(), good: o.firm("0002", "500156002"), idle: o.firm("0003", "500156003")}
	l.third = l.team.third
	o.firm("0004", "500156001")
	o.firm("0005", "500156001")
	for range 2 {
		o.checked(l.team, l.firm, grave())
		o.pass(2)
	}
	o.checked(l.team, l.good, InspectionResult{Units: 10, Result: model.ResultClean})
	o.pass(1)
	return l
}

func (o *office) entryOf(edition model.Edition, firm model.Enterprise) model.EditionEntry {
	o.t.Helper()
	entries, err := o.Store.EntriesOf(o.t.Context(), store.Everything(), edition.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range entries {
		if e.EnterpriseID == firm.ID {
			return e
		}
	}
	o.t.Fatalf("%s is not in the edition: %+v", firm.Name, entries)
	return model.EditionEntry{}
}

func TestEditionFromCandidatesToThePublicList(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		edition, err := o.ProposeEdition(ctx, call(l.third, 0), o.day())
		edition = must1(o, edition, err)
		again, err := o.ProposeEdition(ctx, call(l.third, 0), o.day())
		if must1(o, again, err).ID != edition.ID {
			t.Fatal("the same day made a second edition")
		}
		bundle, err := o.Store.EditionBundle(ctx, edition.ID)
		if err != nil {
			t.Fatal(err)
		}
		if differs, err := credit.Replay([]byte(bundle)); err != nil || len(differs) > 0 {
			t.Fatalf("the kept bundle differs in %v (%v)", differs, err)
		}
		black, red := o.entryOf(edition, l.firm), o.entryOf(edition, l.good)
		if black.List != model.BlackList || red.List != model.RedList {
			t.Fatalf("proposed %q and %q", black.List, red.List)
		}

		_, err = o.ApproveEdition(ctx, call(l.chief, edition.Version), edition.ID)
		wantRefused(t, err, model.Conflict, "edition.not_approvable")
		edition, err = o.ReviewEdition(ctx, call(l.legal, edition.Version), edition.ID, "程序合规")
		edition = must1(o, edition, err)

		outcome, err := o.ApproveEdition(ctx, call(l.chief, edition.Version), edition.ID)
		outcome = must1(o, outcome, err)
		if why := heldFor(outcome, l.good); outcome.Published != 0 || !strings.Contains(why, "待保密审查") {
			t.Fatalf("published before the reviews of the texts: %+v", outcome)
		}
		o.textsCleared(l, edition)
		outcome, err = o.ApproveEdition(ctx, call(l.chief, outcome.Edition.Version), edition.ID)
		outcome = must1(o, outcome, err)
		if outcome.Published != 1 || len(outcome.Held) != 1 || outcome.Held[0].EntryID != black.ID {
			t.Fatalf("without notice: %+v", outcome)
		}
		o.wantPublic(model.RedList, 1)
		o.wantPublic(model.BlackList, 0)

		black, err = o.NotifyEntry(ctx, call(l.one, black.Version), black.ID, o.day())
		black = must1(o, black, err)
		if days := o.day().DaysUntil(black.StatementDue); days < 5 || days > 12 {
			t.Fatalf("five working days end after %d days", days)
		}
		black, err = o.StateDefence(ctx, call(l.firmUser, black.Version), black.ID, "演示：当天设备故障，已经补检。", model.Date{})
		black = must1(o, black, err)
		o.pass(20)
		outcome, err = o.ApproveEdition(ctx, call(l.chief, outcome.Edition.Version), edition.ID)
		if outcome = must1(o, outcome, err); outcome.Published != 0 {
			t.Fatalf("published with a statement nobody considered: %+v", outcome)
		}
		black, err = o.ConsiderDefence(ctx, call(l.third, black.Version), black.ID, "复核：理由不成立")
		black = must1(o, black, err)
		outcome, err = o.ApproveEdition(ctx, call(l.chief, outcome.Edition.Version), edition.ID)
		if outcome = must1(o, outcome, err); outcome.Published != 1 || len(outcome.Held) != 0 {
			t.Fatalf("after the terms: %+v", outcome)
		}
		o.wantPublic(model.BlackList, 1)

		published := o.entryOf(edition, l.firm)
		if published.Decision == "" || published.EndsOn.IsZero() {
			t.Fatalf("published without decision or term: %+v", published)
		}
		_, err = o.WithdrawEntry(ctx, call(l.chief, published.Version), published.ID, "演示：复议撤销")
		if err != nil {
			t.Fatal(err)
		}
		o.wantPublic(model.BlackList, 0)
		o.pass(400)
		o.wantPublic(model.RedList, 0)
		job := model.Actor{Roles: []model.Role{"job"}}
		if n, err := o.EndTerms(ctx, model.Call{Actor: job}, o.day()); err != nil || n != 1 {
			t.Fatalf("ended %d entries (%v), want 1", n, err)
		}
	})
}

func (o *office) wantPublic(side model.CreditList, n int64) {
	o.t.Helper()
	_, total, err := o.Store.Published(o.t.Context(), o.day(), store.PublicQuery{Kind: model.PublishedListEntry, Topic: string(side)})
	if err != nil || total != n {
		o.t.Fatalf("the public sees %d on the %s list (%v), want %d", total, side, err, n)
	}
}

func TestEditionHandsStayApart(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		both := o.person("both", model.RoleLegal, model.RoleChief)
		edition, err := o.ProposeEdition(ctx, call(both, 0), o.day())
		edition = must1(o, edition, err)
		_, err = o.ReviewEdition(ctx, call(both, edition.Version), edition.ID, "自己审")
		wantRefused(t, err, model.Conflict, "edition.not_reviewable")
		edition, err = o.ReviewEdition(ctx, call(l.legal, edition.Version), edition.ID, "程序合规")
		edition = must1(o, edition, err)
		_, err = o.ApproveEdition(ctx, call(both, edition.Version), edition.ID)
		wantRefused(t, err, model.Conflict, "edition.not_approvable")
		_, err = o.ApproveEdition(ctx, call(l.legal, edition.Version), edition.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")
		_, err = o.ProposeEdition(ctx, call(l.third, 0), o.day().AddDays(1))
		wantRefused(t, err, model.Invalid, "/as_of edition.future")
		black := o.entryOf(edition, l.firm)
		_, err = o.StateDefence(ctx, call(l.firmUser, black.Version), black.ID, "还没有告知", model.Date{})
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.StateDefence(ctx, call(l.one, black.Version), black.ID, "还没有告知", model.Date{})
		wantRefused(t, err, model.Conflict, "entry.state")
		_, err = o.NotifyEntry(ctx, call(l.one, black.Version), black.ID, o.day().AddDays(1))
		wantRefused(t, err, model.Invalid, "/served_on entry.served_on")
		_, err = o.NotifyEntry(ctx, call(l.elsewhere, black.Version), black.ID, o.day())
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.EntryCard(ctx, o.personAt("firm9", "500156", l.good.ID, model.RoleFirm), black.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
	})
}
