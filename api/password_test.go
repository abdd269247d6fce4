package api

import "testing"

// A hash is compared at the cost it was made at, so that a later cost locks nobody out.
func TestAPasswordIsComparedAtTheCostOfItsHash(t *testing.T) {
	made, err := NewArgon2(1).Hash(t.Context(), "correct horse")
	must(t, err)
	later := newArgon2(1, argonCost{memory: 16, times: 3, threads: 2})
	for password, want := range map[string]bool{"correct horse": true, "correct hors": false, "": false} {
		if got, err := later.Verify(t.Context(), made, password); err != nil || got != want {
			t.Errorf("%q: %v %v, want %v", password, got, err, want)
		}
	}
	if known, err := later.Verify(t.Context(), "", "no such account"); err != nil || known {
		t.Errorf("no hash: %v %v", known, err)
	}
	for _, broken := range []string{"x", "$argon2id$v=19$m=8,t=0,p=1$AA$AA", "$argon2id$v=19$m=8,t=1,p=0$AA$AA", "$argon2id$v=19$8,1,1$AA$AA", "$argon2id$v=19$m=8,t=1,p=1$!$AA"} {
		if held, err := later.Verify(t.Context(), broken, "x"); err == nil || held {
			t.Errorf("%s: %v without an error", broken, held)
		}
	}
}
