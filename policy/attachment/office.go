package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

const (
	maxEntries  = 2000
	maxUnpacked = 64 << 20
	// maxRatio holds for entries large enough to matter; a sheet of equal rows packs 100 to 1.
	maxRatio      = 250
	ratioFrom     = 1 << 20
	maxDirectives = 1 << 20 // bytes of a part that is read as a whole
)

// mainParts are the content types of the one part that says what a document is.
var mainParts = map[string]Type{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":       XLSX,
}

// typesPart, in small letters, lists what every part is.
const typesPart = "[content_types].xml"

const saveAnew = "，请在 Word、Excel 中另存为新文件后上传"

// checkOffice looks at every part of a docx or xlsx file: a plain archive of
// text and pictures without macros, embedded objects or links that load by themselves.
func checkOffice(content []byte) (Type, error) {
	if !isOnlyZip(content) {
		return "", refuse("zip_other", "文件前后附有其他内容"+saveAnew)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", refuse("damaged", "文件已损坏"+saveAnew)
	}
	if len(archive.File) > maxEntries {
		return "", refuse("zip_entries", "文件内部的部分过多，无法检查")
	}
	check := officeCheck{whole: content, seen: map[string]bool{}, left: maxUnpacked, packed: uint64(len(content))}
	for _, entry := range archive.File {
		if err := check.entry(entry); err != nil {
			return "", err
		}
	}
	if check.kind == "" {
		return "", refuse("type", "压缩包不能作为附件；只接受照片、PDF、docx 和 xlsx 文件")
	}
	return check.kind, nil
}

// isOnlyZip reports whether the archive is the whole file: nothing before, between its end and the file's, or in a comment.
func isOnlyZip(content []byte) bool {
	const end = 22
	at := len(content) - end
	return at >= 0 && bytes.HasPrefix(content[at:], []byte("PK\x05\x06")) && content[at+20] == 0 && content[at+21] == 0
}

type officeCheck struct {
	whole  []byte
	seen   map[string]bool
	left   int64  // bytes that may still be unpacked
	packed uint64 // bytes that entries may still take of the file; overlapping ones take more than there are
	kind   Type
}

func (c *officeCheck) entry(entry *zip.File) error {
	if err := c.name(entry); err != nil {
		return err
	}
	if entry.CompressedSize64 > c.packed {
		return refuse("zip_bomb", "文件内部互相重叠，无法检查")
	}
	c.packed -= entry.CompressedSize64
	if !c.agrees(entry) {
		return refuse("damaged", "文件已损坏"+saveAnew)
	}
	if entry.FileInfo().IsDir() {
		return nil
	}
	from, err := entry.Open()
	if err != nil {
		return refuse("damaged", "文件已损坏"+saveAnew)
	}
	defer func() { _ = from.Close() }()
	lower := strings.ToLower(entry.Name)
	scan := &partScan{keep: strings.HasSuffix(lower, ".rels") || lower == typesPart, limit: min(c.left, int64(maxRatio*entry.CompressedSize64)+ratioFrom)}
	_, err = io.Copy(scan, from)
	c.left -= scan.size
	var known *partRefusal
	switch {
	case errors.As(err, &known):
		return known.err
	case err != nil:
		return refuse("damaged", "文件已损坏"+saveAnew)
	}
	return c.part(lower, scan)
}

// name refuses what would be unpacked somewhere else, twice, or not as a file.
func (c *officeCheck) name(entry *zip.File) error {
	name := entry.Name
	folded := strings.ToLower(name)
	clean := strings.TrimSuffix(name, "/")
	odd := name == "" || strings.ContainsAny(name, "\\:\x00") || strings.HasPrefix(name, "/") || path.Clean(clean) != clean || strings.HasPrefix(clean, "..")
	if odd || c.seen[folded] || entry.Mode()&^0o777 != 0 && !entry.FileInfo().IsDir() {
		return refuse("zip_names", "文件内部的名称不合规范"+saveAnew)
	}
	if entry.Flags&1 != 0 {
		return refuse("encrypted", "文件设有密码，系统无法检查；请取消密码后上传")
	}
	c.seen[folded] = true
	for _, carrier := range []string{"vbaproject", "macrosheets/", "activex/", "embeddings/", "externallinks/", "customui/", "oleobject"} {
		if strings.Contains(folded, carrier) {
			return refuse("office_active", "文件中含有宏、控件、嵌入的文件或外部链接"+saveAnew)
		}
	}
	return nil
}

// agrees reports whether the entry itself has the name that the directory gives it:
// another program may go by the one that was not checked.
func (c *officeCheck) agrees(entry *zip.File) bool {
	data, err := entry.DataOffset()
	const fixed = 30
	for extra := int64(0); err == nil && extra < 1<<12; extra++ {
		at := data - fixed - int64(len(entry.Name)) - extra
		if at < 0 {
			return false
		}
		head := c.whole[at : at+fixed]
		size := int64(binary.LittleEndian.Uint16(head[26:])) + int64(binary.LittleEndian.Uint16(head[28:]))
		if bytes.HasPrefix(head, []byte("PK\x03\x04")) && at+fixed+size == data {
			return bytes.HasPrefix(c.whole[at+fixed:], []byte(entry.Name)) && int(binary.LittleEndian.Uint16(head[26:])) == len(entry.Name)
		}
	}
	return false
}

// part looks into what a part says.
func (c *officeCheck) part(name string, scan *partScan) error {
	switch {
	case name == typesPart:
		return c.contentTypes(scan.kept.Bytes())
	case strings.HasSuffix(name, ".rels"):
		return relations(scan.kept.Bytes(), scan.size)
	}
	return nil
}

func (c *officeCheck) contentTypes(text []byte) error {
	var types struct {
		Default, Override []struct {
			ContentType string `xml:",attr"`
		}
	}
	if xml.Unmarshal(text, &types) != nil {
		return refuse("damaged", "文件已损坏"+saveAnew)
	}
	for _, one := range append(types.Default, types.Override...) {
		said := strings.ToLower(one.ContentType)
		for _, word := range []string{"macro", "vba", "activex", "oleobject"} {
			if strings.Contains(said, word) {
				return refuse("office_active", "文件中含有宏或控件"+saveAnew)
			}
		}
		if kind := mainParts[said]; kind != "" {
			if c.kind != "" && c.kind != kind {
				return refuse("zip_other", "文件同时是两种文档"+saveAnew)
			}
			c.kind = kind
		}
	}
	return nil
}

// relations refuses links that load by themselves: only those a person clicks may lead outside.
func relations(text []byte, size int64) error {
	var all struct {
		Relationship []struct {
			Type       string `xml:",attr"`
			Target     string `xml:",attr"`
			TargetMode string `xml:",attr"`
		}
	}
	if size > maxDirectives || xml.Unmarshal(text, &all) != nil {
		return refuse("damaged", "文件已损坏"+saveAnew)
	}
	for _, one := range all.Relationship {
		target := strings.ToLower(strings.TrimSpace(one.Target))
		clicked := strings.HasSuffix(one.Type, "/hyperlink") &&
			(strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "mailto:"))
		outside := strings.EqualFold(one.TargetMode, "External") || strings.Contains(target, "://") || strings.HasPrefix(target, `\\`)
		if outside && !clicked {
			return refuse("office_external", "文件会自动打开外部链接"+saveAnew)
		}
	}
	return nil
}

// partScan takes a part's bytes as they are unpacked: it counts them, keeps the
// first, and refuses archives within the archive and XML that declares entities.
type partScan struct {
	limit int64
	size  int64
	keep  bool
	kept  bytes.Buffer
	head  []byte
	tail  []byte // the end of what came before, in which a word may have begun
}

// partRefusal stops the unpacking.
type partRefusal struct{ err error }

func (p *partRefusal) Error() string { return "refused" }

// packers are the first bytes of archives and programs.
var packers = []string{"PK\x03\x04", "PK\x05\x06", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "BZh", "\xfd7zXZ", "\xd0\xcf\x11\xe0", "MZ", "\x7fELF", "%PDF-"}

func (p *partScan) Write(b []byte) (int, error) {
	if len(p.head) < 8 {
		p.head = append(p.head, b[:min(len(b), 8)]...)
		if err := checkHead(p.head); err != nil {
			return 0, &partRefusal{err}
		}
	}
	if p.size += int64(len(b)); p.size > p.limit {
		return 0, &partRefusal{refuse("zip_bomb", "文件解压后过大，无法检查")}
	}
	seam := append(p.tail, b[:min(len(b), 16)]...)
	for _, declares := range []string{"<!DOCTYPE", "<!ENTITY", "DDEAUTO"} {
		if bytes.Contains(b, []byte(declares)) || bytes.Contains(seam, []byte(declares)) {
			return 0, &partRefusal{refuse("office_active", "文件中含有外部实体或自动执行的内容"+saveAnew)}
		}
	}
	p.tail = append(p.tail[:0], b[max(0, len(b)-16):]...)
	if p.keep && p.kept.Len() < maxDirectives {
		p.kept.Write(b[:min(len(b), maxDirectives-p.kept.Len())])
	}
	return len(b), nil
}

func checkHead(head []byte) error {
	for _, packer := range packers {
		if bytes.HasPrefix(head, []byte(packer)) {
			return refuse("office_nested", "文件中嵌有其他文件"+saveAnew)
		}
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.HasPrefix(head, []byte("<\x00")) || bytes.HasPrefix(head, []byte("\x00<")) {
		return refuse("damaged", "文件的字符编码不受支持"+saveAnew)
	}
	return nil
}
