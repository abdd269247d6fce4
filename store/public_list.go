package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"yijian/model"
)

// PublicEntries returns what the public may see on the day of one side of the
// lists: published, begun and not ended; the newest edition first. Demo
// entries are included; a production database has none.
func (r Reader) PublicEntries(ctx context.Context, side model.CreditList, day model.Date, search string, page int) (rows []model.ListEntry, total int64, err error) {
	base := func() *gorm.DB {
		db := r.db.WithContext(ctx).Table("edition_entries").
			Where("edition_entries.list = ? AND edition_entries.status = ?", side, model.EntryPublished).
			Where("edition_entries.published_on <= ? AND edition_entries.ends_on >= ?", day, day)
		return editionEntries.holding(db, search)
	}
	if err = base().Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count public entries: %w", err)
	}
	rows = []model.ListEntry{}
	err = base().Joins("JOIN editions ON editions.id = edition_entries.edition_id").
		Select("edition_entries.*, editions.number AS edition_number, editions.title AS edition_title, editions.as_of AS edition_as_of").
		Order("edition_entries.published_on DESC, edition_entries.id").
		Limit(PublicPage).Offset((page - 1) * PublicPage).Find(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("public entries: %w", err)
	}
	return rows, total, nil
}

// PublicNotices returns the penalties that the public may see on the day: published, begun and with their
// term not over; the newest first.
func (r Reader) PublicNotices(ctx context.Context, day model.Date, search string, page int) (rows []model.PenaltyNotice, total int64, err error) {
	base := func() *gorm.DB { return penaltyNotices.holding(r.publicNotices(ctx, day), search) }
	if err = base().Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count public notices: %w", err)
	}
	rows = []model.PenaltyNotice{}
	err = base().Order("published_on DESC, id").Limit(PublicPage).Offset((page - 1) * PublicPage).Find(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("public notices: %w", err)
	}
	return rows, total, nil
}

// CountPublicNotices counts the penalties that the public may see on the day.
func (r Reader) CountPublicNotices(ctx context.Context, day model.Date) (total int64, err error) {
	if err = r.publicNotices(ctx, day).Count(&total).Error; err != nil {
		return 0, fmt.Errorf("count public notices: %w", err)
	}
	return total, nil
}

func (r Reader) publicNotices(ctx context.Context, day model.Date) *gorm.DB {
	return r.db.WithContext(ctx).Table(penaltyNotices.table).
		Where("status = ? AND published_on <= ? AND ends_on > ?", model.NoticePublished, day, day)
}

// PublicPage is the number of rows on one public page.
const PublicPage = 50

// EndedEntries returns published entries whose term ended before the day.
func (r Reader) EndedEntries(ctx context.Context, day model.Date) ([]model.EditionEntry, error) {
	rows := []model.EditionEntry{}
	err := r.db.WithContext(ctx).Table("edition_entries").
		Where("status = ? AND ends_on < ?", model.EntryPublished, day).Order("ends_on, id").Limit(1000).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("ended entries: %w", err)
	}
	return rows, nil
}
