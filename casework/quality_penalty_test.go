package casework

import (
	"context"
	"fmt"
	"testing"

	"yijian/model"
	"yijian/store"
)

// penaltiesOfOne are two penalties of one number, of which the later, in the status, has no key, as
// those have whose document was there already.
func penaltiesOfOne(status model.PenaltyStatus) func(*office) {
	return func(o *office) { o.penaltiesOfOne("500156001", status) }
}

// penaltiesOfOne returns their number as it is known; the earlier has it, the later writes it otherwise.
func (o *office) penaltiesOfOne(areaOfLater string, status model.PenaltyStatus) string {
	plantedCodes++
	number := fmt.Sprintf("渝邮罚〔2025〕%d号", plantedCodes)
	for i, written := range []string{number, fmt.Sprintf("渝邮 罚[2025]%d号", plantedCodes)} {
		p := model.Penalty{
			ID: model.PenaltyID(store.NewID()), EnterpriseID: "firm", EnterpriseName: "演示", AreaCode: "500156001", DocumentNo: fmt.Sprintf("%s（%d）", number, i),
			Kind: model.PenaltyWarning, PublicityClass: model.PublicitySlight, Status: model.PenaltyDecided, Drafters: model.UserIDs{}, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
		}
		if i > 0 {
			p.AreaCode, p.Status = areaOfLater, status
		}
		o.write(func(ctx context.Context, tx *store.Tx) error {
			err := tx.AddPenalty(ctx, &p)
			if err == nil {
				if p.DocumentNo, p.DocumentKey = written, nil; i == 0 {
					p.DocumentKey = &number
				}
				_, err = tx.ChangePenalty(ctx, p)
			}
			return err
		})
	}
	return number
}

// Both penalties of one number are listed and each names the other, unless that is out of the reader's reach.
func TestPenaltiesOfOneNumberNameEachOther(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		here := model.Actor{UserID: "i", Roles: []model.Role{model.RoleInspector}, AreaCode: "500156001"}
		said := func(actor model.Actor) string { return inJSON(t, o.quality(actor)["penalty-doubled"].Records) }
		both := o.penaltiesOfOne("500156001", model.PenaltyDecided)
		found := o.quality(here)["penalty-doubled"]
		if later := fmt.Sprintf("渝邮 罚[2025]%d号", plantedCodes); found.Count != 2 || found.Of != 2 ||
			found.Records[0].Title != later+"（另一件："+both+"）" || found.Records[1].Title != both+"（另一件："+later+"）" {
			t.Errorf("found are %s", said(here))
		}
		if listed := must2(o.Store.Penalties(t.Context(), store.Everything(), store.Query{Flaw: o.Flaw("penalty-doubled")})).Items; len(listed) != 2 {
			t.Errorf("the list has %d", len(listed))
		}
		one := o.penaltiesOfOne("500156002", model.PenaltyDecided)
		found = o.quality(here)["penalty-doubled"]
		if found.Count != 3 || found.Of != 3 || found.Records[0].Title != one+"（另一件：不在您能查看的范围）" {
			t.Errorf("with one out of reach found are %s", said(here))
		}
	})
}
