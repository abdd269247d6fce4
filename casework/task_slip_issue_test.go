package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// What was written by hand stands whole on every slip that follows, and once, however long it is.
func TestADemandByHandStaysWhole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		task := redTask(t, d, clock, 4)
		hand := strings.Repeat("请派员到场说明，原要求：照旧。", 40)
		hand = string([]rune(hand)[:policy.MostDemand])
		_, err := d.IssueSlip(t.Context(), by(taskSupervisor, task.Version), task.ID, SlipWords{Demand: hand + "长"})
		wrongField(t, err, "/demand", "text.length")
		must2(d.IssueSlip(t.Context(), by(taskSupervisor, task.Version), task.ID, SlipWords{Demand: hand}))
		for _, day := range []int{6, 12, 24} {
			clock.set(2026, time.February, day)
			sweptSlips(t, d)
		}
		slips := slipsOf(t, d, task.ID)
		if len(slips) != 4 {
			t.Fatalf("the course was %s", course(slips))
		}
		for _, s := range slips[1:] {
			if s.Demand != policy.SlipDemand(s.Colour)+"原要求："+hand {
				t.Errorf("%s asks %q", s.Colour, s.Demand)
			}
		}
	})
}

// A task whose light cannot be told keeps no other from its slip, in the pass and in the list of work.
func TestOneTaskThatFailsLeavesTheOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		sick, well := redTask(t, d, clock, 4), redTask(t, d, clock, 6)
		clock.set(2026, time.February, 2)
		reported(t, d, taskLead, 4, "2026-01", 9)
		clock.set(2026, time.March, 2)
		broken := shippedTerms() // what is due in February cannot be told
		broken.rules = slices.Clone(broken.rules)
		i := slices.IndexFunc(broken.rules, func(r model.DeadlineRule) bool { return r.ID == model.TaskMonthlyReport })
		row := broken.rules[i]
		row.From, row.Unit = model.NewDate(2026, 2, 1), "never"
		broken.rules[i].Until = model.NewDate(2026, 1, 31)
		broken.rules = append(broken.rules, row)
		d.terms.of, d.terms.terms = []string{}, broken
		d.Rules.SlipsByClock = true
		scope := store.Everything()
		items := must2(slipProposals(t.Context(), &look{Desk: d, actor: taskSupervisor, terms: broken, seen: map[string]seenTasks{}}, scope))
		if len(items) != 1 || items[0].ID != string(well.ID) {
			t.Errorf("proposed are %+v", items)
		}
		done, err := d.SweepSlips(t.Context(), jobCall())
		if done.Issued != 1 || len(slipsOf(t, d, well.ID)) != 1 {
			t.Errorf("swept %+v", done)
		}
		if err == nil || !strings.Contains(err.Error(), string(sick.ID)) {
			t.Errorf("the failure is %v", err)
		}
	})
}

// A page of slips is read with its tasks at once; what is asked of each needs no other look.
func TestAPageOfSlipsIsReadAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		importedPlan(t, d)
		var page []model.TaskSlip
		for _, n := range []int{4, 7} {
			page = append(page, issued(t, d, redTask(t, d, clock, n)))
		}
		l := &look{Desk: d, actor: taskLead, terms: must2(d.termsNow(t.Context()))}
		source := slipWaiting(signSlip, model.SlipIssued, "签收并回复督办单", model.RoleLead)
		if err := source.see(t.Context(), l, page); err != nil {
			t.Fatal(err)
		}
		l.Desk = &Desk{Now: d.Now} // without a store
		for i, s := range page {
			if a := must2(source.ask(t.Context(), l, s)); a.his != (i == 0) || a.id != string(s.ID) {
				t.Errorf("of %s is asked %+v", s.Number, a)
			}
		}
	})
}
