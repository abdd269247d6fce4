package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// PublicFound is what a search of the public site finds: enterprises and what is filed, the newest first.
type PublicFound struct {
	Firms   []model.LicensedEnterprise
	Filings []model.Filing
}

// FindPublic looks for enterprises and filings, of each at most so many, whose text holds every one of
// the words: one question counts how rare the grams of the words are, and one each goes by the rarest.
func (r Reader) FindPublic(ctx context.Context, words []string, most int) (PublicFound, error) {
	found := PublicFound{Firms: []model.LicensedEnterprise{}, Filings: []model.Filing{}}
	var grams []string
	for _, word := range words {
		grams = append(grams, model.KeyGrams(word)...)
	}
	firm, filed, err := r.rarestOfBoth(ctx, grams)
	if err != nil || len(grams) == 0 {
		return found, err
	}
	if len(firm) > 0 {
		rows := r.byGrams(ctx, enterprises, licensedFirms, gramSearch{grams: firm, words: words, most: most}).Select("enterprises.*").Order("c.record_id DESC")
		if err := rows.Find(&found.Firms).Error; err != nil {
			return found, fmt.Errorf("find firms: %w", err)
		}
	}
	if len(filed) > 0 {
		if found.Filings, err = r.filedHolding(ctx, filed, Sought{Words: words}, most); err != nil {
			return found, err
		}
	}
	return found, nil
}

// MostLookedAt is how many of the newest filings that hold the words are looked at for a page of them.
const MostLookedAt = 2000

// byGrams are the newest records of a noun, at most so many, that have all the grams, which are told the rarest first,
// hold the words, and of which the condition holds.
func (r Reader) byGrams(ctx context.Context, n noun, from string, g gramSearch) *gorm.DB {
	newest, args := r.havingAll(n, g)
	return r.db.WithContext(ctx).Table("("+newest+") AS c", args...).Joins(r.inOrder() + from + " ON " + n.table + ".id = c.record_id")
}

// gramSearch is what byGrams looks for. What holds is asked of a record before it counts among the newest, so that
// no other takes its place: neither one that is not public nor one that only waits to become a record.
type gramSearch struct {
	grams, words []string
	where        string
	args         []any
	most         int
}

// havingAll asks for the ids of the records that byGrams finds.
func (r Reader) havingAll(n noun, g gramSearch) (query string, args []any) {
	from, args := r.joinGrams(n, g.grams)
	query = "SELECT g0.record_id FROM " + from + r.inOrder() + n.table + " ON " + n.table + ".id = g0.record_id WHERE g0.gram = ?"
	args = append(args, g.grams[0])
	if g.where != "" {
		query, args = query+" AND "+g.where, append(args, g.args...)
	}
	for _, word := range g.words {
		query += " AND " + n.table + "." + n.search + " LIKE ? ESCAPE '!'"
		args = append(args, "%"+escapeLike(word)+"%")
	}
	return query + " ORDER BY g0.record_id DESC LIMIT ?", append(args, g.most)
}

// rarestOfBoth are the rarest of the grams among enterprises and among what is filed, the rarest
// first; none where one of them is nowhere.
func (r Reader) rarestOfBoth(ctx context.Context, grams []string) (firm, filed []string, err error) {
	grams = spaced(grams)
	if len(grams) == 0 {
		return nil, nil, nil
	}
	var parts []string
	var args []any
	for _, table := range []string{enterprises.grams, endpoints.grams} {
		for _, gram := range grams {
			parts = append(parts, "SELECT '"+table+"' AS place, ? AS gram, COUNT(*) AS times FROM (SELECT 1 FROM "+table+" WHERE gram = ? LIMIT ?) AS g")
			args = append(args, gram, gram, rareEnough)
		}
	}
	var rows []struct {
		Place, Gram string
		Times       int
	}
	if err := r.db.WithContext(ctx).Raw(strings.Join(parts, " UNION ALL "), args...).Scan(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("count grams: %w", err)
	}
	counts := map[string]map[string]int{enterprises.grams: {}, endpoints.grams: {}}
	for _, row := range rows {
		counts[row.Place][row.Gram] = row.Times
	}
	return rareOf(grams, counts[enterprises.grams]), rareOf(grams, counts[endpoints.grams]), nil
}

// Listed is a side of the lists on which the public is shown an enterprise, and whether it contests that.
type Listed struct {
	List        model.CreditList
	IsContested bool
}

// ListedFirms returns on which sides of the lists (红榜 and 黑榜) the public is shown each of the enterprises on the day, by credit code.
func (r Reader) ListedFirms(ctx context.Context, day model.Date, firms []model.LicensedEnterprise) (map[string][]Listed, error) {
	listed := map[string][]Listed{}
	if len(firms) == 0 {
		return listed, nil
	}
	codes := make([]string, len(firms))
	for i, firm := range firms {
		codes[i] = firm.USCC
	}
	var rows []struct {
		USCC, Topic string
		Contested   int64
	}
	db := publicOn(r.db.WithContext(ctx).Table(publications.table), "+publications.", day, PublicQuery{Kind: model.PublishedListEntry})
	err := db.Where("publications.uscc IN ?", codes).Select("publications.uscc AS uscc, publications.topic AS topic, " +
		"SUM(CASE WHEN publications.contested_on IS NOT NULL AND publications.answered_on IS NULL THEN 1 ELSE 0 END) AS contested").
		Group("publications.uscc, publications.topic").Order("uscc, topic").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("lists of firms: %w", err)
	}
	for _, row := range rows {
		listed[row.USCC] = append(listed[row.USCC], Listed{model.CreditList(row.Topic), row.Contested > 0})
	}
	return listed, nil
}
