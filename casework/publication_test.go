package casework

import (
	"encoding/json"
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/canonical"
	"yijian/store"
)

var publicWords = PublicationFacts{Written: "该企业未执行收寄验视制度"}

func slightWarning() PenaltyFacts {
	f := seriousFine()
	f.DocumentNo, f.Kind, f.AmountFen, f.PublicityClass, f.Trigger = "武邮罚〔2026〕9号", model.PenaltyWarning, 0, model.PublicitySlight, ""
	return f
}

func (o *office) publicDraft(by model.Actor, kind model.PublicationKind, subject string, facts PublicationFacts) model.Publication {
	o.t.Helper()
	p, err := o.DraftPublication(o.t.Context(), call(by, 0), kind, subject, facts)
	return must1(o, p, err)
}

// cleared takes a draft through both reviews by the reviewer.
func (o *office) cleared(by, reviewer model.Actor, p model.Publication) model.Publication {
	o.t.Helper()
	if p.Status == model.PublicationDraft {
		submitted, err := o.SubmitPublication(o.t.Context(), call(by, p.Version), p.ID)
		p = must1(o, submitted, err)
	}
	p, err := o.ClearSecrecy(o.t.Context(), call(reviewer, p.Version), p.ID, "不涉密")
	p = must1(o, p, err)
	p, err = o.ClearPersonal(o.t.Context(), call(reviewer, p.Version), p.ID, "不含个人信息")
	return must1(o, p, err)
}

// publicised makes something public: inspector1 drafts, the legal reviewer reviews, the chief approves.
func (o *office) publicised(p team, kind model.PublicationKind, subject string, facts PublicationFacts) model.Publication {
	o.t.Helper()
	n := o.cleared(p.one, p.legal, o.publicDraft(p.one, kind, subject, facts))
	n, err := o.ApprovePublication(o.t.Context(), call(p.chief, n.Version), n.ID)
	return must1(o, n, err)
}

// textsCleared takes the texts of an edition's entries through their reviews.
func (o *office) textsCleared(l listing, edition model.Edition) {
	o.t.Helper()
	entries, err := o.Store.EntriesOf(o.t.Context(), store.Everything(), edition.ID)
	must1(o, edition, err)
	for _, e := range entries {
		live, err := o.Store.LivePublications(o.t.Context(), model.PublishedListEntry, string(e.ID))
		must1(o, e, err)
		for _, p := range live {
			if p.Status == model.PublicationSecrecy {
				o.cleared(l.legal, l.third, p)
			}
		}
	}
}

func (o *office) publicOn(day model.Date, kind model.PublicationKind) []model.Publication {
	o.t.Helper()
	rows, total, err := o.Store.Published(o.t.Context(), day, store.PublicQuery{Kind: kind})
	if err != nil || total != int64(len(rows)) {
		o.t.Fatalf("public: %d of %d, %v", len(rows), total, err)
	}
	return rows
}

func TestAPenaltyIsPublicFromItsApprovalToItsEnd(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		penalty := o.decided(p, seriousFine())
		o.pass(1)
		n := o.publicDraft(p.one, model.PublishedPenalty, string(penalty.ID), publicWords)
		if n.EarliestEnd != today.AddMonths(3) || n.EndsOn != today.AddMonths(12).AddDays(1) || n.USCC != p.firm.USCC || n.Source != penalty.DocumentNo {
			t.Fatalf("drafted: %+v", n)
		}
		n = must2(o.ChangePublication(ctx, call(p.legal, n.Version), n.ID, PublicationFacts{Written: "未按规定验视，联系电话13812345678"}))
		if n.Text.Field("facts") != "未按规定验视，联系电话138****5678" || len(n.Drafters) != 2 || len(n.Masked) != 1 || strings.Contains(inJSON(t, n), "13812345678") {
			t.Fatalf("changed: %+v", n)
		}
		n = o.cleared(p.one, p.third, n)
		if len(o.publicOn(o.day(), "")) != 0 {
			t.Fatal("public before its approval")
		}
		o.Contact, o.ContactPhone, o.ContactAddress = "演示管理局", "023-77712345", "演示路8号"
		n = must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		if n.Status != model.PublicationPublished || n.PublishedOn != o.day() {
			t.Fatalf("published: %+v", n)
		}
		var record model.PublicRecord
		kept := must2(o.Store.Publication(ctx, store.Everything(), n.ID))
		if err := json.Unmarshal([]byte(kept.Record), &record); err != nil {
			t.Fatal(err)
		}
		again := must2(canonical.Marshal(record))
		if string(again) != kept.Record || record.Text.Field("document_no") != penalty.DocumentNo || record.EndsOn != n.EndsOn || record.Contact != "演示管理局（电话023-77712345，地址演示路8号）" {
			t.Errorf("the record is %s", kept.Record)
		}
		if hash := must2(canonical.Hash(record)); hash != n.RecordHash {
			t.Errorf("its hash is %s, not %s", n.RecordHash, hash)
		}
		last := n.EndsOn.AddDays(-1)
		for day, want := range map[model.Date]int{today: 0, o.day(): 1, last: 1, n.EndsOn: 0} {
			if got := len(o.publicOn(day, model.PublishedPenalty)); got != want || n.IsPublicOn(day) != (want == 1) {
				t.Errorf("on %s %d are public, want %d", day, got, want)
			}
		}
		clock := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		for _, c := range []struct {
			day  model.Date
			want int
		}{{last, 0}, {n.EndsOn, 1}, {n.EndsOn, 0}} {
			if ended, err := o.EndPublications(ctx, clock, c.day); err != nil || ended != c.want {
				t.Fatalf("end on %s: %d, %v; want %d", c.day, ended, err, c.want)
			}
		}
		if read := must2(o.Store.Publication(ctx, store.Everything(), n.ID)); read.Status != model.PublicationEnded || read.LeftAt == nil {
			t.Fatalf("ended: %+v", read)
		}
	})
}

func TestWhatMayNotBePublishedIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		draft := func(by model.Actor, kind model.PublicationKind, subject string, facts PublicationFacts) error {
			_, err := o.DraftPublication(ctx, call(by, 0), kind, subject, facts)
			return err
		}
		undecided := string(o.drafted(p, seriousFine()).ID)
		slight := o.decided(p, slightWarning())
		id := string(slight.ID)
		reasoned := PublicationFacts{Written: "警告", PublishReason: "涉及众多消费者"}
		for _, c := range []struct {
			err  error
			want string
		}{
			{draft(p.one, "nothing", id, publicWords), "/kind publication.kind_unknown"},
			{draft(p.one, model.PublishedListEntry, id, publicWords), "/kind publication.drafted_elsewhere"},
			{draft(p.one, model.PublishedPenalty, undecided, publicWords), "/subject_id penalty.not_decided"},
			{draft(p.one, model.PublishedPenalty, "nothing", publicWords), "/subject_id penalty.unknown"},
			{draft(p.elsewhere, model.PublishedPenalty, id, reasoned), "/subject_id penalty.unknown"},
			{draft(p.one, model.PublishedPenalty, id, publicWords), "/publish_reason publication.slight"},
			{draft(p.one, model.PublishedPenalty, id, PublicationFacts{PublishReason: "理由"}), "/written publication.written"},
			{draft(p.one, model.PublishedNotice, "", PublicationFacts{Title: "短", Written: "太短"}), "/written publication.written"},
			{draft(p.one, model.PublishedPlan, "", PublicationFacts{Title: "年度抽查计划", Written: "计划正文计划正文计划正文", Series: "26"}), "/series publication.year"},
			{draft(p.one, model.PublishedProgress, "nothing", PublicationFacts{Series: "2026-03"}), "/subject_id task_plan.unknown"},
			{draft(p.one, model.PublishedProgress, "nothing", PublicationFacts{Series: "2027-01"}), "/series publication.month"},
			{draft(p.one, model.PublishedCorrection, "nothing", PublicationFacts{}), "/subject_id publication.never_public"},
			{draft(p.one, model.PublishedRulebook, "nothing", PublicationFacts{}), "/subject_id rule_text.not_adopted"},
			{draft(p.one, model.PublishedNational, "nothing", PublicationFacts{}), "/subject_id national_entry.unknown"},
			{draft(p.one, model.PublishedAssociation, "nothing", PublicationFacts{}), "/subject_id association_entry.unknown"},
		} {
			wantRefused(t, c.err, model.Invalid, c.want)
		}
		n := o.publicDraft(p.one, model.PublishedPenalty, id, reasoned)
		if n.EndsOn != today.AddMonths(3).AddDays(1) || n.EarliestEnd != today {
			t.Fatalf("slight: %+v", n)
		}
		_, err := o.ChangePublication(ctx, call(p.one, n.Version), n.ID, publicWords)
		wantRefused(t, err, model.Invalid, "/publish_reason publication.slight")
		wantRefused(t, draft(p.one, model.PublishedPenalty, id, reasoned), model.Conflict, "publication.live")
		n = o.cleared(p.one, p.legal, n)
		o.at = today.AddMonths(3).AddDays(1).Time()
		_, err = o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID)
		wantRefused(t, err, model.Conflict, "publication.term_over")
		must2(o.DiscardPublication(ctx, call(p.chief, n.Version), n.ID, "已过公示期"))
		wantRefused(t, draft(p.one, model.PublishedPenalty, id, reasoned), model.Invalid, "/subject_id publication.term_over")
	})
}

func TestAPublicationNeedsItsReviewsAndThreePeople(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		all := o.person("everything", model.RoleLegal, model.RoleChief, model.RoleInspector)
		n := o.publicDraft(p.one, model.PublishedPenalty, string(o.decided(p, seriousFine()).ID), publicWords)
		refused := func(kind model.Kind, want string, act func(model.Actor) error, by ...model.Actor) {
			t.Helper()
			for _, actor := range by {
				wantRefused(t, act(actor), kind, want)
			}
		}
		secrecy := func(by model.Actor) error {
			_, err := o.ClearSecrecy(ctx, call(by, n.Version), n.ID, "不涉密")
			return err
		}
		personal := func(by model.Actor) error {
			_, err := o.ClearPersonal(ctx, call(by, n.Version), n.ID, "无个人信息")
			return err
		}
		approve := func(by model.Actor) error {
			_, err := o.ApprovePublication(ctx, call(by, n.Version), n.ID)
			return err
		}
		refused(model.Conflict, "publication.wrong_state", secrecy, p.legal)
		refused(model.Conflict, "publication.wrong_state", approve, p.chief)
		n = must2(o.ChangePublication(ctx, call(all, n.Version), n.ID, publicWords))
		n = must2(o.SubmitPublication(ctx, call(p.one, n.Version), n.ID))
		refused(model.Forbidden, "publication.own_draft", secrecy, p.one, all)
		refused(model.Conflict, "publication.wrong_state", personal, p.legal)
		_, err := o.ClearSecrecy(ctx, call(p.legal, n.Version), n.ID, " ")
		wantRefused(t, err, model.Invalid, "/note reason.missing")
		n = must2(o.ClearSecrecy(ctx, call(p.legal, n.Version), n.ID, "不涉密"))
		refused(model.Forbidden, "publication.own_draft", personal, p.one, all)
		n = must2(o.ReturnPublication(ctx, call(p.third, n.Version), n.ID, "写明条款"))
		if n.Status != model.PublicationDraft || n.ReturnReason != "写明条款" {
			t.Fatalf("returned: %+v", n)
		}
		n = must2(o.SubmitPublication(ctx, call(p.one, n.Version), n.ID))
		if n.SecrecyBy != "" {
			t.Error("the old review counts for the new round")
		}
		n = must2(o.ClearSecrecy(ctx, call(p.legal, n.Version), n.ID, "不涉密"))
		n = must2(o.ClearPersonal(ctx, call(p.third, n.Version), n.ID, "无个人信息"))
		refused(model.Forbidden, "permission.denied", approve, p.legal, p.third)
		refused(model.Forbidden, "publication.own_work", approve, all)
		_, err = o.ApprovePublication(ctx, call(p.chief, n.Version-1), n.ID)
		wantRefused(t, err, model.Stale, "record.stale")
		n = must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		refused(model.Conflict, "publication.wrong_state", approve, p.chief)
	})
}

// A draft from before there were reviews is, once they are done, known by their rules and by who handled its
// subject; and one whose source or basis is not as it was reviewed is not published.
func TestAnOldDraftIsApprovedByTheRulesOfToday(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		n := o.cleared(p.one, p.legal, o.publicDraft(p.one, model.PublishedResult, string(o.confirmed(p).ID), PublicationFacts{}))
		altered := func(change func(*model.Publication)) {
			change(&n)
			err := o.Store.Tx(ctx, model.Stamp{Act: "test", At: o.testClock.now()}, func(tx *store.Tx) (err error) {
				n, err = tx.ChangePublication(ctx, n)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		source, basis := n.Source, n.Basis
		for _, change := range []func(*model.Publication){func(n *model.Publication) { n.Source = "别的文号" }, func(n *model.Publication) { n.Source, n.Basis = source, "别的依据" }} {
			altered(change)
			_, err := o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID)
			wantRefused(t, err, model.Conflict, "publication.text_changed")
		}
		altered(func(n *model.Publication) { n.Basis, n.MaskPolicy, n.Handlers = basis, model.UncheckedMaskPolicy, nil })
		n = must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		if n.MaskPolicy != policy.PublicMaskPolicy || !strings.Contains(n.Record, policy.PublicMaskPolicy) || !n.Handlers.Has(p.two.UserID) {
			t.Errorf("approved: %s, %v, %s", n.MaskPolicy, n.Handlers, n.Record)
		}
	})
}

// What its subject no longer says is not published, whatever the reviews said of it.
func TestWhatChangedSinceItsReviewIsNotPublished(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		i := o.confirmed(p)
		n := o.cleared(p.one, p.legal, o.publicDraft(p.one, model.PublishedResult, string(i.ID), PublicationFacts{}))
		i = must2(o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, i.Findings[0].ID, o.day()))
		_, err := o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID)
		wantRefused(t, err, model.Conflict, "publication.text_changed")
		n = must2(o.ReturnPublication(ctx, call(p.chief, n.Version), n.ID, "已整改一项"))
		n = must2(o.ChangePublication(ctx, call(p.one, n.Version), n.ID, PublicationFacts{}))
		n = o.cleared(p.one, p.legal, n)
		first := must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		if text := first.Text.Field("findings"); !strings.Contains(text, "公开时1 项待整改") {
			t.Fatalf("findings: %s", text)
		}
		// A finding that is put right afterwards is drafted as a correction by itself, and replaces the first.
		i = must2(o.Store.Inspection(ctx, store.Everything(), i.ID))
		must2(o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, i.Findings[1].ID, o.day()))
		live := must2(o.Store.LivePublications(ctx, model.PublishedResult, string(i.ID)))
		if len(live) != 2 || live[1].CorrectsID != first.ID || live[1].Edition != 2 {
			t.Fatalf("live: %+v", live)
		}
		next := o.cleared(p.one, p.legal, live[1])
		if public := o.publicOn(o.day(), model.PublishedResult); len(public) != 1 || public[0].ID != first.ID {
			t.Fatalf("before the correction is approved: %+v", public)
		}
		next = must2(o.ApprovePublication(ctx, call(p.chief, next.Version), next.ID))
		if public := o.publicOn(o.day(), model.PublishedResult); len(public) != 1 || public[0].ID != next.ID || !strings.Contains(public[0].Text.Field("findings"), "均已整改") {
			t.Fatalf("after: %+v", public)
		}
		if former := must2(o.Store.Publication(ctx, store.Everything(), first.ID)); former.Status != model.PublicationCorrected || former.LeftAt == nil {
			t.Errorf("the former is %s", former.Status)
		}
		if found := must2(o.Store.CorrectionOf(ctx, o.day(), first.ID)); found.ID != next.ID {
			t.Errorf("corrected by %s", found.ID)
		}
	})
}

func TestAWithdrawnPenaltyTakesItsPublicationAlong(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		penalty := o.decided(p, seriousFine())
		n := o.publicised(p, model.PublishedPenalty, string(penalty.ID), publicWords)
		must2(o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "复议决定撤销"))
		n = must2(o.Store.Publication(ctx, store.Everything(), n.ID))
		if n.Status != model.PublicationWithdrawn || n.LeaveReason != "处罚决定已撤销：复议决定撤销" || len(o.publicOn(o.day(), "")) != 0 {
			t.Fatalf("publication: %+v", n)
		}
		_, err := o.WithdrawPublication(ctx, call(p.chief, n.Version), n.ID, "再撤")
		wantRefused(t, err, model.Conflict, "publication.wrong_state")
	})
}

func TestAWithdrawnPublicationFreesItsSubject(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		penalty := o.decided(p, seriousFine())
		first := o.publicised(p, model.PublishedPenalty, string(penalty.ID), publicWords)
		_, err := o.WithdrawPublication(ctx, call(p.legal, first.Version), first.ID, " ")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
		first = must2(o.WithdrawPublication(ctx, call(p.legal, first.Version), first.ID, "内容有误"))
		second := o.publicDraft(p.one, model.PublishedPenalty, string(penalty.ID), publicWords)
		_, err = o.PublicationCard(ctx, p.firmUser, second.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
		if card := must2(o.PublicationCard(ctx, p.firmUser, first.ID)); len(openActs(card.Acts)) != 0 {
			t.Fatalf("firm's card: %+v", card)
		}
		second = o.cleared(p.one, p.legal, second)
		act := actOf(t, must2(o.PublicationCard(ctx, p.chief, second.ID)).Acts, "approve")
		if !act.Allowed || act.Due == nil || act.Due.DueOn != model.NewDate(2026, 3, 19) {
			t.Fatalf("the chief's act: %+v, due %+v", act, act.Due)
		}
		correction := o.publicDraft(p.one, model.PublishedCorrection, string(first.ID), PublicationFacts{Title: "关于撤回处罚公示的说明", Written: "此前公示的内容有误，已经撤回。"})
		if correction.USCC != p.firm.USCC || !strings.Contains(correction.Text.Field("about"), "行政处罚") {
			t.Errorf("the correction: %+v", correction)
		}
	})
}
