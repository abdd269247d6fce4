package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

// filingFacts loads what the rules look at of a filing.
func (t terms) filingFacts(ctx context.Context, r store.Reader, e model.EndPoint, today model.Date) (policy.FilingFacts, error) {
	facts := policy.FilingFacts{EndPoint: e, AreaNames: map[string]string{}, Grounds: reference.Schematic()}
	for _, area := range reference.Areas() {
		facts.AreaNames[area.Code] = area.Name
	}
	err := loadOpener(ctx, r, &facts)
	if err != nil {
		return facts, err
	}
	if facts.Agreements, err = r.BrandAgreementsOf(ctx, e.EnterpriseID); err != nil {
		return facts, err
	}
	if facts.Near, err = r.EndPointsAt(ctx, e); err != nil {
		return facts, err
	}
	if facts.Materials, err = r.AttachmentNotes(ctx, "endpoints", string(e.ID)); err != nil {
		return facts, err
	}
	if !e.OpenedOn.IsZero() {
		due, _ := t.term(model.EndpointFiling, e.OpenedOn, today) // no day where the calendar of the year is not loaded
		facts.DueOn = due.DueOn
	}
	return facts, nil
}

// loadOpener loads who opens the end point: the enterprise, its licences, and the branch if one does.
func loadOpener(ctx context.Context, r store.Reader, facts *policy.FilingFacts) (err error) {
	e := facts.EndPoint
	if facts.Opener, err = r.Enterprise(ctx, store.Everything(), e.EnterpriseID); err != nil {
		return err
	}
	if facts.Opener.Status == model.EnterpriseClosed {
		if facts.ClosedOn, err = r.ClosedOn(ctx, e.EnterpriseID); err != nil {
			return err
		}
	}
	if facts.Licences, err = r.LicencesOf(ctx, e.EnterpriseID); err != nil || e.BranchID == "" {
		return err
	}
	branch, err := r.Branch(ctx, store.OfFirm(e.EnterpriseID), e.BranchID)
	if model.KindOf(err) == model.NotFound {
		return nil
	}
	facts.Branch = &branch.Branch
	return err
}

// mayAccept keeps whoever entered a filing for the firm from accepting it, and a filing
// that fails a rule from being accepted at all.
func mayAccept(actor model.Actor, facts policy.FilingFacts, decision model.Decision, today model.Date) error {
	if facts.EndPoint.EnteredBy.Has(actor.UserID) {
		return model.Fail(model.Conflict, "endpoint.own_entry", "这件备案是您替"+facts.Opener.Name+"经办的，须由另一名执法人员审核（经办与审核分离）")
	}
	if err := policy.CanFileFor(facts.Opener, facts.Licences, today); err != nil {
		return err
	}
	if failed := decision.Failed(); len(failed) > 0 {
		said := make([]string, len(failed))
		for i, line := range failed {
			said[i] = line.Title + "（" + line.Seen + "）"
		}
		return model.Fail(model.Conflict, "endpoint.check_failed", "系统核对不符："+strings.Join(said, "；"))
	}
	return nil
}

// gapReasons are the rules that advise of what an officer may pass only with a reason, and how a refusal says it.
var gapReasons = map[string]struct{ reason, asks string }{
	policy.FilingBrand:     {"endpoint.brand_unheld", "。核对后仍予以备案的，请写明核对情况（2 至 400 字）"},
	policy.FilingMaterials: {"endpoint.materials_missing", "。材料不齐仍予以备案的，请写明理由（2 至 400 字）"},
}

// reasonForGaps asks why a filing is accepted although materials are missing, or a brand has no agreement.
func reasonForGaps(decision model.Decision, reason string) error {
	var fields model.FieldErrors
	for _, line := range decision.Lines {
		if gap, asks := gapReasons[line.RuleID]; asks && !line.Holds && checkReason(reason) != nil {
			fields.Add("/reason", gap.reason, line.Seen+gap.asks)
		}
	}
	return fields.Err()
}

// enteredBy remembers the official who enters what is the firm's to say.
func (w work) enteredBy(call model.Call, e *model.EndPoint) {
	if call.Actor.EnterpriseID == "" {
		e.EnteredBy = e.EnteredBy.With(call.Actor.UserID)
	}
}

// branchOf refuses a branch that is not the opener's.
func (w work) branchOf(ctx context.Context, e model.EndPoint) error {
	if e.BranchID == "" {
		return nil
	}
	_, err := w.Branch(ctx, store.OfFirm(e.EnterpriseID), e.BranchID)
	if model.KindOf(err) == model.NotFound {
		var fields model.FieldErrors
		fields.Add("/branch_id", "branch.unknown", "这家企业没有这个分支机构")
		return fields.Err()
	}
	return err
}

// othersFiled is what other openers have filed at the same premises; what is filed is public.
func othersFiled(facts policy.FilingFacts) []model.SamePlace {
	others := []model.SamePlace{}
	for _, e := range facts.Near {
		if e.Status == model.EndPointFiled && e.EnterpriseID != facts.EndPoint.EnterpriseID {
			others = append(others, model.SamePlace{Name: e.Name, EnterpriseName: e.EnterpriseName, LocalSerial: e.LocalSerial, Brands: e.Brands, Status: e.Status})
		}
	}
	return others
}
