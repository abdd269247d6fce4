package attachment

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// blankPicture wipes, in its place and without changing its length, what a picture inside
// a document says besides the picture: place, device, time and texts. It reports whether
// anything was there; what is not one of the four kinds stays as it is.
func blankPicture(content []byte) (changed bool) {
	switch {
	case isJPEG(content):
		return blankJPEG(content)
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return blankPNG(content)
	case isWebP(content):
		return blankWebP(content)
	case bytes.HasPrefix(content, []byte("II*\x00")):
		return blankTIFF(content, binary.LittleEndian)
	case bytes.HasPrefix(content, []byte("MM\x00*")):
		return blankTIFF(content, binary.BigEndian)
	}
	return false
}

func isJPEG(content []byte) bool { return bytes.HasPrefix(content, []byte("\xff\xd8\xff")) }

func isWebP(content []byte) bool {
	return bytes.HasPrefix(content, []byte("RIFF")) && bytes.HasPrefix(content[min(len(content), 8):], []byte("WEBP"))
}

// wipe writes zeros, and reports whether anything else was there.
func wipe(b []byte) bool {
	held := bytes.ContainsFunc(b, func(r rune) bool { return r != 0 })
	clear(b)
	return held
}

// blankJPEG wipes Exif, XMP, IPTC and comments of a picture and of those that follow it,
// as cameras append previews. How the camera was held stays, or the picture would lie.
func blankJPEG(content []byte) (changed bool) {
	for {
		end := blankOneJPEG(content, &changed)
		next := bytes.Index(content[end:], []byte("\xff\xd8\xff"))
		if next < 0 {
			return changed
		}
		content = content[end+next:]
	}
}

// blankOneJPEG returns where the picture ends or can no longer be read, at least behind its mark.
func blankOneJPEG(content []byte, changed *bool) (end int) {
	const comment, app1, app13, scan, last = 0xfe, 0xe1, 0xed, 0xda, 0xd9
	for at := 2; ; {
		marker, segment, next := jpegSegment(content, at)
		switch marker {
		case app1, app13, comment:
			*changed = blankSegment(segment) || *changed
		case scan:
			next = afterScan(content, next)
		case last:
			return next
		}
		if next == 0 {
			return max(at, 2)
		}
		at = next
	}
}

func blankSegment(segment []byte) bool {
	const exif = "Exif\x00\x00"
	upright := "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"
	orientation := 1
	if bytes.HasPrefix(segment, []byte(exif)) && len(segment) >= len(exif)+26 {
		orientation = orientationOf(segment[len(exif):])
	}
	if orientation == 1 {
		return wipe(segment)
	}
	kept := make([]byte, len(segment))
	copy(kept, exif+upright+string(rune(orientation)))
	if bytes.Equal(kept, segment) {
		return false
	}
	copy(segment, kept)
	return true
}

// blankPNG makes chunks of texts, Exif and time private ones of zeros, which programs pass over.
func blankPNG(content []byte) (changed bool) {
	const head, tail = 8, 4 // length and name, checksum
	for at := 8; at+head+tail <= len(content); {
		length := int(binary.BigEndian.Uint32(content[at:]))
		if length < 0 || length > len(content)-at-head-tail {
			return changed
		}
		chunk := content[at+4 : at+head+length]
		switch string(chunk[:4]) {
		case "eXIf", "tEXt", "zTXt", "iTXt", "tIME":
			copy(chunk, "blAk")
			clear(chunk[4:])
			binary.BigEndian.PutUint32(content[at+head+length:], crc32.ChecksumIEEE(chunk))
			changed = true
		}
		at += head + length + tail
	}
	return changed
}

// blankWebP makes chunks of Exif and XMP junk, and takes back their announcement.
func blankWebP(content []byte) (changed bool) {
	const head = 8
	for at := 12; at+head <= len(content); {
		name, length := content[at:at+4], int(binary.LittleEndian.Uint32(content[at+4:]))
		if length < 0 || length > len(content)-at-head {
			return changed
		}
		body := content[at+head : at+head+length]
		switch {
		case string(name) == "EXIF" || string(name) == "XMP ":
			copy(name, "JUNK")
			clear(body)
			changed = true
		case string(name) == "VP8X" && len(body) > 0:
			const exif, xmp = 8, 4
			body[0] &^= exif | xmp
		}
		at += head + length + length&1
	}
	return changed
}

// tiffTags are the entries of a TIFF whose values are wiped: descriptions, device, time
// and people, XMP, IPTC, Photoshop's and the camera's own.
var tiffTags = map[uint16]bool{
	270: true, 271: true, 272: true, 305: true, 306: true, 315: true, 316: true, 700: true, 33432: true, 33723: true, 34377: true,
	36867: true, 36868: true, 37500: true, 37510: true, 42032: true, 42033: true, 42036: true, 42037: true,
}

// maxDirectories bounds how many directories of a TIFF are read: each page and picture in it has a few.
const maxDirectories = 256

// blankTIFF wipes the values of tiffTags and of every entry about the place.
func blankTIFF(content []byte, order binary.ByteOrder) (changed bool) {
	const exif, place, pages = 34665, 34853, 330
	type directory struct {
		at  uint32
		all bool // wiped whole
	}
	waiting := []directory{{order.Uint32(append(bytes.Clone(content[4:min(len(content), 8)]), 0, 0, 0, 0)), false}}
	for read := 0; len(waiting) > 0 && read < maxDirectories; read++ {
		d := waiting[0]
		waiting = waiting[1:]
		if d.at < 8 || int64(d.at)+2 > int64(len(content)) {
			continue
		}
		entries := content[d.at+2:]
		for range order.Uint16(content[d.at:]) {
			if len(entries) < 12 {
				break
			}
			entry := entries[:12]
			entries = entries[12:]
			switch tag := order.Uint16(entry); {
			case d.all || tiffTags[tag]:
				changed = blankEntry(content, entry, order) || changed
			case tag == exif || tag == place:
				waiting = append(waiting, directory{order.Uint32(entry[8:]), tag == place})
			case tag == pages && order.Uint32(entry[4:]) == 1:
				waiting = append(waiting, directory{order.Uint32(entry[8:]), false})
			}
		}
		if len(entries) >= 4 {
			waiting = append(waiting, directory{order.Uint32(entries), false})
		}
	}
	return changed
}

// blankEntry wipes the value of a directory's entry, here or where it points to.
func blankEntry(content, entry []byte, order binary.ByteOrder) bool {
	sizes := []int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}
	kind := int(order.Uint16(entry[2:]))
	if kind >= len(sizes) {
		return false
	}
	length := sizes[kind] * int64(order.Uint32(entry[4:]))
	if length <= 4 {
		return wipe(entry[8:])
	}
	at := int64(order.Uint32(entry[8:]))
	if at < 8 || at+length > int64(len(content)) {
		return false
	}
	return wipe(content[at : at+length])
}
