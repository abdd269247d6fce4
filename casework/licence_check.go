package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// check finds what no licence can say.
func (n NewLicence) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	if n.Number == "" {
		fields.Add("/number", "required", "请填写许可证号")
	}
	checkDistinct(&fields, "/scope", "业务范围", n.Scope)
	checkDistinct(&fields, "/areas", "地域范围", n.Areas)
	for i, code := range n.Areas {
		if strings.HasPrefix(code, districtCode) && !isAreaOn(code, today) {
			fields.Add(fmt.Sprintf("/areas/%d", i), "area.unknown", "没有这个区划，或者它已经撤销；请从现行的街道乡镇中选择")
		}
	}
	checkPast(&fields, "/issued_on", n.IssuedOn, model.FirstDay, today)
	checkDay(&fields, "/from", n.From, model.FirstDay, today.AddMonths(12))
	checkDay(&fields, "/expires", n.Expires, n.From, n.From.AddMonths(240))
	return fields
}

// checkDistinct names words that are missing or stand twice.
func checkDistinct(fields *model.FieldErrors, pointer, title string, words []string) {
	if len(words) == 0 {
		fields.Add(pointer, "required", "请填写"+title)
	}
	for i, word := range words {
		if slices.Contains(words[:i], word) {
			fields.Add(fmt.Sprintf("%s/%d", pointer, i), "word.doubled", title+"不能重复")
		}
	}
}

func licenceDuties() []workSource {
	const title = "许可证延续"
	return []workSource{
		{[]model.Role{model.RoleInspector}, "licence:create", "enterprises", licenceTerm, title, nil, licenceWork},
		{[]model.Role{model.RoleFirm}, "licence:read", "enterprises", licenceTerm, title, nil, licenceWork},
	}
}

// licenceTerm is what an enterprise's licence that runs out asks to be done.
const licenceTerm = "renew-licence"

// licenceWork is the licences of the actor's enterprises whose renewal is due or that ran out.
func licenceWork(ctx context.Context, l *look, scope store.Scope) ([]model.WorkItem, error) {
	day := l.Today().AddDays(policy.LicenceWarnDays + 1)
	query := store.Query{Sort: "licence_expires", Limit: store.MaxPage, Filter: map[string]string{"licence_ends_before": day.String()}}
	var items []model.WorkItem
	for looked := 0; looked < mostRows; looked += store.MaxPage {
		page, err := l.Store.Enterprises(ctx, scope, query)
		if err != nil {
			return nil, err
		}
		for _, e := range page.Items {
			if e.Status != model.EnterpriseClosed {
				items = append(items, l.licenceItem(e))
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			return items, nil
		}
	}
	l.cut = true
	return items, nil
}

// licenceItem says it to the firm as its own to do, to the bureau as its to see to.
func (l *look) licenceItem(e model.LicensedEnterprise) model.WorkItem {
	left, askBy := l.Today().DaysUntil(e.LicenceExpires), e.LicenceExpires.AddDays(-policy.LicenceRenewDays)
	title := "提醒延续许可证：" + e.Name
	switch {
	case l.actor.EnterpriseID != "" && left < 0:
		title = "许可证已到期，不得经营快递业务，网点不能备案"
	case l.actor.EnterpriseID != "":
		title = "许可证将到期，请在" + askBy.String() + "以前申请延续"
	case left < 0:
		title = "许可证已到期，核实延续或注销：" + e.Name
	}
	item := model.WorkItem{Noun: "enterprises", ID: string(e.ID), Title: title, Act: licenceTerm, Due: &model.DueView{
		Title: "许可证有效期", DueOn: e.LicenceExpires, DaysLeft: left, Basis: policy.LicenceBasis.String() + "：届满30日前申请延续",
	}}
	if days := l.Today().DaysUntil(askBy); days >= 0 { // until then that is the day that matters
		item.Due.Title, item.Due.DueOn, item.Due.DaysLeft = "申请延续许可的最后一天", askBy, days
		item.Note = "许可证有效到" + e.LicenceExpires.String()
	} else if left >= 0 {
		item.Note = "应在" + askBy.String() + "以前申请延续，这一天已经过了"
	}
	return item
}
