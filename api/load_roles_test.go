package api

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// hammer is a client that asks without a pause, by a session or by a token.
type hammer struct {
	name   string
	by     func(*http.Request)
	writes bool
	begun  atomic.Bool  // the act that ends its right is on its way
	ended  atomic.Int64 // when that act was answered
	good   atomic.Int64
}

// ask makes one request at the server and holds its answer to what the client may do by then.
func (h *hammer) ask(t *testing.T, s *stage, site http.Handler, n int) {
	started := time.Now()
	var got reply
	if h.writes && n%4 == 3 {
		got = post(site, "/tokens", map[string]any{"title": "负载", "permissions": []string{"complaint:read"}, "expires_on": stageDay.AddDays(9)}, func(r *http.Request) {
			h.by(r)
			r.Header.Set("Idempotency-Key", store.NewID())
		})
	} else {
		got = get(site, "/complaints", h.by)
	}
	done := got.status == http.StatusOK || got.status == http.StatusCreated
	if ended := h.ended.Load(); done && ended != 0 && started.After(time.Unix(0, ended).Add(time.Second)) {
		t.Errorf("%s: answered %d though its right ended %v before", h.name, got.status, started.Sub(time.Unix(0, ended)))
	}
	if !done && !h.begun.Load() {
		t.Errorf("%s: refused while it had the right: %d %.200s", h.name, got.status, got.body)
	}
	if done {
		h.good.Add(1)
	}
}

// TestRightsEndUnderLoad lets eight clients ask two servers over one database
// without a pause, by sessions and by tokens, while administrators revoke, disable,
// reset and take a role away: from a second after the act's answer no server
// answers by the old right, and until the act begins nobody is refused.
func TestRightsEndUnderLoad(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		sites := []http.Handler{s.site, openReplica(t, s, dsn)}
		actor := func(role model.Role) model.Actor {
			u := s.people[role]
			return model.Actor{UserID: u.ID, Name: u.DisplayName, Roles: u.Roles, AreaCode: u.AreaCode, UnitID: u.UnitID}
		}
		clients, tokens := map[string]*hammer{}, map[model.Role]model.APIToken{}
		for _, role := range []model.Role{model.RoleLegal, model.RoleComplaints, model.RoleChief, model.RoleInspector} {
			issued, err := s.api.Desk.IssueToken(t.Context(), model.Call{Actor: actor(role)}, model.APIToken{
				Title: "负载", Permissions: model.WordList{"complaint:read"}, ExpiresOn: stageDay.AddDays(9),
			})
			must(t, err)
			tokens[role] = issued.APIToken
			cookie, token := s.cookies[role], issued.Token.Secret
			clients[string(role)+" by session"] = &hammer{writes: true, by: func(r *http.Request) { r.AddCookie(cookie) }}
			clients[string(role)+" by token"] = &hammer{by: func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }}
		}
		var running sync.WaitGroup
		var stop atomic.Bool
		for name, client := range clients {
			client.name = name
			running.Go(func() {
				for n := 0; !stop.Load(); n++ {
					client.ask(t, s, sites[n/2%2], n)
				}
			})
		}
		ends := func(act func(version int64) error, role model.Role, ways ...string) {
			t.Helper()
			for _, way := range ways { // a busy machine needs a while to answer anybody
				for until := time.Now().Add(30 * time.Second); clients[string(role)+way].good.Load() < 5 && time.Now().Before(until); {
					time.Sleep(20 * time.Millisecond)
				}
			}
			time.Sleep(300 * time.Millisecond)
			u, err := s.api.Store.User(t.Context(), store.Everything(), s.people[role].ID)
			must(t, err)
			for _, way := range ways {
				clients[string(role)+way].begun.Store(true)
			}
			must(t, act(u.Version))
			for _, way := range ways {
				clients[string(role)+way].ended.Store(time.Now().UnixNano())
			}
		}
		desk, ctx := s.api.Desk, t.Context()
		admin, security := actor(model.RoleSystemAdmin), actor(model.RoleSecurityAdmin)
		ends(func(int64) error {
			_, err := desk.RevokeToken(ctx, model.Call{Actor: security, Version: 1}, tokens[model.RoleLegal].ID)
			return err
		}, model.RoleLegal, " by token")
		ends(func(version int64) error {
			_, err := desk.DisableUser(ctx, model.Call{Actor: security, Version: version}, s.people[model.RoleComplaints].ID, "离岗")
			return err
		}, model.RoleComplaints, " by session", " by token")
		asked, err := desk.RequestReset(ctx, model.Call{Actor: admin}, s.people[model.RoleChief].ID, "手机丢失")
		must(t, err)
		ends(func(int64) error {
			_, err := desk.ApproveRequest(ctx, model.Call{Actor: security, Version: asked.Version}, asked.ID)
			return err
		}, model.RoleChief, " by session", " by token")
		ends(func(int64) error {
			return desk.Store.Tx(ctx, model.Stamp{At: stageDay.Time()}, func(tx *store.Tx) error { return takeRole(ctx, tx, s.people[model.RoleInspector].ID) })
		}, model.RoleInspector, " by session", " by token")
		time.Sleep(1500 * time.Millisecond)
		stop.Store(true)
		running.Wait()
		for name, client := range clients {
			if client.good.Load() < 3 {
				t.Errorf("%s asked in vain: %d answers", name, client.good.Load())
			}
			t.Logf("%s: %d answers", name, client.good.Load())
		}
	})
}

func takeRole(ctx context.Context, tx *store.Tx, id model.UserID) error {
	u, err := tx.User(ctx, store.Everything(), id)
	if err != nil {
		return err
	}
	u.Roles = model.RoleSet{model.RoleAssociation}
	_, err = tx.ChangeUser(ctx, u)
	return err
}
