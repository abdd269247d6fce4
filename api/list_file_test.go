package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

// csvRows are the rows of a CSV reply, its head first.
func (s *stage) csvRows(got reply) [][]string {
	s.t.Helper()
	if got.status != http.StatusOK || !bytes.HasPrefix(got.body, []byte("\ufeff")) {
		s.t.Fatalf("no text: %d %.300s", got.status, got.body)
	}
	rows, err := csv.NewReader(bytes.NewReader(got.body[3:])).ReadAll()
	must(s.t, err)
	return rows
}

// countListed counts the rows of a list, page by page.
func (s *stage) countListed(role model.Role, path string) (rows int) {
	s.t.Helper()
	for cursor := ""; ; {
		got := s.send(request{role: role, method: http.MethodGet, path: path + "?cursor=" + cursor})
		var page model.Page[json.RawMessage]
		must(s.t, json.Unmarshal(got.body, &page))
		rows += len(page.Items)
		if cursor = page.Next; cursor == "" {
			return rows
		}
	}
}

var bareCode = regexp.MustCompile(`^[a-z]+([_-][a-z]+)*$`)

func (s *stage) checkFile(r Route) {
	s.t.Helper()
	said := s.api.Desk.Access.Words.List(r.Noun())
	if said == string(r.Noun()) {
		s.t.Errorf("nothing says what the list of %s is called", r.Noun())
	}
	for _, parameter := range operationOf(s.document, *r.asFile).Parameters {
		if s.api.Desk.Access.Words.Column(parameter.Name) == parameter.Name {
			s.t.Errorf("%s: nothing says the filter %s", r.Path, parameter.Name)
		}
	}
	for n, role := range s.readersOf(r) {
		want := s.countListed(role, r.Path)
		rows := s.csvRows(s.send(request{role: role, method: http.MethodGet, path: r.filed}))
		if len(rows) != want+1 {
			s.t.Errorf("%s as %s: %d rows in the file, %d in the list", r.Path, role, len(rows)-1, want)
		}
		s.checkWords(r, rows)
		if n > 0 {
			continue
		}
		inBook(s.t, s.send(request{role: role, method: http.MethodGet, path: r.filed + "?format=xlsx"}).body, func(part string, text []byte) {
			if part == "xl/workbook.xml" && !bytes.Contains(text, []byte(said)) {
				s.t.Errorf("%s: no sheet of the workbook is called %s", r.Path, said)
			}
			if lines := bytes.Count(text, []byte("<row ")); part == "xl/worksheets/sheet1.xml" && lines != len(rows) {
				s.t.Errorf("%s: the workbook has %d rows, the text %d", r.Path, lines, len(rows))
			}
		})
	}
}

// readersOf are a role that may read the list, and the firm and the inspector where they may.
func (s *stage) readersOf(r Route) []model.Role {
	may := slices.DeleteFunc(slices.Clone(access.AccountRoles), func(role model.Role) bool {
		return len(s.api.Desk.Access.Reaches(rolesOf(role), r.Permission)) == 0
	})
	readers := may[:1]
	for _, role := range may[1:] {
		if role == model.RoleFirm || role == model.RoleInspector {
			readers = append(readers, role)
		}
	}
	return readers
}

func (s *stage) checkWords(r Route, rows [][]string) {
	s.t.Helper()
	seen := map[string]bool{}
	for i, title := range rows[0] {
		if seen[title] || bareCode.MatchString(strings.ReplaceAll(title, ".", "_")) {
			s.t.Errorf("%s: the column %q is said by its code, or twice", r.Path, title)
		}
		seen[title] = true
		for _, row := range rows[1:] {
			// The accounts here are called as their roles, and the one job is none of the product's.
			if bareCode.MatchString(row[i]) && !slices.Contains(access.AccountRoles, model.Role(row[i])) && row[i] != "stage" {
				s.t.Errorf("%s: %s says the code %s", r.Path, title, row[i])
			}
		}
	}
}

// Who takes out which list, narrowed how, is in the audit trail; the number of a person
// that was searched for is not. A question for a file of another kind is refused.
func TestTakingAListOutIsAudited(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.api.Desk.Rules.Limits.Exports = 3
		take := func(query string) reply {
			return s.send(request{role: model.RoleInspector, method: http.MethodGet, path: "/enterprises/export" + query})
		}
		firm := s.places["own"].firm
		if rows := s.csvRows(take("?q=" + string(firm.USCC) + "&sort=-name")); len(rows) != 2 || rows[1][slices.Index(rows[0], "企业名称")] != firm.Name {
			t.Errorf("the file of one firm holds %v", rows)
		}
		if rows := s.csvRows(take("?q=13800001234")); len(rows) != 1 {
			t.Errorf("the file of none holds %v", rows)
		}
		if got := take("?format=pdf"); got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "/format") {
			t.Errorf("another kind: %d %s", got.status, got.body)
		}
		s.csvRows(take("?sort=name"))
		if got := take(""); got.status != http.StatusTooManyRequests {
			t.Errorf("one file too many: %d %s", got.status, got.body)
		}
		trail := string(s.send(request{role: model.RoleAuditor, method: http.MethodGet, path: "/audit-entries?act=list:export"}).body)
		if strings.Count(trail, `"act":"list:export"`) != 3 || strings.Contains(trail, "13800001234") ||
			!strings.Contains(trail, "关键词：138****") || !strings.Contains(trail, `"noun":"enterprises"`) {
			t.Errorf("the trail says %s", trail)
		}
	})
}

// A file goes on over all pages of its list; one that is longer than a file holds is
// refused and never cut.
func TestALongListIsTakenOutWholeOrNotAtAll(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		for range store.MaxPage {
			seeds["units"].plant(s, s.places["own"], nil)
		}
		all := s.countListed(model.RoleChief, "/units")
		if rows := s.csvRows(s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/units/export?limit=5"})); all <= store.MaxPage || len(rows) != all+1 {
			t.Errorf("%d rows of %d are taken out", len(rows)-1, all)
		}
		s.api.Desk.Rules.Limits.Rows = 1
		got := s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/enterprises/export"})
		if got.status != http.StatusUnprocessableEntity || got.code() != "export.too_many" {
			t.Errorf("a long list: %d %s", got.status, got.body)
		}
		s.api.Desk.Rules.Limits.Rows = 2
		if rows := s.csvRows(s.send(request{role: model.RoleChief, method: http.MethodGet, path: "/enterprises/export"})); len(rows) != 3 {
			t.Errorf("a list that fits: %v", rows)
		}
	})
}

// The tables of the overview of returns are taken out as lists are: what looks like a formula is none.
func TestTheOverviewOfReturnsIsTakenOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		month := s.api.Desk.Today().String()[:7]
		for _, p := range s.places {
			seeds["monthly-returns"].plant(s, p, func(m *model.MonthlyReturn) { m.Month, m.EnterpriseName = month, "=1+1"+m.EnterpriseName })
		}
		role := model.RoleChief
		var view struct{ Rows []any }
		must(t, json.Unmarshal(s.send(request{role: role, method: http.MethodGet, path: "/monthly-return-overview?until=" + month}).body, &view))
		for table, head := range map[string]string{"enterprises": "企业", "months": "月份"} {
			path := "/monthly-return-overview/export?table=" + table + "&until=" + month
			want := map[string]int{"enterprises": len(view.Rows), "months": 12}[table]
			rows := s.csvRows(s.send(request{role: role, method: http.MethodGet, path: path + "&format=csv"}))
			if len(rows) != want+1 || want == 0 || rows[0][0] != head || table == "enterprises" && !strings.HasPrefix(rows[1][0], "'=1+1") {
				t.Errorf("of %s %d rows are taken out, want %d: %v", table, len(rows)-1, want, rows)
			}
			inBook(t, s.send(request{role: role, method: http.MethodGet, path: path + "&format=xlsx"}).body, func(part string, text []byte) {
				if lines := bytes.Count(text, []byte("<row ")); part == "xl/worksheets/sheet1.xml" && lines != want+1 {
					t.Errorf("of %s the workbook has %d rows", table, lines)
				}
			})
		}
		trail := s.send(request{role: model.RoleAuditor, method: http.MethodGet, path: "/audit-entries?limit=100"}).body
		if got := bytes.Count(trail, []byte("list:export")); got < 4 {
			t.Errorf("the trail tells of %d files: %.500s", got, trail)
		}
	})
}
