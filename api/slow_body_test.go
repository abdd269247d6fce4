package api

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// pause is a part of a body that takes its time: something happens before the rest comes.
type pause func()

func (p pause) Read([]byte) (int, error) {
	p()
	return 0, io.EOF
}

func (s *stage) sendSlowly(q request, meanwhile func()) reply {
	slow := io.MultiReader(bytes.NewReader(q.body[:10]), pause(meanwhile), bytes.NewReader(q.body[10:]))
	r := httptest.NewRequest(q.method, prefix+q.path, slow)
	r.Header.Set("Content-Type", cmp.Or(q.media, "application/json"))
	r.Header.Set("Idempotency-Key", q.key)
	r.AddCookie(s.cookies[q.role])
	w := httptest.NewRecorder()
	s.site.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

// Who may act is decided by the account as it is when the act is done, not as it
// was when the request began.
func TestWhatHappensWhileABodyComesInCounts(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		const role = model.RoleInspector
		change := func(do func(ctx context.Context, tx *store.Tx, u model.User) error) func() {
			return func() {
				u, err := s.api.Store.User(t.Context(), store.Everything(), s.people[role].ID)
				must(t, err)
				s.write(func(ctx context.Context, tx *store.Tx) error { return do(ctx, tx, u) })
			}
		}
		edit := func(do func(u *model.User)) func() {
			return change(func(ctx context.Context, tx *store.Tx, u model.User) error {
				do(&u)
				_, err := tx.ChangeUser(ctx, u)
				return err
			})
		}
		for _, r := range Routes() {
			if r.Method != http.MethodPost || r.Path != "/enterprises" && r.Path != "/inspection-attachments" {
				continue
			}
			for _, c := range []struct {
				meanwhile func()
				status    int
				code      string
			}{
				{func() {}, http.StatusCreated, ""},
				{edit(func(u *model.User) { u.Disabled = true }), http.StatusUnauthorized, "session.required"},
				{edit(func(u *model.User) { u.Roles = model.RoleSet{model.RoleLegal} }), http.StatusForbidden, "permission.denied"},
				{edit(func(u *model.User) { u.Roles = append(u.Roles, model.RoleChief) }), http.StatusConflict, "account.changed"},
				{edit(func(u *model.User) { u.AreaCode = "500156100" }), http.StatusConflict, "account.changed"},
				{change(func(ctx context.Context, tx *store.Tx, u model.User) error { return tx.EndSessionsOf(ctx, u.ID, "") }), http.StatusUnauthorized, "session.required"},
			} {
				edit(func(u *model.User) { u.Disabled, u.Roles, u.AreaCode = false, model.RoleSet{role}, "500156" })()
				q := s.valid(r)
				got := s.sendSlowly(q, c.meanwhile)
				if got.status != c.status || got.code() != c.code {
					t.Errorf("%s: %d %s, want %d %s", q.path, got.status, got.body, c.status, c.code)
				}
			}
			s.signIn(role)
		}
	})
}
