package attachment

import (
	"bytes"
	"image"
	"image/jpeg"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"yijian/model"
)

func accept(content []byte) (Accepted, error) {
	return Accept(bytes.NewReader(content), int64(len(content)))
}

// worked is how long processors have worked for this process: it does not tell how busy the machine is.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// TestHostile refuses every bad file within 2 s and 64 MB. What is allocated in
// all is an upper bound of what is in use at any moment, and does not depend on chance.
func TestHostile(t *testing.T) {
	corpus := hostile(t)
	if len(corpus) < 60 {
		t.Fatalf("the corpus has %d files", len(corpus))
	}
	t.Logf("%d hostile files", len(corpus))
	for _, name := range slices.Sorted(maps.Keys(corpus)) {
		content := corpus[name]
		var before, after runtime.MemStats
		debug.FreeOSMemory()
		runtime.ReadMemStats(&before)
		start := worked(t)
		_, err := accept(content)
		took := worked(t) - start
		runtime.ReadMemStats(&after)
		if model.KindOf(err) != model.Invalid || len(model.FieldsOf(err)) != 1 || model.FieldsOf(err)[0].Pointer != "/file" {
			t.Errorf("%s: %v, want a refusal that names the file", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: %d MB", name, used>>20)
		}
		if took > 2*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if testing.Verbose() {
			t.Logf("%-40s %7d bytes %6d KB %8v %v", name, len(content), (after.TotalAlloc-before.TotalAlloc)>>10, took.Round(time.Millisecond), model.FieldsOf(err))
		}
	}
}

func TestGoodFilesAreAccepted(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    Type
	}{
		"photograph":          {jpegOf(t, photo(640, 480)), JPEG},
		"screenshot":          {pngOf(t, photo(64, 48)), JPEG},
		"one pixel":           {pngOf(t, photo(1, 1)), JPEG},
		"a strip":             {pngOf(t, photo(9000, 2)), JPEG},
		"PDF":                 {pdf(), PDF},
		"PDF with packs":      {pdf(packed("1 0 <</Type/Font/BaseFont/SimSun>>", "")), PDF},
		"PDF with open packs": {pdf("<</Type/ObjStm>>stream\n1 0 <</Type/Font>>\nendstream"), PDF},
		"Word":                {office(t, wordMain), DOCX},
		"Excel":               {office(t, sheetMain), XLSX},
		"Word with a link":    {office(t, wordMain, relation("word/_rels/document.xml.rels", "hyperlink", "https://www.spb.gov.cn/", "External")), DOCX},
		"Word with a picture": {office(t, wordMain, part{"word/media/image1.jpeg", string(jpegOf(t, photo(64, 48)))}), DOCX},
	} {
		got, err := accept(c.content)
		if err != nil || got.Type != c.want {
			t.Errorf("%s: %s, %v", name, got.Type, err)
			continue
		}
		if c.want != JPEG && !bytes.Equal(got.Content, c.content) {
			t.Errorf("%s: the document came out different", name)
		}
		if c.want == JPEG != (got.Thumbnail != nil) {
			t.Errorf("%s: thumbnail of %d bytes", name, len(got.Thumbnail))
		}
	}
}

// Whatever stands beside the picture is gone: place, device, comment, colour profile, appended bytes.
func TestPicturesLoseEverythingButThePicture(t *testing.T) {
	picture := withSegments(jpegOf(t, photo(400, 300)), exif(1), segment(0xfe, "COMMENT-CANARY"),
		segment(0xe2, "ICC_PROFILE\x00PROFILE-CANARY"), segment(0xed, "Photoshop 3.0\x00IPTC-CANARY"), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00XMP-CANARY"))
	appended := append(bytes.Clone(picture), zipOf(t, part{"evil.html", "ZIP-CANARY"})...)
	if !bytes.Contains(appended, []byte("GPS-CANARY")) {
		t.Fatal("the test's picture has no place")
	}
	shot := pngOf(t, photo(64, 48))
	shot = append(bytes.Clone(shot[:33]), append(pngChunk("tEXt", "Comment\x00TEXT-CANARY"), shot[33:]...)...)
	for name, content := range map[string][]byte{"JPEG": appended, "PNG": append(shot, "<script>PNG-CANARY</script>"...)} {
		got, err := accept(content)
		must(t, err)
		for _, part := range [][]byte{got.Content, got.Thumbnail} {
			for _, word := range []string{"CANARY", "Exif", "ICC_PROFILE", "PK\x03\x04", "http://"} {
				if bytes.Contains(part, []byte(word)) {
					t.Errorf("%s: %q is left", name, word)
				}
			}
		}
	}
}

// Photographs of every orientation stand upright.
func TestPicturesStandUpright(t *testing.T) {
	for orientation := uint16(1); orientation <= 8; orientation++ {
		// As a camera that is held so stores an upright photograph.
		upright := photo(60, 40)
		stored := image.NewRGBA(image.Rect(0, 0, 60, 40))
		if orientation >= 5 {
			stored = image.NewRGBA(image.Rect(0, 0, 40, 60))
		}
		for y := range 40 {
			for x := range 60 {
				sx, sy := x, y
				switch orientation {
				case 2:
					sx = 59 - x
				case 3:
					sx, sy = 59-x, 39-y
				case 4:
					sy = 39 - y
				case 5:
					sx, sy = y, x
				case 6:
					sx, sy = y, 59-x
				case 7:
					sx, sy = 39-y, 59-x
				case 8:
					sx, sy = 39-y, x
				}
				stored.Set(sx, sy, upright.At(x, y))
			}
		}
		got, err := accept(withSegments(jpegOf(t, stored), exif(orientation)))
		must(t, err)
		seen, err := jpeg.Decode(bytes.NewReader(got.Content))
		must(t, err)
		if seen.Bounds() != upright.Bounds() {
			t.Fatalf("orientation %d: %v", orientation, seen.Bounds())
		}
		for _, at := range []image.Point{{5, 5}, {55, 5}, {5, 35}, {55, 35}} {
			r, g, b, _ := seen.At(at.X, at.Y).RGBA()
			wr, wg, wb, _ := upright.At(at.X, at.Y).RGBA()
			if r>>15 != wr>>15 || g>>15 != wg>>15 || b>>15 != wb>>15 {
				t.Errorf("orientation %d at %v: %x %x %x, want %x %x %x", orientation, at, r, g, b, wr, wg, wb)
			}
		}
	}
}

func TestLargePicturesBecomeSmaller(t *testing.T) {
	got, err := accept(jpegOf(t, photo(4000, 3000)))
	must(t, err)
	for longest, content := range map[int][]byte{keptSide: got.Content, thumbnailSide: got.Thumbnail} {
		config, err := jpeg.DecodeConfig(bytes.NewReader(content))
		must(t, err)
		if config.Width != longest || config.Height != longest*3/4 {
			t.Errorf("%d × %d, want %d on the longer side", config.Width, config.Height, longest)
		}
	}
	if len(got.Thumbnail) > 40<<10 {
		t.Errorf("a thumbnail of %d bytes", len(got.Thumbnail))
	}
}

func TestNames(t *testing.T) {
	for sent, want := range map[string]string{
		"现场照片.JPG": "现场照片.jpg", "a.jpeg": "a.jpg", "../../etc/passwd": "passwd.jpg", `C:\fakepath\IMG 0001.png`: "IMG 0001.jpg",
		"": "附件.jpg", "...": "附件.jpg", "CON": "_CON.jpg", "nul.txt": "_nul.txt.jpg", "com1.jpg": "_com1.jpg", "LPT¹": "_LPT¹.jpg",
		"发票\u202egpj.exe": "发票gpj.exe.jpg", "a\x00b\r\nc\x1b[31m": "ab c[31m.jpg", "a\u200bb\ufeff": "ab.jpg", `a"b<c>d|e?f*g`: "a_b_c_d_e_f_g.jpg",
		"x.html": "x.html.jpg", "\xff\xfebad": "bad.jpg", "  空  格  ": "空 格.jpg", "e%2fvil;x": "e_2fvil_x.jpg", strings.Repeat("长", 300): strings.Repeat("长", 80) + ".jpg",
		"console": "console.jpg", "company": "company.jpg",
	} {
		if got := Name(sent, JPEG); got != want {
			t.Errorf("%q is kept as %q, want %q", sent, got, want)
		}
	}
}

func FuzzAccept(f *testing.F) {
	for _, content := range hostile(f) {
		if len(content) < 1<<16 {
			f.Add(content, "name")
		}
	}
	f.Add(pdf(), "报告.pdf")
	f.Add(office(f, wordMain), "报告.docx")
	f.Add(withSegments(jpegOf(f, photo(64, 48)), exif(6)), "照片.jpg")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		got, err := accept(content)
		if err == nil && (len(got.Content) == 0 || got.Type.Extension() == "") {
			t.Errorf("accepted as %q with %d bytes", got.Type, len(got.Content))
		}
		if err != nil && model.KindOf(err) != model.Invalid {
			t.Errorf("refused by %v", err)
		}
		kept := Name(name, PDF)
		if !utf8.ValidString(kept) || strings.ContainsAny(kept, "/\\\x00\r\n\"") || len([]rune(kept)) > maxName+6 {
			t.Errorf("%q is kept as %q", name, kept)
		}
	})
}
