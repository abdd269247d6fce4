package casework

import (
	"strings"
	"testing"

	"yijian/model"
	"yijian/policy"
)

var branchFacts = BranchFacts{
	DirectoryNo: "渝邮名录0001", Name: "演示顺达武隆分公司", AreaCode: "500156001", Address: "演示路1号", ResponsibleName: "演示张某某",
	ServicePhone: "023-77700000", AuthorityNo: "授权1号", AuthorisedFrom: model.NewDate(2025, 1, 1), EnteredOn: model.NewDate(2025, 2, 1), Reason: "列入",
}

func TestABranchIsEnteredChangedAndInvalidated(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, inspector, firm := t.Context(), o.person("clerk", model.RoleInspector), o.firm("0001", "500156001")
		b := must2(o.EnterBranch(ctx, call(inspector, 0), firm.ID, branchFacts))
		if b.State != policy.BranchValid || b.EnterpriseName != firm.Name || b.RecordedBy != inspector.Name || strings.Contains(inJSON(t, b), "张某某") {
			t.Errorf("entered is %s", inJSON(t, b))
		}
		_, err := o.EnterBranch(ctx, call(inspector, 0), firm.ID, branchFacts)
		wrongField(t, err, "/directory_no", "branch.directory_no_taken")
		_, err = o.EnterBranch(ctx, call(inspector, 0), "nobody", branchFacts)
		wrongField(t, err, "/enterprise_id", "enterprise.unknown")
		_, err = o.EnterBranch(ctx, call(firmPerson(firm.ID), 0), firm.ID, branchFacts)
		wantKind(t, err, model.Forbidden)

		renewed := branchFacts
		renewed.ResponsibleName, renewed.ValidUntil, renewed.Reason = model.PersonName(branchFacts.ResponsibleName.String()), today, "换发"
		b = must2(o.ChangeBranch(ctx, call(inspector, b.Version), b.ID, renewed))
		if b.ResponsibleName != branchFacts.ResponsibleName || b.Until != today {
			t.Errorf("changed is %+v", b)
		}
		renewed.ValidUntil = branchFacts.EnteredOn.AddDays(-1)
		_, err = o.ChangeBranch(ctx, call(inspector, b.Version), b.ID, renewed)
		wrongField(t, err, "/valid_until", "date.too_early")

		_, err = o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: today.AddDays(1), Reason: "撤销分公司"})
		wrongField(t, err, "/from", "date.too_late")
		b = must2(o.InvalidateBranch(ctx, call(inspector, b.Version), b.ID, BranchEnd{From: today, Reason: "撤销分公司"}))
		if b.State != policy.BranchInvalid || b.InvalidatedBy != inspector.Name {
			t.Errorf("invalidated is %+v", b)
		}
		_, err = o.ChangeBranch(ctx, call(inspector, b.Version), b.ID, branchFacts)
		wantRefusal(t, err, model.Conflict, "branch.invalid")
		card := must2(o.BranchCard(ctx, inspector, b.ID))
		if len(card.History) != 3 || card.History[0].Reason != "撤销分公司" {
			t.Errorf("the history is %+v", card.History)
		}
	})
}
