package seal

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func testKey(first byte) Key { return Key{first, 2, 3} }

func TestSealedOpensOnlyInItsPlaceWithItsKey(t *testing.T) {
	for _, profile := range []Profile{AES, SM4} {
		ring := NewRing(profile, testKey(1))
		sealed := ring.Seal(Nonce{7}, "秘密 secret", "users/1/totp")
		if strings.Contains(sealed, "secret") || !strings.HasPrefix(sealed, ring.Current()) {
			t.Fatalf("%q shows the text, or does not begin as it should", sealed)
		}
		for name, other := range map[string]Ring{
			"itself": ring, "a later key in front": NewRing(profile, testKey(2), testKey(1)),
			"the other profile": NewRing(AES, testKey(1)), "the third profile": NewRing(SM4, testKey(1)),
		} {
			if text, err := other.Open(sealed, "users/1/totp"); err != nil || text != "秘密 secret" {
				t.Fatalf("%s, %s: opened %q, %v", profile, name, text, err)
			}
		}
		body, last := len(ring.Current()), "A"
		if sealed[body+9] == 'A' {
			last = "B"
		}
		swapped := "s2"
		if profile == SM4 {
			swapped = "a2"
		}
		for name, open := range map[string]func() (string, error){
			"another place": func() (string, error) { return ring.Open(sealed, "users/2/totp") },
			"altered":       func() (string, error) { return ring.Open(sealed[:body+9]+last+sealed[body+10:], "users/1/totp") },
			"cut":           func() (string, error) { return ring.Open(sealed[:len(sealed)-4], "users/1/totp") },
			"too short":     func() (string, error) { return ring.Open(ring.Current()+"AAAA", "users/1/totp") },
			"no base64":     func() (string, error) { return ring.Open(ring.Current()+"!", "users/1/totp") },
			"its scheme":    func() (string, error) { return ring.Open(swapped+sealed[2:], "users/1/totp") },
			"no scheme":     func() (string, error) { return ring.Open("z9"+sealed[2:], "users/1/totp") },
			"empty":         func() (string, error) { return ring.Open("", "users/1/totp") },
			"in clear":      func() (string, error) { return ring.Open("13812345678", "users/1/totp") },
		} {
			if text, err := open(); !errors.Is(err, ErrBroken) || errors.Is(err, ErrForeign) {
				t.Errorf("%s, %s: opened %q, %v", profile, name, text, err)
			}
		}
		if _, err := NewRing(profile, testKey(2)).Open(sealed, "users/1/totp"); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: another key: %v", profile, err)
		}
	}
}

// What the first release sealed still opens, with whichever of the keys was its own.
func TestValuesOfTheFirstReleaseOpen(t *testing.T) {
	nonce := Nonce{9}
	sealed := "a1." + base64.RawURLEncoding.EncodeToString(testKey(1).aes().Seal(nonce[:], nonce[:], []byte("ABC"), []byte("users/1/second-factor")))
	if text, err := NewRing(SM4, testKey(3), testKey(1)).Open(sealed, "users/1/second-factor"); err != nil || text != "ABC" {
		t.Errorf("opened %q, %v", text, err)
	}
	if _, err := NewRing(AES, testKey(3)).Open(sealed, "users/1/second-factor"); !errors.Is(err, ErrForeign) {
		t.Errorf("another key: %v", err)
	}
}

func TestIndexFindsAcrossKeysAndProfiles(t *testing.T) {
	old, fresh := NewRing(AES, testKey(1)), NewRing(SM4, testKey(2), testKey(1))
	stored := old.Index("complaints.phone", "13812345678")[0]
	if !slices.Contains(fresh.Index("complaints.phone", "13812345678"), stored) {
		t.Error("a look-up after rotation misses what was stored before")
	}
	for name, other := range map[string][]string{
		"another text": fresh.Index("complaints.phone", "13812345679"), "another purpose": fresh.Index("endpoints.phone", "13812345678"),
		"without the key": NewRing(AES, testKey(2)).Index("complaints.phone", "13812345678"),
	} {
		if slices.Contains(other, stored) {
			t.Errorf("%s has the same index", name)
		}
	}
	if fresh.Index("x", "y")[0] == fresh.Index("x", "y")[1] {
		t.Error("both profiles have the same index")
	}
}

func TestDigestsSurviveRotation(t *testing.T) {
	before := NewRing(AES, testKey(1)).Digests("idempotency", []byte("{}"))
	after := NewRing(AES, testKey(2), testKey(1)).Digests("idempotency", []byte("{}"))
	if len(before) != 1 || len(after) != 2 || after[1] != before[0] || after[0] == before[0] {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestKeysDoNotShowThemselves(t *testing.T) {
	key := Key{0xab, 0xcd}
	text, err := json.Marshal(map[string]Key{"key": key})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(text), fmt.Sprint(key), fmt.Sprintf("%x %v %#v %+v %d %s", key, key, key, key, key, key), key.ID()} {
		if strings.Contains(strings.ToLower(shown), "abcd") || strings.Contains(shown, "171") {
			t.Errorf("%q shows the key", shown)
		}
	}
	if key.IsZero() || !(Key{}).IsZero() {
		t.Error("a key is there, or it is not")
	}
	if len(key.ID()) != 16 || key.ID() == testKey(1).ID() {
		t.Errorf("fingerprint %q", key.ID())
	}
}
