package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// scribe makes texts of few characters, so that they often share some.
type scribe struct{ *rand.Rand }

const letters = "中通圆申韵达极兔羊角仙女山白马Ab17-２"

func (s scribe) word(least, most int) string {
	runes := []rune(letters)
	word := make([]rune, least+s.IntN(most-least+1))
	for i := range word {
		word[i] = runes[s.IntN(len(runes))]
	}
	return string(word)
}

// misspelt is a part of the text with one character changed, lost or added, or none.
func (s scribe) misspelt(text string) string {
	runes := []rune(strings.ReplaceAll(text, "|", ""))
	length := min(2+s.IntN(8), len(runes))
	from := s.IntN(len(runes) - length + 1)
	word, at := slices.Clone(runes[from:from+length]), s.IntN(length)
	switch s.IntN(4) {
	case 0:
		word[at] = '错'
	case 1:
		word = slices.Delete(word, at, at+1)
	case 2:
		word = slices.Insert(word, at, '多')
	}
	return string(word)
}

// written is a register of end points whose texts the test knows too.
type written struct {
	t     *testing.T
	s     *Store
	texts map[model.EndPointID]string
}

// Texts all hold 快递, which makes its grams too frequent to name the records.
func (w *written) save(tx *Tx, s scribe, e model.EndPoint) error {
	e.Name, e.EnterpriseName, e.Address = s.word(2, 9), s.word(4, 6)+"快递", s.word(2, 10)
	e.Brands = model.WordList{s.word(1, 3), s.word(1, 3)}
	w.texts[e.ID] = plain(e.Name, e.EnterpriseName, e.Brands[0], e.Brands[1], e.Address)
	if e.Version == 0 {
		e.Version, e.EnterpriseID, e.AreaCode, e.Status, e.Kind, e.Services, e.Scope = 1, "f", "500156001", model.EndPointDraft, model.EndPointOwn, model.WordList{}, model.WordList{}
		return tx.AddEndPoint(w.t.Context(), &e)
	}
	_, err := tx.ChangeEndPoint(w.t.Context(), e)
	return err
}

func (w *written) do(fn func(tx *Tx) error) {
	w.t.Helper()
	if err := w.s.Tx(w.t.Context(), model.Stamp{Act: "test", At: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}, fn); err != nil {
		w.t.Fatal(err)
	}
}

// plain is the text as the test folds it: small letters, half width.
func plain(fields ...string) string {
	return strings.NewReplacer("A", "a", "２", "2", "Ａ", "a", "Ｂ", "b").Replace(strings.Join(fields, "|"))
}

// changes is how many characters must be changed, added or taken away to make one word the other.
func changes(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return changes(a[1:], b[1:])
	}
	return 1 + min(changes(a[1:], b[1:]), changes(a, b[1:]), changes(a[1:], b))
}

// oneOff goes through every part of every field.
func oneOff(text, word string) bool {
	wanted := []rune(word)
	for _, field := range strings.Split(text, "|") {
		runes := []rune(field)
		for from := range runes {
			for length := len(wanted) - 1; length <= len(wanted)+1 && from+length <= len(runes); length++ {
				if differOnce(runes[from:from+length], wanted) {
					return true
				}
			}
		}
	}
	return false
}

// differOnce skips what is alike at both ends; what is left may be one character of each.
func differOnce(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 && changes(a, b) <= 1
}

// expected goes through all texts: the newest first, to the letter, then but for one character.
func (w *written) expected(search string) (exact, similar []string) {
	words := strings.Fields(plain(strings.ReplaceAll(search, "　", " ")))
	ids := []string{}
	for id := range w.texts {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	for _, id := range ids {
		text, whole, near := w.texts[model.EndPointID(id)], true, true
		for _, word := range words {
			holds := strings.Contains(text, word)
			whole = whole && holds
			near = near && (holds || len([]rune(word)) >= 4 && oneOff(text, word))
		}
		if whole {
			exact = append(exact, id)
		} else if near && len(similar) < MaxPage {
			similar = append(similar, id)
		}
	}
	return exact, similar
}

// found turns all pages.
func (w *written) found(q Query) (exact, similar []string) {
	w.t.Helper()
	for {
		page, err := w.s.EndPoints(w.t.Context(), Everything(), q)
		if err != nil {
			w.t.Fatalf("%q: %v", q.Search, err)
		}
		for _, e := range page.Items[:len(page.Items)-len(page.Similar)] {
			if len(similar) > 0 {
				w.t.Errorf("%q: an exact hit after a similar one", q.Search)
			}
			exact = append(exact, string(e.ID))
		}
		similar = append(similar, page.Similar...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return exact, similar
		}
	}
}

func (w *written) compare(search string) (similar int) {
	w.t.Helper()
	wantExact, wantSimilar := w.expected(search)
	for _, q := range []Query{{Search: search}, {Search: search, Limit: 33}, {Search: search, Sort: "name"}} {
		exact, similar := w.found(q)
		if q.Sort != "" {
			slices.Sort(exact)
			slices.Reverse(exact)
			slices.Sort(similar)
			slices.Reverse(similar)
		}
		if !slices.Equal(exact, wantExact) || !slices.Equal(similar, wantSimilar) {
			w.t.Errorf("%+v finds %d and %d similar, want %d and %d", q, len(exact), len(similar), len(wantExact), len(wantSimilar))
		}
	}
	if exact, similar := w.found(Query{Search: search, Exact: true}); !slices.Equal(exact, wantExact) || len(similar) > 0 {
		w.t.Errorf("%q finds to the letter %d and %d similar, want %d", search, len(exact), len(similar), len(wantExact))
	}
	return len(wantSimilar)
}

// Grams that are everywhere name no record, and filters and orders hold all the same.
func TestSearchForWhatIsEverywhereKeepsFiltersAndPages(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := &written{t, opened(t, dsn), map[model.EndPointID]string{}}
		w.do(func(tx *Tx) error {
			return tx.GatherGrams(t.Context(), func() error {
				for i := range mostCandidates + 30 {
					e := model.EndPoint{ID: model.EndPointID(NewID()), EnterpriseID: "f", EnterpriseName: "演示快递", Name: fmt.Sprint("网点", i), AreaCode: "500156001", Version: 1}
					if i < 5 {
						e.AreaCode = "500156101"
					}
					if err := tx.AddEndPoint(t.Context(), &e); err != nil {
						return err
					}
				}
				return nil
			})
		})
		for _, one := range []struct {
			q    Query
			want int
		}{
			{Query{Search: "演示快递", Limit: 100}, mostCandidates + 30}, {Query{Search: "演示快递", Filter: map[string]string{"area_code": "500156101"}}, 5},
			{Query{Search: "网点 快递", Sort: "name", Limit: 100}, mostCandidates + 30}, {Query{Search: "快递网点"}, 0},
		} {
			exact, _ := w.found(one.q)
			slices.Sort(exact)
			if len(slices.Compact(exact)) != one.want {
				t.Errorf("%+v finds %d, want %d", one.q, len(exact), one.want)
			}
		}
	})
}

// mustHaveGrams compares the grams kept with those of the texts kept.
func mustHaveGrams(t *testing.T, s *Store, records, table string) {
	t.Helper()
	var rows []struct{ ID, SearchText string }
	if err := s.db.Table(records).Select("id, search_text").Find(&rows).Error; err != nil || len(rows) == 0 {
		t.Fatalf("%d %s: %v", len(rows), records, err)
	}
	want := map[gramOf]bool{}
	for _, row := range rows {
		for _, gram := range model.Grams(row.SearchText) {
			want[gramOf{gram, row.ID}] = true
		}
	}
	var kept []struct{ Gram, RecordID string }
	if err := s.db.Table(table).Find(&kept).Error; err != nil || len(kept) != len(want) {
		t.Errorf("%d rows in %s (%v), want %d", len(kept), table, err, len(want))
	}
	for _, row := range kept {
		if !want[gramOf{row.Gram, row.RecordID}] {
			t.Fatalf("%s has %+v", table, row)
		}
	}
}
