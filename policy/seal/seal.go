// Package seal encrypts single values so that only the holder of the key reads
// or alters them. It is pure: the key and the nonce are arguments; where the key
// lives is main's business, and which values are sealed is casework's.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// Sizes in bytes.
const (
	KeySize   = 32
	NonceSize = 12
)

// Key is a secret that seals and opens; it never shows itself when printed, logged or serialised.
type Key [KeySize]byte

// Nonce makes each sealing of a key different; it must be random and is used once.
type Nonce [NonceSize]byte

// ErrBroken is the failure to open what another key sealed, what was sealed for
// something else, or what was altered; which of them cannot be told.
var ErrBroken = errors.New("the sealed value cannot be opened with this key")

const scheme = "a1." // AES-256-GCM

// String hides the key.
func (Key) String() string { return "[key]" }

// GoString hides the key from %#v.
func (Key) GoString() string { return "[key]" }

// Format hides the key from every verb, also %x.
func (Key) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte("[key]")) }

// MarshalText hides the key from JSON and logs.
func (Key) MarshalText() ([]byte, error) { return []byte("[key]"), nil }

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k == Key{} }

// For derives the key of one purpose, so that what is sealed for one is nothing to another.
func (k Key) For(purpose string) Key {
	var derived Key
	secret, err := hkdf.Key(sha256.New, k[:], nil, "yijian/"+purpose, KeySize)
	if err != nil {
		panic(err) // only for lengths that HKDF does not allow
	}
	copy(derived[:], secret)
	return derived
}

// Seal returns the text under the key as printable ASCII. About binds it to its
// place, such as "users/ID/totp": elsewhere it does not open.
func (k Key) Seal(nonce Nonce, text, about string) string {
	sealed := k.aead().Seal(nonce[:], nonce[:], []byte(text), []byte(about))
	return scheme + base64.RawURLEncoding.EncodeToString(sealed)
}

// Open returns what Seal was given, or ErrBroken.
func (k Key) Open(sealed, about string) (string, error) {
	rest, ok := strings.CutPrefix(sealed, scheme)
	if !ok {
		return "", ErrBroken
	}
	raw, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || len(raw) < NonceSize {
		return "", ErrBroken
	}
	text, err := k.aead().Open(nil, raw[:NonceSize], raw[NonceSize:], []byte(about))
	if err != nil {
		return "", ErrBroken
	}
	return string(text), nil
}

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCM(block); err == nil {
			return aead
		}
	}
	panic(err) // only for key sizes that AES does not have
}
