package policy

import (
	"slices"
	"strings"
	"testing"

	"yijian/model"
)

var filingDay = model.NewDate(2026, 3, 10)

// soundFiling meets every rule.
func soundFiling() FilingFacts {
	f := FilingFacts{
		Opener: model.Enterprise{Name: "演示顺达", Status: model.EnterpriseActive}, Licences: []model.HeldLicence{first()},
		Materials: []string{"营业执照", "负责人身份证明：正反面", "场所图片"}, DueOn: filingDay,
	}
	f.EndPoint.ID, f.EndPoint.EnterpriseID, f.EndPoint.AreaCode, f.EndPoint.Scope = "e", "f", "500156001", model.WordList{"province"}
	f.EndPoint.OpenedOn = filingDay.AddDays(-20)
	return f
}

func TestAFilingIsHeldToEachRule(t *testing.T) {
	branch := model.Branch{Name: "武隆分公司", EnteredOn: filingDay.AddDays(-9), AuthorisedFrom: filingDay.AddDays(-9), Until: filingDay}
	for name, c := range map[string]struct {
		change  func(f *FilingFacts)
		failed  string
		advised string
		seen    string
	}{
		"a sound one":           {func(*FilingFacts) {}, "", "", ""},
		"of no licence":         {func(f *FilingFacts) { f.Licences = nil }, "FILING-OPENER FILING-TERM", "", "没有登记许可证"},
		"of a closed opener":    {func(f *FilingFacts) { f.Opener.Status = model.EnterpriseClosed }, "FILING-OPENER", "", "停业或注销"},
		"beyond the scope":      {func(f *FilingFacts) { f.EndPoint.Scope = model.WordList{"province", "international"} }, "FILING-SCOPE", "", "不含国际快递"},
		"of an unknown scope":   {func(f *FilingFacts) { f.Licences[0].Scope = nil }, "", "", "人工核对"},
		"in another city":       {func(f *FilingFacts) { f.Licences[0].Areas = model.WordList{"510100"} }, "FILING-AREA", "", "区划510100"},
		"of an unknown area":    {func(f *FilingFacts) { f.Licences[0].Areas = nil }, "", "", "人工核对"},
		"by a branch":           {func(f *FilingFacts) { f.EndPoint.BranchID, f.Branch = "b", &branch }, "", "", "武隆分公司"},
		"by a branch of nobody": {func(f *FilingFacts) { f.EndPoint.BranchID = "b" }, "FILING-BRANCH", "", "名录中没有"},
		"by a branch of before": {func(f *FilingFacts) {
			late := branch
			late.Until = filingDay.AddDays(-1)
			f.EndPoint.BranchID, f.Branch = "b", &late
		}, "FILING-BRANCH FILING-TERM", "", "名录已到期"},
		"filed before": {func(f *FilingFacts) {
			f.Near = []model.EndPoint{{EnterpriseID: "f", Name: "老站", LocalSerial: "500156-2026-0001"}}
		}, "FILING-PREMISES", "", "老站"},
		"beside another opener's": {func(f *FilingFacts) {
			f.Near = []model.EndPoint{{EnterpriseID: "g", Name: "邻站", Status: model.EndPointFiled}}
		}, "", "", "同址"},
		"beside what is not filed": {func(f *FilingFacts) {
			f.Near = []model.EndPoint{{EnterpriseID: "g", Name: "邻站", Status: model.EndPointSubmitted}}
		}, "", "", "没有别的备案"},
		"a day late": {func(f *FilingFacts) { f.DueOn = filingDay.AddDays(-1) }, "", "FILING-TIME", "迟了1日"},
		"handed in in time, corrected after": {func(f *FilingFacts) {
			f.DueOn = filingDay.AddDays(-1)
			f.EndPoint.FirstSubmittedOn = f.DueOn
		}, "", "", "期限到"},
		"of brands it holds": {func(f *FilingFacts) {
			f.EndPoint.Brands, f.Agreements = model.WordList{"ＳＴ 快运", "顺达"}, []model.HeldBrandAgreement{agreed("st快运", nil), agreed("顺达", func(a *model.HeldBrandAgreement) { a.LastDay = filingDay })}
		}, "", "", "都有当日有效的品牌协议"},
		"of a brand of yesterday": {func(f *FilingFacts) {
			f.EndPoint.Brands = model.WordList{"顺达", "别家"}
			f.Agreements = []model.HeldBrandAgreement{agreed("顺达", nil), agreed("别家", func(a *model.HeldBrandAgreement) { a.LastDay = filingDay.AddDays(-1) })}
		}, "", "FILING-BRAND", "品牌协议：别家，请人工核对"},
		"with the manager's telephone for customers": {func(f *FilingFacts) {
			f.EndPoint.ServicePhone, f.EndPoint.ManagerPhone = "138 0000-0000", "+8613800000000"
		}, "", FilingPhone, "请改填门店的电话"},
		"with a telephone of its own": {func(f *FilingFacts) { f.EndPoint.ServicePhone, f.EndPoint.ManagerPhone = "023-77700000", "13800000000" }, "", "", "与负责人电话不同"},
		"without any telephone":       {func(*FilingFacts) {}, "", "", "还没有填服务电话"},
		"without pictures":            {func(f *FilingFacts) { f.Materials = f.Materials[:2] }, "", "FILING-MATERIALS", "缺少：场所图片"},
	} {
		f := soundFiling()
		c.change(&f)
		decision := CheckFiling(f, filingDay)
		var failed, advised []string
		seen := ""
		for _, line := range decision.Lines {
			seen += line.Seen + "\n"
			switch {
			case line.Basis.String() == "" || line.Seen == "" || line.Title == "":
				t.Errorf("%s: %+v says too little", name, line)
			case !line.Holds && line.Advises:
				advised = append(advised, line.RuleID)
			case !line.Holds:
				failed = append(failed, line.RuleID)
			}
		}
		if strings.Join(failed, " ") != c.failed || strings.Join(advised, " ") != c.advised || decision.Allowed != (c.failed == "") || !strings.Contains(seen, c.seen) {
			t.Errorf("%s: failed %v, advised %v, allowed %v, seen\n%s", name, failed, advised, decision.Allowed, seen)
		}
	}
}

// A rule about branches is beside the question where the firm opens by itself, and about it where a branch does.
func TestARuleThatIsNotAboutAFilingSaysSo(t *testing.T) {
	for branch, want := range map[model.BranchID]bool{"": true, "b": false} {
		f := soundFiling()
		f.EndPoint.BranchID = branch
		for _, line := range CheckFiling(f, filingDay).Lines {
			if line.Beside != (line.RuleID == FilingPlace || line.RuleID == "FILING-BRANCH" && want) { // no coordinates are given
				t.Errorf("of branch %q the rule %s is beside: %v", branch, line.RuleID, line.Beside)
			}
		}
	}
}

func TestAFilingLapsesByTheFirstCause(t *testing.T) {
	branch := model.Branch{EnteredOn: filingDay.AddDays(-9), AuthorisedFrom: filingDay.AddDays(-9)}
	for name, c := range map[string]struct {
		change func(f *FilingFacts)
		want   model.LapseCause
		said   string
	}{
		"it holds":            {func(*FilingFacts) {}, "", ""},
		"of no licence known": {func(f *FilingFacts) { f.Licences = nil }, "", ""},
		"opener closed": {func(f *FilingFacts) {
			f.Opener.Status, f.Licences[0].LastDay = model.EnterpriseClosed, filingDay.AddDays(-1)
		}, model.LapseOpenerClosed, "已注销"},
		"opener closes today": {func(f *FilingFacts) { f.Opener.Status, f.ClosedOn = model.EnterpriseClosed, filingDay }, model.LapseOpenerClosed, "已注销"},
		"opener closes later": {func(f *FilingFacts) { f.Opener.Status, f.ClosedOn = model.EnterpriseClosed, filingDay.AddDays(1) }, "", ""},
		"licence ended":       {func(f *FilingFacts) { f.Licences[0].EndedOn, f.Licences[0].LastDay = filingDay, filingDay.AddDays(-1) }, model.LapseLicenceEnded, filingDay.String()},
		"licence ran out":     {func(f *FilingFacts) { f.Licences[0].LastDay = filingDay.AddDays(-1) }, model.LapseLicenceExpired, filingDay.AddDays(-1).String()},
		"on its last day":     {func(f *FilingFacts) { f.Licences[0].LastDay = filingDay }, "", ""},
		"branch left":         {func(f *FilingFacts) { f.Branch.InvalidFrom = filingDay }, model.LapseBranchInvalid, filingDay.String()},
		"branch leaves later": {func(f *FilingFacts) { f.Branch.InvalidFrom = filingDay.AddDays(1) }, "", ""},
		"directory ran out":   {func(f *FilingFacts) { f.Branch.Until = filingDay.AddDays(-1) }, model.LapseBranchExpired, "到期"},
		"authorised no more":  {func(f *FilingFacts) { f.Branch.AuthorisedUntil = filingDay.AddDays(-1) }, model.LapseBranchUnauthorised, "期满"},
		"not by that branch":  {func(f *FilingFacts) { f.EndPoint.BranchID, f.Branch.InvalidFrom = "", filingDay }, "", ""},
	} {
		f, own := soundFiling(), branch
		f.EndPoint.BranchID, f.Branch = "b", &own
		c.change(&f)
		if cause, said := LapseOf(f, filingDay); cause != c.want || !strings.Contains(said, c.said) || (said == "") != (cause == "") {
			t.Errorf("%s: %q, %s", name, cause, said)
		}
	}
}

func TestAFilingLastsAsLongAsLicenceAndBranch(t *testing.T) {
	f := soundFiling()
	if end := f.End(filingDay); end != first().LastDay {
		t.Errorf("by the licence until %s", end)
	}
	f.Branch = &model.Branch{Until: first().LastDay.AddDays(1), AuthorisedUntil: filingDay.AddDays(3)}
	if end := f.End(filingDay); end != filingDay.AddDays(3) {
		t.Errorf("by the branch until %s", end)
	}
}

func TestAnAreaContainsWhatIsBelowIt(t *testing.T) {
	for area, want := range map[string][]string{
		"100000": {"500156001", "500102001", "510100001"}, "500000": {"500156001", "500102001"}, "500156": {"500156001"}, "500156001": {"500156001"}, "500100": {"500102001", "500156001"},
	} {
		for _, code := range []string{"500156001", "500156002", "500102001", "510100001"} {
			if code == "500156002" {
				continue
			}
			if got := AreaWithin([]string{area}, code); got != slices.Contains(want, code) {
				t.Errorf("%s within %s: %v", code, area, got)
			}
		}
	}
	if AreaWithin([]string{"500156001"}, "500156002") || AreaWithin(nil, "500156001") {
		t.Error("a street is within another, or within nothing")
	}
}
