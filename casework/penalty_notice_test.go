package casework

import (
	"testing"

	"yijian/model"
	"yijian/store"
)

var publicWords = NoticeFacts{Summary: "该企业未执行收寄验视制度"}

func slightWarning() PenaltyFacts {
	f := seriousFine()
	f.DocumentNo, f.Kind, f.AmountFen, f.PublicityClass, f.Trigger = "武邮罚〔2026〕9号", model.PenaltyWarning, 0, model.PublicitySlight, ""
	return f
}

func (o *office) proposed(p team, penalty model.Penalty, facts NoticeFacts) model.PenaltyNotice {
	o.t.Helper()
	n, err := o.ProposeNotice(o.t.Context(), call(p.one, 0), penalty.ID, facts)
	return must1(o, n, err)
}

func (o *office) published(p team, penalty model.Penalty) model.PenaltyNotice {
	o.t.Helper()
	n := o.proposed(p, penalty, publicWords)
	n, err := o.PublishNotice(o.t.Context(), call(p.chief, n.Version), n.ID)
	return must1(o, n, err)
}

func TestNoticeFromProposalToItsEnd(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		penalty := o.decided(p, seriousFine())
		o.pass(1)
		n := o.proposed(p, penalty, publicWords)
		if n.EarliestEnd != today.AddMonths(3) || n.EndsOn != today.AddMonths(12) || n.USCC != p.firm.USCC || n.DocumentNo != penalty.DocumentNo {
			t.Fatalf("proposed: %+v", n)
		}
		n, err := o.ChangeNotice(ctx, call(p.legal, n.Version), n.ID, NoticeFacts{Summary: "未按规定验视"})
		if err != nil || n.Summary != "未按规定验视" || len(n.Proposers) != 2 {
			t.Fatalf("changed: %+v, %v", n, err)
		}
		n, err = o.PublishNotice(ctx, call(p.chief, n.Version), n.ID)
		if err != nil || n.Status != model.NoticePublished || n.PublishedOn != o.day() {
			t.Fatalf("published: %+v, %v", n, err)
		}
		last := n.EndsOn.AddDays(-1)
		if n.IsPublicOn(today) || !n.IsPublicOn(o.day()) || !n.IsPublicOn(last) || n.IsPublicOn(n.EndsOn) {
			t.Fatalf("public from %s to %s: %+v", o.day(), last, n)
		}
		clock := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		for _, c := range []struct {
			day  model.Date
			want int
		}{{last, 0}, {n.EndsOn, 1}, {n.EndsOn, 0}} {
			if ended, err := o.EndLapsedNotices(ctx, clock, c.day); err != nil || ended != c.want {
				t.Fatalf("end on %s: %d, %v; want %d", c.day, ended, err, c.want)
			}
		}
		read, err := o.Store.PenaltyNotice(ctx, store.Everything(), n.ID)
		if err != nil || read.Status != model.NoticeEnded || read.IsPublicOn(last) {
			t.Fatalf("ended: %+v, %v", read, err)
		}
	})
}

func TestNoticeIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		draft := o.drafted(p, seriousFine())
		_, err := o.ProposeNotice(ctx, call(p.one, 0), draft.ID, publicWords)
		wantRefused(t, err, model.Invalid, "/penalty_id penalty.not_decided")
		_, err = o.ProposeNotice(ctx, call(p.one, 0), "nothing", publicWords)
		wantRefused(t, err, model.Invalid, "/penalty_id penalty.unknown")

		slight := o.decided(p, slightWarning())
		_, err = o.ProposeNotice(ctx, call(p.elsewhere, 0), slight.ID, publicWords)
		wantRefused(t, err, model.Invalid, "/penalty_id penalty.unknown")
		_, err = o.ProposeNotice(ctx, call(p.one, 0), slight.ID, publicWords)
		wantRefused(t, err, model.Invalid, "/publish_reason penalty_notice.slight")
		n := o.proposed(p, slight, NoticeFacts{Summary: "警告", PublishReason: "涉及众多消费者"})
		if n.EndsOn != today.AddMonths(3) || n.EarliestEnd != today {
			t.Fatalf("slight: %+v", n)
		}
		_, err = o.ChangeNotice(ctx, call(p.one, n.Version), n.ID, publicWords)
		wantRefused(t, err, model.Invalid, "/publish_reason penalty_notice.slight")
		_, err = o.ProposeNotice(ctx, call(p.one, 0), slight.ID, NoticeFacts{Summary: "警告", PublishReason: "再次"})
		wantRefused(t, err, model.Conflict, "penalty_notice.live")

		o.at = today.AddMonths(3).Time()
		_, err = o.PublishNotice(ctx, call(p.chief, n.Version), n.ID)
		wantRefused(t, err, model.Conflict, "penalty_notice.term_over")
		n, err = o.WithdrawNotice(ctx, call(p.chief, n.Version), n.ID, "已过公示期")
		must1(o, n, err)
		_, err = o.ProposeNotice(ctx, call(p.one, 0), slight.ID, NoticeFacts{Summary: "警告", PublishReason: "再次"})
		wantRefused(t, err, model.Conflict, "penalty_notice.term_over")
	})
}

func TestNoticeNeedsTwoPersons(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		both := o.person("chieflegal", model.RoleLegal, model.RoleChief)
		n := o.proposed(p, o.decided(p, seriousFine()), publicWords)
		_, err := o.PublishNotice(ctx, call(p.legal, n.Version), n.ID)
		wantRefused(t, err, model.Forbidden, "permission.denied")
		n, err = o.ChangeNotice(ctx, call(both, n.Version), n.ID, publicWords)
		must1(o, n, err)
		_, err = o.PublishNotice(ctx, call(both, n.Version), n.ID)
		wantRefused(t, err, model.Forbidden, "penalty_notice.own_proposal")
		_, err = o.PublishNotice(ctx, call(p.chief, n.Version-1), n.ID)
		wantRefused(t, err, model.Stale, "record.stale")
		_, err = o.PublishNotice(ctx, call(p.chief, n.Version), n.ID)
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWithdrawnPenaltyTakesItsNoticeAlong(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		penalty := o.decided(p, seriousFine())
		n := o.published(p, penalty)
		if _, err := o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "复议决定撤销"); err != nil {
			t.Fatal(err)
		}
		n, err := o.Store.PenaltyNotice(ctx, store.Everything(), n.ID)
		if err != nil || n.Status != model.NoticeWithdrawn || n.WithdrawReason != "处罚决定已撤销：复议决定撤销" || n.IsPublicOn(today) {
			t.Fatalf("notice: %+v, %v", n, err)
		}
		_, err = o.WithdrawNotice(ctx, call(p.chief, n.Version), n.ID, "再撤")
		wantRefused(t, err, model.Conflict, "penalty_notice.wrong_state")
	})
}

func TestWithdrawnNoticeFreesItsPenalty(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		penalty := o.decided(p, seriousFine())
		first := o.published(p, penalty)
		_, err := o.WithdrawNotice(t.Context(), call(p.legal, first.Version), first.ID, " ")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
		first, err = o.WithdrawNotice(t.Context(), call(p.legal, first.Version), first.ID, "内容有误")
		if err != nil || first.Status != model.NoticeWithdrawn {
			t.Fatalf("withdrawn: %+v, %v", first, err)
		}
		second := o.proposed(p, penalty, publicWords)
		_, err = o.PenaltyNoticeCard(t.Context(), p.firmUser, second.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
		card, err := o.PenaltyNoticeCard(t.Context(), p.firmUser, first.ID)
		if err != nil || len(openActs(card.Acts)) != 0 {
			t.Fatalf("firm's card: %+v, %v", card, err)
		}
		card, err = o.PenaltyNoticeCard(t.Context(), p.chief, second.ID)
		if err != nil || len(card.Acts) != 3 || !card.Acts[1].Allowed || card.Acts[1].Due == nil || card.Acts[1].Due.DueOn != model.NewDate(2026, 3, 19) {
			t.Fatalf("chief's card: %+v, %v", card, err)
		}
		_, err = o.ProposeNotice(t.Context(), call(p.one, 0), penalty.ID, publicWords)
		wantRefused(t, err, model.Conflict, "penalty_notice.live")
	})
}
