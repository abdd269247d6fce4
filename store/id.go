package store

import (
	"crypto/rand"

	"github.com/google/uuid"
)

// NewID returns a UUIDv7: unique on every node and in order of creation.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// NewTrackingNo returns 20 letters and digits that nobody can guess (100 random bits).
func NewTrackingNo() string { return rand.Text()[:20] }
