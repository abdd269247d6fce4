package casework

import (
	"cmp"

	"yijian/model"
)

func branchColumns(today model.Date) []model.SheetColumn {
	return []model.SheetColumn{
		{Key: "directory_no", Title: "名录编号", Kind: model.CellCode, Required: true, Width: 18, Longest: 60, Note: "分支机构名录上的编号。"},
		{Key: "enterprise_id", Title: "企业统一社会信用代码", Kind: model.CellCode, Required: true, Width: 22, Longest: 100, Note: "登记簿里或“企业”表里的企业；也可以填企业全称。"},
		{Key: "name", Title: "分支机构名称", Kind: model.CellText, Required: true, Width: 30, Least: 2, Longest: 100, Note: "全称。"},
		{Key: "area_code", Title: "所在区划", Kind: model.CellChoice, Required: true, Width: 16, Choices: areaChoices(today), Note: "从下拉列表中选街道乡镇。"},
		{Key: "address", Title: "地址", Kind: model.CellText, Required: true, Width: 36, Least: 2, Longest: 150, Note: "门牌号写全。"},
		{Key: "responsible_name", Title: "负责人", Kind: model.CellText, Required: true, Width: 12, Longest: 30, Note: "姓名；导出的文件里只有部分内容，原样导入即保持不变。"},
		{Key: "service_phone", Title: "服务电话", Kind: model.CellCode, Width: 16, Longest: 30, Note: "带区号；没有的留空。"},
		{Key: "authority_no", Title: "法人授权书文号", Kind: model.CellText, Required: true, Width: 18, Longest: 100, Note: "企业授权文件的文号。"},
		{Key: "authorised_from", Title: "授权自", Kind: model.CellDay, Required: true, Width: 13, Note: "如 2026-01-02。"},
		{Key: "authorised_until", Title: "授权至", Kind: model.CellDay, Width: 13, Note: "没有期限的留空。"},
		{Key: "entered_on", Title: "列入名录日期", Kind: model.CellDay, Required: true, Width: 14, Note: "如 2026-01-02。"},
		{Key: "valid_until", Title: "名录有效期至", Kind: model.CellDay, Width: 14, Note: "没有期限的留空。"},
		{Key: "reason", Title: "说明", Kind: model.CellText, Width: 24, Longest: 400, Note: "列入或变更的依据；留空则保持原来的，新列入的记为批量导入。"},
		recordMark,
	}
}

func branchSheet(today model.Date) importSheet {
	return importSheet{
		Sheet: model.Sheet{Noun: "branches", Title: "分支机构", Note: "列入名录的分支机构，每个一行，按名录编号认定；编号已在名录里的，这一行修改它。名录失效在分支机构页面办理。", Columns: branchColumns(today)},
		take:  takeBranch,
		export: func(e *registerExport, each func([]string) error) error {
			for _, b := range e.Branches {
				if firm, seen := e.codes[b.EnterpriseID]; seen {
					if err := each(branchCells(firm, b)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func branchCells(uscc string, b model.Branch) []string {
	return []string{
		b.DirectoryNo, uscc, b.Name, areaTitle(b.AreaCode), b.Address, b.ResponsibleName.String(), b.ServicePhone, b.AuthorityNo,
		b.AuthorisedFrom.String(), b.AuthorisedUntil.String(), b.EnteredOn.String(), b.Until.String(), b.Reason, markOf(b.ID, b.Version),
	}
}

func takeBranch(p *importPass, r *importRow) error {
	b := p.Branches[r.text("directory_no")]
	marked := p.BranchByID[model.BranchID(r.id)]
	if b == nil {
		b = marked // a corrected directory number
	}
	if b != nil && p.scope.HasArea(b.AreaCode) && r.differs(branchCells(p.codeOf(b.EnterpriseID), *b)) == "" {
		r.once("directory_no", b.DirectoryNo)
		r.settle(true, true)
		return nil
	}
	r.shape()
	firm := p.firmOf(r)
	facts := BranchFacts{
		DirectoryNo: r.text("directory_no"), Name: r.text("name"), AreaCode: r.choice("area_code"), Address: r.text("address"),
		ResponsibleName: model.PersonName(r.text("responsible_name")), ServicePhone: r.text("service_phone"), AuthorityNo: r.text("authority_no"),
		AuthorisedFrom: r.day("authorised_from"), AuthorisedUntil: r.day("authorised_until"), EnteredOn: r.day("entered_on"),
		ValidUntil: r.day("valid_until"), Reason: r.text("reason"),
	}
	is := model.Branch{ID: model.BranchID(r.newID()), Version: 1}
	if b != nil {
		is = *b
		facts.ResponsibleName, facts.Reason = facts.ResponsibleName.Or(b.ResponsibleName), cmp.Or(facts.Reason, b.Reason)
	}
	facts.Reason = cmp.Or(facts.Reason, "批量导入 "+p.number)
	r.fields(facts.check(p.today))
	r.once("directory_no", facts.DirectoryNo)
	r.inArea(facts.AreaCode)
	facts.apply(&is)
	same := b != nil && is == *b
	if b != nil {
		p.mayChangeBranch(r, firm, *b, same)
	}
	r.record = string(is.ID)
	r.settle(b != nil, same)
	if r.faulty || same || firm == nil {
		return nil
	}
	if b == nil {
		is.EnterpriseID, is.RecordedBy, is.Demo = firm.ID, p.actor.Name, firm.Demo
	}
	return p.bringBranch(b, is)
}

func (p *importPass) mayChangeBranch(r *importRow, firm *importFirm, b model.Branch, same bool) {
	if !p.scope.HasArea(b.AreaCode) {
		r.fault("directory_no", "branch.directory_no_taken", "这个名录编号已经登记，不在您的辖区内")
		return
	}
	r.fresh(string(b.ID), b.Version)
	switch {
	case firm != nil && firm.ID != b.EnterpriseID:
		r.fault("enterprise_id", "branch.of_another", "这个名录编号已经登记在另一家企业名下")
	case !b.InvalidFrom.IsZero() && !same:
		r.fault("directory_no", "branch.invalid", "这个分支机构已经登记名录失效，不能再修改")
	}
}

// codeOf is the code by which an enterprise is known.
func (p *importPass) codeOf(id model.EnterpriseID) string {
	if firm := p.firmsByID[id]; firm != nil {
		return firm.USCC
	}
	return ""
}

// bringBranch lets the rows that follow see a branch, and writes it in a promotion.
func (p *importPass) bringBranch(b *model.Branch, is model.Branch) error {
	if p.promotes() {
		if b == nil {
			is.CreatedAt, is.UpdatedAt = p.now(), p.now()
		}
		isNew, row := b == nil, is
		err := p.write.decide(func(w work) (err error) {
			row := row
			if isNew {
				return w.AddBranch(p.ctx, &row)
			}
			_, err = w.ChangeBranch(p.ctx, row)
			return err
		})
		if err != nil {
			return err
		}
		if b != nil {
			is.Version++
		}
	}
	if b != nil {
		delete(p.Branches, b.DirectoryNo)
	}
	p.Branches[is.DirectoryNo], p.BranchByID[is.ID] = &is, &is
	return nil
}
