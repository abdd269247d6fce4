package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2 hashes passwords with Argon2id (t=2, m=19 MiB, p=1), a few at a time,
// so that a burst of sign-ins cannot exhaust memory.
type Argon2 struct {
	slots chan struct{}
	cost  argonCost
	dummy string
}

// argonCost is what one hash costs: passes over so many KiB by so many threads.
type argonCost struct {
	memory, times uint32
	threads       uint8
}

// NewArgon2 allows n hashes at once.
func NewArgon2(n int) *Argon2 {
	return newArgon2(n, argonCost{memory: 19 * 1024, times: 2, threads: 1})
}

func newArgon2(n int, cost argonCost) *Argon2 {
	return &Argon2{slots: make(chan struct{}, n), cost: cost, dummy: cost.encode("no such account", make([]byte, 16))}
}

// Hash makes a salted hash in the PHC form.
func (a *Argon2) Hash(ctx context.Context, password string) (string, error) {
	if err := a.enter(ctx); err != nil {
		return "", err
	}
	defer a.leave()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	return a.cost.encode(password, salt), nil
}

// Verify reports whether the password made the hash, at the cost that the hash names. An empty hash is compared
// with a dummy, so that unknown accounts cost the same time.
func (a *Argon2) Verify(ctx context.Context, hash, password string) (bool, error) {
	if err := a.enter(ctx); err != nil {
		return false, err
	}
	defer a.leave()
	known := hash != ""
	if !known {
		hash = a.dummy
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("stored password hash has %d parts", len(parts))
	}
	var cost argonCost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.memory, &cost.times, &cost.threads); err != nil || cost.times == 0 || cost.threads == 0 {
		return false, fmt.Errorf("stored password cost %q", parts[3])
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("stored password salt: %w", err)
	}
	equal := subtle.ConstantTimeCompare([]byte(cost.encode(password, salt)), []byte(hash)) == 1
	return equal && known, nil
}

func (c argonCost) encode(password string, salt []byte) string {
	const size = 32
	key := argon2.IDKey([]byte(password), salt, c.times, c.memory, c.threads, size)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.times, c.threads, b64(salt), b64(key))
}

func (a *Argon2) enter(ctx context.Context) error {
	select {
	case a.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *Argon2) leave() { <-a.slots }
