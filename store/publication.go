package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yijian/model"
)

// A firm sees what is published of it from the day it is public.
var publications = register(noun{
	name: "publications", table: "publications", label: "title", search: "search_text", grams: "publication_grams",
	reach: reach{area: "publications.area_code", firm: "publications.approved_by <> '' AND publications.enterprise_id"},
	filters: map[string]string{
		"status": "status", "kind": "kind", "topic": "topic", "series": "series", "enterprise_id": "enterprise_id", "subject_id": "subject_id",
	},
	having: map[string]string{
		"over":      "publications.ends_on <= ?",
		"contested": "publications.contested_on IS NOT NULL AND publications.answered_on IS NULL AND publications.status = ?",
	},
	sorts: map[string]string{"title": "title", "formed_on": "formed_on", "published_on": "published_on", "ends_on": "ends_on", "created_at": "created_at"},
})

func publicationTaken() *model.Error {
	const detail = "这件事项已在拟公开或公开中"
	return &model.Error{Kind: model.Conflict, Reason: "publication.live", Detail: detail,
		Fields: []model.FieldError{{Pointer: "/subject_id", Reason: "publication.live", Detail: detail}}}
}

// Publications lists publications.
func (r Reader) Publications(ctx context.Context, scope Scope, q Query) (model.Page[model.Publication], error) {
	return list[model.Publication](ctx, r, publications, scope, q)
}

// Publication returns one publication within the scope.
func (r Reader) Publication(ctx context.Context, scope Scope, id model.PublicationID) (model.Publication, error) {
	return find[model.Publication](ctx, r, publications, scope, string(id))
}

// LivePublications returns what of a subject is pending or public: the publication and its correction.
func (r Reader) LivePublications(ctx context.Context, kind model.PublicationKind, subject string) ([]model.Publication, error) {
	rows := []model.Publication{}
	err := r.db.WithContext(ctx).Table(publications.table).Where("live_key IN ?", liveKeys(kind, subject)).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("publications of a subject: %w", err)
	}
	return rows, nil
}

// LapsedPublications returns up to a page of public ones whose term is over on the day.
func (r Reader) LapsedPublications(ctx context.Context, day model.Date) ([]model.Publication, error) {
	rows := []model.Publication{}
	err := r.db.WithContext(ctx).Table(publications.table).
		Where("status = ? AND ends_on <= ?", model.PublicationPublished, day).Order("id").Limit(MaxPage).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("lapsed publications: %w", err)
	}
	return rows, nil
}

// A correction that waits stands beside what it corrects, under a key of its own.
func liveKey(p model.Publication) *string {
	if p.Status != model.PublicationPublished && !p.Status.IsPending() {
		return nil
	}
	keys := liveKeys(p.Kind, p.SubjectID)
	key := keys[0]
	if p.CorrectsID != "" && p.Status.IsPending() {
		key = keys[1]
	}
	return &key
}

func liveKeys(kind model.PublicationKind, subject string) []string {
	key := string(kind) + ":" + subject
	return []string{key, key + "+"}
}

func publicationText(p model.Publication) string {
	return model.FoldForSearch(p.EnterpriseName, p.USCC, p.Title, p.Source)
}

// AddPublication keeps a draft; a second live one of a subject is a Conflict on /subject_id.
func (tx *Tx) AddPublication(ctx context.Context, p *model.Publication) error {
	p.SearchText, p.LiveKey, tx.publishes = publicationText(*p), liveKey(*p), true
	return insert(ctx, tx, publications, string(p.ID), p, publicationTaken())
}

// ChangePublication writes everything that an act may change of a publication, if it
// still has its version; one that is over frees its subject for another.
func (tx *Tx) ChangePublication(ctx context.Context, p model.Publication) (model.Publication, error) {
	var live any
	tx.publishes = true
	if key := liveKey(p); key != nil {
		live = *key
	}
	return update[model.Publication](ctx, tx, publications, string(p.ID), p.Version, map[string]any{
		"live_key": live, "enterprise_name": p.EnterpriseName, "uscc": p.USCC, "area_code": p.AreaCode, "search_text": publicationText(p),
		"title": p.Title, "topic": p.Topic, "series": p.Series, "source": p.Source, "basis": p.Basis,
		"written": p.Written, "publish_reason": p.PublishReason, "public_text": p.Text, "text_hash": p.TextHash,
		"mask_policy": p.MaskPolicy, "masked": p.Masked, "formed_on": p.FormedOn, "earliest_end": p.EarliestEnd, "ends_on": p.EndsOn,
		"status": p.Status, "drafters": p.Drafters, "handlers": p.Handlers, "secrecy_by": p.SecrecyBy, "secrecy_on": p.SecrecyOn, "secrecy_note": p.SecrecyNote,
		"personal_by": p.PersonalBy, "personal_on": p.PersonalOn, "personal_note": p.PersonalNote, "approved_by": p.ApprovedBy,
		"published_on": p.PublishedOn, "published_at": p.PublishedAt, "return_reason": p.ReturnReason,
		"left_on": p.LeftOn, "left_at": p.LeftAt, "leave_reason": p.LeaveReason, "correct_reason": p.CorrectReason,
		"contested_on": p.ContestedOn, "contest_reason": p.ContestReason, "contest_answer": p.ContestAnswer, "answered_on": p.AnsweredOn,
		"record": p.Record, "record_hash": p.RecordHash,
	}, publicationTaken())
}

// PublishedOne returns a publication that the public may see on the day, or was shown once:
// whether it still may is for the caller to say. Others are NotFound.
func (r Reader) PublishedOne(ctx context.Context, id string) (model.Publication, error) {
	var row model.Publication
	err := r.db.WithContext(ctx).Table(publications.table).Where("id = ? AND published_at IS NOT NULL", id).Take(&row).Error
	return row, absent(err)
}

// CorrectionOf returns what the public may see on the day in place of a corrected publication, or NotFound.
func (r Reader) CorrectionOf(ctx context.Context, day model.Date, id model.PublicationID) (model.Publication, error) {
	var row model.Publication
	err := publicOn(r.db.WithContext(ctx).Table(publications.table), "+publications.", day, PublicQuery{}).Where("corrects_id = ?", id).Order("published_at DESC").Take(&row).Error
	return row, absent(err)
}

// PublishedAt returns up to limit publications that were public at the instant, with an id above
// after, in the order of their ids: also those that are not any more, of which nothing
// may be told but that they were there and how they left.
func (r Reader) PublishedAt(ctx context.Context, at time.Time, kind model.PublicationKind, after string, limit int) ([]model.Publication, error) {
	rows := []model.Publication{}
	day, at := model.DateOf(at), at.UTC() // SQLite compares instants as texts
	page := r.db.WithContext(ctx).Table(publications.table).Select("id").
		Where("published_at <= ? AND (left_at IS NULL OR left_at > ?) AND (ends_on IS NULL OR ends_on > ?) AND id > ?", at, at, day, after)
	if kind != "" {
		page = page.Where("kind = ?", kind)
	}
	of := "publications." + strings.ReplaceAll(openColumns, ", ", ", publications.")
	if err := r.published(ctx, page.Order("id").Limit(limit)).Select(of).Order("publications.id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("what was public: %w", err)
	}
	return rows, nil
}

// newestMoves merges what came and what left, the newest first; a publication is named once, by its last move.
func newestMoves(come, gone []model.Publication, limit int) []model.Publication {
	moved, seen := append(gone, come...), map[model.PublicationID]bool{}
	slices.SortStableFunc(moved, func(a, b model.Publication) int { return b.MovedAt().Compare(a.MovedAt()) })
	moved = slices.DeleteFunc(moved, func(p model.Publication) bool {
		twice := seen[p.ID]
		seen[p.ID] = true
		return twice
	})
	return moved[:min(limit, len(moved))]
}
