package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

func TestTheAuditTrailIsNarrowedAndTakenOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		get := func(path string) reply {
			return s.send(request{role: model.RoleAuditor, method: http.MethodGet, path: path})
		}
		count := func(query string) int {
			got := get("/audit-entries?limit=100&noun=users" + query)
			var page model.Page[model.AuditEntry]
			if err := json.Unmarshal(got.body, &page); err != nil || got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", query, got.status, got.body)
			}
			return len(page.Items)
		}
		all := count("")
		if all == 0 || count("&from=2026-03-10&to=2026-03-10") != all || count("&from=2026-03-11") != 0 || count("&to=2026-03-09") != 0 {
			t.Errorf("%d rows in all, %d on the day, %d after, %d before", all, count("&from=2026-03-10&to=2026-03-10"),
				count("&from=2026-03-11"), count("&to=2026-03-09"))
		}
		if people, programs := count("&by=account"), count("&by=program"); people != 0 || programs != all {
			t.Errorf("%d rows in all, %d by accounts, %d by programs", all, people, programs)
		}
		if got := get("/audit-entries?from=yesterday"); got.status != http.StatusUnprocessableEntity || !bytes.Contains(got.body, []byte("from")) {
			t.Errorf("a day that is none: %d %s", got.status, got.body)
		}
		csv := get("/audit-export?format=csv&noun=users")
		if csv.status != http.StatusOK || !strings.HasPrefix(csv.header.Get("Content-Type"), "text/csv") ||
			bytes.Count(csv.body, []byte("2026-03-10 ")) != all || !strings.Contains(csv.header.Get("Content-Disposition"), "audit-until-20260310.csv") {
			t.Errorf("CSV: %d %v %.80s", csv.status, csv.header, csv.body)
		}
		book := get("/audit-export?noun=users")
		if book.status != http.StatusOK || book.header.Get("Content-Type") != xlsx || !bytes.HasPrefix(book.body, []byte("PK")) {
			t.Errorf("xlsx: %d %v", book.status, book.header)
		}
		if said := get("/audit-export?format=csv&noun=audit-entries&by=account"); bytes.Count(said.body, []byte(",审计日志：导出,审计日志,")) != 2 || !strings.Contains(string(said.body), "查找条件：（空） → 记录种类：账号") {
			t.Errorf("two exports are not said in Chinese: %s", said.body)
		}
		if period := get("/audit-export?format=csv&from=2026-03-09&to=2026-03-10"); !strings.Contains(period.header.Get("Content-Disposition"), "audit-20260309-20260310.csv") ||
			!strings.Contains(period.header.Get("Content-Disposition"), url.PathEscape("审计日志（2026-03-09至2026-03-10）")) {
			t.Errorf("the file of a period is called %s", period.header.Get("Content-Disposition"))
		}
		if got := get("/audit-entries?noun=users&limit=1"); !bytes.Contains(got.body, []byte(`"noun_title":"账号"`)) || !bytes.Contains(got.body, []byte(`"title":"岗位"`)) {
			t.Errorf("a line says %s", got.body)
		}
		if got := get("/audit-entries?everyday=perhaps"); got.status != http.StatusUnprocessableEntity {
			t.Errorf("everyday acts perhaps: %d", got.status)
		}
		s.api.Audit = func() model.AuditState {
			return model.AuditState{Head: model.AuditHead{Size: 7}, HeadAge: 65, Failure: "x"}
		}
		if got := get("/audit-log"); !bytes.Contains(got.body, []byte(`"size":7`)) || !bytes.Contains(got.body, []byte(`"head_age":65`)) {
			t.Errorf("the state of the log: %s", got.body)
		}
	})
}
