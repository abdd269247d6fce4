package casework

import (
	"crypto/rand"
	"errors"

	"yijian/policy/seal"
)

// Keys seal what the database must not be able to read. Ring is asked each time,
// because the key file may be rotated while a server runs: again, it looks whether
// the file is still the same, which opening needs only for a value of an unknown key.
type Keys struct {
	Ring func(again bool) seal.Ring
}

// FixedKeys are keys that never change, the one that seals in front.
func FixedKeys(keys ...seal.Key) Keys {
	ring := seal.NewRing(seal.AES, keys...)
	return Keys{func(bool) seal.Ring { return ring }}
}

// Seal returns the text under the key that seals now, bound to its place.
func (k Keys) Seal(text, about string) string {
	var nonce seal.Nonce
	_, _ = rand.Read(nonce[:]) // never fails since Go 1.24
	return k.Ring(true).Seal(nonce, text, about)
}

// Open returns what Seal was given for the place.
func (k Keys) Open(sealed, about string) (string, error) {
	text, err := k.Ring(false).Open(sealed, about)
	if errors.Is(err, seal.ErrForeign) {
		return k.Ring(true).Open(sealed, about)
	}
	return text, err
}

// Index is under which words the text is looked up, those that are stored now first.
func (k Keys) Index(purpose, text string) []string { return k.Ring(true).Index(purpose, text) }

// Digests are the fingerprints of the bytes, that of the key that seals now first.
func (k Keys) Digests(purpose string, raw []byte) []string {
	return k.Ring(true).Digests(purpose, raw)
}

// Current is how every value begins that is sealed now.
func (k Keys) Current() string { return k.Ring(true).Current() }

// IDs are the fingerprints of the keys, the one that seals now first.
func (k Keys) IDs() []string { return k.Ring(true).IDs() }

// SealWith makes the desk and its store seal and open with the keys.
func (d *Desk) SealWith(k Keys) {
	d.Keys = k
	d.Store.SealValuesWith(k)
}
