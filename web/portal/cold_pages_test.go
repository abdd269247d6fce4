//go:build !race

package portal

import (
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// A page that nobody has asked for before costs four queries at most, whatever it is asked and however much there is, and each
// goes by an index: it neither reads nor sorts much more than it shows, and what it counts it counts in an index alone.
func TestAColdPageAsksFewIndexedQueries(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		l := listen(t)
		w := newSite(t, dsn)
		w.seed(t)
		db, isSQLite := rawDatabase(t, dsn)
		w.fillMany(t, db, 20_000)
		p := newPlanner(t, db, isSQLite)
		for _, path := range w.coldPages(t) {
			queries := w.queriesOf(t, l, path)
			for _, q := range queries {
				if faults := p.faults(t, q); len(faults) > 0 {
					t.Errorf("%s: %s\n   %s", path, strings.Join(faults, "; "), q.text)
				}
			}
			if len(queries) > mostOf(path) {
				t.Errorf("%s asks %d queries", path, len(queries))
				for _, q := range queries {
					t.Log(q.text)
				}
			}
		}
		for words, isMore := range map[string]bool{"快递": true, "凤银": false} {
			if text := w.get("/filings?q=" + url.QueryEscape(words)).Body.String(); strings.Contains(text, "以上：这个词太常见") != isMore {
				t.Errorf("%s: that there may be more is said %t", words, !isMore)
			}
		}
	})
}
