package store

import (
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A place is the first database's that uses it; another is told whose it is, and which it is itself.
func TestAPlaceBelongsToOneDatabase(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		eachBlobs(t, func(t *testing.T, b Blobs) {
			ctx := t.Context()
			first, second := opened(t, dsn), opened(t, "sqlite:"+t.TempDir()+"/other.db")
			noError(t, first.MayTakeBlobs(ctx, b))
			noError(t, first.UseBlobs(ctx, b))
			put(t, b, "some-content", "x")
			noError(t, opened(t, dsn).UseBlobs(ctx, b)) // another server over the same database
			if names := kept(t, b); len(names) != 1 {
				t.Errorf("the mark stands among the contents: %v", names)
			}
			one, err := first.DatabaseID(ctx)
			noError(t, err)
			two, err := second.DatabaseID(ctx)
			noError(t, err)
			for what, err := range map[string]error{"claimed": second.UseBlobs(ctx, b), "restored into": second.MayTakeBlobs(ctx, b)} {
				if said := model.DetailOf(err); model.KindOf(err) != model.Conflict || !strings.Contains(said, one) || !strings.Contains(said, two) {
					t.Errorf("another database's place was %s: %v", what, err)
				}
			}
			noError(t, second.TakeBlobs(ctx, b))
			noError(t, second.UseBlobs(ctx, b))
			if third, err := second.DatabaseID(ctx); err != nil || third == two {
				t.Errorf("a restored database is still %s: %v", third, err)
			}
			if err := first.UseBlobs(ctx, b); model.KindOf(err) != model.Conflict {
				t.Errorf("the former owner: %v", err)
			}
			noError(t, second.TakeBlobs(ctx, b))
		})
	})
}

// A database without a schema has no id, and is named so.
func TestANewDatabaseIsRefusedAnothersPlace(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		_, b := openS3(t)
		noError(t, opened(t, "sqlite:"+t.TempDir()+"/other.db").UseBlobs(t.Context(), b))
		err := connected(t, dsn).MayTakeBlobs(t.Context(), b)
		if model.KindOf(err) != model.Conflict || !strings.Contains(model.DetailOf(err), "新数据库") {
			t.Errorf("%v", err)
		}
	})
}
