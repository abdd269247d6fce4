package casework

import (
	"context"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// acts lists what the actor has to do with records of the noun, in the order of his list.
func (o *office) acts(actor model.Actor, noun model.Noun) string {
	o.t.Helper()
	work, err := o.Work(o.t.Context(), actor)
	var acts []string
	for _, item := range must1(o, work, err).Items {
		if item.Noun == noun {
			acts = append(acts, item.Act)
		}
	}
	return strings.Join(acts, " ")
}

// wantActs checks what each of the people has to do with records of the noun.
func (o *office) wantActs(when string, noun model.Noun, want map[*model.Actor]string, all ...*model.Actor) {
	o.t.Helper()
	for _, actor := range all {
		if got := o.acts(*actor, noun); got != want[actor] {
			o.t.Errorf("%s %s has to %q, want %q", when, actor.Name, got, want[actor])
		}
	}
}

func TestAnInspectionIsWorkOfWhoMustActNext(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p, ctx := o.team(), t.Context()
		people := []*model.Actor{&p.one, &p.two, &p.third, &p.legal, &p.chief, &p.firmUser, &p.elsewhere}
		type acts = map[*model.Actor]string
		i := o.planned(p)
		o.wantActs("planned:", "inspections", acts{&p.one: "record", &p.two: "record"}, people...)
		i, err := o.RecordInspection(ctx, call(p.one, i.Version), i.ID, faulty())
		i = must1(o, i, err)
		o.wantActs("recorded:", "inspections", acts{&p.third: "confirm", &p.legal: "confirm", &p.chief: "confirm"}, people...)
		i, err = o.ConfirmInspection(ctx, call(p.legal, i.Version), i.ID)
		i = must1(o, i, err)
		o.wantActs("confirmed:", "inspections", acts{&p.one: "rectify publicise", &p.two: "rectify publicise", &p.legal: "publicise", &p.firmUser: "rectify"}, people...)
		o.publicised(p, model.PublishedResult, string(i.ID), PublicationFacts{})
		i, err = o.Store.Inspection(ctx, store.Everything(), i.ID)
		i = must1(o, i, err)
		o.wantActs("published:", "inspections", acts{&p.one: "rectify", &p.two: "rectify", &p.firmUser: "rectify"}, people...)
		for _, f := range i.Findings {
			i, err = o.RectifyFinding(ctx, call(p.two, i.Version), i.ID, f.ID, o.day())
			i = must1(o, i, err)
		}
		o.wantActs("put right:", "inspections", acts{}, people...)
	})
}

func TestAPenaltyIsWorkOfWhoMustActNext(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p, ctx := o.team(), t.Context()
		people := []*model.Actor{&p.one, &p.third, &p.legal, &p.chief, &p.firmUser, &p.elsewhere}
		fresh := o.person("inspector7", model.RoleInspector)
		type acts = map[*model.Actor]string
		penalty := o.drafted(p, seriousFine())
		o.wantActs("drafted:", "penalties", acts{&p.legal: "review"}, people...)
		penalty, err := o.ReviewPenalty(ctx, call(p.legal, penalty.Version), penalty.ID, false, "事实不清")
		penalty = must1(o, penalty, err)
		o.wantActs("sent back:", "penalties", acts{&p.one: "change"}, people...)
		penalty, err = o.ChangePenalty(ctx, call(p.third, penalty.Version), penalty.ID, seriousFine())
		penalty = must1(o, penalty, err)
		o.wantActs("changed:", "penalties", acts{&p.legal: "review"}, people...)
		penalty, err = o.ReviewPenalty(ctx, call(p.legal, penalty.Version), penalty.ID, true, "")
		penalty = must1(o, penalty, err)
		o.wantActs("reviewed:", "penalties", acts{&p.chief: "decide"}, people...)
		penalty, err = o.DecidePenalty(ctx, call(p.chief, penalty.Version), penalty.ID, o.day())
		penalty = must1(o, penalty, err)
		o.wantActs("decided:", "penalties", acts{&p.one: "publicise serve", &p.third: "publicise serve", &p.legal: "publicise"}, people...)
		penalty, err = o.ServePenalty(ctx, call(p.one, penalty.Version), penalty.ID, o.day())
		penalty = must1(o, penalty, err)
		o.wantActs("served:", "penalties", acts{&p.one: "publicise", &p.third: "publicise", &p.legal: "publicise"}, people...)
		n := o.publicDraft(p.one, model.PublishedPenalty, string(penalty.ID), publicWords)
		o.wantActs("drafted for the public:", "penalties", acts{}, people...)
		o.wantActs("drafted for the public:", "publications", acts{&p.one: "submit"}, people...)
		n = must2(o.SubmitPublication(ctx, call(p.one, n.Version), n.ID))
		o.wantActs("handed in:", "publications", acts{&p.third: "clear-secrecy", &p.legal: "clear-secrecy"}, people...)
		n = must2(o.ClearSecrecy(ctx, call(p.legal, n.Version), n.ID, "不涉密"))
		o.wantActs("no secret:", "publications", acts{&p.third: "clear-personal", &p.legal: "clear-personal"}, people...)
		n = must2(o.ClearPersonal(ctx, call(p.third, n.Version), n.ID, "无个人信息"))
		o.wantActs("nothing personal:", "publications", acts{&p.chief: "approve"}, people...)
		n = must2(o.ApprovePublication(ctx, call(p.chief, n.Version), n.ID))
		o.wantActs("public:", "publications", acts{}, people...)
		n = must2(o.ContestPublication(ctx, call(p.firmUser, n.Version), n.ID, "金额有误"))
		o.wantActs("contested:", "publications", acts{&fresh: "answer"}, append(people, &fresh)...)
		o.decided(p, slightWarning())
		o.pass(400)
		o.wantActs("a slight one:", "penalties", acts{&p.one: "serve", &p.third: "serve"}, people...)
		late := seriousFine()
		late.DocumentNo, late.PublicityClass = "武邮罚〔2026〕7号", model.PublicityGeneral
		o.publicDraft(p.one, model.PublishedPenalty, string(o.decided(p, late).ID), publicWords)
		o.pass(400)
		o.wantActs("over before it was public:", "publications", acts{&p.one: "discard", &p.third: "discard", &p.legal: "discard", &p.chief: "discard"}, people...)
	})
}

func TestAnEditionIsWorkOfWhoMustActNext(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		people := []*model.Actor{&l.one, &l.third, &l.legal, &l.chief, &l.firmUser, &l.elsewhere}
		type acts = map[*model.Actor]string
		edition, err := o.ProposeEdition(ctx, call(l.third, 0), o.day())
		edition = must1(o, edition, err)
		o.wantActs("proposed:", "editions", acts{&l.legal: "review"}, people...)
		o.wantActs("proposed:", "edition-entries", acts{&l.one: "notify", &l.third: "notify"}, people...)
		edition, err = o.ReviewEdition(ctx, call(l.legal, edition.Version), edition.ID, "程序合规")
		edition = must1(o, edition, err)
		o.wantActs("reviewed:", "editions", acts{&l.chief: "approve"}, people...)
		o.textsCleared(l, edition)
		outcome, err := o.ApproveEdition(ctx, call(l.chief, edition.Version), edition.ID)
		outcome = must1(o, outcome, err)
		o.wantActs("published:", "editions", acts{}, people...)
		black := o.entryOf(edition, l.firm)
		black, err = o.NotifyEntry(ctx, call(l.one, black.Version), black.ID, o.day())
		black = must1(o, black, err)
		o.wantActs("notified:", "edition-entries", acts{&l.firmUser: "state"}, people...)
		black, err = o.StateDefence(ctx, call(l.firmUser, black.Version), black.ID, "演示：当天设备故障，已经补检。", model.Date{})
		black = must1(o, black, err)
		o.pass(20)
		o.wantActs("stated:", "edition-entries", acts{&l.third: "consider"}, people...)
		o.wantActs("stated:", "editions", acts{}, people...)
		black, err = o.ConsiderDefence(ctx, call(l.third, black.Version), black.ID, "复核：理由不成立")
		black = must1(o, black, err)
		o.wantActs("considered:", "edition-entries", acts{}, people...)
		o.wantActs("considered:", "editions", acts{&l.chief: "approve"}, people...)
		outcome, err = o.ApproveEdition(ctx, call(l.chief, outcome.Edition.Version), edition.ID)
		if outcome = must1(o, outcome, err); outcome.Published != 1 {
			t.Errorf("published %+v", outcome)
		}
		o.wantActs("all published:", "editions", acts{}, people...)
	})
}

func TestTheListsOfOthersAreWork(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p, ctx := o.team(), t.Context()
		trade := o.person("trade", model.RoleAssociation)
		e, err := o.SubmitAssociationEntry(ctx, call(trade, 0), p.firm.ID, AssociationFacts{Convention: "自律公约", Reason: "违约", ListedOn: o.day()})
		must1(o, e, err)
		for actor, want := range map[*model.Actor]string{&p.one: "record", &p.legal: "record", &p.elsewhere: "", &trade: "", &p.chief: ""} {
			if got := o.acts(*actor, "association-entries"); got != want {
				t.Errorf("%s has to %q, want %q", actor.Name, got, want)
			}
		}
		n, err := o.ImportNationalEntry(ctx, call(p.one, 0), NationalFacts{
			Source: "严重失信主体名单", DocumentNo: "国市监〔2025〕1号", USCC: p.firm.USCC, Name: p.firm.Name, Authority: "市场监管总局",
			Reason: "演示", ListedOn: o.day().AddDays(-9), EndsOn: o.day(),
		})
		must1(o, n, err)
		if got := o.acts(p.legal, "national-entries"); got != "" {
			t.Errorf("on the list's last day: %q", got)
		}
		o.pass(1)
		if got := o.acts(p.legal, "national-entries"); got != "end" {
			t.Errorf("the day after: %q", got)
		}
	})
}

func TestAFirmsDraftAndASilentFirmAreWork(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, c := openDesk(t, dsn)
		c.moveTo("2026-03-10")
		o := &office{Desk: d, testClock: c, t: t}
		firm, desk := addFirm(t, d, 1), officer(model.RoleComplaints)
		e, err := d.DraftEndPoint(t.Context(), by(firmPerson(firm.ID), 0), firm.ID, completeFacts())
		ok(t, e, err)
		if got := o.acts(firmPerson(firm.ID), "endpoints"); got != "submit" {
			t.Errorf("of its draft: %q", got)
		}
		complaint := ok2(t)(d.RegisterComplaint(t.Context(), by(desk, 0), lostParcel(firm.ID)))
		complaint = ok2(t)(d.AcceptComplaint(t.Context(), by(desk, complaint.Version), complaint.ID))
		_ = ok2(t)(d.TransferComplaint(t.Context(), by(desk, complaint.Version), complaint.ID))
		o.pass(15)
		if got := o.acts(desk, "complaints"); got != "" {
			t.Errorf("on the last day of its term: %q", got)
		}
		o.pass(1)
		if got := o.acts(desk, "complaints"); got != "close" {
			t.Errorf("the day after: %q", got)
		}
	})
}

func TestAFailedJobALostLetterAndTheAuditLogAreWorkOfAdministrators(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin, auditor, guard := o.person("work-admin", model.RoleSystemAdmin), o.person("work-auditor", model.RoleAuditor), o.person("work-guard", model.RoleSecurityAdmin)
		o.JobTitles = map[string]string{"end-terms": "结束到期公示"}
		for n, status := range []model.JobStatus{model.JobFailed, model.JobDone, model.JobBaseline} {
			o.write(func(ctx context.Context, tx *store.Tx) error {
				run, _, err := tx.ClaimRun(ctx, "end-terms", o.Desk.now().Add(time.Duration(n)*time.Hour), o.day())
				if err == nil {
					_, err = tx.FinishRun(ctx, run, status, "演示")
				}
				return err
			})
		}
		for _, status := range []model.DeliveryStatus{
			model.DeliveryFailed, model.DeliveryUnknown, model.DeliveryNotConfigured, model.DeliverySent, model.DeliveryWaiting,
		} {
			o.write(func(ctx context.Context, tx *store.Tx) error {
				return tx.AddDelivery(ctx, &model.Delivery{
					ID: model.DeliveryID(store.NewID()), UserID: guard.UserID, UserName: guard.Name, EventTitle: "演示", Channel: model.ChannelEmail,
					Status: status, Version: 1, NextAt: o.Desk.now(), CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
				})
			})
		}
		failure := ""
		o.AuditLog = func() model.AuditState { return model.AuditState{Failure: failure} }
		for _, c := range []struct{ actor, noun, want string }{
			{"admin", "job-runs", "rerun"}, {"auditor", "job-runs", ""}, {"guard", "job-runs", ""},
			{"admin", "deliveries", "resend resend resend"}, {"auditor", "deliveries", ""}, {"auditor", "audit", ""},
		} {
			who := map[string]model.Actor{"admin": admin, "auditor": auditor, "guard": guard}[c.actor]
			if got := o.acts(who, model.Noun(c.noun)); got != c.want {
				t.Errorf("%s has to %q with %s, want %q", c.actor, got, c.noun, c.want)
			}
		}
		failure = "no space left on device"
		if got := o.acts(auditor, "audit") + "|" + o.acts(admin, "audit"); got != "read|" {
			t.Errorf("of a failing audit log: %q", got)
		}
		work := must2(o.Work(t.Context(), admin))
		if !strings.Contains(inJSON(t, work), "结束到期公示（2026-03-10）") {
			t.Errorf("the failed run is not named: %+v", work.Items)
		}
	})
}

// Whatever keeps an inspector from inspecting stands first, says since when and by which law, and whom to ask.
func TestAnInspectorWithoutACertificateIsToldFirst(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p, ctx := o.team(), t.Context()
		admin := o.person("cert-admin", model.RoleSystemAdmin)
		o.planned(p)
		first := func() model.WorkItem {
			t.Helper()
			work := must2(o.Work(ctx, p.one))
			if len(work.Items) == 0 {
				t.Fatalf("too little work: %+v", work.Items)
			}
			return work.Items[0]
		}
		says := func(when string, words ...string) {
			t.Helper()
			item := first()
			for _, want := range append(words, policy.TwoOfficersBasis.String(), "法制审核", "系统管理员") {
				if !item.First || item.Noun != "certificates" || !strings.Contains(item.Title+item.Note, want) {
					t.Errorf("%s: %+v does not say %s", when, item, want)
				}
			}
		}
		held := must2(o.SuspendCertificate(ctx, call(admin, 1), p.one.UserID, "接受调查"))
		says("suspended", "暂扣", o.day().String())
		if due := first().Due; due != nil {
			t.Errorf("a suspended certificate ends on %+v", due)
		}
		held = must2(o.RestoreCertificate(ctx, call(admin, held.Version), p.one.UserID, "查无问题"))
		held = must2(o.VoidCertificate(ctx, call(admin, held.Version), p.one.UserID, held.Periods[0].ID, "填错"))
		says("void", "没有执法证", "作废", o.day().String())
		if got := o.acts(p.legal, "certificates") + "|" + o.acts(admin, "certificates") + "|" + o.acts(p.chief, "certificates"); got != "renew|renew|renew" {
			t.Errorf("whoever can help has to %q", got)
		}
		from, expires := o.day().AddDays(3), o.day().AddDays(100)
		held = must2(o.RenewCertificate(ctx, call(admin, held.Version), p.one.UserID, NewCertificate{Number: "渝-2", Issuer: "演示", From: from, Expires: expires}))
		says("early", "尚未生效", from.String())
		o.pass(4)
		if item := first(); item.First {
			t.Errorf("with a valid certificate: %+v", item)
		}
		o.pass(100)
		says("expired", "过期", expires.String())
	})
}

func TestAListOfWorkSaysWhatItLeavesOut(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		admin := o.person("work-admin", model.RoleSystemAdmin)
		o.write(func(ctx context.Context, tx *store.Tx) error {
			for n := range mostWork + 3 {
				run, _, err := tx.ClaimRun(ctx, "end-terms", o.Desk.now().Add(time.Duration(-n)*time.Hour), o.day())
				if err == nil {
					_, err = tx.FinishRun(ctx, run, model.JobFailed, "演示")
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		work := must2(o.Work(t.Context(), admin))
		want := model.WorkMore{Noun: "job-runs", Title: "重新运行失败的定时任务", Count: 3}
		if len(work.Items) != mostWork || len(work.More) != 1 || work.More[0] != want {
			t.Errorf("%d items, more %+v, want %d and %+v", len(work.Items), work.More, mostWork, want)
		}
	})
}
