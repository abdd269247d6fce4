package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

func jobCall() model.Call {
	return model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
}

// ladderRow is a rule whose clock is told of at its end to the chief.
func ladderRow() model.DeadlineRule {
	return model.DeadlineRule{
		ID: model.ComplaintAnswer, Title: "演示期限", Value: 1, Unit: model.CalendarDay, Basis: model.Basis{Article: "演示"},
		Ladder: []model.LadderStep{{At: model.AtEnd, Tell: model.RoleChief}},
	}
}

// dueClock adds a clock that was due n minutes before today's beginning.
func (o *office) dueClock(n int, change func(*model.Clock)) model.Clock {
	o.t.Helper()
	text := must2(json.Marshal(ladderRow()))
	end := deadline.StartOf(o.day()).Add(-time.Duration(n) * time.Minute)
	c := model.Clock{
		ID: model.ClockID(store.NewID()), Noun: "complaints", RecordID: store.NewID(), Rule: model.ComplaintAnswer, Round: 1, Title: "演示期限",
		Record: fmt.Sprintf("演示申诉%d", n), Basis: "演示", RuleText: string(text), AreaCode: "500156001", Holder: model.RoleComplaints,
		StartAt: end, StartOn: model.DateOf(end).AddDays(-1), DueOn: model.DateOf(end.Add(-time.Second)), DueAt: &end, NextAt: &end, Status: model.ClockRunning,
		Version: 1, CreatedAt: end, UpdatedAt: end,
	}
	if change != nil {
		change(&c)
	}
	o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddClock(ctx, &c) })
	return c
}

// told are the records of which the account was told by ladders, in the order they were told.
func (o *office) told(by model.Actor) []string {
	o.t.Helper()
	var records []string
	query := store.Query{Filter: map[string]string{}}
	for {
		page := must2(o.Store.Notifications(o.t.Context(), store.OfUser(by.UserID), query))
		for _, n := range page.Items {
			if n.Event == model.EventClockStep {
				records = append(records, n.RecordID)
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			slices.Reverse(records) // lists show the newest first
			return records
		}
	}
}

// overdue adds a thousand clocks that fell due in three days without a server, and
// returns their records, the longest overdue first.
func (o *office) overdue(count int) []string {
	o.t.Helper()
	var records []string
	for n := count; n > 0; n-- {
		records = append(records, o.dueClock(n*4, nil).RecordID)
	}
	return records
}

func TestAClockThatFailsStopsNoOtherAndIsReported(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief := o.person("chief", model.RoleChief)
		want := o.overdue(120)
		bad := o.dueClock(100_000, func(c *model.Clock) { c.RuleText = "broken" })
		for pass := range 3 {
			swept := must2(o.SweepClocks(t.Context(), jobCall()))
			if swept.Failed != 1 {
				t.Errorf("pass %d: %d failed, want the one", pass, swept.Failed)
			}
			if got := o.told(chief); !slices.Equal(got, want) {
				t.Errorf("pass %d: told of %d, want the other %d once, in order", pass, len(got), len(want))
			}
		}
		page := must2(o.Store.Clocks(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"failing": "1"}}))
		if len(page.Items) != 1 || page.Items[0].ID != bad.ID || page.Items[0].Version != 2 {
			t.Errorf("failing: %+v, want the one, noted once", page.Items)
		}
		state := must2(o.Store.ClockState(t.Context(), o.Desk.now()))
		if state.Failing != 1 || state.Running != 121 || state.Overdue != 121 || state.Lag != 0 { // what waits on the one that fails is no lag of the job
			t.Errorf("state %+v", state)
		}
	})
}

// Two servers hold the same page in hand before either has written anything. Without the
// comparison by which the cursor moves, the second would take the page once more: each
// clock would be written twice, or noted as failed when its step is there already.
func TestTwoServersTakeEachStepOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief := o.person("chief", model.RoleChief)
		must2(o.SweepClocks(t.Context(), jobCall())) // so that there is a cursor to compare, and nothing else to do
		want := o.overdue(120)
		var wait, met sync.WaitGroup
		met.Add(2)
		swept := make([]SweptClocks, 2)
		for server := range swept {
			desk, calls := *o.Desk, 0
			desk.Now = func() time.Time { // first as the pass begins, then as its first page is about to be written
				if calls++; calls == 2 {
					met.Done()
					met.Wait()
				}
				return o.at
			}
			wait.Go(func() {
				var err error
				if swept[server], err = desk.SweepClocks(context.WithoutCancel(t.Context()), jobCall()); err != nil {
					t.Errorf("a server failed: %v", err)
				}
			})
		}
		wait.Wait()
		if a, b := swept[0], swept[1]; a.Steps+b.Steps != len(want) || a.Failed+b.Failed != 0 {
			t.Errorf("the servers took %d and %d steps and failed on %d, want %d in all", a.Steps, b.Steps, a.Failed+b.Failed, len(want))
		}
		got := o.told(chief)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("told %d times of %d clocks", len(got), len(want))
		}
		for _, id := range want {
			if c := must2(o.Store.BareClocksOf(t.Context(), "complaints", id))[0]; c.Version != 2 || c.Failure != "" {
				t.Fatalf("a clock was written %d times: %q", c.Version-1, c.Failure)
			}
		}
	})
}

// A pass over open records goes on where the run before it stopped, piece by piece, and
// what cannot be started stops nothing behind it.
func TestLackingClocksAreStartedPieceByPiece(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		add := func() {
			o.write(func(ctx context.Context, tx *store.Tx) error {
				for range 105 { // more than a page
					c := model.Complaint{
						ID: model.ComplaintID(store.NewID()), TrackingNo: store.NewTrackingNo(), Channel: "12305", Kind: model.ComplaintToBureau, EnterpriseID: p.firm.ID,
						EnterpriseName: p.firm.Name, AreaCode: p.firm.AreaCode, Category: "loss", Statement: "演示", ReceivedOn: today,
						Status: model.ComplaintRegistered, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
					}
					if err := tx.AddComplaint(ctx, &c); err != nil {
						return err
					}
				}
				return nil
			})
		}
		add()
		ctx, cut := context.WithCancel(ctx)
		o.Now = func() time.Time {
			if place, err := o.Store.ClockStart(t.Context()); err == nil && place.Seen >= 100 {
				cut() // as the second page is about to be written
			}
			return o.at
		}
		if _, err := o.SweepClocks(ctx, jobCall()); err == nil {
			t.Error("a pass that was cut off says nothing")
		}
		o.Now, ctx = o.testClock.now, t.Context()
		rest := must2(o.SweepClocks(ctx, jobCall()))
		if n := must2(o.Store.CountClocks(ctx))[model.ComplaintAcceptance]; rest.Started != 5 || n != 105 {
			t.Errorf("the rest is %d, %d clocks run; want 5 and 105", rest.Started, n)
		}
		add()
		if idle := must2(o.SweepClocks(ctx, jobCall())); idle.Started != 0 {
			t.Errorf("a sweep looked at open records again and started %d", idle.Started)
		}
		if nightly := must2(o.StartClocks(ctx, jobCall())); nightly.Started != 105 || !nightly.Ended {
			t.Errorf("the nightly pass: %+v", nightly)
		}
	})
}

func TestAPassThatWasCutOffGoesOnBehindItsCursor(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		chief := o.person("chief", model.RoleChief)
		want := o.overdue(260)
		o.dueClock(100_000, func(c *model.Clock) { c.RuleText = "broken" }) // at the front, so that going on is seen
		ctx, cut := context.WithCancel(t.Context())
		pages := 0
		now := o.Now
		o.Now = func() time.Time {
			if sweep, err := o.Store.ClockSweep(t.Context()); err == nil && sweep.CursorAt != nil {
				if pages++; pages == 3 {
					cut()
				}
			}
			return now()
		}
		if _, err := o.SweepClocks(ctx, jobCall()); err == nil {
			t.Error("a pass that was cut off says nothing")
		}
		o.Now = now
		half := len(o.told(chief))
		if half == 0 || half == len(want) {
			t.Fatalf("cut off after %d of %d", half, len(want))
		}
		rest := must2(o.SweepClocks(t.Context(), jobCall()))
		if got := o.told(chief); rest.Steps != len(want)-half || rest.Failed != 0 || !slices.Equal(got, want) {
			t.Errorf("the rest is %d steps after %d and %d failed; told of %d", rest.Steps, half, rest.Failed, len(got))
		}
	})
}

func TestALadderIsClimbedStepByStepEachOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk, chief := o.person("desk", model.RoleComplaints), o.person("chief", model.RoleChief)
		owner := o.personAt("owner", "500156001", firm.ID, model.RoleFirm)
		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID))
		must2(o.TransferComplaint(ctx, call(desk, c.Version), c.ID)) // the firm until 03-25, warned on 03-20
		counts := func() [3]int { return [3]int{len(o.told(owner)), len(o.told(desk)), len(o.told(chief))} }
		for _, at := range []struct {
			day  int
			want [3]int
		}{{19, [3]int{0, 0, 0}}, {20, [3]int{1, 0, 0}}, {25, [3]int{1, 0, 0}}, {26, [3]int{1, 1, 0}}, {27, [3]int{1, 1, 0}}, {28, [3]int{2, 1, 1}}, {30, [3]int{2, 1, 1}}} {
			o.set(2026, time.March, at.day)
			for range 2 {
				must2(o.SweepClocks(ctx, jobCall()))
				if got := counts(); got != at.want {
					t.Errorf("03-%d: firm, desk and chief were told %v times, want %v", at.day, got, at.want)
				}
			}
		}
	})
}

// Records from before there were clocks get theirs with the days their pages showed.
func TestRecordsWithoutClocksGetThemOnTheDaysTheyShow(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		desk := o.person("desk", model.RoleComplaints)
		var complaints []model.Complaint
		var filings []model.EndPoint
		for n := range 130 { // more than a page
			c := model.Complaint{
				ID: model.ComplaintID(store.NewID()), TrackingNo: store.NewTrackingNo(), Channel: "12305", Kind: model.ComplaintToBureau, EnterpriseID: p.firm.ID,
				EnterpriseName: p.firm.Name, AreaCode: p.firm.AreaCode, Category: "loss", Statement: "演示", ReceivedOn: today.AddDays(-n % 20),
				Status: model.ComplaintRegistered, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
			}
			o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddComplaint(ctx, &c) })
			complaints = append(complaints, c)
		}
		facts := completeFacts()
		e := model.EndPoint{
			ID: model.EndPointID(store.NewID()), EnterpriseID: p.firm.ID, EnterpriseName: p.firm.Name, Status: model.EndPointSubmitted,
			SubmittedOn: today.AddDays(-1), FirstSubmittedOn: today.AddDays(-9), CorrectionRequestedOn: today.AddDays(-5), Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
		}
		facts.apply(&e)
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddEndPoint(ctx, &e) })
		filings = append(filings, e)

		shown := map[string]model.Date{}
		for _, c := range complaints {
			shown[string(c.ID)] = actOf(t, must2(o.ComplaintCard(ctx, desk, c.ID)).Acts, "accept").Due.DueOn
		}
		for _, e := range filings {
			shown[string(e.ID)] = actOf(t, must2(o.EndPointCard(ctx, p.one, e.ID)).Acts, "accept").Due.DueOn
		}
		swept := must2(o.SweepClocks(ctx, jobCall()))
		if swept.Started != len(shown) {
			t.Errorf("%d started, want %d", swept.Started, len(shown))
		}
		for _, c := range complaints {
			if got := o.clockOn("complaints", string(c.ID), model.ComplaintAcceptance); got.DueOn != shown[string(c.ID)] {
				t.Errorf("due %s, the page showed %s", got.DueOn, shown[string(c.ID)])
			}
		}
		for _, e := range filings {
			if got := o.clockOn("endpoints", string(e.ID), model.EndpointAcceptance); got.DueOn != shown[string(e.ID)] || got.Round != 2 {
				t.Errorf("due %s on round %d, the page showed %s", got.DueOn, got.Round, shown[string(e.ID)])
			}
		}
		if again := must2(o.SweepClocks(ctx, jobCall())); again.Started != 0 {
			t.Errorf("started %d once more", again.Started)
		}
	})
}

// A record that moved on after its page was read asks for nothing of then, and the pass
// stops no clock that runs.
func TestThePassOverOpenRecordsReadsThemAgain(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, firm := t.Context(), o.firm("A001", "500156001")
		desk := o.person("desk", model.RoleComplaints)
		c := must2(o.RegisterComplaint(ctx, call(desk, 0), lostParcel(firm.ID)))
		then := complaintClocks(c)
		c = must2(o.AcceptComplaint(ctx, call(desk, c.Version), c.ID))
		then.duties[0].round = 9 // as of a clock that it lacked when its page was read
		place := must2(o.Store.ClockStart(ctx))
		place.StartedAt = o.at
		pass := &startPass{Desk: o.Desk, call: jobCall()}
		must2(pass.startEach(ctx, []clocked{then}, place))
		o.wantClock("complaints", string(c.ID), model.ComplaintAnswer, model.ClockRunning, "2026-04-09")
		clocks := must2(o.Store.BareClocksOf(ctx, "complaints", string(c.ID)))
		if pass.done.Started != 0 || slices.ContainsFunc(clocks, func(c model.Clock) bool { return c.Round == 9 }) {
			t.Errorf("started %d: %+v", pass.done.Started, clocks)
		}
	})
}
