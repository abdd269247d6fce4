package casework

import (
	"context"
	"slices"
	"strconv"

	"yijian/model"
	"yijian/store"
)

const (
	longestStatement  = 2000
	longestConsidered = 1000
)

// StateDefence records the firm's statement and defence (陈述申辩), by the firm
// itself or by the bureau, which names the day on which it received it. Neither
// may be later than the term. What was stated before stays, and a statement
// after the re-check calls for another one.
func (d *Desk) StateDefence(ctx context.Context, call model.Call, id model.EntryID, statement string, receivedOn model.Date) (model.EditionEntry, error) {
	return d.moveEntry(ctx, call, id, order{permission: "edition-entry:state"}, func(w work, e *model.EditionEntry) error {
		if e.Status != model.EntryNoticed {
			return entryState("告知书送达后、列入之前才能提交陈述申辩")
		}
		on, err := receiptDay(*e, call.Actor, receivedOn, w.today())
		if err != nil {
			return err
		}
		w.forFirm(call, e.EnterpriseName)
		return addStatement(e, statement, on)
	})
}

// receiptDay is the day on which the statement counts as received.
func receiptDay(e model.EditionEntry, actor model.Actor, receivedOn, today model.Date) (model.Date, error) {
	over := "陈述申辩期已于" + e.StatementDue.String() + "届满"
	if actor.Has(model.RoleFirm) {
		switch {
		case !receivedOn.IsZero():
			return today, oneField("/received_on", "entry.received_by_bureau", "企业自行提交的，以提交当日为收到日期，不必填写")
		case today.After(e.StatementDue):
			return today, entryState(over + "，请联系管理局")
		}
		return today, nil
	}
	var fields model.FieldErrors
	checkPast(&fields, "/received_on", receivedOn, e.NoticeServedOn, today)
	if len(fields) == 0 && receivedOn.After(e.StatementDue) {
		fields.Add("/received_on", "entry.received_late", over+"，之后收到的不再作为陈述申辩")
	}
	return receivedOn, fields.Err()
}

func addStatement(e *model.EditionEntry, statement string, on model.Date) error {
	if e.Statement != "" {
		statement = e.Statement + "\n（" + on.String() + "收到的补充）" + statement
	}
	if n := len([]rune(statement)); n > longestStatement {
		return oneField("/statement", "entry.statement_full", "与此前提交的内容合计超过"+strconv.Itoa(longestStatement)+"字，请精简"+strconv.Itoa(n-longestStatement)+"字")
	}
	e.Statement, e.StatementReceivedOn = statement, on
	if e.ConsideredBy != "" {
		e.ConsideredBy, e.ConsideredNote = "", e.ConsideredNote+"（收到补充陈述前的复核意见）"
	}
	return nil
}

// ConsiderDefence records the re-check (复核) of the statement by somebody who
// neither served the notice, nor found what the entry rests on, nor reviews or
// approves the edition. An earlier opinion stays before the new one.
func (d *Desk) ConsiderDefence(ctx context.Context, call model.Call, id model.EntryID, note string) (model.EditionEntry, error) {
	return d.moveEntry(ctx, call, id, order{permission: "edition-entry:consider", reason: note}, func(w work, e *model.EditionEntry) error {
		if err := considerHindrance(ctx, w.Reader, *e, call.Actor.UserID); err != nil {
			return err
		}
		if e.ConsideredNote != "" {
			note = e.ConsideredNote + "\n" + note
		}
		if n := len([]rune(note)); n > longestConsidered {
			return oneField("/note", "entry.note_full", "与此前的复核意见合计超过"+strconv.Itoa(longestConsidered)+"字，请精简"+strconv.Itoa(n-longestConsidered)+"字")
		}
		e.ConsideredBy, e.ConsideredNote = call.Actor.UserID, note
		return nil
	})
}

// considerHindrance is why the person cannot re-check the entry's statement. A
// re-check by the one who reviewed or approved the edition may be done again.
func considerHindrance(ctx context.Context, r store.Reader, e model.EditionEntry, by model.UserID) error {
	if e.Status != model.EntryNoticed || e.Statement == "" {
		return entryState("没有待复核的陈述申辩")
	}
	edition, err := r.Edition(ctx, store.Everything(), e.EditionID)
	if err != nil {
		return err
	}
	own := []model.UserID{edition.ReviewedBy, edition.ApprovedBy}
	if e.ConsideredBy != "" && !slices.Contains(own, e.ConsideredBy) {
		return entryState("陈述申辩已经复核")
	}
	if slices.Contains(own, by) {
		return model.Fail(model.Forbidden, "entry.own_review", "法制审核人、批准人不得复核本期的陈述申辩")
	}
	served, err := r.HasActed(ctx, "edition-entries", string(e.ID), "edition-entry:notify", by)
	if err != nil {
		return err
	}
	if served {
		return model.Fail(model.Forbidden, "entry.own_notice", "送达告知书的人不得复核陈述申辩")
	}
	found, err := hasFound(ctx, r, e, edition.AsOf, by)
	if err == nil && found {
		err = model.Fail(model.Forbidden, "entry.own_finding", "参加据以提名的检查、拟写据以提名的处罚决定的人不得复核陈述申辩")
	}
	return err
}

// hasFound reports whether the person took part in finding what the entry rests on.
func hasFound(ctx context.Context, r store.Reader, e model.EditionEntry, asOf model.Date, by model.UserID) (bool, error) {
	all, err := groundsOf(ctx, r, e.EditionID)
	if err != nil {
		return false, err
	}
	g := all[e.EnterpriseID]
	penalties, err := r.DecidedPenaltiesOf(ctx, e.EnterpriseID)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(g.standing(penalties), func(p model.Penalty) bool { return p.Drafters.Has(by) }) {
		return true, nil
	}
	if !g.onChecks {
		return false, nil
	}
	inspections, err := r.InspectionsOf(ctx, e.EnterpriseID, g.since, asOf)
	return slices.ContainsFunc(inspections, func(i model.Inspection) bool {
		return len(i.Findings) > 0 && i.Officers.Has(by)
	}), err
}
