package store

import "context"

// SchemaSteps is how many steps of the schema the database has taken.
func (s *Store) SchemaSteps(ctx context.Context) (int, error) {
	steps, err := s.stepsTaken(ctx)
	return len(steps), err
}

// KeyIDs are the fingerprints of the keys that seal values, the one that seals now first.
func (s *Store) KeyIDs() []string {
	if s.keys == nil {
		return []string{}
	}
	return s.keys.IDs()
}
