package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// BranchLine is a branch with how it stands today.
type BranchLine struct {
	model.HeldBranch
	State policy.BranchState `json:"state"`
}

// BranchFile is a branch with the filings that would hold again if the ending of its entry were taken back.
type BranchFile struct {
	BranchLine
	Foreseen *RestoredFilings `json:"would_restore,omitempty"`
}

// BranchFacts is what a person enters about a branch.
type BranchFacts struct {
	DirectoryNo     string
	Name            string
	AreaCode        string
	Address         string
	ResponsibleName model.PersonName
	ServicePhone    string
	AuthorityNo     string
	AuthorisedFrom  model.Date
	AuthorisedUntil model.Date
	EnteredOn       model.Date
	ValidUntil      model.Date
	Reason          string
}

// lineOfBranch leaves out who handled the branch for those outside.
func (d *Desk) lineOfBranch(actor model.Actor, b model.HeldBranch) BranchLine {
	if !d.isInside(actor) {
		b.RecordedBy, b.InvalidatedBy, b.RestoredBy = "", "", ""
	}
	return BranchLine{HeldBranch: b, State: policy.StateOfBranch(b.Branch, d.Today())}
}

// Branches lists the directory with how each branch stands today.
func (d *Desk) Branches(ctx context.Context, actor model.Actor, q store.Query) (model.Page[BranchLine], error) {
	scope, err := d.Scope(actor, "branch:read")
	if err != nil {
		return model.Page[BranchLine]{}, err
	}
	rows, err := d.Store.Branches(ctx, scope, q)
	return model.Mapped(rows, func(b model.HeldBranch) BranchLine { return d.lineOfBranch(actor, b) }), err
}

// BranchCard returns a branch with the acts open to the actor and its history.
func (d *Desk) BranchCard(ctx context.Context, actor model.Actor, id model.BranchID) (model.Card[BranchFile], error) {
	var card model.Card[BranchFile]
	scope, err := d.Scope(actor, "branch:read")
	if err != nil {
		return card, err
	}
	b, err := d.Store.Branch(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record.BranchLine = d.lineOfBranch(actor, b)
	restore := d.act(actor, "restore", "撤回名录失效登记", "branch:restore", when(b.InvalidFrom.IsZero(), notEnded))
	if restore.Allowed {
		if card.Record.Foreseen, err = d.foreseeBranch(ctx, b.Branch); err != nil {
			return card, err
		}
	}
	gone := when(!b.InvalidFrom.IsZero(), "这个分支机构已经登记名录失效")
	card.Acts = []model.Act{
		d.act(actor, "change", "修改名录信息", "branch:change", gone),
		d.act(actor, "invalidate", "登记名录失效", "branch:invalidate", gone),
		restore,
	}
	card.History, err = d.historyFor(ctx, actor, "branches", string(id))
	return card, err
}

// EnterBranch enters a branch of an enterprise into the directory.
func (d *Desk) EnterBranch(ctx context.Context, call model.Call, id model.EnterpriseID, facts BranchFacts) (BranchLine, error) {
	return perform(ctx, d, call, order{permission: "branch:create", reason: facts.Reason}, func(w work) (BranchLine, error) {
		fields := facts.check(w.today())
		firm, err := w.firm(ctx, &fields, id)
		if err != nil {
			return BranchLine{}, err
		}
		if err := fields.Err(); err != nil {
			return BranchLine{}, err
		}
		b := model.Branch{
			ID: model.BranchID(store.NewID()), EnterpriseID: firm.ID, RecordedBy: call.Actor.Name, Demo: firm.Demo,
			Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		facts.apply(&b)
		if err := w.AddBranch(ctx, &b); err != nil {
			return BranchLine{}, err
		}
		return w.branchKept(ctx, b.ID)
	})
}

// branchKept reads a branch just written; it must not have left the actor's area.
func (w work) branchKept(ctx context.Context, id model.BranchID) (BranchLine, error) {
	b, err := w.Branch(ctx, w.scope, id)
	return BranchLine{HeldBranch: b, State: policy.StateOfBranch(b.Branch, w.today())}, staysInArea(err)
}

// ChangeBranch corrects or renews a branch's entry, with the reason why.
func (d *Desk) ChangeBranch(ctx context.Context, call model.Call, id model.BranchID, facts BranchFacts) (BranchLine, error) {
	return d.onBranch(ctx, call, id, order{permission: "branch:change", reason: facts.Reason}, func(w work, b *model.Branch) error {
		facts.ResponsibleName = facts.ResponsibleName.Or(b.ResponsibleName)
		fields := facts.check(w.today())
		if err := fields.Err(); err != nil {
			return err
		}
		facts.apply(b)
		return nil
	})
}

// BranchEnd is why and from which day on a branch's entry no longer holds.
type BranchEnd struct {
	From       model.Date
	DocumentNo string
	Reason     string
}

// InvalidateBranch records that a branch's entry in the directory no longer holds.
func (d *Desk) InvalidateBranch(ctx context.Context, call model.Call, id model.BranchID, end BranchEnd) (BranchLine, error) {
	return d.onBranch(ctx, call, id, order{permission: "branch:invalidate", reason: end.Reason}, func(w work, b *model.Branch) error {
		var fields model.FieldErrors
		checkPast(&fields, "/from", end.From, b.EnteredOn, w.today())
		if err := fields.Err(); err != nil {
			return err
		}
		b.InvalidFrom, b.InvalidDocumentNo, b.InvalidReason = end.From, strings.TrimSpace(end.DocumentNo), strings.TrimSpace(end.Reason)
		b.InvalidatedBy = call.Actor.Name
		return nil
	})
}

// onBranch is the frame of the acts on a branch: reason, scope, version, state, change.
func (d *Desk) onBranch(ctx context.Context, call model.Call, id model.BranchID, o order, change func(work, *model.Branch) error) (BranchLine, error) {
	if err := checkReason(o.reason); err != nil {
		return BranchLine{}, err
	}
	return perform(ctx, d, call, o, func(w work) (BranchLine, error) {
		held, err := w.Branch(ctx, w.scope, id)
		if err != nil {
			return BranchLine{}, err
		}
		if err := must(held.Version, call.Version); err != nil {
			return BranchLine{}, err
		}
		if !held.InvalidFrom.IsZero() {
			return BranchLine{}, model.Fail(model.Conflict, "branch.invalid", "这个分支机构已经登记名录失效")
		}
		if err := change(w, &held.Branch); err != nil {
			return BranchLine{}, err
		}
		if _, err := w.ChangeBranch(ctx, held.Branch); err != nil {
			return BranchLine{}, err
		}
		return w.branchKept(ctx, id)
	})
}

func (f BranchFacts) apply(b *model.Branch) {
	b.DirectoryNo, b.Name, b.AreaCode, b.Address = strings.TrimSpace(f.DirectoryNo), strings.TrimSpace(f.Name), f.AreaCode, strings.TrimSpace(f.Address)
	b.ResponsibleName, b.ServicePhone, b.AuthorityNo = f.ResponsibleName, f.ServicePhone, strings.TrimSpace(f.AuthorityNo)
	b.AuthorisedFrom, b.AuthorisedUntil, b.EnteredOn, b.Until = f.AuthorisedFrom, f.AuthorisedUntil, f.EnteredOn, f.ValidUntil
	b.Reason = strings.TrimSpace(f.Reason)
}

func (f BranchFacts) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	for _, need := range []struct{ pointer, title, value string }{
		{"/directory_no", "名录编号", f.DirectoryNo}, {"/name", "名称", f.Name}, {"/address", "地址", f.Address},
		{"/responsible_name", "负责人", string(f.ResponsibleName)}, {"/authority_no", "授权书文号", f.AuthorityNo},
	} {
		if strings.TrimSpace(need.value) == "" {
			fields.Add(need.pointer, "required", "请填写"+need.title)
		}
	}
	checkArea(&fields, f.AreaCode, today)
	checkPersonName(&fields, "/responsible_name", f.ResponsibleName)
	checkPhone(&fields, "/service_phone", f.ServicePhone)
	checkPast(&fields, "/entered_on", f.EnteredOn, model.FirstDay, today)
	checkPast(&fields, "/authorised_from", f.AuthorisedFrom, model.FirstDay, today)
	if !f.ValidUntil.IsZero() {
		checkDay(&fields, "/valid_until", f.ValidUntil, f.EnteredOn, lastDay)
	}
	if !f.AuthorisedUntil.IsZero() {
		checkDay(&fields, "/authorised_until", f.AuthorisedUntil, f.AuthorisedFrom, lastDay)
	}
	return fields
}
