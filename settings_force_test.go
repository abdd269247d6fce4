package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"yijian/model"
)

// TestSettingsTellTheirSourceAndNoSecret starts the command line with a value from each source.
func TestSettingsTellTheirSourceAndNoSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "yijian.yaml")
	if err := os.WriteFile(file, []byte("contact: Bureau\nmetrics-addr: 127.0.0.1:3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("YIJIAN_CONFIG", file)
	t.Setenv("YIJIAN_METRICS_ADDR", "127.0.0.1:2")
	t.Setenv(smtpPasswordVariable, "planted-1")
	args := []string{"serve", "--demo", "--addr=127.0.0.1:1", "--db=mysql://yijian:planted-2@db/yijian",
		"--sms-url=https://sms.example/planted-4?key=planted-5", "--demo-password=planted-6"}
	var v verbs
	parser, err := kong.New(&v, kong.Bind(&environment{}))
	if err != nil {
		t.Fatal(err)
	}
	if err := takeSettings(parser, args); err != nil {
		t.Fatal(err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]model.Setting{}
	for _, one := range settingsInForce(command) {
		got[one.Name] = one
	}
	if text := fmt.Sprint(got); strings.Contains(text, "planted") {
		t.Errorf("a secret is told: %s", text)
	}
	for _, want := range []model.Setting{
		{Name: "addr", Value: "127.0.0.1:1", Source: model.SettingFlag, Set: true},
		{Name: "demo", Value: "true", Source: model.SettingFlag, Set: true},
		{Name: "metrics-addr", Value: "127.0.0.1:2", Source: model.SettingVariable, Set: true},
		{Name: "contact", Value: "Bureau", Source: model.SettingFile, Set: true},
		{Name: "data", Value: "./data", Source: model.SettingDefault, Set: true},
		{Name: "key-file", Value: "data/yijian.key", Source: model.SettingDefault, Set: true},
		{Name: "audit-key", Value: "data/audit-key", Source: model.SettingDefault, Set: true},
		{Name: "audit-head", Value: "data/audit-heads", Source: model.SettingDefault, Set: true},
		{Name: "attachments", Value: "data/attachments", Source: model.SettingDefault, Set: true},
		{Name: "db", Value: "mysql://yijian:xxxxx@db/yijian", Source: model.SettingFlag, Set: true},
		{Name: "sms-url", Value: "https://sms.example/", Source: model.SettingFlag, Set: true},
		{Name: "demo-password", Source: model.SettingFlag, Secret: true, Set: true},
		{Name: smtpPasswordVariable, Source: model.SettingVariable, Secret: true, Set: true},
		{Name: smsSecretVariable, Source: model.SettingDefault, Secret: true},
	} {
		if got[want.Name] != want {
			t.Errorf("got %+v, want %+v", got[want.Name], want)
		}
	}
}
