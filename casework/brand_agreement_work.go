package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

func agreementDuties() []workSource {
	const title = "品牌协议续签"
	return []workSource{
		{[]model.Role{model.RoleInspector}, "brand-agreement:create", "brand-agreements", agreementTerm, title, nil, agreementWork},
		{[]model.Role{model.RoleFirm}, "brand-agreement:read", "brand-agreements", agreementTerm, title, nil, agreementWork},
	}
}

// agreementTerm is what a brand agreement that runs out asks to be done.
const agreementTerm = "renew-brand-agreement"

// agreementWork is the agreements of the actor's enterprises that run out or ran out, and
// that no later one follows. Nothing else ends with them: filings stay.
func agreementWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	day := l.Today().AddDays(policy.LicenceWarnDays + 1)
	page, err := l.Store.BrandAgreements(ctx, scope, store.Query{Sort: "last_day", Limit: store.MaxPage, Filter: map[string]string{"ends_before": day.String()}})
	if err != nil {
		return nil, err
	}
	l.cut = page.Next != ""
	items := make([]model.WorkItem, len(page.Items))
	for i, a := range page.Items {
		items[i] = l.agreementItem(a)
	}
	return items, nil
}

// agreementItem says it to the firm as its own to do, to the bureau as its to see to.
func (l *look) agreementItem(a model.HeldBrandAgreement) model.WorkItem {
	left := l.Today().DaysUntil(a.LastDay)
	title := "提醒续签品牌协议：" + a.EnterpriseName + "（" + a.Brand + "）"
	switch {
	case l.actor.EnterpriseID != "" && left < 0:
		title = "“" + a.Brand + "”的品牌协议已到期，请报新协议，不再使用的请告知管理局"
	case l.actor.EnterpriseID != "":
		title = "“" + a.Brand + "”的品牌协议将到期，请续签后报管理局登记"
	case left < 0:
		title = "品牌协议已到期，核实续签或终止：" + a.EnterpriseName + "（" + a.Brand + "）"
	}
	return model.WorkItem{Noun: "brand-agreements", ID: string(a.ID), Title: title, Act: agreementTerm, Due: &model.DueView{
		Title: "品牌协议有效期", DueOn: a.LastDay, DaysLeft: left, Basis: policy.BrandBasis.String() + "：共用商标、字号、快递运单的，应当签订书面协议",
	}}
}
