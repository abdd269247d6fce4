//go:build !race

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	mathrand "math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store/migrations"
)

func TestARestoredLogHoldsAgainstOldHeads(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, from string) {
		s, heads := logged(t, from, 3, 9)
		var file bytes.Buffer
		if _, err := s.Backup(ctx, &file, auditDay, folderWith(t, nil)); err != nil {
			t.Fatal(err)
		}
		covered, err := os.ReadFile(heads.File)
		if err != nil {
			t.Fatal(err)
		}
		jot(t, s, "after the backup")
		sequence(t, s)
		writeHead(t, s, heads)
		testdb.Each(t, func(t *testing.T, to string) {
			target := opened(t, to)
			target.SealWith(heads.Key)
			if _, err := target.Restore(ctx, model.Stamp{At: auditDay}, bytes.NewReader(file.Bytes()), folderWith(t, nil)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(heads.File+".covered", covered, 0o600); err != nil {
				t.Fatal(err)
			}
			if found := verified(t, target, AuditHeads{heads.File + ".covered", heads.Key}); found.Difference != "" {
				t.Errorf("against the heads of the backup's time: %s", found.Difference)
			}
			if found := verified(t, target, heads); !strings.Contains(found.Difference, "truncated") {
				t.Errorf("a lost row is not told: %+v", found)
			}
			if _, err := target.WriteHead(ctx, heads, auditDay); model.KindOf(err) != model.Conflict {
				t.Errorf("a log without its last rows was signed: %v", err)
			}
			restored := AuditHeads{heads.File + ".restored", heads.Key}
			whole, err := os.ReadFile(heads.File)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(restored.File, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := target.RestoredHead(ctx, restored, auditDay); err != nil {
				t.Fatal(err)
			}
			jot(t, target, "another life")
			sequence(t, target)
			writeHead(t, target, restored)
			if found := verified(t, target, restored); found.Difference != "" || found.GivenUp != 1 {
				t.Errorf("after the restore was noted: %+v, want one head given up", found)
			}
		})
	})
}

// TestEveryTamperingIsFound lets root alter, delete, swap, insert and cut off in
// a thousand ways, every third with a consistent rebuild of the log.
func TestEveryTamperingIsFound(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, heads := logged(t, dsn, 5, 18)
		signed, err := heads.Read()
		if err != nil {
			t.Fatal(err)
		}
		var places []auditLogRow
		if err := s.db.Table("audit_log_rows").Order("position").Find(&places).Error; err != nil {
			t.Fatal(err)
		}
		found, counts := 0, map[string]int{}
		for n := range tamperings {
			x := &intruder{t: t, rand: rand.New(rand.NewSource(int64(n)))}
			for _, place := range places {
				x.ids = append(x.ids, place.EntryID)
			}
			kind := kinds[n%len(kinds)]
			name, rebuilt := kind.name, kind.rebuild && x.rand.Intn(3) == 0
			err := s.write.Transaction(func(db *gorm.DB) error {
				x.db = db
				named := kind.do(x)
				if rebuilt {
					name += ", rebuilt"
					named = ""
					x.rebuild()
				}
				finding, err := (&Store{Reader: Reader{db: db}, Dialect: s.Dialect}).VerifyAudit(t.Context(), heads.Key, signed)
				switch {
				case err != nil:
					t.Errorf("tampering %d (%s): %v", n, name, err)
				case finding.Difference == "":
					t.Errorf("tampering %d (%s) is not found", n, name)
				case !strings.Contains(finding.Difference, named):
					t.Errorf("tampering %d (%s): %q does not name %q", n, name, finding.Difference, named)
				default:
					found++
				}
				return errUndo
			})
			if !errors.Is(err, errUndo) {
				t.Fatal(err)
			}
			counts[name]++
		}
		t.Logf("%d of %d tamperings found: %v", found, tamperings, counts)
		if finding := verified(t, s, heads); finding.Difference != "" {
			t.Errorf("after undoing: %s", finding.Difference)
		}
	})
}

// A database that is not yet upgraded is backed up as it is, in the format of its own
// release, and comes back with every row on either database, to be upgraded there.
func TestABackupOfAnEarlierSchemaIsWhole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, from string) {
		ctx, source := t.Context(), released(t, from)
		var file bytes.Buffer
		held, err := source.Backup(ctx, &file, time.Unix(0, 0).UTC(), folderWith(t, nil))
		noError(t, err)
		if head := firstLine(t, file.Bytes()); head.Format != firstBackupFormat || head.Schema != firstSchema {
			t.Errorf("the first release does not know a backup that begins %+v", head)
		}
		was := contentOf(t, source, nil)
		delete(was, "audit_entries") // the restore notes itself
		testdb.Each(t, func(t *testing.T, to string) {
			target := connected(t, to)
			target.SealWith(source.AuditKey())
			restored, err := target.Restore(ctx, model.Stamp{At: time.Unix(1, 0).UTC()}, bytes.NewReader(file.Bytes()), folderWith(t, nil))
			if err != nil || restored != held {
				t.Fatalf("restored %+v of %+v: %v", restored, held, err)
			}
			is := contentOf(t, target, was)
			for table, content := range was {
				if is[table].sum != content.sum {
					t.Errorf("%s: %+v restored, %+v before", table, is[table].sum, content.sum)
				}
			}
			if taken, err := target.Migrate(ctx); err != nil || taken != len(migrations.Steps())-len(migrations.FirstRelease()) {
				t.Errorf("upgraded by %d steps: %v", taken, err)
			}
		})
	})
}

func TestABackupRestoresIntoEitherDatabase(t *testing.T) {
	ctx := context.Background()
	testdb.Each(t, func(t *testing.T, from string) {
		source := opened(t, from)
		addFirms(t, source, 5)
		var file bytes.Buffer
		kept := map[string]string{"content-of-nothing": "", "content-of-a-chunk": strings.Repeat("x", contentChunk), "content-of-more": strings.Repeat("照片", contentChunk)}
		held, err := source.Backup(ctx, &file, time.Unix(0, 0).UTC(), folderWith(t, kept))
		if err != nil || held.Rows < 10 || held.Contents != 3 {
			t.Fatalf("backed up %+v: %v", held, err)
		}
		testdb.Each(t, func(t *testing.T, to string) {
			target := opened(t, to)
			addFirms(t, target, 2)
			stamp := model.Stamp{At: time.Unix(1, 0).UTC(), Call: model.Call{Actor: model.Actor{Name: "命令行"}}}
			blobs := folderWith(t, nil)
			restored, err := target.Restore(ctx, stamp, bytes.NewReader(file.Bytes()), blobs)
			if err != nil || restored != held {
				t.Fatalf("restored %+v of %+v: %v", restored, held, err)
			}
			if got := contentsOf(t, blobs); !maps.Equal(got, kept) {
				t.Errorf("%d contents restored differ from the %d backed up", len(got), len(kept))
			}
			want, err := source.Enterprises(ctx, Everything(), Query{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := target.Enterprises(ctx, Everything(), Query{})
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) || len(got.Items) != 5 {
				t.Fatalf("restored\n%v\nwant\n%v", got, want)
			}
			trail, err := target.AuditEntries(ctx, Everything(), Query{Filter: map[string]string{"act": "backup:restore"}})
			if err != nil || len(trail.Items) != 1 || len(trail.Items[0].RecordID) != 64 || trail.Items[0].UserName != "命令行" {
				t.Errorf("the trail says of the restore %+v (%v)", trail.Items, err)
			}
		})
	})
}

// What a search finds is what going through every text finds.
func TestSearchFindsWhatALookAtEveryTextFinds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := &written{t, opened(t, dsn), map[model.EndPointID]string{}}
		random := scribe{mathrand.New(mathrand.NewPCG(7, 11))}
		var ids []model.EndPointID
		w.do(func(tx *Tx) error {
			return tx.GatherGrams(t.Context(), func() error {
				for range mostCandidates + 60 {
					ids = append(ids, model.EndPointID(NewID()))
					if err := w.save(tx, random, model.EndPoint{ID: ids[len(ids)-1]}); err != nil {
						return err
					}
				}
				return nil
			})
		})
		w.do(func(tx *Tx) error { // what changes is found as it is now
			for _, id := range ids[100:120] {
				e, err := tx.EndPoint(t.Context(), Everything(), id)
				if err == nil {
					err = w.save(tx, random, e)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		searches := []string{"快递", "羊", "a", "ＡＢ", "通快递 羊角", "没有这个", "快 递　中", "羊角|山", "%", "中_"}
		for _, id := range ids[95:120] {
			searches = append(searches, random.misspelt(w.texts[id]), random.misspelt(w.texts[id])+" "+random.word(1, 2))
		}
		similar := 0
		for _, search := range searches {
			if !strings.Contains(search, "|") {
				similar += w.compare(search)
			}
		}
		if similar < 60 {
			t.Errorf("only %d similar ones were tried", similar)
		}
		mustHaveGrams(t, w.s, "endpoints", "endpoint_grams")
	})
}
