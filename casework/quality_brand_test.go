package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// branded is a filed end point with a brand of which its opener has agreements that last so many days from today.
func branded(days ...int) func(*office) {
	return func(o *office) {
		firm, point := newFirm(o), newEndPointRow(o)
		point.EnterpriseID, point.Brands = firm.ID, []string{"云鹿"}
		o.write(func(ctx context.Context, tx *store.Tx) error {
			if err := addLicensed(tx, ctx, &firm); err != nil {
				return err
			}
			for n, last := range days {
				a := model.BrandAgreement{
					ID: model.BrandAgreementID(store.NewID()), EnterpriseID: firm.ID, Kind: model.BrandFranchise, Brand: "云鹿", BrandKey: model.BrandKey("云鹿"),
					From: today.AddDays(-400 + n), Until: today.AddDays(last), LastDay: today.AddDays(last), Version: 1,
				}
				if err := tx.AddBrandAgreement(ctx, &a); err != nil {
					return err
				}
			}
			return tx.AddEndPoint(ctx, &point)
		})
	}
}

func licence(days int) func(*office) {
	return firmWith(func(e *licensedFirm) { e.lastDay = today.AddDays(days) })
}
