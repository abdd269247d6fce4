package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// loadVariable makes the test binary a source of load and nothing else: a process of its own, as readers are.
const loadVariable = "YIJIAN_LOAD"

// load is what is asked of a server: the paths in turn, over so many connections. Without a pace
// every connection asks as soon as it has its answer (a closed loop); with one, requests fall due
// at the pace whether or not those before are answered (an open loop).
type load struct {
	Address     string
	Paths       []string
	Connections int
	Lasting     time.Duration
	Pace        time.Duration // between two requests
}

// loaded is what came of it. A request of an open loop waits from when it was due, not from when
// it could be sent.
type loaded struct {
	PerSecond float64
	P50, P99  time.Duration
	Busy      float64 // the part of one processor that the source itself took
	Failed    string  // the first answer that was none
}

// under puts the server under the load of another process.
func (l load) under(b *testing.B) loaded {
	b.Helper()
	asked, err := json.Marshal(l)
	if err != nil {
		b.Fatal(err)
	}
	source := exec.CommandContext(b.Context(), os.Args[0])
	source.Env = append(os.Environ(), loadVariable+"="+string(asked))
	source.Stderr = os.Stderr
	said, err := source.Output()
	if err != nil {
		b.Fatalf("the source of load: %v", err)
	}
	var came loaded
	if err := json.Unmarshal(said, &came); err != nil || came.Failed != "" {
		b.Fatalf("%v: %v %s", l.Paths, err, came.Failed)
	}
	return came
}

// runLoad is the source of load.
func runLoad(asked string) error {
	var l load
	if err := json.Unmarshal([]byte(asked), &l); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	runtime.GOMAXPROCS(l.Connections + 1) // so that who waits in the kernel holds up nobody
	readers := make([]*reader, l.Connections)
	for i := range readers {
		var err error
		if readers[i], err = newReader(l.Address, l.Paths); err != nil {
			return err
		}
	}
	var next atomic.Int64
	began, before := time.Now(), processorTime()
	var running sync.WaitGroup
	for i, r := range readers {
		running.Go(func() { r.run(l, i, began, &next) })
	}
	running.Wait()
	took, spent := time.Since(began), processorTime()-before
	var all []time.Duration
	came := loaded{Busy: float64(spent) / float64(took)}
	for _, r := range readers {
		all = append(all, r.took...)
		if r.failed != nil {
			came.Failed = r.failed.Error()
		}
	}
	slices.Sort(all)
	if len(all) < 100 {
		return fmt.Errorf("only %d answers came: %s", len(all), came.Failed)
	}
	came.PerSecond, came.P50, came.P99 = float64(len(all))/took.Seconds(), all[len(all)/2], all[len(all)*99/100]
	return json.NewEncoder(os.Stdout).Encode(came)
}

func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// reader is a client with a connection of its own. It waits in the kernel, which wakes it at once.
type reader struct {
	socket   int
	file     *os.File
	requests [][]byte
	buffer   []byte
	took     []time.Duration
	failed   error
}

func newReader(address string, paths []string) (*reader, error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = connection.Close() }()
	file, err := connection.(*net.TCPConn).File()
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	r := &reader{file: file, socket: int(file.Fd()), buffer: make([]byte, 1<<20)} // Fd makes it wait
	for _, path := range paths {
		r.requests = append(r.requests, []byte("GET "+path+" HTTP/1.1\r\nHost: "+address+"\r\nAccept-Encoding: gzip\r\n\r\n"))
	}
	return r, nil
}

// run asks until the time is over.
func (r *reader) run(l load, at int, began time.Time, next *atomic.Int64) {
	runtime.LockOSThread()
	defer func() { _ = r.file.Close() }()
	for n := at; ; n++ {
		due := time.Now()
		if l.Pace > 0 {
			turn := next.Add(1)
			due = began.Add(time.Duration(turn) * l.Pace)
			n = int(turn)
			if wait := time.Until(due); wait > 0 {
				pause := syscall.NsecToTimespec(int64(wait))
				_ = syscall.Nanosleep(&pause, nil)
			}
		}
		if due.Sub(began) >= l.Lasting {
			return
		}
		if r.failed = r.ask(r.requests[n%len(r.requests)]); r.failed != nil {
			return
		}
		r.took = append(r.took, time.Since(due))
	}
}

var (
	endOfHead  = []byte("\r\n\r\n")
	lengthName = []byte("\r\nContent-Length: ")
)

// ask sends a request and takes the whole answer.
func (r *reader) ask(request []byte) error {
	if _, err := syscall.Write(r.socket, request); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	for held, whole := 0, 0; whole == 0 || held < whole; {
		n, err := syscall.Read(r.socket, r.buffer[held:])
		if err != nil || n == 0 {
			return fmt.Errorf("receive after %d bytes: %w", held, errors.Join(err, io.ErrUnexpectedEOF))
		}
		held += n
		if end := bytes.Index(r.buffer[:held], endOfHead); whole == 0 && end >= 0 {
			if whole, err = lengthOf(r.buffer[:end]); err != nil {
				return err
			}
			whole += end + len(endOfHead)
		}
	}
	return nil
}

// lengthOf reads how long the body is from the head of an answer.
func lengthOf(head []byte) (int, error) {
	_, length, said := bytes.Cut(head, lengthName)
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) || !said {
		return 0, fmt.Errorf("it answers %q", head)
	}
	if end := bytes.IndexByte(length, '\r'); end >= 0 {
		length = length[:end]
	}
	return strconv.Atoi(string(length))
}
