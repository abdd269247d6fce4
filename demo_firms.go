package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// The firms with a story of their own, by place.
const (
	cleanFirm    = 0 // account firm1: clean, for the red list
	repeatFirm   = 1 // account firm2: serious findings again and again, for the black list
	vetoFirm     = 2 // punished with a veto, for the black list
	otherClean   = 3
	lateVetoFirm = 4 // punished with a veto after the published edition
)

// Names that no express firm bears.
var brandWords = []string{"云鹿", "江豚", "石蛙", "白鹭", "锦鸡", "松鼠", "青鲤", "赤狐", "山雀", "灰鹤", "竹鼠", "红隼"}

// registerFirms puts the firms into the register. The bureau's clerk is not yet
// an account, because the firms' own accounts need the firms first.
func (s *stage) registerFirms() error {
	clerk := model.Actor{Name: "演示登记员", Roles: []model.Role{model.RoleInspector}, AreaCode: districtCode}
	for i := range s.size.Firms {
		area := s.areas[i%len(s.areas)]
		firm, err := s.desk.RegisterEnterprise(s.ctx, model.Call{Actor: clerk, Demo: true}, casework.EnterpriseFacts{
			USCC: policy.NewUSCC(fmt.Sprintf("91500156MADM%05d", i+1)), Name: firmName(i), Brand: brandOf(i),
			AreaCode: area.Code, Address: fmt.Sprintf("重庆市武隆区%s演示路%d号", area.Name, i+1),
			Representative: demoPerson(i), ServicePhone: fmt.Sprintf("023-0%07d", i+1),
			Status: model.EnterpriseActive,
		})
		if err != nil {
			return fmt.Errorf("firm %d: %w", i+1, err)
		}
		if err := s.license(clerk, firm, i); err != nil {
			return fmt.Errorf("licence of firm %d: %w", i+1, err)
		}
		if err := s.franchise(clerk, firm, i); err != nil {
			return fmt.Errorf("franchise of firm %d: %w", i+1, err)
		}
		s.firms = append(s.firms, firm)
		if err := s.reloadFirm(i); err != nil {
			return err
		}
		if err := s.branch(clerk, firm, i, area.Code); err != nil {
			return fmt.Errorf("branch of firm %d: %w", i+1, err)
		}
		s.pass()
	}
	return nil
}

// franchise lets one firm bear its neighbour's brand too, by an agreement that runs out soon.
func (s *stage) franchise(clerk model.Actor, firm model.Enterprise, place int) error {
	if place != lateVetoFirm {
		return nil
	}
	_, err := s.desk.RegisterBrandAgreement(s.ctx, model.Call{Actor: clerk, Demo: true}, casework.NewBrandAgreement{
		EnterpriseID: firm.ID, Kind: model.BrandFranchise, Brand: brandOf(otherClean), DocumentNo: fmt.Sprintf("演示加盟〔%d〕1号", s.start().Year()),
		From: s.start(), Until: s.size.AsOf.AddDays(40), Note: "演示：加盟经营，协议快到期",
	})
	return err
}

// branch enters a branch of every third firm into the directory.
func (s *stage) branch(clerk model.Actor, firm model.Enterprise, i int, area string) error {
	if i%3 != 0 {
		return nil
	}
	entered, err := s.desk.EnterBranch(s.ctx, model.Call{Actor: clerk, Demo: true}, firm.ID, casework.BranchFacts{
		DirectoryNo: fmt.Sprintf("演示名录%04d", i+1), Name: firmName(i) + "武隆分公司", AreaCode: area, Address: fmt.Sprintf("重庆市武隆区演示路%d号附1号", i+1),
		ResponsibleName: model.PersonName(demoPerson(i + 1)), ServicePhone: fmt.Sprintf("023-0%07d", i+1), AuthorityNo: fmt.Sprintf("演示授权〔%d〕%d号", s.start().Year()-1, i+1),
		AuthorisedFrom: s.start().AddDays(-100), EnteredOn: s.start().AddDays(-90), Reason: "演示：列入名录",
	})
	s.branches[i] = entered.ID
	return err
}

// license registers the licence that the firm has at the start. One that ends before the
// last day is renewed in time; one firm's number is written in no usual way.
func (s *stage) license(clerk model.Actor, firm model.Enterprise, place int) error {
	end := s.licenceEnd(place)
	n := s.licenceOf(firm, place, end)
	if n.From.After(s.start()) {
		n = s.licenceOf(firm, place, n.From.AddDays(-1))
		s.on(s.workday(n.Expires.AddDays(-40)), func() error { return s.renewLicence(place, end) })
	}
	_, err := s.desk.RegisterLicence(s.ctx, model.Call{Actor: clerk, Demo: true}, n)
	return err
}

// licenceOf is a licence of five years that the firm holds to the end, and that was issued 30 days before them.
func (s *stage) licenceOf(firm model.Enterprise, place int, end model.Date) casework.NewLicence {
	from := end.AddDays(1).AddMonths(-60)
	n := casework.NewLicence{
		EnterpriseID: firm.ID, Kind: model.LicenceFirst, Number: fmt.Sprintf("渝邮%d%04dA", from.Year(), place+1), Scope: []string{"province", "national"},
		Areas: []string{"500000"}, DocumentNo: fmt.Sprintf("演示许〔%d〕%d号", from.Year(), place+1), IssuedOn: from.AddDays(-30), From: from, Expires: end,
	}
	if place == otherClean {
		n.Number = "演示许" + n.Number
	}
	return n
}

func (s *stage) renewLicence(place int, end model.Date) error {
	n := s.licenceOf(s.firms[place], place, end)
	n.Kind, n.IssuedOn, n.Reason = model.LicenceRenewal, s.today(), "演示：到期延续"
	if _, err := s.desk.RegisterLicence(s.ctx, s.by("inspector1", 0), n); err != nil {
		return err
	}
	return s.reloadFirm(place)
}

func (s *stage) reloadFirm(place int) (err error) {
	s.firms[place], err = s.desk.Store.Enterprise(s.ctx, store.Everything(), s.firms[place].ID)
	return err
}

// endLicence cancels the licence of the firm at the place, which has closed.
func (s *stage) endLicence(place int) error {
	licences, err := s.desk.Store.LicencesOf(s.ctx, s.firms[place].ID)
	if err != nil {
		return err
	}
	newest := licences[len(licences)-1]
	_, err = s.desk.EndLicence(s.ctx, s.by("inspector1", newest.Version), newest.ID, casework.LicenceEnd{
		Ending: model.LicenceCancelled, On: s.today(), DocumentNo: fmt.Sprintf("演示许注〔%d〕1号", s.today().Year()), Reason: "演示：企业终止经营，交回许可证",
	})
	if err != nil {
		return err
	}
	return s.reloadFirm(place)
}

// licenceEnd lets one licence run out soon after the last day.
func (s *stage) licenceEnd(firm int) model.Date {
	if firm == s.size.Firms-3 {
		return s.size.AsOf.AddDays(45)
	}
	return s.size.AsOf.AddMonths(12 + firm%36)
}

func brandOf(i int) string {
	brand := "演示" + brandWords[i%len(brandWords)]
	if round := i / len(brandWords); round > 0 {
		brand += fmt.Sprint(round + 1)
	}
	return brand
}

func firmName(i int) string { return brandOf(i) + "快递有限公司" }

var familyNames = []string{"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"}

// demoPerson is a name that says of itself that nobody bears it.
func demoPerson(i int) string { return "演示" + familyNames[i%len(familyNames)] + "某" }

// demoPhone is in a block that no telephone network assigns.
func demoPhone(i int) model.Phone { return model.Phone(fmt.Sprintf("100%08d", i%100000000)) }

// planFirms closes one firm and suspends another toward the end.
func (s *stage) planFirms() {
	for n, status := range []model.EnterpriseStatus{model.EnterpriseClosed, model.EnterpriseSuspended} {
		s.on(s.workday(s.last().AddDays(-20-10*n)), func() error {
			place := s.size.Firms - 1 - n
			e := s.firms[place]
			changed, err := s.desk.ChangeEnterprise(s.ctx, s.by("inspector1", e.Version), e.ID, casework.EnterpriseFacts{
				Name: e.Name, Brand: e.Brand, AreaCode: e.AreaCode,
				Address: e.Address, Representative: e.Representative, ServicePhone: e.ServicePhone, Status: status,
			})
			s.firms[place] = changed
			if err != nil || status != model.EnterpriseClosed {
				return err
			}
			return s.endLicence(place)
		})
	}
}
