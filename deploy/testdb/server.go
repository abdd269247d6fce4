package testdb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Crash recovery on a busy machine is slow; a healthy start takes a quarter of a second.
const startLimit = 60 * time.Second

// Server is one private mariadbd on a loopback port, owned by this process.
type Server struct {
	dir     string
	port    int
	durable bool
	process *os.Process
	exited  chan struct{} // closed once the process is gone
}

// StartMariaDB makes a data directory under dir, or takes the one that is there, and starts
// a server on it. A durable server flushes each commit, as a test that kills it must ask for;
// any other loses its last second when killed. The caller kills it; on Linux it also dies
// with this process.
func StartMariaDB(dir string, durable bool) (*Server, error) {
	programs, err := findMariaDB()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &Server{dir: dir, durable: durable}
	if _, err := os.Stat(s.dataDir()); errors.Is(err, os.ErrNotExist) {
		if err := programs.makeDataDir(s.dataDir()); err != nil {
			return nil, err
		}
	}
	// Between choosing a free port and using it, another process may take it.
	for range 5 {
		if s.port, err = freePort(); err != nil {
			return nil, err
		}
		if err = s.start(programs); err == nil {
			return s, nil
		}
		if !bytes.Contains(s.logTail(), []byte("Address already in use")) {
			return nil, err
		}
	}
	return nil, err
}

// DSN returns the address of a database on the server, as the product's --db takes it.
func (s *Server) DSN(database string) string {
	return fmt.Sprintf("mysql://root@127.0.0.1:%d/%s", s.port, database)
}

// Pid returns the process id of the last started server process.
func (s *Server) Pid() int { return s.process.Pid }

// Kill ends the server at once (kill -9) and returns when it is gone; killing a dead server is no error.
func (s *Server) Kill() error {
	if err := s.process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-s.exited
	return nil
}

// Restart kills the server if it still runs and starts it again on the same files and the same port.
func (s *Server) Restart() error {
	if err := s.Kill(); err != nil {
		return err
	}
	programs, err := findMariaDB()
	if err != nil {
		return err
	}
	return s.start(programs)
}

func (s *Server) dataDir() string { return filepath.Join(s.dir, "data") }

func (s *Server) logFile() string { return filepath.Join(s.dir, "mariadbd.log") }

func (s *Server) arguments() []string {
	args := []string{
		"--no-defaults", "--datadir=" + s.dataDir(), "--bind-address=127.0.0.1", "--port=" + strconv.Itoa(s.port),
		// Relative to the data directory: an absolute path may exceed the length of a socket's address.
		"--socket=s.sock", "--pid-file=mariadbd.pid", "--tmpdir=" + s.dir,
		"--skip-name-resolve", "--performance-schema=OFF", "--innodb-file-per-table=0",
		"--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
	}
	if s.durable {
		args = append(args, "--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1")
	} else {
		args = append(args, "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0")
	}
	return append(args, userFlag()...)
}

// start returns when the server answers, or with the end of its log when it does not.
func (s *Server) start(p programs) error {
	output, err := os.Create(s.logFile())
	if err != nil {
		return err
	}
	cmd := exec.Command(p.server, s.arguments()...)
	cmd.Stdout, cmd.Stderr = output, output
	cmd.SysProcAttr = dieWithParent()
	s.exited = make(chan struct{})
	started := make(chan error)
	go func() {
		// The kernel ties the child to the thread that made it, so that thread must stay.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(s.exited)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // killed is how it is meant to end
		}
	}()
	err = <-started
	if closeErr := output.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("start %s: %w", p.server, err)
	}
	s.process = cmd.Process
	if err := s.waitReady(); err != nil {
		return errors.Join(err, s.Kill())
	}
	return nil
}

func (s *Server) waitReady() error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	db, err := s.open()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for {
		var dataDir string
		err := db.QueryRowContext(ctx, "SELECT @@datadir").Scan(&dataDir)
		if err == nil && filepath.Clean(dataDir) == filepath.Clean(s.dataDir()) {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("mariadbd ended while starting:\n%s", s.logTail())
		case <-ctx.Done():
			return fmt.Errorf("mariadbd did not answer within %s (%w):\n%s", startLimit, err, s.logTail())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (s *Server) logTail() []byte {
	text, err := os.ReadFile(s.logFile())
	if err != nil {
		return []byte(err.Error())
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-15):], []byte("\n"))
}

func (s *Server) open() (*sql.DB, error) {
	config := mysql.NewConfig()
	config.User, config.Net, config.Addr = "root", "tcp", fmt.Sprintf("127.0.0.1:%d", s.port)
	// A drop waits a day by default for a transaction that a test forgot to end.
	config.Params = map[string]string{"lock_wait_timeout": "5"}
	config.Logger = log.New(io.Discard, "", 0) // refused connections while it starts are no news
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address, err := netip.ParseAddrPort(listener.Addr().String())
	return int(address.Port()), errors.Join(err, listener.Close())
}

// userFlag names root to mariadbd, which otherwise refuses to run as root.
func userFlag() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}
