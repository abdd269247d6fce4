package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/api"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

const (
	killTimes      = 20
	killWriters    = 4
	killPassword   = "kill-only-2026"
	leastBetween   = 20 // acknowledged writes between two kills
	killTestLimit  = 4 * time.Minute
	serverStartMax = 60 * time.Second
)

// TestKillLosesAndDoublesNothing ends the server with kill -9 under writers, over
// and over. Writers repeat what was in flight under the same key; at the end each
// acknowledged enterprise is there once, with one audit row, and nothing else is.
func TestKillLosesAndDoublesNothing(t *testing.T) {
	binary := buildBinary(t)
	testdb.Each(t, func(t *testing.T, dsn string) {
		v := &victim{t: t, binary: binary, dir: t.TempDir(), dsn: dsn, client: &http.Client{Timeout: 10 * time.Second}}
		v.addInspector()
		v.start()
		v.signIn()
		ctx, stop := context.WithTimeout(t.Context(), killTestLimit)
		defer stop()
		var writers sync.WaitGroup
		for n := range killWriters {
			writers.Go(func() { v.writeUntil(ctx, n) })
		}
		for range killTimes {
			for since := v.acknowledged.Load(); v.acknowledged.Load() < since+leastBetween && ctx.Err() == nil; {
				time.Sleep(2 * time.Millisecond)
			}
			v.kill()
			v.start()
		}
		v.finished.Store(true)
		writers.Wait()
		if ctx.Err() != nil {
			t.Fatalf("writers were not done after %s with %d writes", killTestLimit, v.acknowledged.Load())
		}
		v.kill()
		v.compare()
		v.verifyAudit()
	})
}

// built is the product as it is shipped, but for the console: made at the first call, in a folder of its own.
var built struct {
	once   sync.Once
	binary string
	err    error
}

func buildBinary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "yijian-built-")
		if err != nil {
			built.err = err
			return
		}
		built.binary = filepath.Join(dir, "yijian")
		build := exec.Command("go", "build", "-o", built.binary, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as the Makefile builds, whose compiled libraries serve again
		if out, err := build.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.binary
}

// victim is a running server that gets killed, and what its writers know.
type victim struct {
	t            *testing.T
	binary, dir  string
	dsn          string
	flags        []string // of the server, beside those it always has
	client       *http.Client
	process      *exec.Cmd
	address      atomic.Value // of the running server
	cookie       *http.Cookie
	acknowledged atomic.Int64
	repeated     atomic.Int64
	finished     atomic.Bool
	ledger       sync.Map // USCC → id, as acknowledged
}

func (v *victim) command(args ...string) *exec.Cmd {
	where := []string{"--db", v.dsn, "--data", v.dir}
	if file, embedded := strings.CutPrefix(v.dsn, "sqlite:"); embedded {
		where = []string{"--data", filepath.Dir(file)}
	}
	command := exec.Command(v.binary, append(args, where...)...)
	command.Env = append(os.Environ(), "KILL_PASSWORD="+killPassword)
	return command
}

func (v *victim) addInspector() {
	v.t.Helper()
	out, err := v.command("user", "add", "inspector", "--role", "inspector", "--display", "执法人员", "--password-env", "KILL_PASSWORD").CombinedOutput()
	if err != nil {
		v.t.Fatalf("user add: %v\n%s", err, out)
	}
}

// start runs the server on a free port and returns when it has said which.
func (v *victim) start() {
	v.t.Helper()
	process := v.command(append([]string{"serve", "--addr", "127.0.0.1:0", "--writes-per-minute", "0"}, v.flags...)...)
	out, err := process.StdoutPipe()
	if err != nil {
		v.t.Fatal(err)
	}
	log, err := os.OpenFile(filepath.Join(v.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		v.t.Fatal(err)
	}
	process.Stderr = log
	if err := process.Start(); err != nil {
		v.t.Fatal(err)
	}
	v.process = process
	v.t.Cleanup(func() { _ = process.Process.Kill() })
	late := time.AfterFunc(serverStartMax, func() { _ = process.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	late.Stop()
	_, rest, found := strings.Cut(line, "http://")
	if address, _, ended := strings.Cut(rest, "/"); found && ended {
		v.address.Store(address)
		return
	}
	said, _ := os.ReadFile(log.Name())
	v.t.Fatalf("the server did not start: %q %v\n%s", line, err, said)
}

func (v *victim) kill() {
	v.t.Helper()
	if err := v.process.Process.Kill(); err != nil {
		v.t.Fatal(err)
	}
	_ = v.process.Wait() // says that it was killed
}

func (v *victim) signIn() {
	v.t.Helper()
	got, err := v.post("/session", "", map[string]string{"name": "inspector", "password": killPassword})
	if err != nil || got.status != http.StatusOK || got.cookie == nil {
		v.t.Fatalf("sign-in: %+v %v", got, err)
	}
	v.cookie = got.cookie
	v.enrol(got.body)
}

// enrol gives the inspector the second factor without which staff may not work.
func (v *victim) enrol(session []byte) {
	v.t.Helper()
	var signedIn struct{ User model.User }
	if err := json.Unmarshal(session, &signedIn); err != nil {
		v.t.Fatal(err)
	}
	user := signedIn.User
	var started struct {
		Secret  string
		Version int64
	}
	step := func(path string, version int64, body map[string]string) []byte {
		v.t.Helper()
		got, err := v.post(fmt.Sprintf("/users/%s/%s", user.ID, path), path, body, version)
		if err != nil || got.status != http.StatusOK {
			v.t.Fatalf("%s: %d %s %v", path, got.status, got.body, err)
		}
		return got.body
	}
	if err := json.Unmarshal(step("second-factor", user.Version, map[string]string{"password": killPassword}), &started); err != nil {
		v.t.Fatal(err)
	}
	code, err := api.TOTP{}.Code(started.Secret, time.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	step("confirm-second-factor", started.Version, map[string]string{"code": code})
}

type killReply struct {
	status int
	body   []byte
	cookie *http.Cookie
}

func (v *victim) post(path, key string, body any, version ...int64) (killReply, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return killReply{}, err
	}
	request, err := http.NewRequest(http.MethodPost, fmt.Sprintf("http://%s/api/v1%s", v.address.Load(), path), bytes.NewReader(text))
	if err != nil {
		return killReply{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	for _, number := range version {
		request.Header.Set("If-Match", fmt.Sprintf("%q", fmt.Sprint(number)))
	}
	if v.cookie != nil {
		request.AddCookie(v.cookie)
	}
	response, err := v.client.Do(request)
	if err != nil {
		return killReply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	got := killReply{status: response.StatusCode}
	for _, cookie := range response.Cookies() {
		got.cookie = cookie
	}
	got.body, err = io.ReadAll(response.Body)
	return got, err
}

// writeUntil registers one enterprise after the other. What fails on the way is
// repeated under its key until it is answered; while the killed server's claim on
// a key is waited out, the writer goes on with others.
func (v *victim) writeUntil(ctx context.Context, writer int) {
	var pending []string
	for n := 0; ctx.Err() == nil; n++ {
		uscc := policy.NewUSCC(fmt.Sprintf("91500156MA%02d%05d", writer, n))
		if v.finished.Load() || n%20 == 19 { // look again at the oldest
			if len(pending) == 0 {
				if v.finished.Load() {
					return
				}
				continue
			}
			uscc, pending = pending[0], pending[1:]
		}
		id, err := v.register(uscc)
		for errors.Is(err, errUnknown) && ctx.Err() == nil {
			v.repeated.Add(1)
			time.Sleep(20 * time.Millisecond)
			id, err = v.register(uscc)
		}
		switch {
		case errors.Is(err, errInFlight):
			pending = append(pending, uscc)
			time.Sleep(20 * time.Millisecond)
		case err != nil:
			v.t.Errorf("%s: %v", uscc, err)
			return
		default:
			v.ledger.Store(uscc, id)
			v.acknowledged.Add(1)
		}
	}
}

var (
	errUnknown  = errors.New("nobody knows whether it happened")
	errInFlight = errors.New("an earlier request holds the key")
)

// register asks once.
func (v *victim) register(uscc string) (string, error) {
	got, err := v.post("/enterprises", "key-"+uscc, map[string]any{
		"uscc": uscc, "name": "快递" + uscc, "brand": "", "area_code": "500156001", "address": "芙蓉街道1号",
		"representative": "", "service_phone": "",
	})
	switch {
	case err != nil, got.status == http.StatusServiceUnavailable:
		return "", errUnknown
	case got.status == http.StatusConflict && bytes.Contains(got.body, []byte("idempotency.in_flight")):
		return "", errInFlight
	case got.status != http.StatusCreated:
		return "", fmt.Errorf("status %d: %s", got.status, got.body)
	}
	var made model.Enterprise
	if err := json.Unmarshal(got.body, &made); err != nil {
		return "", err
	}
	return string(made.ID), nil
}

// compare holds the database to the ledger: the same firms under the same ids,
// and one audit row for each.
func (v *victim) compare() {
	v.t.Helper()
	opened, err := store.Open(v.t.Context(), v.storeAddress())
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	kept, audited := map[string]string{}, map[string]int{}
	for query := (store.Query{Limit: store.MaxPage}); ; {
		page, err := opened.Enterprises(v.t.Context(), store.Everything(), query)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, e := range page.Items {
			kept[e.USCC] = string(e.ID)
		}
		if query.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	for query := (store.Query{Limit: store.MaxPage, Filter: map[string]string{"noun": "enterprises"}}); ; {
		page, err := opened.AuditEntries(v.t.Context(), store.Everything(), query)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, row := range page.Items {
			audited[row.RecordID]++
		}
		if query.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	lost := 0
	v.ledger.Range(func(uscc, id any) bool {
		if kept[uscc.(string)] != id || audited[id.(string)] != 1 {
			lost++
			v.t.Errorf("%v was acknowledged as %v, kept as %q with %d audit rows", uscc, id, kept[uscc.(string)], audited[id.(string)])
		}
		return true
	})
	total := int(v.acknowledged.Load())
	if len(kept) != total || len(audited) != total {
		v.t.Errorf("%d acknowledged, %d kept, %d audited", total, len(kept), len(audited))
	}
	v.t.Logf("%d kills: %d acknowledged, %d repeated, %d lost", killTimes, total, v.repeated.Load(), lost)
}

// verifyAudit holds the audit log to the signed heads: rows that committed
// before a kill are in it or wait for it.
func (v *victim) verifyAudit() {
	v.t.Helper()
	out, err := v.command("audit", "verify").CombinedOutput()
	if err != nil || !bytes.HasPrefix(out, []byte("holds: ")) {
		v.t.Errorf("audit verify: %v\n%s", err, out)
	}
	v.t.Logf("audit verify: %s", out)
}

func (v *victim) storeAddress() string {
	if file, embedded := strings.CutPrefix(v.dsn, "sqlite:"); embedded {
		return "sqlite:" + filepath.Join(filepath.Dir(file), "yijian.db")
	}
	return v.dsn
}
