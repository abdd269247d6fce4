package store

import (
	"sync"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// copyOf is a database of its own that says of itself what the other says.
func copyOf(t *testing.T, s *Store) *Store {
	t.Helper()
	var row map[string]any
	noError(t, s.write.Table("database_ids").Take(&row).Error)
	other := opened(t, "sqlite:"+t.TempDir()+"/copy.db")
	noError(t, other.write.Table("database_ids").Create(row).Error)
	return other
}

// Whichever of a database and its copy uses the place first, the other finds out, and
// from then on neither removes anything until one has the place.
func TestACopyIsToldFromItsOriginal(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		eachBlobs(t, func(t *testing.T, b Blobs) {
			ctx, original := t.Context(), opened(t, dsn)
			noError(t, original.UseBlobs(ctx, b))
			for _, first := range []string{"original", "copy"} {
				second := copyOf(t, original)
				used, other := original, second
				if first == "copy" {
					used, other = second, original
				}
				noError(t, used.UseBlobs(ctx, b))
				if err := other.UseBlobs(ctx, b); !IsCopiedPlace(err) {
					t.Errorf("the %s used the place, and the other one after it: %v", first, err)
				}
				for range 2 {
					for _, s := range []*Store{original, second} {
						if err := s.UseBlobs(ctx, b); !IsCopiedPlace(err) {
							t.Errorf("of two that use the place one passes: %v", err)
						}
					}
				}
				noError(t, original.TakeBlobs(ctx, b))
				noError(t, original.UseBlobs(ctx, b))
				if err := second.UseBlobs(ctx, b); model.KindOf(err) != model.Conflict || IsCopiedPlace(err) {
					t.Errorf("the place is another's now: %v", err)
				}
			}
		})
	})
}

// Servers of one database use the place at once, and none takes another for a copy.
func TestServersOfOneDatabaseAreNoCopies(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		b := folderWith(t, nil)
		opened(t, dsn)
		var all sync.WaitGroup
		for range 4 {
			server := opened(t, dsn)
			all.Go(func() {
				for range 25 {
					if err := server.UseBlobs(t.Context(), b); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	})
}

// A mark of the release before, which counts nothing, is taken on; a damaged one is told.
func TestMarksAreRead(t *testing.T) {
	ctx, b := t.Context(), folderWith(t, nil)
	s := opened(t, testdb.SQLite(t))
	id, err := s.DatabaseID(ctx)
	noError(t, err)
	noError(t, b.Own(ctx, id))
	noError(t, s.UseBlobs(ctx, b))
	noError(t, b.Own(ctx, id+" many"))
	if err := s.UseBlobs(ctx, b); err == nil {
		t.Error("a damaged mark is taken for none")
	}
}
