package attachment

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// The builders below make files of every kind, good and bad; none is stored.

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// photo is a picture whose corners can be told apart: red, green, blue, white from the top left on.
func photo(width, height int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{255, 255, 255, 255}
			switch {
			case y < height/2 && x < width/2:
				c = color.RGBA{255, 0, 0, 255}
			case y < height/2:
				c = color.RGBA{0, 255, 0, 255}
			case x < width/2:
				c = color.RGBA{0, 0, 255, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func jpegOf(t testing.TB, p image.Image) []byte {
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, p, nil))
	return out.Bytes()
}

func pngOf(t testing.TB, p image.Image) []byte {
	var out bytes.Buffer
	must(t, png.Encode(&out, p))
	return out.Bytes()
}

func gifOf(t testing.TB) []byte {
	var out bytes.Buffer
	must(t, gif.Encode(&out, photo(8, 8), nil))
	return out.Bytes()
}

// segment is one JPEG segment.
func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// withSegments puts segments behind the first marker.
func withSegments(picture []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(picture[:2]), bytes.Join(segments, nil)...), picture[2:]...)
}

// exif holds an orientation and a GPS block with a word that must not survive.
func exif(orientation uint16) []byte {
	var tiff bytes.Buffer
	tiff.WriteString("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	entry := func(tag, kind uint16, count, value uint32) {
		_ = binary.Write(&tiff, binary.BigEndian, tag)
		_ = binary.Write(&tiff, binary.BigEndian, kind)
		_ = binary.Write(&tiff, binary.BigEndian, count)
		_ = binary.Write(&tiff, binary.BigEndian, value)
	}
	entry(0x0112, 3, 1, uint32(orientation)<<16)
	entry(0x8825, 4, 1, 38) // GPS
	tiff.WriteString("\x00\x00\x00\x00")
	tiff.WriteString("GPS-CANARY 30.4167N 107.8833E")
	return segment(0xe1, tiff.String())
}

func pngChunk(name, content string) []byte {
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(content))), name+content...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE([]byte(name+content)))
}

// pngHeader is a PNG of the size with hardly any data.
func pngHeader(width, height uint32, data string) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	out := append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", string(head)+"\x08\x06\x00\x00\x00")...)
	return append(append(out, pngChunk("IDAT", data)...), pngChunk("IEND", "")...)
}

func zlibOf(content []byte) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(content)
	_ = w.Close()
	return out.String()
}

// jpegHeader promises a size and says nothing else.
func jpegHeader(width, height uint16, marker byte) []byte {
	frame := "\x08" + string(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, height), width)) + "\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
	return append(append([]byte{0xff, 0xd8}, segment(marker, frame)...), append(segment(0xda, "\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"), "\x00\xff\xd9"...)...)
}

// lossyWebP promises a size; a chunk of the given name carries it.
func webpHeader(name string, content []byte) []byte {
	chunk := append([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(content)))...)
	body := append([]byte("WEBP"), append(chunk, content...)...)
	return append(append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...), body...)
}

type part struct{ name, content string }

func zipOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, p := range parts {
		entry, err := w.Create(p.name)
		must(t, err)
		_, err = io.WriteString(entry, p.content)
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

const (
	wordMain  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	sheetMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

func types(main string) part {
	return part{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="` + main + `"/></Types>`}
}

func relation(name, kind, target, mode string) part {
	return part{name, fmt.Sprintf(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s" TargetMode="%s"/></Relationships>`, kind, target, mode)}
}

// office is a good document with further parts.
func office(t testing.TB, main string, more ...part) []byte {
	return zipOf(t, append([]part{types(main), relation("_rels/.rels", "officeDocument", "word/document.xml", ""),
		{"word/document.xml", `<w:document><w:body>佐证材料</w:body></w:document>`}}, more...)...)
}

// pdf is a good document with further objects.
func pdf(more ...string) []byte {
	noise := rand.New(rand.NewPCG(1, 2))
	page := make([]byte, 4000)
	for i := range page {
		page[i] = byte(noise.Uint32())
	}
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.cn/)>>>>]>>",
		"<</Length 4000/Filter/FlateDecode>>\nstream\n" + string(page) + "\nendstream",
	}, more...)
	var out strings.Builder
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, object := range objects {
		_, _ = fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	out.WriteString("trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
	return []byte(out.String())
}

// packed is an object stream.
func packed(content, dictionary string) string {
	data := zlibOf([]byte(content))
	return fmt.Sprintf("<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode%s>>stream\r\n%s\nendstream", len(data), dictionary, data)
}
