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
		rows := r.byGrams(ctx, enterprises, licensedFirms, firm, words).Select("enterprises.*").Order("c.record_id DESC").Limit(most)
		if err := rows.Find(&found.Firms).Error; err != nil {
			return found, fmt.Errorf("find firms: %w", err)
		}
	}
	if len(filed) > 0 {
		if found.Filings, err = r.filedHolding(ctx, filed, words, most); err != nil {
			return found, err
		}
	}
	return found, nil
}

// MostLookedAt is how many of the newest records with the grams are looked at; where there are more, nearly all of them hold the words.
const MostLookedAt = 2000

// byGrams are the newest records of a noun that have all the grams, which are told the rarest first, and of them those that hold the words.
func (r Reader) byGrams(ctx context.Context, n noun, from string, grams, words []string) *gorm.DB {
	newest, args := r.havingAll(n, grams, MostLookedAt)
	db := r.db.WithContext(ctx).Table("("+newest+") AS c", args...).Joins(r.inOrder() + from + " ON " + n.table + ".id = c.record_id")
	for _, word := range words {
		db = db.Where(n.table+"."+n.search+" LIKE ? ESCAPE '!'", "%"+escapeLike(word)+"%")
	}
	return db
}

// havingAll asks for the ids of the newest records of a noun that have all the grams, which are told the rarest first.
func (r Reader) havingAll(n noun, grams []string, most int) (query string, args []any) {
	query = "SELECT g0.record_id FROM " + n.grams + " AS g0"
	for i, gram := range grams[1:] {
		query += fmt.Sprintf("%s%s AS g%d ON g%d.gram = ? AND g%d.record_id = g0.record_id", r.inOrder(), n.grams, i+1, i+1, i+1)
		args = append(args, gram)
	}
	return query + " WHERE g0.gram = ? ORDER BY g0.record_id DESC LIMIT ?", append(args, grams[0], most)
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

// ListedFirms returns on which sides of the lists (红榜 and 黑榜) the public is shown each of the enterprises on the day, by credit code.
func (r Reader) ListedFirms(ctx context.Context, day model.Date, firms []model.LicensedEnterprise) (map[string][]model.CreditList, error) {
	listed := map[string][]model.CreditList{}
	if len(firms) == 0 {
		return listed, nil
	}
	codes := make([]string, len(firms))
	for i, firm := range firms {
		codes[i] = firm.USCC
	}
	var rows []struct{ USCC, Topic string }
	db := publicOn(r.db.WithContext(ctx).Table(publications.table), "+publications.", day, PublicQuery{Kind: model.PublishedListEntry})
	if err := db.Where("publications.uscc IN ?", codes).Select("DISTINCT publications.uscc AS uscc, publications.topic AS topic").Order("uscc, topic").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("lists of firms: %w", err)
	}
	for _, row := range rows {
		listed[row.USCC] = append(listed[row.USCC], model.CreditList(row.Topic))
	}
	return listed, nil
}
