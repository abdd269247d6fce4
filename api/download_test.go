package api

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

func TestADownloadTooManySaysWhenToComeBack(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		s.api.Desk.Rules.Limits.Downloads = 1
		id := seeds["inspection-attachments"].plant(s, s.places["own"], nil)
		q := request{role: model.RoleInspector, method: http.MethodGet, path: "/inspection-attachments/" + id + "/content"}
		if got := s.send(q); got.status != http.StatusOK || string(got.body) != "jpeg" {
			t.Fatalf("the first: %d %s", got.status, got.body)
		}
		got := s.send(q)
		seconds, err := strconv.Atoi(got.header.Get("Retry-After"))
		if got.status != http.StatusTooManyRequests || err != nil || seconds < 1 || seconds > 24*3600 ||
			got.code() != "limit.reached" || !strings.Contains(string(got.body), "今天下载的附件已达上限") {
			t.Errorf("the second: %d %v %s", got.status, got.header, got.body)
		}
	})
}
