package reports

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// converted is the file as LibreOffice opens it and saves it in another format.
func converted(t *testing.T, content []byte, from, to string) []byte {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("LibreOffice is part of the tools for tests: %v", err)
	}
	folder := t.TempDir()
	in := filepath.Join(folder, "form."+from)
	if err := os.WriteFile(in, content, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", to, "--outdir", filepath.Join(folder, "out"), in)
	if said, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	saved, err := os.ReadFile(filepath.Join(folder, "out", "form."+to))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// Opened and saved by LibreOffice, a form says what it said.
func TestAFormThatLibreOfficeSavedIsAsItWasMade(t *testing.T) {
	content, rows := formBytes(t)
	said := readForm(t, converted(t, content, "xlsx", "xlsx"))
	if said.Form != "0190-form" || len(said.Rows) != len(rows) {
		t.Fatalf("it says %+v", said)
	}
	for i, row := range said.Rows {
		wantAsMade(t, row, rows[i], nil)
	}
}

// sheetRow is a row of the form in LibreOffice's own format.
var sheetRow = regexp.MustCompile(`(?s)<table:table-row [^>]*>\s*<table:table-cell[^>]*>\s*<text:p>演示府办.*?</table:table-row>`)

// emptyOpen is an empty cell that may be filled in with words.
var emptyOpen = regexp.MustCompile(`<table:table-cell (table:style-name="\w+" table:content-validation-name="val2")/>`)

// Edited in LibreOffice, sorted the other way round and saved as a workbook, a form tells exactly what was edited.
func TestAFormThatLibreOfficeEdited(t *testing.T) {
	content, rows := formBytes(t)
	flat := string(converted(t, content, "xlsx", "fods"))
	found := sheetRow.FindAllString(flat, -1)
	if len(found) != 3 {
		t.Fatalf("LibreOffice has %d rows: %s", len(found), flat)
	}
	first := strings.Replace(found[0], `office:value="55" calcext:value-type="float">`, `office:value="60" calcext:value-type="float">`, 1)
	second := emptyOpen.ReplaceAllString(found[1], `<table:table-cell $1 office:value-type="string" calcext:value-type="string"><text:p>完成选址。</text:p><text:p>签订协议。</text:p></table:table-cell>`)
	if first == found[0] || second == found[1] {
		t.Fatal("the cells to edit are not there")
	}
	const place = "\x00"
	for _, row := range found {
		flat = strings.Replace(flat, row, place, 1)
	}
	for _, row := range []string{found[2], second, first} {
		flat = strings.Replace(flat, place, row, 1)
	}
	said := readForm(t, converted(t, []byte(flat), "fods", "xlsx"))
	if len(said.Rows) != 3 {
		t.Fatalf("it says %+v", said)
	}
	wantAsMade(t, said.Rows[0], rows[2], nil)
	wantAsMade(t, said.Rows[1], rows[1], map[string]string{"done": "完成选址。\n签订协议。"})
	wantAsMade(t, said.Rows[2], rows[0], map[string]string{"progress": "60"})
}

// LibreOffice writes the empty last row of the sheet when rows below the form were made higher or hidden down to it.
func TestAFormWhoseRowsBelowLibreOfficeChanged(t *testing.T) {
	content, rows := formBytes(t)
	flat := string(converted(t, content, "xlsx", "fods"))
	const below = `<table:table-row table:style-name="ro3" table:number-rows-repeated=`
	for name, instead := range map[string]string{
		"higher": `<table:table-row table:style-name="ro1" table:number-rows-repeated=`,
		"hidden": `<table:table-row table:style-name="ro3" table:visibility="collapse" table:number-rows-repeated=`,
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(flat, below, instead, 1)
			saved := converted(t, []byte(edited), "fods", "xlsx")
			if sheet := packed(t, saved, "xl/worksheets/sheet1.xml"); !strings.Contains(sheet, `<row r="1048576"`) {
				t.Fatal("LibreOffice wrote no last row")
			}
			said := readForm(t, saved)
			if len(said.Rows) != len(rows) {
				t.Fatalf("it says %+v", said)
			}
			for i, row := range said.Rows {
				wantAsMade(t, row, rows[i], nil)
			}
		})
	}
}

// packed is the text of a part of a workbook.
func packed(t *testing.T, content []byte, name string) string {
	t.Helper()
	book, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := book.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
