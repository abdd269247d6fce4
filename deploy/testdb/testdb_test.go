package testdb

import (
	"bufio"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A test binary with this variable starts its server and then dies without warning.
const dieVariable = "YIJIAN_TESTDB_DIE"

func TestMain(m *testing.M) {
	if os.Getenv(dieVariable) != "" {
		dieWithServer()
	}
	Main(m)
}

func dieWithServer() {
	shared.running = true
	server, err := sharedServer()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(server.Pid(), shared.dir.path)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// open dials what the product would dial: the address without its scheme.
func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	user, rest, _ := strings.Cut(strings.TrimPrefix(dsn, "mysql://"), "@")
	host, name, _ := strings.Cut(rest, "/")
	db, err := sql.Open("mysql", user+"@tcp("+host+")/"+name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func exec1(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func scan(t *testing.T, db *sql.DB, query string, into any) {
	t.Helper()
	if err := db.QueryRow(query).Scan(into); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestEachCallGetsItsOwnEmptyDatabase(t *testing.T) {
	var first string
	t.Run("first", func(t *testing.T) {
		first = MariaDB(t)
		exec1(t, open(t, first), "CREATE TABLE kept (id INT PRIMARY KEY)")
	})
	second := MariaDB(t)
	if first == second {
		t.Fatalf("both tests got %s", first)
	}
	db := open(t, second)
	var tables int
	scan(t, db, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema LIKE 'yijian%'", &tables)
	if tables != 0 {
		t.Errorf("%d tables outlived their test", tables)
	}
	var collation string
	scan(t, db, "SELECT @@collation_database", &collation)
	if collation != "utf8mb4_bin" {
		t.Errorf("collation is %s", collation)
	}
}

// A copy has the template's columns, keys and rows, and what it then gets stays its own.
func TestFilledDatabasesAreCopiesOfOne(t *testing.T) {
	fills := 0
	fill := func(dsn string) error {
		fills++
		db := open(t, dsn)
		exec1(t, db, "CREATE TABLE act (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL DEFAULT 'none')")
		exec1(t, db, "CREATE TABLE nothing (id INT PRIMARY KEY)")
		exec1(t, db, "INSERT INTO act (id) VALUES (1)")
		return db.Close()
	}
	for range 2 {
		dsn := MariaDB(t)
		var both sync.WaitGroup
		for range 8 {
			both.Go(func() { Filled(t, dsn, fill) })
		}
		both.Wait()
		db := open(t, dsn)
		exec1(t, db, "INSERT INTO act (id) VALUES (2)")
		if _, err := db.Exec("INSERT INTO act (id) VALUES (1)"); err == nil {
			t.Error("the copy has lost its key")
		}
		Filled(t, dsn, fill)
		var names string
		scan(t, db, "SELECT GROUP_CONCAT(name) FROM act", &names)
		var nothing int
		scan(t, db, "SELECT COUNT(*) FROM nothing", &nothing)
		if names != "none,none" || nothing != 0 {
			t.Errorf("act has %s, nothing %d", names, nothing)
		}
	}
	if fills != 1 {
		t.Errorf("filled %d times", fills)
	}
}

func TestEachVisitsBothDatabases(t *testing.T) {
	t.Setenv("YIJIAN_TEST_DB", "")
	for only, want := range map[string]string{"": "sqlite: mysql:/", "sqlite": "sqlite:", "mariadb": "mysql:/"} {
		t.Setenv("YIJIAN_TEST_DB", only)
		var visited []string
		Each(t, func(_ *testing.T, dsn string) { visited = append(visited, dsn[:7]) })
		if got := strings.Join(visited, " "); got != want {
			t.Errorf("YIJIAN_TEST_DB=%q visits %q, want %q", only, got, want)
		}
	}
}

func TestADurableServerKeepsCommitsOverAKill(t *testing.T) {
	server, err := StartMariaDB(filepath.Join(t.TempDir(), "db"), true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Kill(); err != nil {
			t.Error(err)
		}
	})
	if err := server.CreateDatabase("kept"); err != nil {
		t.Fatal(err)
	}
	db, pid := open(t, server.DSN("kept")), server.Pid()
	exec1(t, db, "CREATE TABLE act (id INT PRIMARY KEY)")
	for id := range 50 {
		exec1(t, db, fmt.Sprintf("INSERT INTO act VALUES (%d)", id))
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err == nil {
		t.Fatal("the killed server still answers")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	var acts int
	scan(t, open(t, server.DSN("kept")), "SELECT COUNT(*) FROM act", &acts)
	if acts != 50 || server.Pid() == pid {
		t.Errorf("%d of 50 acts left, process %d before and %d after", acts, pid, server.Pid())
	}
}

func TestNothingOutlivesAKilledTestProcess(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), dieVariable+"=1")
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, readErr := bufio.NewReader(output).ReadString('\n')
	if err := child.Wait(); err == nil {
		t.Fatal("the child was meant to be killed")
	}
	var pid int
	var dir string
	if _, err := fmt.Sscan(line, &pid, &dir); readErr != nil || err != nil {
		t.Fatalf("the child said %q (%v, %v)", line, readErr, err)
	}
	for tries := 0; syscall.Kill(pid, 0) == nil; tries++ {
		if tries == 500 {
			t.Fatalf("server %d outlived its parent (%v)", pid, syscall.Kill(pid, syscall.SIGKILL))
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !strings.HasPrefix(filepath.Base(dir), dirPrefix) {
		t.Fatalf("the child said its directory was %s", dir) // another test process may have swept it by now
	}
	next, err := newOwnedDir()
	if err != nil {
		t.Fatal(err)
	}
	if exists(dir) || !exists(next.path) {
		t.Errorf("the next process left %s, or lost its own directory", dir)
	}
	if err := next.remove(); err != nil {
		t.Error(err)
	}
}

func TestAMissingServerIsNamedWithItsPackages(t *testing.T) {
	t.Setenv("PATH", "")
	defer func(dirs []string) { programDirs = dirs }(programDirs)
	programDirs = nil
	_, err := StartMariaDB(filepath.Join(t.TempDir(), "db"), false)
	if err == nil {
		t.Fatal("started a server that is not installed")
	}
	const advice = "apt-get update && apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core"
	if !strings.Contains(err.Error(), advice) {
		t.Errorf("the error does not say how to install it: %v", err)
	}
}
