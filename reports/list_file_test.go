package reports

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

var hostile = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠x", `=HYPERLINK("http://example.invalid","x")`}

// listBytes is a file of a column of text and one of numbers.
func listBytes(t *testing.T, begin func(*bytes.Buffer, []model.ListColumn) (ListFile, error), rows ...[]model.ListCell) []byte {
	t.Helper()
	var out bytes.Buffer
	file, err := begin(&out, []model.ListColumn{{Key: "name", Title: "名称"}, {Key: "amount_fen", Title: "金额（元）"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := file.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Finish(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asText(to *bytes.Buffer, columns []model.ListColumn) (ListFile, error) {
	return NewListText(to, "名单", columns)
}
func asBook(to *bytes.Buffer, columns []model.ListColumn) (ListFile, error) {
	return NewListBook(to, "名单", columns)
}

func TestNoCellOfAListIsAFormula(t *testing.T) {
	var rows [][]model.ListCell
	for _, words := range hostile {
		rows = append(rows, []model.ListCell{{Words: words}, {Words: "-12.50", IsNumber: true}})
	}
	text, err := csv.NewReader(bytes.NewReader(listBytes(t, asText, rows...)[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(listBytes(t, asBook, rows...)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	for i, words := range hostile {
		if said := text[i+1]; said[0] != "'"+strings.ReplaceAll(words, "\r", "") || said[1] != "-12.50" {
			t.Errorf("%q is written as %q", words, said)
		}
		at := cell(1, i+2)
		said, _ := book.GetCellValue("名单", at)
		formula, _ := book.GetCellFormula("名单", at)
		if !strings.HasPrefix(said, "'") || formula != "" {
			t.Errorf("%q is written as %q, formula %q", words, said, formula)
		}
		if kind, _ := book.GetCellType("名单", cell(2, i+2)); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("a number is written as type %d", kind)
		}
	}
}

func TestCodesOfManyDigitsStayAsTheyAre(t *testing.T) {
	long := "915001560000000001"
	row := []model.ListCell{{Words: long}, {Words: "9007199254740993", IsNumber: true}}
	if text := string(listBytes(t, asText, row, []model.ListCell{{Words: "0123"}, {}}, []model.ListCell{{Words: "13800001234"}, {}})); !strings.Contains(text, long+"\t,9007199254740993\r\n0123\t,\r\n13800001234,\r\n") {
		t.Errorf("the text is %q", text)
	}
	book, err := excelize.OpenReader(bytes.NewReader(listBytes(t, asBook, row)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	for column, want := range map[int]string{1: long, 2: "9007199254740993"} {
		kind, _ := book.GetCellType("名单", cell(column, 2))
		if said, _ := book.GetCellValue("名单", cell(column, 2)); said != want || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is written as %s of type %d", want, said, kind)
		}
	}
}

// What LibreOffice reads from the workbook is what was written.
func TestAListOpensInAnOfficeProgram(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("LibreOffice is part of the tools for tests: %v", err)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "list.xlsx")
	row := []model.ListCell{{Words: "=1+1"}, {Words: "1234.50", IsNumber: true}}
	if err := os.WriteFile(path, listBytes(t, asBook, row, []model.ListCell{{Words: "915001560000000001"}, {}}), 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder, path)
	if said, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	read, err := os.ReadFile(filepath.Join(folder, "list.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "名称,金额（元）\n'=1+1,1234.5\n915001560000000001,\n"; string(read) != want {
		t.Errorf("the office program reads %q, want %q", read, want)
	}
}
