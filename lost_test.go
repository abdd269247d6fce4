package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yijian/deploy/testdb"
)

// TestPeopleWhoMistypeAnAddressReadAPage asks for addresses that there are none of: people
// get a page in words with ways onward, programs a problem.
func TestPeopleWhoMistypeAnAddressReadAPage(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		server := site(demoDesk(t, dsn))
		const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
		for _, c := range []struct {
			method, path, accept string
			status               int
			page                 bool
		}{
			{http.MethodGet, "/list/red", browser, http.StatusNotFound, true},
			{http.MethodGet, "/gongshi", "", http.StatusNotFound, true},
			{http.MethodGet, "/apiary", "*/*", http.StatusNotFound, true},
			{http.MethodPost, "/lists/red", browser, http.StatusMethodNotAllowed, true},
			{http.MethodPut, "/", "", http.StatusMethodNotAllowed, true},
			{http.MethodGet, "/list/red", "application/json", http.StatusNotFound, false},
			{http.MethodGet, "/api/v1/nothing", browser, http.StatusNotFound, false},
			{http.MethodGet, "/api", browser, http.StatusNotFound, false},
			{http.MethodPut, "/api/v1/session", browser, http.StatusMethodNotAllowed, false},
			{http.MethodGet, "/console/nothing", browser, http.StatusNotFound, false},
		} {
			request := httptest.NewRequest(c.method, c.path, nil)
			request.Header.Set("Accept", c.accept)
			reply := httptest.NewRecorder()
			server.ServeHTTP(reply, request)
			kind, text := reply.Header().Get("Content-Type"), reply.Body.String()
			said := strings.HasPrefix(kind, "text/html") && strings.Contains(text, `<a href="/filings">网点备案查询</a>`) && strings.Contains(text, "回到首页")
			if reply.Code != c.status || said != c.page || !c.page && kind != "application/problem+json" {
				t.Errorf("%s %s (%s): %d %s, want %d and a page %v\n%s", c.method, c.path, c.accept, reply.Code, kind, c.status, c.page, text)
			}
		}
	})
}
