package reports

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yijian/model"
)

// hostileSheets are one kind of record of two columns.
var hostileSheets = []model.Sheet{{Noun: "enterprises", Title: "企业", Columns: []model.SheetColumn{
	{Key: "uscc", Title: "统一社会信用代码", Kind: model.CellCode}, {Key: "name", Title: "企业名称", Kind: model.CellText},
}}}

const (
	hostileHead = `<row r="1"><c r="A1" t="inlineStr"><is><t>统一社会信用代码</t></is></c><c r="B1" t="inlineStr"><is><t>企业名称</t></is></c></row>`
	sharedRow   = `<row r="2"><c r="A2" t="s"><v>0</v></c></row>`
	textHead    = "统一社会信用代码,企业名称\r\n"
)

// bookParts is a workbook of one sheet with the rows and shared strings; more parts stand beside.
func bookParts(rows, shared string, more map[string]string) map[string]string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets><sheet name="企业" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office +
			`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + hostileHead + rows + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":     `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`,
	}
	for name, content := range more {
		parts[name] = content
	}
	return parts
}

// zipped packs the parts; those in lies say of themselves that they are of 100 bytes.
func zipped(t *testing.T, parts map[string]string, lies ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	add := func(name, content string, size uint64) {
		var packed bytes.Buffer
		packer, err := flate.NewWriter(&packed, flate.BestSpeed)
		if err == nil {
			_, err = io.WriteString(packer, content)
		}
		if err == nil {
			err = packer.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: size}
		part, err := archive.CreateRaw(header)
		if err == nil {
			_, err = part.Write(packed.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range parts {
		size := uint64(len(content))
		for _, liar := range lies {
			if liar == name {
				size = 100
			}
		}
		add(name, content, size)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// peakOf runs it and returns by how much what the heap holds grew at most, sampled.
func peakOf(run func()) (peak int64) {
	var before, during runtime.MemStats
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // what is held, not what waits to be collected
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, sampled := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(sampled)
		for {
			runtime.ReadMemStats(&during)
			peak = max(peak, int64(during.HeapAlloc)-int64(before.HeapAlloc))
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	run()
	close(done)
	<-sampled
	return peak
}

func repeated(n int, line func(i int) string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(line(i))
	}
	return all.String()
}

func inlineRow(n int) string {
	return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>%d</t></is></c></row>`, n+2, n+2, n)
}

func noise(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	letters := make([]byte, n)
	for i := range letters {
		letters[i] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"[random.IntN(64)]
	}
	return string(letters)
}

// What a file holds, whoever made it, costs bounded memory and time: it is read right, or
// refused in words.
func TestHostileFilesAreRefusedOrReadRight(t *testing.T) {
	const most, longest = 80 << 20, 60 * time.Second
	book := func(rows, shared string, more map[string]string, lies ...string) func(*testing.T) []byte {
		return func(t *testing.T) []byte { t.Helper(); return zipped(t, bookParts(rows, shared, more), lies...) }
	}
	text := func(content string) func(*testing.T) []byte {
		return func(*testing.T) []byte { return []byte(content) }
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(textHead + "9150,演示𠮷快递\r\n")
	if err != nil {
		t.Fatal(err)
	}
	zeros := func(lies ...string) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			t.Helper()
			return zipped(t, bookParts("", "", map[string]string{"xl/worksheets/sheet2.xml": strings.Repeat("0", 65<<20)}), lies...)
		}
	}
	for _, c := range []struct {
		name string
		file func(*testing.T) []byte
		want string // reason; or the rows read and the first of them
	}{
		{"a part that unfolds to 65 MB", zeros(), "file.too_large"},
		{"a part of 65 MB that says it has 100 bytes", zeros("xl/worksheets/sheet2.xml"), "file.unreadable"},
		{"a sheet that says it has 100 bytes", book(strings.Repeat(inlineRow(0), 1000), "", nil, "xl/worksheets/sheet1.xml"), "file.unreadable"},
		{"a million shared strings", book(sharedRow, strings.Repeat("<si><t>a</t></si>", 1_000_000), nil), "file.too_large"},
		{"many shared strings", book(sharedRow, strings.Repeat("<si><t>a</t></si>", mostShared/4), nil), "1 [a ]"},
		{"a shared string of 2 MB", book(sharedRow, "<si><t>"+noise(2<<20)+"</t></si>", nil), "file.too_large"},
		{"pictures of 17 MB", book("", "", map[string]string{"xl/media/image1.png": strings.Repeat("0", 17<<20)}), "file.too_large"},
		{"one long string in 200,000 cells", book(repeated(20_000, func(int) string { return "<row>" + strings.Repeat(`<c t="s"><v>0</v></c>`, 10) + "</row>" }),
			"<si><t>"+strings.Repeat("长", 32_000)+"</t></si>", nil), "file.too_large"},
		{"a million empty rows", book(strings.Repeat("<row/>", 1_000_000)+inlineRow(1_000_000), "", nil), "1 [1000000 ]"},
		{"a cell of 10 MB", book(`<row r="2"><c r="A2" t="inlineStr"><is><t>`+strings.Repeat("1", 10<<20)+`</t></is></c></row>`, "", nil), "file.too_large"},
		{"a cell of 500 kB", book(`<row r="2"><c r="A2" t="inlineStr"><is><t>`+strings.Repeat("1", 500<<10)+`</t></is></c></row>`, "", nil), "1 [" + strings.Repeat("1", longestTaken) + " ]"},
		{"a row in the last column", book(repeated(300, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+2, i+2) }), "", nil), "file.too_large"},
		{"three million empty cells in a row", book("<row>"+strings.Repeat("<c/>", 3_000_000)+"</row>", "", nil), "file.too_large"},
		{"cells under another prefix", book("<x:row>"+strings.Repeat("<x:c/>", 1_000_000)+"</x:row>", "", nil), "file.too_large"},
		{"3 MB of styles", book(inlineRow(0), "", map[string]string{"xl/styles.xml": "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", 600_000) + "</cellXfs></styleSheet>"}), "file.too_large"},
		{"a workbook part of 30 MB", book(inlineRow(0), "", map[string]string{"xl/workbook.xml": bookParts("", "", nil)["xl/workbook.xml"] + strings.Repeat("<a/>", 8<<20)}), "file.too_large"},
		{"20,001 rows", book(repeated(20_001, inlineRow), "", nil), "file.too_many_rows"},
		{"20,000 rows", book(repeated(20_000, inlineRow), "", nil), "20000 [0 ]"},
		{"no zip after all", text("PK\x03\x04" + noise(1000)), "file.unreadable"},
		{"a text document", func(t *testing.T) []byte {
			return zipped(t, map[string]string{"word/document.xml": "<w:document/>", "[Content_Types].xml": "<Types/>"})
		}, "file.unreadable"},
		{"an old or a locked workbook", text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(1000)), "file.old"},
		{"nothing", text(""), "file.empty"},
		{"100,001 lines", text(textHead + repeated(100_001, func(i int) string { return fmt.Sprintf("%d,演示\n", i) })), "file.too_many_rows"},
		{"100,000 lines", text(textHead + repeated(100_000, func(i int) string { return fmt.Sprintf("%d,演示\n", i) })), "100000 [0 演示]"},
		{"GB18030", text(gb), "1 [9150 演示𠮷快递]"},
		{"UTF-8 with its mark", text("\ufeff" + textHead + "9150,演示\n"), "1 [9150 演示]"},
		{"zero bytes", text("\x00\x01\x02" + noise(1000)), "file.unreadable"},
		{"a broken character", text(textHead + "9150,\xff\xfe\n"), "file.encoding"},
		{"a quotation mark that is never closed", text(textHead + "\"9150,演示\n" + strings.Repeat("1,2\n", 1<<20)), "file.row_long"},
		{"a line of 4 MB of commas", text(textHead + strings.Repeat(",", 4<<20)), "file.row_long"},
		{"headings without end", text(strings.Repeat("企业名称,", 200_000)), "file.row_long"},
		{"quotation marks astray", text(textHead + "91\"50,演示\n"), "file.unreadable"},
		{"a picture", text("\x89PNG\r\n\x1a\n" + noise(1000)), "file."},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := c.file(t)
			var got string
			begun := time.Now()
			peak := peakOf(func() { got = readHostile(file) })
			t.Logf("%d bytes, %d MB, %s", len(file), peak>>20, time.Since(begun).Round(time.Millisecond))
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("got %.200s, want %.200s", got, c.want)
			}
			if took := time.Since(begun); peak > most || took > longest {
				t.Errorf("took %d MB and %s", peak>>20, took)
			}
		})
	}
}

// readHostile is the reason of the refusal, or how many rows there are and the first.
func readHostile(file []byte) string {
	rows, first := 0, model.SheetRow{}
	_, err := ReadRegister(bytes.NewReader(file), int64(len(file)), hostileSheets, func(row model.SheetRow) error {
		if rows++; rows == 1 {
			first = row
		}
		return nil
	})
	for _, f := range model.FieldsOf(err) {
		return f.Reason
	}
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(rows, " ", first.Cells)
}
