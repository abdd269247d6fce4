package reports

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"yijian/model"
)

const (
	documentPart = "word/document.xml"
	mostDocument = 32 << 20 // bytes of the part, unfolded
	mostDepth    = 64       // of tags in one another; Word writes fewer than thirty
)

// readDocument gives the words of a Word document as text: a paragraph is a line; a table's cell
// is a line after a tab, its paragraphs parted by model.CellBreak, and a row ends with an empty line,
// as what stands before the table does. Nothing else of the file is read.
func readDocument(part *zip.File) (string, error) {
	content, err := part.Open()
	if err != nil {
		return "", notPlan()
	}
	defer func() { _ = content.Close() }() // it was only read
	d := &documentText{in: xml.NewDecoder(io.LimitReader(content, mostDocument))}
	if err := d.read(); err != nil {
		return "", err
	}
	return d.out.String(), nil
}

// documentText gathers the text of a document.
type documentText struct {
	in     *xml.Decoder
	out    strings.Builder
	line   strings.Builder // of the paragraph or cell that is read
	tables int             // in one another
	depth  int
	inText bool
}

func (d *documentText) read() error {
	for {
		token, err := d.in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return notPlan()
		}
		switch t := token.(type) {
		case xml.StartElement:
			if d.depth++; d.depth > mostDepth {
				return notPlan()
			}
			d.begin(t.Name.Local)
		case xml.EndElement:
			d.depth--
			d.end(t.Name.Local)
		case xml.CharData:
			if d.inText {
				d.line.Write(t)
			}
		}
		if d.out.Len()+d.line.Len() > mostPlanText {
			return unreadable("file.too_large", "文档的文字过多，不像是一份方案")
		}
	}
}

func (d *documentText) begin(tag string) {
	switch tag {
	case "t":
		d.inText = true
	case "tbl":
		if d.tables++; d.tables == 1 {
			d.out.WriteString("\n")
		}
	case "tab":
		d.line.WriteString(" ")
	case "br", "cr":
		d.line.WriteString(map[bool]string{true: model.CellBreak, false: " "}[d.tables > 0])
	}
}

func (d *documentText) end(tag string) {
	switch {
	case tag == "t":
		d.inText = false
	case tag == "p" && d.tables == 0:
		d.out.WriteString(d.line.String() + "\n")
		d.line.Reset()
	case tag == "p":
		d.line.WriteString(model.CellBreak)
	case tag == "tc" && d.tables == 1:
		d.out.WriteString("\t" + strings.TrimSpace(d.line.String()) + "\n")
		d.line.Reset()
	case tag == "tr" && d.tables == 1:
		d.out.WriteString("\n")
	case tag == "tbl":
		d.tables--
	}
}
