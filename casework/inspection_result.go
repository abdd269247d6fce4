package casework

import (
	"context"
	"slices"
	"strconv"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// InspectionResult is what the inspectors found.
type InspectionResult struct {
	InspectedOn model.Date
	Units       int64
	Result      model.ResultCode
	Auxiliary   model.AuxiliaryCode
	Findings    []FindingFacts
}

// FindingFacts is one finding as entered.
type FindingFacts struct {
	Group     model.CheckItem
	Class     model.Severity
	Text      string
	Basis     string
	RectifyBy model.Date
}

func mayPlan(i model.Inspection) error {
	if i.Status != model.InspectionPlanned {
		return model.Fail(model.Conflict, "inspection.not_planned", "检查已录入结果，不能再改计划")
	}
	return nil
}

// Who inspects records (谁检查、谁录入).
func mayRecord(i model.Inspection, by model.UserID) error {
	if i.Status != model.InspectionPlanned {
		return model.Fail(model.Conflict, "inspection.not_planned", "检查已录入结果，如有错误请由审核人退回")
	}
	if !i.Officers.Has(by) {
		return model.Fail(model.Forbidden, "inspection.not_officer", "谁检查、谁录入：只有参加本次检查的执法人员可以录入结果")
	}
	return nil
}

func mayConfirm(i model.Inspection, by model.UserID) error {
	if i.Status != model.InspectionRecorded {
		return model.Fail(model.Conflict, "inspection.not_recorded", "检查结果录入后、审核前才能审核")
	}
	if i.RecordedBy == by || i.Officers.Has(by) {
		return model.Fail(model.Forbidden, "inspection.own_record", "检查人、录入人不得审核自己的检查结果")
	}
	return nil
}

func mayRectify(i model.Inspection) error {
	if i.Status != model.InspectionConfirmed && i.Status != model.InspectionPublished {
		return model.Fail(model.Conflict, "inspection.not_confirmed", "检查结果审核后才能确认整改")
	}
	if !slices.ContainsFunc(i.Findings, func(f model.Finding) bool { return f.Open }) {
		return model.Fail(model.Conflict, "inspection.nothing_open", "没有尚未整改的问题")
	}
	return nil
}

// RecordInspection enters the result and findings; only an officer of the visit may.
func (d *Desk) RecordInspection(ctx context.Context, call model.Call, id model.InspectionID, result InspectionResult) (model.Inspection, error) {
	return d.onInspection(ctx, call, id, order{permission: "inspection:record"}, func(w work, i *model.Inspection) error {
		if err := mayRecord(*i, call.Actor.UserID); err != nil {
			return err
		}
		officers, err := w.CertificatesOf(ctx, store.Everything(), i.Officers) // they were in reach when they were named
		if err != nil {
			return err
		}
		if err := result.check(*i, officers, w.today()); err != nil {
			return err
		}
		i.InspectedOn, i.Units, i.Result, i.Auxiliary = result.InspectedOn, result.Units, result.Result, result.Auxiliary
		i.Findings = result.findings()
		i.Status, i.RecordedBy = model.InspectionRecorded, call.Actor.UserID
		return nil
	})
}

func (r InspectionResult) check(i model.Inspection, officers []model.Certificate, today model.Date) error {
	var fields model.FieldErrors
	checkPast(&fields, "/inspected_on", r.InspectedOn, model.FirstDay, today)
	for _, wrong := range policy.CheckOfficers(i.Officers, officers, r.InspectedOn) {
		fields.Add("/inspected_on", wrong.Reason, wrong.Detail)
	}
	if r.Units < 1 {
		fields.Add("/units", "inspection.units_missing", "检查项数至少为 1")
	}
	fields = append(fields, policy.CheckResult(r.Result, len(r.Findings))...)
	for n, f := range r.Findings {
		if !f.RectifyBy.IsZero() {
			checkDay(&fields, "/findings/"+strconv.Itoa(n)+"/rectify_by", f.RectifyBy, r.InspectedOn, r.InspectedOn.AddMonths(24))
		}
		if f.Class.Rank() == 0 {
			fields.Add("/findings/"+strconv.Itoa(n)+"/class", "finding.class_unknown", "没有这个严重程度")
		}
	}
	return fields.Err()
}

func (r InspectionResult) findings() model.Findings {
	findings := model.Findings{}
	for _, f := range r.Findings {
		findings = append(findings, model.Finding{
			ID: store.NewID(), Group: f.Group, Class: f.Class, Text: f.Text, Basis: f.Basis,
			RectifyBy: f.RectifyBy, Open: true,
		})
	}
	return findings
}

// ConfirmInspection makes the result and its findings final as of today; nobody
// confirms a visit he took part in.
func (d *Desk) ConfirmInspection(ctx context.Context, call model.Call, id model.InspectionID) (model.Inspection, error) {
	return d.onInspection(ctx, call, id, order{permission: "inspection:confirm"}, func(w work, i *model.Inspection) error {
		if err := mayConfirm(*i, call.Actor.UserID); err != nil {
			return err
		}
		for n := range i.Findings {
			i.Findings[n].FinalOn = w.today()
		}
		i.Status, i.ConfirmedBy = model.InspectionConfirmed, call.Actor.UserID
		return nil
	})
}

// ReturnInspection sends a recorded result back to its officers, with the reason.
func (d *Desk) ReturnInspection(ctx context.Context, call model.Call, id model.InspectionID, reason string) (model.Inspection, error) {
	return d.onInspection(ctx, call, id, order{"inspection:confirm", reason, "inspection:return"}, func(w work, i *model.Inspection) error {
		if err := mayConfirm(*i, call.Actor.UserID); err != nil {
			return err
		}
		if err := checkReason(reason); err != nil {
			return err
		}
		i.Status, i.RecordedBy = model.InspectionPlanned, ""
		return nil
	})
}

// RectifyFinding notes the day on which a finding was put right.
func (d *Desk) RectifyFinding(ctx context.Context, call model.Call, id model.InspectionID, finding string, on model.Date) (model.Inspection, error) {
	return d.onInspection(ctx, call, id, order{permission: "inspection:rectify"}, func(w work, i *model.Inspection) error {
		if err := mayRectify(*i); err != nil {
			return err
		}
		var fields model.FieldErrors
		checkPast(&fields, "/rectified_on", on, i.InspectedOn, w.today())
		found := slices.IndexFunc(i.Findings, func(f model.Finding) bool { return f.ID == finding && f.Open })
		if found < 0 {
			fields.Add("/finding_id", "finding.not_open", "没有这个问题，或已经整改")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		i.Findings[found].Open, i.Findings[found].RectifiedOn = false, on
		return nil
	})
}
