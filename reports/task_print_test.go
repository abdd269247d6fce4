package reports

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// asPDF is the workbook as an office program prints it untouched: the text and the size of each page.
func asPDF(t *testing.T, workbook []byte) (pages []string, sizes []string) {
	t.Helper()
	folder := t.TempDir()
	in := filepath.Join(folder, "report.xlsx")
	if err := os.WriteFile(in, workbook, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) []byte {
		t.Helper()
		var complaint bytes.Buffer
		command := exec.CommandContext(t.Context(), name, args...)
		command.Stderr = &complaint
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s, of the tools for tests: %v %s", name, err, complaint.String())
		}
		return out
	}
	run("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, in)
	pdf := filepath.Join(folder, "report.pdf")
	text := string(run("pdftotext", "-layout", pdf, "-"))
	pages = strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	info := string(run("pdfinfo", "-f", "1", "-l", fmt.Sprint(len(pages)), pdf))
	for _, size := range regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+)`).FindAllStringSubmatch(info, -1) {
		sizes = append(sizes, strings.Split(size[1], ".")[0]+"x"+strings.Split(size[2], ".")[0])
	}
	return pages, sizes
}

// An office program prints the report without being told how: whole tables on A3 and A4,
// heads on every page, no page that is empty, and the hash of the data below each.
func TestTheReportPrintsUntouched(t *testing.T) {
	sheets := sheetsOver(manyTasks(26), 36)
	pages, sizes := asPDF(t, taskBytes(t, sheets))
	if len(pages) != len(sizes) || len(pages) < 8 || len(pages) > 24 {
		t.Fatalf("%d pages of text, %d sizes", len(pages), len(sizes))
	}
	papers := map[string]int{}
	for i, page := range pages {
		papers[sizes[i]]++
		if !strings.Contains(page, "数据 SHA-256："+sheets.Head.DataHash) || !strings.Contains(page, fmt.Sprintf("第 %d 页，共 %d 页", i+1, len(pages))) {
			t.Errorf("page %d prints no foot: %.300s", i+1, page)
		}
		if strings.Contains(page, "###") {
			t.Errorf("page %d has a number that does not fit: %.300s", i+1, page)
		}
		if words := len([]rune(strings.Join(strings.Fields(page), ""))); words < 250 {
			t.Errorf("page %d has %d characters only: %s", i+1, words, page)
		}
	}
	if len(papers) != 3 || papers["595x841"] == 0 || papers["841x595"] == 0 || papers["1190x841"] == 0 {
		t.Errorf("the papers are %v", papers)
	}
	heads := 0
	for _, page := range pages {
		if strings.Contains(page, "牵头冲突及处理") {
			if heads++; !strings.Contains(page, "结构") || !strings.Contains(page, "存在问题") {
				t.Errorf("a page of the breakdown lacks columns: %.500s", page)
			}
		}
	}
	if heads < 2 {
		t.Errorf("the head of the breakdown is on %d pages", heads)
	}
}
