package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A step that changes a table changes the one whose rows wait for it too.
func TestRowsWaitInTablesOfTheSameShape(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := testdb.Migrated(t, dsn, Open)
		shape := func(table string) (said []string) {
			columns, err := s.db.Migrator().ColumnTypes(table)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range columns {
				kind, _ := c.ColumnType()
				if c.Name() != "import_id" {
					said = append(said, c.Name()+" "+strings.ToLower(kind))
				}
			}
			slices.Sort(said)
			return said
		}
		for _, n := range append([]noun{auditEntries}, waitingNouns...) {
			if is, waits := shape(n.table), shape(waitingTable(n.table)); !slices.Equal(is, waits) || len(is) < 5 {
				t.Errorf("%s is\n%v, its rows wait as\n%v", n.table, is, waits)
			}
		}
	})
}

// A search passes over the grams of what only waits, and finds them as soon as it is moved; what is
// forgotten leaves none.
func TestGramsOfWhatWaitsAreHidden(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, ctx := testdb.Migrated(t, dsn, Open), t.Context()
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		stamp := model.Stamp{Act: "test", At: at}
		grams := func() (n int64) {
			if err := s.db.Table(endPointGrams).Count(&n).Error; err != nil {
				t.Fatal(err)
			}
			return n
		}
		for round, moves := range []bool{false, true} {
			i := model.Import{ID: model.ImportID(NewID()), Number: strings.Repeat("1", round+1), Status: model.ImportPromoting, Version: 1, CreatedAt: at, UpdatedAt: at}
			point := model.EndPoint{ID: model.EndPointID(NewIDIn(i.ID, 1)), Name: "演示候补网点", Status: model.EndPointDraft, Version: 1, CreatedAt: at, UpdatedAt: at}
			demand(t, s.Tx(ctx, stamp, func(tx *Tx) error { return tx.AddImport(ctx, &i) }))
			if _, held, err := s.HoldImport(ctx, "server", at, time.Hour); !held || err != nil {
				t.Fatal(err)
			}
			so := Waiting{"server", map[string]int64{}, map[string]bool{}}
			demand(t, s.PrepareImport(ctx, stamp, i, &so, func(tx *Tx) error { return tx.AddEndPoints(ctx, []*model.EndPoint{&point}) }))
			found := func() int {
				ids, _, err := s.candidates(ctx, endpoints, model.KeyGrams("候补网点"), "")
				demand(t, err)
				v, err := s.veilOf(ctx, endpoints)
				demand(t, err)
				counts, err := s.frequencies(ctx, endpoints, []string{"候补"}, 9, v)
				demand(t, err)
				if counts["候补"] != len(ids) {
					t.Errorf("of %v there are %v", ids, counts)
				}
				return len(ids)
			}
			if written := grams(); written == 0 || found() != 0 {
				t.Errorf("while it waits it has %d grams and is found %d times", written, found())
			}
			if moves {
				demand(t, s.Tx(ctx, stamp, func(tx *Tx) error { return tx.MoveWaiting(ctx, i.ID, so) }))
			}
			demand(t, s.Tx(ctx, stamp, func(tx *Tx) error {
				i.Status = model.ImportPromoted
				_, err := tx.ChangeImport(ctx, i)
				return err
			}))
			if id, err := s.AbandonedWaiting(ctx); err != nil || id != i.ID {
				t.Errorf("abandoned is %s, %v", id, err)
			}
			demand(t, s.ForgetAbandoned(ctx, i.ID))
			if left := grams(); (left > 0) != moves || found() != map[bool]int{true: 1}[moves] {
				t.Errorf("at the end, moved %t, there are %d grams and it is found %d times", moves, left, found())
			}
		}
	})
}

// A server that stalls while it forgets what waits takes nothing from the one that took the import
// up meanwhile: neither the rows that wait anew, nor that they wait, nor the grams of moved ones.
func TestWhatWaitsForAnotherIsNotForgotten(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, ctx := testdb.Migrated(t, dsn, Open), t.Context()
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		stamp := model.Stamp{Act: "test", At: at}
		stalls := func() {}
		demand(t, s.db.Callback().Query().After("gorm:query").Register("stall", func(db *gorm.DB) {
			if db.Statement.Table == "import_waits" {
				meanwhile := stalls
				stalls = func() {}
				meanwhile()
			}
		}))
		count := func(table string) (n int64) {
			demand(t, s.db.Table(table).Count(&n).Error)
			return n
		}
		for round, abandoned := range []bool{false, true} {
			for moves, is := range []bool{false, true} {
				demand(t, s.write.Exec("DELETE FROM "+endPointGrams).Error)
				i := model.Import{ID: model.ImportID(NewID()), Number: fmt.Sprint(round, moves), Status: model.ImportPromoting, Version: 1, CreatedAt: at, UpdatedAt: at}
				demand(t, s.Tx(ctx, stamp, func(tx *Tx) error { return tx.AddImport(ctx, &i) }))
				prepare := func(server string) Waiting {
					at = at.Add(2 * time.Hour)
					held, is, err := s.HoldImport(ctx, server, at, time.Hour)
					if err != nil || !is || held.ID != i.ID {
						t.Fatalf("held is %v, %t, %v", held, is, err)
					}
					i = held
					so := Waiting{server, map[string]int64{}, map[string]bool{}}
					point := model.EndPoint{ID: model.EndPointID(NewIDIn(i.ID, 1)), Name: "演示候补网点", Status: model.EndPointDraft, Version: 1, CreatedAt: at, UpdatedAt: at}
					demand(t, s.PrepareImport(ctx, stamp, i, &so, func(tx *Tx) error { return tx.AddEndPoints(ctx, []*model.EndPoint{&point}) }))
					return so
				}
				turn := func(to model.ImportStatus) {
					i.Status = to
					demand(t, s.Tx(ctx, stamp, func(tx *Tx) (err error) {
						i, err = tx.ChangeImport(ctx, i)
						return err
					}))
				}
				prepare("first")
				forget := func() error { return s.ForgetAbandoned(ctx, i.ID) }
				if abandoned {
					turn(model.ImportFaulty)
				} else {
					mine := i
					forget = func() error { return s.ForgetWaiting(ctx, mine, "first") }
				}
				stalls = func() {
					if abandoned {
						turn(model.ImportPromoting)
					}
					for _, table := range []string{endPointGrams, "waiting_endpoints", "waiting_audit_entries", "import_waits"} {
						demand(t, s.write.Exec("DELETE FROM "+table).Error)
					}
					so := prepare("second")
					if is {
						demand(t, s.Tx(ctx, stamp, func(tx *Tx) error { return tx.MoveWaiting(ctx, i.ID, so) }))
						turn(model.ImportPromoted)
					}
				}
				err, grams := forget(), count(endPointGrams)
				if is && abandoned { // what was moved needs not wait any more
					demand(t, err)
				} else if model.KindOf(err) != model.Stale || count("waiting_endpoints") != 1 || count("waiting_audit_entries") != 1 || count("import_waits") != 1 {
					t.Errorf("abandoned %t, moved %t: %v, %d rows and %d grams", abandoned, is, err, count("waiting_endpoints"), grams)
				}
				if grams == 0 {
					t.Errorf("abandoned %t, moved %t: no grams are left", abandoned, is)
				}
				turn(model.ImportPromoted)
				demand(t, s.ForgetAbandoned(ctx, i.ID))
			}
		}
	})
}

func demand(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
