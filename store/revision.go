package store

import (
	"context"
	"fmt"
	"strings"
)

// lastActs is how many acts a revision looks at: one that began before others and is
// committed after them has an id below theirs, and is noticed all the same.
const lastActs = 20

// Revision changes whenever any audited record changes; it costs one look at the end of an index.
func (r Reader) Revision(ctx context.Context) (string, error) {
	var ids []string
	err := r.db.WithContext(ctx).Table("audit_entries").Order("id DESC").Limit(lastActs).Pluck("id", &ids).Error
	if err != nil {
		return "", fmt.Errorf("revision: %w", err)
	}
	return strings.Join(ids, " "), nil
}

// PublicationMoves counts the transactions of this process that may have changed what is public. It is
// counted on before the one who asked for the change is told that it is done.
func (s *Store) PublicationMoves() uint64 { return s.moves.Load() }
