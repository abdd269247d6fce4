package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// post sends JSON without a cookie.
func post(site http.Handler, path string, body any, change func(*http.Request)) reply {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	r := httptest.NewRequest(http.MethodPost, prefix+path, bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

func get(site http.Handler, path string, change func(*http.Request)) reply {
	r := httptest.NewRequest(http.MethodGet, prefix+path, nil)
	change(r)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

func tried(name, password string) map[string]string {
	return map[string]string{"name": name, "password": password}
}

// TestRefusalsOfSignInAreAlike compares what may be known of an account from outside.
func TestRefusalsOfSignInAreAlike(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		known := s.people[model.RoleLegal].Name
		disabled, invited := s.addAccount(model.RoleLegal), s.addAccount(model.RoleLegal)
		s.write(func(ctx context.Context, tx *store.Tx) error {
			disabled.Disabled = true
			if _, err := tx.ChangeUser(ctx, disabled); err != nil {
				return err
			}
			_, err := tx.SetPassword(ctx, invited, "")
			return err
		})
		s.startedFactor(model.RoleSupport)
		coded := s.people[model.RoleSupport].Name
		s.write(func(ctx context.Context, tx *store.Tx) error {
			u, err := tx.UserByName(ctx, coded)
			if err != nil {
				return err
			}
			factor, err := tx.SecondFactor(ctx, u.ID)
			if err != nil {
				return err
			}
			factor.Sealed = factor.Pending
			if err := tx.SetSecondFactor(ctx, factor); err != nil {
				return err
			}
			_, err = tx.SetFactorState(ctx, u, model.FactorOn)
			return err
		})
		want := post(s.site, "/session", tried("nobody-of-this-name", "wrong"), nil)
		if want.status != http.StatusUnauthorized {
			t.Fatalf("an unknown name: %d %s", want.status, want.body)
		}
		for name, body := range map[string]map[string]string{
			"a known name":          tried(known, "wrong"),
			"a disabled account":    tried(disabled.Name, stagePassword),
			"an invited account":    tried(invited.Name, stagePassword),
			"a right password":      tried(coded, stagePassword), // without the code
			"a right one and code":  {"name": coded, "password": stagePassword, "code": "000000"},
			"a wrong one, no code":  tried(coded, "wrong"),
			"the name in upper":     tried("NOBODY", "wrong"),
			"a known name, no dash": tried(known+" ", "wrong"),
			"a recovery code":       {"name": coded, "password": stagePassword, "recovery_code": "AAAA-AAAA-AAAA-AAAA"},
			"one, wrong password":   {"name": coded, "password": "wrong", "recovery_code": "AAAA-AAAA-AAAA-AAAA"},
			"one of an unknown":     {"name": "nobody", "password": "wrong", "recovery_code": "AAAA-AAAA-AAAA-AAAA"},
		} {
			got := post(s.site, "/session", body, nil)
			if got.status != want.status || !bytes.Equal(withoutID(got.body), withoutID(want.body)) || got.header.Get("Set-Cookie") != "" {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
		for _, name := range []string{coded, "nobody"} {
			got := post(s.site, "/session", map[string]string{"name": name, "password": stagePassword, "code": "000000", "recovery_code": "A"}, nil)
			if got.status != http.StatusUnprocessableEntity || !bytes.Contains(got.body, []byte("session.two_codes")) {
				t.Errorf("both codes of %s: %d %s", name, got.status, got.body)
			}
		}
	})
}

// TestUsedAndUnknownInvitationsAreAlike compares what may be known of an invitation from outside.
func TestUsedAndUnknownInvitationsAreAlike(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		made := s.send(request{role: model.RoleSystemAdmin, method: http.MethodPost, path: "/users", key: s.freshKey(), body: []byte(
			`{"name":"comes-late","display_name":"来迟","area_code":"500156","unit_id":"","enterprise_id":"","roles":["legal"]}`)})
		open := s.send(request{role: model.RoleSecurityAdmin, method: http.MethodGet, path: "/account-requests?status=open"})
		var waiting model.Page[model.AccountRequest]
		must(t, json.Unmarshal(open.body, &waiting))
		granted := s.send(request{role: model.RoleSecurityAdmin, method: http.MethodPost, key: s.freshKey(), match: `"1"`,
			path: "/account-requests/" + string(waiting.Items[0].ID) + "/approve"})
		var invited struct {
			Invitation struct{ Secret string }
		}
		must(t, json.Unmarshal(granted.body, &invited))
		state := func(token string) reply {
			return get(s.site, "/session/invitation", func(r *http.Request) { r.Header.Set("Invitation", token) })
		}
		if got := state(invited.Invitation.Secret); got.status != http.StatusOK || !bytes.Contains(got.body, []byte(`"open"`)) {
			t.Fatalf("an open one: %d %s of %s and %s", got.status, got.body, made.body, granted.body)
		}
		unknown := state("NEVERTHERE")
		done := post(s.site, "/session/invitation", map[string]string{"token": invited.Invitation.Secret, "password": stagePassword + "-own"}, nil)
		used := state(invited.Invitation.Secret)
		if done.status != http.StatusOK || used.status != unknown.status || !bytes.Equal(used.body, unknown.body) || !bytes.Contains(used.body, []byte(`"gone"`)) {
			t.Errorf("used after %d %s: %d %s; unknown: %d %s", done.status, done.body, used.status, used.body, unknown.status, unknown.body)
		}
		if got := get(s.site, "/session/invitation", func(*http.Request) {}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("without a token: %d %s", got.status, got.body)
		}
	})
}

func TestTooManyAttemptsSayWhenToComeBack(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	s.api.Desk.Rules.Limits = casework.Limits{Failures: 3, Writes: 2}
	for range 3 {
		post(s.site, "/session", tried("nobody", "wrong"), nil)
	}
	got := post(s.site, "/session", tried("nobody", "wrong"), nil)
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "900" || got.code() != "limit.reached" {
		t.Errorf("sign-in: %d, Retry-After %q, %s", got.status, got.header.Get("Retry-After"), got.body)
	}
	// Addresses that a client writes itself gain it nothing.
	got = post(s.site, "/session", tried("nobody", "wrong"), func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.5") })
	if got.status != http.StatusTooManyRequests {
		t.Errorf("with a forged address: %d", got.status)
	}
	var last reply
	for range 3 {
		last = s.send(request{role: model.RoleInspector, method: http.MethodPost, path: "/tokens", key: s.freshKey(), body: []byte(
			`{"title":"演示","permissions":["endpoint:read"],"expires_on":"` + today + `"}`)})
	}
	if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") != "60" {
		t.Errorf("the third write: %d, Retry-After %q, %s", last.status, last.header.Get("Retry-After"), last.body)
	}
}

func TestMachinesActByTokenAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		made := s.send(request{role: model.RoleInspector, method: http.MethodPost, path: "/tokens", key: s.freshKey(), body: []byte(
			`{"title":"对账","permissions":["endpoint:read","enterprise:create"],"expires_on":"` + stageDay.AddDays(1).String() + `"}`)})
		var issued struct {
			Token struct{ Secret string }
		}
		must(t, json.Unmarshal(made.body, &issued))
		by := func(token string) func(*http.Request) {
			return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
		}
		if got := get(s.site, "/endpoints", by(issued.Token.Secret)); got.status != http.StatusOK {
			t.Errorf("what the token carries: %d %s", got.status, got.body)
		}
		if got := get(s.site, "/complaints", by(issued.Token.Secret)); got.status != http.StatusForbidden || got.code() != "token.scope" {
			t.Errorf("what it does not carry: %d %s", got.status, got.body)
		}
		// A cookie beside it lends it nothing, and a wrong token is not the public.
		both := func(r *http.Request) { by(issued.Token.Secret)(r); r.AddCookie(s.cookies[model.RoleInspector]) }
		if got := get(s.site, "/complaints", both); got.status != http.StatusForbidden {
			t.Errorf("with a cookie beside it: %d", got.status)
		}
		if got := get(s.site, "/areas", by("yijian_WRONG")); got.status != http.StatusUnauthorized || got.code() != "token.refused" {
			t.Errorf("a wrong token: %d %s", got.status, got.body)
		}
		// Foreign pages cannot send the header; a cookie they do send writes nothing.
		foreign := post(s.site, "/tokens", map[string]string{}, func(r *http.Request) {
			r.AddCookie(s.cookies[model.RoleInspector])
			r.Header.Set("Origin", "https://elsewhere.invalid")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		})
		if foreign.status != http.StatusForbidden || foreign.code() != "origin.foreign" {
			t.Errorf("from another site: %d %s", foreign.status, foreign.body)
		}
		s.checkAudit()
	})
}

// TestReplicasSeeChangesAtOnce changes an account on one replica while another
// answers the account's requests.
func TestReplicasSeeChangesAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		second := openReplica(t, s, dsn)
		cookie := func(r *http.Request) { r.AddCookie(s.cookies[model.RoleLegal]) }
		wait := func(what string, path string, status int) {
			t.Helper()
			start := time.Now()
			for {
				got := get(second, path, cookie)
				if got.status == status {
					return
				}
				if time.Since(start) > time.Second {
					t.Fatalf("%s: after a second %s still gives %d", what, path, got.status)
				}
			}
		}
		wait("at first", "/complaints", http.StatusOK)
		change := func(path, body string) {
			t.Helper()
			id := string(s.people[model.RoleLegal].ID)
			q := request{role: model.RoleSecurityAdmin, method: http.MethodPost, path: "/users/" + id + path, key: s.freshKey(),
				match: s.version("users", id), body: []byte(body)}
			if got := s.send(q); got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", path, got.status, got.body)
			}
		}
		change("/disable", `{"reason":"离岗"}`)
		wait("disabled", "/complaints", http.StatusUnauthorized)
		change("/enable", `{"reason":"返岗"}`)
		s.signIn(model.RoleLegal)
		wait("enabled", "/complaints", http.StatusOK)
		s.write(func(ctx context.Context, tx *store.Tx) error { // as a role is taken away, without ending sessions
			u, err := tx.User(ctx, store.Everything(), s.people[model.RoleLegal].ID)
			if err != nil {
				return err
			}
			u.Roles = model.RoleSet{model.RoleAssociation}
			_, err = tx.ChangeUser(ctx, u)
			return err
		})
		wait("with another role", "/complaints", http.StatusForbidden)
		s.write(func(ctx context.Context, tx *store.Tx) error {
			u, err := tx.User(ctx, store.Everything(), s.people[model.RoleLegal].ID)
			if err != nil {
				return err
			}
			u.Disabled = true
			_, err = tx.ChangeUser(ctx, u)
			return err
		})
		wait("disabled with a session still there", "/complaints", http.StatusUnauthorized)
	})
}

// openReplica is a second server over the stage's database, with connections of its own.
func openReplica(t *testing.T, s *stage, dsn string) http.Handler {
	t.Helper()
	opened, err := store.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(func() { _ = opened.Close() })
	desk, err := casework.NewDesk(opened, s.api.Desk.Now)
	must(t, err)
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	desk.Codes, desk.Rules = TOTP{}, s.api.Desk.Rules
	return (&API{Desk: desk, Store: opened, Hasher: NewArgon2(2), Log: s.api.Log}).Handler(nil)
}

func TestCodesOfTOTP(t *testing.T) {
	secret, at := "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", time.Unix(59, 0) // RFC 6238, appendix B, its last six digits
	for offset, want := range map[time.Duration]bool{0: true, 30 * time.Second: true, -30 * time.Second: true, 61 * time.Second: false} {
		step, ok := TOTP{}.Step(secret, "287082", at.Add(offset))
		if ok != want || ok && step != 1 {
			t.Errorf("%v later: step %d, %v", offset, step, ok)
		}
	}
	for _, code := range []string{"", "28708", "2870820", "２８７０８２", "abcdef"} {
		if _, ok := (TOTP{}).Step(secret, code, at); ok {
			t.Errorf("%q is taken", code)
		}
	}
	one, err := TOTP{}.Secret()
	must(t, err)
	other, err := TOTP{}.Secret()
	must(t, err)
	if len(one) != 32 || one == other {
		t.Errorf("secrets %q and %q", one, other)
	}
	shown, err := enrolmentOf(casework.Enrolment{User: model.User{Name: "chief"}, Secret: model.Shown{Secret: one}})
	must(t, err)
	if want := "otpauth://totp/%E9%A9%BF%E9%89%B4:chief?issuer=%E9%A9%BF%E9%89%B4&secret=" + one; shown.URI != want || len(shown.QR) < 500 {
		t.Errorf("%s, picture of %d characters", shown.URI, len(shown.QR))
	}
}

// mostTelling is how well an observer may tell known from unknown names by the
// time a refusal takes: 0.5 is guessing, 1 is certainty.
const mostTelling = 0.6

// BenchmarkSignInTimeTellsNothing tries 1,000 known and 1,000 unknown names in
// turn and compares all pairs of times.
func BenchmarkSignInTimeTellsNothing(b *testing.B) {
	service := benchService(b, testdb.SQLite(b))
	ctx := context.Background()
	hash, err := service.Hasher.Hash(ctx, "bench-only-2026")
	must(b, err)
	const names = 1000
	stamp := model.Stamp{Act: "bench", At: service.Desk.Now()}
	must(b, service.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		for i := range names {
			u := model.User{
				ID: model.UserID(store.NewID()), Name: fmt.Sprintf("known-%04d", i), DisplayName: "演示", PasswordHash: hash,
				Roles: model.RoleSet{model.RoleLegal}, Version: 1, CreatedAt: stamp.At, UpdatedAt: stamp.At,
			}
			if err := tx.AddUser(ctx, &u); err != nil {
				return err
			}
		}
		return nil
	}))
	site := service.Handler(nil)
	for b.Loop() {
		var times [2][]time.Duration
		var bodies [2][]byte
		for i := range names {
			for turn := range 2 {
				which := (turn + i) % 2 // now one goes first, now the other
				start := b.Elapsed()
				got := post(site, "/session", tried([]string{"known-", "other-"}[which]+fmt.Sprintf("%04d", i), "wrong"), nil)
				times[which] = append(times[which], b.Elapsed()-start)
				bodies[which] = append(bodies[which], withoutID(got.body)...)
			}
		}
		telling := slower(times[0], times[1])
		b.ReportMetric(telling, "AUC")
		if telling > mostTelling || telling < 1-mostTelling {
			b.Errorf("the time of a refusal tells known from unknown names: AUC %.3f", telling)
		}
		if !bytes.Equal(bodies[0], bodies[1]) {
			b.Error("the bytes of a refusal tell known from unknown names")
		}
	}
}

// slower is the share of pairs in which the first is slower, ties counting half (AUC).
func slower(first, second []time.Duration) float64 {
	var share float64
	for _, x := range first {
		for _, y := range second {
			switch {
			case x > y:
				share++
			case x == y:
				share += 0.5
			}
		}
	}
	return share / float64(len(first)*len(second))
}

func TestSlowerCountsPairs(t *testing.T) {
	for want, times := range map[string][2][]time.Duration{
		"1": {{5, 6}, {1, 2}}, "0": {{1}, {2, 3}}, "0.5": {{1, 2}, {1, 2}}, "0.625": {{2, 3}, {1, 3}},
	} {
		if got := strconv.FormatFloat(slower(times[0], times[1]), 'g', 3, 64); got != want {
			t.Errorf("%v: %s, want %s", times, got, want)
		}
	}
}
