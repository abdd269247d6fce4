package testdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A template is what fill once left in an empty database of its kind, for copies.
type template struct {
	once sync.Once
	err  error
	file string   // SQLite
	copy []string // MariaDB: statements with %[1]s for the name of the copy
}

var templates struct {
	filling         sync.Mutex
	sqlite, mariadb template
}

const templateName = "yijian_template"

// migrating is a connection that can bring its database to the newest schema.
type migrating interface {
	Migrate(ctx context.Context) (int, error)
	Close() error
}

// Migrated opens the empty database at dsn with the newest schema, as a copy of one that took every
// step: taking them anew costs a hundred times as much. It is closed when the test ends.
func Migrated[S migrating](t testing.TB, dsn string, open func(ctx context.Context, dsn string) (S, error)) S {
	t.Helper()
	ctx := context.Background()
	Filled(t, dsn, func(dsn string) error {
		s, err := open(ctx, dsn)
		if err != nil {
			return err
		}
		_, err = s.Migrate(ctx)
		return errors.Join(err, s.Close())
	})
	s, err := open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Filled fills the empty database at dsn, an address from Each, SQLite or MariaDB, with what
// fill leaves in an empty one. fill runs once per kind of database in this process and closes what
// it opens; every call of the process must pass the same. A database that has tables is left alone.
func Filled(t testing.TB, dsn string, fill func(dsn string) error) {
	t.Helper()
	templates.filling.Lock()
	defer templates.filling.Unlock()
	var err error
	if file, isSQLite := strings.CutPrefix(dsn, "sqlite:"); isSQLite {
		err = fillSQLite(file, fill)
	} else {
		err = fillMariaDB(dsn[strings.LastIndex(dsn, "/")+1:], fill)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func fillSQLite(file string, fill func(dsn string) error) error {
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	made := &templates.sqlite
	made.once.Do(func() {
		var dir string
		if dir, made.err = sharedDir(); made.err != nil {
			return
		}
		made.file = filepath.Join(dir, "template.db")
		if made.err = fill("sqlite:" + made.file); made.err != nil {
			return
		}
		if log, err := os.Stat(made.file + "-wal"); err == nil && log.Size() > 0 {
			made.err = fmt.Errorf("testdb: %s was not closed", made.file)
		}
	})
	if made.err != nil {
		return made.err
	}
	content, err := os.ReadFile(made.file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o600)
}

func fillMariaDB(name string, fill func(dsn string) error) error {
	server, err := sharedServer()
	if err != nil {
		return err
	}
	db, err := server.open()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	made := &templates.mariadb
	made.once.Do(func() { made.copy, made.err = server.makeTemplate(db, fill) })
	if made.err != nil {
		return made.err
	}
	if tables, err := tablesOf(db, name); len(tables) > 0 || err != nil {
		return err
	}
	for _, statement := range made.copy {
		if _, err := db.Exec(fmt.Sprintf(statement, name)); err != nil {
			return fmt.Errorf("testdb: copy of the template: %w", err)
		}
	}
	return nil
}

// makeTemplate fills the template and returns what copies it. Neither foreign keys nor triggers
// would be copied; the product has none.
func (s *Server) makeTemplate(db *sql.DB, fill func(dsn string) error) (copies []string, err error) {
	if err := s.CreateDatabase(templateName); err != nil {
		return nil, err
	}
	if err := fill(s.DSN(templateName)); err != nil {
		return nil, err
	}
	tables, err := tablesOf(db, templateName)
	if err != nil {
		return nil, err
	}
	var rows []string
	for _, table := range tables {
		copies = append(copies, "CREATE TABLE `%[1]s`.`"+table+"` LIKE `"+templateName+"`.`"+table+"`")
		var one int
		err := db.QueryRow("SELECT 1 FROM `" + templateName + "`.`" + table + "` LIMIT 1").Scan(&one)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if err == nil {
			rows = append(rows, "INSERT INTO `%[1]s`.`"+table+"` SELECT * FROM `"+templateName+"`.`"+table+"`")
		}
	}
	return append(copies, rows...), nil
}

func tablesOf(db *sql.DB, name string) (tables []string, err error) {
	rows, err := db.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name", name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, rows.Err()
}
