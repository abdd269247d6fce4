package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// CertificateLine is a certificate with how it stands on a day: the period that
// counts then, the suspension that bars then, and the days left until its last day.
type CertificateLine struct {
	model.Certificate
	On          model.Date              `json:"on"`
	Number      string                  `json:"certificate_no"`
	Issuer      string                  `json:"issuer"`
	From        model.Date              `json:"from"`
	SuspendedOn model.Date              `json:"suspended_on"`
	State       policy.CertificateState `json:"state"`
	DaysLeft    int                     `json:"days_left"`
}

// lineOfCertificate judges on a day, today when there is none.
func (d *Desk) lineOfCertificate(c model.Certificate, on model.Date) CertificateLine {
	if on.IsZero() {
		on = d.Today()
	}
	p := policy.CertificatePeriodOn(c, on)
	line := CertificateLine{
		Certificate: c, On: on, Number: p.Number, Issuer: p.Issuer, From: p.From,
		SuspendedOn: policy.CertificateSuspensionOn(c, on).SuspendedOn, State: policy.StateOfCertificate(c, on),
	}
	if until := policy.CertificateHeldUntil(c, on); !until.IsZero() {
		line.DaysLeft = on.DaysUntil(until)
	}
	return line
}

// Certificates lists the officers' certificates with how they stand on a day.
func (d *Desk) Certificates(ctx context.Context, actor model.Actor, q store.Query, on model.Date) (model.Page[CertificateLine], error) {
	scope, err := d.Scope(actor, "certificate:read")
	if err != nil {
		return model.Page[CertificateLine]{}, err
	}
	rows, err := d.Store.Certificates(ctx, scope, q)
	return model.Mapped(rows, func(c model.Certificate) CertificateLine { return d.lineOfCertificate(c, on) }), err
}

// CertificatesToday returns how the certificates of the named accounts within the scope stand today.
func (d *Desk) CertificatesToday(ctx context.Context, scope store.Scope, ids []model.UserID) (map[model.UserID]CertificateLine, error) {
	rows, err := d.Store.CertificatesOf(ctx, scope, ids)
	lines := map[model.UserID]CertificateLine{}
	for _, c := range rows {
		lines[c.ID] = d.lineOfCertificate(c, model.Date{})
	}
	return lines, err
}

// CertificateCard returns a certificate as its page needs it, as it stands on a day.
func (d *Desk) CertificateCard(ctx context.Context, actor model.Actor, id model.UserID, on model.Date) (model.Card[CertificateLine], error) {
	var card model.Card[CertificateLine]
	scope, err := d.Scope(actor, "certificate:read")
	if err != nil {
		return card, err
	}
	c, err := d.Store.Certificate(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = d.lineOfCertificate(c, on)
	own := when(id == actor.UserID, "不得办理本人的执法证")
	suspended, free, nothing := own, own, own
	if own == "" {
		barred := openSuspension(c).ID != ""
		suspended, free = when(barred, "执法证已暂扣"), when(!barred, "执法证未暂扣")
		nothing = when(!slices.ContainsFunc(c.Periods, isStanding), "没有可以作废的登记")
	}
	card.Acts = []model.Act{
		d.act(actor, "renew", "发证或换证", "certificate:change", own),
		d.act(actor, "suspend", "暂扣", "certificate:change", suspended),
		d.act(actor, "restore", "发还", "certificate:change", free),
		d.act(actor, "void", "作废登记", "certificate:change", nothing),
	}
	card.History, err = d.historyFor(ctx, actor, "certificates", string(id))
	return card, err
}

// openSuspension is the suspension that nothing has ended yet, a zero one where there is none.
func openSuspension(c model.Certificate) model.CertificateSuspension {
	for _, s := range c.Suspensions {
		if s.ReturnedOn.IsZero() {
			return s
		}
	}
	return model.CertificateSuspension{}
}

func isStanding(p model.CertificatePeriod) bool { return p.VoidedOn.IsZero() }

// NewCertificate is a certificate as issued.
type NewCertificate struct {
	Number  string
	Issuer  string
	From    model.Date
	Expires model.Date
}

// RenewCertificate records a certificate that was issued; the former ones stay.
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
	return d.onCertificate(ctx, call, id, order{"certificate:change", "", "certificate:renew"}, func(w work, c model.Certificate) error {
		return w.AddCertificatePeriod(ctx, &model.CertificatePeriod{
			ID: model.CertificatePeriodID(store.NewID()), UserID: c.ID, Number: n.Number, Issuer: n.Issuer, From: n.From, Expires: n.Expires,
			RecordedBy: call.Actor.Name, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	})
}

// VoidCertificate takes back a certificate that was entered in error: it counts on no day.
func (d *Desk) VoidCertificate(ctx context.Context, call model.Call, id model.UserID, period model.CertificatePeriodID, reason string) (model.Certificate, error) {
	if err := checkReason(reason); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, order{"certificate:change", reason, "certificate:void"}, func(w work, c model.Certificate) error {
		at := slices.IndexFunc(c.Periods, func(p model.CertificatePeriod) bool { return p.ID == period && isStanding(p) })
		if at < 0 {
			var fields model.FieldErrors
			fields.Add("/period", "certificate.period_unknown", "这名执法人员没有这次登记，或者它已经作废")
			return fields.Err()
		}
		p := c.Periods[at]
		p.VoidedOn, p.VoidedBy, p.VoidReason = w.today(), call.Actor.Name, strings.TrimSpace(reason)
		return w.VoidCertificatePeriod(ctx, p)
	})
}

// SuspendCertificate bars its holder from inspections from the day on.
func (d *Desk) SuspendCertificate(ctx context.Context, call model.Call, id model.UserID, reason string) (model.Certificate, error) {
	if err := checkReason(reason); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, order{"certificate:change", reason, "certificate:suspend"}, func(w work, c model.Certificate) error {
		if openSuspension(c).ID != "" {
			return model.Fail(model.Conflict, "certificate.state", "执法证已暂扣")
		}
		return w.AddCertificateSuspension(ctx, &model.CertificateSuspension{
			ID: store.NewID(), UserID: c.ID, SuspendedOn: w.today(), SuspendedBy: call.Actor.Name, Reason: strings.TrimSpace(reason),
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		})
	})
}

// RestoreCertificate lets its holder inspect again, from the day on.
func (d *Desk) RestoreCertificate(ctx context.Context, call model.Call, id model.UserID, reason string) (model.Certificate, error) {
	if err := checkReason(reason); err != nil {
		return model.Certificate{}, err
	}
	return d.onCertificate(ctx, call, id, order{"certificate:change", reason, "certificate:restore"}, func(w work, c model.Certificate) error {
		s := openSuspension(c)
		if s.ID == "" {
			return model.Fail(model.Conflict, "certificate.state", "执法证未暂扣")
		}
		s.ReturnedOn, s.ReturnedBy, s.ReturnReason = w.today(), call.Actor.Name, strings.TrimSpace(reason)
		return w.EndCertificateSuspension(ctx, s)
	})
}

// onCertificate writes a change beside the officer's account, whose version it raises.
func (d *Desk) onCertificate(ctx context.Context, call model.Call, id model.UserID, o order, change func(work, model.Certificate) error) (model.Certificate, error) {
	return perform(ctx, d, call, o, func(w work) (model.Certificate, error) {
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
		if err := change(w, c); err != nil {
			return c, err
		}
		return w.ChangedCertificate(ctx, c)
	})
}
