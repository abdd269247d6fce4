package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// Open data reads by pages in the order of the ids, and of each row only what the public is given.
const openColumns = "id, kind, status, published_on, published_at, ends_on, left_on, left_at, contested_on, answered_on, record, record_hash"

// opened is what is public as open data goes through it: of a topic in a series what has the topic is looked at, as an
// edition may have very many entries on one list and few on the other.
func (r Reader) opened(ctx context.Context, day model.Date, q PublicQuery) *gorm.DB {
	if q.Topic == "" || q.Series == "" {
		return r.public(ctx, day, q)
	}
	series := q.Series
	q.Series = ""
	return r.public(ctx, day, q).Where("+publications.series = ?", series)
}

// OpenPublications returns up to limit publications that the public may see on the day, with an id above
// after, in the order of their ids, as the records that the public was given.
func (r Reader) OpenPublications(ctx context.Context, day model.Date, q PublicQuery, after string, limit int) ([]model.Publication, error) {
	rows := []model.Publication{}
	err := r.opened(ctx, day, q).Select(openColumns).Where("id > ?", after).Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	return rows, nil
}

// OpenPublicationAt returns the id that stands at a distance from the first after the id, "" when there are not so many.
func (r Reader) OpenPublicationAt(ctx context.Context, day model.Date, q PublicQuery, after string, distance int) (id string, err error) {
	var ids []string
	err = r.opened(ctx, day, q).Where("id > ?", after).Order("id").Offset(distance).Limit(1).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// PublicationsMoved returns the last publications of the kind, or of all, that became public or left, the newest move
// first; those whose term is over on the day as having ended with it, although the daily job has still to write that down.
func (r Reader) PublicationsMoved(ctx context.Context, day model.Date, kind model.PublicationKind, limit int) ([]model.Publication, error) {
	come, gone, over := []model.Publication{}, []model.Publication{}, []model.Publication{}
	table := func() *gorm.DB {
		db := r.db.WithContext(ctx).Table(publications.table).Select(openColumns + ", title, edition")
		if kind != "" {
			db = db.Where("kind = ?", kind)
		}
		return db
	}
	err := errors.Join(
		table().Where("published_at IS NOT NULL").Order("published_at DESC, id DESC").Limit(limit).Find(&come).Error,
		table().Where("left_at IS NOT NULL").Order("left_at DESC, id DESC").Limit(limit).Find(&gone).Error,
		table().Where("status = ? AND ends_on <= ?", model.PublicationPublished, day).Order("ends_on DESC, id DESC").Limit(limit).Find(&over).Error,
	)
	if err != nil {
		return nil, fmt.Errorf("moves of publications: %w", err)
	}
	moved := append(come, over...)
	for i, p := range moved {
		if p.Status == model.PublicationPublished && !p.EndsOn.IsZero() && !day.Before(p.EndsOn) {
			at := time.Date(p.EndsOn.Year(), p.EndsOn.Month(), p.EndsOn.Day(), 0, 0, 0, 0, model.Shanghai).UTC()
			moved[i].Status, moved[i].LeftOn, moved[i].LeftAt = model.PublicationEnded, p.EndsOn, &at
		}
	}
	return newestMoves(moved, gone, limit), nil
}
