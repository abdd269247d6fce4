package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// noticed is the black entry of l.firm with its notice served today.
func (o *office) noticed(l listing) (model.Edition, model.EditionEntry) {
	o.t.Helper()
	edition, err := o.ProposeEdition(o.t.Context(), call(l.chief, 0), o.day())
	edition = must1(o, edition, err)
	e := o.entryOf(edition, l.firm)
	e, err = o.NotifyEntry(o.t.Context(), call(l.legal, e.Version), e.ID, o.day())
	return edition, must1(o, e, err)
}

func TestTheTermForAStatementBindsEverybody(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		l.legal = o.person("server", model.RoleInspector)
		_, e := o.noticed(l)
		day := o.day()
		state := func(by model.Actor, text string, on model.Date) error {
			said, err := o.StateDefence(ctx, call(by, e.Version), e.ID, text, on)
			if err == nil {
				e = said
			}
			return err
		}
		wantRefused(t, state(l.firmUser, "演示：自己填日期", day), model.Invalid, "/received_on entry.received_by_bureau")
		wantRefused(t, state(l.one, "演示：没有日期", model.Date{}), model.Invalid, "/received_on required")
		wantRefused(t, state(l.one, "演示：送达之前", day.AddDays(-1)), model.Invalid, "/received_on date.too_early")
		wantRefused(t, state(l.one, "演示：明天收到", day.AddDays(1)), model.Invalid, "/received_on date.too_late")
		due := e.StatementDue
		o.pass(day.DaysUntil(due) + 1)
		wantRefused(t, state(l.firmUser, "演示：企业迟到一天", model.Date{}), model.Conflict, "entry.state")
		wantRefused(t, state(l.one, "演示：管理局收到也迟了", due.AddDays(1)), model.Invalid, "/received_on entry.received_late")
		if err := state(l.one, "演示：最后一天收到", due); err != nil || e.StatementReceivedOn != due {
			t.Errorf("received on the last day: %s, %v", e.StatementReceivedOn, err)
		}
	})
}

func TestNoStatementAndNoOpinionIsLost(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		l.legal = o.person("server", model.RoleInspector)
		_, e := o.noticed(l)
		e, err := o.StateDefence(ctx, call(l.firmUser, e.Version), e.ID, "演示：第一次陈述。", model.Date{})
		e = must1(o, e, err)
		e, err = o.ConsiderDefence(ctx, call(l.third, e.Version), e.ID, "第一次复核")
		e = must1(o, e, err)
		_, err = o.ConsiderDefence(ctx, call(l.third, e.Version), e.ID, "改写复核")
		wantRefused(t, err, model.Conflict, "entry.state")
		e, err = o.StateDefence(ctx, call(l.one, e.Version), e.ID, "演示：第二次陈述。", o.day())
		e = must1(o, e, err)
		if !strings.Contains(e.Statement, "第一次陈述") || !strings.Contains(e.Statement, "第二次陈述") {
			t.Errorf("stated: %s", e.Statement)
		}
		if e.ConsideredBy != "" || !strings.HasPrefix(e.ConsideredNote, "第一次复核（") {
			t.Errorf("after more was stated: considered by %q, %q", e.ConsideredBy, e.ConsideredNote)
		}
		e, err = o.ConsiderDefence(ctx, call(l.third, e.Version), e.ID, "第二次复核")
		e = must1(o, e, err)
		if e.ConsideredBy != l.third.UserID || !strings.Contains(e.ConsideredNote, "第一次复核") || !strings.Contains(e.ConsideredNote, "第二次复核") {
			t.Errorf("considered: %q by %q", e.ConsideredNote, e.ConsideredBy)
		}
		_, err = o.StateDefence(ctx, call(l.firmUser, e.Version), e.ID, strings.Repeat("多", 1990), model.Date{})
		wantRefused(t, err, model.Invalid, "/statement entry.statement_full")
		_, err = o.StateDefence(ctx, call(l.firmUser, e.Version), e.ID, strings.Repeat("多", 500), model.Date{})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestReCheckReviewAndApprovalAreThreePeople(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		punisher := o.person("punisher", model.RoleInspector)
		drafter := l.team
		drafter.one = punisher
		o.punished(drafter, 1, model.PublicityGeneral, o.day(), o.day())
		reviewer := l.legal
		l.legal = o.person("server", model.RoleInspector)
		edition, e := o.noticed(l)
		e, err := o.StateDefence(ctx, call(l.firmUser, e.Version), e.ID, "演示：已经整改。", model.Date{})
		e = must1(o, e, err)
		for who, c := range map[string]struct {
			by     model.Actor
			reason string
		}{
			"inspected": {l.one, "entry.own_finding"}, "drafted": {punisher, "entry.own_finding"}, "served": {l.legal, "entry.own_notice"},
			"approves": {l.chief, "permission.denied"},
		} {
			_, err = o.ConsiderDefence(ctx, call(c.by, e.Version), e.ID, "复核")
			if err == nil {
				t.Fatalf("who %s re-checked", who)
			}
			wantRefused(t, err, model.Forbidden, c.reason)
		}
		card, err := o.EntryCard(ctx, l.one, e.ID)
		if card = must1(o, card, err); actOf(t, card.Acts, "consider").Allowed {
			t.Error("the card offers the re-check to who inspected")
		}
		both := o.person("both", model.RoleLegal, model.RoleInspector)
		e, err = o.ConsiderDefence(ctx, call(both, e.Version), e.ID, "理由不成立")
		e = must1(o, e, err)
		_, err = o.ReviewEdition(ctx, call(both, edition.Version), edition.ID, "程序合规")
		wantRefused(t, err, model.Conflict, "edition.not_reviewable")
		edition, err = o.ReviewEdition(ctx, call(reviewer, edition.Version), edition.ID, "程序合规")
		edition = must1(o, edition, err)
		o.textsCleared(l, edition)

		// A re-check from before the rule, by the reviewer, holds the entry and may be done again.
		entry := o.entryOf(edition, l.firm)
		entry.ConsideredBy = reviewer.UserID
		o.rewrite(entry)
		o.pass(15)
		chief2 := o.person("chief2", model.RoleChief)
		outcome, err := o.ApproveEdition(ctx, call(chief2, edition.Version), edition.ID)
		outcome = must1(o, outcome, err)
		if why := heldFor(outcome, l.firm); !strings.Contains(why, "复核人不是法制审核人") {
			t.Errorf("held for %q", why)
		}
		_, err = o.ConsiderDefence(ctx, call(reviewer, entry.Version+1), entry.ID, "再复核")
		wantRefused(t, err, model.Forbidden, "entry.own_review")
		_, err = o.ConsiderDefence(ctx, call(l.third, entry.Version+1), entry.ID, "再复核")
		must1(o, e, err)
		outcome, err = o.ApproveEdition(ctx, call(chief2, outcome.Edition.Version), edition.ID)
		if outcome = must1(o, outcome, err); heldFor(outcome, l.firm) != "" {
			t.Errorf("after another re-check: %+v", outcome.Held)
		}
	})
}

// rewrite puts the entry into the database as it is given.
func (o *office) rewrite(e model.EditionEntry) {
	o.t.Helper()
	must1(o, e, o.Store.Tx(o.t.Context(), model.Stamp{Act: "test", At: o.at}, func(tx *store.Tx) error {
		_, err := tx.MoveEntry(o.t.Context(), e)
		return err
	}))
}
