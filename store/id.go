package store

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// NewID returns a UUIDv7: unique on every node and in order of creation.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// idBefore returns an id that is older than the given one by the time, "" when it is none of ours.
func idBefore(id string, by time.Duration) string {
	made, err := uuid.Parse(id)
	if err != nil || made.Version() != 7 {
		return ""
	}
	seconds, nanoseconds := made.Time().UnixTime()
	milliseconds := fmt.Sprintf("%012x", time.Unix(seconds, nanoseconds).Add(-by).UnixMilli())
	return milliseconds[:8] + "-" + milliseconds[8:] + "-7000-8000-000000000000"
}

// NewTrackingNo returns 20 letters and digits that nobody can guess (100 random bits).
func NewTrackingNo() string { return rand.Text()[:20] }
