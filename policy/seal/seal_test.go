package seal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func testKey(first byte) Key { return Key{first, 2, 3} }

func TestSealedOpensOnlyInItsPlaceWithItsKey(t *testing.T) {
	sealed := testKey(1).Seal(Nonce{7}, "秘密 secret", "users/1/totp")
	if strings.Contains(sealed, "secret") {
		t.Fatalf("%q shows the text", sealed)
	}
	if text, err := testKey(1).Open(sealed, "users/1/totp"); err != nil || text != "秘密 secret" {
		t.Fatalf("opened %q, %v", text, err)
	}
	last := byte('A')
	if sealed[10] == 'A' {
		last = 'B'
	}
	for name, open := range map[string]func() (string, error){
		"another key":     func() (string, error) { return testKey(2).Open(sealed, "users/1/totp") },
		"another purpose": func() (string, error) { return testKey(1).For("x").Open(sealed, "users/1/totp") },
		"another place":   func() (string, error) { return testKey(1).Open(sealed, "users/2/totp") },
		"altered":         func() (string, error) { return testKey(1).Open(sealed[:10]+string(last)+sealed[11:], "users/1/totp") },
		"cut":             func() (string, error) { return testKey(1).Open(sealed[:len(sealed)-4], "users/1/totp") },
		"too short":       func() (string, error) { return testKey(1).Open("a1.AAAA", "users/1/totp") },
		"no base64":       func() (string, error) { return testKey(1).Open("a1.!", "users/1/totp") },
		"another scheme":  func() (string, error) { return testKey(1).Open("z9"+sealed[2:], "users/1/totp") },
		"empty":           func() (string, error) { return testKey(1).Open("", "users/1/totp") },
	} {
		if text, err := open(); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: opened %q, %v", name, text, err)
		}
	}
}

func TestKeysDoNotShowThemselves(t *testing.T) {
	key := Key{0xab, 0xcd}
	text, err := json.Marshal(map[string]Key{"key": key})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(text), fmt.Sprint(key), fmt.Sprintf("%x %v %#v %+v %d %s", key, key, key, key, key, key)} {
		if strings.Contains(strings.ToLower(shown), "abcd") || strings.Contains(shown, "171") {
			t.Errorf("%q shows the key", shown)
		}
	}
	if key.IsZero() || !(Key{}).IsZero() {
		t.Error("a key is there, or it is not")
	}
}
