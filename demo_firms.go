package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
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
			LicenceNo: fmt.Sprintf("渝邮%d%04dA", s.start().Year()-1, i+1), LicenceExpires: s.licenceEnd(i),
			AreaCode: area.Code, Address: fmt.Sprintf("重庆市武隆区%s演示路%d号", area.Name, i+1),
			Representative: demoPerson(i), ServicePhone: fmt.Sprintf("023-0%07d", i+1),
			Status: model.EnterpriseActive,
		})
		if err != nil {
			return fmt.Errorf("firm %d: %w", i+1, err)
		}
		s.firms = append(s.firms, firm)
		s.pass()
	}
	return nil
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
				Name: e.Name, Brand: e.Brand, LicenceNo: e.LicenceNo, LicenceExpires: e.LicenceExpires, AreaCode: e.AreaCode,
				Address: e.Address, Representative: e.Representative, ServicePhone: e.ServicePhone, Status: status,
			})
			s.firms[place] = changed
			return err
		})
	}
}
