package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// Profile is the family of ciphers that seals from now on; values of either open under both.
type Profile string

// The profiles.
const (
	AES Profile = "aes" // AES-256-GCM, HMAC-SHA-256
	SM4 Profile = "sm4" // SM4-GCM (GB/T 32907), HMAC-SM3 (GB/T 32905)
)

// ProfileNamed returns the profile of the name.
func ProfileNamed(name string) (Profile, error) {
	for _, known := range []Profile{AES, SM4} {
		if string(known) == name {
			return known, nil
		}
	}
	return "", fmt.Errorf("%q is neither aes nor sm4", name)
}

// A sealed value is SCHEME "." KEY ID "." BASE64(nonce, ciphertext, tag). The
// first release wrote a1, which has no key id and takes the key itself.
const (
	schemeFirst = "a1"
	schemeAES   = "a2"
	schemeSM4   = "s2"
)

// Schemes are the beginnings that every value sealed with a named key has one of.
func Schemes() []string { return []string{schemeAES + ".", schemeSM4 + "."} }

// Ring is the keys in use: the first seals, all open. The zero Ring opens nothing and seals nothing.
type Ring struct {
	profile Profile
	keys    []ringKey
}

type ringKey struct {
	id     string
	secret Key
	first  cipher.AEAD
	byName map[string]cipher.AEAD // scheme → cipher
}

// NewRing returns the ring of the keys, the one that seals in front.
func NewRing(profile Profile, keys ...Key) Ring {
	r := Ring{profile: profile}
	for _, key := range keys {
		r.keys = append(r.keys, ringKey{key.ID(), key, key.aes(), map[string]cipher.AEAD{
			schemeAES: key.For("aes").aes(), schemeSM4: key.For("sm4").sm4(),
		}})
	}
	return r
}

// IDs are the fingerprints of the keys, the one that seals first.
func (r Ring) IDs() []string {
	ids := make([]string, len(r.keys))
	for i, key := range r.keys {
		ids[i] = key.id
	}
	return ids
}

// Format hides the keys from every verb.
func (Ring) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte("[keys]")) }

// Current is how every value begins that is sealed now.
func (r Ring) Current() string {
	if r.profile == SM4 {
		return schemeSM4 + "." + r.keys[0].id + "."
	}
	return schemeAES + "." + r.keys[0].id + "."
}

// Seal returns the text under the first key as printable ASCII. About binds it to
// its place, such as "complaints/ID/consumer_phone": elsewhere it does not open.
func (r Ring) Seal(nonce Nonce, text, about string) string {
	start := r.Current()
	sealed := r.keys[0].byName[start[:2]].Seal(nonce[:], nonce[:], []byte(text), []byte(start+about))
	return start + base64.RawURLEncoding.EncodeToString(sealed)
}

// Open returns what Seal was given, whichever key and profile it was under; else
// ErrForeign, when its key is not in the ring, or ErrBroken.
func (r Ring) Open(sealed, about string) (string, error) {
	scheme, rest, ok := strings.Cut(sealed, ".")
	if ok && scheme == schemeFirst {
		return r.openFirst(rest, about)
	}
	id, body, named := strings.Cut(rest, ".")
	if !ok || !named || scheme != schemeAES && scheme != schemeSM4 {
		return "", ErrBroken
	}
	for _, key := range r.keys {
		if key.id == id {
			return opened(key.byName[scheme], body, scheme+"."+id+"."+about)
		}
	}
	return "", ErrForeign
}

// openFirst tries every key, because values of the first release do not say which was theirs.
func (r Ring) openFirst(body, about string) (string, error) {
	for _, key := range r.keys {
		if text, err := opened(key.first, body, about); err == nil {
			return text, nil
		}
	}
	return "", ErrForeign
}

func opened(aead cipher.AEAD, body, about string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || len(raw) < NonceSize {
		return "", ErrBroken
	}
	text, err := aead.Open(nil, raw[:NonceSize], raw[NonceSize:], []byte(about))
	if err != nil {
		return "", ErrBroken
	}
	return string(text), nil
}

// Index is under which words a value is looked up without being read: equal
// texts of a purpose have the same, and without the key nobody can try out whose
// it is. The first is what is stored now; the others are those that a former key
// or profile stored.
func (r Ring) Index(purpose, text string) []string {
	var all []string
	profiles := []Profile{AES, SM4}
	if r.profile == SM4 {
		profiles = []Profile{SM4, AES}
	}
	for _, key := range r.keys {
		secret := key.secret.For("index/" + purpose)
		for _, profile := range profiles {
			all = append(all, authenticator(hashOf(profile), secret, []byte(text)))
		}
	}
	return all
}

func hashOf(profile Profile) func() hash.Hash {
	if profile == SM4 {
		return sm3.New
	}
	return sha256.New
}

// Digests are fingerprints of bytes under each key, the first key's first.
func (r Ring) Digests(purpose string, raw []byte) []string {
	all := make([]string, len(r.keys))
	for i, key := range r.keys {
		all[i] = authenticator(sha256.New, key.secret.For(purpose), raw)
	}
	return all
}

func authenticator(of func() hash.Hash, key Key, raw []byte) string {
	mac := hmac.New(of, key[:])
	_, _ = mac.Write(raw) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}
