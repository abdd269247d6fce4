package store

import "github.com/google/uuid"

// NewID returns a UUIDv7: unique on every node and in order of creation.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
