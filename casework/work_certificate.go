package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

func certificateDuties() []workSource {
	others := func(role model.Role) workSource {
		return workSource{[]model.Role{role}, "certificate:read", "certificates", "renew", "督促登记或换发执法证", nil, officersCertificates}
	}
	return []workSource{
		{[]model.Role{model.RoleInspector}, "certificate:read", "certificates", "renew", "本人的执法证", nil, certificateWork},
		others(model.RoleChief), others(model.RoleLegal), others(model.RoleSystemAdmin),
	}
}

// certificateWork is the actor's own certificate that expires soon, or does not let him inspect today.
func certificateWork(ctx context.Context, l *look, _ store.Scope) ([]model.WorkItem, error) {
	c, err := l.Store.Certificate(ctx, store.OfUser(l.actor.UserID), l.actor.UserID)
	if model.KindOf(err) == model.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	line := l.lineOfCertificate(c, l.Today())
	if line.State == policy.CertificateExpiring {
		return []model.WorkItem{l.certificateItem(c, "执法证即将到期，请申请换证")}, nil
	}
	title, since := certificateGap(line)
	if title == "" {
		return nil, nil
	}
	item := l.certificateItem(c, title+"，暂不能参加检查")
	item.First, item.Note = true, since+"。"+l.certificateRemedy()
	if line.State != policy.CertificateExpired { // its last day is not what bars him
		item.Due = nil
	}
	return []model.WorkItem{item}, nil
}

// certificateGap is why its holder cannot inspect on the line's day and since when, empty when he can.
func certificateGap(line CertificateLine) (title, since string) {
	switch line.State {
	case policy.CertificateMissing:
		if last := lastVoided(line.Certificate); !last.IsZero() {
			return "没有执法证", "原登记已于" + last.String() + "作废，此后没有登记新的执法证"
		}
		return "没有执法证", "平台上至今没有登记过您的执法证"
	case policy.CertificateSuspended:
		return "执法证已暂扣", "自" + line.SuspendedOn.String() + "起暂扣，尚未发还"
	case policy.CertificateExpired:
		return "执法证已过期", "有效期至" + line.Expires.String() + "，自次日起无效"
	case policy.CertificateEarly:
		return "执法证尚未生效", "自" + line.From.String() + "起才有效"
	}
	return "", ""
}

func lastVoided(c model.Certificate) model.Date {
	var last model.Date
	for _, p := range c.Periods {
		if p.VoidedOn.After(last) {
			last = p.VoidedOn
		}
	}
	return last
}

// certificateRemedy says what does not work without a certificate, by which law, and whom to ask.
func (d *Desk) certificateRemedy() string {
	var who []string
	for _, role := range d.menders("certificate:change") {
		who = append(who, d.Access.Words.Role(role))
	}
	return "没有有效的执法证，不能列入检查人员，也不能录入检查结果（" + policy.TwoOfficersBasis.String() + "）。请把证件交" + strings.Join(who, "或") + "登记"
}

// certificateItem has no term where no day ends it.
func (d *Desk) certificateItem(c model.Certificate, title string) model.WorkItem {
	item := model.WorkItem{Noun: "certificates", ID: string(c.ID), Title: title, Act: "renew"}
	if until := policy.CertificateHeldUntil(c, d.Today()); !until.IsZero() {
		item.Due = &model.DueView{
			Title: "执法证有效期", DueOn: until, DaysLeft: d.Today().DaysUntil(until), Basis: policy.TwoOfficersBasis.String(),
		}
	}
	return item
}

// officersCertificates is the certificates of the actor's officers that are missing,
// expire soon or have expired; his own is other work.
func officersCertificates(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	var items []model.WorkItem
	for query := (store.Query{Sort: "expires"}); ; {
		page, err := l.Store.Certificates(ctx, scope, query)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Items {
			state := policy.StateOfCertificate(c, l.Today())
			switch {
			case c.Disabled || c.ID == l.actor.UserID:
			case state == policy.CertificateMissing:
				items = append(items, l.certificateItem(c, "登记执法证："+c.DisplayName))
			case state == policy.CertificateExpiring || state == policy.CertificateExpired:
				items = append(items, l.certificateItem(c, "督促换发执法证："+c.DisplayName))
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			return items, nil
		}
	}
}
