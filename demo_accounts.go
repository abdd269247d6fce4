package main

import (
	"fmt"
	"strings"

	"yijian/casework"
	"yijian/model"
)

// districtCode is the district whose bureau and units the accounts belong to.
const districtCode = "500156"

// demoAccount is one account of the demonstration: a duty to look at.
type demoAccount struct {
	name    string
	display string
	role    model.Role
	unit    model.UnitID
	firm    int // place among the firms, from 1
}

const bureauUnit = model.UnitID("youzheng-sanfenju")

// demoAccounts lists every account; the leads are the five lead units of the plan's annex.
var demoAccounts = []demoAccount{
	{name: "admin", display: "演示系统管理员", role: model.RoleSystemAdmin, unit: bureauUnit},
	{name: "security", display: "演示安全管理员", role: model.RoleSecurityAdmin, unit: bureauUnit},
	{name: "auditor", display: "演示审计员", role: model.RoleAuditor, unit: bureauUnit},
	{name: "chief", display: "演示局领导", role: model.RoleChief, unit: bureauUnit},
	{name: "legal", display: "演示法制审核", role: model.RoleLegal, unit: bureauUnit},
	{name: "inspector1", display: "演示执法一", role: model.RoleInspector, unit: bureauUnit},
	{name: "inspector2", display: "演示执法二", role: model.RoleInspector, unit: bureauUnit},
	{name: "inspector3", display: "演示执法三", role: model.RoleInspector, unit: bureauUnit},
	{name: "inspector4", display: "演示执法四", role: model.RoleInspector, unit: bureauUnit},
	{name: "inspector5", display: "演示执法五", role: model.RoleInspector, unit: bureauUnit},
	{name: "inspector6", display: "演示执法六", role: model.RoleInspector, unit: bureauUnit},
	{name: "complaints", display: "演示申诉专员", role: model.RoleComplaints, unit: bureauUnit},
	{name: "supervisor", display: "演示区商务委督导", role: model.RoleSupervisor, unit: "qu-shangwuwei"},
	{name: "lead1", display: "演示区住房城乡建委", role: model.RoleLead, unit: "qu-zhujianwei"},
	{name: "lead2", display: "演示区商务委", role: model.RoleLead, unit: "qu-shangwuwei"},
	{name: "lead3", display: "演示区交通局", role: model.RoleLead, unit: "qu-jiaotongju"},
	{name: "lead4", display: "演示区经济信息委", role: model.RoleLead, unit: "qu-jingxinwei"},
	{name: "lead5", display: "演示区生态环境局", role: model.RoleLead, unit: "qu-shengtaihuanjingju"},
	{name: "support1", display: "演示凤山街道", role: model.RoleSupport, unit: "fengshan-jiedao"},
	{name: "firm1", display: "演示企业填报一", role: model.RoleFirm, firm: 1},
	{name: "firm2", display: "演示企业填报二", role: model.RoleFirm, firm: 2},
	{name: "association", display: "演示快递行业协会", role: model.RoleAssociation, unit: "qu-kuaidixiehui"},
	{name: "consumers", display: "演示消委会", role: model.RoleConsumers, unit: "qu-xiaoweihui"},
}

// codedAccount is the one account of the demonstration that signs in with a
// one-time code, so that this can be looked at too.
const codedAccount = "security"

// addAccounts creates every account but admin's.
func (s *stage) addAccounts(password string) error {
	for _, account := range demoAccounts[1:] {
		if err := s.addAccount(account.name, password); err != nil {
			return err
		}
		s.pass()
	}
	return s.certify()
}

func (s *stage) addAccount(name, password string) error {
	for _, a := range demoAccounts {
		if a.name != name {
			continue
		}
		account := casework.Account{
			Name: a.name, DisplayName: a.display, UnitID: a.unit, AreaCode: districtCode,
			Roles: []model.Role{a.role}, Password: password, Demo: true,
		}
		if a.firm > 0 {
			account.EnterpriseID = s.firms[a.firm-1].ID
		}
		user, err := s.desk.AddUser(s.ctx, model.Call{Actor: casework.Operator, Demo: true}, s.hasher, account)
		if err != nil {
			return fmt.Errorf("account %s: %w", name, err)
		}
		if name == codedAccount {
			if err := s.desk.GiveSecondFactor(s.ctx, model.Call{Actor: casework.Operator, Demo: true}, user.ID); err != nil {
				return fmt.Errorf("account %s: %w", name, err)
			}
		}
		s.people[name] = model.Actor{
			UserID: user.ID, Name: user.DisplayName, Roles: user.Roles, UnitID: user.UnitID,
			EnterpriseID: user.EnterpriseID, AreaCode: user.AreaCode,
		}
	}
	return nil
}

// keepAccounts leaves something to decide and something to revoke.
func (s *stage) keepAccounts() error {
	lost := model.Call{Actor: casework.Operator, Demo: true}
	if _, err := s.desk.RequestReset(s.ctx, lost, s.people["inspector5"].UserID, "演示：本人遗失手机，已当面核对身份"); err != nil {
		return err
	}
	_, err := s.desk.IssueToken(s.ctx, s.by("inspector1", 0), model.APIToken{
		Title: "演示对账程序", Permissions: model.WordList{"endpoint:read", "enterprise:read"}, ExpiresOn: s.size.AsOf.AddDays(180),
	})
	return err
}

// accountNames lists the accounts for the sign-in hint.
func accountNames() string {
	names := make([]string, len(demoAccounts))
	for i, account := range demoAccounts {
		names[i] = account.name
	}
	return strings.Join(names, " ")
}
