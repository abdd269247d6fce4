package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"yijian/model"
)

// mostSimilarFilings is how many filings are shown that only resemble what is searched for.
const mostSimilarFilings = 20

// countedSteps is how many rows of a table of grams are counted at most to find the rarest of the grams of a search.
const countedSteps = countedGrams * rareEnough

// gramCount is how many records have each gram of what is searched for, counted as far as a limit.
type gramCount struct {
	Sought
	times map[string]int
}

func (r Reader) countGrams(ctx context.Context, sought Sought) (gramCount, error) {
	c := gramCount{Sought: sought}
	known := map[string]bool{}
	for _, word := range slices.Concat(sought.Words, sought.Whole) {
		for _, gram := range model.Grams(word) {
			known[gram] = true
		}
	}
	if len(known) == 0 {
		return c, nil
	}
	var err error
	c.times, err = r.frequencies(ctx, endpoints, slices.Sorted(maps.Keys(known)), min(rareEnough, countedSteps/len(known)), nil)
	return c, err
}

// rarest are the rarest grams of the words, the rarest first; none if there are none, or one of them is nowhere.
func (c gramCount) rarest() []string {
	var keys []string
	for _, word := range c.Words {
		keys = append(keys, model.KeyGrams(word)...)
	}
	if len(keys) == 0 {
		return nil
	}
	return rareOf(keys, c.times)
}

// similarFilings returns what is filed and holds the words, one or more of them but for one character, the newest
// first. One wrong character leaves one half of a word whole, so that what has either half is looked at, of each the newest
// mostHalved, those first that have the neighbouring gram too.
func (r Reader) similarFilings(ctx context.Context, counted gramCount, area string) ([]model.Filing, error) {
	similar := []model.Filing{}
	cut, is := cutRarest(counted.Whole, counted.times)
	if !is {
		return similar, nil
	}
	var strict []string
	var forgiven []soughtWord
	for _, word := range counted.Whole {
		if len([]rune(word)) >= model.ForgivenFrom {
			forgiven = append(forgiven, soughtWord{text: word})
		} else {
			strict = append(strict, word)
		}
	}
	where, of := counted.narrowed(isFiled, area)
	candidates, args := r.halved(cut, counted.times, gramSearch{words: strict, where: where, args: of, most: mostHalved})
	if candidates == "" {
		return similar, nil
	}
	var rows []struct {
		model.Filing
		SearchText string
	}
	db := withOpener(r.db.WithContext(ctx).Table("("+candidates+") AS c", args...).Joins(r.inOrder() + "endpoints ON endpoints.id = c.record_id")).
		Select(filingColumns + ", endpoints.search_text")
	if err := db.Order("endpoints.filed_on DESC, endpoints.id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("similar filings: %w", err)
	}
	for _, row := range rows {
		if len(similar) < mostSimilarFilings && resembles(row.SearchText, forgiven) {
			similar = append(similar, row.Filing)
		}
	}
	return similar, nil
}

// mostHalved is how many records with one half of a word are looked at.
const mostHalved = 300

// halved asks for the records that have either half of a cut word; nothing where either is nowhere.
func (r Reader) halved(cut cutWord, times map[string]int, g gramSearch) (query string, args []any) {
	var parts []string
	for _, half := range cut.halves {
		if fewest(times, half) == 0 {
			continue
		}
		for _, grams := range [][]string{append(slices.Clone(half), cut.bridge), half} {
			if g.grams = rareOf(grams, times); len(g.grams) == 0 { // the bridge is nowhere
				continue
			}
			newest, values := r.havingAll(endpoints, g)
			parts = append(parts, "SELECT * FROM ("+newest+") AS h"+fmt.Sprint(len(parts)))
			args = append(args, values...)
		}
	}
	return strings.Join(parts, " UNION "), args
}
