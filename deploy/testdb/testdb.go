package testdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// The databases that Each visits; YIJIAN_TEST_DB names one of them to leave the other out.
const (
	sqliteName  = "sqlite"
	mariadbName = "mariadb"
)

// shared is the one server of this test process.
var shared struct {
	sync.Mutex
	running bool // between the start and the end of Main
	dir     *ownedDir
	server  *Server
	err     error
}

var errNoMain = errors.New("testdb: this package needs func TestMain(m *testing.M) { testdb.Main(m) }, which stops the server")

var created atomic.Int64

// Main runs the tests of one package and then stops the server they used and removes its files.
// Call it as the last statement of TestMain; the exit code is the one of m.Run.
func Main(m *testing.M) {
	if only := os.Getenv("YIJIAN_TEST_DB"); only != "" {
		fmt.Fprintf(os.Stderr, "testdb: YIJIAN_TEST_DB=%s, the other database is left out\n", only)
	}
	shared.Lock()
	shared.running = true
	shared.Unlock()
	m.Run()
	if err := stopShared(); err != nil {
		fmt.Fprintln(os.Stderr, "testdb:", err)
		os.Exit(1)
	}
}

func stopShared() error {
	shared.Lock()
	defer shared.Unlock()
	shared.running = false
	if shared.server != nil {
		if err := shared.server.Kill(); err != nil {
			return err
		}
	}
	if shared.dir != nil {
		return shared.dir.remove()
	}
	return nil
}

// Each runs fn as subtest "sqlite" and as subtest "mariadb", each with the address of
// an empty database that is gone when the subtest ends.
func Each(t *testing.T, fn func(t *testing.T, dsn string)) {
	t.Helper()
	only := os.Getenv("YIJIAN_TEST_DB")
	if only != "" && only != sqliteName && only != mariadbName {
		t.Fatalf("YIJIAN_TEST_DB=%q is neither %s nor %s", only, sqliteName, mariadbName)
	}
	if only != mariadbName {
		t.Run(sqliteName, func(t *testing.T) { fn(t, SQLite(t)) })
	}
	if only != sqliteName {
		t.Run(mariadbName, func(t *testing.T) { fn(t, MariaDB(t)) })
	}
}

// SQLite returns the address of a SQLite file that does not exist yet, in a directory that ends with the test.
func SQLite(t testing.TB) (dsn string) {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
}

// MariaDB returns the address of an empty database (utf8mb4, utf8mb4_bin) on this process's
// server, starting it on first use. The database is dropped when the test ends.
func MariaDB(t testing.TB) (dsn string) {
	t.Helper()
	server, err := sharedServer()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("yijian_%d", created.Add(1))
	if err := server.CreateDatabase(name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.dropDatabase(name); err != nil {
			t.Errorf("drop %s (is a transaction still open?): %v", name, err)
		}
	})
	return server.DSN(name)
}

func sharedServer() (*Server, error) {
	shared.Lock()
	defer shared.Unlock()
	if !shared.running {
		return nil, errNoMain
	}
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = startShared()
	}
	return shared.server, shared.err
}

func startShared() (*Server, error) {
	if _, err := findMariaDB(); err != nil {
		return nil, err
	}
	dir, err := ownedDirOfAll()
	if err != nil {
		return nil, err
	}
	return StartMariaDB(filepath.Join(dir, "db"), false)
}

// sharedDir is a directory for all tests of this process, removed at the end of Main.
func sharedDir() (path string, err error) {
	shared.Lock()
	defer shared.Unlock()
	if !shared.running {
		return "", errNoMain
	}
	return ownedDirOfAll()
}

// ownedDirOfAll is sharedDir for who holds the lock.
func ownedDirOfAll() (path string, err error) {
	if shared.dir == nil {
		if shared.dir, err = newOwnedDir(); err != nil {
			return "", err
		}
	}
	return shared.dir.path, nil
}

// CreateDatabase makes an empty database (utf8mb4, utf8mb4_bin) on the server.
func (s *Server) CreateDatabase(name string) error {
	return s.exec("CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
}

func (s *Server) dropDatabase(name string) error { return s.exec("DROP DATABASE `" + name + "`") }

func (s *Server) exec(statement string) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return err
}
