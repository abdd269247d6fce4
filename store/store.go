// Package store remembers: it alone knows gorm, SQL dialects and transactions.
// It holds no decisions; a query always takes a Scope, and a change always
// leaves an audit row in its own transaction.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/libtnb/sqlite"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Reader answers queries; both an open Store and a running Tx are Readers.
type Reader struct {
	db   *gorm.DB
	keys Keyring
	lost *lostValues
}

// Store is an open database. Its queries read committed data; changes go through Tx.
type Store struct {
	Reader
	write *gorm.DB
	// Dialect is "sqlite" or "mysql".
	Dialect string
	file    string
	mysql   *mysqldriver.Config
	key     *AuditKey
	moves   *atomic.Uint64 // transactions of this process that touched publications
}

// Open connects to "sqlite:FILE" or "mysql://user:password@host:port/name" and
// fails when the database cannot be reached. It changes no schema.
func Open(ctx context.Context, dsn string) (*Store, error) {
	var s *Store
	var err error
	switch {
	case strings.HasPrefix(dsn, "sqlite:"):
		s, err = openSQLite(strings.TrimPrefix(dsn, "sqlite:"))
	case strings.HasPrefix(dsn, "mysql://"):
		s, err = openMySQL(dsn)
	default:
		return nil, fmt.Errorf("database address %q is neither sqlite:FILE nor mysql://…", Redact(dsn))
	}
	if err != nil {
		return nil, err
	}
	s.moves = &atomic.Uint64{}
	if err := s.Ping(ctx); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return s, nil
}

func gormConfig() *gorm.Config {
	return &gorm.Config{
		Logger:                                   logger.Discard,
		TranslateError:                           true,
		SkipDefaultTransaction:                   true,
		DisableForeignKeyConstraintWhenMigrating: true,
	}
}

const sqlitePragmas = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_time_format=sqlite"

// writerPragmas let the only writer keep 64 MB of pages: with the usual 2 MB a promotion of many
// rows writes those of its indexes over and over.
const writerPragmas = "&_txlock=immediate&_pragma=cache_size(-65536)"

func openSQLite(file string) (*Store, error) {
	if err := makeOwn(file); err != nil {
		return nil, err
	}
	write, err := gorm.Open(sqlite.Open("file:"+file+sqlitePragmas+writerPragmas), gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	if err := limitConnections(write, 1); err != nil {
		return nil, err
	}
	read, err := gorm.Open(sqlite.Open("file:"+file+sqlitePragmas+"&_pragma=query_only(1)"), gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open %s for reading: %w", file, err)
	}
	if err := limitConnections(read, 8); err != nil {
		return nil, err
	}
	return &Store{Reader: Reader{db: read, lost: &lostValues{}}, write: write, Dialect: "sqlite", file: file}, nil
}

// makeOwn makes the file, where there is none, for nobody else to read; those that
// SQLite makes beside it are like it.
func makeOwn(file string) error {
	made, err := OpenOwn(file, os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	return made.Close()
}

func openMySQL(dsn string) (*Store, error) {
	cfg, err := mysqlConfig(dsn)
	if err != nil {
		return nil, err
	}
	db, err := dialMySQL(cfg)
	if err == nil {
		db, err = keepSnapshots(db, cfg)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", Redact(dsn), err)
	}
	return &Store{Reader: Reader{db: db, lost: &lostValues{}}, write: db, Dialect: "mysql", mysql: cfg}, nil
}

// keepSnapshots lets a server that can refuse a transaction that would write over
// what it has not seen; Tx then runs it again. Older servers and MySQL cannot.
func keepSnapshots(db *gorm.DB, cfg *mysqldriver.Config) (*gorm.DB, error) {
	var known []struct{ Value string }
	if err := db.Raw("SHOW VARIABLES LIKE 'innodb_snapshot_isolation'").Scan(&known).Error; err != nil || len(known) == 0 {
		return db, err
	}
	cfg.Params["innodb_snapshot_isolation"] = "ON"
	kept, err := dialMySQL(cfg)
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	return kept, pool.Close()
}

func dialMySQL(cfg *mysqldriver.Config) (*gorm.DB, error) {
	connector, err := mysqldriver.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(mysql.New(mysql.Config{Conn: sql.OpenDB(connector), DSNConfig: cfg}), gormConfig())
	if err != nil {
		return nil, err
	}
	return db, limitConnections(db, 20)
}

// silence is how long a serving program waits for a word of MariaDB or MySQL.
const silence = time.Minute

// BoundReads lets a MariaDB or MySQL server cut off, after the limit, every query
// outside a transaction that writes: it would go on when its asker has long gone.
// From then on nothing waits for a server that is silent for a minute, as steps of
// the schema and restores may have to. SQLite stops with its asker.
func (s *Store) BoundReads(ctx context.Context, limit time.Duration) error {
	if s.Dialect != "mysql" {
		return nil
	}
	var server string
	if err := s.db.WithContext(ctx).Raw("SELECT VERSION()").Scan(&server).Error; err != nil {
		return fmt.Errorf("database version: %w", err)
	}
	former, bounded := s.write, s.mysql.Clone()
	bounded.ReadTimeout, bounded.WriteTimeout = silence, silence
	write, err := dialMySQL(bounded)
	if err != nil {
		return fmt.Errorf("bounded writes: %w", err)
	}
	cfg := bounded.Clone()
	if strings.Contains(server, "MariaDB") {
		cfg.Params["max_statement_time"] = fmt.Sprint(limit.Seconds())
	} else {
		cfg.Params["max_execution_time"] = fmt.Sprint(limit.Milliseconds())
	}
	db, err := dialMySQL(cfg)
	if err != nil {
		return fmt.Errorf("bounded reads: %w", err)
	}
	s.write, s.db, s.mysql = write, db, bounded
	pool, err := former.DB()
	if err != nil {
		return fmt.Errorf("unbounded connections: %w", err)
	}
	return pool.Close()
}

// IsCutOff reports whether the database or the asker's own limit ended a query before its end.
func IsCutOff(err error) bool {
	var my *mysqldriver.MySQLError
	if errors.As(err, &my) {
		const byMariaDB, byMySQL, interrupted = 1969, 3024, 1317
		return my.Number == byMariaDB || my.Number == byMySQL || my.Number == interrupted
	}
	var lite interface{ Code() int }
	const interrupt = 9
	return errors.As(err, &lite) && lite.Code()&0xff == interrupt ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func limitConnections(db *gorm.DB, n int) error {
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("database pool: %w", err)
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	pool.SetConnMaxLifetime(time.Hour)
	return nil
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Close releases every connection.
func (s *Store) Close() error {
	var first error
	for _, db := range []*gorm.DB{s.db, s.write} {
		if pool, err := db.DB(); err == nil {
			if err := pool.Close(); err != nil && first == nil {
				first = err
			}
		}
	}
	return first
}
