package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// otherwise is what else a word may say of a record than its text: the condition, with one
// placeholder, holds for the values that the word names, if it names any.
type otherwise struct {
	condition string
	named     func(ctx context.Context, r Reader, word string) ([]string, error)
}

// soughtWord is a word that is searched for, with whatever else it may say.
type soughtWord struct {
	text string
	says []said
}

type said struct {
	condition string
	values    any
}

// hunt is what is searched for among the records of a noun.
type hunt struct {
	n     noun
	words []soughtWord
}

func (r Reader) huntFor(ctx context.Context, n noun, words []string) (hunt, error) {
	h := hunt{n: n}
	for _, text := range words {
		word := soughtWord{text: text}
		for _, other := range n.others {
			values, err := other.named(ctx, r, text)
			if err != nil {
				return h, err
			}
			if len(values) > 0 {
				word.says = append(word.says, said{other.condition, values})
			}
		}
		h.words = append(h.words, word)
	}
	return h, nil
}

// holds keeps the rows that hold the words.
func (h hunt) holds(db *gorm.DB, words []soughtWord) *gorm.DB {
	for _, word := range words {
		condition := db.Session(&gorm.Session{NewDB: true}).
			Where(h.n.table+"."+h.n.search+" LIKE ? ESCAPE '!'", "%"+escapeLike(word.text)+"%")
		for _, other := range word.says {
			condition = condition.Or(other.condition, other.values)
		}
		db = db.Where(condition)
	}
	return db
}

// isCode reports whether nothing but codes is searched for.
func (h hunt) isCode() bool {
	return !slices.ContainsFunc(h.words, func(word soughtWord) bool { return !model.IsLatin(word.text) || len(word.text) < shortestCode })
}

// grams are those of the words whose text alone decides.
func (h hunt) grams() []string {
	var grams []string
	for _, word := range h.words {
		if len(word.says) == 0 {
			grams = append(grams, model.KeyGrams(word.text)...)
		}
	}
	return grams
}

// within keeps the rows that the table of grams names by the ids.
func (h hunt) within(db *gorm.DB, ids []string) *gorm.DB {
	return db.Where(h.n.table+"."+cmp.Or(h.n.gramsOf, "id")+" IN ?", ids)
}

// searched is a page of the rows that hold every word, and after all of them of those that resemble it.
func searched[T any](ctx context.Context, r Reader, l leaf, rows func() *gorm.DB, words []string) (model.Page[T], error) {
	page := model.Page[T]{Items: []T{}}
	h, err := r.huntFor(ctx, l.n, words)
	if err != nil {
		return page, err
	}
	if !l.at.Similar {
		if page, err = toTheLetter[T](ctx, r, l, h, rows); err != nil || page.Next != "" || l.exact {
			return page, err
		}
		if h.isCode() && (len(page.Items) > 0 || l.at.ID != "") {
			return page, nil // its neighbours are other records' codes
		}
	}
	ids, err := h.similar(ctx, r, rows)
	if err != nil || len(ids) == 0 {
		return page, err
	}
	if !l.at.Similar {
		l.at, l.value = cursor{Sort: l.sort, Similar: true}, nil
	}
	if l.limit -= len(page.Items); l.limit == 0 {
		page.Next, err = l.at.text()
		return page, err
	}
	more, err := turn[T](ctx, r, l, rows().Where(l.n.table+".id IN ?", ids))
	if err != nil {
		return page, err
	}
	page.Items, page.Next = append(page.Items, more.Items...), more.Next
	page.Similar, err = idsOf(ctx, r.db, more.Items)
	return page, err
}

func idsOf[T any](ctx context.Context, db *gorm.DB, rows []T) ([]string, error) {
	id, err := fieldOf(db, new(T), "id")
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = id.ReflectValueOf(ctx, reflect.ValueOf(&rows[i]).Elem()).String()
	}
	return ids, nil
}

// toTheLetter is a page of the rows that hold every word. Where the grams leave few rows only these
// are looked at; where they leave many the newest of them fill a page of the newest; else the
// rows are gone through in their order, and many of them hold the words.
func toTheLetter[T any](ctx context.Context, r Reader, l leaf, h hunt, rows func() *gorm.DB) (model.Page[T], error) {
	grams := h.grams()
	if len(grams) == 0 {
		return turn[T](ctx, r, l, h.holds(rows(), h.words))
	}
	newest, before := l.column == "id" && l.descending && h.n.gramsOf == "", ""
	if newest {
		before = l.at.ID
	}
	ids, whole, err := r.candidates(ctx, h.n, grams, before)
	if err != nil || whole && len(ids) == 0 {
		return model.Page[T]{Items: []T{}}, err
	}
	if whole || newest {
		page, err := turn[T](ctx, r, l, h.holds(h.within(rows(), ids), h.words))
		if err != nil || whole || page.Next != "" {
			return page, err
		}
	}
	return turn[T](ctx, r, l, h.holds(rows(), h.words))
}

const (
	// mostCandidates is how many records one look into a table of grams names at most; MariaDB
	// makes a table of a longer list.
	mostCandidates = 900
	// rareEnough is how far grams are counted when all are frequent.
	rareEnough = 8000
	// countedGrams is how many grams of what is searched for are counted, evenly spaced, and
	// joinedGrams of how many, the rarest, a candidate must have all: its text is looked at anyway.
	countedGrams = 12
	joinedGrams  = 4
)

// candidates are the ids of records with the grams, the newest first and, where an id is
// given, before it; whole is false if there are more of them.
func (r Reader) candidates(ctx context.Context, n noun, grams []string, before string) (ids []string, whole bool, err error) {
	v, err := r.veilOf(ctx, n)
	if err != nil {
		return nil, false, err
	}
	rare, err := r.rarest(ctx, n, grams, v)
	if err != nil || len(rare) == 0 {
		return nil, true, err
	}
	from, joined := r.joinGrams(n, rare)
	where, args := "g0.gram = ?", []any{rare[0]}
	if before != "" {
		where, args = where+" AND g0.record_id < ?", append(args, before)
	}
	hidden, ranges := v.over("g0.record_id")
	where, args = where+hidden, append(args, ranges...)
	query := "SELECT g0.record_id FROM " + from + " WHERE " + where + " ORDER BY g0.record_id DESC LIMIT ?"
	args = append(append(joined, args...), mostCandidates+1)
	if err := r.db.WithContext(ctx).Raw(query, args...).Scan(&ids).Error; err != nil {
		return nil, false, fmt.Errorf("look into %s: %w", n.grams, err)
	}
	whole = len(ids) <= mostCandidates
	return ids[:min(len(ids), mostCandidates)], whole, nil
}

// joinGrams are the rows of the first gram, as g0, of those records of the noun that have the others too, joined in their order;
// who asks says which gram is the first.
func (r Reader) joinGrams(n noun, grams []string) (from string, others []any) {
	from = n.grams + " AS g0"
	for i, gram := range grams[1:] {
		from += fmt.Sprintf("%[1]s%[2]s AS g%[3]d ON g%[3]d.gram = ? AND g%[3]d.record_id = g0.record_id", r.inOrder(), n.grams, i+1)
		others = append(others, gram)
	}
	return from, others
}

// rarest are the rarest of the grams, the rarest first; none if one of them is nowhere.
func (r Reader) rarest(ctx context.Context, n noun, grams []string, v veil) ([]string, error) {
	grams = spaced(grams)
	counts, err := r.frequencies(ctx, n, grams, mostCandidates+1, v)
	if err == nil && len(grams) > 1 && slices.Min(slices.Collect(maps.Values(counts))) > mostCandidates {
		counts, err = r.frequencies(ctx, n, grams, rareEnough, v)
	}
	if err != nil {
		return nil, err
	}
	return rareOf(grams, counts), nil
}

// spaced are the grams that are counted.
func spaced(grams []string) []string {
	step := (len(grams) + countedGrams - 1) / countedGrams
	if step <= 1 {
		return grams
	}
	var some []string
	for i := 0; i < len(grams); i += step {
		some = append(some, grams[i])
	}
	return some
}

// rareOf are the rarest of the grams, which have been counted, the rarest first; none if one of them is nowhere.
func rareOf(grams []string, counts map[string]int) []string {
	rare := slices.Clone(grams)
	slices.SortStableFunc(rare, func(a, b string) int { return cmp.Compare(counts[a], counts[b]) })
	if counts[rare[0]] == 0 {
		return nil
	}
	return rare[:min(len(rare), joinedGrams)]
}

// inOrder is the word by which either database joins tables in the order in which they are named.
func (r Reader) inOrder() string {
	if r.db.Name() == "mysql" {
		return " STRAIGHT_JOIN "
	}
	return " CROSS JOIN "
}

// frequencies is how many records have each gram, counted as far as the limit.
func (r Reader) frequencies(ctx context.Context, n noun, grams []string, limit int, v veil) (map[string]int, error) {
	hidden, ranges := v.over("record_id")
	parts, args := make([]string, len(grams)), make([]any, 0, 3*len(grams))
	for i, gram := range grams {
		parts[i] = "SELECT ? AS gram, COUNT(*) AS times FROM (SELECT 1 FROM " + n.grams + " WHERE gram = ?" + hidden + " LIMIT ?) AS g"
		args = append(append(append(args, gram, gram), ranges...), limit)
	}
	var rows []struct {
		Gram  string
		Times int
	}
	if err := r.db.WithContext(ctx).Raw(strings.Join(parts, " UNION ALL "), args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count in %s: %w", n.grams, err)
	}
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Gram] = row.Times
	}
	return counts, nil
}
