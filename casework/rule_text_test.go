package casework

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"yijian/model"
	"yijian/policy/rulebook"
)

// answerIn is the firm's answer in other days from the date on.
func answerIn(days int, from model.Date) *model.DeadlineRule {
	return &model.DeadlineRule{
		ID: model.ComplaintFirmReply, Title: "企业答复转办的申诉", Value: days, Unit: model.CalendarDay,
		Basis: model.Basis{Document: "邮政业用户申诉处理办法", Version: "演示修订", Article: "12"}, From: from,
	}
}

// ruleMakers are who proposes and who adopts.
func (o *office) ruleMakers() (legal, chief model.Actor) {
	return o.person("rules-legal", model.RoleLegal), o.person("rules-chief", model.RoleChief)
}

// must2 is the result of an act that cannot fail here.
func must2[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func (o *office) adopt(p RuleProposal) model.RuleText {
	o.t.Helper()
	legal, chief := person("lawyer", model.RoleLegal), person("head", model.RoleChief)
	p.Reason = "演示修订"
	proposed, err := o.ProposeRules(o.t.Context(), call(legal, 0), p)
	proposed = must1(o, proposed, err)
	adopted, err := o.AdoptRules(o.t.Context(), call(chief, 1), proposed.ID)
	return must1(o, adopted, err)
}

func TestAnAdoptedDeadlineCountsFromItsDayAndRunningClocksKeepTheirs(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		from := today.AddDays(30)
		o.adopt(RuleProposal{Kind: model.TextOfDeadlines, Rule: answerIn(10, from)})
		now := must2(o.termsNow(t.Context()))
		for start, want := range map[model.Date]int{today: 15, from.AddDays(-1): 15, from: 10, from.AddDays(40): 10} {
			due, err := now.dueOf(model.ComplaintFirmReply, start)
			if err != nil || due.Before(start.AddDays(want)) || due.After(start.AddDays(want+8)) {
				t.Errorf("from %s: due %s (%v), want %d days or the working day after", start, due, err, want)
			}
		}
		if due, err := now.dueOf(model.ComplaintAnswer, today); err != nil || due.IsZero() {
			t.Errorf("another deadline: %s %v", due, err)
		}
	})
}

func TestACorrectionMovesRunningClocksAndSaysHowMany(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		legal, chief := o.ruleMakers()
		firm := o.firm("A001", "500156001")
		submitted(t, o.Desk, firm.ID, completeFacts())
		rule := ruleRowsOf(rulebook.Deadlines(), model.EndpointAcceptance)[0]
		rule.Value = 7
		p := RuleProposal{Kind: model.TextOfDeadlines, Rule: &rule, Reason: "条次核对后更正"}
		_, err := o.ProposeRules(t.Context(), call(legal, 0), p)
		wantRefused(t, err, model.Invalid, "/rule/from rule_text.effective")
		p.ReachesRunning = true
		proposed := must2(o.ProposeRules(t.Context(), call(legal, 0), p))
		card, err := o.RuleTextCard(t.Context(), chief, proposed.ID)
		if err != nil || len(card.Moves) != 1 || card.Moves[0].Running != 1 || card.Moves[0].Moved != 1 {
			t.Fatalf("moves %+v (%v), want 1 of 1", card.Moves, err)
		}
		if len(card.Deadlines) != 1 || card.Deadlines[0].Before[0].Value != 5 || card.Deadlines[0].After[0].Value != 7 {
			t.Errorf("change %+v", card.Deadlines)
		}
		if got := openActs(card.Acts); !slices.Equal(got, []string{"approve", "refuse"}) {
			t.Errorf("the chief may %v", got)
		}
		must2(o.AdoptRules(t.Context(), call(chief, 1), proposed.ID))
		views, err := o.Deadlines(t.Context(), chief)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(views, func(v DeadlineView) bool { return v.ID == model.EndpointAcceptance })
		if v := views[at]; v.Source != proposed.ID || v.Rows[0].Value != 7 || v.Running == nil || *v.Running != 1 {
			t.Errorf("the table shows %+v", v)
		}
		open := must2(o.Store.OpenClocks(t.Context(), model.EndpointAcceptance))
		if len(open) != 1 || open[0].DueOn.String() != "2026-03-19" { // the seventh working day from 03-10
			t.Errorf("the running clock is due %+v", open)
		}
	})
}

func TestProposingAndApprovingAreTwoHands(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		both := o.person("both", model.RoleLegal, model.RoleChief)
		other := o.person("other", model.RoleChief)
		p := RuleProposal{Kind: model.TextOfDeadlines, Rule: answerIn(10, today.AddDays(1)), Reason: "演示"}
		proposed := must2(o.ProposeRules(t.Context(), call(both, 0), p))
		_, err := o.AdoptRules(t.Context(), call(both, 1), proposed.ID)
		wantRefused(t, err, model.Forbidden, "rule_text.own")
		_, err = o.WithdrawRules(t.Context(), call(o.person("lawyer-2", model.RoleLegal), 1), proposed.ID)
		wantRefused(t, err, model.Forbidden, "rule_text.not_own")
		o.pass(1)
		_, err = o.AdoptRules(t.Context(), call(other, 1), proposed.ID)
		wantRefused(t, err, model.Conflict, "rule_text.late")
		refused := must2(o.RefuseRules(t.Context(), call(other, 1), proposed.ID, "生效日已过"))
		_, err = o.AdoptRules(t.Context(), call(other, refused.Version), proposed.ID)
		wantRefused(t, err, model.Conflict, "rule_text.state")
	})
}

func TestOfTwoProposalsForOneDeadlineOnlyTheFirstIsAdopted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		legal, chief := o.ruleMakers()
		propose := func(days int) model.RuleText {
			return must2(o.ProposeRules(t.Context(), call(legal, 0), RuleProposal{Kind: model.TextOfDeadlines, Rule: answerIn(days, today.AddDays(9)), Reason: "演示"}))
		}
		texts := []model.RuleText{propose(10), propose(11)}
		var done sync.WaitGroup
		errs := make([]error, len(texts))
		for i, text := range texts {
			done.Go(func() { _, errs[i] = o.AdoptRules(t.Context(), call(chief, 1), text.ID) })
		}
		done.Wait()
		adopted, err := o.Store.AdoptedRuleTexts(t.Context())
		if err != nil || len(adopted) != 1 || (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%d adopted (%v), errors %v", len(adopted), err, errs)
		}
		for i, failed := range errs {
			if failed == nil {
				continue
			}
			if kind := model.KindOf(failed); kind != model.Conflict && kind != model.Stale {
				t.Errorf("the loser: %v", failed)
			}
			_, err := o.AdoptRules(t.Context(), call(chief, 1), texts[i].ID)
			wantRefused(t, err, model.Conflict, "rule_text.superseded")
		}
	})
}

func TestATextIsRefusedByLineAndField(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		legal, _ := o.ruleMakers()
		propose := func(p RuleProposal) error {
			p.Reason = "演示"
			_, err := o.ProposeRules(t.Context(), call(legal, 0), p)
			return err
		}
		text := "version: deadlines/1\ndeadlines:\n  - id: complaint.answer\n    title: 答复\n    days: 30\n    unit: calendar_day\n    basis: {article: 演示}\n    from: 2009-10-01\n"
		err := propose(RuleProposal{Kind: model.TextOfDeadlines, Text: text, EffectiveOn: today.AddDays(9)})
		if fields := model.FieldsOf(err); len(fields) == 0 || fields[0].Pointer != "/text" || !strings.Contains(fields[0].Detail, "第 5 行") || !strings.Contains(fields[0].Detail, "/deadlines/0/days") {
			t.Errorf("an unknown key: %+v", fields)
		}
		text = strings.Replace(text, "days", "value", 1)
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfDeadlines, Text: text, EffectiveOn: today}), model.Invalid, "/effective_on rule_text.effective")
		short := strings.Replace(text, "value: 30", "value: 25", 1)
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfDeadlines, Text: short, EffectiveOn: today.AddDays(9)}), model.Invalid, "/text rule_text.reaches_back")
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfDeadlines}), model.Invalid, "/text rule_text.one_of")
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfCalendar, Rule: answerIn(3, today)}), model.Invalid, "/rule rule_text.one_of")
		rule := answerIn(400, today.AddDays(9))
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfDeadlines, Rule: rule}), model.Invalid, "/rule/value out_of_range")
		same := ruleRowsOf(rulebook.Deadlines(), model.ComplaintAnswer)[0]
		wantRefused(t, propose(RuleProposal{Kind: model.TextOfDeadlines, Rule: &same, ReachesRunning: true}), model.Invalid, "/text rule_text.same")
	})
}

func TestADeadlineIsNeitherAbolishedNorGivenAnotherLawForRunningClocks(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		legal, _ := o.ruleMakers()
		shipped := ruleRowsOf(rulebook.Deadlines(), model.ComplaintFirmReply)[0]
		propose := func(change func(*model.DeadlineRule), reaches bool) error {
			rule := shipped
			change(&rule)
			p := RuleProposal{Kind: model.TextOfDeadlines, Text: string(must2(rulebook.WriteDeadlines([]model.DeadlineRule{rule}))), Reason: "演示", ReachesRunning: reaches}
			if !reaches {
				p.EffectiveOn = today.AddDays(10)
			}
			_, err := o.ProposeRules(t.Context(), call(legal, 0), p)
			return err
		}
		law := func(r *model.DeadlineRule) { r.Basis.Document = "另一办法" }
		wantRefused(t, propose(law, false), model.Invalid, "/text rule_text.reaches_back")
		wantRefused(t, propose(func(r *model.DeadlineRule) { r.Title = "另一名称" }, false), model.Invalid, "/text rule_text.reaches_back")
		if err := propose(law, true); err != nil {
			t.Errorf("a correction of the basis: %v", err)
		}
		for _, reaches := range []bool{false, true} {
			err := propose(func(r *model.DeadlineRule) { r.Until = today.AddDays(9) }, reaches)
			wantRefused(t, err, model.Invalid, "/text no_rule")
			if f := model.FieldsOf(err); len(f) == 0 || !strings.Contains(f[0].Detail, "第 ") || !strings.Contains(f[0].Detail, "/deadlines/0/until") || !strings.Contains(f[0].Detail, today.AddDays(10).String()) {
				t.Errorf("the gap is told as %+v", f)
			}
		}
		err := propose(func(r *model.DeadlineRule) { r.From = today }, true)
		wantRefused(t, err, model.Invalid, "/text no_rule")
		ended := *answerIn(10, today.AddDays(9))
		ended.Until = today.AddDays(20)
		_, err = o.ProposeRules(t.Context(), call(legal, 0), RuleProposal{Kind: model.TextOfDeadlines, Rule: &ended, Reason: "演示"})
		wantRefused(t, err, model.Invalid, "/rule/until no_rule")
	})
}

func TestNextYearsCalendarIsAskedForFromDecemberAndCountsWhenAdopted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		_, chief := o.ruleMakers()
		asked := func(who model.Actor) bool {
			items := must2(o.Work(t.Context(), who)).Items
			return slices.ContainsFunc(items, func(i model.WorkItem) bool { return i.Noun == "calendar" && i.ID == "2027" })
		}
		admin := o.person("rules-admin", model.RoleSystemAdmin)
		o.set(2026, 11, 30)
		if gap := must2(o.CalendarGap(t.Context())); gap == nil || gap.Urgent || asked(admin) {
			t.Errorf("on the eve: %+v", gap)
		}
		o.set(2026, 12, 1)
		if gap := must2(o.CalendarGap(t.Context())); gap == nil || !gap.Urgent || gap.Year != 2027 || !asked(admin) || !asked(chief) {
			t.Errorf("on 1 December: %+v", gap)
		}
		december := model.NewDate(2026, 12, 20)
		now := must2(o.termsNow(t.Context()))
		if due, err := now.dueOf(model.ComplaintAnswer, december); err == nil {
			t.Errorf("a term into an unknown year is due %s", due)
		}
		if view := now.shown(clockKey{rule: model.ComplaintAnswer}, december, december); !view.DueOn.IsZero() || !strings.Contains(view.Title, "未载入") {
			t.Errorf("shown as %+v", view)
		}
		year := model.CalendarYear{Year: 2027, Basis: "国办发明电〔2026〕演示号", MakeUp: []model.Date{}, Holidays: []model.Holiday{
			{Name: "元旦", From: model.NewDate(2027, 1, 1), To: model.NewDate(2027, 1, 3)},
			{Name: "春节", From: model.NewDate(2027, 2, 5), To: model.NewDate(2027, 2, 12)},
		}}
		wrong := year
		wrong.MakeUp = []model.Date{model.NewDate(2027, 1, 6)}
		_, err := o.ProposeRules(t.Context(), call(person("lawyer", model.RoleLegal), 0), RuleProposal{Kind: model.TextOfCalendar, Year: &wrong, Reason: "演示"})
		wantRefused(t, err, model.Invalid, "/year/make_up/0 no_weekend")
		for _, basis := range []string{"国务院办公厅关于2027年部分节假日安排的通知", "国办发明电2026年7号", "国办发明电〔2026〕号"} {
			unnumbered := year
			unnumbered.Basis = basis
			_, err = o.ProposeRules(t.Context(), call(person("lawyer", model.RoleLegal), 0), RuleProposal{Kind: model.TextOfCalendar, Year: &unnumbered, Reason: "演示"})
			wantRefused(t, err, model.Invalid, "/year/basis rule_text.document_no")
			text := "version: calendar/1\nyears:\n  - {year: 2027, basis: " + basis + ", holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}], make_up: []}\n"
			_, err = o.ProposeRules(t.Context(), call(person("lawyer", model.RoleLegal), 0), RuleProposal{Kind: model.TextOfCalendar, Text: text, Reason: "演示"})
			wantRefused(t, err, model.Invalid, "/text rule_text.document_no")
		}
		past := model.CalendarYear{Year: 2025, Basis: year.Basis, MakeUp: []model.Date{}, Holidays: []model.Holiday{{Name: "元旦", From: model.NewDate(2025, 1, 1), To: model.NewDate(2025, 1, 1)}}}
		_, err = o.ProposeRules(t.Context(), call(person("lawyer", model.RoleLegal), 0), RuleProposal{Kind: model.TextOfCalendar, Year: &past, Reason: "演示"})
		wantRefused(t, err, model.Invalid, "/text rule_text.past_year")
		o.adopt(RuleProposal{Kind: model.TextOfCalendar, Year: &year})
		if due := must2(must2(o.termsNow(t.Context())).dueOf(model.ComplaintAnswer, december)); due != model.NewDate(2027, 1, 19) {
			t.Errorf("due %s, want 2027-01-19", due)
		}
		if gap := must2(o.CalendarGap(t.Context())); gap != nil || asked(admin) {
			t.Errorf("still missing: %+v", gap)
		}
	})
}

func TestWrittenRulesAreReadAsTheyWere(t *testing.T) {
	text, err := rulebook.WriteYears(rulebook.Years())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := rulebook.ParseYears(text); err != nil || !slices.EqualFunc(again, rulebook.Years(), sameYear) {
		t.Errorf("years: %v\n%s", err, text)
	}
}
