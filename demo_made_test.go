package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/jobs"
	"yijian/web/portal"
)

// made is the demonstration as the built program makes it up for demoTestSize: made at the
// first call, in a folder of its own, because years of casework take long to perform.
var made struct {
	once sync.Once
	dir  string
	err  error
}

// demoFolder is a copy of the made data folder.
func demoFolder(t *testing.T) (dir string) {
	t.Helper()
	binary := buildBinary(t)
	made.once.Do(func() {
		if made.dir, made.err = os.MkdirTemp("", "yijian-made-"); made.err == nil {
			made.err = makeDemo(binary, demoTestSize, "--data", made.dir)
		}
	})
	if made.err != nil {
		t.Fatal(made.err)
	}
	dir = t.TempDir()
	if out, err := exec.Command("cp", "-a", made.dir+"/.", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// makeDemo fills the database that the flags name.
func makeDemo(binary string, size demoSize, flags ...string) error {
	command := exec.Command(binary, append([]string{"demo", "--as-of", size.AsOf.String(), "--firms", fmt.Sprint(size.Firms),
		"--endpoints", fmt.Sprint(size.EndPoints), "--months", fmt.Sprint(size.Months)}, flags...)...)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("demo: %w\n%s", err, out)
	}
	return nil
}

// madeDesk is the desk over the demonstration in a database of the kind, on the day as of which it is made up.
func madeDesk(t *testing.T, dsn string) *casework.Desk {
	t.Helper()
	var where database
	if strings.HasPrefix(dsn, "sqlite:") {
		where.Data = demoFolder(t)
	} else {
		where.Data, where.DB = t.TempDir(), dsn
		if err := makeDemo(buildBinary(t), demoTestSize, "--data", where.Data, "--db", where.DB); err != nil {
			t.Fatal(err)
		}
	}
	where.PasswordProfile, where.SealProfile = "djbh3", "aes"
	env := &environment{ctx: t.Context(), out: os.Stdout, errOut: os.Stderr,
		now: func() time.Time { return demoTestSize.AsOf.Time().Add(time.Hour) }}
	desk, err := where.open(env, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = desk.Store.Close() })
	desk.Rules.SecondFactor = false // as serve --demo does
	return desk
}

// site is the product as served, without a listener.
func site(desk *casework.Desk) http.Handler {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	service := &api.API{Desk: desk, Store: desk.Store, Hasher: api.NewArgon2(runtime.NumCPU()), Log: quiet, Version: version,
		Jobs: api.Jobs{List: jobs.List}}
	public := &portal.Portal{Desk: desk, Store: desk.Store, Log: quiet, Demo: true, CountRead: service.CountRead}
	service.Lost = public.Lost
	return service.Handler(nil, public.Mount)
}

// removeBuilt ends what the process shares.
func removeBuilt() {
	for _, dir := range []string{filepath.Dir(built.binary), made.dir} {
		if dir != "" && dir != "." {
			_ = os.RemoveAll(dir)
		}
	}
}
