package casework

import (
	"slices"
	"testing"

	"yijian/model"
	"yijian/store"
)

// A document that people entered is known again in a file, however either writes its number.
func TestADocumentIsOneHoweverItsNumberIsWritten(t *testing.T) {
	for _, written := range []string{"武邮罚〔2025〕1号", "武邮 罚[2025]1号", "武邮罚（2025）1号", "武邮罚(2025) 1 号", "武邮罚【２０２５】1号", " 武邮罚［2025］1号　"} {
		if key := model.DocumentKey(written); key != "武邮罚〔2025〕1号" {
			t.Errorf("%q is known by %q", written, key)
		}
	}
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, p := t.Context(), o.team()
		bringer, judge := o.cutters()
		on := o.day().AddMonths(-3)
		past := pastRows(p.firm, on)
		given := pastRows(p.firm, on)
		given["penalties"][0]["document_no"], given["complaints"][0]["external_no"] = "武邮 罚［2025］\n8号", "１２３０５ - 8"
		i := o.imported(bringer, given)
		must2(o.PromoteImport(ctx, call(judge, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("it is %s with %v", i.Status, o.faults(i.ID, false))
		}
		if fines := must2(o.Store.Penalties(ctx, store.Everything(), store.Query{})).Items; len(fines) != 1 || fines[0].DocumentNo != "武邮 罚［2025］ 8号" {
			t.Errorf("brought are %s", inJSON(t, fines))
		}
		if said := must2(o.Store.Complaints(ctx, store.Everything(), store.Query{})).Items; len(said) != 1 || said[0].ExternalNo != "１２３０５ - 8" {
			t.Errorf("brought are %s", inJSON(t, said))
		}
		for range 2 {
			if i = o.imported(bringer, given); i.Warnings != 0 || i.Counts[0].Same != 3 || i.Counts[1].Same != 1 || i.Counts[2].Same != 1 {
				t.Errorf("again it is %s with %v", inJSON(t, i), o.faults(i.ID, true))
			}
			given["penalties"][0]["document_no"], given["complaints"][0]["external_no"] = "武邮罚〔2025〕8号", "12305-8" // however it is written
		}
		facts := seriousFine()
		facts.DocumentNo = "武邮罚(2025)8号"
		_, err := o.DraftPenalty(ctx, call(p.one, 0), p.firm.ID, facts)
		wantRefusal(t, err, model.Conflict, "penalty.document_taken")
		facts.DocumentNo = "武邮 罚［２０２５］9 号"
		draft := o.drafted(p, facts)
		facts.DocumentNo = past["penalties"][0]["document_no"]
		_, err = o.DraftPenalty(ctx, call(p.one, 0), p.firm.ID, facts)
		wantRefusal(t, err, model.Conflict, "penalty.document_taken")
		facts.DocumentNo = "武邮罚（2025）9号"
		draft = must2(o.ChangePenalty(ctx, call(p.one, draft.Version), draft.ID, facts))
		complaint := lostParcel(p.firm.ID)
		complaint.ExternalNo = "１２３０５ - 1"
		must2(o.RegisterComplaint(ctx, call(judge, 0), complaint))

		for n := range past["inspections"] {
			past["inspections"][n] = with(past["inspections"][n], "document_no", "检 "+map[bool]string{true: "１", false: "２"}[n < 2])
		}
		i = o.imported(bringer, past)
		want := []string{"申诉!A2 history.differs", "行政处罚!A2 history.differs"}
		if got := o.faults(i.ID, true); !slices.Equal(got, want) || i.Counts[0].Same != 3 || i.Counts[1].Same != 1 || i.Counts[2].Same != 1 {
			t.Errorf("it is %s with %v %v", inJSON(t, i), got, o.faults(i.ID, false))
		}
		if kept := must2(o.Store.Penalty(ctx, store.Everything(), draft.ID)); kept.DocumentNo != "武邮罚（2025）9号" {
			t.Errorf("the number was given as %q", kept.DocumentNo)
		}
	})
}

func TestNumbersOfPersonsAreSeenInATextAndOthersAreNot(t *testing.T) {
	for text, isOne := range map[string]bool{
		"用户13812345678投诉": true, "证件11010519491231002X。": true, "电话１３８１２３４５６７８": true, "快件单号138123456789012": false, "统一代码91500156MADM00012F": false,
		"渝邮20230012A": false, "2025年第12345678901号": false, "共 12 件": false,
	} {
		if got := personalNumber.MatchString(halfWidth(text)); got != isOne {
			t.Errorf("%s: %v", text, got)
		}
	}
}
