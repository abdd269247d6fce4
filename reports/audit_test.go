package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// signs begin what office programs take for a formula.
var signs = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"}

func auditLine(reason string) model.AuditLine {
	return model.AuditLine{
		AuditEntry: model.AuditEntry{
			ID: "a", At: time.Date(2026, 3, 2, 2, 0, 0, 5e6, time.UTC), UserID: "u", UserName: "甲", OnBehalf: "演示企业",
			Act: "endpoint:change", Noun: "endpoints", RecordID: "e1", Before: `{"name":"甲驿站"}`, After: `{"name":"乙驿站"}`,
			Reason: reason, RequestID: "r-1", Address: "192.0.2.1",
		},
		ActTitle: "末端网点：修改", NounTitle: "末端网点", RecordName: "乙驿站",
		Changes: []model.AuditChange{{Field: "name", Title: "名称", Before: "甲驿站", After: "乙驿站"}, {Field: "status", Title: "状态", After: "已提交"},
			{Field: "findings", Title: "发现的问题", Before: "类别：实名收寄\n类别：收寄验视"}},
	}
}

func auditFile(t *testing.T, begin func() (AuditFile, error), lines ...model.AuditLine) []byte {
	t.Helper()
	file := must(begin())(t)
	defer func() { _ = file.Close() }()
	for _, line := range lines {
		if err := file.Add(line); err != nil {
			t.Fatal(err)
		}
	}
	return must(file.Bytes())(t)
}

func TestAuditWorkbook(t *testing.T) {
	golden(t, "audit", auditFile(t, NewAuditBook, auditLine("=1+1"), auditLine("")), nil)
	for _, before := range []string{"", "x"} { // so that a cut falls before each sign
		long := auditLine("正常，\"引号\"\n换行")
		long.Changes, long.Before = nil, ""
		long.After = `{"text":"` + before + strings.Repeat("=长", 20_000) + `"}`
		file := open(t, auditFile(t, NewAuditBook, auditLine(""), long))
		var joined strings.Builder
		for _, row := range must(file.GetRows(rawSheet))(t)[2:] {
			if row[0] != "3" {
				t.Errorf("a part of the long record belongs to row %s", row[0])
			}
			if strings.ContainsAny(firstRune(row[8]), formulaSigns) {
				t.Errorf("a part begins %.10q", row[8])
			}
			joined.WriteString(row[8])
		}
		if joined.String() != long.After {
			t.Errorf("%d of %d bytes of a long record are left", joined.Len(), len(long.After))
		}
	}
}

func TestNoExportedTextIsTakenForAFormula(t *testing.T) {
	var lines []model.AuditLine
	for _, sign := range signs {
		line := auditLine(sign)
		line.UserName, line.OnBehalf, line.RecordName, line.RequestID, line.RecordID = sign, sign, sign, sign, sign
		line.Changes = []model.AuditChange{{Title: sign, Before: sign, After: sign}}
		lines = append(lines, line)
	}
	lines[0].After = strings.Repeat("长", 40_000)
	lines[0].Changes[0].After = lines[0].After
	text := auditFile(t, NewAuditText, lines...)
	if !bytes.HasPrefix(text, []byte("\ufeff时间（北京时间）,操作人,代表,")) {
		t.Errorf("the head is %.60s", text)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(signs)+1 {
		t.Fatalf("%d lines: %v", len(rows), err)
	}
	if rows[1][0] != "2026-03-02 10:00:00.005" {
		t.Errorf("the instant is %s, want Shanghai's clock", rows[1][0])
	}
	if rows[1][16] != strings.Repeat("长", 40_000) {
		t.Error("the CSV form lost text")
	}
	file := open(t, auditFile(t, NewAuditBook, lines...))
	cells, raw := must(file.GetRows(readSheet))(t), must(file.GetRows(rawSheet))(t)
	if len(cells) != len(signs)+1 || len(raw) != len(signs)+2 {
		t.Fatalf("%d rows and %d raw ones", len(cells), len(raw))
	}
	for name, table := range map[string][][]string{"CSV": rows, readSheet: cells, rawSheet: raw} {
		for _, line := range table[1:] {
			for column, words := range line {
				if words != "" && strings.ContainsAny(firstRune(words), formulaSigns) {
					t.Errorf("%s: %q in column %d would be taken for a formula", name, words, column+1)
				}
			}
		}
	}
	if n := len([]rune(cells[1][6])); n > excelize.TotalCellChars || !strings.HasSuffix(cells[1][6], "CSV 导出）") {
		t.Errorf("a long change has %d characters and ends %q", n, cells[1][6][len(cells[1][6])-30:])
	}
}

// The largest export, of 10,000 rows and 32 MB of records, leaves no more in memory than
// its buffers and the packed file.
func TestALongAuditWorkbookIsWrittenInBoundedMemory(t *testing.T) {
	file := must(NewAuditBook())(t)
	defer func() { _ = file.Close() }()
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	line, most := auditLine("理由"), uint64(0)
	for n := range 10_000 {
		line.RecordID = strconv.Itoa(n)
		line.After = fmt.Sprintf(`{"n":%d,"text":"%s"}`, n, strings.Repeat("文", 1_000))
		line.Changes = []model.AuditChange{{Title: "文本", After: line.After}}
		if err := file.Add(line); err != nil {
			t.Fatal(err)
		}
		if n%1000 == 999 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
		}
	}
	content := must(file.Bytes())(t)
	t.Logf("%d MB at most for a file of %d MB", most>>20, len(content)>>20)
	if most > 80<<20 {
		t.Errorf("%d MB at most", most>>20)
	}
}
