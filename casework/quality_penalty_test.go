package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/store"
)

// penaltyWithout is a penalty that has no key, as those have whose document was there already.
func penaltyWithout(status model.PenaltyStatus) func(*office) {
	return func(o *office) {
		plantedCodes++
		p := model.Penalty{
			ID: model.PenaltyID(store.NewID()), EnterpriseID: "firm", EnterpriseName: "演示", AreaCode: "500156001", DocumentNo: fmt.Sprintf("渝邮罚〔2025〕%d号", plantedCodes),
			Kind: model.PenaltyWarning, PublicityClass: model.PublicitySlight, Status: status, Drafters: model.UserIDs{}, Version: 1, CreatedAt: o.Desk.now(), UpdatedAt: o.Desk.now(),
		}
		o.write(func(ctx context.Context, tx *store.Tx) error {
			err := tx.AddPenalty(ctx, &p)
			if err == nil {
				p.DocumentKey = nil
				_, err = tx.ChangePenalty(ctx, p)
			}
			return err
		})
	}
}
