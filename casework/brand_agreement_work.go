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
		{[]model.Role{model.RoleFirm}, proposeChange.permission, "endpoints", proposeChange.name, "品牌协议已终止，请续签或办理变更备案", nil, brandEndWork},
	}
}

// brandEndWork is the filed end points of the enterprise that bear a brand whose agreement is
// over: each is to be changed within the term that runs from the day on which it was.
func brandEndWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	page, err := l.Store.EndPoints(ctx, scope, store.Query{Sort: "name", Limit: store.MaxPage, Flaw: l.Flaw(policy.QualityBrandEnded)})
	if err != nil {
		return nil, err
	}
	l.cut = page.Next != ""
	agreements := map[model.EnterpriseID][]model.HeldBrandAgreement{}
	items := []model.WorkItem{}
	for _, e := range page.Items {
		if !e.ChangeSubmittedOn.IsZero() { // the bureau looks at a change already
			continue
		}
		if _, known := agreements[e.EnterpriseID]; !known {
			if agreements[e.EnterpriseID], err = l.Store.BrandAgreementsOf(ctx, e.EnterpriseID); err != nil {
				return nil, err
			}
		}
		ended := policy.BrandsEnded(agreements[e.EnterpriseID], e.Brands, l.Today())
		if len(ended) == 0 {
			continue
		}
		due, _ := l.terms.term(model.EndpointChange, ended[0].LastDay.AddDays(1), l.Today()) // the view says by itself that the day is missing
		items = append(items, model.WorkItem{
			Noun: "endpoints", ID: string(e.ID), Act: proposeChange.name, Due: &due,
			Title: "“" + ended[0].Brand + "”的品牌协议已终止，请续签或办理变更备案：" + e.Name,
		})
	}
	return items, nil
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
