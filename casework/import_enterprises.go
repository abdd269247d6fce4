package casework

import (
	"cmp"
	"errors"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
)

// registerSheets are the kinds of records that a file of the register brings, in the
// order in which they point to each other.
func registerSheets(today model.Date) []importSheet {
	return []importSheet{enterpriseSheet(today), licenceSheet(today), branchSheet(today), endPointSheet(today)}
}

// areaChoices are the district and its divisions of the day.
func areaChoices(today model.Date) []model.Choice {
	choices := []model.Choice{{Value: districtCode, Title: "武隆区"}}
	for _, area := range reference.AreasOn(today) {
		if area.Code != districtCode {
			choices = append(choices, model.Choice{Value: area.Code, Title: area.Name})
		}
	}
	return choices
}

func enterpriseColumns(today model.Date) []model.SheetColumn {
	return []model.SheetColumn{
		{Key: "uscc", Title: "统一社会信用代码", Kind: model.CellCode, Required: true, Width: 22, Longest: 18, Note: "18 位，按 GB 32100 核对校验位；校验位不符的可以导入，但须有人逐项确认。"},
		{Key: "name", Title: "企业名称", Kind: model.CellText, Required: true, Width: 32, Least: 2, Longest: 100, Note: "营业执照上的全称。"},
		{Key: "brand", Title: "品牌", Kind: model.CellText, Width: 12, Longest: 30, Note: "如“顺达”；没有的留空。"},
		{Key: "area_code", Title: "所在区划", Kind: model.CellChoice, Required: true, Width: 16, Choices: areaChoices(today), Note: "从下拉列表中选街道乡镇。"},
		{Key: "address", Title: "地址", Kind: model.CellText, Required: true, Width: 36, Least: 2, Longest: 150, Note: "门牌号写全。"},
		{Key: "representative", Title: "法定代表人", Kind: model.CellText, Width: 14, Longest: 30, Note: "没有的留空。"},
		{Key: "service_phone", Title: "服务电话", Kind: model.CellCode, Width: 16, Longest: 30, Note: "带区号，如 023-77700000。"},
		{Key: "status", Title: "状态", Kind: model.CellChoice, Width: 10, Choices: []model.Choice{
			{Value: string(model.EnterpriseActive), Title: "存续"}, {Value: string(model.EnterpriseSuspended), Title: "停业"}, {Value: string(model.EnterpriseClosed), Title: "注销"},
		}, Blank: "存续", Note: "留空为存续。"},
		recordMark,
	}
}

func enterpriseSheet(today model.Date) importSheet {
	return importSheet{
		Sheet: model.Sheet{Noun: "enterprises", Title: "企业", Note: "取得快递业务经营许可的企业，每家一行，按统一社会信用代码认定；代码已在登记簿里的，这一行修改它。", Columns: enterpriseColumns(today)},
		take:  takeEnterprise,
		export: func(e *registerExport, each func([]string) error) error {
			for _, firm := range e.firms {
				if err := each(enterpriseCells(firm)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

var enterpriseTitles = enterpriseColumns(model.FirstDay)

func enterpriseCells(e model.Enterprise) []string {
	return []string{
		e.USCC, e.Name, e.Brand, areaTitle(e.AreaCode), e.Address, e.Representative, e.ServicePhone,
		titleIn(enterpriseTitles[7], string(e.Status)), markOf(e.ID, e.Version),
	}
}

// areaTitle is what a cell says for an area, its code where it is none of today's.
func areaTitle(code string) string {
	if code == districtCode {
		return "武隆区"
	}
	areas := reference.Areas()
	if at := slices.IndexFunc(areas, func(a model.Area) bool { return a.Code == code }); at >= 0 {
		return areas[at].Name
	}
	return code
}

func takeEnterprise(p *importPass, r *importRow) error {
	known := p.firms[r.text("uscc")]
	if known != nil && p.scope.HasArea(known.AreaCode) && r.differs(enterpriseCells(known.Enterprise)) == "" {
		r.once("uscc", known.USCC)
		r.settle(true, true)
		return nil
	}
	r.shape()
	facts := EnterpriseFacts{
		USCC: r.text("uscc"), Name: r.text("name"), Brand: r.text("brand"), AreaCode: r.choice("area_code"), Address: r.text("address"),
		Representative: r.text("representative"), ServicePhone: r.text("service_phone"),
		Status: model.EnterpriseStatus(cmp.Or(r.choice("status"), string(model.EnterpriseActive))),
	}
	wrong := model.FieldsOf(facts.check(p.today))
	var code *model.Error
	if errors.As(policy.CheckUSCC(facts.USCC), &code) && code.Reason == "uscc.check_digit" {
		wrong = slices.DeleteFunc(wrong, func(f model.FieldError) bool { return f.Pointer == "/uscc" })
		if known == nil {
			r.warn("uscc", code.Reason, code.Detail+"；确认代码与营业执照一致后可以导入")
		}
	}
	r.fields(wrong)
	r.once("uscc", facts.USCC)
	r.inArea(facts.AreaCode)
	e := model.Enterprise{ID: model.EnterpriseID(r.newID()), USCC: facts.USCC, Version: 1}
	switch moved := p.firmsByID[model.EnterpriseID(r.id)]; {
	case known == nil && moved != nil && p.scope.HasArea(moved.AreaCode):
		r.fault("uscc", "uscc.fixed", "统一社会信用代码不能修改；登记错了代码的企业，请新增一行并把原来的改为注销")
	case known != nil && !p.scope.HasArea(known.AreaCode):
		r.fault("uscc", "enterprise.uscc_taken", "该统一社会信用代码已登记，不在您的辖区内")
	case known != nil:
		e = known.Enterprise
		r.fresh(string(e.ID), e.Version)
	}
	was := e
	facts.apply(&e)
	if known != nil && e.Status == model.EnterpriseClosed && was.Status != model.EnterpriseClosed {
		r.warn("status", "enterprise.closing", "企业将改为注销，它的网点备案随后由系统按失效办理；确认已经注销再入库")
	}
	if known != nil {
		r.fields(model.FieldsOf(mayReopen(was.Status, e.Status)))
	}
	r.record = string(e.ID)
	r.settle(known != nil, known != nil && e == was)
	if r.faulty || known != nil && e == was {
		return nil
	}
	return p.bringEnterprise(known, e)
}

// bringEnterprise lets the rows that follow see an enterprise, and writes it in a promotion.
func (p *importPass) bringEnterprise(known *importFirm, e model.Enterprise) error {
	if p.promotes() {
		if known == nil {
			e.CreatedAt, e.UpdatedAt, e.Demo = p.now(), p.now(), p.write.demo
		}
		isNew, holds, is := known == nil, known == nil || known.Brand != e.Brand, e
		err := p.write.decide(func(w work) (err error) {
			e := is
			if isNew {
				err = w.AddEnterprise(p.ctx, &e)
			} else {
				e, err = w.ChangeEnterprise(p.ctx, e)
			}
			if err == nil && holds {
				err = w.holdBrand(p.ctx, e)
			}
			return err
		})
		if err != nil {
			return err
		}
		if known != nil {
			e.Version++
		}
	}
	if known != nil {
		p.rename(known, e.Name)
		known.Enterprise, known.agreements = e, nil
		return nil
	}
	p.keepFirm(&importFirm{Enterprise: e})
	return nil
}

// rename lets the rows that follow name a firm by its new name only.
func (p *importPass) rename(firm *importFirm, name string) {
	if firm.Name == name {
		return
	}
	p.firmNames[firm.Name] = slices.DeleteFunc(p.firmNames[firm.Name], func(f *importFirm) bool { return f == firm })
	p.firmNames[name] = append(p.firmNames[name], firm)
	p.renamed[firm.Name] = name
}
