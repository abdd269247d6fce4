package store

import (
	"context"
	"fmt"

	"yijian/model"
)

// A firm sees the notice from the day it is public.
var penaltyNotices = register(noun{
	name: "penalty-notices", table: "penalty_notices", search: "search_text",
	reach: reach{area: "area_code", firm: "status <> 'proposed' AND approved_by <> '' AND enterprise_id"},
	filters: map[string]string{
		"status": "status", "kind": "kind", "publicity_class": "publicity_class",
		"enterprise_id": "enterprise_id", "penalty_id": "penalty_id",
	},
	sorts: map[string]string{"ends_on": "ends_on", "document_no": "document_no", "created_at": "created_at"},
})

func noticeTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "penalty_notice.live", Detail: "该处罚已在拟公示或公示中",
		Fields: []model.FieldError{{Pointer: "/penalty_id", Reason: "penalty_notice.live", Detail: "该处罚已在拟公示或公示中"}}}
}

// PenaltyNotices lists notices.
func (r Reader) PenaltyNotices(ctx context.Context, scope Scope, q Query) (model.Page[model.PenaltyNotice], error) {
	return list[model.PenaltyNotice](ctx, r, penaltyNotices, scope, q)
}

// PenaltyNotice returns one notice within the scope.
func (r Reader) PenaltyNotice(ctx context.Context, scope Scope, id model.PenaltyNoticeID) (model.PenaltyNotice, error) {
	return find[model.PenaltyNotice](ctx, r, penaltyNotices, scope, string(id))
}

// LiveNoticesOf returns the proposed or public notice of a penalty, if there is one.
func (r Reader) LiveNoticesOf(ctx context.Context, id model.PenaltyID) ([]model.PenaltyNotice, error) {
	rows := []model.PenaltyNotice{}
	err := r.db.WithContext(ctx).Table("penalty_notices").Where("live_key = ?", string(id)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("notices of penalty: %w", err)
	}
	return rows, nil
}

// LapsedNotices returns up to a page of public notices whose last day is the day or earlier.
func (r Reader) LapsedNotices(ctx context.Context, day model.Date) ([]model.PenaltyNotice, error) {
	rows := []model.PenaltyNotice{}
	err := r.db.WithContext(ctx).Table("penalty_notices").
		Where("status = ? AND ends_on <= ?", model.NoticePublished, day).Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("lapsed notices: %w", err)
	}
	return rows, nil
}

// AddPenaltyNotice keeps a proposed notice; a second live one of a penalty is a Conflict on /penalty_id.
func (tx *Tx) AddPenaltyNotice(ctx context.Context, n *model.PenaltyNotice) error {
	n.SearchText = model.FoldForSearch(n.EnterpriseName, n.USCC, n.DocumentNo)
	live := string(n.PenaltyID)
	n.LiveKey = &live
	return insert(ctx, tx, penaltyNotices, string(n.ID), n, noticeTaken())
}

// ChangePenaltyNotice writes everything that may change of a notice, if it still
// has its version; one that is over frees its penalty for another.
func (tx *Tx) ChangePenaltyNotice(ctx context.Context, n model.PenaltyNotice) (model.PenaltyNotice, error) {
	var live any = string(n.PenaltyID)
	if n.Status == model.NoticeWithdrawn || n.Status == model.NoticeEnded {
		live = nil
	}
	return update[model.PenaltyNotice](ctx, tx, penaltyNotices, string(n.ID), n.Version, map[string]any{
		"live_key": live, "summary": n.Summary, "publish_reason": n.PublishReason, "status": n.Status,
		"proposers": n.Proposers, "approved_by": n.ApprovedBy, "published_on": n.PublishedOn,
		"withdrawn_on": n.WithdrawnOn, "withdraw_reason": n.WithdrawReason,
	}, noticeTaken())
}
