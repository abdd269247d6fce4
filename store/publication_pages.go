package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"yijian/model"
)

// PublicQuery narrows what is public: by kind, topic, series or subject, or by words.
type PublicQuery struct {
	Kind   model.PublicationKind
	Topic  string
	Series string
	USCC   string
	Search string
	Page   int // from 1
}

// newestPublic is the order of the public pages.
const newestPublic = "publications.published_on DESC, publications.id DESC"

// public are the publications that the public may see on the day; what they are searched for is not looked at.
func (r Reader) public(ctx context.Context, day model.Date, q PublicQuery) *gorm.DB {
	db := r.db.WithContext(ctx).Table(publications.table)
	if q.USCC != "" {
		return publicOn(db, "+publications.", day, q).Where("publications.uscc = ?", q.USCC)
	}
	return publicOn(db, "publications.", day, q)
}

// publicOn keeps what is public. A "+" before the columns lets SQLite look at what was found another way instead of
// finding it by them; it changes nothing else.
func publicOn(db *gorm.DB, of string, day model.Date, q PublicQuery) *gorm.DB {
	db = db.Where(of+"status = ? AND "+of+"published_on <= ? AND ("+of+"ends_on IS NULL OR "+of+"ends_on > ?)", model.PublicationPublished, day, day)
	for _, narrowed := range []struct{ column, to string }{{"kind", string(q.Kind)}, {"topic", q.Topic}, {"series", q.Series}} {
		if narrowed.to != "" {
			db = db.Where(of+narrowed.column+" = ?", narrowed.to)
		}
	}
	return db
}

// published are the publications that a page names by their ids, which an index finds without reading any of those before it.
func (r Reader) published(ctx context.Context, page *gorm.DB) *gorm.DB {
	return r.db.WithContext(ctx).Table("(?) AS page", page).Joins(r.inOrder() + "publications ON publications.id = page.id")
}

func pageOf(db *gorm.DB, page int) *gorm.DB {
	return db.Limit(PublicPage).Offset((max(1, page) - 1) * PublicPage)
}

// PublishedPage returns a page of what the public may see on the day, the newest first.
func (r Reader) PublishedPage(ctx context.Context, day model.Date, q PublicQuery) ([]model.Publication, error) {
	rows := []model.Publication{}
	page := pageOf(r.public(ctx, day, q).Select("publications.id").Order(newestPublic), q.Page)
	if err := r.published(ctx, page).Select("publications.*").Order(newestPublic).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("what is public: %w", err)
	}
	return rows, nil
}

// Published returns a page of what the public may see on the day, the newest first, and
// how much there is; of what is searched for at most MostFound are counted. Whatever shows publications
// to the public asks here, by PublishedPage, PublishedOne, PublishedSeries or PublishedCounts.
func (r Reader) Published(ctx context.Context, day model.Date, q PublicQuery) (rows []model.Publication, total int64, err error) {
	if words := model.SearchWords(q.Search); len(words) > 0 {
		return r.publishedHolding(ctx, day, q, words)
	}
	if err = r.public(ctx, day, q).Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count what is public: %w", err)
	}
	rows, err = r.PublishedPage(ctx, day, q)
	return rows, total, err
}

// NewestPublished returns the newest of what the public may see on the day.
func (r Reader) NewestPublished(ctx context.Context, day model.Date, limit int) ([]model.Publication, error) {
	rows := []model.Publication{}
	page := r.public(ctx, day, PublicQuery{}).Select("publications.id").Order(newestPublic).Limit(limit)
	if err := r.published(ctx, page).Select("publications.*").Order(newestPublic).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("newest of what is public: %w", err)
	}
	return rows, nil
}

// PublishedCount is how much of a kind and topic is public.
type PublishedCount struct {
	Kind  model.PublicationKind
	Topic string
	Total int64
}

// PublishedCounts counts what the public may see on the day, by kind and topic, in an index alone.
func (r Reader) PublishedCounts(ctx context.Context, day model.Date) ([]PublishedCount, error) {
	counts := []PublishedCount{}
	err := r.public(ctx, day, PublicQuery{}).Select("kind, topic, COUNT(*) AS total").Group("kind, topic").Order("kind, topic").Find(&counts).Error
	if err != nil {
		return nil, fmt.Errorf("count what is public: %w", err)
	}
	return counts, nil
}

// PublishedSeries is how much of a series is public.
type PublishedSeries struct {
	Series string
	Total  int64
}

// PublishedSeries returns the series of a kind and topic that have something public on the day, the newest
// first, and how much of each there is.
func (r Reader) PublishedSeries(ctx context.Context, day model.Date, kind model.PublicationKind, topic string) ([]PublishedSeries, error) {
	series := []PublishedSeries{}
	err := r.public(ctx, day, PublicQuery{Kind: kind, Topic: topic}).Select("series, COUNT(*) AS total").Group("series").Order("series DESC").Find(&series).Error
	if err != nil {
		return nil, fmt.Errorf("series of what is public: %w", err)
	}
	return series, nil
}

// MostFound is how many publications a search of the public pages finds at most: the newest.
const MostFound = 1000

// publishedHolding is a page of what holds the words. Where the grams of the words are rare those publications
// that have them are looked at; else the newest are gone through until enough of them hold the words.
func (r Reader) publishedHolding(ctx context.Context, day model.Date, q PublicQuery, words []string) (rows []model.Publication, total int64, err error) {
	rows = []model.Publication{}
	var grams []string
	for _, word := range words {
		grams = append(grams, model.KeyGrams(word)...)
	}
	grams = spaced(grams)
	if len(grams) > 0 {
		times, err := r.frequencies(ctx, publications, grams, rareEnough, nil)
		if err != nil {
			return nil, 0, err
		}
		if grams = rareOf(grams, times); len(grams) == 0 {
			return rows, 0, nil
		}
		if times[grams[0]] == rareEnough {
			grams = nil
		}
	}
	found := r.public(ctx, day, q)
	if len(grams) > 0 {
		found = publicOn(r.havingGrams(ctx, grams), "+publications.", day, q)
	}
	found = found.Select("publications.id, publications.published_on")
	for _, word := range words {
		found = found.Where("publications.search_text LIKE ? ESCAPE '!'", "%"+escapeLike(word)+"%")
	}
	found = r.db.WithContext(ctx).Table("(?) AS publications", found.Order(newestPublic).Limit(MostFound))
	var shown []struct {
		model.Publication
		Total int64 `gorm:"column:total"`
	}
	page := pageOf(found.Session(&gorm.Session{}).Select("publications.id, COUNT(*) OVER () AS total").Order(newestPublic), q.Page)
	if err := r.published(ctx, page).Select("publications.*, page.total").Order(newestPublic).Find(&shown).Error; err != nil {
		return nil, 0, fmt.Errorf("search what is public: %w", err)
	}
	for _, row := range shown {
		rows, total = append(rows, row.Publication), row.Total
	}
	if len(rows) == 0 && q.Page > 1 { // there is no such page: how much is there at all
		err = found.Session(&gorm.Session{}).Count(&total).Error
	}
	return rows, total, err
}

// havingGrams are the publications that have all of the grams, which are told the rarest first.
func (r Reader) havingGrams(ctx context.Context, grams []string) *gorm.DB {
	from, others := r.joinGrams(publications, grams)
	return r.db.WithContext(ctx).Table(from+r.inOrder()+"publications ON publications.id = g0.record_id", others...).Where("g0.gram = ?", grams[0])
}
