package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// LicenceLine is a licence with how it stands on a day, the days left until its last
// day, and what looks wrong about it.
type LicenceLine struct {
	model.HeldLicence
	On       model.Date              `json:"on"`
	State    policy.LicenceState     `json:"state"`
	DaysLeft int                     `json:"days_left"`
	Warnings []policy.LicenceWarning `json:"warnings"`
}

// LicenceFile is a licence with the filings that would hold again if the entry that it ended or is
// void were taken back.
type LicenceFile struct {
	LicenceLine
	Foreseen *RestoredFilings `json:"would_restore,omitempty"`
}

// lineOfLicence judges on a day, today when there is none.
func (d *Desk) lineOfLicence(l model.HeldLicence, on model.Date) LicenceLine {
	if on.IsZero() {
		on = d.Today()
	}
	line := LicenceLine{HeldLicence: l, On: on, State: policy.StateOfLicence(l, on), Warnings: []policy.LicenceWarning{}}
	if line.State != policy.LicenceVoided {
		line.Warnings = policy.LicenceWarnings(l.Licence)
	}
	if !l.LastDay.IsZero() {
		line.DaysLeft = on.DaysUntil(l.LastDay)
	}
	return line
}

// namesOf leaves out who handled the licence for those outside.
func (d *Desk) namesOf(actor model.Actor, l model.HeldLicence) model.HeldLicence {
	if !d.isInside(actor) {
		l.RecordedBy, l.EndedBy, l.VoidedBy, l.RestoredBy = "", "", "", ""
	}
	return l
}

// Licences lists licences with how they stand on a day.
func (d *Desk) Licences(ctx context.Context, actor model.Actor, q store.Query, on model.Date) (model.Page[LicenceLine], error) {
	scope, err := d.Scope(actor, "licence:read")
	if err != nil {
		return model.Page[LicenceLine]{}, err
	}
	rows, err := d.Store.Licences(ctx, scope, q)
	return model.Mapped(rows, func(l model.HeldLicence) LicenceLine { return d.lineOfLicence(d.namesOf(actor, l), on) }), err
}

// LicenceCard returns a licence as its page needs it, as it stands on a day.
func (d *Desk) LicenceCard(ctx context.Context, actor model.Actor, id model.LicenceID, on model.Date) (model.Card[LicenceFile], error) {
	var card model.Card[LicenceFile]
	scope, err := d.Scope(actor, "licence:read")
	if err != nil {
		return card, err
	}
	l, err := d.Store.Licence(ctx, scope, id)
	if err != nil {
		return card, err
	}
	if card.Record.LicenceLine, err = d.doubted(ctx, d.Store.Reader, d.lineOfLicence(d.namesOf(actor, l), on)); err != nil {
		return card, err
	}
	licences, err := d.Store.LicencesOf(ctx, l.EnterpriseID)
	if err != nil {
		return card, err
	}
	restore := d.act(actor, "restore", "撤回终止或作废登记", "licence:restore", restoringHindrance(l, licences))
	if restore.Allowed {
		if card.Record.Foreseen, err = d.foreseeLicence(ctx, l, licences); err != nil {
			return card, err
		}
	}
	card.Acts = []model.Act{
		restore,
		d.act(actor, "end", "登记注销、吊销或撤销", "licence:end", endingHindrance(l)),
		d.act(actor, "void", "作废登记", "licence:void", when(!l.VoidedOn.IsZero(), "这次登记已经作废")),
	}
	card.History, err = d.historyFor(ctx, actor, "licences", string(id))
	return card, err
}

func endingHindrance(l model.HeldLicence) string {
	switch {
	case !l.VoidedOn.IsZero():
		return "这次登记已经作废"
	case !l.EndedOn.IsZero():
		return "许可已经登记终止"
	}
	return ""
}

// doubted adds to a licence's warnings whose number it is besides.
func (d *Desk) doubted(ctx context.Context, r store.Reader, line LicenceLine) (LicenceLine, error) {
	if !line.VoidedOn.IsZero() {
		return line, nil
	}
	names, err := r.LicenceHolders(ctx, line.Number, line.EnterpriseID)
	if len(names) > 0 {
		line.Warnings = append(line.Warnings, policy.LicenceWarning{
			Field: "number", Detail: "这个许可证号也登记在" + strings.Join(names, "、") + "名下，请核对",
		})
	}
	return line, err
}

// NewLicence is a licence as a decision issued it.
type NewLicence struct {
	EnterpriseID model.EnterpriseID
	Kind         model.LicenceKind
	Number       string
	Scope        []string
	Areas        []string
	DocumentNo   string
	IssuedOn     model.Date
	From         model.Date
	Expires      model.Date
	Reason       string
	GapReason    string
}

// RegisterLicence records a licence that was issued, renewed or changed; the former ones
// stay. What only looks wrong is kept, and said in the reply. A gap after the former one
// needs a word of its own.
func (d *Desk) RegisterLicence(ctx context.Context, call model.Call, n NewLicence) (LicenceLine, error) {
	n.Number, n.DocumentNo, n.Reason, n.GapReason = strings.TrimSpace(n.Number), strings.TrimSpace(n.DocumentNo), strings.TrimSpace(n.Reason), strings.TrimSpace(n.GapReason)
	return perform(ctx, d, call, order{permission: "licence:create", reason: strings.Join(slices.DeleteFunc([]string{n.GapReason, n.Reason}, func(s string) bool { return s == "" }), "；")}, func(w work) (LicenceLine, error) {
		fields := n.check(w.today())
		firm, err := w.firm(ctx, &fields, n.EnterpriseID)
		if err != nil {
			return LicenceLine{}, err
		}
		var licences []model.HeldLicence
		if firm.ID != "" {
			if licences, err = w.LicencesOf(ctx, firm.ID); err != nil {
				return LicenceLine{}, err
			}
			n.checkKind(&fields, licences)
			if err := w.checkGap(ctx, &fields, n, licences); err != nil {
				return LicenceLine{}, err
			}
		}
		if err := fields.Err(); err != nil {
			return LicenceLine{}, err
		}
		l := model.Licence{
			ID: model.LicenceID(store.NewID()), EnterpriseID: firm.ID, Kind: n.Kind, Number: n.Number, Scope: n.Scope, Areas: n.Areas,
			DocumentNo: n.DocumentNo, Reason: n.reasonOf(licences), IssuedOn: n.IssuedOn, From: n.From, Expires: n.Expires, LastDay: n.Expires,
			RecordedBy: call.Actor.Name, Demo: firm.Demo, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := w.AddLicence(ctx, &l); err != nil {
			return LicenceLine{}, err
		}
		return w.licenceKept(ctx, firm, l.ID)
	})
}

// licenceKept raises the version of the holder beside a licence just written, and reads the licence again.
func (w work) licenceKept(ctx context.Context, firm model.Enterprise, id model.LicenceID) (LicenceLine, error) {
	if err := w.TouchEnterprise(ctx, firm); err != nil {
		return LicenceLine{}, err
	}
	held, err := w.Licence(ctx, store.Everything(), id)
	if err != nil {
		return LicenceLine{}, err
	}
	return w.desk.doubted(ctx, w.Reader, w.desk.lineOfLicence(held, w.today()))
}

// LicenceEnd is a decision that ends a licence.
type LicenceEnd struct {
	Ending     model.LicenceEnding
	On         model.Date
	DocumentNo string
	Reason     string
}

// EndLicence records that a licence was cancelled, revoked or withdrawn from a day on,
// and with it whatever of the enterprise would last beyond that day.
func (d *Desk) EndLicence(ctx context.Context, call model.Call, id model.LicenceID, end LicenceEnd) (LicenceLine, error) {
	var fields model.FieldErrors
	checkPast(&fields, "/on", end.On, model.FirstDay, d.Today())
	end.DocumentNo, end.Reason = strings.TrimSpace(end.DocumentNo), strings.TrimSpace(end.Reason)
	if end.DocumentNo == "" {
		fields.Add("/document_no", "required", "请填写决定的文号")
	}
	if err := checkReason(end.Reason); err != nil {
		addAt(&fields, "/reason", model.Fail(model.Invalid, "reason.missing", "请写明理由（2 至 400 字）"))
	}
	if err := fields.Err(); err != nil {
		return LicenceLine{}, err
	}
	return d.onLicence(ctx, call, id, order{permission: "licence:end", reason: end.Reason}, func(w work, l model.HeldLicence) error {
		if hindrance := endingHindrance(l); hindrance != "" {
			return model.Fail(model.Conflict, "licence.state", hindrance)
		}
		licences, err := w.LicencesOf(ctx, l.EnterpriseID)
		if err != nil {
			return err
		}
		for _, one := range licences {
			lasts := one.LastDay.IsZero() || !one.LastDay.Before(end.On)
			if one.ID != id && (!lasts || endingHindrance(one) != "") {
				continue
			}
			if lasts {
				one.LastDay = end.On.AddDays(-1)
			}
			one.Ending, one.EndedOn, one.EndDocumentNo, one.EndReason, one.EndedBy = end.Ending, end.On, end.DocumentNo, end.Reason, call.Actor.Name
			if _, err := w.ChangeLicence(ctx, one.Licence); err != nil {
				return err
			}
		}
		return nil
	})
}

// VoidLicence takes back a licence that was entered in error: it counts on no day.
func (d *Desk) VoidLicence(ctx context.Context, call model.Call, id model.LicenceID, reason string) (LicenceLine, error) {
	if err := checkReason(reason); err != nil {
		return LicenceLine{}, err
	}
	return d.onLicence(ctx, call, id, order{permission: "licence:void", reason: reason}, func(w work, l model.HeldLicence) error {
		if !l.VoidedOn.IsZero() {
			return model.Fail(model.Conflict, "licence.state", "这次登记已经作废")
		}
		l.VoidedOn, l.VoidedBy, l.VoidReason, l.VoidMark = w.today(), call.Actor.Name, strings.TrimSpace(reason), string(l.ID)
		_, err := w.ChangeLicence(ctx, l.Licence)
		return err
	})
}

// onLicence is the frame of the acts on a licence: scope, version, change, and the holder's version.
func (d *Desk) onLicence(ctx context.Context, call model.Call, id model.LicenceID, o order, change func(work, model.HeldLicence) error) (LicenceLine, error) {
	return perform(ctx, d, call, o, func(w work) (LicenceLine, error) {
		l, firm, err := w.licenceFor(ctx, call, id)
		if err != nil {
			return LicenceLine{}, err
		}
		if err := change(w, l); err != nil {
			return LicenceLine{}, err
		}
		return w.licenceKept(ctx, firm, id)
	})
}

// licenceFor returns a licence within reach, which has the version that the caller saw, and its holder.
func (w work) licenceFor(ctx context.Context, call model.Call, id model.LicenceID) (l model.HeldLicence, firm model.Enterprise, err error) {
	if l, err = w.Licence(ctx, w.scope, id); err != nil {
		return l, firm, err
	}
	if err := must(l.Version, call.Version); err != nil {
		return l, firm, err
	}
	firm, err = w.Enterprise(ctx, store.Everything(), l.EnterpriseID)
	return l, firm, err
}

// checkKind refuses a first licence beside one that is held on its first day, and a
// renewal or a change of none.
func (n NewLicence) checkKind(fields *model.FieldErrors, licences []model.HeldLicence) {
	held, before := policy.LicenceOn(licences, n.From)
	state := policy.StateOfLicence(held, n.From)
	counts := before && slices.Contains([]policy.LicenceState{policy.LicenceInForce, policy.LicenceExpiring, policy.LicenceUndated}, state)
	switch {
	case n.Kind == model.LicenceFirst && counts && !held.From.IsZero():
		fields.Add("/kind", "licence.already_held", "这家企业当日已有许可证"+held.Number+"，请选延续或变更；那次登记错了的，先作废它")
	case n.Kind != model.LicenceFirst && !before:
		fields.Add("/kind", "licence.none_before", "这家企业在此之前没有登记过许可证，请选首次许可")
	}
}
