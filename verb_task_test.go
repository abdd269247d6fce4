package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yijian/policy/canonical"
	"yijian/policy/reference"
)

// command runs one command line and returns its exit code and what it printed.
func command(args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = run(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

func TestImportAndReportTasks(t *testing.T) {
	dir := t.TempDir()
	data, plan, book := filepath.Join(dir, "data"), filepath.Join(dir, "plan.txt"), filepath.Join(dir, "a.xlsx")
	write := func(text string) {
		if err := os.WriteFile(plan, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(reference.PlanText())
	for _, step := range []struct {
		args       []string
		code       int
		says, errs string
	}{
		{[]string{"import", "tasks", filepath.Join(dir, "none.txt")}, exitUnavailable, "", "none.txt"},
		{[]string{"import", "tasks", dir}, exitUsage, "", "not a text file"},
		{[]string{"import", "tasks", plan}, exitDone, "13 tasks created, 0 unchanged", ""},
		{[]string{"import", "tasks", plan}, exitDone, "0 tasks created, 13 unchanged", ""},
		{[]string{"report", "tasks", "--month", "2026-13", "-o", book}, exitUsage, "", "YYYY-MM"},
		{[]string{"report", "tasks", "--month", "2026-11", "--plan", "无此文号", "-o", book}, exitRefused, "", "not_found"},
		{[]string{"report", "tasks", "--month", "2020-11", "-o", book}, exitDone, "13 tasks, as of 2020-11-30", ""},
		{[]string{"report", "tasks", "--month", "2020-11", "-o", book}, exitRefused, "", "--yes"},
		{[]string{"report", "tasks", "--month", "2020-11", "--from", "2020-12", "-o", book, "--yes"}, exitUsage, "", "12 个月"},
		{[]string{"report", "tasks", "--month", "2020-11", "--as-of", "11-15", "-o", book, "--yes"}, exitUsage, "", "--as-of"},
		{[]string{"report", "tasks", "--month", "2020-11", "--as-of", "2020-10-31", "-o", book, "--yes"}, exitUsage, "", "最后一个月的第一天"},
		{[]string{"report", "tasks", "--month", "2020-11", "--from", "2020-09", "--as-of", "2020-11-15", "-o", book, "--yes"}, exitDone, "13 tasks, as of 2020-11-15", ""},
		{[]string{"report", "tasks", "--month", "2020-11", "--json", "-o", data + ".json"}, exitDone, "13 tasks", ""},
		{[]string{"report", "tasks", "--month", "2020-11", "-o", book, "--yes"}, exitDone, "13 tasks", ""},
	} {
		code, out, errs := command(append(step.args, "--data", data)...)
		if code != step.code || !strings.Contains(out, step.says) || !strings.Contains(errs, step.errs) || strings.Count(errs, "\n") > 1 {
			t.Errorf("%v: exit %d, %q, %q", step.args, code, out, errs)
		}
	}
	json, err := os.ReadFile(data + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if _, said, _ := command("report", "tasks", "--month", "2020-11", "--yes", "-o", book, "--data", data); !strings.Contains(said, canonical.Sum(json)) {
		t.Errorf("the JSON has the hash %s, the report says %s", canonical.Sum(json), said)
	}
	if printed := partOf(t, book, "xl/worksheets/sheet2.xml"); !bytes.Contains(printed, []byte(canonical.Sum(json))) {
		t.Errorf("the workbook prints another hash than %s", canonical.Sum(json))
	}
	write(strings.Replace(reference.PlanText(), "牵头单位：区交通局", "牵头单位：区航天局", 1))
	if code, _, errs := command("import", "tasks", plan, "--data", data); code != exitUsage || !strings.Contains(errs, "行：") {
		t.Errorf("a broken file: exit %d, %q", code, errs)
	}
	write(strings.Replace(reference.PlanText(), "现印发给你们", "现印发给你们 ", 1))
	if code, _, errs := command("import", "tasks", plan, "--data", data); code != exitRefused || !strings.Contains(errs, "武隆府办发〔2019〕61号") {
		t.Errorf("another text: exit %d, %q", code, errs)
	}
	if words := partOf(t, book, "xl/sharedStrings.xml"); !bytes.Contains(words, []byte("推动绿色运输与配送")) {
		t.Errorf("the workbook does not name the last task: %.200s", words)
	}
}

// partOf is a part of a workbook.
func partOf(t *testing.T, book, name string) []byte {
	t.Helper()
	archive, err := zip.OpenReader(book)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	part, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = part.Close() }()
	words, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return words
}
