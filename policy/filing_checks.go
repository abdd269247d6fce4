package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
)

// FilingFacts is what a filing is checked against: its opener with the licences and the
// agreements about brands, the branch that opens it if one does, what else stands at its premises, the notes of its
// materials, the names and grounds of the townships, and the last day on which it was in time.
type FilingFacts struct {
	EndPoint   model.EndPoint
	Opener     model.Enterprise
	Licences   []model.HeldLicence
	Agreements []model.HeldBrandAgreement
	Branch     *model.Branch
	Near       []model.EndPoint
	Materials  []string
	AreaNames  map[string]string
	Grounds    []model.Ground // of the townships, on the schematic map
	DueOn      model.Date
	ClosedOn   model.Date // when the opener, where it is closed, was entered as such; zero where that is not known
	Before     bool       // filed before the platform was used: when it was handed in is not known
}

type filingRule = Rule[FilingFacts]

var filingTermBasis = model.Basis{Document: "快递暂行条例", Version: "2025年修订", Article: "19"}

// Rule identifiers that acts ask for by name.
const (
	FilingBranch    = "FILING-BRANCH"
	FilingPremises  = "FILING-PREMISES"
	FilingPhone     = "FILING-PHONE"
	FilingBrand     = "FILING-BRAND"
	FilingMaterials = "FILING-MATERIALS"
)

// filingRules are asked when a filing is handed in and when it is accepted. Those that
// advise are told and forbid nothing.
var filingRules = []filingRule{
	{
		ID: "FILING-OPENER", Title: "开办者当日持有效许可", Basis: FilingBasis,
		Holds: func(f FilingFacts, day model.Date) bool { return CanFileFor(f.Opener, f.Licences, day) == nil },
		Seen:  openerSeen,
	},
	{
		ID: FilingBranch, Title: "由分支机构开办的，分支机构列入名录并获授权", Basis: FilingBasis,
		Beside: func(f FilingFacts) bool { return f.EndPoint.BranchID == "" },
		Holds: func(f FilingFacts, day model.Date) bool {
			return f.EndPoint.BranchID == "" || f.Branch != nil && StateOfBranch(*f.Branch, day) == BranchValid
		},
		Seen: branchSeen,
	},
	{
		ID: "FILING-SCOPE", Title: "经营范围不超过许可的业务范围", Basis: FilingBasis,
		Holds: func(f FilingFacts, day model.Date) bool { return len(beyondScope(f, day)) == 0 },
		Seen:  scopeSeen,
	},
	{
		ID: "FILING-AREA", Title: "地点在许可的地域范围内", Basis: FilingBasis,
		Holds: func(f FilingFacts, day model.Date) bool {
			licence, _ := LicenceOn(f.Licences, day)
			return len(licence.Areas) == 0 || AreaWithin(licence.Areas, f.EndPoint.AreaCode)
		},
		Seen: areaSeen,
	},
	{
		ID: "FILING-TERM", Title: "备案有效期不超过许可有效期", Basis: FilingBasis,
		Holds: func(f FilingFacts, day model.Date) bool { return !f.End(day).Before(day) },
		Seen: func(f FilingFacts, day model.Date) string {
			if end := f.End(day); !end.IsZero() {
				return "备案有效期至" + end.String()
			}
			return "没有可依据的许可有效期"
		},
	},
	{
		ID: FilingPremises, Title: "同一开办者没有在同一场所重复备案", Basis: FilingBasis,
		Holds: func(f FilingFacts, _ model.Date) bool { return len(f.OwnNear()) == 0 },
		Seen:  premisesSeen,
	},
	{
		ID: "FILING-TIME", Title: "自开办之日起20日内提交", Basis: filingTermBasis, Advises: true,
		Holds: func(f FilingFacts, day model.Date) bool { return FilingLateBy(f, day) <= 0 },
		Seen: func(f FilingFacts, day model.Date) string {
			if late := FilingLateBy(f, day); late > 0 {
				return fmt.Sprintf("%s开办，应在%s以前提交，迟了%d日，记入履责记录", f.EndPoint.OpenedOn, f.DueOn, late)
			}
			if f.Before {
				return "使用本平台以前备案，提交日期不详，不判断是否逾期"
			}
			if f.DueOn.IsZero() {
				return "期限不能推算"
			}
			return fmt.Sprintf("%s开办，期限到%s", f.EndPoint.OpenedOn, f.DueOn)
		},
	},
	filingPlace,
	{
		ID: FilingPhone, Title: "对外公示的服务电话不是负责人的电话", Basis: platformDefault("服务电话对外公示"), Advises: true,
		Holds: func(f FilingFacts, _ model.Date) bool {
			return !samePhone(f.EndPoint.ServicePhone, string(f.EndPoint.ManagerPhone))
		},
		Seen: func(f FilingFacts, _ model.Date) string {
			switch {
			case f.EndPoint.ServicePhone == "":
				return "还没有填服务电话"
			case samePhone(f.EndPoint.ServicePhone, string(f.EndPoint.ManagerPhone)):
				return "服务电话与负责人电话相同，备案后会对外公示；请改填门店的电话"
			}
			return "服务电话" + f.EndPoint.ServicePhone + "，与负责人电话不同"
		},
	},
	{
		ID: FilingBrand, Title: "开办者对每个品牌都有有效的品牌协议", Basis: BrandBasis, Advises: true,
		Holds: func(f FilingFacts, day model.Date) bool { return len(brandsUnheld(f, day)) == 0 },
		Seen:  brandSeen,
	},
	{
		ID: FilingMaterials, Title: "材料齐全", Basis: FilingBasis, Advises: true,
		Holds: func(f FilingFacts, _ model.Date) bool { _, missing := materialsOf(f); return len(missing) == 0 },
		Seen: func(f FilingFacts, _ model.Date) string {
			there, missing := materialsOf(f)
			return "已有：" + orNone(there) + "；缺少：" + orNone(missing)
		},
	},
}

// CheckFiling asks every rule about a filing on a day.
func CheckFiling(facts FilingFacts, day model.Date) model.Decision {
	return Decide(filingRules, facts, day)
}

func openerSeen(f FilingFacts, day model.Date) string {
	if err := CanFileFor(f.Opener, f.Licences, day); err != nil {
		return model.DetailOf(err)
	}
	licence, _ := LicenceOn(f.Licences, day)
	return fmt.Sprintf("%s，许可证%s，有效期至%s", f.Opener.Name, licence.Number, licence.LastDay)
}

var branchWords = map[BranchState]string{
	BranchValid: "有效", BranchEarly: "尚未列入", BranchExpired: "名录已到期", BranchUnauthorised: "不在授权期内", BranchInvalid: "名录已失效",
}

func branchSeen(f FilingFacts, day model.Date) string {
	switch {
	case f.EndPoint.BranchID == "":
		return "由企业直接开办"
	case f.Branch == nil:
		return "名录中没有这个分支机构"
	}
	return fmt.Sprintf("%s（%s），%s", f.Branch.Name, f.Branch.DirectoryNo, branchWords[StateOfBranch(*f.Branch, day)])
}

var scopeWords = map[string]string{
	string(model.ScopeProvince): "省内快递", string(model.ScopeNational): "跨省快递", string(model.ScopeInternational): "国际快递",
}

func inWords(codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = scopeWords[code]
	}
	return orNone(words)
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "无"
	}
	return strings.Join(words, "、")
}

// beyondScope is the business that the licence of the day does not allow; a licence of
// before, whose scope nobody entered, cannot be compared.
func beyondScope(f FilingFacts, day model.Date) []string {
	licence, _ := LicenceOn(f.Licences, day)
	var beyond []string
	for _, code := range f.EndPoint.Scope {
		if len(licence.Scope) > 0 && !slices.Contains(licence.Scope, code) {
			beyond = append(beyond, code)
		}
	}
	return beyond
}

func scopeSeen(f FilingFacts, day model.Date) string {
	licence, _ := LicenceOn(f.Licences, day)
	switch beyond := beyondScope(f, day); {
	case len(licence.Scope) == 0:
		return "许可的业务范围没有登记，请人工核对"
	case len(beyond) > 0:
		return "许可的业务范围是" + inWords(licence.Scope) + "，不含" + inWords(beyond)
	}
	return "经营" + inWords(f.EndPoint.Scope) + "，许可的业务范围是" + inWords(licence.Scope)
}

// AreaWithin holds when one of the areas is the code's own or contains it: 100000 is the
// country, and the zeros at the end of a city's or a province's code stand for all below.
func AreaWithin(areas []string, code string) bool {
	for _, area := range areas {
		switch {
		case area == "100000":
			return true
		case strings.HasSuffix(area, "0000"):
			area = area[:2]
		case len(area) == 6 && strings.HasSuffix(area, "00"):
			area = area[:4]
		}
		if strings.HasPrefix(code, area) {
			return true
		}
	}
	return false
}

func areaSeen(f FilingFacts, day model.Date) string {
	licence, _ := LicenceOn(f.Licences, day)
	if len(licence.Areas) == 0 {
		return "许可的地域范围没有登记，请人工核对"
	}
	return "在" + f.areaWords([]string{f.EndPoint.AreaCode}) + "，许可的地域范围是" + f.areaWords(licence.Areas)
}

// End is the last day of the filing: that of the opener's licence, and of the branch's entry.
func (f FilingFacts) End(day model.Date) model.Date {
	licence, _ := LicenceOn(f.Licences, day)
	end := licence.LastDay
	if f.Branch != nil {
		for _, until := range []model.Date{f.Branch.Until, f.Branch.AuthorisedUntil} {
			if !until.IsZero() && until.Before(end) {
				end = until
			}
		}
	}
	return end
}

var wideAreas = map[string]string{"100000": "全国", "500000": "重庆市", "500156": "武隆区"}

// areaWords calls areas by their names, those of other districts by their codes.
func (f FilingFacts) areaWords(codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = cmp.Or(wideAreas[code], f.AreaNames[code], "区划"+code)
	}
	return orNone(words)
}

// LapseOf is why a filing holds no longer on a day, empty while it does: its opener has
// closed, the licence ended or ran out, or the branch left the directory. Where no licence
// was ever registered, nothing lapses by itself.
func LapseOf(f FilingFacts, day model.Date) (cause model.LapseCause, reason string) {
	licence, held := LicenceOn(f.Licences, day)
	switch state := StateOfLicence(licence, day); {
	case f.Opener.Status == model.EnterpriseClosed && !day.Before(f.ClosedOn):
		return model.LapseOpenerClosed, "开办企业已注销"
	case held && state == LicenceEnded:
		return model.LapseLicenceEnded, "开办企业的许可证已于" + licence.EndedOn.String() + "终止"
	case held && state == LicenceExpired:
		return model.LapseLicenceExpired, "开办企业的许可证已于" + licence.LastDay.String() + "到期"
	case f.EndPoint.BranchID == "" || f.Branch == nil:
		return "", ""
	}
	switch StateOfBranch(*f.Branch, day) {
	case BranchInvalid:
		return model.LapseBranchInvalid, "分支机构的名录已于" + f.Branch.InvalidFrom.String() + "失效"
	case BranchExpired:
		return model.LapseBranchExpired, "分支机构的名录已于" + f.Branch.Until.String() + "到期"
	case BranchUnauthorised:
		return model.LapseBranchUnauthorised, "企业对分支机构的授权已经期满"
	}
	return "", ""
}

// OwnNear is what the opener itself has handed in or filed at the same premises.
func (f FilingFacts) OwnNear() []model.EndPoint {
	var own []model.EndPoint
	for _, e := range f.Near {
		if e.EnterpriseID == f.EndPoint.EnterpriseID {
			own = append(own, e)
		}
	}
	return own
}

func premisesSeen(f FilingFacts, _ model.Date) string {
	if own := f.OwnNear(); len(own) > 0 {
		return "已有" + NamedFiling(own[0])
	}
	var others []string
	for _, e := range f.Near {
		if e.Status == model.EndPointFiled {
			others = append(others, e.EnterpriseName+NamedFiling(e))
		}
	}
	if len(others) > 0 {
		return "同址：" + strings.Join(others, "；")
	}
	return "同一场所没有别的备案"
}

// NamedFiling calls a filing by its name and serial.
func NamedFiling(e model.EndPoint) string {
	if e.LocalSerial == "" {
		return "“" + e.Name + "”（已提交）"
	}
	return "“" + e.Name + "”（" + string(e.LocalSerial) + "）"
}

// FilingLateBy is how many days after the term the filing was first handed in, on the day if it was not yet.
func FilingLateBy(f FilingFacts, day model.Date) int {
	if f.DueOn.IsZero() {
		return 0
	}
	if !f.EndPoint.FirstSubmittedOn.IsZero() {
		day = f.EndPoint.FirstSubmittedOn
	}
	return f.DueOn.DaysUntil(day)
}

// samePhone reports whether two numbers are the same however they are spaced; none is like no other.
func samePhone(a, b string) bool {
	digits := func(number string) string { return strings.NewReplacer("-", "", " ", "", "+86", "").Replace(number) }
	return digits(a) != "" && digits(a) == digits(b)
}

// materialsOf says which materials the notes of the attachments name, and which they do not.
func materialsOf(f FilingFacts) (there, missing []string) {
	for _, material := range model.FilingMaterials {
		found := false
		for _, note := range f.Materials {
			found = found || strings.HasPrefix(note, material)
		}
		if found {
			there = append(there, material)
		} else {
			missing = append(missing, material)
		}
	}
	return there, missing
}
