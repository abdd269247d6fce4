package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm/logger"
)

// asked is a query as the store sends it, and written out with its values.
type asked struct {
	sql  string
	vars []any
	text string
}

// listener hears every query of the stores that are opened while it listens.
type listener struct {
	logger.Interface
	last  asked
	heard []asked
}

// Trace is told of each query. What is a part of the next one is told of by itself before, and is none.
func (l *listener) Trace(_ context.Context, _ time.Time, said func() (string, int64), _ error) {
	l.last = asked{}
	text, _ := said()
	if l.last.text = text; l.last.sql == "" { // gorm has scanned it by itself
		l.last.sql = text
	}
	l.heard = slices.DeleteFunc(l.heard, func(part asked) bool { return strings.Contains(text, "("+part.text+")") })
	l.heard = append(l.heard, l.last)
}

// ParamsFilter is given each query before it is written out.
func (l *listener) ParamsFilter(_ context.Context, sql string, vars ...any) (string, []any) {
	l.last = asked{sql: sql, vars: slices.Clone(vars)}
	return sql, vars
}

func (l *listener) LogMode(logger.LogLevel) logger.Interface { return l }

// listen hears the stores that are opened until the test ends.
func listen(t *testing.T) *listener {
	t.Helper()
	silent := logger.Discard
	l := &listener{Interface: silent}
	logger.Discard = l
	t.Cleanup(func() { logger.Discard = silent })
	return l
}

// mostQueries is how many queries a page costs at most that nobody has asked for before.
const mostQueries = 4

func mostOf(path string) int {
	if strings.HasPrefix(path, "/static/") || path == "/robots.txt" || strings.HasPrefix(path, sizePath) {
		return 0
	}
	return mostQueries
}

// examples are the addresses of each public page by its path in the router: with everything that it may
// be asked, for what is there and for what is not. A shelf has its own besides.
var examples = map[string][]string{
	"/robots.txt": {"/robots.txt"}, "/static/" + sizeSheet: {"/static/" + sizeSheet}, "/static/:name": {"/static/portal.css"}, sizePath + ":size": {sizePath + "large"},
	"/": {"/"}, "/tasks": {"/tasks"}, statisticsPath: {statisticsPath}, "/about": {"/about"}, "/accessibility": {"/accessibility"}, openPath: {openPath},
	searchPath:              {searchPath, find("江豚"), find("快递"), find("江豚 驿站"), find("没有这家"), find(manyCode(7)), find("500156-2025-000007"), find("演示快递服务错")},
	"/filings":              {"/filings", "/filings?area=500156001", "/filings?area=500156001&page=2", "/filings?q=500156-2026-1000", "/filings?q=" + url.QueryEscape("凤银"), "/filings?q=" + url.QueryEscape("江豚"), "/filings?q=" + url.QueryEscape("没有这家驿站"), "/filings?q=" + url.QueryEscape("快递"), "/filings?q=" + url.QueryEscape("江豚驿站"), "/filings?q=" + url.QueryEscape("快递 驿站") + "&page=2", "/filings?q=77700001", "/filings?area=500156001&q=" + url.QueryEscape("江豘快递服务"), "/filings?q=" + manyCode(7)},
	receiptPath + ":serial": {receiptPath + "500156-2026-1000", receiptPath + "500156-2025-000007", receiptPath + "500156-2025-1000", receiptPath + "none"},
	"/nearby":               {"/nearby", "/nearby?area=500156001", "/nearby?area=500156999", "/nearby?q=" + url.QueryEscape("江豚"), "/nearby?q=" + url.QueryEscape("没有这家驿站"), "/nearby?q=" + url.QueryEscape("快递"), "/nearby?area=500156001&q=" + url.QueryEscape("江豘快递服务"), "/nearby?area=500156101&q=" + url.QueryEscape("演示江豚快递"), "/nearby?q=107.760,29.325", "/nearby?q=107.760,29.325&area=500156001&more=1"},
	lodgePath:               {lodgePath, lodgePath + "?firm=" + manyCode(7), lodgePath + "?firm=none"},
	trackPath:               {trackPath},
	publicationPath + ":id": {publicationPath + "n1", publicationPath + "n2", publicationPath + "n3", publicationPath + "none"},
	kindPath + ":kind":      {kindPath + "penalty", kindPath + "task_progress", kindPath + "inspection_result?page=2", kindPath + "notice?q=" + url.QueryEscape("江豚"), kindPath + "none"},
	firmPath + ":uscc":      {firmPath + dolphin, firmPath + manyCode(7), firmPath + manyCode(999_999)},
	openPath + "/publications.json": {
		openPath + "/publications.json", openPath + "/publications.json?after=" + manyID("8000", 5000), openPath + "/publications.json?kind=list_entry", openPath + "/publications.json?kind=notice&after=" + manyID("8000", 5000),
		openPath + "/publications.json?topic=black", openPath + "/publications.json?kind=list_entry&topic=red&series=2025-07", openPath + "/publications.json?kind=list_entry&topic=black&series=2025-07", openPath + "/publications.json?series=2025-04",
		openPath + "/publications.json?series=none", openPath + "/publications.json?uscc=" + manyCode(7), openPath + "/publications.json?kind=penalty&uscc=" + dolphin,
		openPath + "/publications.json?as_of=2026-01-01", openPath + "/publications.json?as_of=2020-01-01", openPath + "/publications.json?as_of=2026-01-01&kind=notice",
	},
	openPath + "/publications/:file": {openPath + "/publications/n1.json", openPath + "/publications/n3.json", openPath + "/publications/none.json"},
	openPath + "/publications.csv":   {openPath + "/publications.csv?kind=notice", openPath + "/publications.csv?kind=list_entry&topic=black&series=2025-07", openPath + "/publications.csv?kind=notice&uscc=" + dolphin},
	openPath + "/feed.atom":          {openPath + "/feed.atom", openPath + "/feed.atom?kind=penalty", openPath + "/feed.atom?kind=correction"},
}

// coldPages are the examples of every address that the site answers. A new one without an example fails.
func (w *site) coldPages(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, r := range w.Routes() {
		if r.Method != http.MethodGet { // what forms send is an act, with its own writes, and HEAD answers as GET does
			continue
		}
		own := examples[r.Path]
		for _, s := range shelves {
			if s.path == r.Path {
				own = append(own, s.path, s.path+"?page=2", s.path+"?series=2025", s.path+"?series=2025-07&page=2", s.path+"?q="+url.QueryEscape("江豚"), s.path+"?q="+url.QueryEscape("快递"), s.path+"?q="+manyCode(7))
			}
		}
		if len(own) == 0 {
			t.Errorf("%s has no example", r.Path)
		}
		paths = append(paths, own...)
	}
	return paths
}

// queriesOf are what the page asks when nobody has asked for it before. Apart from them, once in a second for all pages,
// the cache asks what is new; what bounds the reads of a client is no part of the portal, and goes to the database in batches.
func (w *site) queriesOf(t *testing.T, l *listener, path string) []asked {
	t.Helper()
	w.now = w.now.Add(oldest) // no page is kept for so long
	l.heard = nil
	if reply := w.get(path); reply.Code >= http.StatusInternalServerError || reply.Code == http.StatusUnprocessableEntity {
		t.Errorf("%s: %d", path, reply.Code)
	}
	if strings.Contains(path, ".csv") { // a stream: one query for each 200 rows, which goes on from the last of them
		stream := map[string]bool{}
		l.heard = slices.DeleteFunc(l.heard, func(q asked) bool {
			again := stream[q.sql]
			stream[q.sql] = true
			return again
		})
	}
	revisions := len(l.heard)
	queries := slices.DeleteFunc(l.heard, func(q asked) bool { return strings.Contains(q.sql, "`audit_entries`") })
	if revisions -= len(queries); revisions > 1 {
		t.Errorf("%s asks %d times what is new", path, revisions)
	}
	return queries
}
