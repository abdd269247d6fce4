package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// InspectionPlan is what is settled before a visit.
type InspectionPlan struct {
	EndpointID model.EndPointID
	Kind       model.InspectionKind
	Basis      string
	Drawn      bool
	PlannedOn  model.Date
	Officers   []model.UserID
}

// PlanInspection plans a visit to an enterprise of the caller's area by two or
// more inspectors whose certificates are valid on the planned day.
func (d *Desk) PlanInspection(ctx context.Context, call model.Call, enterprise model.EnterpriseID, plan InspectionPlan) (model.Inspection, error) {
	team, err := d.Scope(call.Actor, "officer:read")
	if err != nil {
		return model.Inspection{}, err
	}
	return perform(ctx, d, call, order{permission: "inspection:create"}, func(w work) (model.Inspection, error) {
		var fields model.FieldErrors
		e, err := w.firm(ctx, &fields, enterprise)
		if err != nil {
			return model.Inspection{}, err
		}
		i := model.Inspection{
			ID: model.InspectionID(store.NewID()), EnterpriseID: e.ID, EnterpriseName: e.Name, AreaCode: e.AreaCode,
			Findings: model.Findings{}, Status: model.InspectionPlanned, Demo: e.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.plan(ctx, &fields, &i, plan, team); err != nil {
			return i, err
		}
		if err := w.AddInspection(ctx, &i); err != nil {
			return i, err
		}
		return i, w.keepClocks(ctx, inspectionClocks(i))
	})
}

// ChangeInspection corrects a plan before the visit.
func (d *Desk) ChangeInspection(ctx context.Context, call model.Call, id model.InspectionID, plan InspectionPlan) (model.Inspection, error) {
	team, err := d.Scope(call.Actor, "officer:read")
	if err != nil {
		return model.Inspection{}, err
	}
	return d.onInspection(ctx, call, id, order{permission: "inspection:change"}, func(w work, i *model.Inspection) error {
		if err := mayPlan(*i); err != nil {
			return err
		}
		var fields model.FieldErrors
		return w.plan(ctx, &fields, i, plan, team)
	})
}

// plan puts the plan into the inspection, or names everything wrong with it.
// Officers come from the caller's team; nobody else is told to exist.
func (w work) plan(ctx context.Context, fields *model.FieldErrors, i *model.Inspection, plan InspectionPlan, team store.Scope) error {
	checkDay(fields, "/planned_on", plan.PlannedOn, model.FirstDay, w.today().AddMonths(24))
	if plan.Drawn && !plan.Kind.MayBeDrawn() {
		fields.Add("/drawn", "inspection.kind_not_drawn", "线索核查和即时检查不是抽查，不能标为随机抽取")
	}
	if plan.EndpointID != "" {
		end, err := w.EndPoint(ctx, w.scope, plan.EndpointID)
		if err != nil && model.KindOf(err) != model.NotFound {
			return err
		}
		if err != nil || end.EnterpriseID != i.EnterpriseID {
			fields.Add("/endpoint_id", "endpoint.not_found", "这家企业没有这个末端网点，或不在您的辖区")
		}
	}
	officers, err := w.CertificatesOf(ctx, team, plan.Officers)
	if err != nil {
		return err
	}
	*fields = append(*fields, policy.CheckOfficers(plan.Officers, officers, plan.PlannedOn)...)
	i.EndpointID, i.Kind, i.Basis, i.Drawn = plan.EndpointID, plan.Kind, plan.Basis, plan.Drawn
	i.PlannedOn, i.Officers = plan.PlannedOn, slices.Clone(plan.Officers)
	return fields.Err()
}

// onInspection performs an act on one inspection: load within the scope, compare
// the version, decide, write.
func (d *Desk) onInspection(ctx context.Context, call model.Call, id model.InspectionID, o order, decide func(work, *model.Inspection) error) (model.Inspection, error) {
	return perform(ctx, d, call, o, func(w work) (model.Inspection, error) {
		i, err := w.Inspection(ctx, w.scope, id)
		if err != nil {
			return i, err
		}
		if err := must(i.Version, call.Version); err != nil {
			return i, err
		}
		if err := decide(w, &i); err != nil {
			return i, err
		}
		if i, err = w.ChangeInspection(ctx, i); err != nil {
			return i, err
		}
		if err := w.redrawResult(ctx, call.Actor, i); err != nil {
			return i, err
		}
		return i, w.keepClocks(ctx, inspectionClocks(i))
	})
}

// InspectionCard returns an inspection with the acts open to the actor, the day
// by which its result must be public, and its history.
func (d *Desk) InspectionCard(ctx context.Context, actor model.Actor, id model.InspectionID) (model.Card[model.Inspection], error) {
	var card model.Card[model.Inspection]
	scope, err := d.Scope(actor, "inspection:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.Inspection(ctx, scope, id); err != nil {
		return card, err
	}
	terms, err := d.termsWith(ctx, d.Store.Reader, "inspections", string(id))
	if err != nil {
		return card, err
	}
	if card.Acts, err = d.inspectionActs(ctx, actor, card.Record, terms); err != nil {
		return card, err
	}
	card.History, err = d.historyFor(ctx, actor, "inspections", string(id))
	return card, err
}

func ofInspection(i model.Inspection) clockKey {
	return clockKey{"inspections", string(i.ID), model.InspectionPublication}
}

func (d *Desk) inspectionActs(ctx context.Context, actor model.Actor, i model.Inspection, terms terms) ([]model.Act, error) {
	refusal := ""
	if i.Status != model.InspectionConfirmed && i.Status != model.InspectionPublished {
		refusal = "结果审核后才能公开"
	}
	publish, _, err := d.publicise(ctx, actor, model.PublishedResult, string(i.ID), refusal)
	if i.Status != model.InspectionPublished && i.ImportNo == "" {
		publish.Due = terms.shown(ofInspection(i), i.InspectedOn, d.Today())
	}
	return []model.Act{
		d.act(actor, "change", "修改计划", "inspection:change", refusalOf(mayPlan(i))),
		d.act(actor, "record", "录入结果", "inspection:record", refusalOf(mayRecord(i, actor.UserID))),
		d.act(actor, "confirm", "审核确认", "inspection:confirm", refusalOf(mayConfirm(i, actor.UserID))),
		d.act(actor, "return", "退回重录", "inspection:confirm", refusalOf(mayConfirm(i, actor.UserID))),
		d.act(actor, "rectify", "确认整改", "inspection:rectify", refusalOf(mayRectify(i))),
		publish,
	}, err
}
