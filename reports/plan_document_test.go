package reports

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

func TestATableOfADocumentBeginsAndKeepsItsLines(t *testing.T) {
	p := func(words ...string) string {
		return "<w:p><w:r><w:t>" + strings.Join(words, "</w:t></w:r></w:p><w:p><w:r><w:t>") + "</w:t></w:r></w:p>"
	}
	body := p("附件", "任务分解表") + "<w:tbl><w:tr><w:tc>" + p("序号") + "</w:tc><w:tc>" + p("牵头", "单位") + "</w:tc></w:tr><w:tr><w:tc>" + p("1") +
		"</w:tc><w:tc>" + p("区交通局", "区公安局") + "</w:tc></w:tr></w:tbl>" + p("完")
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	part, err := archive.Create(documentPart)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(`<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := ReadPlanFile(bytes.NewReader(file.Bytes()), int64(file.Len()), nil)
	want := "附件\n任务分解表\n\n\t序号\n\t牵头\u2028单位\n\n\t1\n\t区交通局\u2028区公安局\n\n完\n"
	if err != nil || read.Format != "docx" || read.Text != want {
		t.Errorf("%v, %q\nwant %q", err, read.Text, want)
	}
}
