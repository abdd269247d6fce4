package casework

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yijian/model"
	"yijian/store"
)

// pastRows are the facts that liveFacts enters by acts, as a file brings them.
func pastRows(firm model.Enterprise, first model.Date) written {
	visit := func(no string, on model.Date) map[string]string {
		return map[string]string{
			"document_no": no, "enterprise_id": firm.USCC, "inspected_on": on.String(), "kind": "日常检查", "drawn": "是", "officer_names": "演示甲、演示乙",
			"units": "12", "result": "发现问题已责令改正", "group": "收寄验视", "class": "一般", "text": "演示：未当面验视", "rectified_on": on.String(),
		}
	}
	second := visit("检1", first)
	second["group"], second["class"], second["text"], second["rectified_on"] = "服务公示", "轻微", "演示：未公示服务项目", ""
	clean := visit("检2", first.AddDays(-5))
	for _, key := range []string{"group", "class", "text", "rectified_on"} {
		delete(clean, key)
	}
	clean["result"] = "未发现问题"
	return written{
		"inspections": {visit("检1", first), second, clean},
		"penalties": {{
			"document_no": "武邮罚〔2025〕9号", "enterprise_id": firm.Name, "decided_on": first.String(), "served_on": first.String(),
			"facts": "演示：未执行收寄验视制度", "basis": "快递暂行条例第四十三条", "kind": "罚款、警告", "amount_fen": "100,000.00", "publicity_class": "一般",
			"trigger": "收寄验视、实名收寄、过机安检",
		}},
		"complaints": {{
			"external_no": "12305-1", "enterprise_id": firm.USCC, "received_on": first.String(), "closed_on": first.String(),
			"channel": "12305 转办", "category": "丢失短少", "outcome": "调解成功", "upheld": "是",
		}},
	}
}

// cutters are who brings files of the past of every kind, and who promotes them.
func (o *office) cutters() (bringer, judge model.Actor) {
	return o.person("bringer", model.RoleInspector, model.RoleComplaints), o.person("judge", model.RoleChief, model.RoleComplaints)
}

// liveFacts are an inspection with two findings, one put right, a clean one, a penalty and
// an upheld complaint, by acts, on one day but for the clean one, which is noted five days late.
func (o *office) liveFacts(p team) {
	ctx := o.t.Context()
	result := faulty()
	o.checked(p, p.firm, result)
	i := must2(o.Inspections(ctx, p)).Items[0]
	must2(o.RectifyFinding(ctx, call(p.two, i.Version), i.ID, i.Findings[0].ID, o.day()))
	i = must2(o.PlanInspection(ctx, call(p.one, 0), p.firm.ID, p.plan()))
	i = must2(o.RecordInspection(ctx, call(p.one, i.Version), i.ID, InspectionResult{InspectedOn: o.day().AddDays(-5), Units: 12, Result: model.ResultClean}))
	must2(o.ConfirmInspection(ctx, call(p.legal, i.Version), i.ID))
	o.punished(p, 1, model.PublicityGeneral, o.day(), o.day())
	desk := o.person("desk", model.RoleComplaints)
	c := o.transferred(p.firm, desk)
	c = must2(o.AnswerComplaint(ctx, call(p.firmUser, c.Version), c.ID, FirmAnswer{"丢失", "firm", 100}))
	must2(o.CloseComplaint(ctx, call(desk, c.Version), c.ID, Closing{model.OutcomeMediated, true, "已赔付"}))
}

// Inspections are those of the team's firm.
func (o *office) Inspections(ctx context.Context, p team) (model.Page[model.Inspection], error) {
	return o.Store.Inspections(ctx, store.Everything(), store.Query{Filter: map[string]string{"enterprise_id": string(p.firm.ID)}})
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// counted is what an edition's bundle keeps of a firm, its facts and its results, without ids.
func counted(t *testing.T, bundle string, firm model.Enterprise) string {
	t.Helper()
	var kept map[string]json.RawMessage
	if err := json.Unmarshal([]byte(bundle), &kept); err != nil {
		t.Fatal(err)
	}
	said := []string{}
	for _, part := range []string{"subjects", "results"} {
		var rows []map[string]any
		if err := json.Unmarshal(kept[part], &rows); err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		for _, row := range rows {
			if row["id"] == string(firm.ID) || row["subject"] == string(firm.ID) {
				said = append(said, part+" "+anyID.ReplaceAllString(inJSON(t, row), "id"))
			}
		}
	}
	if len(said) != 2 {
		t.Fatalf("of %s the bundle keeps %v", firm.Name, said)
	}
	return strings.Join(said, "\n")
}

// What a file brings of the past counts in an edition as the same facts entered by acts do,
// and is nobody's work but for what is still open: no clock, no notice, nothing public; the file
// again changes nothing.
func TestTheImportedPastCountsAsTheSameFactsByActs(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		past := o.firm("0002", "500156002")
		heir := o.personAt("heir", "500156", past.ID, model.RoleFirm)
		o.firm("0003", "500156001")
		first := o.day()
		people := []model.Actor{p.one, p.two, p.third, p.legal, p.chief, p.firmUser, heir, o.person("desk2", model.RoleComplaints)}
		works := func() string {
			said := []string{}
			for _, actor := range people {
				work := must2(o.Work(ctx, actor))
				for _, item := range work.Items {
					if item.Act != "rectify" { // of what is still open
						said = append(said, actor.Name+" "+item.Act+" "+item.ID)
					}
				}
			}
			slices.Sort(said)
			return strings.Join(said, "\n")
		}
		before := works()
		rows := pastRows(past, first)
		bringer, judge := o.cutters()
		i := o.imported(bringer, rows)
		if i.Status != model.ImportChecked || i.Warnings != 0 {
			t.Fatalf("checked is %s with %v %v", inJSON(t, i), o.faults(i.ID, false), o.faults(i.ID, true))
		}
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || i.Outcome != "检查新增 3、修改 0；行政处罚新增 1、修改 0；申诉新增 1、修改 0" {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		if after := works(); after != before {
			t.Errorf("to do was\n%s\nand is\n%s", before, after)
		}
		o.liveFacts(p)
		o.pass(30)

		edition := must2(o.ProposeEdition(ctx, call(p.third, 0), o.day()))
		bundle := must2(o.Store.EditionBundle(ctx, edition.ID))
		if live, brought := counted(t, bundle, p.firm), counted(t, bundle, past); live != brought {
			t.Errorf("by acts\n%s\nby import\n%s", live, brought)
		}
		if live, brought := o.entryOf(edition, p.firm), o.entryOf(edition, past); live.List != model.BlackList || brought.List != live.List {
			t.Errorf("listed %q by acts and %q by import", live.List, brought.List)
		}

		of := store.Query{Filter: map[string]string{"enterprise_id": string(past.ID)}}
		visits := must2(o.Store.Inspections(ctx, store.Everything(), of)).Items
		fines := must2(o.Store.Penalties(ctx, store.Everything(), of)).Items
		closed := must2(o.Store.Complaints(ctx, store.Everything(), of)).Items
		if len(visits) != 2 || len(fines) != 1 || len(closed) != 1 {
			t.Fatalf("%d inspections, %d penalties, %d complaints", len(visits), len(fines), len(closed))
		}
		if f := fines[0]; f.Kind != model.PenaltyFine || f.AmountFen != 10_000_000 || !strings.HasSuffix(f.Facts, "（处罚种类：罚款、警告）") || f.ImportNo != i.Number {
			t.Errorf("the penalty is %s", inJSON(t, f))
		}
		if c := closed[0]; !c.Upheld || c.ClosedOn != first || c.ConsumerName != "" || c.ImportNo != i.Number {
			t.Errorf("the complaint is %s", inJSON(t, c))
		}
		must2(o.StartClocks(ctx, jobCall()))
		for _, visit := range visits {
			if visit.Status != model.InspectionConfirmed || visit.ImportNo != i.Number || visit.OfficerNames != "演示甲、演示乙" {
				t.Errorf("an inspection is %s", inJSON(t, visit))
			}
			if clocks := must2(o.Store.ClocksOf(ctx, "inspections", string(visit.ID))); len(clocks) != 0 {
				t.Errorf("an inspection has the clocks %s", inJSON(t, clocks))
			}
			if act := actOf(t, must2(o.InspectionCard(ctx, p.legal, visit.ID)).Acts, "publicise"); act.Due != nil {
				t.Errorf("an inspection is to be public by %+v", act.Due)
			}
		}
		if clocks := must2(o.Store.ClocksOf(ctx, "penalties", string(fines[0].ID))); len(clocks) != 0 {
			t.Errorf("the penalty has the clocks %s", inJSON(t, clocks))
		}
		if act := actOf(t, must2(o.PenaltyCard(ctx, p.one, fines[0].ID)).Acts, "publicise"); act.Due != nil || !strings.Contains(act.Reason, "历史导入（"+i.Number) {
			t.Errorf("of its publicity the card says %+v", act)
		}
		if live := must2(o.Store.LivePublications(ctx, model.PublishedPenalty, string(fines[0].ID))); len(live) != 0 {
			t.Errorf("published are %s", inJSON(t, live))
		}
		if got := must2(o.Store.Notifications(ctx, store.OfUser(heir.UserID), store.Query{})); len(got.Items) != 0 {
			t.Errorf("the firm was told %s", inJSON(t, got.Items))
		}

		visit := visits[0]
		if len(visit.Findings) == 0 {
			visit = visits[1]
		}
		must2(o.RectifyFinding(ctx, call(p.third, visit.Version), visit.ID, visit.Findings[1].ID, o.day()))
		if clocks := must2(o.Store.ClocksOf(ctx, "inspections", string(visit.ID))); len(clocks) != 0 {
			t.Errorf("after an act it has the clocks %s", inJSON(t, clocks))
		}
		audited := o.auditRows()
		i = o.imported(bringer, rows)
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || i.Counts[0].Same != 3 || i.Counts[1].Same != 1 || i.Counts[2].Same != 1 {
			t.Errorf("again it is %s with %v", inJSON(t, i), o.faults(i.ID, true))
		}
		if after := o.auditRows(); after != audited {
			t.Errorf("%d records changed", after-audited)
		}
	})
}

// What a file brings that is still to be put right is work of the firm and of every inspector of
// its area, by the day of the document, until anyone of them has seen that it is done.
func TestOpenFindingsOfThePastAreWorkUntilTheyArePutRight(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		other := o.personAt("other", "500156", o.firm("0003", "500156001").ID, model.RoleFirm)
		due := o.day().AddDays(-20)
		rows := written{"inspections": pastRows(p.firm, o.day().AddDays(-50))["inspections"]}
		rows["inspections"][1]["rectify_by"] = due.String()
		bringer, judge := o.cutters()
		i := o.imported(bringer, rows)
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		people := []*model.Actor{&p.one, &p.third, &bringer, &p.firmUser, &p.legal, &p.chief, &p.elsewhere, &other}
		type acts = map[*model.Actor]string
		everyones := acts{&p.one: "rectify", &p.third: "rectify", &bringer: "rectify", &p.firmUser: "rectify"}
		o.wantActs("brought:", "inspections", everyones, people...)
		var visit model.Inspection
		for _, actor := range []model.Actor{p.third, p.firmUser} {
			for _, item := range must2(o.Work(ctx, actor)).Items {
				if item.Act != "rectify" {
					continue
				}
				if item.Due == nil || item.Due.DueOn != due || item.Due.DaysLeft != -20 {
					t.Errorf("%s is to see to it by %+v", actor.Name, item.Due)
				}
				visit = must2(o.InspectionCard(ctx, actor, model.InspectionID(item.ID))).Record
			}
		}
		if act := actOf(t, must2(o.InspectionCard(ctx, p.third, visit.ID)).Acts, "rectify"); !act.Allowed {
			t.Errorf("another inspector reads %+v", act)
		}
		o.publicised(p, model.PublishedResult, string(visit.ID), PublicationFacts{})
		visit = must2(o.InspectionCard(ctx, p.third, visit.ID)).Record
		o.wantActs("published:", "inspections", everyones, people...)
		must2(o.RectifyFinding(ctx, call(p.third, visit.Version), visit.ID, visit.Findings[1].ID, o.day()))
		o.wantActs("put right:", "inspections", acts{}, people...)
	})
}

// Each wrong cell of the past is named; what is old or known otherwise is doubted only.
func TestEveryWrongCellOfThePastIsNamed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		p := o.team()
		firm := p.firm
		bringer, judge := o.cutters()
		good := pastRows(firm, o.day().AddMonths(-12))
		visit, fine, complaint := good["inspections"][0], good["penalties"][0], good["complaints"][0]
		i := o.imported(bringer, good)
		must2(o.PromoteImport(t.Context(), call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s", inJSON(t, i))
		}
		but := func(row map[string]string, pairs ...string) map[string]string {
			changed := map[string]string{}
			for key, text := range row {
				changed[key] = text
			}
			for n := 0; n < len(pairs); n += 2 {
				changed[pairs[n]] = pairs[n+1]
			}
			return changed
		}
		o.checked(p, firm, InspectionResult{Units: 1, Result: model.ResultClean})
		late := must2(o.PlanInspection(t.Context(), call(p.one, 0), firm.ID, p.plan()))
		must2(o.RecordInspection(t.Context(), call(p.one, late.Version), late.ID, InspectionResult{InspectedOn: o.day().AddDays(-5), Units: 1, Result: model.ResultClean}))
		o.pass(3)
		tomorrow, old := o.day().AddDays(1).String(), o.day().AddMonths(-25).String()
		i = o.imported(bringer, written{
			"inspections": {
				but(visit, "inspected_on", tomorrow, "rectified_on", ""),
				but(visit, "document_no", "检3", "inspected_on", old),
				but(visit, "document_no", "检4", "enterprise_id", "没有这家企业"),
				but(visit, "document_no", "检5", "endpoint_id", "没有这个网点"),
				but(visit, "document_no", "检6", "result", "未发现问题"),
				but(visit, "document_no", "检7", "class", ""),
				but(visit, "document_no", "检8"),
				but(visit, "document_no", "检8", "units", "3"),
				but(visit, "document_no", "检9", "officer_names", "演示甲"),
				but(visit, "document_no", "检10", "kind", "线索核查"),
				but(visit, "units", "3"),
				but(visit, "document_no", "检11", "final_on", o.day().AddMonths(-13).String()),
				but(visit, "document_no", "检12", "inspected_on", o.day().AddDays(-2).String(), "rectified_on", ""),
				but(visit, "document_no", "检13", "rectified_on", o.day().AddDays(-2).String()),
				but(visit, "document_no", "检14", "inspected_on", o.day().AddDays(-3).String(), "rectified_on", o.day().AddDays(-3).String()),
				but(visit, "document_no", "检15", "inspected_on", o.day().AddDays(-8).String(), "rectified_on", ""),
			},
			"penalties": {
				but(fine, "document_no", "罚1", "served_on", "2020-01-01"), but(fine, "document_no", "罚2", "amount_fen", "三千"), but(fine, "document_no", "罚3", "kind", "警告", "trigger", ""),
				but(fine, "document_no", "罚4", "decided_on", tomorrow, "served_on", ""), but(fine, "amount_fen", "5"), but(fine, "document_no", "罚1"),
				but(fine, "document_no", "罚5", "decided_on", o.day().AddDays(-2).String(), "served_on", o.day().AddDays(-1).String()),
				but(fine, "document_no", strings.NewReplacer("〔", " [", "〕", "］").Replace(fine["document_no"]), "amount_fen", "7"), but(fine, "document_no", "罚6", "facts", "用户１３８１２３４５６７８投诉后查实"),
			},
			"complaints": {but(complaint, "external_no", "S2", "closed_on", "2020-01-01"), but(complaint, "external_no", "S3", "upheld", "也许"), but(complaint, "category", "延误")},
		})
		want := []string{
			"检查!B4 enterprise.unknown", "检查!C5 endpoint.unknown", "检查!D2 date.in_future", "检查!F11 inspection.kind_not_drawn", "检查!I9 history.rows_differ",
			"检查!D14 date.after_start", "检查!D16 date.after_start", "检查!D17 history.entered", "检查!J6 inspection.findings_unexpected", "检查!Q15 date.after_start", "检查!L7 required", "检查!O13 date.too_early",
			"申诉!D2 date.too_early", "申诉!H3 choice.unknown",
			"行政处罚!A7 row.doubled", "行政处罚!A9 row.doubled", "行政处罚!E10 personal_data", "行政处罚!C5 date.in_future", "行政处罚!D2 date.too_early", "行政处罚!H3 amount.unreadable", "行政处罚!H4 penalty.amount_unexpected", "行政处罚!I4 penalty.class_mismatch",
		}
		slices.Sort(want)
		if got := o.faults(i.ID, false); !slices.Equal(got, want) {
			t.Errorf("the faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		doubts := []string{"检查!A12 history.differs", "检查!A2 history.number_again", "检查!D3 history.too_old", "检查!H10 inspection.officers_too_few", "申诉!A4 history.differs", "申诉!D2 history.too_old", "行政处罚!A6 history.differs", "行政处罚!A9 history.differs"}
		slices.Sort(doubts)
		if got := o.faults(i.ID, true); !slices.Equal(got, doubts) {
			t.Errorf("the warnings are %v\nwant %v", got, doubts)
		}
		if i.Status != model.ImportFaulty {
			t.Errorf("checked is %s", inJSON(t, i))
		}
	})
}

// A penalty of before never changes what is published of a firm: it needs somebody's word,
// the outcome tells of it, and one that was taken back since is a difference that is named.
func TestAPenaltyOfThePastLeavesTheListsAlone(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		l := o.listing()
		edition := o.passed(l)
		o.approved(l, edition)
		red := o.entryOf(edition, l.good)
		if red.Status != model.EntryPublished || red.List != model.RedList {
			t.Fatalf("published is %s", inJSON(t, red))
		}
		bringer, judge := o.cutters()
		rows := written{"penalties": pastRows(l.good, o.day().AddMonths(-3))["penalties"]}
		i := o.imported(bringer, rows)
		if got := o.faults(i.ID, true); i.Status != model.ImportChecked || !slices.Equal(got, []string{"行政处罚!B2 history.red_listed"}) {
			t.Fatalf("checked is %s with %v", inJSON(t, i), got)
		}
		kind := must2(o.ImportCard(ctx, bringer, i.ID)).Record.Doubts[0]
		if !kind.OneByOne {
			t.Errorf("the kind is %s", inJSON(t, kind))
		}
		_, err := o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Kind: &kind, Reason: "没有逐项看过"})
		wantRefused(t, err, model.Invalid, "/kind/reason import.one_by_one")
		_, err = o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Reason: "没有逐项看过"})
		wantRefused(t, err, model.Invalid, "/places import.nothing_to_confirm")
		i = must2(o.ConfirmImport(ctx, call(bringer, i.Version), i.ID, Confirmation{Places: []int64{0}, Reason: "与局领导核对过"}))
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || !strings.Contains(i.Outcome, "1 家现在红榜上的企业导入了处罚，红黑榜没有改动") {
			t.Errorf("promoted is %s", inJSON(t, i))
		}
		if is := o.entryOf(edition, l.good); is.Status != model.EntryPublished || is.Version != red.Version {
			t.Errorf("the red entry is %s", inJSON(t, is))
		}
		fine := must2(o.Store.Penalties(ctx, store.Everything(), store.Query{Filter: map[string]string{"enterprise_id": string(l.good.ID)}})).Items[0]
		must2(o.WithdrawPenalty(ctx, call(l.chief, fine.Version), fine.ID, "复议撤销"))
		i = o.imported(bringer, rows)
		if got := o.faults(i.ID, true); !slices.Equal(got, []string{"行政处罚!A2 history.differs"}) {
			t.Errorf("of one taken back the check says %v", got)
		}
		if is := o.entryOf(edition, l.good); is.Version != red.Version {
			t.Errorf("the red entry is %s", inJSON(t, is))
		}
	})
}
