package casework

import (
	"encoding/json"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/policy/rulebook"
	"yijian/store"
)

// Every deadline of the table has a clock that an act starts, which is taken here, or says
// why it has none: a new one cannot be forgotten.
func TestEveryDeadlineIsKeptByAClockOrSaysWhyNot(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, l := t.Context(), o.listing()
		p := l.team
		desk, owner := o.person("desk", model.RoleComplaints), firmPerson(p.firm.ID)
		l.legal = o.person("server", model.RoleInspector)
		o.noticed(l)
		c := o.transferred(p.firm, desk)
		must2(o.AnswerComplaint(ctx, call(owner, c.Version), c.ID, FirmAnswer{Investigation: "已查", Responsibility: "企业"}))
		o.confirmed(p)
		penalty := o.decided(p, seriousFine())
		must2(o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "事实有误"))
		o.moveTo("2026-03-30")
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), p.firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID)) // late
		e = must2(o.AcceptEndPoint(ctx, call(p.one, e.Version), e.ID, FilingAcceptance{Reason: "演示"}))
		must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, o.day(), func(f *ChangeFacts) { f.Name = "新站名" })))
		fact := o.duty(p.firm.ID, model.LateFiling, model.DutyPending)
		must2(o.ContestDuty(ctx, call(owner, fact.Version), fact.ID, "道路封闭"))
		o.moveTo("2026-04-01")
		must2(o.OpenReturns(ctx, nightly, o.day()))
		m := o.returnOf(p.firm.ID, "2026-03")
		m = must2(o.FillReturn(ctx, call(owner, m.Version), m.ID, monthEntry(0, nil, "")))
		m = must2(o.SubmitReturn(ctx, call(owner, m.Version), m.ID))
		must2(o.SendBackReturn(ctx, call(p.one, m.Version), m.ID, "数字有误"))
		o.publicDraft(p.one, model.PublishedNotice, "", PublicationFacts{Title: "关于旺季服务的通知", Written: "请做好旺季服务保障工作。"})

		for _, rule := range rulebook.Deadlines() {
			started, why := model.ClockedRules[rule.ID], model.UnclockedRules[rule.ID]
			if (started == "") == (why == "") {
				t.Errorf("%s: started by %q, has none because %q; want one of both", rule.ID, started, why)
			}
			page := must2(o.Store.Clocks(ctx, store.Everything(), store.Query{Filter: map[string]string{"rule": string(rule.ID)}}))
			if has := len(page.Items) > 0; has != (started != "") {
				t.Errorf("%s is started by %q, and the acts started %d clocks", rule.ID, started, len(page.Items))
			}
		}
	})
}

// A change and a correction are known and done in one act: the clock tells how long it took.
func TestADutyDoneInItsActLeavesItsClock(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		owner := firmPerson(p.firm.ID)
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), p.firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
		e = must2(o.AcceptEndPoint(ctx, call(p.one, e.Version), e.ID, FilingAcceptance{Reason: "演示"}))
		for n, on := range []string{"2026-03-10", "2026-03-25"} {
			o.moveTo("2026-04-02")
			day := must2(model.ParseDate(on))
			e = must2(o.ProposeChange(ctx, call(owner, e.Version), e.ID, changeOf(e, day, func(f *ChangeFacts) { f.Name = "新站名" + on })))
			c := o.clockOn("endpoints", string(e.ID), model.EndpointChange)
			want := []ClockLight{ClockLate, ClockInDue}[n]
			if c.Status != model.ClockStopped || c.StartOn != day || c.StoppedOn != o.day() || c.Round != int64(n+1) || o.lineOfClock(c).Light != want || c.Holders[0].Holder != model.RoleFirm {
				t.Errorf("change of %s: %+v, light %s", on, c, o.lineOfClock(c).Light)
			}
			e = must2(o.ReturnChange(ctx, call(p.one, e.Version), e.ID, "材料不符"))
		}
		penalty := o.decided(p, seriousFine())
		must2(o.WithdrawPenalty(ctx, call(p.chief, penalty.Version), penalty.ID, "事实有误"))
		o.wantClock("penalties", string(penalty.ID), model.ListCorrection, model.ClockStopped, "2026-04-08") // the 4th to the 6th are a holiday
	})
}

// The time for a statement is a right: it closes by itself, nobody is late, and an adopted
// calendar moves it in the record too.
func TestAWindowClosesByItself(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		l.legal = o.person("server", model.RoleInspector)
		_, e := o.noticed(l)
		owner := firmPerson(e.EnterpriseID)
		open := o.wantClock("edition-entries", string(e.ID), model.EditionStatement, model.ClockRunning, e.StatementDue.String())
		o.write2(open, func(c *model.Clock) { c.DueOn = c.DueOn.AddDays(1) })
		if moved := must2(o.Store.EditionEntry(ctx, store.Everything(), e.ID)); moved.StatementDue != e.StatementDue.AddDays(1) {
			t.Errorf("the clock was moved by a day, the entry is due %s, was %s", moved.StatementDue, e.StatementDue)
		}
		o.write2(open, func(*model.Clock) {})
		o.moveTo(e.StatementDue.String())
		must2(o.SweepClocks(ctx, jobCall()))
		o.wantClock("edition-entries", string(e.ID), model.EditionStatement, model.ClockRunning, e.StatementDue.String())
		o.moveTo(e.StatementDue.AddDays(4).String())
		if light := o.lineOfClock(o.clockOn("edition-entries", string(e.ID), model.EditionStatement)).Light; light != ClockClosed {
			t.Errorf("before the sweep a window that is over shows as %s", light)
		}
		must2(o.SweepClocks(ctx, jobCall()))
		c := o.wantClock("edition-entries", string(e.ID), model.EditionStatement, model.ClockStopped, e.StatementDue.String())
		if c.StoppedOn != e.StatementDue || c.Holders[0].ToOn != e.StatementDue || o.lineOfClock(c).Light != ClockClosed {
			t.Errorf("closed on %s, held to %s, light %s", c.StoppedOn, c.Holders[0].ToOn, o.lineOfClock(c).Light)
		}
		_, err := o.StateDefence(ctx, call(owner, e.Version), e.ID, "迟到的陈述", model.Date{})
		if err == nil {
			t.Error("a statement after the window was taken")
		}
	})
}

// The bureau need not have a filing corrected: when the time for it is over nothing is late.
func TestTheTimeForACorrectionClosesByItself(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		owner, inspector := firmPerson(firm.ID), o.person("examiner", model.RoleInspector)
		e := must2(o.DraftEndPoint(ctx, call(owner, 0), firm.ID, completeFacts()))
		e = must2(o.SubmitEndPoint(ctx, call(owner, e.Version), e.ID))
		open := o.wantClock("endpoints", string(e.ID), model.EndpointCorrectionNotice, model.ClockRunning, "2026-03-12")
		dueOf := func() *model.DueView {
			return actOf(t, must2(o.EndPointCard(ctx, inspector, e.ID)).Acts, askCorrection.name).Due
		}
		if due := dueOf(); due == nil || due.DueOn != open.DueOn {
			t.Errorf("while it runs the card says %+v", due)
		}
		o.moveTo("2026-03-16")
		lateOnes := func() int {
			points := must2(o.Store.EndPoints(ctx, store.Everything(), store.Query{Filter: map[string]string{"overdue_on": o.day().String()}})).Items
			return len(points) + len(must2(o.Clocks(ctx, inspector, store.Query{Filter: map[string]string{}}, ClockOverdue)).Items)
		}
		if n := lateOnes(); n != 0 {
			t.Errorf("before the sweep %d are overdue", n)
		}
		must2(o.SweepClocks(ctx, jobCall()))
		c := o.wantClock("endpoints", string(e.ID), model.EndpointCorrectionNotice, model.ClockStopped, "2026-03-12")
		if line := o.lineOfClock(c); c.StoppedOn != open.DueOn || line.Light != ClockClosed || line.DaysLeft != nil || dueOf() != nil {
			t.Errorf("closed on %s it shows as %s with %v days left, the card says %+v", c.StoppedOn, line.Light, line.DaysLeft, dueOf())
		}
		c.StoppedOn = open.DueOn.AddDays(3) // as it was kept before it closed by itself
		for _, kept := range []model.Clock{c, o.clockOn("endpoints", string(e.ID), model.EndpointCorrectionNotice)} {
			if line := o.lineOfClock(kept); line.Light != ClockClosed || line.Standing != "期满" {
				t.Errorf("closed it is %s, %s", line.Light, line.Standing)
			}
		}
		o.wantClock("endpoints", string(e.ID), model.EndpointAcceptance, model.ClockRunning, "2026-03-17")
		o.moveTo("2026-03-18")
		if n := lateOnes(); n != 2 {
			t.Errorf("of the term to accept it %d are overdue", n)
		}
	})
}

// write2 changes a clock as a recount would, with what follows from it.
func (o *office) write2(c model.Clock, change func(*model.Clock)) {
	o.t.Helper()
	now := must2(o.Store.Clock(o.t.Context(), store.Everything(), c.ID))
	c.Version = now.Version
	change(&c)
	must2(0, o.Store.Tx(o.t.Context(), o.sweepStamp(jobCall()), func(tx *store.Tx) error {
		if _, err := tx.ChangeClock(o.t.Context(), c); err != nil {
			return err
		}
		return work{tx, tx.Stamp().At, store.Everything(), o.Desk}.followTerm(o.t.Context(), c)
	}))
}

// hourRow is a term of a day with a warning at half of it and one an hour before its end.
func hourRow() model.DeadlineRule {
	return model.DeadlineRule{
		ID: model.ComplaintAnswer, Title: "演示时限", Value: 24, Warn: 12, Unit: model.Hour, Basis: model.Basis{Article: "演示"},
		Pauses: []model.PauseReason{{Code: "appraisal", Title: "检测鉴定", Basis: "演示依据"}},
		Ladder: []model.LadderStep{
			{At: model.AtWarning, Tell: model.RoleChief}, {At: model.BeforeEnd, Hours: 1, Tell: model.RoleChief}, {At: model.AtEnd, Tell: model.RoleChief},
		},
	}
}

func (o *office) hourClock() model.Clock {
	o.t.Helper()
	return o.dueClock(0, func(c *model.Clock) {
		c.Title = "演示时限"
		c.RuleText, c.StartAt, c.StartOn, c.CreatedAt = string(must2(json.Marshal(hourRow()))), o.Desk.now(), o.day(), o.Desk.now()
		must2(0, shippedTerms().count(c))
	})
}

func TestATermInHoursWarnsAtHalfAndAnHourBefore(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief, began := o.person("chief", model.RoleChief), o.at
		c := o.hourClock()
		for _, at := range []struct {
			minutes, want int
		}{{12*60 - 1, 0}, {12 * 60, 1}, {23*60 - 1, 1}, {23 * 60, 2}, {24*60 - 1, 2}, {24 * 60, 3}, {30 * 60, 3}} {
			o.at = began.Add(time.Duration(at.minutes) * time.Minute)
			for range 2 {
				must2(o.SweepClocks(t.Context(), jobCall()))
				if got := len(o.told(chief)); got != at.want {
					t.Errorf("after %d minutes the chief was told %d times, want %d", at.minutes, got, at.want)
				}
			}
		}
		texts := ""
		for _, n := range must2(o.Store.Notifications(t.Context(), store.OfUser(chief.UserID), store.Query{})).Items {
			texts = n.Subject + "\n" + texts
		}
		want := "期限告知：演示时限：演示申诉0，还剩12小时\n期限告知：演示时限：演示申诉0，还剩1小时\n期限告知：演示时限：演示申诉0，刚刚届满\n"
		if texts != want {
			t.Errorf("told %q, want %q", texts, want)
		}
		if line := o.lineOfClock(must2(o.Store.Clock(t.Context(), store.Everything(), c.ID))); line.Light != ClockOverdue {
			t.Errorf("six hours after its end it is %s", line.Light)
		}
	})
}

func TestTheWarningOfATermInHours(t *testing.T) {
	start := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	row := hourRow()
	row.Extension = &model.ExtensionRule{Value: 6, Unit: model.Hour, Times: 2}
	breaks := []deadline.Break{{From: start.Add(2 * time.Hour), To: start.Add(5 * time.Hour)}}
	for extensions, want := range []int{15, 27, 33} { // 12 hours, 24 and 30, with a break of 3
		if at, known, err := deadline.WarnAt(row, start, breaks, extensions); !known || err != nil || !at.Equal(start.Add(time.Duration(want)*time.Hour)) {
			t.Errorf("after %d extensions the warning is at %s, want %d hours after the start: %v", extensions, at, want, err)
		}
	}
}

// Nobody knows the last day of a clock that stands still: no list and no page shows one,
// but since when, on which ground, and what was left.
func TestAClockThatStandsStillShowsNoLastDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk := o.person("desk", model.RoleComplaints)
		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID)) // due 04-09
		clock := o.clockOn("complaints", string(c.ID), model.ComplaintAnswer)
		o.moveTo("2026-03-20")
		clock = must2(o.PauseClock(ctx, call(desk, clock.Version), clock.ID, "appraisal", "送检"))
		o.moveTo("2026-05-20") // long after the old last day
		line := must2(o.Clocks(ctx, desk, store.Query{Filter: map[string]string{"status": "paused"}}, "")).Items[0]
		if !line.DueOn.IsZero() || !line.WarnOn.IsZero() || line.DueAt != nil || line.DaysLeft != nil || line.Light != ClockStands {
			t.Errorf("the list shows %+v", line)
		}
		if v := line.Paused; v == nil || v.Since.String() != "2026-03-20" || v.Reason != "检测鉴定" || v.Basis == "" || v.DaysLeft == nil || *v.DaysLeft != 20 {
			t.Errorf("paused: %+v", line.Paused)
		}
		due := actOf(t, must2(o.ComplaintCard(ctx, desk, c.ID)).Acts, closeComplaint.name).Due
		if due == nil || !due.DueOn.IsZero() || due.Paused == nil || due.Paused.Since.String() != "2026-03-20" || *due.Paused.DaysLeft != 20 {
			t.Errorf("the record's page shows %+v", due)
		}
		for _, item := range must2(o.Work(ctx, desk)).Items {
			if item.Due != nil && (!item.Due.DueOn.IsZero() || item.Due.Paused == nil) {
				t.Errorf("the list of work shows %+v of %s", item.Due, item.Title)
			}
		}
		must2(o.CloseComplaint(ctx, call(desk, c.Version), c.ID, Closing{Outcome: model.OutcomeWithdrawn, Note: "用户撤回"}))
		o.wantClock("complaints", string(c.ID), model.ComplaintAnswer, model.ClockStopped, "2026-06-09") // 61 days later

		o.moveTo("2026-03-10")
		hours := o.hourClock()
		o.at = o.at.Add(5*time.Hour + 30*time.Minute)
		hours = must2(o.PauseClock(ctx, call(desk, hours.Version), hours.ID, "appraisal", "送检"))
		if p := hours.Pauses[0]; p.HoursLeft == nil || *p.HoursLeft != 18 || p.DaysLeft != nil || hours.DueAt != nil {
			t.Errorf("of a term in hours: %+v, due %v", p, hours.DueAt)
		}
	})
}
