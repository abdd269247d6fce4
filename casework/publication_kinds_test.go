package casework

import (
	"context"
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/store"
)

func TestAContestedPublicationSaysSoUntilItIsAnswered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		n := o.publicised(p, model.PublishedPenalty, string(o.decided(p, seriousFine()).ID), publicWords)
		stranger := o.personAt("firm7", "500156", o.firm("0007", "500156001").ID, model.RoleFirm)
		_, err := o.ContestPublication(ctx, call(stranger, n.Version), n.ID, "不属实")
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.AnswerContest(ctx, call(p.third, n.Version), n.ID, "查无此事")
		wantRefused(t, err, model.Conflict, "publication.not_contested")
		n = must2(o.ContestPublication(ctx, call(p.firmUser, n.Version), n.ID, "金额有误"))
		_, err = o.ContestPublication(ctx, call(p.firmUser, n.Version), n.ID, "再提")
		wantRefused(t, err, model.Conflict, "publication.contested")
		if public := o.publicOn(o.day(), ""); len(public) != 1 || !public[0].IsContested() {
			t.Fatalf("public: %+v", public)
		}
		if c := o.clockOn("publications", string(n.ID), model.ObjectionReview); c.Status != model.ClockRunning || c.DueOn.IsZero() || c.Holder != model.RoleLegal || !strings.HasPrefix(c.HolderName, "没有经办过") {
			t.Errorf("the clock: %+v", c)
		}
		for _, handled := range []model.Actor{p.one, p.legal} { // drafted it, reviewed it
			_, err = o.AnswerContest(ctx, call(handled, n.Version), n.ID, "查无此事")
			wantRefused(t, err, model.Forbidden, "publication.own_contest")
		}
		n = must2(o.AnswerContest(ctx, call(p.third, n.Version), n.ID, "经核对，金额与决定书一致"))
		if n.IsContested() {
			t.Error("still contested")
		}
		if told := o.words(p.firmUser, model.EventContestAnswered); !strings.Contains(told, "结果：维持公开") || strings.Contains(told, "金额与决定书一致") || o.words(stranger, model.EventContestAnswered) != "" {
			t.Errorf("the firm is told %q", told)
		}
		if c := o.clockOn("publications", string(n.ID), model.ObjectionReview); c.Status != model.ClockStopped {
			t.Errorf("the clock: %+v", c)
		}
	})
}

// Who was at a check does not answer what the enterprise says against its result, also where somebody else drafted it.
func TestAnObjectionIsNotAnsweredByWhoWasAtTheCheck(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		n := o.publicised(p, model.PublishedResult, string(o.confirmed(p).ID), PublicationFacts{})
		n = must2(o.ContestPublication(ctx, call(p.firmUser, n.Version), n.ID, "检查时没有人在"))
		_, err := o.AnswerContest(ctx, call(p.two, n.Version), n.ID, "查无此事")
		wantRefused(t, err, model.Forbidden, "publication.own_case")
		if got := inJSON(t, must2(o.PublicationCard(ctx, p.firmUser, n.ID))); strings.Contains(got, string(p.two.UserID)) {
			t.Errorf("the enterprise is told who was at the check: %s", got)
		}
		must2(o.AnswerContest(ctx, call(p.third, n.Version), n.ID, "检查记录有在场人员签名"))
	})
}

func TestTextsAreDraftedCorrectedAndTimed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		facts := PublicationFacts{Title: "关于旺季服务的通知", Written: "请做好旺季服务保障工作，联系人李小明先生。"}
		n := o.publicDraft(p.one, model.PublishedNotice, "", facts)
		if c := o.clockOn("publications", string(n.ID), model.PublicationTerm); c.Status != model.ClockRunning || c.StartOn != o.day() {
			t.Errorf("the clock: %+v", c)
		}
		if n.AreaCode != "500156" || strings.Contains(inJSON(t, n), "李小明") {
			t.Errorf("drafted: %+v", n)
		}
		n = o.cleared(p.one, p.legal, n)
		n = must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		_, err := o.CorrectPublication(ctx, call(p.one, n.Version), n.ID, "漏字", facts)
		wantRefused(t, err, model.Invalid, "/written publication.unchanged")
		facts.Written += "另附安排。"
		next := must2(o.CorrectPublication(ctx, call(p.one, n.Version), n.ID, "漏字", facts))
		if next.CorrectsID != n.ID || next.Edition != 2 || next.Status != model.PublicationDraft {
			t.Fatalf("correction: %+v", next)
		}
		if c := o.clockOn("publications", string(next.ID), model.ListCorrection); c.Status != model.ClockRunning {
			t.Errorf("the clock of the correction: %+v", c)
		}
		_, err = o.CorrectPublication(ctx, call(p.third, n.Version+1), n.ID, "又漏", facts)
		wantRefused(t, err, model.Conflict, "publication.live")
		o.at = o.at.Add(time.Hour)
		next = o.cleared(p.one, p.legal, next)
		next = must2(o.ApprovePublication(ctx, call(p.chief, next.Version), next.ID))
		if public := o.publicOn(o.day(), ""); len(public) != 1 || public[0].ID != next.ID || public[0].CorrectReason != "漏字" {
			t.Fatalf("public: %+v", public)
		}
		// Asked for a moment before the correction, the first was there.
		if was := must2(o.Store.PublishedAt(ctx, o.at.Add(-time.Minute), "", "", 10)); len(was) != 1 || was[0].ID != n.ID {
			t.Errorf("before: %+v", was)
		}
		if moved := must2(o.Store.PublicationsMoved(ctx, o.day(), "", 10)); len(moved) != 2 {
			t.Errorf("moved: %+v", moved)
		}
	})
}

// A text has no field that its kind has no column for: tables of open data would not have it.
func TestAKindSaysOnlyWhatItHasColumnsFor(t *testing.T) {
	odd := writtenKind("odd_kind", "少一列的事项", "写明标题和正文", OpenInformation, false)
	odd.columns = columnsOf("other", "别的")
	publish(odd)
	t.Cleanup(func() { delete(publicationKinds, odd.kind) })
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		_, err := o.DraftPublication(t.Context(), call(p.one, 0), odd.kind, "", PublicationFacts{Title: "少了一列的事", Written: "正文正文正文正文正文正文"})
		if err == nil || !strings.Contains(err.Error(), "no column") {
			t.Errorf("drafted: %v", err)
		}
	})
	for _, k := range sortedKinds() {
		if len(k.columns) == 0 || k.title == "" {
			t.Errorf("%s has the title %q and the columns %v", k.kind, k.title, k.columns)
		}
	}
}

// A kind is one file: what a test publishes goes through the same acts as every other.
func TestALaterKindIsOneFile(t *testing.T) {
	later := writtenKind("later_kind", "后来的事项", "写明标题和正文", OpenInformation, false)
	publish(later)
	t.Cleanup(func() { delete(publicationKinds, later.kind) })
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		o.publicised(p, later.kind, "", PublicationFacts{Title: "后来的一件事", Written: "正文正文正文正文正文正文"})
		if public := o.publicOn(o.day(), later.kind); len(public) != 1 || PublicationTitle(later.kind) != "后来的事项" {
			t.Errorf("public: %+v", public)
		}
		kinds := o.PublicationKinds(p.one)
		if kinds[len(kinds)-1].Kind != later.kind {
			t.Errorf("kinds: %+v", kinds)
		}
	})
}

// What others' lists no longer hold is repeated no longer, and only while they hold it.
func TestTheListsOfOthersAreRepeatedAsLongAsTheyStand(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		national := must2(o.ImportNationalEntry(ctx, call(p.legal, 0), NationalFacts{
			Source: "信用中国", DocumentNo: "国失信〔2026〕1号", USCC: p.firm.USCC, Name: p.firm.Name, Authority: "演示法院", Reason: "演示事由", ListedOn: o.day().AddDays(-3),
		}))
		n := o.publicised(p, model.PublishedNational, string(national.ID), PublicationFacts{})
		if n.USCC != p.firm.USCC || n.Text.Field("authority") != "演示法院" {
			t.Errorf("repeated as %+v", n)
		}
		must2(o.EndNationalEntry(ctx, call(p.legal, national.Version), national.ID, "已修复移出"))
		if public := o.publicOn(o.day(), ""); len(public) != 0 {
			t.Errorf("still public: %+v", public)
		}
		association := o.person("association", model.RoleAssociation)
		e := must2(o.SubmitAssociationEntry(ctx, call(association, 0), p.firm.ID, AssociationFacts{
			Convention: "演示自律公约", Reason: "演示违约", ListedOn: o.day().AddDays(-1), EndsOn: o.day().AddMonths(6),
		}))
		_, err := o.DraftPublication(ctx, call(p.one, 0), model.PublishedAssociation, string(e.ID), PublicationFacts{})
		wantRefused(t, err, model.Invalid, "/subject_id association_entry.unknown")
		e = must2(o.RecordAssociationEntry(ctx, call(p.one, e.Version), e.ID))
		n = o.publicised(p, model.PublishedAssociation, string(e.ID), PublicationFacts{})
		if n.EndsOn != e.EndsOn.AddDays(1) || !strings.Contains(n.Text.Field("effect"), "不产生行政处罚") {
			t.Errorf("repeated as %+v", n)
		}
		must2(o.WithdrawAssociationEntry(ctx, call(association, e.Version), e.ID, "已履行"))
		if public := o.publicOn(o.day(), ""); len(public) != 0 {
			t.Errorf("still public: %+v", public)
		}
	})
}

// A reason of an entry that falls away takes its published text down at once, and what is left is reviewed anew; what is
// decided on the entry and what on its text cannot contradict each other.
func TestAnEntryAndItsTextGoTogether(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, l := t.Context(), o.listing()
		edition := o.passed(l)
		o.heard(l, edition, l.firm)
		o.approved(l, edition)
		black := o.entryOf(edition, l.firm)
		live := must2(o.Store.LivePublications(ctx, model.PublishedListEntry, string(black.ID)))
		if len(live) != 1 || live[0].Status != model.PublicationPublished || live[0].EndsOn != black.EndsOn.AddDays(1) || live[0].Text.Field("reasons") != black.Reasons {
			t.Fatalf("live: %+v of %+v", live, black)
		}
		for _, act := range []func(context.Context, model.Call, model.PublicationID, string) (model.Publication, error){o.WithdrawPublication, o.DiscardPublication} {
			if _, err := act(ctx, call(l.chief, live[0].Version), live[0].ID, "演示理由"); model.KindOf(err) != model.Conflict {
				t.Errorf("done on the text: %v", err)
			}
		}
		if view := must2(o.PublicationCard(ctx, l.firmUser, live[0].ID)).Record; view.SecrecyNote != "" || view.SecrecyBy != "" || len(view.Drafters) != 0 {
			t.Errorf("the firm reads %+v", view)
		}
		changed := black
		changed.Reasons = "只余一项理由"
		err := o.Store.Tx(ctx, model.Stamp{Call: call(l.chief, 0), Act: "penalty:withdraw", At: o.at}, func(tx *store.Tx) error {
			_, err := (work{tx, o.at, store.Everything(), o.Desk}).keepEntry(ctx, changed)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		o.wantPublic(model.BlackList, 0)
		live = must2(o.Store.LivePublications(ctx, model.PublishedListEntry, string(black.ID)))
		if len(live) != 1 || live[0].Status != model.PublicationSecrecy || live[0].Text.Field("reasons") != "只余一项理由" {
			t.Fatalf("live: %+v", live)
		}
		next := o.cleared(l.legal, l.third, live[0])
		next = must2(o.ApprovePublication(ctx, call(l.chief, next.Version), next.ID))
		o.wantPublic(model.BlackList, 1)
		black = o.entryOf(edition, l.firm)
		must2(o.WithdrawEntry(ctx, call(l.chief, black.Version), black.ID, "演示：复议撤销"))
		o.wantPublic(model.BlackList, 0)
		if gone := must2(o.Store.Publication(ctx, store.Everything(), next.ID)); gone.Status != model.PublicationWithdrawn {
			t.Errorf("its text is %s", gone.Status)
		}
	})
}

// words are what the account was told of such an event.
func (o *office) words(by model.Actor, event model.NotificationEventID) string {
	var words []string
	for _, n := range told(o.t, o.Desk, by.UserID) {
		if n.Event == event {
			words = append(words, n.Subject+n.Text)
		}
	}
	return strings.Join(words, "\n")
}

// An objection is also answered by what it asks for, by whichever act the publication is taken away.
func TestAFirmIsToldThatItsObjectionWasHeeded(t *testing.T) {
	for name, away := range map[string]func(o *office, p team, penalty model.Penalty, n model.Publication){
		"withdrawn": func(o *office, p team, _ model.Penalty, n model.Publication) {
			must2(o.WithdrawPublication(o.t.Context(), call(p.legal, n.Version), n.ID, "金额确有误"))
		},
		"the decision is revoked": func(o *office, p team, penalty model.Penalty, _ model.Publication) {
			must2(o.WithdrawPenalty(o.t.Context(), call(p.chief, penalty.Version), penalty.ID, "复议撤销"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachOffice(t, func(t *testing.T, o *office) {
				p := o.team()
				penalty := o.decided(p, seriousFine())
				n := o.publicised(p, model.PublishedPenalty, string(penalty.ID), publicWords)
				n = must2(o.ContestPublication(t.Context(), call(p.firmUser, n.Version), n.ID, "金额有误"))
				penalty = must2(o.Store.Penalty(t.Context(), store.Everything(), penalty.ID))
				if told := o.words(p.firmUser, model.EventContestAnswered); told != "" {
					t.Errorf("told before the answer: %q", told)
				}
				away(o, p, penalty, n)
				if told := o.words(p.firmUser, model.EventContestAnswered); !strings.Contains(told, "结果：已撤回公开") {
					t.Errorf("the firm is told %q", told)
				}
			})
		})
	}
}

// A correction that waits is given up with what it corrects, an objection outlives a correction, and the reason that the public reads is masked.
func TestACorrectionKnowsWhatItCorrects(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		n := o.publicised(p, model.PublishedPenalty, string(o.decided(p, seriousFine()).ID), publicWords)
		told := must2(o.ContestPublication(ctx, call(p.firmUser, n.Version), n.ID, "金额有误"))
		if told.SecrecyNote != "" || told.PersonalBy != "" || told.ApprovedBy != "" || len(told.Drafters) != 0 || told.Written != "" {
			t.Errorf("the firm is told %+v", told)
		}
		next := must2(o.CorrectPublication(ctx, call(p.one, told.Version), n.ID, "来电13812345678指出漏字", PublicationFacts{Written: "该企业未执行收寄验视制度。"}))
		if next.CorrectReason != "来电138****5678指出漏字" || !next.IsContested() {
			t.Fatalf("drafted: %+v", next)
		}
		next = o.cleared(p.one, p.legal, next)
		next = must2(o.ApprovePublication(ctx, call(p.chief, next.Version), next.ID))
		if public := o.publicOn(o.day(), ""); len(public) != 1 || public[0].ID != next.ID || !public[0].IsContested() {
			t.Fatalf("public: %+v", public)
		}
		if c := o.clockOn("publications", string(next.ID), model.ObjectionReview); c.Status != model.ClockRunning {
			t.Errorf("the clock of the objection: %+v", c)
		}
		waiting := must2(o.CorrectPublication(ctx, call(p.one, next.Version), next.ID, "再更正", PublicationFacts{Written: "该企业未执行收寄验视制度，已经改正。"}))
		waiting = o.cleared(p.one, p.legal, waiting)
		next = must2(o.Store.Publication(ctx, store.Everything(), next.ID))
		must2(o.WithdrawPublication(ctx, call(p.legal, next.Version), next.ID, "含商业秘密"))
		_, err := o.ApprovePublication(ctx, call(p.chief, waiting.Version), waiting.ID)
		if kind := model.KindOf(err); kind != model.Stale && kind != model.Conflict {
			t.Errorf("the correction of what was withdrawn is approved: %v", err)
		}
		if public := o.publicOn(o.day(), ""); len(public) != 0 {
			t.Errorf("public: %+v", public)
		}
	})
}
