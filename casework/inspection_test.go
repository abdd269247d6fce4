package casework

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// team is the people of the inspection tests.
type team struct {
	one, two, third, legal, chief, firmUser, elsewhere model.Actor
	firm                                               model.Enterprise
}

func (o *office) team() team {
	firm := o.firm("0001", "500156001")
	return team{
		one: o.person("inspector1", model.RoleInspector), two: o.person("inspector2", model.RoleInspector),
		third: o.person("inspector3", model.RoleInspector), legal: o.person("legal", model.RoleLegal),
		chief: o.person("chief", model.RoleChief), firmUser: o.personAt("firm1", "500156", firm.ID, model.RoleFirm),
		elsewhere: o.personAt("inspector9", "500156002", "", model.RoleInspector), firm: firm,
	}
}

func (p team) plan() InspectionPlan {
	return InspectionPlan{
		Kind: model.InspectionDaily, Basis: "快递市场管理办法第四十二条", Drawn: true, PlannedOn: today,
		Officers: []model.UserID{p.one.UserID, p.two.UserID},
	}
}

func faulty() InspectionResult {
	return InspectionResult{
		InspectedOn: today, Units: 12, Result: model.ResultCorrected,
		Findings: []FindingFacts{
			{Group: model.ItemAcceptance, Class: model.Serious, Text: "未当面验视", Basis: "快递暂行条例第三十三条", RectifyBy: today.AddDays(15)},
			{Group: model.ItemNotices, Class: model.Minor, Text: "未公示服务项目", Basis: "快递市场管理办法第二十二条"},
		},
	}
}

func (o *office) planned(p team) model.Inspection {
	o.t.Helper()
	i, err := o.PlanInspection(o.t.Context(), call(p.one, 0), p.firm.ID, p.plan())
	return must1(o, i, err)
}

func (o *office) recorded(p team) model.Inspection {
	o.t.Helper()
	i := o.planned(p)
	i, err := o.RecordInspection(o.t.Context(), call(p.one, i.Version), i.ID, faulty())
	return must1(o, i, err)
}

func (o *office) confirmed(p team) model.Inspection {
	o.t.Helper()
	i := o.recorded(p)
	i, err := o.ConfirmInspection(o.t.Context(), call(p.legal, i.Version), i.ID)
	return must1(o, i, err)
}

func TestInspectionFromPlanToPublication(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		i := o.planned(p)
		if i.Status != model.InspectionPlanned || i.AreaCode != "500156001" || i.EnterpriseName != p.firm.Name {
			t.Fatalf("planned: %+v", i)
		}
		plan := p.plan()
		plan.Basis, plan.Officers = "年度抽查计划", []model.UserID{p.two.UserID, p.one.UserID}
		i, err := o.ChangeInspection(t.Context(), call(p.third, i.Version), i.ID, plan)
		if err != nil || i.Basis != "年度抽查计划" || !slices.Equal(i.Officers, model.UserIDs(plan.Officers)) {
			t.Fatalf("changed: %+v, %v", i, err)
		}
		i, err = o.RecordInspection(t.Context(), call(p.two, i.Version), i.ID, faulty())
		if err != nil || i.Status != model.InspectionRecorded || len(i.Findings) != 2 || !i.Findings[0].Open || !i.Findings[0].FinalOn.IsZero() {
			t.Fatalf("recorded: %+v, %v", i, err)
		}
		o.pass(2)
		i, err = o.ConfirmInspection(t.Context(), call(p.third, i.Version), i.ID)
		if err != nil || i.Status != model.InspectionConfirmed || i.Findings[1].FinalOn != o.day() {
			t.Fatalf("confirmed: %+v, %v", i, err)
		}
		i, err = o.RectifyFinding(t.Context(), call(p.one, i.Version), i.ID, i.Findings[0].ID, o.day())
		if err != nil || i.Findings[0].Open || i.Findings[0].RectifiedOn != o.day() || !i.Findings[1].Open {
			t.Fatalf("rectified: %+v, %v", i, err)
		}
		o.publicised(p, model.PublishedResult, string(i.ID), PublicationFacts{})
		i, err = o.Store.Inspection(t.Context(), store.Everything(), i.ID)
		if err != nil || i.Status != model.InspectionPublished || i.PublishedOn != o.day() {
			t.Fatalf("published: %+v, %v", i, err)
		}
		read, err := o.Store.Inspection(t.Context(), store.Everything(), i.ID)
		if err != nil || read.Version != 6 || len(read.Findings) != 2 || read.Findings[0].Class != model.Serious ||
			read.InspectedOn != today || read.Units != 12 || read.Findings[0].RectifyBy != today.AddDays(15) {
			t.Fatalf("kept: %+v, %v", read, err)
		}
	})
}

func TestInspectionPlanIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		expired := o.person("inspector5", model.RoleInspector)
		cases := []struct {
			name   string
			change func(*InspectionPlan)
			want   string
		}{
			{"one officer", func(l *InspectionPlan) { l.Officers = l.Officers[:1] }, "/officers inspection.officers_too_few"},
			{"one officer twice", func(l *InspectionPlan) { l.Officers[1] = l.Officers[0] }, "/officers/1 inspection.officer_twice"},
			{"no inspector", func(l *InspectionPlan) { l.Officers[1] = p.legal.UserID }, "/officers/1 inspection.officer_unknown"},
			{"nobody", func(l *InspectionPlan) { l.Officers[0] = "nobody" }, "/officers/0 inspection.officer_unknown"},
			{"certificate ends before", func(l *InspectionPlan) {
				l.Officers[1], l.PlannedOn = expired.UserID, model.NewDate(2028, 1, 1)
			}, "/officers/1 inspection.certificate_expired"},
			{"clue drawn", func(l *InspectionPlan) { l.Kind = model.InspectionClue }, "/drawn inspection.kind_not_drawn"},
			{"unknown end point", func(l *InspectionPlan) { l.EndpointID = "nowhere" }, "/endpoint_id endpoint.not_found"},
			{"no day", func(l *InspectionPlan) { l.PlannedOn = model.Date{} }, "/planned_on required"},
			{"far day", func(l *InspectionPlan) { l.PlannedOn = today.AddMonths(24).AddDays(1) }, "/planned_on date.too_late"},
		}
		for _, c := range cases {
			plan := p.plan()
			c.change(&plan)
			_, err := o.PlanInspection(t.Context(), call(p.one, 0), p.firm.ID, plan)
			if model.KindOf(err) != model.Invalid {
				t.Errorf("%s: got %v", c.name, err)
				continue
			}
			wantRefused(t, err, model.Invalid, c.want)
		}
		own, err := o.DraftEndPoint(t.Context(), call(p.one, 0), p.firm.ID, completeFacts())
		must1(o, own, err)
		foreign, err := o.DraftEndPoint(t.Context(), call(p.one, 0), o.firm("0003", "500156001").ID, completeFacts())
		must1(o, foreign, err)
		plan := p.plan()
		plan.EndpointID = foreign.ID
		_, err = o.PlanInspection(t.Context(), call(p.one, 0), p.firm.ID, plan)
		wantRefused(t, err, model.Invalid, "/endpoint_id endpoint.not_found")
		plan.EndpointID = own.ID
		at, err := o.PlanInspection(t.Context(), call(p.one, 0), p.firm.ID, plan)
		if err != nil || at.EndpointID != own.ID {
			t.Fatalf("at an end point: %+v, %v", at, err)
		}
		_, err = o.PlanInspection(t.Context(), call(p.elsewhere, 0), p.firm.ID, p.plan())
		wantRefused(t, err, model.Invalid, "/enterprise_id enterprise.unknown")
		_, err = o.PlanInspection(t.Context(), call(p.legal, 0), p.firm.ID, p.plan())
		wantRefused(t, err, model.Forbidden, "permission.denied")
	})
}

func TestInspectionResultIsRefused(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		i := o.planned(p)
		cases := []struct {
			name   string
			change func(*InspectionResult)
			want   string
		}{
			{"clean with findings", func(r *InspectionResult) { r.Result = model.ResultClean }, "/findings inspection.findings_unexpected"},
			{"no business with findings", func(r *InspectionResult) { r.Result = model.ResultNoSuchBusiness }, "/findings inspection.findings_unexpected"},
			{"fault without findings", func(r *InspectionResult) { r.Findings = nil }, "/findings inspection.findings_missing"},
			{"unknown result", func(r *InspectionResult) { r.Result = "fine" }, "/result inspection.result_unknown"},
			{"tomorrow", func(r *InspectionResult) { r.InspectedOn = today.AddDays(1) }, "/inspected_on date.too_late"},
			{"certificate ended", func(r *InspectionResult) { r.InspectedOn = model.NewDate(2028, 1, 1) }, "/inspected_on inspection.certificate_expired"},
			{"no units", func(r *InspectionResult) { r.Units = 0 }, "/units inspection.units_missing"},
			{"due before the visit", func(r *InspectionResult) { r.Findings[0].RectifyBy = today.AddDays(-1) }, "/findings/0/rectify_by date.too_early"},
			{"unknown class", func(r *InspectionResult) { r.Findings[1].Class = "bad" }, "/findings/1/class finding.class_unknown"},
		}
		for _, c := range cases {
			result := faulty()
			c.change(&result)
			_, err := o.RecordInspection(t.Context(), call(p.one, i.Version), i.ID, result)
			if model.KindOf(err) != model.Invalid {
				t.Errorf("%s: got %v", c.name, err)
				continue
			}
			wantRefused(t, err, model.Invalid, c.want)
		}
		clean := InspectionResult{InspectedOn: today, Units: 1, Result: model.ResultClean}
		_, err := o.RecordInspection(t.Context(), call(p.third, i.Version), i.ID, clean)
		wantRefused(t, err, model.Forbidden, "inspection.not_officer")
		if i, err = o.RecordInspection(t.Context(), call(p.one, i.Version), i.ID, clean); err != nil || len(i.Findings) != 0 {
			t.Fatalf("clean: %+v, %v", i, err)
		}
	})
}

func TestInspectionActsWantTheirState(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		i := o.planned(p)
		_, err := o.ConfirmInspection(ctx, call(p.legal, i.Version), i.ID)
		wantRefused(t, err, model.Conflict, "inspection.not_recorded")
		_, err = o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, "x", today)
		wantRefused(t, err, model.Conflict, "inspection.not_confirmed")
		_, err = o.DraftPublication(ctx, call(p.one, 0), model.PublishedResult, string(i.ID), PublicationFacts{})
		wantRefused(t, err, model.Invalid, "/subject_id inspection.not_confirmed")

		i = o.recorded(p)
		_, err = o.ChangeInspection(ctx, call(p.one, i.Version), i.ID, p.plan())
		wantRefused(t, err, model.Conflict, "inspection.not_planned")
		_, err = o.RecordInspection(ctx, call(p.one, i.Version), i.ID, faulty())
		wantRefused(t, err, model.Conflict, "inspection.not_planned")
		_, err = o.ReturnInspection(ctx, call(p.legal, i.Version), i.ID, " ")
		wantRefused(t, err, model.Invalid, "/reason reason.missing")
		returned, err := o.ReturnInspection(ctx, call(p.legal, i.Version), i.ID, "缺少检查照片")
		if err != nil || returned.Status != model.InspectionPlanned || returned.RecordedBy != "" {
			t.Fatalf("returned: %+v, %v", returned, err)
		}

		i = o.confirmed(p)
		_, err = o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, "unknown", today)
		wantRefused(t, err, model.Invalid, "/finding_id finding.not_open")
		_, err = o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, i.Findings[0].ID, today.AddDays(-1))
		wantRefused(t, err, model.Invalid, "/rectified_on date.too_early")
		for _, f := range i.Findings {
			i, err = o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, f.ID, today)
			i = must1(o, i, err)
		}
		_, err = o.RectifyFinding(ctx, call(p.one, i.Version), i.ID, i.Findings[0].ID, today)
		wantRefused(t, err, model.Conflict, "inspection.nothing_open")
	})
}

func TestNobodyConfirmsHisOwnInspection(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		i := o.recorded(p)
		for _, officer := range []model.Actor{p.one, p.two} {
			_, err := o.ConfirmInspection(t.Context(), call(officer, i.Version), i.ID)
			wantRefused(t, err, model.Forbidden, "inspection.own_record")
		}
		for _, other := range []model.Actor{p.third, p.legal, p.chief} {
			i := o.recorded(p)
			if _, err := o.ConfirmInspection(t.Context(), call(other, i.Version), i.ID); err != nil {
				t.Fatalf("%s: %v", other.Name, err)
			}
		}
	})
}

func TestInspectionKeepsVersionKeyAndScope(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		p := o.team()
		first, err := o.PlanInspection(ctx, keyed(p.one, 0, "k1"), p.firm.ID, p.plan())
		must1(o, first, err)
		again, err := o.PlanInspection(ctx, keyed(p.one, 0, "k1"), p.firm.ID, p.plan())
		if err != nil || again.ID != first.ID {
			t.Fatalf("replay: %s, %v; want %s", again.ID, err, first.ID)
		}
		_, err = o.ChangeInspection(ctx, call(p.one, first.Version+1), first.ID, p.plan())
		wantRefused(t, err, model.Stale, "record.stale")
		_, err = o.ChangeInspection(ctx, call(p.elsewhere, first.Version), first.ID, p.plan())
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.InspectionCard(ctx, p.elsewhere, first.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
	})
}

func TestFirmSeesItsConfirmedInspectionsOnly(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		rival := o.personAt("firm2", "500156", o.firm("0002", "500156001").ID, model.RoleFirm)
		waiting, done := o.recorded(p), o.confirmed(p)
		scope, err := o.Scope(p.firmUser, "inspection:read")
		must1(o, scope, err)
		page, err := o.Store.Inspections(t.Context(), scope, store.Query{})
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != done.ID {
			t.Fatalf("list: %+v, %v", page, err)
		}
		card, err := o.InspectionCard(t.Context(), p.firmUser, done.ID)
		if err != nil || len(openActs(card.Acts)) != 0 || len(card.History) != 0 {
			t.Fatalf("card: %+v, %v", card, err)
		}
		_, err = o.InspectionCard(t.Context(), p.firmUser, waiting.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
		_, err = o.InspectionCard(t.Context(), rival, done.ID)
		wantRefused(t, err, model.NotFound, "record.not_found")
	})
}

func TestInspectionCardSaysWhatMayBeDoneAndByWhen(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		acts := func(actor model.Actor, i model.Inspection) string {
			card, err := o.InspectionCard(t.Context(), actor, i.ID)
			must1(o, card, err)
			return strings.Join(openActs(card.Acts), " ")
		}
		planned, recorded, confirmed := o.planned(p), o.recorded(p), o.confirmed(p)
		for _, c := range []struct {
			actor model.Actor
			i     model.Inspection
			want  string
		}{
			{p.one, planned, "change record"}, {p.third, planned, "change"}, {p.legal, planned, ""},
			{p.one, recorded, ""}, {p.third, recorded, "confirm return"}, {p.legal, recorded, "confirm return"},
			{p.one, confirmed, "rectify publicise"}, {p.legal, confirmed, "publicise"}, {p.chief, confirmed, ""},
		} {
			if got := acts(c.actor, c.i); got != c.want {
				t.Errorf("%s on %s: %q, want %q", c.actor.Name, c.i.Status, got, c.want)
			}
		}
		card, err := o.InspectionCard(t.Context(), p.one, confirmed.ID)
		must1(o, card, err)
		due := card.Acts[len(card.Acts)-1].Due
		// 20 working days from Tuesday 10 March 2026, over the Qingming holiday 4 to 6 April.
		if due == nil || due.DueOn != model.NewDate(2026, 4, 8) || due.DaysLeft != 29 || !strings.Contains(due.Basis, "国发〔2019〕5号") {
			t.Errorf("due %+v", due)
		}
		if len(card.History) != 3 || card.History[0].Act != "inspection:confirm" {
			t.Errorf("history %+v", card.History)
		}
	})
}

func TestInspectionListSearchesAndFilters(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		planned, confirmed := o.planned(p), o.confirmed(p)
		for name, c := range map[string]struct {
			query store.Query
			want  model.InspectionID
		}{
			"status": {store.Query{Filter: map[string]string{"status": "planned"}}, planned.ID},
			"result": {store.Query{Filter: map[string]string{"result": "ordered_to_correct"}}, confirmed.ID},
			"search": {store.Query{Search: p.firm.Name, Filter: map[string]string{"status": "confirmed"}}, confirmed.ID},
		} {
			page, err := o.Store.Inspections(t.Context(), store.InArea("500156"), c.query)
			if err != nil || len(page.Items) != 1 || page.Items[0].ID != c.want {
				t.Errorf("%s: %+v, %v", name, page.Items, err)
			}
		}
		page, err := o.Store.Inspections(t.Context(), store.InArea("500156"), store.Query{Sort: "-planned_on", Limit: 1})
		if err != nil || len(page.Items) != 1 || page.Next == "" {
			t.Fatalf("first page: %+v, %v", page, err)
		}
		page, err = o.Store.Inspections(t.Context(), store.InArea("500156"), store.Query{Sort: "-planned_on", Limit: 1, Cursor: page.Next})
		if err != nil || len(page.Items) != 1 || page.Next != "" {
			t.Fatalf("second page: %+v, %v", page, err)
		}
	})
}

// The list is narrowed by officer and by the day of the visit, as planned while it is to
// come, and shows nobody what is out of reach.
func TestInspectionsAreFoundByOfficerAndDay(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		visited := o.recorded(p) // today
		plan := p.plan()
		plan.PlannedOn, plan.Officers = today.AddDays(5), []model.UserID{p.two.UserID, p.third.UserID}
		i, err := o.PlanInspection(o.t.Context(), call(p.two, 0), p.firm.ID, plan)
		coming := must1(o, i, err)
		both := visited.ID + " " + coming.ID
		for name, c := range map[string]struct {
			scope  store.Scope
			filter map[string]string
			want   model.InspectionID
		}{
			"everybody's":           {store.InArea("500156"), nil, both},
			"of one":                {store.InArea("500156"), map[string]string{"officer": string(p.one.UserID)}, visited.ID},
			"of two":                {store.InArea("500156"), map[string]string{"officer": string(p.two.UserID)}, both},
			"of nobody there":       {store.InArea("500156"), map[string]string{"officer": string(p.elsewhere.UserID)}, ""},
			"from tomorrow":         {store.InArea("500156"), map[string]string{"from": today.AddDays(1).String()}, coming.ID},
			"until its day":         {store.InArea("500156"), map[string]string{"to": today.AddDays(5).String()}, both},
			"until the day before":  {store.InArea("500156"), map[string]string{"to": today.AddDays(4).String()}, visited.ID},
			"of third and today":    {store.InArea("500156"), map[string]string{"officer": string(p.third.UserID), "to": today.String()}, ""},
			"out of reach":          {store.InArea("500156009"), map[string]string{"officer": string(p.two.UserID)}, ""},
			"before it is a firm's": {store.OfFirm(p.firm.ID), map[string]string{"officer": string(p.one.UserID)}, ""},
		} {
			page, err := o.Store.Inspections(o.t.Context(), c.scope, store.Query{Filter: c.filter, Sort: "created_at"})
			var found []string
			for _, i := range must1(o, page, err).Items {
				found = append(found, string(i.ID))
			}
			if strings.Join(found, " ") != string(c.want) {
				t.Errorf("%s: %v, want %s", name, found, c.want)
			}
		}
	})
}
