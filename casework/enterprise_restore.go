package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// notClosed is why nothing can be taken back of an enterprise that is registered.
const notClosed = "这家企业没有登记注销"

// RestoredEnterprise is an enterprise whose closing was taken back, and what became of the
// filings that lapsed by it.
type RestoredEnterprise struct {
	model.Enterprise
	RestoredFilings
}

// RestoreEnterprise takes back that an enterprise was entered as closed in error, and with it the
// lapse of exactly those filings that lapsed by it; status is how it stands since. What would not
// hold today for another reason stays lapsed and says so.
func (d *Desk) RestoreEnterprise(ctx context.Context, call model.Call, id model.EnterpriseID, status model.EnterpriseStatus, r Restoration) (RestoredEnterprise, error) {
	if err := r.check(); err != nil {
		return RestoredEnterprise{}, err
	}
	if status != model.EnterpriseActive && status != model.EnterpriseSuspended {
		return RestoredEnterprise{}, fieldRefused("/status", "enterprise.restored_status", "请选择撤回后的状态：存续或停业")
	}
	return perform(ctx, d, call, order{permission: "enterprise:restore", reason: r.Reason}, func(w work) (done RestoredEnterprise, err error) {
		e, err := w.Enterprise(ctx, w.scope, id)
		if err != nil {
			return done, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return done, err
		}
		if e.Status != model.EnterpriseClosed {
			return done, model.Fail(model.Conflict, "enterprise.not_closed", notClosed)
		}
		if e.RestoredFrom, err = w.ClosedOn(ctx, id); err != nil {
			return done, err
		}
		e.Status, e.RestoredOn, e.RestoredBasis, e.RestoredReason = status, w.today(), r.Basis, r.Reason
		if done.Enterprise, err = w.ChangeEnterprise(ctx, e); err != nil {
			return done, err
		}
		done.RestoredFilings, err = w.restoreFilings(ctx, lapsedWithOpener(id))
		return done, err
	})
}

func lapsedWithOpener(id model.EnterpriseID) store.LapsedOf {
	return store.LapsedOf{Enterprise: id, Causes: []model.LapseCause{model.LapseOpenerClosed}}
}

// foreseeEnterprise says which filings would hold again if the closing of the enterprise were taken back.
func (d *Desk) foreseeEnterprise(ctx context.Context, id model.EnterpriseID) (*RestoredFilings, error) {
	return d.foresee(ctx, lapsedWithOpener(id), func(facts *policy.FilingFacts) {
		facts.Opener.Status, facts.Opener.RestoredFrom, facts.Opener.RestoredOn = model.EnterpriseActive, facts.ClosedOn, d.Today()
	})
}

// mayReopen refuses to change a closed enterprise into one that is not as if nothing had lapsed by that.
func mayReopen(was, is model.EnterpriseStatus) error {
	if was == model.EnterpriseClosed && is != was {
		return fieldRefused("/status", "enterprise.closed", "企业已登记注销；登记错了的，在企业页面按【撤回注销登记】，因它失效的备案才会恢复")
	}
	return nil
}
