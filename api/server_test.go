package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"yijian/deploy/testdb"
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

// One of a request that we handle is answered and leaves one record beside the request's own.
func TestAPanicOfARequestIsOneRecord(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	var logged syncedBuffer
	s.api.Log = slog.New(slog.NewJSONHandler(&logged, nil))
	site := s.api.Handler(nil, func(engine *gin.Engine) {
		engine.GET("/panics", func(*gin.Context) { panic(errors.New("of a page\nin two lines")) })
	})
	reply := httptest.NewRecorder()
	site.ServeHTTP(reply, httptest.NewRequest(http.MethodGet, "/panics", nil))
	if reply.Code != http.StatusInternalServerError || strings.Contains(reply.Body.String(), "of a page") {
		t.Errorf("answered %d %s", reply.Code, reply.Body)
	}
	var panicked int
	for line := range strings.Lines(logged.String()) {
		var record struct{ Level, Msg, Panic string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Errorf("not a record: %s", line)
		}
		if record.Level == "ERROR" && record.Msg == "panic" && record.Panic == "of a page\nin two lines" {
			panicked++
		}
	}
	if panicked != 1 {
		t.Errorf("%d records of the panic:\n%s", panicked, logged.String())
	}
}
