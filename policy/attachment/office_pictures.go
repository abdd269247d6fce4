package attachment

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"strings"
)

// maxPicture is the most bytes of one picture inside a document that is cleaned: the
// document, the picture and the document anew are in memory together.
const maxPicture = 16 << 20

// cleanOffice returns the document with its pictures wiped, every other part as it was,
// byte for byte, packed form included. A document in which nothing had to go, or that is
// signed, comes back itself. It takes only what checkOffice let through.
func cleanOffice(content []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	clean := officePictures{content: content}
	for at, entry := range archive.File {
		if strings.HasPrefix(strings.ToLower(entry.Name), "_xmlsignatures/") {
			return content, nil // which would no longer hold
		}
		wiped, err := clean.picture(entry)
		if err != nil {
			return nil, err
		}
		if wiped != nil && clean.out == nil {
			clean.begin(archive.File[:at])
		}
		if clean.out != nil && clean.err == nil {
			clean.add(entry, wiped)
		}
	}
	if clean.out == nil {
		return content, nil
	}
	if clean.err == nil {
		clean.err = clean.archive.Close()
	}
	return clean.out.Bytes(), clean.err
}

// officePictures writes a document anew from the first picture on that has to change.
type officePictures struct {
	content []byte
	room    []byte // for one picture in turn
	out     *boundedBuffer
	archive *zip.Writer
	err     error
}

// picture returns the entry's bytes once they are wiped, nil when nothing had to go.
func (c *officePictures) picture(entry *zip.File) ([]byte, error) {
	if entry.UncompressedSize64 < 12 || entry.UncompressedSize64 > maxPicture {
		return nil, nil
	}
	from, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = from.Close() }()
	var head [12]byte
	if _, err := io.ReadFull(from, head[:]); err != nil || !isPicture(head[:]) {
		return nil, err
	}
	size := int(entry.UncompressedSize64)
	if len(c.room) < size {
		c.room = make([]byte, size)
	}
	picture := c.room[:size]
	copy(picture, head[:])
	if _, err := io.ReadFull(from, picture[len(head):]); err != nil {
		return nil, err
	}
	if !blankPicture(picture) {
		return nil, nil
	}
	return picture, nil
}

func isPicture(head []byte) bool {
	for _, mark := range []string{"\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	return isWebP(head)
}

func (c *officePictures) begin(before []*zip.File) {
	c.out = &boundedBuffer{*bytes.NewBuffer(make([]byte, 0, len(c.content)+len(c.content)/4+4<<10))}
	c.archive = zip.NewWriter(c.out)
	c.archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, entry := range before {
		if c.err == nil {
			c.add(entry, nil)
		}
	}
}

// add copies an entry as it is packed, or packs the wiped picture in the same way.
func (c *officePictures) add(entry *zip.File, wiped []byte) {
	head := entry.FileHeader
	if wiped == nil {
		to, err := c.archive.CreateRaw(&head)
		if c.err = err; err != nil {
			return
		}
		from, err := entry.OpenRaw()
		if c.err = err; err == nil {
			_, c.err = io.Copy(to, from)
		}
		return
	}
	if head.Method == zip.Deflate {
		c.pack(head, wiped)
		return
	}
	head.CRC32, head.Flags = crc32.ChecksumIEEE(wiped), head.Flags&^8 // the sizes stand in front
	to, err := c.archive.CreateRaw(&head)
	if c.err = err; err == nil {
		_, c.err = to.Write(wiped)
	}
}

// pack writes a wiped picture as it was, deflated.
func (c *officePictures) pack(head zip.FileHeader, wiped []byte) {
	to, err := c.archive.CreateHeader(&zip.FileHeader{Name: head.Name, Method: zip.Deflate, Modified: head.Modified, NonUTF8: head.NonUTF8, ExternalAttrs: head.ExternalAttrs})
	if c.err = err; err == nil {
		_, c.err = to.Write(wiped)
	}
}

// boundedBuffer takes no more than was made room for, so that it never grows.
type boundedBuffer struct{ bytes.Buffer }

func (b *boundedBuffer) Write(p []byte) (int, error) {
	if len(p) > b.Available() {
		return 0, refuse("office_pictures", "文件中的图片过大，系统无法清除其中的拍摄位置；请压缩图片后上传")
	}
	return b.Buffer.Write(p)
}
