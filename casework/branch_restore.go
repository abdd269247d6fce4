package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// notEnded is why nothing can be taken back of a branch whose entry holds.
const notEnded = "这个分支机构没有登记名录失效"

// BranchRestoration is why the ending of a branch's entry was wrong, and on what that rests.
type BranchRestoration struct {
	Basis  string
	Reason string
}

// RestoredBranch is a branch whose ending was taken back: which filings hold again, and
// which that lapsed with it do not, each with the reason.
type RestoredBranch struct {
	BranchLine
	Restored  []string `json:"restored_filings"`
	Remaining []string `json:"remaining_filings"`
}

// RestoreBranch takes back the ending of a branch's entry that was recorded in error, and
// with it the lapse of exactly those filings that lapsed by it. What would not hold today
// for another reason, or whose premises were filed anew meanwhile, stays lapsed and says so.
func (d *Desk) RestoreBranch(ctx context.Context, call model.Call, id model.BranchID, r BranchRestoration) (RestoredBranch, error) {
	r.Basis, r.Reason = strings.TrimSpace(r.Basis), strings.TrimSpace(r.Reason)
	for _, err := range []error{checkWords("/basis", r.Basis), checkReason(r.Reason)} {
		if err != nil {
			return RestoredBranch{}, err
		}
	}
	return perform(ctx, d, call, order{permission: "branch:restore", reason: r.Reason}, func(w work) (RestoredBranch, error) {
		held, err := w.Branch(ctx, w.scope, id)
		if err != nil {
			return RestoredBranch{}, err
		}
		if err := must(held.Version, call.Version); err != nil {
			return RestoredBranch{}, err
		}
		if held.InvalidFrom.IsZero() {
			return RestoredBranch{}, model.Fail(model.Conflict, "branch.not_invalid", notEnded)
		}
		b := held.Branch
		b.InvalidFrom, b.InvalidDocumentNo, b.InvalidReason, b.InvalidatedBy = model.Date{}, "", "", ""
		b.RestoredOn, b.RestoredBy, b.RestoredBasis, b.RestoredReason = w.today(), call.Actor.Name, r.Basis, r.Reason
		if _, err := w.ChangeBranch(ctx, b); err != nil {
			return RestoredBranch{}, err
		}
		done := RestoredBranch{Restored: []string{}, Remaining: []string{}}
		wrong, err := w.LapsedInError(ctx, id)
		if err != nil {
			return done, err
		}
		for _, filing := range wrong {
			e, stays, err := w.restoreFiling(ctx, filing)
			if err != nil {
				return done, err
			}
			if stays == "" {
				done.Restored = append(done.Restored, policy.NamedFiling(e))
			} else {
				done.Remaining = append(done.Remaining, policy.NamedFiling(e)+"："+stays)
			}
		}
		done.BranchLine, err = w.branchKept(ctx, id)
		return done, err
	})
}

// tookBack begins what a filing says when its lapse is taken back.
const tookBack = "分支机构的名录失效登记有误，已撤回"

// restoreFiling lets a filing hold again that lapsed by an ending which was taken back, and
// its clocks run on; it returns why it stays lapsed where it does.
func (w work) restoreFiling(ctx context.Context, id model.EndPointID) (e model.EndPoint, stays string, err error) {
	if e, err = w.EndPoint(ctx, store.Everything(), id); err != nil {
		return e, "", err
	}
	facts := policy.FilingFacts{EndPoint: e}
	if err := loadOpener(ctx, w.Reader, &facts); err != nil {
		return e, "", err
	}
	if facts.Near, err = w.EndPointsAt(ctx, e); err != nil {
		return e, "", err
	}
	if e.LapseCause, stays = policy.LapseOf(facts, w.today()); stays == "" {
		if own := facts.OwnNear(); len(own) > 0 {
			e.LapseCause, stays = model.LapsePremisesRefiled, "同一场所已有"+policy.NamedFiling(own[0])
		}
	}
	if stays != "" {
		said := tookBack + "；但" + stays
		lapsed(&e, said, w.today())
		if e, err = w.ChangeEndPoint(ctx, e); err != nil {
			return e, stays, err
		}
		return e, stays, w.tellOfLapse(ctx, model.EventEndPointLapsed, e, said)
	}
	e.Status, e.EndedOn, e.EndReason, e.LapseCause = model.EndPointFiled, model.Date{}, "", ""
	e.ValidUntil, e.PremisesClaim = facts.End(w.today()), store.ClaimOf(e)
	if err := w.reopenChange(ctx, &e); err != nil {
		return e, "", err
	}
	if e, err = w.ChangeEndPoint(ctx, e); err != nil {
		if model.KindOf(err) == model.Conflict { // somebody files the premises anew at this moment
			err = store.Stale()
		}
		return e, "", err
	}
	if err := w.resumeClocks(ctx, endPointClocks(e)); err != nil {
		return e, "", err
	}
	return e, "", w.tellOfLapse(ctx, model.EventEndPointRestored, e, tookBack)
}

// restoreOverlooked restores the filings that a settling in another transaction let lapse by
// an ending at the moment at which it was taken back.
func (d *Desk) restoreOverlooked(ctx context.Context, call model.Call) (restored int, failed error) {
	wrong, err := d.Store.LapsedInError(ctx, "")
	if err != nil {
		return 0, err
	}
	for _, id := range wrong {
		held, err := perform(ctx, d, call, order{permission: "endpoint:settle", reason: tookBack}, func(w work) (bool, error) {
			left, err := w.LapsedInError(ctx, "")
			if err != nil || !slices.Contains(left, id) { // another server was first
				return false, err
			}
			_, stays, err := w.restoreFiling(ctx, id)
			return stays == "", err
		})
		switch {
		case model.KindOf(err) == model.Stale: // somebody else was there first
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("filing %s: %w", id, err))
		case held:
			restored++
		}
	}
	return restored, failed
}
