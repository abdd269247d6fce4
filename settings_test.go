package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAllMistakesInSettingsAreToldAtOnceByName(t *testing.T) {
	file := filepath.Join(t.TempDir(), "yijian.yaml")
	if err := os.WriteFile(file, []byte("contcat: x\nsecure-cookies: perhaps\ndata: [a]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("YIJIAN_CONFIG", file)
	t.Setenv("YIJIAN_ADR", "127.0.0.1:1")
	t.Setenv("YIJIAN_ADDR", "nowhere")
	code, out, errs := command("serve", "--db=postgres://x/y", "--metrics-addr", "99", "--contact-phone", "邮政局", "--trusted-proxies=10.0.0.0/8,proxy", "--vrebose")
	if code != exitUsage || out != "" || strings.Count(errs, "\n") != 1 {
		t.Fatalf("exit %d, %q, %q; want one line and %d", code, out, errs, exitUsage)
	}
	errs = strings.ReplaceAll(errs, `\"`, `"`) // it is a JSON record
	for _, mistake := range []string{
		"--db: ", `--contact-phone: "邮政局"`, "--metrics-addr: ", `--trusted-proxies: "proxy"`, "--vrebose: no such flag", "YIJIAN_ADR: no such setting",
		`YIJIAN_ADDR: "nowhere"`, "contcat: no such setting", `secure-cookies: "perhaps"`, "data: not a single value",
	} {
		if !strings.Contains(errs, mistake) {
			t.Errorf("%q does not tell of %q", errs, mistake)
		}
	}
}

func TestTheSettingsFileIsReadAndTheEnvironmentGoesBeforeIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "yijian.yaml")
	if err := os.WriteFile(file, []byte("data: "+filepath.Join(dir, "of-file")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	made := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name, "yijian.db"))
		return err == nil
	}
	if code, _, errs := command("migrate", "--config", file); code != exitDone || !made("of-file") {
		t.Fatalf("exit %d, %q: the file's folder is not used", code, errs)
	}
	t.Setenv("YIJIAN_DATA", filepath.Join(dir, "of-environment"))
	if code, _, errs := command("migrate", "--config", file); code != exitDone || !made("of-environment") {
		t.Fatalf("exit %d, %q: the environment's folder is not used", code, errs)
	}
	if code, _, errs := command("migrate", "--config", file, "--data", filepath.Join(dir, "of-flag")); code != exitDone || !made("of-flag") {
		t.Fatalf("exit %d, %q: the flag's folder is not used", code, errs)
	}
}
