package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

// FirmProfile is what the public may know of an enterprise from the registers: whether it holds a
// licence today and what it allows, its brands, and what it has filed.
type FirmProfile struct {
	Firm    model.Enterprise
	Brands  []string
	Licence LicenceView
	Filings []model.FilingView
	Towns   []TownCount
	Filed   int64
}

// LicenceView is a licence in words. Holds says whether the enterprise may do express business under it today.
type LicenceView struct {
	model.Licence
	Holds  bool
	Known  bool // there was one at all
	Words  string
	Scopes []string
	Places []string
}

// TownCount is how much is filed in a township.
type TownCount struct {
	Code, Name string
	Filed      int64
}

// profiledFilings is how many filings the page of an enterprise lists.
const profiledFilings = 50

// licenceScopeTitles are the kinds of business as people say them.
var licenceScopeTitles = map[string]string{
	string(model.ScopeProvince): "省内快递", string(model.ScopeNational): "跨省快递", string(model.ScopeInternational): "国际快递",
}

// FirmProfile returns what the public may know of the enterprise with the code.
func (d *Desk) FirmProfile(ctx context.Context, uscc string) (FirmProfile, error) {
	var profile FirmProfile
	today := d.Today()
	row, err := d.Store.FirmWithBrands(ctx, uscc, today)
	if err != nil {
		return profile, err
	}
	profile.Firm = row.Enterprise
	if row.BrandWords != "" {
		profile.Brands = strings.Split(row.BrandWords, ",")
		slices.Sort(profile.Brands)
	}
	licences, err := d.Store.LicencesOf(ctx, row.ID)
	if err != nil {
		return profile, err
	}
	areas := areaNames()
	profile.Licence = licenceView(row.Enterprise, licences, areas, today)
	newest, towns, err := d.Store.FiledOfFirm(ctx, row.ID, today, profiledFilings)
	if err != nil {
		return profile, err
	}
	for _, filing := range newest {
		filing.OpenerStatus, filing.EnterpriseName = row.Status, row.Name
		profile.Filings = append(profile.Filings, d.viewOf(filing.Filing))
	}
	for code, filed := range towns {
		profile.Towns = append(profile.Towns, TownCount{code, cmp.Or(areas[code], "其他地方"), filed})
		profile.Filed += filed
	}
	slices.SortFunc(profile.Towns, func(a, b TownCount) int { return cmp.Compare(a.Code, b.Code) })
	return profile, nil
}

// areaNames are the names of the district's divisions of every time, and of what lies around them.
func areaNames() map[string]string {
	names := map[string]string{"100000": "全国", "500000": "重庆市"}
	for _, area := range reference.Areas() {
		names[area.Code] = area.Name
	}
	return names
}

// licenceView says in words how the licence that counts today stands.
func licenceView(firm model.Enterprise, licences []model.HeldLicence, areas map[string]string, today model.Date) LicenceView {
	held, known := policy.LicenceOn(licences, today)
	view := LicenceView{Licence: held.Licence, Known: known}
	for _, scope := range held.Scope {
		view.Scopes = append(view.Scopes, cmp.Or(licenceScopeTitles[scope], scope))
	}
	for _, area := range held.Areas {
		view.Places = append(view.Places, cmp.Or(areas[area], "区划"+area))
	}
	switch policy.StateOfLicence(held, today) {
	case policy.LicenceInForce, policy.LicenceExpiring, policy.LicenceReplaced:
		view.Holds, view.Words = true, "有快递业务经营许可，有效期至"+held.LastDay.Words()
	case policy.LicenceUndated:
		view.Holds, view.Words = true, "登记有快递业务经营许可，没有登记有效期"
	case policy.LicenceEnded:
		view.Words = "快递业务经营许可自" + held.EndedOn.Words() + "起已" + cmp.Or(model.LicenceEndingTitles[held.Ending], "终止")
	case policy.LicenceExpired:
		view.Words = "快递业务经营许可已于" + held.LastDay.Words() + "到期，没有登记延续"
	}
	if !known {
		view.Holds, view.Words = false, "登记簿里没有这家企业现在的快递业务经营许可"
	}
	switch firm.Status {
	case model.EnterpriseClosed:
		view.Holds, view.Words = false, "企业已经注销"
	case model.EnterpriseSuspended:
		view.Words += "；企业现在停业"
	}
	return view
}

// FoundFirm is an enterprise that a search found, whether its licence holds today, in words, and on which
// sides of the lists it is shown to the public today.
type FoundFirm struct {
	model.LicensedEnterprise
	Holds bool
	Words string
	Lists []store.Listed
}

// SiteFound is what the search of the public site found. Straight is the address of the one thing
// that was asked for by its code, number or whole name, else empty.
type SiteFound struct {
	Firms                  []FoundFirm
	Filings                []model.FilingView
	MoreFirms, MoreFilings bool
	FirmCode               string
	Serial                 model.Serial
}

// siteShown is how many of each kind the search of the public site lists.
const siteShown = 20

// FindOnSite looks for enterprises and filings by a part of their names, brands and addresses, or by
// a whole credit code, licence number or serial, which leads straight to what bears it.
func (d *Desk) FindOnSite(ctx context.Context, search string) (SiteFound, error) {
	var found SiteFound
	code := codeIn(search)
	if serial := serialIn(code); serial != "" {
		return d.findSerial(ctx, serial, search)
	}
	if isCode(code) {
		firm, err := d.Store.EnterpriseOfCode(ctx, code)
		if model.KindOf(err) == model.NotFound {
			return found, nil
		}
		found.FirmCode = firm.USCC
		return found, err
	}
	rows, err := d.Store.FindPublic(ctx, wordsOnSite(search), siteShown+1)
	if err != nil {
		return found, err
	}
	found.MoreFirms, found.MoreFilings = len(rows.Firms) > siteShown, len(rows.Filings) > siteShown
	found.Filings = d.viewsOf(rows.Filings[:min(siteShown, len(rows.Filings))])
	listed, err := d.Store.ListedFirms(ctx, d.Today(), rows.Firms)
	if err != nil {
		return found, err
	}
	asked := model.FoldForSearch(search)
	for _, firm := range rows.Firms[:min(siteShown, len(rows.Firms))] {
		shown := foundFirm(firm, d.Today())
		shown.Lists = listed[firm.USCC]
		found.Firms = append(found.Firms, shown)
		if asked == model.FoldForSearch(firm.Name) || firm.LicenceNo != "" && asked == model.FoldForSearch(firm.LicenceNo) {
			found.FirmCode = firm.USCC
		}
	}
	if len(rows.Firms) > 1 { // others hold what was asked for too
		found.FirmCode = ""
	}
	return found, nil
}

// wordsOnSite are the words of what is searched for, codes and numbers of licences among them: texts of enterprises hold them.
func wordsOnSite(search string) []string {
	sought := SoughtOnSite(search)
	for _, code := range []string{sought.USCC, sought.LicenceNo} {
		if code != "" {
			sought.Words = append(sought.Words, strings.ToLower(code))
		}
	}
	return sought.Words
}

// findSerial leads to the filing with the serial or, where there is none, to what bears its digits otherwise, such as a
// national receipt number.
func (d *Desk) findSerial(ctx context.Context, serial model.Serial, search string) (SiteFound, error) {
	filing, err := d.Store.Filing(ctx, serial)
	if err == nil || model.KindOf(err) != model.NotFound {
		return SiteFound{Serial: filing.LocalSerial}, err
	}
	rows, _, err := d.Store.FilingsHolding(ctx, store.Sought{Words: SoughtOnSite(search).Words}, siteShown+1)
	return SiteFound{MoreFilings: len(rows) > siteShown, Filings: d.viewsOf(rows[:min(siteShown, len(rows))])}, err
}

// foundFirm says how a licence stands from what a list knows of it.
func foundFirm(e model.LicensedEnterprise, today model.Date) FoundFirm {
	switch {
	case e.Status == model.EnterpriseClosed:
		return FoundFirm{e, false, "企业已经注销", nil}
	case e.LicenceNo == "":
		return FoundFirm{e, false, "没有登记许可", nil}
	case e.LicenceExpires.IsZero():
		return FoundFirm{e, true, "登记有许可", nil}
	case e.LicenceExpires.Before(today):
		return FoundFirm{e, false, "许可已于" + e.LicenceExpires.Words() + "到期或终止", nil}
	}
	return FoundFirm{e, true, "许可有效期至" + e.LicenceExpires.Words(), nil}
}

// serialIn is the serial of a filing that the text is, written with or without its hyphens; empty where it is none.
func serialIn(text string) model.Serial {
	const area, year, fewest = 6, 4, 4 // digits of each part
	if !strings.Contains(text, "-") && len(text) >= area+year+fewest && len(text) < area+year+2*fewest {
		text = text[:area] + "-" + text[area:area+year] + "-" + text[area+year:]
	}
	parts := strings.Split(text, "-")
	if len(parts) != 3 || len(parts[0]) != area || len(parts[1]) != year || len(parts[2]) < fewest || strings.Trim(strings.Join(parts, ""), "0123456789") != "" {
		return ""
	}
	return model.Serial(text)
}
