package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
)

// areaCode is a code of an area, in the district or elsewhere.
var areaCode = regexp.MustCompile(`^[1-9][0-9]{5}([0-9]{3})?$`)

var licenceScopes = []model.Choice{
	{Value: string(model.ScopeProvince), Title: "省内快递"}, {Value: string(model.ScopeNational), Title: "跨省快递"}, {Value: string(model.ScopeInternational), Title: "国际快递"},
}

func licenceColumns(today model.Date) []model.SheetColumn {
	areas := append([]model.Choice{{Value: "100000", Title: "全国"}, {Value: "500000", Title: "重庆市"}}, areaChoices(today)...)
	return []model.SheetColumn{
		{Key: "enterprise_id", Title: "企业统一社会信用代码", Kind: model.CellCode, Required: true, Width: 22, Longest: 100, Note: "登记簿里或“企业”表里的企业；也可以填企业全称。"},
		{Key: "number", Title: "许可证号", Kind: model.CellCode, Required: true, Width: 18, Longest: 40, Note: "如 渝邮20240001B；写法不合的可以导入，但须有人逐项确认。"},
		{Key: "kind", Title: "许可事项", Kind: model.CellChoice, Required: true, Width: 12, Choices: []model.Choice{
			{Value: string(model.LicenceFirst), Title: "首次许可"}, {Value: string(model.LicenceRenewal), Title: "延续"}, {Value: string(model.LicenceChange), Title: "变更"},
		}, Note: "由哪一种决定发的证。"},
		{Key: "scope", Title: "业务范围", Kind: model.CellList, Required: true, Width: 22, Most: 3, Choices: licenceScopes, Note: "一项或几项，用顿号隔开，如 省内快递、跨省快递。"},
		{Key: "areas", Title: "地域范围", Kind: model.CellList, Required: true, Width: 22, Most: 40, Choices: areas, Open: true, Note: "区划名称或 6 位、9 位代码，用顿号隔开；全国写“全国”。"},
		{Key: "document_no", Title: "许可决定文号", Kind: model.CellText, Width: 20, Longest: 100, Note: "没有的留空。"},
		{Key: "issued_on", Title: "发证日期", Kind: model.CellDay, Required: true, Width: 13, Note: "如 2026-01-02。"},
		{Key: "from", Title: "有效期自", Kind: model.CellDay, Required: true, Width: 13, Note: "如 2026-01-02。"},
		{Key: "expires", Title: "有效期至", Kind: model.CellDay, Required: true, Width: 13, Note: "如 2031-01-01；一般为 5 年，不是的须有人逐项确认。"},
		recordMark,
	}
}

func licenceSheet(today model.Date) importSheet {
	return importSheet{
		Sheet: model.Sheet{Noun: "licences", Title: "许可", Note: "快递业务经营许可证，每次发证（首次、延续、变更）一行，按企业、许可证号和有效期起日认定；登记过的许可不在导入中修改，终止和作废在许可证页面办理。", Columns: licenceColumns(today)},
		take:  takeLicence,
		end:   (*importPass).bringLicences,
		export: func(e *registerExport, each func([]string) error) error {
			for _, l := range e.licences {
				if firm, seen := e.codes[l.EnterpriseID]; seen && l.VoidedOn.IsZero() {
					if err := each(licenceCells(firm, l.Licence)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

var licenceTitles = licenceColumns(model.FirstDay)

func licenceCells(uscc string, l model.Licence) []string {
	c := licenceTitles
	areas := make([]string, len(l.Areas))
	for i, code := range l.Areas {
		if areas[i] = titleIn(c[4], code); areas[i] == code {
			areas[i] = areaTitle(code)
		}
	}
	return []string{
		uscc, l.Number, titleIn(c[2], string(l.Kind)), titlesOf(c[3], l.Scope), strings.Join(areas, between), l.DocumentNo,
		l.IssuedOn.String(), l.From.String(), l.Expires.String(), markOf(l.ID, l.Version),
	}
}

// importLicence is a row of a licence that waits for the others of its enterprise.
type importLicence struct {
	Row  *importRow
	firm *importFirm
	NewLicence
}

// takeLicence lets a new licence wait: the rows may stand in any order, and of which kind
// one may be depends on those before it.
func takeLicence(p *importPass, r *importRow) error {
	firm := p.firms[r.text("enterprise_id")]
	if l := known(firm, r); l != nil && p.scope.HasArea(firm.AreaCode) && r.differs(licenceCells(r.text("enterprise_id"), l.Licence)) == "" {
		r.once("number", string(l.ID))
		r.settle(true, true)
		return nil
	}
	r.shape()
	firm = p.firmOf(r)
	n := NewLicence{
		Kind: model.LicenceKind(r.choice("kind")), Number: r.text("number"), Scope: r.words("scope"), Areas: r.words("areas"),
		DocumentNo: r.text("document_no"), IssuedOn: r.day("issued_on"), From: r.day("from"), Expires: r.day("expires"), Reason: "批量导入 " + p.number,
	}
	if firm == nil {
		r.fields(n.check(p.today))
		r.settle(false, false)
		return nil
	}
	n.EnterpriseID = firm.ID
	if l := known(firm, r); l != nil {
		r.once("number", string(l.ID))
		if key := otherThan(l.Licence, n); key != "" {
			r.fault(key, "licence.fixed", "这次发证已经登记，内容与此不同；登记错了的，请先在许可证页面作废它，再导入")
		}
		r.settle(true, true)
		return nil
	}
	r.once("number", string(firm.ID)+"/"+n.Number+"/"+n.From.String())
	r.fields(n.check(p.today))
	for i, code := range n.Areas {
		if titleIn(r.sheet.Columns[4], code) == code && !areaCode.MatchString(code) {
			r.fault("areas", "area.unknown", fmt.Sprintf("第 %d 项不是区划名称，也不是 6 位或 9 位区划代码", i+1))
			break
		}
	}
	p.Licences = append(p.Licences, importLicence{r, firm, n})
	return nil
}

// known is the licence that a row of an enterprise is about, nil for a new one.
func known(firm *importFirm, r *importRow) *model.HeldLicence {
	if firm == nil {
		return nil
	}
	at := slices.IndexFunc(firm.licences, func(l model.HeldLicence) bool {
		return l.VoidedOn.IsZero() && (string(l.ID) == r.id || l.Number == r.text("number") && l.From == r.day("from"))
	})
	if at < 0 {
		return nil
	}
	return &firm.licences[at]
}

// otherThan is the first column in which a row is not what was registered.
func otherThan(l model.Licence, n NewLicence) string {
	switch {
	case l.Number != n.Number:
		return "number"
	case l.Kind != n.Kind:
		return "kind"
	case !slices.Equal(l.Scope, n.Scope):
		return "scope"
	case !slices.Equal(l.Areas, n.Areas):
		return "areas"
	case l.DocumentNo != n.DocumentNo:
		return "document_no"
	case l.IssuedOn != n.IssuedOn:
		return "issued_on"
	case l.From != n.From:
		return "from"
	case l.Expires != n.Expires:
		return "expires"
	}
	return ""
}

// bringLicences settles the new licences, each enterprise's in the order of their first days.
func (p *importPass) bringLicences() error {
	slices.SortStableFunc(p.Licences, func(a, b importLicence) int {
		if c := strings.Compare(a.firm.USCC, b.firm.USCC); c != 0 {
			return c
		}
		return a.From.Compare(b.From)
	})
	for _, waits := range p.Licences {
		if err := p.bringLicence(waits); err != nil {
			return err
		}
	}
	p.Licences = nil
	if !p.promotes() {
		return nil
	}
	for _, firm := range p.firms {
		if firm.licensed {
			if err := p.touch(firm); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *importPass) touch(firm *importFirm) error {
	is := firm.Enterprise
	if err := p.write.decide(func(w work) error { return w.TouchEnterprise(p.ctx, is) }); err != nil {
		return err
	}
	firm.Version, firm.licensed = firm.Version+1, false
	return nil
}

func (p *importPass) bringLicence(waits importLicence) error {
	r, firm, n := waits.Row, waits.firm, waits.NewLicence
	var fields model.FieldErrors
	if !r.faulty {
		n.checkKind(&fields, firm.licences)
	}
	r.fields(fields)
	if from, until, gapped := policy.LicenceGap(firm.licences, n.From); gapped && n.Kind != model.LicenceFirst && !r.faulty {
		r.warn("from", "licence.gap", saidOfGap(from, until)+"，其间备案的网点可能随之失效。日期填错了的，请改；确有中断的，确认时写明情况，随许可保存")
		n.GapReason = p.confirmed[warningKey(r.sheet.Title, int64(r.n), "from", "licence.gap")]
	}
	l := model.Licence{
		ID: model.LicenceID(r.newID()), EnterpriseID: firm.ID, Kind: n.Kind, Number: n.Number, Scope: n.Scope, Areas: n.Areas,
		DocumentNo: n.DocumentNo, Reason: n.reasonOf(firm.licences), IssuedOn: n.IssuedOn, From: n.From, Expires: n.Expires, LastDay: n.Expires,
		RecordedBy: p.actor.Name, Demo: firm.Demo, Version: 1,
	}
	if !r.faulty {
		p.doubt(r, l)
	}
	r.record = string(l.ID)
	r.settle(false, false)
	if r.faulty {
		return nil
	}
	if p.promotes() {
		l.CreatedAt, l.UpdatedAt = p.now(), p.now()
		err := p.write.decide(func(w work) error {
			row := l
			return w.AddLicence(p.ctx, &row)
		})
		if err != nil {
			return err
		}
		firm.licensed = true
	}
	p.holds(l)
	firm.licences = append(firm.licences, model.HeldLicence{Licence: l})
	inOrder(firm.licences)
	return nil
}

// doubt warns of what only looks wrong.
func (p *importPass) doubt(r *importRow, l model.Licence) {
	for _, w := range policy.LicenceWarnings(l) {
		r.warn(w.Field, "licence.odd_"+w.Field, w.Detail)
	}
	if holder := p.otherHolder(l); holder != "" {
		r.warn("number", "licence.number_of_another", "这个许可证号也登记在"+holder+"名下，请核对")
	}
}

// otherHolder names whoever else holds the number of a licence, as far as texts may tell; "" where nobody does.
func (p *importPass) otherHolder(l model.Licence) string {
	said := ""
	for _, holder := range p.holders[l.Number] {
		if firm := p.firmsByID[holder]; holder != l.EnterpriseID && p.told.HasArea(firm.AreaCode) {
			return firm.Name
		} else if holder != l.EnterpriseID {
			said = "另一家企业"
		}
	}
	return said
}

// inOrder puts licences in the order of their first days and tells each when the next begins.
func inOrder(licences []model.HeldLicence) {
	slices.SortStableFunc(licences, func(a, b model.HeldLicence) int { return a.From.Compare(b.From) })
	for i := range licences {
		licences[i].NextFrom = model.Date{}
		for _, later := range licences[i+1:] {
			if later.VoidedOn.IsZero() && later.From.After(licences[i].From) {
				licences[i].NextFrom = later.From
				break
			}
		}
	}
}
