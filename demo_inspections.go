package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// visit is one inspection from its plan to the publication of its result.
type visit struct {
	firm     int
	day      model.Date
	kind     model.InspectionKind
	drawn    bool
	team     []string
	findings []casework.FindingFacts
	i        model.Inspection
}

// planInspections visits every firm every fourth month, and leaves a few visits
// of the last days in each state on the way.
func (s *stage) planInspections() {
	quiet := s.last().AddMonths(-2)
	for first := s.start(); first.Before(s.last()); first = first.AddMonths(1) {
		for firm := range s.size.Firms {
			month := first.Year()*12 + int(first.Month())
			day := s.workday(first.AddDays(s.between(4, 26)))
			if (month+firm)%4 != 0 || day.After(s.last()) || firm >= s.size.Firms-2 && day.After(quiet) {
				continue
			}
			s.wholeVisit(s.newVisit(firm, day))
		}
	}
	for n := range 3 {
		coming := s.newVisit(5+n%2, s.workday(s.size.AsOf.AddDays(4+2*n)))
		coming.team[1] = "inspector6"
		if n == 0 { // whose screens the manual shows
			coming.team[0] = "inspector4"
		}
		s.on(s.backdays(3), s.planVisit(coming))
	}
	for n, steps := range []int{2, 3} { // recorded, confirmed
		v := s.newVisit(5+n, s.backdays(4))
		v.findings = s.findings(model.Minor)
		for n, step := range s.visitSteps(v)[:steps] {
			s.on(s.backdays(4-n), step)
		}
	}
}

func (s *stage) newVisit(firm int, day model.Date) *visit {
	first := s.between(1, 5)
	v := &visit{firm: firm, day: day, kind: model.InspectionDaily, drawn: true,
		team: []string{fmt.Sprintf("inspector%d", first), fmt.Sprintf("inspector%d", first%5+1)}}
	switch {
	case isClean(firm):
	case firm == repeatFirm:
		v.findings = append(s.findings(model.VerySerious), s.findings(model.Serious)...)
	case s.oneIn(8):
		v.kind, v.drawn, v.findings = model.InspectionClue, false, s.findings(model.Serious)
	case s.oneIn(2):
		v.findings = s.findings(model.Minor)
	case s.oneIn(5):
		v.kind, v.findings = model.InspectionSpecial, s.findings(model.Serious)
	}
	return v
}

// isClean holds for the firms nothing is ever found wrong with.
func isClean(firm int) bool { return firm%5 == otherClean || firm == cleanFirm }

var findingTexts = map[model.Severity][]casework.FindingFacts{
	model.Minor: {
		{Group: model.ItemNotices, Text: "演示：营业场所未公示服务种类和投诉电话", Basis: "快递暂行条例第二十一条"},
		{Group: model.ItemVehicles, Text: "演示：一辆投递车辆标识不清", Basis: "快递暂行条例第十七条"},
		{Group: model.ItemPackaging, Text: "演示：过度包装未整改", Basis: "邮件快件包装管理办法第十三条"},
		{Group: model.ItemDelivery, Text: "演示：未征得收件人同意投递至驿站", Basis: "快递市场管理办法第二十八条"},
	},
	model.Serious: {
		{Group: model.ItemAcceptance, Text: "演示：收寄台账缺少验视人签名", Basis: "邮件快件收寄验视规定第八条"},
		{Group: model.ItemRealName, Text: "演示：三件快件实名信息不完整", Basis: "邮件快件实名收寄管理办法第七条"},
		{Group: model.ItemEmergency, Text: "演示：未按预案开展应急演练", Basis: "快递暂行条例第三十七条"},
	},
	model.VerySerious: {
		{Group: model.ItemScreening, Text: "演示：安检机停用期间未采取替代措施", Basis: "邮政业安全监督管理办法第二十条"},
	},
	model.MostSerious: {
		{Group: model.ItemUserData, Text: "演示：面单信息批量外泄", Basis: "个人信息保护法第五十一条"},
	},
}

// findings is one finding of the class.
func (s *stage) findings(class model.Severity) []casework.FindingFacts {
	f := pick(s, findingTexts[class])
	f.Class = class
	return []casework.FindingFacts{f}
}

func (s *stage) wholeVisit(v *visit) {
	if v.firm == vetoFirm && v.day.After(s.last().AddMonths(-12)) && v.day.Before(s.last().AddMonths(-8)) {
		v.findings = s.findings(model.MostSerious)
	}
	steps := s.visitSteps(v)
	for n, wait := range []int{-6, 0, 3, 10} {
		s.on(s.workday(v.day.AddDays(wait)), steps[n])
	}
	if v.firm != repeatFirm || v.day.Before(s.last().AddMonths(-3)) {
		s.on(s.workday(v.day.AddDays(s.between(14, 28))), s.rectify(v))
	}
}

// visitSteps are plan, result, confirmation and publication.
func (s *stage) visitSteps(v *visit) []func() error {
	return []func() error{s.planVisit(v), s.recordVisit(v), s.confirmVisit(v), s.publishVisit(v)}
}

func (s *stage) planVisit(v *visit) func() error {
	return func() (err error) {
		officers := []model.UserID{s.people[v.team[0]].UserID, s.people[v.team[1]].UserID}
		v.i, err = s.desk.PlanInspection(s.ctx, s.by(v.team[0], 0), s.firms[v.firm].ID, casework.InspectionPlan{
			Kind: v.kind, Basis: "演示：年度随机抽查计划", Drawn: v.drawn, PlannedOn: v.day, Officers: officers,
		})
		return err
	}
}

func (s *stage) recordVisit(v *visit) func() error {
	return func() (err error) {
		result := casework.InspectionResult{InspectedOn: s.today(), Units: int64(s.between(1, 4)), Result: model.ResultClean}
		for _, f := range v.findings {
			f.RectifyBy = s.today().AddDays(30)
			result.Findings, result.Result = append(result.Findings, f), model.ResultCorrected
			if f.Class == model.MostSerious {
				result.Result = model.ResultFollowUp
			}
		}
		if v.firm == repeatFirm {
			result.Units = 1
		}
		v.i, err = s.desk.RecordInspection(s.ctx, s.by(v.team[0], v.i.Version), v.i.ID, result)
		return err
	}
}

func (s *stage) confirmVisit(v *visit) func() error {
	return func() (err error) {
		v.i, err = s.desk.ConfirmInspection(s.ctx, s.by(pick(s, []string{"legal", "chief"}), v.i.Version), v.i.ID)
		return err
	}
}

func (s *stage) publishVisit(v *visit) func() error {
	return func() error {
		_, err := s.publicised(v.team[0], model.PublishedResult, string(v.i.ID), casework.PublicationFacts{})
		if err == nil {
			v.i, err = s.desk.Store.Inspection(s.ctx, store.Everything(), v.i.ID)
		}
		return err
	}
}

// rectify notes that everything found was put right.
func (s *stage) rectify(v *visit) func() error {
	return func() (err error) {
		for _, f := range v.i.Findings {
			if v.i, err = s.desk.RectifyFinding(s.ctx, s.by(v.team[0], v.i.Version), v.i.ID, f.ID, s.today()); err != nil {
				return err
			}
		}
		return s.corrected(model.PublishedResult, string(v.i.ID))
	}
}
