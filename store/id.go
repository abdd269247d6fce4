package store

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// NewID returns a UUIDv7: unique on every node and in order of creation.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// FirstIDAt returns an id before every id that is made at the instant or later.
func FirstIDAt(at time.Time) string {
	milliseconds := fmt.Sprintf("%012x", at.UnixMilli())
	return milliseconds[:8] + "-" + milliseconds[8:] + "-7000-8000-000000000000"
}

// NewTrackingNo returns 20 letters and digits that nobody can guess (100 random bits).
func NewTrackingNo() string { return rand.Text()[:20] }
