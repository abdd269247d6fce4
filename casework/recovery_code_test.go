package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy/seal"
	"yijian/store"
)

func (o *office) recovers(name, password, code string) error {
	try := o.tries(name, password, "")
	try.RecoveryCode = code
	_, _, err := o.SignIn(o.t.Context(), plainHasher{}, try)
	return err
}

func (o *office) codesLeft(id model.UserID, want int64) {
	o.t.Helper()
	if left, err := o.Store.RecoveryCodesLeft(o.t.Context(), id); err != nil || left != want {
		o.t.Errorf("%d codes left (%v), want %d", left, err, want)
	}
}

var codeForm = regexp.MustCompile(`^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$`)

func TestRecoveryCodesStandInForTheDeviceOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("chief", model.RoleChief)
		secret, codes := o.enrolsWithCodes(actor)
		if len(codes) != recoveryCodes || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != recoveryCodes {
			t.Fatalf("codes %q", codes)
		}
		for _, code := range codes {
			if !codeForm.MatchString(code) {
				t.Errorf("code %q", code)
			}
		}
		refused := func(err error) { t.Helper(); wantRefused(t, err, model.Unauthenticated, "session.refused") }
		refused(o.recovers("chief", "wrong", codes[0]))
		refused(o.recovers("chief", "", codes[0]))
		refused(o.recovers("chief", password1, "AAAA-AAAA-AAAA-AAAA"))
		o.codesLeft(actor.UserID, recoveryCodes)
		typed := strings.NewReplacer("-", " ", "o", "0", "i", "1", "b", "8").Replace(strings.ToLower(codes[0]))
		if err := o.recovers("chief", password1, typed); err != nil {
			t.Fatalf("%q for %q: %v", typed, codes[0], err)
		}
		refused(o.recovers("chief", password1, codes[0]))
		o.codesLeft(actor.UserID, recoveryCodes-1)

		mine := told(t, o.Desk, actor.UserID)
		if len(mine) != 1 || mine[0].Event != model.EventRecoveryCodeTaken || !strings.Contains(mine[0].Text, "还剩9个") {
			t.Errorf("told %+v", mine)
		}
		page, err := o.Store.AuditEntries(t.Context(), store.Everything(), store.Query{Filter: map[string]string{"act": "recovery-code:take"}})
		must1(o, page, err)
		if len(page.Items) != 1 || page.Items[0].RecordID != string(actor.UserID) || page.Items[0].Address != "198.51.100.7" || !strings.Contains(page.Items[0].After, `"recovery_codes":9`) {
			t.Errorf("audited %+v", page.Items)
		}
		if text := inJSON(t, []any{mine, page}); strings.Contains(text, codes[0]) || strings.Contains(text, recoveryDigest(secret, codes[0])) {
			t.Errorf("the code or its digest is told: %s", text)
		}
	})
}

// A wrong code counts as a wrong password does.
func TestWrongRecoveryCodesLockTheName(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		_, codes := o.enrolsWithCodes(o.person("chief", model.RoleChief))
		for range signInFailures {
			wantKind(t, o.recovers("chief", password1, "AAAA-AAAA-AAAA-AAAA"), model.Unauthenticated)
		}
		wantRefused(t, o.recovers("chief", password1, codes[0]), model.Unauthenticated, "session.refused")
		o.at = o.at.Add(signInLock + time.Second)
		if err := o.recovers("chief", password1, codes[0]); err != nil {
			t.Errorf("after the lock: %v", err)
		}
	})
}

// Two servers, and one code at the same moment; other codes meanwhile do not suffer.
func TestARecoveryCodeIsTakenOnceByTwoServers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		one, clock := openDesk(t, dsn)
		two, _ := openDesk(t, dsn)
		clock.set(today.Year(), today.Month(), today.Day())
		two.Now = one.Now
		o := &office{Desk: one, testClock: clock, t: t}
		one.Rules.Limits, two.Rules.Limits = Limits{}, Limits{}
		actor := o.person("chief", model.RoleChief)
		_, codes := o.enrolsWithCodes(actor)
		for round, code := range codes[:4] {
			const tries = 4 // fewer than lock the name
			var all, done sync.WaitGroup
			var in atomic.Int64
			all.Add(tries)
			for n := range tries {
				done.Go(func() {
					try := o.tries("chief", password1, "")
					try.RecoveryCode = code
					_, _, err := []*Desk{one, two}[n%2].SignIn(t.Context(), gateHasher{all: &all}, try)
					if err == nil {
						in.Add(1)
					} else if model.KindOf(err) != model.Unauthenticated {
						t.Error(err)
					}
				})
			}
			done.Wait()
			if in.Load() != 1 {
				t.Errorf("round %d: %d of four with the same code got in", round, in.Load())
			}
			o.at = o.at.Add(signInLock + time.Second)
		}
		o.codesLeft(actor.UserID, recoveryCodes-4)
		var all, done sync.WaitGroup
		all.Add(4)
		for n, code := range codes[4:8] {
			done.Go(func() {
				try := o.tries("chief", password1, "")
				try.RecoveryCode = code
				if _, _, err := []*Desk{one, two}[n%2].SignIn(t.Context(), gateHasher{all: &all}, try); err != nil {
					t.Errorf("a code of its own: %v", err)
				}
			})
		}
		done.Wait()
		o.codesLeft(actor.UserID, recoveryCodes-8)
		if mine := told(t, o.Desk, actor.UserID); len(mine) != 8 {
			t.Errorf("told %d times of eight codes", len(mine))
		}
	})
}

func TestFreshRecoveryCodesReplaceTheOld(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("chief", model.RoleChief)
		replace := func(key, code string) (Recovered, error) {
			c := keyed(actor, o.account(actor.UserID).Version, key)
			return o.ReplaceRecoveryCodes(t.Context(), c, code)
		}
		_, err := replace("early", "000000")
		wantRefused(t, err, model.Conflict, "second_factor.off")
		secret, old := o.enrolsWithCodes(actor)
		_, err = replace("used", o.code(secret)) // it confirmed the device
		wantRefused(t, err, model.Invalid, "/code second_factor.wrong")
		_, err = replace("recovery", old[0])
		wantRefused(t, err, model.Invalid, "/code second_factor.wrong")
		o.at = o.at.Add(30 * time.Second)
		stale := call(actor, 1)
		_, err = o.ReplaceRecoveryCodes(t.Context(), stale, o.code(secret))
		wantKind(t, err, model.Stale)
		version, code := o.account(actor.UserID).Version, o.code(secret)
		fresh, err := o.ReplaceRecoveryCodes(t.Context(), keyed(actor, version, "fresh"), code)
		must1(o, fresh, err)
		again, err := o.ReplaceRecoveryCodes(t.Context(), keyed(actor, version, "fresh"), code)
		must1(o, again, err)
		if again.Codes.Secret != fresh.Codes.Secret || fresh.Codes.Sealed != "" || strings.Count(fresh.Codes.Secret, "\n") != recoveryCodes-1 {
			t.Errorf("repeated %+v, first %+v", again.Codes, fresh.Codes)
		}
		o.codesLeft(actor.UserID, recoveryCodes)
		wantRefused(t, o.recovers("chief", password1, old[0]), model.Unauthenticated, "session.refused")
		if err := o.recovers("chief", password1, strings.Split(fresh.Codes.Secret, "\n")[9]); err != nil {
			t.Error(err)
		}
		o.at = o.at.Add(guessesPer)
		for n := range o.Rules.Limits.Guesses {
			_, err = replace(fmt.Sprintf("guess-%d", n), "000000")
			wantRefused(t, err, model.Invalid, "/code second_factor.wrong")
		}
		_, err = replace("too-many", o.code(secret))
		wantKind(t, err, model.TooMany)
	})
}

func TestResetsAndOtherDevicesVoidRecoveryCodes(t *testing.T) {
	for name, void := range map[string]func(o *office, actor model.Actor){
		"another device": func(o *office, actor model.Actor) { o.enrols(actor) },
		"two administrators": func(o *office, actor model.Actor) {
			admin, security := o.person("admin", model.RoleSystemAdmin), o.person("guard", model.RoleSecurityAdmin)
			request, err := o.RequestReset(o.t.Context(), call(admin, 0), actor.UserID, "手机丢失")
			must1(o, request, err)
			done, err := o.ApproveRequest(o.t.Context(), call(security, 1), request.ID)
			must1(o, done, err)
		},
		"the command line": func(o *office, _ model.Actor) {
			err := o.RecoverAccount(o.t.Context(), model.Call{Actor: Operator}, plainHasher{}, Recovery{Name: "chief", Password: password2})
			must1(o, 0, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachOffice(t, func(t *testing.T, o *office) {
				actor := o.person("chief", model.RoleChief)
				_, codes := o.enrolsWithCodes(actor)
				void(o, actor)
				left := int64(0)
				if name == "another device" {
					left = recoveryCodes
				}
				o.codesLeft(actor.UserID, left)
				for _, password := range []string{password1, password2} {
					wantKind(t, o.recovers("chief", password, codes[0]), model.Unauthenticated)
				}
			})
		})
	}
}

func TestFewRecoveryCodesAreWork(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		actor := o.person("chief", model.RoleChief)
		titles := func() (titles []string) {
			work, err := o.Work(t.Context(), actor)
			for _, item := range must1(o, work, err).Items {
				if item.Noun == "recovery-codes" {
					titles = append(titles, item.Title)
				}
			}
			return titles
		}
		if got := titles(); got != nil {
			t.Errorf("without a device: %q", got)
		}
		_, codes := o.enrolsWithCodes(actor)
		for n, code := range codes {
			want := ""
			if left := recoveryCodes - n; left <= fewRecoveryCodes {
				want = fmt.Sprintf("恢复码只剩 %d 个，请重新生成", left)
			}
			if got := strings.Join(titles(), ""); got != want {
				t.Errorf("%d taken: %q, want %q", n, got, want)
			}
			if err := o.recovers("chief", password1, code); err != nil {
				t.Fatal(err)
			}
		}
		if got := titles(); !slices.Equal(got, []string{"没有可用的恢复码，请重新生成"}) {
			t.Errorf("none left: %q", got)
		}
	})
}

// Codes on paper outlive the keys of the server.
func TestRecoveryCodesOutliveARotation(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		_, codes := o.enrolsWithCodes(o.person("chief", model.RoleChief))
		former, fresh := seal.Key{1}, seal.Key{2}
		o.SealWith(FixedKeys(fresh, former))
		if err := o.Store.NoteKeys(t.Context(), o.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Store.Reseal(t.Context(), o.Now()); err != nil {
			t.Fatal(err)
		}
		o.SealWith(FixedKeys(fresh))
		if err := o.recovers("chief", password1, codes[0]); err != nil {
			t.Error(err)
		}
	})
}
