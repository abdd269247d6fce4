package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
)

// planLists copies three entries of a national list, one of which ends, and lets
// the association and the consumers' council hand in theirs.
func (s *stage) planLists() {
	s.planNational()
	s.planAssociation()
}

func (s *stage) planNational() {
	for n := range 3 {
		s.on(s.workday(s.last().AddMonths(-9+2*n)), func() error {
			facts := casework.NationalFacts{
				Source: "演示严重失信主体名单", DocumentNo: fmt.Sprintf("演示失信〔%d〕%d号", s.today().Year(), n+1),
				USCC: policy.NewUSCC(fmt.Sprintf("91500103MADN%05d", n)), Name: fmt.Sprintf("演示外埠运输%d有限公司", n+1),
				Authority: "演示认定机关", Reason: "演示：拒不履行行政处罚决定。", ListedOn: s.today().AddDays(-20), EndsOn: s.today().AddMonths(24),
			}
			if n == 1 { // one that is in the district's own register
				facts.USCC, facts.Name = s.firms[vetoFirm].USCC, s.firms[vetoFirm].Name
			}
			match, err := s.desk.ImportNationalEntry(s.ctx, s.by("inspector4", 0), facts)
			if err == nil && n == 0 {
				s.on(s.workday(s.today().AddDays(60)), func() error {
					_, err := s.desk.EndNationalEntry(s.ctx, s.by("legal", match.Version), match.ID, "演示：认定机关已移出名单。")
					return err
				})
			}
			return err
		})
	}
}

func (s *stage) planAssociation() {
	for n, submitter := range []string{"association", "association", "consumers", "consumers"} {
		s.on(s.workday(s.last().AddDays(-90+28*n)), func() error {
			entry, err := s.desk.SubmitAssociationEntry(s.ctx, s.by(submitter, 0), s.firms[4+n%3].ID, casework.AssociationFacts{
				Convention: "演示快递行业自律公约第八条", Reason: "演示：多次以低于成本的价格揽收。", ListedOn: s.today(), EndsOn: s.today().AddMonths(6),
			})
			if err != nil || n%2 == 1 {
				return err
			}
			s.on(s.workday(s.today().AddDays(5)), s.settleAssociation(entry))
			return nil
		})
	}
}

// settleAssociation records the association's entry; the consumers' council takes its own back.
func (s *stage) settleAssociation(entry model.AssociationEntry) func() error {
	return func() error {
		if entry.SubmittedBy == s.people["consumers"].UserID {
			_, err := s.desk.WithdrawAssociationEntry(s.ctx, s.by("consumers", entry.Version), entry.ID, "演示：经核实情况已改正。")
			return err
		}
		_, err := s.desk.RecordAssociationEntry(s.ctx, s.by("inspector5", entry.Version), entry.ID)
		return err
	}
}
