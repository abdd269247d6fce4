package attachment

import (
	"bytes"
	"encoding/binary"
)

// maxScans is how often a JPEG may go over the picture; programs that write
// progressive files do so about ten times.
const maxScans = 24

// jpegShape walks over the segments of a JPEG, without decoding any.
func jpegShape(content []byte) (shape, bool) {
	s := shape{orientation: 1, decode: decodeJPEG}
	scans := 0
	for at := 2; ; {
		marker, segment, next := jpegSegment(content, at)
		switch {
		case next == 0 || scans > maxScans:
			return s, false
		case marker == 0xd9: // end; what follows is not kept
			return s, s.memory > 0
		case marker >= 0xc0 && marker <= 0xc2:
			if s.memory > 0 || !s.frame(segment, marker == 0xc2) {
				return s, false
			}
		case marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			s.orientation = orientationOf(segment[6:])
		case marker == 0xda:
			scans++
			next = afterScan(content, next)
		}
		at = next
	}
}

// jpegSegment returns the marker at a place, the segment's content and where the
// next marker is; next is 0 when there is none.
func jpegSegment(content []byte, at int) (marker byte, segment []byte, next int) {
	if at >= len(content) || content[at] != 0xff {
		return 0, nil, 0
	}
	for at < len(content) && content[at] == 0xff { // fill bytes
		at++
	}
	if at >= len(content) {
		return 0, nil, 0
	}
	marker = content[at]
	if marker == 0xd9 || marker >= 0xd0 && marker <= 0xd7 || marker == 0x01 {
		return marker, nil, at + 1
	}
	if at+3 > len(content) {
		return 0, nil, 0
	}
	length := int(binary.BigEndian.Uint16(content[at+1:]))
	if length < 2 || at+1+length > len(content) {
		return 0, nil, 0
	}
	return marker, content[at+3 : at+1+length], at + 1 + length
}

// afterScan returns the place of the marker that ends a scan's data.
func afterScan(content []byte, at int) int {
	for ; at+1 < len(content); at++ {
		follows := content[at+1]
		if content[at] == 0xff && follows != 0 && follows != 0xff && (follows < 0xd0 || follows > 0xd7) {
			return at
		}
	}
	return 0
}

// frame reads width, height and what the decoder will need for them.
func (s *shape) frame(segment []byte, progressive bool) bool {
	if len(segment) < 6 {
		return false
	}
	s.height, s.width = int(binary.BigEndian.Uint16(segment[1:])), int(binary.BigEndian.Uint16(segment[3:]))
	components := int(segment[5])
	if components < 1 || components > 4 || len(segment) < 6+3*components {
		return false
	}
	widest, tallest := 1, 1
	for i := range components {
		sampling := segment[7+3*i]
		widest, tallest = max(widest, int(sampling>>4)), max(tallest, int(sampling&15))
	}
	pixels, samples := int64(s.width)*int64(s.height), int64(0)
	for i := range components {
		sampling := segment[7+3*i]
		samples += pixels * int64(sampling>>4) * int64(sampling&15) / int64(widest*tallest)
	}
	s.memory = samples
	if progressive {
		s.memory *= 5 // the coefficients wait for the last scan
	}
	if components == 4 {
		s.memory *= 2
	}
	return s.memory > 0
}

// orientationOf finds the one entry of the Exif data that is honoured; everything else goes.
func orientationOf(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		const orientation = 0x0112
		if value := int(order.Uint16(entries[8:])); order.Uint16(entries) == orientation && value >= 1 && value <= 8 {
			return value
		}
		entries = entries[12:]
	}
	return 1
}
