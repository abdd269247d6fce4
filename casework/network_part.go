package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// NetworkPartLine is a part of the delivery network with how it stands today.
type NetworkPartLine struct {
	model.NetworkPart
	State model.NetworkPartState `json:"state"`
}

// lineOfPart leaves out who handled the part for those outside.
func (d *Desk) lineOfPart(actor model.Actor, p model.NetworkPart) NetworkPartLine {
	if !d.isInside(actor) {
		p.RecordedBy, p.EndedBy, p.VoidedBy = "", "", ""
	}
	return NetworkPartLine{p, p.StateOn(d.Today())}
}

// NetworkParts lists the parts of the delivery network with how they stand today.
func (d *Desk) NetworkParts(ctx context.Context, actor model.Actor, q store.Query) (model.Page[NetworkPartLine], error) {
	scope, err := d.Scope(actor, "network-part:read")
	if err != nil {
		return model.Page[NetworkPartLine]{}, err
	}
	rows, err := d.Store.NetworkParts(ctx, scope, q)
	return model.Mapped(rows, func(p model.NetworkPart) NetworkPartLine { return d.lineOfPart(actor, p) }), err
}

// NetworkPartCard returns a part of the network with the acts open to the actor and its history.
func (d *Desk) NetworkPartCard(ctx context.Context, actor model.Actor, id model.NetworkPartID) (model.Card[NetworkPartLine], error) {
	var card model.Card[NetworkPartLine]
	scope, err := d.Scope(actor, "network-part:read")
	if err != nil {
		return card, err
	}
	p, err := d.Store.NetworkPart(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = d.lineOfPart(actor, p)
	card.Acts = []model.Act{
		d.act(actor, "change", "更正", "network-part:change", partVoided(p)),
		d.act(actor, "end", "登记停用", "network-part:end", partOver(p)),
		d.act(actor, "void", "作废登记", "network-part:void", partVoided(p)),
	}
	card.History, err = d.historyFor(ctx, actor, "network-parts", string(id))
	return card, err
}

func partVoided(p model.NetworkPart) string {
	return when(!p.VoidedOn.IsZero(), "这次登记已经作废")
}

func partOver(p model.NetworkPart) string {
	if voided := partVoided(p); voided != "" {
		return voided
	}
	return when(!p.EndedOn.IsZero(), "已经登记停用")
}

// NetworkPartFacts is what a person enters about a part of the network.
type NetworkPartFacts struct {
	Name     string
	AreaCode string
	Address  string
	From     model.Date
	SourceNo string
	SourceOn model.Date
	Note     string
}

// check finds what no part can say; one that has ended began before.
func (f *NetworkPartFacts) check(today, ended model.Date) model.FieldErrors {
	f.Name, f.Address = strings.TrimSpace(f.Name), strings.TrimSpace(f.Address)
	f.SourceNo, f.Note = strings.TrimSpace(f.SourceNo), strings.TrimSpace(f.Note)
	var fields model.FieldErrors
	switch {
	case model.FoldForSearch(f.Name) == "":
		fields.Add("/name", "required", "请填写名称或编号")
	case strings.ContainsFunc(f.Name, unprintable):
		fields.Add("/name", "network-part.unprintable", "名称不能含换行等不可见的控制字符")
	}
	if f.SourceNo == "" {
		fields.Add("/source_no", "required", "请填写来源文件")
	}
	checkArea(&fields, f.AreaCode, today)
	latest := today
	if !ended.IsZero() {
		latest = ended.AddDays(-1)
	}
	checkDay(&fields, "/from", f.From, model.FirstDay, latest)
	checkPast(&fields, "/source_on", f.SourceOn, model.FirstDay, today)
	return fields
}

func (f NetworkPartFacts) apply(p *model.NetworkPart) {
	p.Name, p.AreaCode, p.Address, p.From = f.Name, f.AreaCode, f.Address, f.From
	p.SourceNo, p.SourceOn, p.Note = f.SourceNo, f.SourceOn, f.Note
}

// EnterNetworkPart enters a part of the delivery network; a vehicle is somebody's, other parts may be.
func (d *Desk) EnterNetworkPart(ctx context.Context, call model.Call, kind model.NetworkPartKind, firm model.EnterpriseID, facts NetworkPartFacts) (NetworkPartLine, error) {
	return perform(ctx, d, call, order{permission: "network-part:create", reason: facts.Note}, func(w work) (NetworkPartLine, error) {
		fields := facts.check(w.today(), model.Date{})
		p := model.NetworkPart{
			ID: model.NetworkPartID(store.NewID()), Kind: kind, RecordedBy: call.Actor.Name, Demo: call.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if firm != "" || kind == model.NetworkVehicle {
			holder, err := w.firm(ctx, &fields, firm)
			if err != nil {
				return NetworkPartLine{}, err
			}
			p.EnterpriseID, p.EnterpriseName = holder.ID, holder.Name
		}
		if err := fields.Err(); err != nil {
			return NetworkPartLine{}, err
		}
		facts.apply(&p)
		if err := w.AddNetworkPart(ctx, &p); err != nil {
			return NetworkPartLine{}, err
		}
		return w.partKept(ctx, call.Actor, p.ID)
	})
}

// partKept reads a part just written; it must not have left the actor's area.
func (w work) partKept(ctx context.Context, actor model.Actor, id model.NetworkPartID) (NetworkPartLine, error) {
	p, err := w.NetworkPart(ctx, w.scope, id)
	return w.desk.lineOfPart(actor, p), staysInArea(err)
}

// CorrectNetworkPart corrects what was entered about a part of the network, for a reason. Past
// days are counted as corrected since.
func (d *Desk) CorrectNetworkPart(ctx context.Context, call model.Call, id model.NetworkPartID, facts NetworkPartFacts, reason string) (NetworkPartLine, error) {
	return d.onPart(ctx, call, id, order{permission: "network-part:change", reason: reason}, func(w work, p *model.NetworkPart) error {
		if hindrance := partVoided(*p); hindrance != "" {
			return model.Fail(model.Conflict, "network-part.state", hindrance)
		}
		fields := facts.check(w.today(), p.EndedOn)
		if !p.EndedOn.IsZero() && facts.Name != p.Name {
			fields.Add("/name", "network-part.name_kept", "已登记停用，名称和编号不再另用，不能改")
		}
		if err := fields.Err(); err != nil {
			return err
		}
		facts.apply(p)
		return nil
	})
}

// EndNetworkPart records from which day on a part of the network is no longer there.
func (d *Desk) EndNetworkPart(ctx context.Context, call model.Call, id model.NetworkPartID, on model.Date, reason string) (NetworkPartLine, error) {
	return d.onPart(ctx, call, id, order{permission: "network-part:end", reason: reason}, func(w work, p *model.NetworkPart) error {
		if hindrance := partOver(*p); hindrance != "" {
			return model.Fail(model.Conflict, "network-part.state", hindrance)
		}
		var fields model.FieldErrors
		checkPast(&fields, "/on", on, p.From, w.today())
		if err := fields.Err(); err != nil {
			return err
		}
		p.EndedOn, p.EndReason, p.EndedBy = on, reason, call.Actor.Name
		return nil
	})
}

// VoidNetworkPart takes back a part that was entered in error: it counts on no day.
func (d *Desk) VoidNetworkPart(ctx context.Context, call model.Call, id model.NetworkPartID, reason string) (NetworkPartLine, error) {
	return d.onPart(ctx, call, id, order{permission: "network-part:void", reason: reason}, func(w work, p *model.NetworkPart) error {
		if hindrance := partVoided(*p); hindrance != "" {
			return model.Fail(model.Conflict, "network-part.state", hindrance)
		}
		p.VoidedOn, p.VoidReason, p.VoidedBy, p.VoidMark = w.today(), reason, call.Actor.Name, string(p.ID)
		return nil
	})
}

// onPart is the frame of the acts on a part of the network: reason, scope, version, change.
func (d *Desk) onPart(ctx context.Context, call model.Call, id model.NetworkPartID, o order, change func(work, *model.NetworkPart) error) (NetworkPartLine, error) {
	if err := checkReason(o.reason); err != nil {
		return NetworkPartLine{}, err
	}
	return perform(ctx, d, call, o, func(w work) (NetworkPartLine, error) {
		p, err := w.NetworkPart(ctx, w.scope, id)
		if err != nil {
			return NetworkPartLine{}, err
		}
		if err := must(p.Version, call.Version); err != nil {
			return NetworkPartLine{}, err
		}
		if err := change(w, &p); err != nil {
			return NetworkPartLine{}, err
		}
		if _, err := w.ChangeNetworkPart(ctx, p); err != nil {
			return NetworkPartLine{}, err
		}
		return w.partKept(ctx, call.Actor, id)
	})
}
