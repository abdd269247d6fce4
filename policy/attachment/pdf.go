package attachment

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"slices"
	"strings"
)

// active are the names by which a PDF acts by itself, sends data away or carries other files.
var active = map[string]string{
	"JavaScript": "脚本", "JS": "脚本", "Launch": "启动程序的动作", "SubmitForm": "提交数据的动作", "ImportData": "导入数据的动作",
	"GoToR": "打开其他文件的动作", "GoToE": "打开其他文件的动作", "EmbeddedFile": "嵌入的文件", "EmbeddedFiles": "嵌入的文件", "EF": "嵌入的文件",
	"RichMedia": "多媒体", "Movie": "多媒体", "Sound": "多媒体", "Rendition": "多媒体", "3D": "多媒体", "XFA": "动态表单",
}

// The most bytes that a PDF's packed objects may unpack to, together and each pack.
const (
	maxObjects = 64 << 20
	maxPack    = 8 << 20
)

const printAnew = "，不能上传；请用打印功能另存为新的 PDF"

// checkPDF looks at every object of a PDF that a reader could act on: those
// written openly and those packed in object streams. It does not look into page
// contents, pictures and fonts, which cannot act, but refuses any of them that
// hides a further object.
func checkPDF(content []byte) error {
	whole := bytes.TrimRight(content, "\x00\t\n\f\r ")
	if !bytes.HasSuffix(whole, []byte("%%EOF")) || isAlsoZip(content) {
		return refuse("pdf_trailing", "PDF 末尾不完整或附有其他内容"+printAnew)
	}
	begin := bytes.ToLower(content[:min(len(content), 1024)])
	if bytes.Contains(begin, []byte("<html")) || bytes.Contains(begin, []byte("<script")) {
		return refuse("pdf_other", "PDF 中混有网页内容"+printAnew)
	}
	check := pdfCheck{left: maxObjects}
	for rest := whole; len(rest) > 0; {
		open, data, after := cutStream(rest)
		names := namesIn(open)
		if err := check.names(names); err != nil {
			return err
		}
		if data != nil {
			if endsInside(open) {
				return refuse("pdf_hidden", "PDF 中藏有其他内容"+printAnew)
			}
			if err := check.stream(open, data); err != nil {
				return err
			}
		}
		rest = after
	}
	return nil
}

// isAlsoZip reports whether the end of the file is also the end of a ZIP archive.
func isAlsoZip(content []byte) bool {
	const tail = 22
	for at := bytes.LastIndex(content, []byte("PK\x05\x06")); at >= 0 && at+tail <= len(content); at = bytes.LastIndex(content[:at], []byte("PK\x05\x06")) {
		comment := int(content[at+20]) | int(content[at+21])<<8
		if at+tail+comment <= len(content) && len(content)-at-tail-comment <= 1024 {
			return true
		}
		if len(content)-at > 1<<17 {
			return false
		}
	}
	return false
}

// cutStream cuts at the next stream: what stands before it, its data (nil at the end), and what follows.
func cutStream(rest []byte) (open, data, after []byte) {
	for from := 0; ; {
		at := bytes.Index(rest[from:], []byte("stream"))
		if at < 0 {
			return rest, nil, nil
		}
		at += from
		from = at + len("stream")
		begins := bytes.HasSuffix(bytes.TrimRight(rest[:at], "\x00\t\n\f\r "), []byte(">>"))
		if !begins || from >= len(rest) || rest[from] != '\n' && rest[from] != '\r' {
			continue
		}
		data = bytes.TrimLeft(rest[from:], "\r\n")
		end := bytes.Index(data, []byte("endstream"))
		if end < 0 {
			return rest[:at], data, nil
		}
		return rest[:at], data[:end], data[end:]
	}
}

// endsInside reports whether PDF text breaks off inside a string or a comment, where
// no stream can begin.
func endsInside(text []byte) bool {
	depth, comment := 0, false
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case comment:
			comment = c != '\n' && c != '\r'
		case c == '\\' && depth > 0:
			at++
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == '%' && depth == 0:
			comment = true
		}
	}
	return comment || depth > 0
}

type pdfCheck struct {
	left     int64
	unpacked []byte // one room for every pack in turn
}

func (c *pdfCheck) names(names []string) error {
	for _, name := range names {
		if name == "Encrypt" {
			return refuse("pdf_encrypted", "PDF 设有密码或权限限制，系统无法检查"+printAnew)
		}
		if what := active[name]; what != "" {
			return refuse("pdf_active", "PDF 中含有"+what+printAnew)
		}
	}
	return nil
}

// stream looks into packed objects, and for objects hidden where none belong.
func (c *pdfCheck) stream(open, data []byte) error {
	dictionary := open
	if at := bytes.LastIndex(open, []byte(" obj")); at >= 0 {
		dictionary = open[at:]
	}
	held := map[string]bool{}
	for _, name := range namesIn(dictionary) {
		held[name] = true
	}
	if !held["ObjStm"] {
		// A reader that begins elsewhere may see openly what is a stream here. Names of
		// two characters are left out: they turn up in any picture by chance.
		telling := slices.DeleteFunc(namesIn(data), func(name string) bool { return len(name) < 3 })
		if err := c.names(telling); err != nil {
			return err
		}
		if hidesObject(data) {
			return refuse("pdf_hidden", "PDF 中藏有其他内容"+printAnew)
		}
		return nil
	}
	if held["Predictor"] || held["LZWDecode"] || held["ASCIIHexDecode"] || held["ASCII85Decode"] || held["RunLengthDecode"] || held["Crypt"] {
		return refuse("pdf_packed", "PDF 的压缩方式无法检查"+printAnew)
	}
	if !held["FlateDecode"] && !held["Fl"] {
		return c.names(namesIn(data))
	}
	return c.packed(data)
}

func (c *pdfCheck) packed(data []byte) error {
	unpack, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return refuse("pdf_packed", "PDF 已损坏，系统无法检查"+printAnew)
	}
	if c.unpacked == nil {
		c.unpacked = make([]byte, maxPack+1)
	}
	n, err := io.ReadFull(unpack, c.unpacked)
	if c.left -= int64(n); c.left < 0 || n > maxPack {
		return refuse("pdf_bomb", "PDF 解压后过大"+printAnew)
	}
	if n == 0 && !errors.Is(err, io.EOF) {
		return refuse("pdf_packed", "PDF 已损坏，系统无法检查"+printAnew)
	}
	return c.names(namesIn(c.unpacked[:n])) // also of a pack that breaks off: a reader may make do with it
}

// namesIn returns the names in PDF text, with #xx read as the character it stands for.
func namesIn(text []byte) []string {
	var names []string
	for at := bytes.IndexByte(text, '/'); at >= 0; {
		text = text[at+1:]
		end := bytes.IndexAny(text, "\x00\t\n\f\r ()<>[]{}/%")
		if end < 0 {
			end = len(text)
		}
		if end <= 60 { // none of those looked for is longer, also when written as #xx throughout
			names = append(names, plainName(text[:end]))
		}
		text = text[end:]
		at = bytes.IndexByte(text, '/')
	}
	return names
}

func plainName(raw []byte) string {
	if bytes.IndexByte(raw, '#') < 0 {
		return string(raw)
	}
	var name strings.Builder
	for at := 0; at < len(raw); at++ {
		high, low := -1, -1
		if raw[at] == '#' && at+2 < len(raw) {
			high, low = hexDigit(raw[at+1]), hexDigit(raw[at+2])
		}
		if high < 0 || low < 0 {
			name.WriteByte(raw[at])
			continue
		}
		name.WriteByte(byte(high<<4 | low))
		at += 2
	}
	return name.String()
}

func hexDigit(c byte) int {
	if c >= 'A' && c <= 'F' {
		c += 'a' - 'A'
	}
	return strings.IndexByte("0123456789abcdef", c)
}

// hidesObject reports whether "12 0 obj" stands in data where no object belongs.
func hidesObject(data []byte) bool {
	for at := bytes.Index(data, []byte("obj")); at >= 0; {
		before, digits := data[:at], 0
		for range 2 {
			spaced := bytes.TrimRight(before, "\x00\t\n\f\r ")
			bare := bytes.TrimRight(spaced, "0123456789")
			if len(spaced) == len(before) || len(bare) == len(spaced) {
				break
			}
			before, digits = bare, digits+1
		}
		if digits == 2 {
			return true
		}
		next := bytes.Index(data[at+3:], []byte("obj"))
		if next < 0 {
			return false
		}
		at += 3 + next
	}
	return false
}
