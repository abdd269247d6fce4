package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/webp"
)

// canary stands for coordinates; it is planted wherever a photograph may say where it was taken.
const canary = "30.4167N107.8833E"

const xmpPacket = `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="` + canary +
	`" exif:GPSAltitude='` + canary + `'><exif:GPSLongitude>` + canary + `</exif:GPSLongitude><dc:title x="GPS" y="z">报告</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`

// placedJPEG is a photograph that says in four ways where it was taken, and in a preview behind it.
func placedJPEG(t testing.TB, p image.Image, orientation uint16) []byte {
	place := exif(orientation)
	place = bytes.Replace(place, []byte("GPS-CANARY 30.4167N 107.8833E"), []byte(fmt.Sprintf("%-29s", canary)), 1)
	whole := withSegments(jpegOf(t, p), place, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpPacket),
		segment(0xed, "Photoshop 3.0\x00"+canary), segment(0xfe, canary))
	return append(whole, withSegments(jpegOf(t, photo(8, 8)), segment(0xe1, "Exif\x00\x00"+canary))...)
}

func placedPNG(t testing.TB) []byte {
	shot := pngOf(t, photo(64, 48))
	chunks := append(pngChunk("eXIf", canary), pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpPacket)...)
	chunks = append(chunks, pngChunk("tEXt", "Location\x00"+canary)...)
	return append(bytes.Clone(shot[:33]), append(chunks, shot[33:]...)...)
}

// placedTIFF is the directory of a picture with a place, a description and XMP.
func placedTIFF(order binary.AppendByteOrder) []byte {
	mark := map[bool]string{true: "II*\x00", false: "MM\x00*"}[order.String() == "LittleEndian"]
	out := order.AppendUint32([]byte(mark), 8)
	entry := func(tag, kind uint16, count, value uint32) {
		out = order.AppendUint16(order.AppendUint16(out, tag), kind)
		out = order.AppendUint32(order.AppendUint32(out, count), value)
	}
	const texts, gps = 100, 70
	out = order.AppendUint16(out, 4)
	entry(256, 4, 1, 64)
	entry(270, 2, uint32(len(canary)), texts)
	entry(700, 1, uint32(len(canary)), texts+uint32(len(canary)))
	entry(0x8825, 4, 1, gps)
	out = order.AppendUint32(out, 0)
	out = append(out, make([]byte, gps-len(out))...)
	out = order.AppendUint16(out, 1)
	entry(2, 2, uint32(len(canary)), texts+2*uint32(len(canary)))
	out = order.AppendUint32(out, 0)
	out = append(out, make([]byte, texts-len(out))...)
	return append(out, strings.Repeat(canary, 3)...)
}

func placedWebP() []byte {
	vp8x := append([]byte("VP8X\x0a\x00\x00\x00\x0c\x00\x00\x00"), 63, 0, 0, 47, 0, 0)
	chunk := func(name, text string) []byte {
		if len(text)%2 == 1 {
			text += " "
		}
		return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(text))), text...)
	}
	body := append(append(append([]byte("WEBP"), vp8x...), chunk("EXIF", canary)...), chunk("XMP ", xmpPacket)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// placedParts are photographs of every kind in the folder of a document's media.
func placedParts(t testing.TB, folder string) []part {
	return []part{
		{folder + "image1.jpeg", string(placedJPEG(t, photo(64, 48), 6))}, {folder + "image2.png", string(placedPNG(t))},
		{folder + "image3.tiff", string(placedTIFF(binary.LittleEndian))}, {folder + "image4.tif", string(placedTIFF(binary.BigEndian))},
		{folder + "image5.webp", string(placedWebP())}, {folder + "without.ending", string(placedJPEG(t, photo(16, 16), 1))},
	}
}

// membersOf are the parts of a document, unpacked, and as they are packed.
func membersOf(t testing.TB, content []byte) (plain, raw map[string]string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	plain, raw = map[string]string{}, map[string]string{}
	for _, entry := range archive.File {
		from, err := entry.Open()
		must(t, err)
		text, err := io.ReadAll(from) // also compares the checksum
		must(t, err)
		packed, err := entry.OpenRaw()
		must(t, err)
		bare, err := io.ReadAll(packed)
		must(t, err)
		plain[entry.Name], raw[entry.Name] = string(text), string(bare)
	}
	return plain, raw
}

func TestPhotographsInDocumentsTellNoPlace(t *testing.T) {
	for main, folder := range map[string]string{wordMain: "word/media/", sheetMain: "xl/media/"} {
		parts := placedParts(t, folder)
		content := office(t, main, append(parts, part{"docProps/core.xml", "<cp:coreProperties><dc:creator>演示</dc:creator></cp:coreProperties>"})...)
		before, packed := membersOf(t, content)
		if n := strings.Count(fmt.Sprint(before), canary); n < 20 {
			t.Fatalf("the canary is planted %d times", n)
		}
		got, err := accept(bytes.Clone(content))
		must(t, err)
		after, repacked := membersOf(t, got.Content)
		if len(after) != len(before) {
			t.Errorf("%d parts became %d", len(before), len(after))
		}
		for name, text := range after {
			switch {
			case strings.Contains(text, canary) || strings.Contains(repacked[name], canary):
				t.Errorf("%s still says where", name)
			case len(text) != len(before[name]):
				t.Errorf("%s has %d bytes, had %d", name, len(text), len(before[name]))
			case !strings.Contains(before[name], canary) && packed[name] != repacked[name]:
				t.Errorf("%s came out different", name)
			}
		}
		for name, decode := range map[string]func(io.Reader) (image.Image, error){"image1.jpeg": jpeg.Decode, "image2.png": png.Decode} {
			if _, err := decode(strings.NewReader(after[folder+name])); err != nil {
				t.Errorf("%s is no picture any more: %v", name, err)
			}
		}
		if s, ok := jpegShape([]byte(after[folder+"image1.jpeg"])); !ok || s.orientation != 6 {
			t.Errorf("the photograph lies: %+v", s)
		}
		if again, err := accept(bytes.Clone(got.Content)); err != nil || !bytes.Equal(again.Content, got.Content) {
			t.Errorf("cleaned twice it is another document: %v", err)
		}
	}
	if _, err := webp.DecodeConfig(bytes.NewReader(placedWebP())); err != nil {
		t.Fatalf("the test's WebP is none: %v", err)
	}
}

func TestASignedDocumentStaysAsItIs(t *testing.T) {
	signed := office(t, wordMain, append(placedParts(t, "word/media/"), part{"_xmlsignatures/sig1.xml", "<Signature/>"})...)
	paper := pdf("<</Type/Sig/ByteRange[0 1 2 3]>>", "<</Filter/DCTDecode>>stream\n"+string(placedJPEG(t, photo(8, 8), 1))+"\nendstream")
	for name, content := range map[string][]byte{"Word": signed, "PDF": paper} {
		got, err := accept(bytes.Clone(content))
		must(t, err)
		if !bytes.Equal(got.Content, content) {
			t.Errorf("%s came out different, and its signature no longer holds", name)
		}
	}
}

func placedPDF(t testing.TB) []byte {
	picture := placedJPEG(t, photo(64, 48), 1)
	return pdf(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream", len(picture), picture),
		fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", len(xmpPacket), xmpPacket))
}

func TestPhotographsInPDFsTellNoPlace(t *testing.T) {
	content := placedPDF(t)
	got, err := accept(bytes.Clone(content))
	must(t, err)
	if len(got.Content) != len(content) {
		t.Fatalf("%d bytes became %d: its table of places no longer holds", len(content), len(got.Content))
	}
	if at := bytes.Index(got.Content, []byte(canary)); at >= 0 {
		t.Errorf("it still says where: %.80q", got.Content[max(0, at-40):])
	}
	if !bytes.Contains(got.Content, []byte(`</exif:GPSLongitude><dc:title x="GPS" y="z">报告</dc:title>`)) || !bytes.Contains(got.Content, []byte(`exif:GPSLatitude="  `)) {
		t.Error("the packet lost more than the place")
	}
	for i := range content {
		if content[i] != got.Content[i] && (i < bytes.Index(content, []byte("\xff\xd8\xff")) || i > bytes.LastIndex(content, []byte("</x:xmpmeta>"))) {
			t.Fatalf("byte %d outside of the photograph and the packet is another", i)
		}
	}
}

// TestDocumentsWithPhotographsAreCleanedInBounds takes the largest documents of
// photographs within the memory and the time of TestHostile.
func TestDocumentsWithPhotographsAreCleanedInBounds(t *testing.T) {
	noise := rand.New(rand.NewPCG(3, 4))
	rest := make([]byte, 15<<20)
	for i := range rest {
		rest[i] = byte(noise.Uint32())
	}
	big := append(placedJPEG(t, photo(64, 48), 1), rest...)
	var entries bytes.Buffer
	for range 4000 {
		entries.Write(segment(0xe1, "Exif\x00\x00"+canary))
	}
	many := append([]byte("\xff\xd8"), bytes.Repeat(entries.Bytes(), 40)...)
	marks := bytes.Repeat([]byte("\xff\xd8\xff"), 4<<20)
	loop := placedTIFF(binary.LittleEndian)
	binary.LittleEndian.PutUint32(loop[8+2+4*12:], 8) // the directory goes on with itself
	corpus := map[string][]byte{
		"one photograph of 15 MB":          office(t, wordMain, part{"word/media/1.jpg", string(big)}),
		"a photograph that is all Exif":    office(t, wordMain, part{"word/media/1.jpg", string(many)}),
		"twelve MB of marks":               office(t, wordMain, part{"word/media/1.jpg", string(marks)}),
		"a TIFF that goes round":           office(t, wordMain, part{"word/media/1.tif", string(loop)}),
		"a TIFF of nothing but its mark":   office(t, wordMain, part{"word/media/1.tif", "II*\x00\x00\x00\x00\x00\x00\x00\x00\x00"}),
		"a PNG whose chunk has no end":     office(t, wordMain, part{"word/media/1.png", "\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt"}),
		"a WebP whose chunk has no end":    office(t, wordMain, part{"word/media/1.webp", "RIFF\x00\x00\x00\x00WEBPEXIF\xff\xff\xff\xff"}),
		"a JPEG that ends in a segment":    office(t, wordMain, part{"word/media/1.jpg", "\xff\xd8\xff\xe1\xff\xffExif\x00\x00"}),
		"a PDF of 15 MB":                   pdf("<</Filter/DCTDecode>>stream\n" + string(bytes.ReplaceAll(bytes.ReplaceAll(big, []byte("/"), []byte("_")), []byte("obj"), []byte("___"))) + "\nendstream"),
		"a PDF of 10 MB of places in XMP":  pdf("<</Type/Metadata>>stream\n<x:xmpmeta>" + strings.Repeat(`GPSLatitude="1" `, 600_000) + "\nendstream"),
		"a PDF with XMP that never closes": pdf("<</Type/Metadata>>stream\n<x:xmpmeta>" + strings.Repeat(`GPSA `, 2_000_000) + "\nendstream"),
	}
	for name, content := range corpus {
		var before, after runtime.MemStats
		debug.FreeOSMemory()
		runtime.ReadMemStats(&before)
		start := worked(t)
		_, err := accept(content)
		took := worked(t) - start
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-34s %8d bytes %6d KB %v %v", name, len(content), used>>10, took.Round(time.Millisecond), err)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if used > 64<<20 || took > 2*time.Second {
			t.Errorf("%s: %d MB in %v", name, used>>20, took)
		}
	}
}

// places counts the canaries in the parts of a document.
func places(t testing.TB, content []byte) int {
	parts, _ := membersOf(t, content)
	return strings.Count(fmt.Sprint(parts), canary)
}

// TestOfficeProgramsOpenCleanedDocuments lets LibreOffice make a workbook with a photograph
// that says where it was taken, cleans it, and lets LibreOffice read it again.
func TestOfficeProgramsOpenCleanedDocuments(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatalf("LibreOffice is part of the tools for tests: %v", err)
	}
	folder := t.TempDir()
	convert := func(to, file string) {
		t.Helper()
		run := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--convert-to", to, "--outdir", folder, file)
		if said, err := run.CombinedOutput(); err != nil || !strings.Contains(string(said), "using filter") {
			t.Fatalf("%s to %s: %v %s", file, to, err, said)
		}
	}
	draw := `<table:shapes><draw:frame svg:x="0cm" svg:y="1cm" svg:width="4cm" svg:height="3cm"><draw:image><office:binary-data>` +
		base64.StdEncoding.EncodeToString(placedJPEG(t, photo(64, 48), 1)) + `</office:binary-data></draw:image></draw:frame></table:shapes>`
	page := filepath.Join(folder, "page.fods")
	must(t, os.WriteFile(page, []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" `+
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" `+
		`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" `+
		`office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>`+
		`<table:table table:name="a">`+draw+`<table:table-row><table:table-cell office:value-type="string"><text:p>evidence</text:p></table:table-cell></table:table-row></table:table>`+
		`</office:spreadsheet></office:body></office:document>`), 0o600))
	convert("xlsx", page)
	file := filepath.Join(folder, "page.xlsx")
	content, err := os.ReadFile(file)
	must(t, err)
	got, err := accept(bytes.Clone(content))
	must(t, err)
	if places(t, content) == 0 || places(t, got.Content) > 0 {
		t.Errorf("it says %d times where, and %d times when cleaned", places(t, content), places(t, got.Content))
	}
	must(t, os.WriteFile(file, got.Content, 0o600))
	convert("csv", file)
	text, err := os.ReadFile(filepath.Join(folder, "page.csv"))
	must(t, err)
	if !bytes.Contains(text, []byte("evidence")) {
		t.Errorf("the cleaned document says %q", text)
	}
}
