package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// editionDuties: a later edition that is published takes the duties of an earlier one away.
func editionDuties() []workSource {
	kind := waiting[model.Edition]{noun: "editions", sort: "as_of", list: store.Reader.Editions}
	review, approve := kind, kind
	review.roles, review.permission = []model.Role{model.RoleLegal}, "edition:review"
	review.act, review.title, review.in = "review", "法制审核红黑榜", model.EditionCandidate
	review.ask = func(ctx context.Context, l *look, e model.Edition) (asked, error) {
		considered, err := l.Store.HasConsidered(ctx, e.ID, l.actor.UserID)
		if err != nil {
			return asked{}, err
		}
		superseded, err := l.Store.IsSuperseded(ctx, e.AsOf)
		return asked{!superseded && reviewRefusal(e, l.actor, considered) == "", string(e.ID), e.Title, nil}, err
	}
	approve.roles, approve.permission = []model.Role{model.RoleChief}, "edition:approve"
	approve.act, approve.title, approve.in = "approve", "批准发布红黑榜", model.EditionReviewed
	approve.ask = func(ctx context.Context, l *look, e model.Edition) (asked, error) {
		superseded, err := l.Store.IsSuperseded(ctx, e.AsOf)
		return asked{approveRefusal(e, l.actor, superseded) == "", string(e.ID), e.Title, nil}, err
	}
	again := approve
	again.title, again.in = "批准发布已具备条件的红黑榜条目", model.EditionPublished
	again.narrow = func(*look) map[string]string { return map[string]string{"unsettled": string(model.EntryCandidate)} }
	again.ask = func(ctx context.Context, l *look, e model.Edition) (asked, error) {
		superseded, err := l.Store.IsSuperseded(ctx, e.AsOf)
		if err != nil || approveRefusal(e, l.actor, superseded) != "" {
			return asked{}, err
		}
		e.ApprovedBy = l.actor.UserID
		ripe, err := hasRipe(ctx, l, e, superseded)
		return asked{ripe, string(e.ID), e.Title, nil}, err
	}
	return []workSource{review.source(), approve.source(), again.source()}
}

// hasRipe reports whether an approval today would publish an entry of the edition.
func hasRipe(ctx context.Context, l *look, edition model.Edition, superseded bool) (bool, error) {
	entries, err := l.Store.EntriesOf(ctx, store.Everything(), edition.ID)
	if err != nil {
		return false, err
	}
	rested, err := groundsOf(ctx, l.Store.Reader, edition.ID)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		if e.Status != model.EntryCandidate && e.Status != model.EntryNoticed || superseded && e.List == model.RedList {
			continue
		}
		penalties, err := l.Store.DecidedPenaltiesOf(ctx, e.EnterpriseID)
		if err != nil {
			return false, err
		}
		_, decision, err := entryDecision(ctx, l.Store.Reader, edition, judged{e, rested[e.EnterpriseID], penalties}, l.Today())
		if err != nil || decision.Allowed {
			return decision.Allowed, err
		}
	}
	return false, nil
}

// entryDuties: the notice of an intended place on the black list, what the firm says to it, and the re-check.
func entryDuties() []workSource {
	kind := waiting[model.EditionEntry]{noun: "edition-entries", sort: "created_at", list: store.Reader.EditionEntries}
	notify, state, consider := kind, kind, kind
	notify.roles, notify.permission = []model.Role{model.RoleInspector}, "edition-entry:notify"
	notify.act, notify.title, notify.in = "notify", "送达拟列入黑榜告知书", model.EntryCandidate
	notify.narrow = func(*look) map[string]string { return map[string]string{"list": string(model.BlackList)} }
	notify.ask = func(ctx context.Context, l *look, e model.EditionEntry) (asked, error) {
		edition, err := l.Store.Edition(ctx, store.Everything(), e.EditionID)
		if err != nil {
			return asked{}, err
		}
		superseded, err := l.Store.IsSuperseded(ctx, edition.AsOf)
		return asked{!superseded || edition.Status == model.EditionPublished, string(e.ID), e.EnterpriseName, nil}, err
	}
	state.roles, state.permission = []model.Role{model.RoleFirm}, "edition-entry:state"
	state.act, state.title, state.in = "state", "陈述申辩", model.EntryNoticed
	state.ask = func(_ context.Context, l *look, e model.EditionEntry) (asked, error) {
		due := l.terms.kept(model.EditionStatement, e.NoticeServedOn, e.StatementDue, l.Today())
		return asked{due != nil && due.DaysLeft >= 0 && e.Statement == "", string(e.ID), "拟列入黑榜", due}, nil
	}
	consider.roles, consider.permission = []model.Role{model.RoleLegal, model.RoleInspector}, "edition-entry:consider"
	consider.act, consider.title, consider.in = "consider", "复核陈述申辩", model.EntryNoticed
	consider.ask = func(ctx context.Context, l *look, e model.EditionEntry) (asked, error) {
		err := considerHindrance(ctx, l.Store.Reader, e, l.actor.UserID)
		if kind := model.KindOf(err); kind == model.Conflict || kind == model.Forbidden {
			return asked{}, nil
		}
		return asked{true, string(e.ID), e.EnterpriseName, nil}, err
	}
	return []workSource{notify.source(), state.source(), consider.source()}
}
