package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// syncedBuffer takes a log that is written while it is read.
type syncedBuffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *syncedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *syncedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

// A handler that panics outside everything of ours leaves one record.
func TestAPanicIsOneRecord(t *testing.T) {
	var logged syncedBuffer
	server := Server("", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("of a handler\nin two lines") }),
		slog.New(slog.NewJSONHandler(&logged, nil)))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = server.Serve(listener) }()
	if reply, err := http.Get("http://" + listener.Addr().String()); err == nil {
		_ = reply.Body.Close()
		t.Errorf("a panic was answered %s", reply.Status)
	}
	must(t, server.Shutdown(t.Context()))
	var record struct{ Msg string }
	lines := strings.Split(strings.TrimSpace(logged.String()), "\n")
	if len(lines) != 1 || json.Unmarshal([]byte(lines[0]), &record) != nil || !strings.Contains(record.Msg, "of a handler\nin two lines") {
		t.Errorf("a panic was logged as %q", lines)
	}
}
