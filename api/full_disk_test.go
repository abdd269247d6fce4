package api

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// takesNoWrites makes the table refuse every change, as a full disk does.
func (c *changeCounter) takesNoWrites(t *testing.T, dsn, table string) {
	t.Helper()
	body := "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the disk is full'"
	if strings.HasPrefix(dsn, "sqlite:") {
		body = "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
	}
	for _, change := range []string{"INSERT", "UPDATE"} {
		c.exec(t, fmt.Sprintf("CREATE TRIGGER full_%s_%s BEFORE %s ON %s FOR EACH ROW %s", table, change, change, table, body))
	}
}

// Reads go on while nothing can be written: that a session or token was used is
// noted when it can be.
func TestReadsGoOnWhileNothingCanBeWritten(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		var said bytes.Buffer
		s.api.Desk.Log = slog.New(slog.NewTextHandler(&said, nil))
		lead := s.people[model.RoleLead]
		issued, err := s.api.Desk.IssueToken(t.Context(), model.Call{Actor: model.Actor{UserID: lead.ID, Name: lead.Name, Roles: lead.Roles}}, model.APIToken{
			Title: "演示", Permissions: model.WordList{"unit:read"}, ExpiresOn: stageDay.AddDays(30),
		})
		must(t, err)
		later := s.api.Desk.Now().Add(5 * time.Minute)
		s.api.Desk.Now = func() time.Time { return later }
		for _, table := range []string{"api_token_uses", "sessions"} {
			s.changes.takesNoWrites(t, dsn, table)
		}
		for who, with := range map[string]func(*http.Request){
			"a token":   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+issued.Token.Secret) },
			"a session": func(r *http.Request) { r.AddCookie(s.cookies[model.RoleLead]) },
		} {
			if got := get(s.site, "/units", with); got.status != http.StatusOK {
				t.Errorf("%s reads: %d %s", who, got.status, got.body)
			}
		}
		for _, act := range []string{"token:touch", "session:touch"} {
			if !strings.Contains(said.String(), act) {
				t.Errorf("the log says nothing of %s: %s", act, said.String())
			}
		}
	})
}
