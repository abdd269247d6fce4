package casework

import (
	"context"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// RestoredLicence is a licence about which a wrong entry was taken back, and what became of the
// filings that lapsed by it.
type RestoredLicence struct {
	LicenceLine
	RestoredFilings
}

// RestoreLicence takes back that a licence was entered as void or, with whatever ended together
// with it, as ended, where that entry was wrong, and with it the lapse of exactly those filings
// that lapsed by it. What would not hold today for another reason stays lapsed and says so.
func (d *Desk) RestoreLicence(ctx context.Context, call model.Call, id model.LicenceID, r Restoration) (RestoredLicence, error) {
	if err := r.check(); err != nil {
		return RestoredLicence{}, err
	}
	return perform(ctx, d, call, order{permission: "licence:restore", reason: r.Reason}, func(w work) (done RestoredLicence, err error) {
		l, firm, err := w.licenceFor(ctx, call, id)
		if err != nil {
			return done, err
		}
		licences, err := w.LicencesOf(ctx, l.EnterpriseID)
		if err != nil {
			return done, err
		}
		if hindrance := restoringHindrance(l, licences); hindrance != "" {
			return done, model.Fail(model.Conflict, "licence.state", hindrance)
		}
		for _, wrong := range policy.WronglyEntered(l.Licence, licences) {
			is := policy.Restored(wrong, w.today())
			is.RestoredBy, is.RestoredBasis, is.RestoredReason = call.Actor.Name, r.Basis, r.Reason
			if _, err := w.ChangeLicence(ctx, is); err != nil {
				return done, err
			}
		}
		if done.RestoredFilings, err = w.restoreFilings(ctx, lapsedWithLicence(l.EnterpriseID)); err != nil {
			return done, err
		}
		done.LicenceLine, err = w.licenceKept(ctx, firm, id)
		return done, err
	})
}

func lapsedWithLicence(id model.EnterpriseID) store.LapsedOf {
	return store.LapsedOf{Enterprise: id, Causes: []model.LapseCause{model.LapseLicenceEnded, model.LapseLicenceExpired}}
}

// restoringHindrance is why nothing about a licence can be taken back: nothing was entered, or
// another was registered in the place of one that was void.
func restoringHindrance(l model.HeldLicence, licences []model.HeldLicence) string {
	switch {
	case l.VoidedOn.IsZero() && l.EndedOn.IsZero():
		return "这个许可证没有登记终止，也没有作废"
	case l.VoidedOn.IsZero():
		return ""
	}
	for _, one := range licences {
		if one.ID != l.ID && one.VoidedOn.IsZero() && one.From == l.From {
			return "自同一天起已另外登记许可证" + one.Number + "；那次登记错了的，先作废它"
		}
	}
	return ""
}

// foreseeLicence says which filings would hold again if the entry about the licence were taken back.
func (d *Desk) foreseeLicence(ctx context.Context, l model.HeldLicence, licences []model.HeldLicence) (*RestoredFilings, error) {
	wrong := policy.WronglyEntered(l.Licence, licences)
	return d.foresee(ctx, lapsedWithLicence(l.EnterpriseID), func(facts *policy.FilingFacts) {
		for i, one := range facts.Licences {
			if slices.ContainsFunc(wrong, func(w model.Licence) bool { return w.ID == one.ID }) {
				facts.Licences[i].Licence = policy.Restored(one.Licence, d.Today())
			}
		}
	})
}
