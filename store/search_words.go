package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"yijian/model"
)

// inArea lets a word that is an area's name, or that name without what sort of area it is, find
// whatever lies there.
func inArea(column string) otherwise {
	return otherwise{column + " IN ?", func(ctx context.Context, r Reader, word string) ([]string, error) {
		if !strings.ContainsFunc(word, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
			return nil, nil
		}
		areas, err := r.AreasByCode(ctx)
		if err != nil {
			return nil, err
		}
		var codes []string
		for code, area := range areas {
			if word == area.Name || word == area.Stem() {
				codes = append(codes, code)
			}
		}
		slices.Sort(codes)
		return codes, nil
	}}
}

// entitled lets a word that is the title of a state or a kind find whatever is in it or of it.
func entitled[K ~string](column string, titles map[K]string) otherwise {
	return otherwise{column + " IN ?", func(_ context.Context, _ Reader, word string) ([]string, error) {
		for value, title := range titles {
			if word == title {
				return []string{string(value)}, nil
			}
		}
		return nil, nil
	}}
}

// ofFirmNamed lets a word of an enterprise's text, such as its name or its credit code, find its
// records; one that too many enterprises have says nothing of them.
func ofFirmNamed(column string) otherwise {
	return otherwise{column + " IN ?", func(ctx context.Context, r Reader, word string) ([]string, error) {
		grams := model.KeyGrams(word)
		if len(grams) == 0 {
			return nil, nil
		}
		ids, whole, err := r.candidates(ctx, enterprises, grams, "")
		if err != nil || len(ids) == 0 || !whole {
			return nil, err
		}
		var found []string
		h := hunt{n: enterprises, words: []soughtWord{{text: word}}}
		err = h.holds(h.within(r.db.WithContext(ctx).Table("enterprises"), ids), h.words).Order("id").Pluck("id", &found).Error
		if err != nil {
			return nil, fmt.Errorf("firms of a name: %w", err)
		}
		return found, nil
	}}
}

// shortestCode is how many characters a code has at least by which an enterprise's records are found.
const shortestCode = 6

// ofFirmCoded lets an enterprise's whole credit code or licence number find its records.
func ofFirmCoded(column string) otherwise {
	return otherwise{column + " IN ?", func(ctx context.Context, r Reader, word string) ([]string, error) {
		if len(word) < shortestCode || !strings.ContainsAny(word, "0123456789") {
			return nil, nil
		}
		ids, _, err := r.candidates(ctx, enterprises, model.KeyGrams(word), "")
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		var firms []model.Enterprise
		if err := r.db.WithContext(ctx).Table("enterprises").Select("id, search_text").Where("id IN ?", ids).Order("id").Find(&firms).Error; err != nil {
			return nil, fmt.Errorf("firms of a code: %w", err)
		}
		var found []string
		for _, firm := range firms {
			if slices.Contains(strings.Split(firm.SearchText, "|"), word) {
				found = append(found, string(firm.ID))
			}
		}
		return found, nil
	}}
}
