package api

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// narrow accepts connections whose kernel takes little ahead, as a far and slow client's does.
type narrow struct{ net.Listener }

func (n narrow) Accept() (net.Conn, error) {
	connection, err := n.Listener.Accept()
	if err == nil {
		err = connection.(*net.TCPConn).SetWriteBuffer(4 << 10)
	}
	return connection, err
}

// openConnections counts a server's connections that were used and are not closed.
type openConnections struct {
	sync.Mutex
	open map[net.Conn]bool
}

func (c *openConnections) note(connection net.Conn, state http.ConnState) {
	c.Lock()
	defer c.Unlock()
	switch state {
	case http.StateClosed:
		delete(c.open, connection)
	case http.StateActive:
		c.open[connection] = true
	}
}

func (c *openConnections) count() int {
	c.Lock()
	defer c.Unlock()
	return len(c.open)
}

const workbookPath = "/audit-export?noun=users"

// slowly is what is read, and who reads it.
var slowly = map[string]model.Role{"/openapi.json": model.RoleChief, workbookPath: model.RoleAuditor}

// fillAuditLog writes rows that do not pack well, so that a workbook of them is long.
func (s *stage) fillAuditLog() {
	s.write(func(ctx context.Context, tx *store.Tx) error {
		for range 3000 {
			if err := tx.NoteAct(ctx, "users", store.NewID(), rand.Text()+rand.Text()+rand.Text()+rand.Text()); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestSlowReaders opens many connections that read a byte a second of replies too
// long for the kernel to take ahead, one of them a workbook: others are served
// quickly meanwhile, memory stays bounded, and the write timeout closes all of them.
func TestSlowReaders(t *testing.T) {
	const readers = 200
	s := openStage(t, testdb.SQLite(t))
	s.fillAuditLog()
	for path, as := range slowly {
		if got := s.send(request{role: as, method: http.MethodGet, path: path}); got.status != http.StatusOK || len(got.body) < 256<<10 {
			t.Fatalf("%s: %d, %d bytes", path, got.status, len(got.body))
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	server := Server("", s.site, s.api.Log)
	// The write timeout alone ends them: nobody has taken the reply whole, and is idle, before the test ends.
	server.WriteTimeout, server.IdleTimeout = min(server.WriteTimeout, 4*time.Second), time.Minute
	seen := &openConnections{open: map[net.Conn]bool{}}
	server.ConnState = seen.note
	go func() { _ = server.Serve(narrow{listener}) }()
	t.Cleanup(func() { _ = server.Close() })
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := time.Now()
	slow := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) (failed error) { // before it is connected: so small is the window then
		err := raw.Control(func(socket uintptr) {
			failed = syscall.SetsockoptInt(int(socket), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10)
		})
		return errors.Join(err, failed)
	}}
	for n := range readers {
		path := "/openapi.json"
		if n == 0 {
			path = workbookPath
		}
		line, err := slow.Dial("tcp", listener.Addr().String())
		must(t, err)
		t.Cleanup(func() { _ = line.Close() })
		_, err = fmt.Fprintf(line, "GET %s HTTP/1.1\r\nHost: x\r\nCookie: %s=%s\r\n\r\n", prefix+path, sessionCookie, s.cookies[slowly[path]].Value)
		must(t, err)
		go func() { // until the connection is closed
			for one := make([]byte, 1); ; time.Sleep(time.Second) {
				if _, err := line.Read(one); err != nil {
					return
				}
			}
		}()
	}
	most := 0
	quick := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for range 10 {
		asked := time.Now()
		r, err := http.NewRequest(http.MethodGet, "http://"+listener.Addr().String()+"/livez", nil)
		must(t, err)
		got, err := quick.Do(r)
		must(t, err)
		_, _ = io.Copy(io.Discard, got.Body)
		must(t, got.Body.Close())
		if took := time.Since(asked); got.StatusCode != http.StatusOK || took > time.Second {
			t.Errorf("another client: %d after %v", got.StatusCode, took)
		}
		most = max(most, seen.count())
		runtime.ReadMemStats(&during)
		time.Sleep(200 * time.Millisecond)
	}
	if most < readers*9/10 {
		t.Errorf("only %d slow readers were being answered", most)
	}
	if grown := int64(during.HeapInuse) - int64(before.HeapInuse); grown > 150<<20 {
		t.Errorf("%d slow readers took %d MB", readers, grown>>20)
	}
	for seen.count() > 0 && time.Since(started) < time.Minute {
		time.Sleep(50 * time.Millisecond)
	}
	if n := seen.count(); n > 0 {
		t.Errorf("%d slow readers are still held after %v", n, time.Since(started))
	}
	t.Logf("at most %d at once, heap grew by %d MB, all closed after %v", most, (int64(during.HeapInuse)-int64(before.HeapInuse))>>20, time.Since(started).Round(time.Second))
}
