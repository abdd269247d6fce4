package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// EnterpriseFacts is what a person enters about an enterprise.
type EnterpriseFacts struct {
	USCC           string
	Name           string
	Brand          string
	AreaCode       string
	Address        string
	Representative string
	ServicePhone   string
	Status         model.EnterpriseStatus
}

// EnterpriseFile is an enterprise with all its licences and brand agreements, the oldest first.
type EnterpriseFile struct {
	model.LicensedEnterprise
	Licences   []LicenceLine        `json:"licences"`
	Agreements []BrandAgreementLine `json:"agreements"`
	Foreseen   *RestoredFilings     `json:"would_restore,omitempty"` // if its closing were taken back
}

// EnterpriseCard returns an enterprise with the acts open to the actor and its history.
func (d *Desk) EnterpriseCard(ctx context.Context, actor model.Actor, id model.EnterpriseID) (model.Card[EnterpriseFile], error) {
	var card model.Card[EnterpriseFile]
	scope, err := d.Scope(actor, "enterprise:read")
	if err != nil {
		return card, err
	}
	if card.Record.LicensedEnterprise, err = d.Store.LicensedEnterprise(ctx, scope, id); err != nil {
		return card, err
	}
	licences, err := d.Store.LicencesOf(ctx, id)
	if err != nil {
		return card, err
	}
	card.Record.Licences = []LicenceLine{}
	for _, l := range licences {
		card.Record.Licences = append(card.Record.Licences, d.lineOfLicence(d.namesOf(actor, l), d.Today()))
	}
	agreements, err := d.Store.BrandAgreementsOf(ctx, id)
	if err != nil {
		return card, err
	}
	card.Record.Agreements = []BrandAgreementLine{}
	for _, a := range agreements {
		card.Record.Agreements = append(card.Record.Agreements, d.lineOfAgreement(actor, a))
	}
	restore := d.act(actor, "restore", "撤回注销登记", "enterprise:restore", when(card.Record.Status != model.EnterpriseClosed, notClosed))
	card.Acts = []model.Act{d.act(actor, "change", "修改登记信息", "enterprise:change", ""), restore}
	if restore.Allowed {
		if card.Record.Foreseen, err = d.foreseeEnterprise(ctx, id); err != nil {
			return card, err
		}
	}
	card.History, err = d.historyFor(ctx, actor, "enterprises", string(id))
	return card, err
}

// RegisterEnterprise adds an enterprise to the register, with an agreement about its
// brand; its USCC must pass the check of GB 32100 and be new.
func (d *Desk) RegisterEnterprise(ctx context.Context, call model.Call, facts EnterpriseFacts) (model.Enterprise, error) {
	return perform(ctx, d, call, order{permission: "enterprise:create"}, func(w work) (model.Enterprise, error) {
		e := model.Enterprise{
			ID: model.EnterpriseID(store.NewID()), USCC: facts.USCC, Demo: call.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		facts.apply(&e)
		e.Status = model.EnterpriseActive
		if err := facts.check(w.today()); err != nil {
			return e, err
		}
		if err := w.AddEnterprise(ctx, &e); err != nil {
			return e, err
		}
		if err := w.holdBrand(ctx, e); err != nil {
			return e, err
		}
		_, err := w.Enterprise(ctx, w.scope, e.ID)
		return e, staysInArea(err)
	})
}

// ChangeEnterprise corrects the register; the USCC identifies the firm and cannot change.
func (d *Desk) ChangeEnterprise(ctx context.Context, call model.Call, id model.EnterpriseID, facts EnterpriseFacts) (model.Enterprise, error) {
	return perform(ctx, d, call, order{permission: "enterprise:change"}, func(w work) (model.Enterprise, error) {
		e, err := w.Enterprise(ctx, w.scope, id)
		if err != nil {
			return e, err
		}
		if err := must(e.Version, call.Version); err != nil {
			return e, err
		}
		if err := mayReopen(e.Status, facts.Status); err != nil {
			return e, err
		}
		brand := e.Brand
		facts.USCC = e.USCC
		facts.apply(&e)
		if err := facts.check(w.today()); err != nil {
			return e, err
		}
		if model.BrandKey(brand) != model.BrandKey(e.Brand) {
			if err := w.holdBrand(ctx, e); err != nil {
				return e, err
			}
		}
		changed, err := w.ChangeEnterprise(ctx, e)
		if err != nil {
			return changed, err
		}
		_, err = w.Enterprise(ctx, w.scope, id)
		return changed, staysInArea(err)
	})
}

func (f EnterpriseFacts) apply(e *model.Enterprise) {
	e.Name, e.Brand, e.Status = f.Name, f.Brand, f.Status
	e.AreaCode, e.Address, e.Representative, e.ServicePhone = f.AreaCode, f.Address, f.Representative, f.ServicePhone
}

// act tells whether the actor may perform it: refusal is the state's reason why not, empty when it fits.
func (d *Desk) act(actor model.Actor, name, title string, permission access.Permission, refusal string) model.Act {
	if _, err := d.Scope(actor, permission); err != nil {
		refusal = refusalOf(err)
	}
	return model.Act{Name: name, Title: title, Allowed: refusal == "", Reason: refusal}
}
