// Package seal encrypts single values so that only the holder of the key reads
// or alters them. It is pure: the keys and the nonce are arguments; where the keys
// live is main's business, and which values are sealed is the store's and casework's.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm4"
)

// Sizes in bytes.
const (
	KeySize   = 32
	NonceSize = 12
)

// Key is a secret that seals and opens; it never shows itself when printed, logged or serialised.
type Key [KeySize]byte

// Nonce makes each sealing of a key different; it must be random and is used once.
type Nonce = [NonceSize]byte

// ErrBroken is the failure to open what was sealed for something else or altered;
// which of them cannot be told.
var ErrBroken = errors.New("the sealed value cannot be opened with this key")

// ErrForeign is the failure to open what a key sealed that is not in the ring.
var ErrForeign = fmt.Errorf("%w: another key sealed it", ErrBroken)

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

// ID is the key's fingerprint, which tells keys apart and nothing about them: 16 hexadecimal digits.
func (k Key) ID() string {
	derived := k.For("id")
	return hex.EncodeToString(derived[:8])
}

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

func (k Key) aes() cipher.AEAD { return gcm(aes.NewCipher(k[:])) }

// sm4 takes the half of the key that the cipher has room for.
func (k Key) sm4() cipher.AEAD { return gcm(sm4.NewCipher(k[:sm4.BlockSize])) }

func gcm(block cipher.Block, err error) cipher.AEAD {
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCM(block); err == nil {
			return aead
		}
	}
	panic(err) // only for sizes that the cipher does not have
}
