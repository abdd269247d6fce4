package reports

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

func auditRows() []AuditRow {
	at := time.Date(2026, 3, 2, 2, 0, 0, 5e6, time.UTC)
	rows := []AuditRow{}
	for _, reason := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "正常，\"引号\"\n换行", ""} {
		rows = append(rows, AuditRow{
			model.AuditEntry{ID: "a", At: at, UserName: "甲", OnBehalf: "演示企业", Act: "endpoint:accept", Noun: "endpoints", Reason: reason},
			"末端网点：予以备案", "末端网点",
		})
	}
	rows[0].After = strings.Repeat("长", 40_000)
	return rows
}

func TestNoExportedTextIsTakenForAFormula(t *testing.T) {
	text, err := AuditCSV(auditRows())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(text, []byte("\ufeff时间,操作人,代表,")) {
		t.Errorf("the head is %.60s", text)
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(lines) != 11 {
		t.Fatalf("%d lines: %v", len(lines), err)
	}
	if lines[1][0] != "2026-03-02 10:00:00.005" {
		t.Errorf("the instant is %s, want Shanghai's clock", lines[1][0])
	}
	if lines[1][3] != "末端网点：予以备案" || lines[1][4] != "末端网点" || lines[1][13] != "endpoint:accept" || lines[1][14] != "endpoints" {
		t.Errorf("the act and the noun are %q", lines[1])
	}
	workbook, err := AuditWorkbook(auditRows())
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cells, err := file.GetRows("审计日志")
	if err != nil || len(cells) != 11 {
		t.Fatalf("%d rows: %v", len(cells), err)
	}
	for _, table := range [][][]string{lines, cells} {
		for _, line := range table[1:] {
			for _, words := range line {
				if words != "" && strings.ContainsAny(words[:1], "=+-@\t\r\n") || strings.HasPrefix(words, "＝") {
					t.Errorf("%q would be taken for a formula", words)
				}
			}
		}
	}
	if formula, err := file.GetCellFormula("审计日志", "I2"); err != nil || formula != "" {
		t.Errorf("a formula %q: %v", formula, err)
	}
	if n := len([]rune(cells[1][7])); n > excelize.TotalCellChars || !strings.HasSuffix(cells[1][7], "CSV 导出）") {
		t.Errorf("a long text has %d characters and ends %q", n, cells[1][7][len(cells[1][7])-30:])
	}
	if lines[1][7] != strings.Repeat("长", 40_000) {
		t.Error("the CSV form lost text")
	}
}
