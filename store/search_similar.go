package store

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// similar are the ids of those rows, at most a page of the newest, that hold every word, one or
// more of them but for one character. One wrong character leaves one half of a word whole, so
// the rows with either half are looked at, of each half at most mostCandidates.
func (h hunt) similar(ctx context.Context, r Reader, rows func() *gorm.DB) ([]string, error) {
	var strict, forgiven []soughtWord
	for _, word := range h.words {
		if len(word.says) == 0 && len([]rune(word.text)) >= model.ForgivenFrom {
			forgiven = append(forgiven, word)
		} else {
			strict = append(strict, word)
		}
	}
	if len(forgiven) == 0 {
		return nil, nil
	}
	ids, err := h.halves(ctx, r, forgiven)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var found []struct{ ID, SearchText string }
	err = h.holds(h.within(rows(), ids), strict).Select(h.n.table + ".id, " + h.n.table + "." + h.n.search + " AS search_text").
		Order(h.n.table + ".id DESC").Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("look at what is similar: %w", err)
	}
	var similar []string
	for _, row := range found {
		if len(similar) < MaxPage && resembles(row.SearchText, forgiven) {
			similar = append(similar, row.ID)
		}
	}
	return similar, nil
}

// resembles reports whether the text holds all words, but not all of them to the letter.
func resembles(text string, words []soughtWord) bool {
	whole := true
	for _, word := range words {
		if strings.Contains(text, word.text) {
			continue
		}
		if whole = false; !model.Resembles(text, word.text) {
			return false
		}
	}
	return !whole
}

// cutWord is a word in two: the grams of either half, and the one that both have a part in.
type cutWord struct {
	halves [2][]string
	bridge string
}

// halves are the candidates for either half of that word, cut where its halves are rarest,
// which leaves the fewest. Of a half that is everywhere those come first that have the
// neighbouring gram too.
func (h hunt) halves(ctx context.Context, r Reader, words []soughtWord) ([]string, error) {
	cut, err := h.cut(ctx, r, words)
	if err != nil {
		return nil, err
	}
	var ids []string
	known := map[string]bool{}
	take := func(grams []string) error {
		more, _, err := r.candidates(ctx, h.n, grams, "")
		for _, id := range more {
			if len(ids) < mostCandidates && !known[id] {
				known[id] = true
				ids = append(ids, id)
			}
		}
		return err
	}
	for _, half := range cut.halves {
		if err := take(append([]string{cut.bridge}, half...)); err != nil {
			return nil, err
		}
	}
	for _, half := range cut.halves {
		if err := take(half); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// cut finds where.
func (h hunt) cut(ctx context.Context, r Reader, words []soughtWord) (cutWord, error) {
	v, err := r.veilOf(ctx, h.n)
	if err != nil {
		return cutWord{}, err
	}
	texts, counts := make([]string, len(words)), map[string]int{}
	for i, word := range words {
		texts[i] = word.text
		times, err := r.frequencies(ctx, h.n, model.Grams(word.text), mostCandidates+1, v)
		if err != nil {
			return cutWord{}, err
		}
		maps.Copy(counts, times)
	}
	best, _ := cutRarest(texts, counts)
	return best, nil
}

// cutRarest is that of the words which may have a wrong character, cut where the grams of its halves are rarest by their counts;
// false if there is none.
func cutRarest(words []string, counts map[string]int) (best cutWord, is bool) {
	least := 0
	for _, word := range words {
		runes := []rune(word)
		if len(runes) < model.ForgivenFrom {
			continue
		}
		for at := 2; at <= len(runes)-2; at++ {
			left, right := model.KeyGrams(string(runes[:at])), model.KeyGrams(string(runes[at:]))
			if times := fewest(counts, left) + fewest(counts, right); !is || times < least {
				least, best, is = times, cutWord{[2][]string{left, right}, string(runes[at-1 : at+1])}, true
			}
		}
	}
	return best, is
}

// fewest is how often the rarest of the grams stands.
func fewest(counts map[string]int, grams []string) int {
	least := counts[grams[0]]
	for _, gram := range grams {
		least = min(least, counts[gram])
	}
	return least
}
