package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"yijian/api"
	"yijian/web/portal"
)

// narrow makes a socket, and those that a listening one accepts, take little ahead, as a far and slow client's does.
func narrow(_, _ string, raw syscall.RawConn) (failed error) {
	err := raw.Control(func(socket uintptr) {
		failed = errors.Join(syscall.SetsockoptInt(int(socket), syscall.SOL_SOCKET, syscall.SO_SNDBUF, 4<<10), syscall.SetsockoptInt(int(socket), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10))
	})
	return errors.Join(err, failed)
}

// slowKind is a client that takes its time: what it sends at once, and then a byte at a time.
type slowKind struct {
	many        int
	start, then string
}

const lodging = "POST /complaints/new HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"

var slowKinds = map[string]slowKind{
	"table read":  {60, "GET /open/publications.csv?kind=list_entry HTTP/1.1\r\nHost: x\r\n\r\n", ""},
	"shelf read":  {60, "GET /lists/red HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0\r\n\r\n", ""},
	"json read":   {30, "GET /open/publications.json HTTP/1.1\r\nHost: x\r\n\r\n", ""},
	"header sent": {60, "GET /lists/red HTTP/1.1\r\nHost: x\r\nX-A: ", strings.Repeat("a", 1000)},
	"body sent":   {60, lodging + "Content-Length: 1000\r\n\r\n", "statement=" + strings.Repeat("a", 990)},
	"chunk sent":  {30, lodging + "Transfer-Encoding: chunked\r\n\r\n400\r\n", "statement=" + strings.Repeat("a", 990)},
}

// slowly is what came of the slow clients.
type slowly struct {
	sync.Mutex
	of    map[string]string // the kind of each by its address
	open  map[string]int    // how many of a kind the site holds on to
	heard map[string][]string
}

// note follows the site's connections.
func (s *slowly) note(line net.Conn, state http.ConnState) {
	s.Lock()
	defer s.Unlock()
	if kind := s.of[line.RemoteAddr().String()]; kind != "" && state == http.StateClosed {
		s.open[kind]--
	}
}

// all is how many connections the site holds on to.
func (s *slowly) all() (sum int) {
	s.Lock()
	defer s.Unlock()
	for _, n := range s.open {
		sum += n
	}
	return sum
}

// areOver reports whether all are closed, and those who sent have heard it.
func (s *slowly) areOver() bool {
	s.Lock()
	defer s.Unlock()
	for name, kind := range slowKinds {
		if s.open[name] > 0 || kind.then != "" && len(s.heard[name]) < kind.many {
			return false
		}
	}
	return true
}

// begin opens a connection of an address of its own that takes little ahead.
func (s *slowly) begin(t *testing.T, site string, name string) {
	t.Helper()
	s.Lock()
	defer s.Unlock() // so that it is known when it is closed
	dialer := from(fmt.Sprintf("127.0.%d.%d", 1+len(s.of)/200, 1+len(s.of)%200))
	dialer.Control = narrow
	line, err := dialer.DialContext(t.Context(), "tcp", site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	s.of[line.LocalAddr().String()] = name
	s.open[name]++
	if _, err := io.WriteString(line, slowKinds[name].start); err != nil {
		t.Fatal(err)
	}
	go s.run(line, name, slowKinds[name])
}

// run is one slow client from its start until nothing comes any more.
func (s *slowly) run(line net.Conn, name string, kind slowKind) {
	ended := make(chan struct{})
	go func() {
		for i := range len(kind.then) {
			if _, err := io.WriteString(line, kind.then[i:i+1]); err != nil {
				return
			}
			select {
			case <-ended:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	defer close(ended)
	var text strings.Builder
	for some := make([]byte, 512); ; {
		if kind.then == "" {
			some = some[:1]
			time.Sleep(500 * time.Millisecond)
		}
		n, err := line.Read(some)
		if text.Write(some[:n]); err != nil {
			break
		}
	}
	s.Lock()
	defer s.Unlock()
	s.heard[name] = append(s.heard[name], text.String())
}

// Clients that send and read a byte at a time, each of its own address, are closed within the site's times, hold
// little memory, and others are served meanwhile.
func TestSlowClientsHoldNobodyUp(t *testing.T) {
	s := &slowly{of: map[string]string{}, open: map[string]int{}, heard: map[string][]string{}}
	a := openAbused(t, func(_ *api.API, _ *portal.Portal, server *http.Server) {
		server.WriteTimeout = min(server.WriteTimeout, 12*time.Second) // to be awaited
		server.ConnState = s.note
	}, net.ListenConfig{Control: narrow})
	reader := a.visitor("127.0.0.3")
	pages := []string{"/", "/lists/red", "/lists/red?page=7", "/open/feed.atom", "/complaints/new"}
	read := func() (longest time.Duration) {
		for _, path := range pages {
			began := time.Now()
			if g := reader.get(path); g.status != http.StatusOK {
				t.Errorf("another client: %s: %d", path, g.status)
			}
			longest = max(longest, time.Since(began))
		}
		return longest
	}
	before := read()
	var was, is runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&was)
	clients, began := 0, time.Now()
	for name, kind := range slowKinds {
		for range kind.many {
			s.begin(t, a.address, name)
			clients++
		}
	}
	during := time.Duration(0)
	for range 5 {
		during = max(during, read())
		time.Sleep(200 * time.Millisecond)
	}
	runtime.GC()
	runtime.ReadMemStats(&is)
	if n := s.all(); n < clients*9/10 { // another client was served all that before the times of the slow ones were over
		t.Errorf("only %d of %d slow clients were slow", n, clients)
	}
	if grown := int64(is.HeapInuse) - int64(was.HeapInuse); grown > 100<<20 {
		t.Errorf("%d slow clients took %d MB", clients, grown>>20)
	}
	for !s.areOver() && time.Since(began) < 20*time.Second {
		time.Sleep(50 * time.Millisecond)
	}
	s.areClosed(t)
	t.Logf("%d connections, another client waited %v, %v before, all closed after %v", clients, during, before, time.Since(began).Round(time.Millisecond))
}

// areClosed checks that nobody is held on to, and that a form that never came is answered in words.
func (s *slowly) areClosed(t *testing.T) {
	t.Helper()
	s.Lock()
	defer s.Unlock()
	for name, kind := range slowKinds {
		if s.open[name] != 0 {
			t.Errorf("%s: %d are still open", name, s.open[name])
		}
		if kind.then == "" {
			continue // what was sent to it is still on its way
		}
		if len(s.heard[name]) != kind.many {
			t.Errorf("%s: only %d heard that it is over", name, len(s.heard[name]))
		}
		for _, text := range s.heard[name] {
			isForm := strings.HasPrefix(kind.start, lodging)
			if isForm != strings.Contains(text, "提交的内容没有传完") || isForm != strings.HasPrefix(text, "HTTP/1.1 400 ") {
				t.Errorf("%s was answered %.300q", name, text)
				break
			}
		}
	}
}

// What is larger than anything that the site takes is refused with a reason, and the connection closed before much of the rest has come.
func TestHugeRequestsAreRefused(t *testing.T) {
	a, sender := openAbused(t, asServed, net.ListenConfig{Control: narrow}), net.Dialer{Control: narrow}
	many := strings.Repeat("X-A: a\r\n", 10_000)
	const huge, little = 8 << 20, 800 << 10
	for name, c := range map[string]struct {
		start, rest string // the rest is sent over and over
		status      int
		says        string
	}{
		"a request line":    {"GET /lists/red?q=", "aaaaaaaa", http.StatusRequestHeaderFieldsTooLarge, ""},
		"a path":            {"GET /publications/", "aaaaaaaa", http.StatusRequestHeaderFieldsTooLarge, ""},
		"a header":          {"GET /lists/red HTTP/1.1\r\nHost: x\r\nCookie: ", "aaaaaaaa", http.StatusRequestHeaderFieldsTooLarge, ""},
		"many headers":      {"GET /lists/red HTTP/1.1\r\nHost: x\r\n", many, http.StatusRequestHeaderFieldsTooLarge, ""},
		"no host":           {"GET /lists/red HTTP/1.1\r\n\r\n", "", http.StatusBadRequest, ""},
		"two hosts":         {"GET /lists/red HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "", http.StatusBadRequest, ""},
		"two lengths":       {lodging + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "a", http.StatusBadRequest, ""},
		"an announced body": {lodging + "Content-Length: 1073741824\r\n\r\nstatement=", "aaaaaaaa", http.StatusRequestEntityTooLarge, "提交的内容太长"},
		"a body in chunks":  {lodging + "Transfer-Encoding: chunked\r\n\r\n40000000\r\nstatement=", "aaaaaaaa", http.StatusRequestEntityTooLarge, "提交的内容太长"},
		"a body of a page":  {"GET /lists/red HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n", "aaaaaaaa", http.StatusOK, "诚信红榜"},
		"one to nowhere":    {"POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n", "aaaaaaaa", http.StatusNotFound, "没有这个页面"},
	} {
		line, err := sender.DialContext(t.Context(), "tcp", a.address)
		if err != nil {
			t.Fatal(err)
		}
		_ = line.SetDeadline(time.Now().Add(8 * time.Second))
		sent := make(chan int, 1)
		go func() {
			n, _ := io.WriteString(line, c.start)
			for some := strings.Repeat(c.rest, 1+4096/(1+len(c.rest))); c.rest != "" && n < huge; {
				more, err := io.WriteString(line, some)
				if n += more; err != nil {
					break
				}
			}
			sent <- n
		}()
		reply, err := http.ReadResponse(bufio.NewReader(line), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if body, err := io.ReadAll(reply.Body); reply.StatusCode != c.status || !strings.Contains(string(body), c.says) || err != nil {
			t.Errorf("%s: %s, %v: %.300s", name, reply.Status, err, body)
		}
		if _, err := io.Copy(io.Discard, line); errors.Is(err, syscall.ETIMEDOUT) || isTimeout(err) {
			t.Errorf("%s: the connection stays open", name)
		}
		_ = line.Close()
		if n := <-sent; n > little {
			t.Errorf("%s: %d bytes were taken in", name, n)
		}
	}
	if g := a.visitor("127.0.0.3").get("/lists/red"); g.status != http.StatusOK {
		t.Errorf("afterwards another client hears %d", g.status)
	}
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}
