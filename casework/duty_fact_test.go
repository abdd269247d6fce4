package casework

import (
	"context"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// duty is the only fact of its class and state that the firm has.
func (o *office) duty(firm model.EnterpriseID, class model.DutyClass, status model.DutyFactStatus) model.DutyFact {
	o.t.Helper()
	page, err := o.Store.DutyFacts(o.t.Context(), store.Everything(), store.Query{Filter: map[string]string{"enterprise_id": string(firm), "class": string(class)}})
	if err != nil || len(page.Items) != 1 || page.Items[0].Status != status {
		o.t.Fatalf("%s of the firm, to be %s: %+v %v", class, status, page.Items, err)
	}
	return page.Items[0]
}

// rated are the duties of the firm as a rating of today takes them, and how many are final.
func (o *office) rated(firm model.EnterpriseID) (all, final int) {
	o.t.Helper()
	for _, duty := range must2(creditSubjects(o.t.Context(), o.Store.Reader, o.day(), 12))[string(firm)].subject.Duties {
		if all++; duty.FinalOn != nil {
			final++
		}
	}
	return all, final
}

func (o *office) wantRated(when string, firm model.EnterpriseID, all, final int) {
	o.t.Helper()
	if a, f := o.rated(firm); a != all || f != final {
		o.t.Errorf("%s a rating takes %d duties, %d of them final; want %d and %d", when, a, f, all, final)
	}
}

// finish lets the nightly job make facts final on the day, and again.
func (o *office) finish(day model.Date, want int) {
	o.t.Helper()
	o.moveTo(day.String())
	for _, want := range []int{want, 0} {
		if n, err := o.FinishDuties(o.t.Context(), nightly); err != nil || n != want {
			o.t.Errorf("on %s %d facts became final, want %d: %v", day, n, want, err)
		}
	}
}

func TestMissedDutiesAreRecordedOnceAndContested(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one, two := t.Context(), o.person("one", model.RoleInspector), o.person("two", model.RoleInspector)
		firm := o.firm("0001", "500156001")
		owner := firmPerson(firm.ID)
		o.moveTo("2026-03-30") // 28 days after opening, 8 after the last day but Sunday: that was Monday 23
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
		fact := o.duty(firm.ID, model.LateFiling, model.DutyPending)
		card := must2(o.DutyFactCard(ctx, owner, fact.ID)).Record
		if card.DaysLate == nil || *card.DaysLate != 7 || card.Basis == "" || card.Rule != model.EndpointFiling || card.PageID != string(e.ID) || card.SourceVersion == 0 {
			t.Errorf("the fact is %+v, days late %v", card, card.DaysLate)
		}
		o.wantRated("before it is filed", firm.ID, 1, 0)
		e = must2(o.AcceptEndPoint(ctx, call(one, e.Version), e.ID, FilingAcceptance{Reason: "演示：材料后补"}))
		fact = o.duty(firm.ID, model.LateFiling, model.DutyPending)
		o.wantRated("once it is filed and may be contested", firm.ID, 1, 0)
		o.finish(fact.ContestUntil, 0)
		o.finish(fact.ContestUntil.AddDays(1), 1)
		fact = o.duty(firm.ID, model.LateFiling, model.DutyFinal)
		o.wantRated("once its time is over", firm.ID, 1, 1)

		_, err := o.DutyFactCard(ctx, firmPerson("somebody-else"), fact.ID)
		wantKind(t, err, model.NotFound)
		_, err = o.ContestDuty(ctx, call(one, fact.Version), fact.ID, "不是企业自己提的")
		wantKind(t, err, model.Forbidden)
		since := fact.FinalOn
		o.moveTo(since.AddDays(3).String())
		fact = must2(o.ContestDuty(ctx, call(owner, fact.Version), fact.ID, "道路封闭，无法开业"))
		o.wantRated("while it is contested after its time", firm.ID, 1, 1)
		if words := meanwhileWords(fact); !strings.Contains(words, "照常计入") {
			t.Errorf("contested after its time it says %q", words)
		}
		if a, b := o.acts(one, "duty-facts"), o.acts(two, "duty-facts"); a != "" || b != "uphold" {
			t.Errorf("who filed it has to %q, the other %q", a, b)
		}
		_, err = o.UpholdDuty(ctx, call(one, fact.Version), fact.ID, "理由不成立")
		wantRefusal(t, err, model.Conflict, "duty_fact.own_decision")
		fact = must2(o.UpholdDuty(ctx, call(two, fact.Version), fact.ID, "理由不成立"))
		o.wantRated("once it is upheld", firm.ID, 1, 1)
		if fact.Status != model.DutyFinal || fact.FinalOn != since {
			t.Errorf("upheld it is %s since %s, counted since %s", fact.Status, fact.FinalOn, since)
		}
		_, err = o.ContestDuty(ctx, call(owner, fact.Version), fact.ID, "再提一次异议")
		wantRefusal(t, err, model.Conflict, "duty_fact.contested_once")

		rename := func(f *ChangeFacts) { f.Name = "新站名" }
		o.moveTo("2026-04-20")
		e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, model.NewDate(2026, 4, 1), rename)))
		o.duty(firm.ID, model.LateChange, model.DutyPending)
		must2(o.ReturnChange(ctx, call(one, e.Version), e.ID, "材料不符"))
		if gone := o.duty(firm.ID, model.LateChange, model.DutyWithdrawn); gone.WithdrawReason == "" || gone.WithdrawnOn != o.day() {
			t.Errorf("withdrawn is %+v", gone)
		}
		o.wantRated("with the change returned", firm.ID, 1, 1)
	})
}

func TestAMissingReturnBecomesALateOneAndIsCountedOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one := t.Context(), o.person("one", model.RoleInspector)
		o.moveTo("2026-03-12")
		firm, idle := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		o.moveTo("2026-04-01")
		owner := firmPerson(firm.ID)
		o.opened(2)
		record := func(want int) {
			t.Helper()
			if n, err := o.RecordMissingReturns(ctx, nightly); err != nil || n != want {
				t.Errorf("recorded %d missing returns, want %d: %v", n, want, err)
			}
		}
		o.moveTo("2026-04-10")
		record(0)
		o.moveTo("2026-04-11")
		record(2)
		record(0)
		missing := o.duty(firm.ID, model.MissingReturn, model.DutyPending)
		o.wantRated("missing, and the enterprise has just been told", firm.ID, 1, 0)
		missing = must2(o.ContestDuty(ctx, call(owner, missing.Version), missing.ID, "系统故障，无法报送"))
		m := o.returnOf(firm.ID, "2026-03")
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(0, nil, "")))
		o.duty(firm.ID, model.MissingReturn, model.DutyContested)
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		o.duty(firm.ID, model.MissingReturn, model.DutyWithdrawn)
		late := o.duty(firm.ID, model.LateReturn, model.DutyContested)
		if late.ContestReason != missing.ContestReason || late.DueOn != model.NewDate(2026, 4, 10) {
			t.Errorf("in its place is %+v", late)
		}
		must2(o.AcceptReturn(ctx, call(one, m.Version), m.ID))
		o.wantRated("handed in late and contested", firm.ID, 1, 0)
		late = o.duty(firm.ID, model.LateReturn, model.DutyContested)
		_, err := o.WithdrawDuty(ctx, call(one, late.Version), late.ID, "确有故障")
		wantRefusal(t, err, model.Conflict, "duty_fact.own_decision")
		must2(o.WithdrawDuty(ctx, call(o.person("two", model.RoleLegal), late.Version), late.ID, "确有故障"))
		o.wantRated("withdrawn", firm.ID, 0, 0)

		waived := o.returnOf(idle.ID, "2026-03")
		_, err = o.WaiveReturn(ctx, call(one, waived.Version), waived.ID, "已经停业", "《邮政法》第五十四条")
		wantRefusal(t, err, model.Forbidden, "monthly_return.waive_late")
		chief := o.person("chief", model.RoleChief)
		if act := actOf(t, must2(o.MonthlyReturnCard(ctx, chief, waived.ID)).Acts, "waive"); !act.Allowed {
			t.Errorf("the chief may not waive it: %s", act.Reason)
		}
		_, err = o.WaiveReturn(ctx, call(chief, waived.Version), waived.ID, "已经停业", " ")
		wrongField(t, err, "/basis", "basis.missing")
		if done := must2(o.WaiveReturn(ctx, call(chief, waived.Version), waived.ID, "已经停业", "《邮政法》第五十四条")); done.WaiveBasis != "《邮政法》第五十四条" {
			t.Errorf("waived on %q", done.WaiveBasis)
		}
		o.duty(idle.ID, model.MissingReturn, model.DutyWithdrawn)
		o.wantRated("waived", idle.ID, 0, 0)
		record(0)
		fact := o.duty(idle.ID, model.MissingReturn, model.DutyWithdrawn)
		fact.ID = "another"
		err = o.Store.Tx(ctx, model.Stamp{Act: "duty-fact:record", At: o.at}, func(tx *store.Tx) error { return tx.AddDutyFact(context.WithoutCancel(ctx), &fact) })
		wantRefusal(t, err, model.Conflict, "duty_fact.recorded")
	})
}

func TestALateAnswerIsRecorded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, officer := t.Context(), o.person("officer", model.RoleComplaints)
		firm := o.firm("0001", "500156001")
		owner := firmPerson(firm.ID)
		c := o.transferred(firm, officer)
		silent := o.transferred(firm, officer)
		o.moveTo("2026-04-20")
		c = must2(o.AnswerComplaint(ctx, call(owner, c.Version), c.ID, FirmAnswer{Investigation: "已经查明", Responsibility: "企业责任"}))
		o.duty(firm.ID, model.LateAnswer, model.DutyPending)
		must2(o.CloseComplaint(ctx, call(officer, c.Version), c.ID, Closing{Outcome: model.OutcomeMediated, Note: "已调解"}))
		o.duty(firm.ID, model.LateAnswer, model.DutyPending)
		must2(o.CloseComplaint(ctx, call(officer, silent.Version), silent.ID, Closing{Outcome: model.OutcomeNotMediated, Note: "企业未答复"}))
		o.wantRated("one late and one never answered", firm.ID, 2, 0)
		o.finish(o.day().AddDays(10), 2)
		o.wantRated("and nothing said against it", firm.ID, 2, 2)
	})
}

// A return that was sent back and not handed in again is missed for good, whatever comes later.
func TestAReturnNeverMendedIsRecorded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one := t.Context(), o.person("one", model.RoleInspector)
		o.moveTo("2026-03-12")
		firm, quick := o.firm("0001", "500156001"), o.firm("0002", "500156001")
		o.moveTo("2026-04-01")
		o.opened(2)
		sentBack := func(firm model.Enterprise) model.MonthlyReturn {
			owner, m := firmPerson(firm.ID), o.returnOf(firm.ID, "2026-03")
			m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(0, nil, "")))
			m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
			return must2(o.SendBackReturn(ctx, call(one, m.Version), m.ID, "数字有误"))
		}
		slow, late := sentBack(firm), sentBack(quick)
		record := func(want int) {
			t.Helper()
			if n, err := o.RecordMissingReturns(ctx, nightly); err != nil || n != want {
				t.Errorf("on %s %d returns were recorded, want %d: %v", o.day(), n, want, err)
			}
		}
		due := o.clockOn("monthly-returns", string(slow.ID), model.MonthlyReturnAgain).DueOn
		o.moveTo(due.String())
		record(0)
		o.moveTo(due.AddDays(1).String())
		must2(o.SubmitReturn(ctx, call(firmPerson(quick.ID), late.Version), late.ID)) // before the job of the night
		if f := o.duty(quick.ID, model.UnmendedReturn, model.DutyPending); f.DueOn != due || f.Rule != model.MonthlyReturnAgain || f.SettledOn.IsZero() {
			t.Errorf("handed in again too late: %+v", f)
		}
		record(1)
		record(0)
		o.duty(firm.ID, model.UnmendedReturn, model.DutyPending)
		slow = must2(o.SubmitReturn(ctx, call(firmPerson(firm.ID), slow.Version), slow.ID))
		must2(o.AcceptReturn(ctx, call(one, slow.Version), slow.ID))
		fact := o.duty(firm.ID, model.UnmendedReturn, model.DutyPending)
		o.finish(fact.ContestUntil.AddDays(1), 2)
		o.wantRated("never mended in time", firm.ID, 1, 1)
	})
}

// The enterprise is told of every turn of a fact, with the basis and the day to which it may
// contest it.
func TestTheEnterpriseIsToldOfEveryTurnOfADutyFact(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, one, legal := t.Context(), o.person("one", model.RoleInspector), o.person("legal", model.RoleLegal)
		firm := o.firm("0001", "500156001")
		owner := o.personAt("owner", "500156001", firm.ID, model.RoleFirm)
		words := func(by model.Actor, event model.NotificationEventID) []string {
			var texts []string
			for _, n := range must2(o.Store.Notifications(ctx, store.OfUser(by.UserID), store.Query{Filter: map[string]string{}})).Items {
				if n.Event == event {
					texts = append(texts, n.Text)
				}
			}
			return texts
		}
		holds := func(by model.Actor, event model.NotificationEventID, want ...string) {
			t.Helper()
			texts := words(by, event)
			if len(texts) != 1 {
				t.Fatalf("%s was told %d times of %s", by.Name, len(texts), event)
			}
			for _, w := range want {
				if !strings.Contains(texts[0], w) {
					t.Errorf("%s says %q, without %q", event, texts[0], w)
				}
			}
		}
		o.moveTo("2026-03-30")
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID)) // by its own act: it is told all the same
		fact := o.duty(firm.ID, model.LateFiling, model.DutyPending)
		holds(owner, model.EventDutyRecorded, "逾期备案", fact.Basis, "2026-04-07", "非法定", "第四十五条")
		mayContest := func() (due []model.Date) {
			t.Helper()
			for _, item := range must2(o.Work(ctx, owner)).Items {
				if item.Noun == "duty-facts" && item.ID == string(fact.ID) && item.Act == contestDuty.name {
					due = append(due, item.Due.DueOn)
				}
			}
			return due
		}
		for day, want := range map[string]int{"2026-03-31": 1, "2026-04-07": 1, "2026-04-08": 0} {
			o.moveTo(day)
			if due := mayContest(); len(due) != want || want == 1 && due[0].String() != "2026-04-07" {
				t.Errorf("on %s it may contest the fact by %v, want %d", day, due, want)
			}
		}
		o.moveTo("2026-03-30")
		fact = must2(o.ContestDuty(ctx, call(owner, fact.Version), fact.ID, "道路封闭"))
		if due := mayContest(); len(due) != 0 {
			t.Errorf("contested, and yet to be contested by %v", due)
		}
		o.wantClock("duty-facts", string(fact.ID), model.DutyContest, model.ClockStopped, "2026-04-07")
		review := o.wantClock("duty-facts", string(fact.ID), model.ObjectionReview, model.ClockRunning, "2026-04-09")
		if review.HolderName != objectionReviewers {
			t.Errorf("reviewed by %s", review.HolderName)
		}
		holds(owner, model.EventDutyContested, review.DueOn.String(), "行政处罚法")
		holds(legal, model.EventDutyContested, review.DueOn.String())
		fact = must2(o.UpholdDuty(ctx, call(legal, fact.Version), fact.ID, "理由不成立"))
		o.wantClock("duty-facts", string(fact.ID), model.ObjectionReview, model.ClockStopped, "2026-04-09")
		holds(owner, model.EventDutyUpheld, "理由不成立", fact.Basis)
		must2(o.ReturnEndPoint(ctx, call(one, e.Version), e.ID, "不属备案范围"))
		holds(owner, model.EventDutyWithdrawn, "不属备案范围", fact.Basis)
	})
}

// A fact from before facts could be contested in a set time gets that time from the day of
// the upgrade, and the enterprise is told; until then it may be contested.
func TestAFactFromBeforeTheUpgradeIsHeardFirst(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("0001", "500156001")
		owner := o.personAt("owner", "500156001", firm.ID, model.RoleFirm)
		old := model.DutyFact{
			ID: "old", EnterpriseID: firm.ID, EnterpriseName: firm.Name, AreaCode: firm.AreaCode, Class: model.LateReturn, On: o.day(), SourceNoun: "monthly-returns", SourceID: "old",
			SourceTitle: "月报", Rule: model.MonthlyReturnFiling, Basis: "演示", Status: model.DutyPending, SettledOn: o.day(), Version: 1, CreatedAt: o.at, UpdatedAt: o.at,
		}
		must2(0, o.Store.Tx(ctx, model.Stamp{Act: "duty-fact:record", At: o.at}, func(tx *store.Tx) error { return tx.AddDutyFact(ctx, &old) }))
		o.moveTo("2026-04-20")
		o.finish(o.day(), 0)
		must2(o.StartClocks(ctx, jobCall()))
		must2(o.StartClocks(ctx, jobCall()))
		fact := o.duty(firm.ID, model.LateReturn, model.DutyPending)
		c := o.clockOn("duty-facts", "old", model.DutyContest)
		told := must2(o.Store.Notifications(ctx, store.OfUser(owner.UserID), store.Query{Filter: map[string]string{}})).Items
		if c.StartOn != o.day() || fact.ContestUntil != c.DueOn || len(told) != 1 || told[0].Event != model.EventDutyRecorded {
			t.Errorf("heard from %s to %s, the fact says %s, told %+v", c.StartOn, c.DueOn, fact.ContestUntil, told)
		}
		o.finish(fact.ContestUntil, 0)
		o.finish(fact.ContestUntil.AddDays(1), 1)
	})
}

// Who decided what a contested fact stood for does not review the one in its place.
func TestAnInheritedContestKeepsItsDeciders(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("0001", "500156001")
		s := dutySource{noun: "monthly-returns", id: "m", version: 1, title: "月报", area: firm.AreaCode, firm: firm.ID, firmName: firm.Name, undone: "改记",
			missed: []missedDuty{{model.MissingReturn, model.MonthlyReturnFiling, o.day(), o.day(), true}}}
		one, two := o.person("one", model.RoleInspector), o.person("two", model.RoleInspector)
		keep := func(by model.Actor) {
			t.Helper()
			must2(0, o.Store.Tx(ctx, o.sweepStamp(jobCall()), func(tx *store.Tx) error {
				return work{tx, tx.Stamp().At, store.Everything(), o.Desk}.keepDuties(ctx, by, s)
			}))
		}
		keep(one)
		fact := o.duty(firm.ID, model.MissingReturn, model.DutyPending)
		must2(o.ContestDuty(ctx, call(firmPerson(firm.ID), fact.Version), fact.ID, "系统故障"))
		s.missed[0].class = model.LateReturn
		keep(two)
		late := o.duty(firm.ID, model.LateReturn, model.DutyContested)
		if !late.DecidedBy.Has(one.UserID) || !late.DecidedBy.Has(two.UserID) {
			t.Errorf("decided by %v", late.DecidedBy)
		}
	})
}
