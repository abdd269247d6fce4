package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestMain(m *testing.M) {
	if asked := os.Getenv(loadVariable); asked != "" {
		if err := runLoad(asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	defer removeBuilt()
	testdb.Main(m)
}

const demoTestPassword = "demo-only-2026"

var demoTestSize = demoSize{Seed: 1, Firms: 12, EndPoints: 60, Months: 24, AsOf: model.NewDate(2026, 11, 24)}

// demoDesk is a desk over a migrated empty database on the day as of which the data are made up.
func demoDesk(t *testing.T, dsn string) *casework.Desk {
	t.Helper()
	opened := testdb.Migrated(t, dsn, store.Open)
	desk, err := casework.NewDesk(opened, func() time.Time { return demoTestSize.AsOf.Time().Add(time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	if desk.Blobs, err = store.OpenBlobs(t.Context(), t.TempDir(), store.BlobKeys{}); err != nil {
		t.Fatal(err)
	}
	desk.Codes, desk.Rules.SecondFactor = api.TOTP{}, false // as serve --demo does
	if err := desk.LoadReference(t.Context()); err != nil {
		t.Fatal(err)
	}
	return desk
}

func verb(t *testing.T, now model.Date, args ...string) (code int, out, errOut string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	var o, e bytes.Buffer
	env := &environment{ctx: ctx, out: &o, errOut: &e, now: func() time.Time { return now.Time() }}
	return env.run(args), o.String(), e.String()
}

func TestDemoVerbLoadsOnceAndProductionRefuses(t *testing.T) {
	dir := demoFolder(t)
	before := auditCount(t, dir)
	code, out, _ := verb(t, demoTestSize.AsOf.AddDays(1), "demo", "--data", dir, "--firms", "10", "--endpoints", "20", "--months", "12")
	if code != exitDone || !strings.Contains(out, "nothing was changed") {
		t.Errorf("second load: %d %s", code, out)
	}
	if after := auditCount(t, dir); after != before {
		t.Errorf("second load wrote %d audit rows", after-before)
	}
	code, _, e := verb(t, demoTestSize.AsOf, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	if code != exitRefused || strings.Count(e, "\n") != 1 || !strings.Contains(e, "demonstration data") {
		t.Errorf("production serve on demonstration rows: %d %q", code, e)
	}
}

func TestDemoRefusesRealRecordsAndHalfLoads(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("FIRST_PASSWORD", "a-real-secret-1")
	code, _, e := verb(t, demoTestSize.AsOf, "user", "add", "boss", "--data", dir, "--role", "system_admin",
		"--display", "管理员", "--password-env", "FIRST_PASSWORD")
	if code != exitDone {
		t.Fatalf("user add: %d %s", code, e)
	}
	for _, args := range [][]string{{"demo", "--data", dir}, {"serve", "--demo", "--data", dir, "--addr", "127.0.0.1:0"}} {
		if code, _, e := verb(t, demoTestSize.AsOf, args...); code != exitRefused || !strings.Contains(e, "real accounts") {
			t.Errorf("%v beside a real account: %d %q", args, code, e)
		}
	}
	half := t.TempDir()
	desk := demoDesk(t, "sqlite:"+half+"/yijian.db")
	if _, err := desk.RegisterEnterprise(t.Context(), model.Call{Demo: true,
		Actor: model.Actor{Roles: []model.Role{model.RoleInspector}, AreaCode: districtCode}}, casework.EnterpriseFacts{
		USCC: "91110000600037341L", Name: "演示云鹿快递有限公司", Address: "演示路1号", AreaCode: "500156001",
	}); err != nil {
		t.Fatal(err)
	}
	if code, _, e := verb(t, demoTestSize.AsOf, "demo", "--data", half); code != exitRefused || !strings.Contains(e, "interrupted") {
		t.Errorf("half a load: %d %q", code, e)
	}
}

func TestDemoSizeIsBounded(t *testing.T) {
	for _, args := range [][]string{
		{"--firms", "9"}, {"--endpoints", "19"}, {"--months", "11"}, {"--months", "61"},
		{"--as-of", "2024-12-31"}, {"--as-of", "2026-11-25"}, {"--as-of", "tomorrow"},
	} {
		args = append([]string{"demo", "--data", t.TempDir()}, args...)
		if code, _, e := verb(t, demoTestSize.AsOf, args...); code != exitUsage {
			t.Errorf("%v: %d %q, want a usage error", args, code, e)
		}
	}
}

func auditCount(t *testing.T, dir string) int {
	t.Helper()
	opened, err := store.Open(t.Context(), "sqlite:"+dir+"/yijian.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	count, query := 0, store.Query{Limit: store.MaxPage}
	for {
		page, err := opened.AuditEntries(t.Context(), store.Everything(), query)
		if err != nil {
			t.Fatal(err)
		}
		count += len(page.Items)
		if query.Cursor = page.Next; page.Next == "" {
			return count
		}
	}
}
