package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// BrandAgreementLine is an agreement about a brand with how it stands today.
type BrandAgreementLine struct {
	model.HeldBrandAgreement
	State policy.BrandAgreementState `json:"state"`
}

// BrandAgreementFile is an agreement with the filed end points of its holder that bear the brand.
type BrandAgreementFile struct {
	BrandAgreementLine
	Bearers     []BrandBearer `json:"bearers"`
	MoreBearers bool          `json:"more_bearers"`
}

// BrandBearer is a filed end point that bears a brand.
type BrandBearer struct {
	ID          model.EndPointID `json:"id"`
	Name        string           `json:"name"`
	LocalSerial model.Serial     `json:"local_serial"`
}

// lineOfAgreement leaves out who handled the agreement for those outside.
func (d *Desk) lineOfAgreement(actor model.Actor, a model.HeldBrandAgreement) BrandAgreementLine {
	if !d.isInside(actor) {
		a.RecordedBy, a.EndedBy, a.VoidedBy = "", "", ""
	}
	return BrandAgreementLine{HeldBrandAgreement: a, State: policy.StateOfAgreement(a, d.Today())}
}

// BrandAgreements lists agreements about brands with how they stand today.
func (d *Desk) BrandAgreements(ctx context.Context, actor model.Actor, q store.Query) (model.Page[BrandAgreementLine], error) {
	scope, err := d.Scope(actor, "brand-agreement:read")
	if err != nil {
		return model.Page[BrandAgreementLine]{}, err
	}
	rows, err := d.Store.BrandAgreements(ctx, scope, q)
	return model.Mapped(rows, func(a model.HeldBrandAgreement) BrandAgreementLine { return d.lineOfAgreement(actor, a) }), err
}

// BrandAgreementCard returns an agreement as its page needs it.
func (d *Desk) BrandAgreementCard(ctx context.Context, actor model.Actor, id model.BrandAgreementID) (model.Card[BrandAgreementFile], error) {
	var card model.Card[BrandAgreementFile]
	scope, err := d.Scope(actor, "brand-agreement:read")
	if err != nil {
		return card, err
	}
	a, err := d.Store.BrandAgreement(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = BrandAgreementFile{BrandAgreementLine: d.lineOfAgreement(actor, a), Bearers: []BrandBearer{}}
	if err := d.addBearers(ctx, actor, &card.Record); err != nil {
		return card, err
	}
	card.Acts = []model.Act{
		d.act(actor, "end", "终止协议", "brand-agreement:end", agreementHindrance(a)),
		d.act(actor, "void", "作废登记", "brand-agreement:void", when(!a.VoidedOn.IsZero(), "这次登记已经作废")),
	}
	card.History, err = d.historyFor(ctx, actor, "brand-agreements", string(id))
	return card, err
}

// addBearers names the filed end points that the end of the agreement concerns.
func (d *Desk) addBearers(ctx context.Context, actor model.Actor, line *BrandAgreementFile) error {
	scope, err := d.Scope(actor, "endpoint:read")
	if err != nil {
		return outsider(err)
	}
	page, err := d.Store.EndPoints(ctx, scope, store.Query{Limit: store.MaxPage, Sort: "name", Filter: map[string]string{
		"enterprise_id": string(line.EnterpriseID), "status": string(model.EndPointFiled), "brand": store.BrandNamed(line.Brand),
	}})
	for _, e := range page.Items {
		line.Bearers = append(line.Bearers, BrandBearer{e.ID, e.Name, e.LocalSerial})
	}
	line.MoreBearers = page.Next != ""
	return err
}

func agreementHindrance(a model.HeldBrandAgreement) string {
	switch {
	case !a.VoidedOn.IsZero():
		return "这次登记已经作废"
	case !a.EndedOn.IsZero():
		return "协议已经登记终止"
	}
	return ""
}

// NewBrandAgreement is an agreement about a brand as it was made; Until is zero where it is open.
type NewBrandAgreement struct {
	EnterpriseID model.EnterpriseID
	Kind         model.BrandAgreementKind
	Brand        string
	DocumentNo   string
	From         model.Date
	Until        model.Date
	Note         string
}

// check finds what no agreement can say.
func (n NewBrandAgreement) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	switch {
	case model.BrandKey(n.Brand) == "":
		fields.Add("/brand", "required", "请填写品牌")
	case strings.ContainsFunc(n.Brand, unprintable):
		fields.Add("/brand", "brand-agreement.unprintable", "品牌不能含换行等不可见的控制字符")
	}
	if n.Kind != model.BrandOwn && n.DocumentNo == "" {
		fields.Add("/document_no", "required", "请填写协议编号；自有品牌才可以不填")
	}
	checkDay(&fields, "/from", n.From, model.FirstDay, today.AddMonths(12))
	if !n.Until.IsZero() {
		checkDay(&fields, "/until", n.Until, n.From, n.From.AddMonths(600))
	}
	return fields
}

// RegisterBrandAgreement records that an enterprise may bear a brand; the former agreements stay.
func (d *Desk) RegisterBrandAgreement(ctx context.Context, call model.Call, n NewBrandAgreement) (BrandAgreementLine, error) {
	n.Brand, n.DocumentNo, n.Note = strings.TrimSpace(n.Brand), strings.TrimSpace(n.DocumentNo), strings.TrimSpace(n.Note)
	return perform(ctx, d, call, order{permission: "brand-agreement:create", reason: n.Note}, func(w work) (BrandAgreementLine, error) {
		fields := n.check(w.today())
		firm, err := w.firm(ctx, &fields, n.EnterpriseID)
		if err != nil {
			return BrandAgreementLine{}, err
		}
		if err := fields.Err(); err != nil {
			return BrandAgreementLine{}, err
		}
		n.EnterpriseID = firm.ID
		a := w.agreement(n, firm.Demo)
		if err := w.AddBrandAgreement(ctx, &a); err != nil {
			return BrandAgreementLine{}, err
		}
		return w.agreementKept(ctx, call.Actor, firm, a.ID)
	})
}

func (w work) agreement(n NewBrandAgreement, demo bool) model.BrandAgreement {
	return model.BrandAgreement{
		ID: model.BrandAgreementID(store.NewID()), EnterpriseID: n.EnterpriseID, Kind: n.Kind, Brand: n.Brand, DocumentNo: n.DocumentNo,
		From: n.From, Until: n.Until, LastDay: n.Until, Note: n.Note, RecordedBy: w.Stamp().Call.Actor.Name, Demo: demo,
		Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// holdBrand makes the brand that the register names of an enterprise an agreement, unless one holds or will.
func (w work) holdBrand(ctx context.Context, e model.Enterprise) error {
	if model.BrandKey(e.Brand) == "" {
		return nil
	}
	agreements, err := w.BrandAgreementsOf(ctx, e.ID)
	if err != nil {
		return err
	}
	for _, a := range agreements {
		lasts := a.LastDay.IsZero() || !a.LastDay.Before(w.today())
		if a.BrandKey == model.BrandKey(e.Brand) && a.VoidedOn.IsZero() && lasts {
			return nil
		}
	}
	a := w.agreement(NewBrandAgreement{
		EnterpriseID: e.ID, Kind: model.BrandOwn, Brand: strings.TrimSpace(e.Brand), From: w.today(), Note: "随企业登记的品牌；有协议的请另行登记，并作废这一条",
	}, e.Demo)
	return w.AddBrandAgreement(ctx, &a)
}

// agreementKept raises the version of the holder beside an agreement just written, and reads the agreement again.
func (w work) agreementKept(ctx context.Context, actor model.Actor, firm model.Enterprise, id model.BrandAgreementID) (BrandAgreementLine, error) {
	if err := w.TouchEnterprise(ctx, firm); err != nil {
		return BrandAgreementLine{}, err
	}
	held, err := w.BrandAgreement(ctx, store.Everything(), id)
	return w.desk.lineOfAgreement(actor, held), err
}

// BrandAgreementEnd is from which day on an agreement no longer holds, and why.
type BrandAgreementEnd struct {
	On     model.Date
	Reason string
}

// EndBrandAgreement records that an agreement ended before its last day, or without one.
func (d *Desk) EndBrandAgreement(ctx context.Context, call model.Call, id model.BrandAgreementID, end BrandAgreementEnd) (BrandAgreementLine, error) {
	end.Reason = strings.TrimSpace(end.Reason)
	if err := checkReason(end.Reason); err != nil {
		return BrandAgreementLine{}, err
	}
	return d.onAgreement(ctx, call, id, order{permission: "brand-agreement:end", reason: end.Reason}, func(w work, a *model.HeldBrandAgreement) error {
		if hindrance := agreementHindrance(*a); hindrance != "" {
			return model.Fail(model.Conflict, "brand-agreement.state", hindrance)
		}
		var fields model.FieldErrors
		checkPast(&fields, "/on", end.On, a.From, w.today())
		if err := fields.Err(); err != nil {
			return err
		}
		if last := end.On.AddDays(-1); a.LastDay.IsZero() || last.Before(a.LastDay) {
			a.LastDay = last
		}
		a.EndedOn, a.EndReason, a.EndedBy = end.On, end.Reason, call.Actor.Name
		return nil
	})
}

// VoidBrandAgreement takes back an agreement that was entered in error: it counts on no day.
func (d *Desk) VoidBrandAgreement(ctx context.Context, call model.Call, id model.BrandAgreementID, reason string) (BrandAgreementLine, error) {
	reason = strings.TrimSpace(reason)
	if err := checkReason(reason); err != nil {
		return BrandAgreementLine{}, err
	}
	return d.onAgreement(ctx, call, id, order{permission: "brand-agreement:void", reason: reason}, func(w work, a *model.HeldBrandAgreement) error {
		if !a.VoidedOn.IsZero() {
			return model.Fail(model.Conflict, "brand-agreement.state", "这次登记已经作废")
		}
		a.VoidedOn, a.VoidedBy, a.VoidReason, a.VoidMark = w.today(), call.Actor.Name, reason, string(a.ID)
		return nil
	})
}

// onAgreement is the frame of the acts on an agreement: scope, version, change, and the holder's version.
func (d *Desk) onAgreement(ctx context.Context, call model.Call, id model.BrandAgreementID, o order, change func(work, *model.HeldBrandAgreement) error) (BrandAgreementLine, error) {
	return perform(ctx, d, call, o, func(w work) (BrandAgreementLine, error) {
		a, err := w.BrandAgreement(ctx, w.scope, id)
		if err != nil {
			return BrandAgreementLine{}, err
		}
		if err := must(a.Version, call.Version); err != nil {
			return BrandAgreementLine{}, err
		}
		firm, err := w.Enterprise(ctx, store.Everything(), a.EnterpriseID)
		if err != nil {
			return BrandAgreementLine{}, err
		}
		if err := change(w, &a); err != nil {
			return BrandAgreementLine{}, err
		}
		if _, err := w.ChangeBrandAgreement(ctx, a.BrandAgreement); err != nil {
			return BrandAgreementLine{}, err
		}
		return w.agreementKept(ctx, call.Actor, firm, id)
	})
}
