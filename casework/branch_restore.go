package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// notEnded is why nothing can be taken back of a branch whose entry holds.
const notEnded = "这个分支机构没有登记名录失效"

// RestoredBranch is a branch whose ending was taken back, and what became of the filings that
// lapsed by it.
type RestoredBranch struct {
	BranchLine
	RestoredFilings
}

// RestoreBranch takes back the ending of a branch's entry that was recorded in error, and
// with it the lapse of exactly those filings that lapsed by it. What would not hold today
// for another reason, or whose premises were filed anew meanwhile, stays lapsed and says so.
func (d *Desk) RestoreBranch(ctx context.Context, call model.Call, id model.BranchID, r Restoration) (RestoredBranch, error) {
	if err := r.check(); err != nil {
		return RestoredBranch{}, err
	}
	return perform(ctx, d, call, order{permission: "branch:restore", reason: r.Reason}, func(w work) (done RestoredBranch, err error) {
		held, err := w.Branch(ctx, w.scope, id)
		if err != nil {
			return done, err
		}
		if err := must(held.Version, call.Version); err != nil {
			return done, err
		}
		if held.InvalidFrom.IsZero() {
			return done, model.Fail(model.Conflict, "branch.not_invalid", notEnded)
		}
		b := held.Branch
		b.InvalidFrom, b.InvalidDocumentNo, b.InvalidReason, b.InvalidatedBy = model.Date{}, "", "", ""
		b.RestoredOn, b.RestoredBy, b.RestoredBasis, b.RestoredReason = w.today(), call.Actor.Name, r.Basis, r.Reason
		if _, err := w.ChangeBranch(ctx, b); err != nil {
			return done, err
		}
		if done.RestoredFilings, err = w.restoreFilings(ctx, lapsedOfBranch(held.Branch)); err != nil {
			return done, err
		}
		done.BranchLine, err = w.branchKept(ctx, id)
		return done, err
	})
}

func lapsedOfBranch(b model.Branch) store.LapsedOf {
	return store.LapsedOf{Enterprise: b.EnterpriseID, Branch: b.ID, Causes: []model.LapseCause{model.LapseBranchInvalid}}
}

// foreseeBranch says which filings would hold again if the ending of the branch's entry were taken back.
func (d *Desk) foreseeBranch(ctx context.Context, b model.Branch) (*RestoredFilings, error) {
	return d.foresee(ctx, lapsedOfBranch(b), func(facts *policy.FilingFacts) {
		if facts.Branch != nil {
			facts.Branch.InvalidFrom = model.Date{}
		}
	})
}
