package casework

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

// A number of more digits would leave no room after it in its series.
var localSerial = regexp.MustCompile(`^\d{6}-\d{4}-\d{4,6}$`)

// premisesIn is the address of a row in one spelling, within its township.
func premisesIn(r *importRow) string {
	return store.PremisesOf(model.EndPoint{AreaCode: r.choice("area_code"), Address: r.text("address")})
}

func takeEndPoint(p *importPass, r *importRow) error {
	if at, found := p.Places.of(p, r); found {
		e, readable := p.Existing[p.Places.Rows[at].ID]
		if readable {
			return p.takeKnownEndPoint(r, e)
		}
		if p.Places.Rows[at].Version > 0 { // one of the register, elsewhere
			r.fault("name", "area.foreign", "这个网点已经登记，不在您的辖区内")
		} else {
			r.fault("name", "row.doubled", "与这份文件里前面的一行是同一个网点")
		}
		r.shape()
		r.settle(true, false)
		return nil
	}
	return p.takeNewEndPoint(r)
}

// takeKnownEndPoint changes a draft or a filing under correction; others change by acts of their own.
func (p *importPass) takeKnownEndPoint(r *importRow, e model.EndPoint) error {
	r.once("name", string(e.ID))
	differs := r.differs(endPointCells(p.codeOf(e.EnterpriseID), p.directoryNo(e.BranchID), e))
	if differs == "" {
		r.settle(true, true)
		return nil
	}
	r.shape()
	firm, is := p.firmOf(r), e
	facts := r.endPointFacts()
	facts.keepMasked(e)
	r.checkBrands(facts.Brands)
	r.fields(facts.check(p.today))
	r.inArea(facts.AreaCode)
	r.fresh(string(e.ID), e.Version)
	if firm != nil && firm.ID != e.EnterpriseID {
		r.fault("enterprise_id", "endpoint.of_another", "开办企业不能修改；换了开办者的，请由新开办者另行备案")
	}
	facts.BranchID = p.branchIn(r, e.EnterpriseID)
	if refusal := changeEndPoint.refusal(e.Status, endPointStates); refusal != "" {
		r.fault(differs, "endpoint.wrong_state", refusal+"；已备案的请在网点页面办理变更备案")
	} else {
		r.keepsState(e)
	}
	facts.apply(&is)
	same := slices.Equal(endPointCells("", "", e), endPointCells("", "", is)) && is.BranchID == e.BranchID && clearOf(e) == clearOf(is)
	r.record = string(e.ID)
	r.settle(true, same)
	if r.faulty || same || !p.promotes() {
		return nil
	}
	if p.actor.EnterpriseID == "" {
		is.EnteredBy = is.EnteredBy.With(p.actor.UserID)
	}
	return p.write.decide(func(w work) error {
		changed, err := w.ChangeEndPoint(p.ctx, is)
		if err != nil {
			return err
		}
		return w.keepClocks(p.ctx, endPointClocks(changed))
	})
}

// clearOf is what cells mask, in clear, to be compared only.
func clearOf(e model.EndPoint) [3]string {
	return [3]string{string(e.ManagerName), string(e.ManagerID), string(e.ManagerPhone)}
}

// keepsState faults a row that would move a filing on: that takes an act.
func (r *importRow) keepsState(e model.EndPoint) {
	for key, is := range map[string]string{
		"status": string(e.Status), "filed_on": e.FiledOn.String(), "local_serial": string(e.LocalSerial), "national_receipt_no": e.NationalReceiptNo,
	} {
		at, column := r.column(key)
		if normal(column, r.cells[at]) != is {
			r.fault(key, "endpoint.step", "已在登记簿里的网点，备案状态、日期和编号不在导入中修改，请在网点页面办理")
		}
	}
}

func (p *importPass) directoryNo(id model.BranchID) string {
	if b := p.BranchByID[id]; b != nil {
		return b.DirectoryNo
	}
	return ""
}

// branchIn is the branch that a row names; one that is not the opener's is a fault.
func (p *importPass) branchIn(r *importRow, opener model.EnterpriseID) model.BranchID {
	no := r.text("branch_id")
	if no == "" {
		return ""
	}
	b := p.Branches[no]
	if b == nil || b.EnterpriseID != opener {
		r.fault("branch_id", "branch.unknown", "这家企业没有这个名录编号的分支机构")
		return ""
	}
	return b.ID
}

// takeNewEndPoint starts a filing, or enters one that was made before.
func (p *importPass) takeNewEndPoint(r *importRow) error {
	r.shape()
	firm, facts := p.firmOf(r), r.endPointFacts()
	r.checkBrands(facts.Brands)
	r.fields(facts.check(p.today))
	r.inArea(facts.AreaCode)
	e := model.EndPoint{
		ID: model.EndPointID(r.newID()), Status: model.EndPointStatus(r.choice("status")), Checks: model.Decision{Lines: []model.DecisionLine{}}, Version: 1,
	}
	if firm != nil {
		facts.BranchID = p.branchIn(r, firm.ID)
		e.EnterpriseID, e.EnterpriseName, e.Demo = firm.ID, firm.Name, firm.Demo
		var refused *model.Error
		if errors.As(policy.CanFileFor(firm.Enterprise, firm.licences, p.today), &refused) {
			r.fault("enterprise_id", refused.Reason, refused.Detail)
		}
	}
	facts.apply(&e)
	if p.actor.EnterpriseID == "" {
		e.EnteredBy = e.EnteredBy.With(p.actor.UserID)
	}
	switch e.Status {
	case model.EndPointFiled:
		if err := p.enterFiled(r, firm, &e); err != nil {
			return err
		}
	case model.EndPointDraft:
		for _, key := range []string{"filed_on", "local_serial", "national_receipt_no"} {
			if r.text(key) != "" {
				r.fault(key, "endpoint.not_filed", "草稿还没有备案，请留空；已经备案的请把备案状态填为“已备案”")
			}
		}
	default:
		r.fault("status", "endpoint.new_state", "新增的网点只能是“草稿”或“已备案”")
	}
	r.record = string(e.ID)
	r.settle(false, false)
	if r.faulty {
		return nil
	}
	seen := e
	seen.Version = 0 // of the file, not yet of the register
	p.Places.add(seen)
	if !p.promotes() {
		return nil
	}
	e.CreatedAt, e.UpdatedAt = p.now(), p.now()
	p.Pending = append(p.Pending, &e)
	return p.bringWhen(importBatchRows)
}

// columnOfRule is the column that a rule of filings is about.
var columnOfRule = map[string]string{
	"FILING-OPENER": "enterprise_id", policy.FilingBranch: "branch_id", "FILING-SCOPE": "scope", "FILING-AREA": "area_code", "FILING-TERM": "enterprise_id",
	policy.FilingPremises: "address",
}

// enterFiled checks a filing that was made before by the rules by which one is accepted today.
func (p *importPass) enterFiled(r *importRow, firm *importFirm, e *model.EndPoint) error {
	e.FiledOn, e.LocalSerial, e.NationalReceiptNo = r.day("filed_on"), model.Serial(r.text("local_serial")), r.text("national_receipt_no")
	missing := model.FieldsOf(completeEndPoint(*e, p.today))
	for i := range missing {
		missing[i].Detail = strings.Replace(missing[i].Detail, "提交前请填写", "备案状态为“已备案”的，请填写", 1)
	}
	r.fields(missing)
	var fields model.FieldErrors
	checkDay(&fields, "/filed_on", e.FiledOn, e.OpenedOn, p.today)
	r.fields(fields)
	if e.LocalSerial != "" && !localSerial.MatchString(string(e.LocalSerial)) {
		r.fault("local_serial", "endpoint.serial_form", "本地备案号应写作“区县代码-年份-序号”，序号 4 至 6 位，如 500156-2026-0001")
	} else if series := endPointSeries(e.AreaCode, e.FiledOn); e.LocalSerial != "" && !e.FiledOn.IsZero() && !strings.HasPrefix(string(e.LocalSerial), series) {
		r.fault("local_serial", "endpoint.serial_series", "按所在区县和备案日期，本地备案号应以 "+series+" 开头")
	}
	if r.faulty || firm == nil {
		return nil
	}
	e.FirstSubmittedOn, e.SubmittedOn = e.FiledOn, e.FiledOn
	agreements, err := p.agreementsOf(firm)
	if err != nil {
		return err
	}
	facts := policy.FilingFacts{
		EndPoint: *e, Opener: firm.Enterprise, Licences: firm.licences, Agreements: agreements, Branch: p.BranchByID[e.BranchID],
		Near: p.Places.near(*e), AreaNames: p.areaNames, Grounds: reference.Schematic(), Before: true,
	}
	e.Checks = policy.CheckFiling(facts, p.today)
	for _, line := range e.Checks.Failed() {
		r.fault(columnOfRule[line.RuleID], "endpoint.check_failed", line.Title+"："+p.seenBy(line, facts))
	}
	e.ValidUntil, e.PremisesClaim = facts.End(p.today), store.ClaimOf(*e)
	return nil
}

// seenBy is what a rule saw, without the names of what texts may not tell of.
func (p *importPass) seenBy(line model.DecisionLine, facts policy.FilingFacts) string {
	switch own := facts.OwnNear(); {
	case line.RuleID == policy.FilingPremises && len(own) > 0 && !p.told.HasArea(own[0].AreaCode):
		return "已有另一处网点的备案"
	case line.RuleID == policy.FilingBranch && facts.Branch != nil && !p.told.HasArea(facts.Branch.AreaCode):
		return "所填名录编号的分支机构现在不能开办网点"
	}
	return line.Seen
}

// agreementsOf are the brands that an enterprise holds, with that which its row will make.
func (p *importPass) agreementsOf(firm *importFirm) ([]model.HeldBrandAgreement, error) {
	if firm.agreements == nil {
		held, err := p.reader.BrandAgreementsOf(p.ctx, firm.ID)
		if err != nil {
			return nil, err
		}
		if model.BrandKey(firm.Brand) != "" && !policy.HoldsBrand(held, firm.Brand, p.today) {
			own := model.HeldBrandAgreement{}
			own.Brand, own.BrandKey, own.From = firm.Brand, model.BrandKey(firm.Brand), p.today
			held = append(held, own)
		}
		firm.agreements = held
	}
	return firm.agreements, nil
}

// bringWhen writes the filings that wait once there are so many.
func (p *importPass) bringWhen(many int) error {
	if len(p.Pending) < many {
		return nil
	}
	return p.bringPending()
}

// bringPending writes the filings that wait and starts their clocks.
func (p *importPass) bringPending() error {
	pending := p.Pending
	p.Pending = nil
	if len(pending) == 0 || p.wrong > 0 { // a promotion with a fault is taken back
		return nil
	}
	var clocks []*model.Clock
	var holders []*model.ClockHolder
	for _, e := range pending {
		if err := p.giveSerial(e); err != nil {
			return err
		}
		asked := endPointClocks(*e)
		for _, duty := range asked.duties {
			c, err := p.terms.newClock(asked, duty, p.now())
			if model.KindOf(err) == model.Conflict { // before the deadline table: it has no rule
				continue
			}
			if err != nil {
				return err
			}
			clocks, holders = append(clocks, &c), append(holders, holderOf(c, c.StartOn, p.now()))
		}
	}
	return p.write.bring(func(w work) error {
		if err := w.AddEndPoints(p.ctx, pending); err != nil {
			return err
		}
		return w.StartClocks(p.ctx, clocks, holders)
	})
}

// giveSerial gives a filing of before that has none the next serial of its county and year,
// after those that the register and the file have.
func (p *importPass) giveSerial(e *model.EndPoint) error {
	if e.Status != model.EndPointFiled || e.LocalSerial != "" {
		return nil
	}
	series := endPointSeries(e.AreaCode, e.FiledOn)
	if _, known := p.serials[series]; !known {
		last, err := p.reader.LastSerial(p.ctx, series)
		if err != nil {
			return err
		}
		p.serials[series] = max(last.Number(series), p.given[series])
	}
	p.serials[series]++
	e.LocalSerial = model.NewSerial(series, p.serials[series])
	return nil
}

// noteSerials looks which serials the file itself gives, so that none is given twice.
func (p *importPass) noteSerials(staged []model.SheetRow) error {
	for _, s := range staged {
		sheet := p.sheets[s.Sheet]
		if sheet.Noun != "endpoints" {
			continue
		}
		serial := halfWidth(s.Cells[sheet.Column("local_serial")])
		if localSerial.MatchString(serial) {
			series := serial[:len("500156-2026-")]
			p.given[series] = max(p.given[series], model.Serial(serial).Number(series))
		}
	}
	return nil
}
