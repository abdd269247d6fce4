package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// What is downloaded is, byte by byte, what was issued: its hashes are those on record, by
// either of which it is found again, and the workbook prints the hash of its data.
func TestAnIssuedReportIsServedAsItWasIssued(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		plan := seeds["plans"].plant(s, s.places["own"], nil)
		order := fmt.Sprintf(`{"plan_id":%q,"month":%q}`, plan, today[:7])
		got := s.send(request{role: model.RoleSupervisor, method: http.MethodPost, path: "/task-papers", key: s.freshKey(), body: []byte(order)})
		var paper model.TaskPaper
		if must(t, json.Unmarshal(got.body, &paper)); got.status != http.StatusCreated || paper.Edition != 1 || paper.Size == 0 {
			t.Fatalf("issued: %d %s", got.status, got.body)
		}
		base := "/task-papers/" + string(paper.ID)
		file := s.send(request{role: model.RoleChief, method: http.MethodGet, path: base + "/content"})
		data := s.send(request{role: model.RoleChief, method: http.MethodGet, path: base + "/data"})
		if sumOf(file.body) != paper.FileHash || sumOf(data.body) != paper.DataHash || int64(len(file.body)) != paper.Size {
			t.Errorf("the file has %s and the data %s, on record are %+v", sumOf(file.body), sumOf(data.body), paper)
		}
		prints := false
		inBook(t, file.body, func(_ string, text []byte) { prints = prints || bytes.Contains(text, []byte(paper.DataHash)) })
		if !prints {
			t.Error("the workbook does not print the hash of its data")
		}
		for hash, want := range map[string]int{paper.FileHash: 1, paper.DataHash: 1, sumOf(nil): 0} {
			var page model.Page[model.TaskPaper]
			must(t, json.Unmarshal(s.send(request{role: model.RoleLead, method: http.MethodGet, path: "/task-papers?hash=" + hash}).body, &page))
			if len(page.Items) != want {
				t.Errorf("of the hash %s there are %d", hash, len(page.Items))
			}
		}
		again := s.send(request{role: model.RoleSupervisor, method: http.MethodPost, path: "/task-papers", key: s.freshKey(), body: []byte(order)})
		if again.status != http.StatusUnprocessableEntity || !bytes.Contains(again.body, []byte(`"/reason"`)) {
			t.Errorf("again without a reason: %d %s", again.status, again.body)
		}
		if got := s.send(request{role: model.RoleLead, method: http.MethodGet, path: base + "/content"}); got.status != http.StatusForbidden {
			t.Errorf("a lead, who reads some tasks only, downloads all of them: %d", got.status)
		}
	})
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
