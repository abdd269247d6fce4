package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/libtnb/sqlite"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"

	"yijian/store/migrations"
)

// Migrate brings the schema to the newest version and returns how many steps it
// took. Only one process migrates at a time; a cut-off run goes on where it stopped.
// A database that a later release has upgraded is left alone, with an error.
func (s *Store) Migrate(ctx context.Context) (steps int, err error) {
	return s.migrate(ctx, migrations.Steps())
}

func (s *Store) migrate(ctx context.Context, steps []migrations.Step) (taken int, err error) {
	if err := s.refuseLater(ctx, steps); err != nil {
		return 0, err
	}
	provider, err := s.gooseOver(steps)
	if err != nil {
		return 0, err
	}
	// Nothing to do needs no lock, and no right to change the schema.
	if s.write.WithContext(ctx).Migrator().HasTable(versionTable) {
		if pending, err := provider.HasPending(ctx); err == nil && !pending {
			return 0, nil
		}
	}
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return 0, err
	}
	defer func() {
		if failed := unlock(); err == nil {
			err = failed
		}
	}()
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}

// versionTable is where goose notes the steps that a database has taken.
const versionTable = "goose_db_version"

// stepsTaken are the numbers of the steps that the database has taken, of this program's and of newer ones.
func (s *Store) stepsTaken(ctx context.Context) (steps []int64, err error) {
	db := s.write.WithContext(ctx)
	if !db.Migrator().HasTable(versionTable) {
		return nil, nil
	}
	err = db.Table(versionTable).Where("is_applied = ? AND version_id > 0", true).Distinct().Order("version_id").Pluck("version_id", &steps).Error
	if err != nil {
		return nil, fmt.Errorf("steps taken: %w", err)
	}
	return steps, nil
}

// refuseLater returns an error when the database has taken steps that are not among the known.
func (s *Store) refuseLater(ctx context.Context, known []migrations.Step) error {
	taken, err := s.stepsTaken(ctx)
	if err != nil {
		return err
	}
	for _, step := range taken {
		if !slices.ContainsFunc(known, func(k migrations.Step) bool { return k.Version == step }) {
			return fmt.Errorf("a later release has upgraded this database (step %d): start that release, or restore the backup made before the upgrade", step)
		}
	}
	return nil
}

// Pending reports whether the schema is older than this program.
func (s *Store) Pending(ctx context.Context) (bool, error) {
	if err := s.refuseLater(ctx, migrations.Steps()); err != nil {
		return false, err
	}
	provider, err := s.gooseOver(migrations.Steps())
	if err != nil {
		return false, err
	}
	return provider.HasPending(ctx)
}

// gooseOver takes the steps that a database lacks wherever their numbers stand:
// each part of the schema has a range of its own, so a new step may stand before an old one.
func (s *Store) gooseOver(all []migrations.Step) (*goose.Provider, error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	if s.Dialect == "mysql" {
		dialect = goose.DialectMySQL
	}
	var steps []*goose.Migration
	for _, step := range all {
		steps = append(steps, goose.NewGoMigration(step.Version, &goose.GoFunc{RunTx: s.runStep(step)}, nil))
	}
	return goose.NewProvider(dialect, pool, nil, goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true),
		goose.WithAllowOutofOrder(true)) // a noun's steps are numbered together, whenever they are added
}

func (s *Store) runStep(step migrations.Step) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		var dialector gorm.Dialector = sqlite.New(sqlite.Config{Conn: tx})
		if s.Dialect == "mysql" {
			dialector = mysql.New(mysql.Config{Conn: tx})
		}
		db, err := gorm.Open(dialector, gormConfig())
		if err != nil {
			return fmt.Errorf("step %d: %w", step.Version, err)
		}
		return step.Up(db.WithContext(ctx))
	}
}

// lockMigrations holds other processes off: a lease row on MySQL, taken around
// the whole run because goose makes its version table before its own lock; an
// exclusively created file beside a SQLite database.
func (s *Store) lockMigrations(ctx context.Context) (unlock func() error, err error) {
	if s.Dialect != "mysql" {
		return LockFile(ctx, s.file+".migrating")
	}
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewMySQLTableLocker(lock.WithTableLockTimeout(500*time.Millisecond, 120))
	if err != nil {
		return nil, fmt.Errorf("migration lock: %w", err)
	}
	if err := locker.Lock(ctx, pool); err != nil {
		return nil, fmt.Errorf("migration lock: %w", err)
	}
	return func() error { return locker.Unlock(context.WithoutCancel(ctx), pool) }, nil
}
