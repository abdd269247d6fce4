package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// CertificateLine is a certificate with how it stands today.
type CertificateLine struct {
	model.Certificate
	State    policy.CertificateState `json:"state"`
	DaysLeft int                     `json:"days_left"`
}

func (d *Desk) lineOfCertificate(c model.Certificate) CertificateLine {
	line := CertificateLine{Certificate: c, State: policy.StateOfCertificate(c, d.Today())}
	if !c.Expires.IsZero() {
		line.DaysLeft = d.Today().DaysUntil(c.Expires)
	}
	return line
}

// Certificates lists the officers' certificates with how they stand today.
func (d *Desk) Certificates(ctx context.Context, actor model.Actor, q store.Query) (model.Page[CertificateLine], error) {
	page := model.Page[CertificateLine]{Items: []CertificateLine{}}
	scope, err := d.Scope(actor, "certificate:read")
	if err != nil {
		return page, err
	}
	rows, err := d.Store.Certificates(ctx, scope, q)
	for _, row := range rows.Items {
		page.Items = append(page.Items, d.lineOfCertificate(row))
	}
	page.Next = rows.Next
	return page, err
}

// CertificateCard returns a certificate as its page needs it.
func (d *Desk) CertificateCard(ctx context.Context, actor model.Actor, id model.UserID) (model.Card[CertificateLine], error) {
	var card model.Card[CertificateLine]
	scope, err := d.Scope(actor, "certificate:read")
	if err != nil {
		return card, err
	}
	c, err := d.Store.Certificate(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = d.lineOfCertificate(c)
	own := when(id == actor.UserID, "不得办理本人的执法证")
	suspended, free := own, own
	if own == "" {
		suspended, free = when(!c.SuspendedOn.IsZero(), "执法证已暂扣"), when(c.SuspendedOn.IsZero(), "执法证未暂扣")
	}
	card.Acts = []model.Act{
		d.act(actor, "renew", "发证或换证", "certificate:change", own),
		d.act(actor, "suspend", "暂扣", "certificate:change", suspended),
		d.act(actor, "restore", "发还", "certificate:change", free),
	}
	card.History, err = d.historyFor(ctx, actor, "certificates", string(id))
	return card, err
}

// NewCertificate is a certificate as issued.
type NewCertificate struct {
	Number  string
	Issuer  string
	From    model.Date
	Expires model.Date
}

// RenewCertificate records a certificate that was issued anew.
func (d *Desk) RenewCertificate(ctx context.Context, call model.Call, id model.UserID, n NewCertificate) (model.Certificate, error) {
	var fields model.FieldErrors
	n.Number, n.Issuer = strings.TrimSpace(n.Number), strings.TrimSpace(n.Issuer)
	if n.Number == "" {
		fields.Add("/certificate_no", "required", "请填写执法证号")
	}
	if n.Issuer == "" {
		fields.Add("/issuer", "required", "请填写发证机关")
	}
	checkDay(&fields, "/from", n.From, model.FirstDay, d.Today().AddMonths(6))
	checkDay(&fields, "/expires", n.Expires, n.From, n.From.AddMonths(120))
	if err := fields.Err(); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, "", func(_ work, c *model.Certificate) error {
		c.Number, c.Issuer, c.From, c.Expires = n.Number, n.Issuer, n.From, n.Expires
		return nil
	})
}

// SuspendCertificate bars its holder from inspections from the day on.
func (d *Desk) SuspendCertificate(ctx context.Context, call model.Call, id model.UserID, reason string) (model.Certificate, error) {
	if err := checkReason(reason); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, reason, func(w work, c *model.Certificate) error {
		if !c.SuspendedOn.IsZero() {
			return model.Fail(model.Conflict, "certificate.state", "执法证已暂扣")
		}
		c.SuspendedOn = w.today()
		return nil
	})
}

// RestoreCertificate lets its holder inspect again.
func (d *Desk) RestoreCertificate(ctx context.Context, call model.Call, id model.UserID, reason string) (model.Certificate, error) {
	if err := checkReason(reason); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, reason, func(_ work, c *model.Certificate) error {
		if c.SuspendedOn.IsZero() {
			return model.Fail(model.Conflict, "certificate.state", "执法证未暂扣")
		}
		c.SuspendedOn = model.Date{}
		return nil
	})
}

func (d *Desk) onCertificate(ctx context.Context, call model.Call, id model.UserID, reason string, change func(work, *model.Certificate) error) (model.Certificate, error) {
	return perform(ctx, d, call, order{"certificate:change", reason}, func(w work) (model.Certificate, error) {
		c, err := w.Certificate(ctx, w.scope, id)
		if err != nil {
			return c, err
		}
		if err := must(c.Version, call.Version); err != nil {
			return c, err
		}
		if id == call.Actor.UserID {
			return c, model.Fail(model.Forbidden, "certificate.own", "不得办理本人的执法证")
		}
		if err := change(w, &c); err != nil {
			return c, err
		}
		return w.ChangeCertificate(ctx, c)
	})
}

// certificateWork is the actor's own certificate that expires soon, has expired or is suspended.
func certificateWork(ctx context.Context, d *Desk, actor model.Actor, _ store.Scope) ([]model.WorkItem, error) {
	c, err := d.Store.Certificate(ctx, store.OfUser(actor.UserID), actor.UserID)
	if model.KindOf(err) == model.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	title := ""
	switch policy.StateOfCertificate(c, d.Today()) {
	case policy.CertificateExpiring:
		title = "执法证即将到期，请申请换证"
	case policy.CertificateExpired:
		title = "执法证已过期，换证前不得参加检查"
	default:
		return nil, nil
	}
	return []model.WorkItem{d.certificateItem(c, title)}, nil
}

func (d *Desk) certificateItem(c model.Certificate, title string) model.WorkItem {
	return model.WorkItem{Noun: "certificates", ID: string(c.ID), Title: title, Act: "renew", Due: &model.DueView{
		Title: "执法证有效期", DueOn: c.Expires, DaysLeft: d.Today().DaysUntil(c.Expires), Basis: policy.TwoOfficersBasis.String(),
	}}
}

// officersCertificates is the certificates of the actor's officers that expire soon or
// have expired; his own is other work.
func officersCertificates(ctx context.Context, d *Desk, actor model.Actor, scope store.Scope) ([]model.WorkItem, error) {
	day := d.Today().AddDays(policy.CertificateWarnDays + 1)
	page, err := d.Store.Certificates(ctx, scope, store.Query{Sort: "expires", Filter: map[string]string{"expires_before": day.String()}})
	var items []model.WorkItem
	for _, c := range page.Items {
		state := policy.StateOfCertificate(c, d.Today())
		if !c.Disabled && c.ID != actor.UserID && (state == policy.CertificateExpiring || state == policy.CertificateExpired) {
			items = append(items, d.certificateItem(c, "督促换发执法证："+c.DisplayName))
		}
	}
	return items, err
}
