package attachment

import "bytes"

// cleanPDF wipes, in their place and without changing any length, what photographs in a
// PDF that are stored as JPEG say besides the picture, and places in open XMP packets. A
// signed PDF stays as it is, for its signature would no longer hold. What is packed once
// more, such as a photograph inside a compressed stream, is not looked into.
func cleanPDF(content []byte) {
	if bytes.Contains(content, []byte("/ByteRange")) {
		return
	}
	for rest := content; len(rest) > 0; {
		_, data, after := cutStream(rest)
		if isJPEG(data) {
			blankJPEG(data)
		} else {
			blankPlaces(data)
		}
		rest = after
	}
}

// longestPlace is how many bytes a value about the place in an XMP packet may have, and
// how far behind its name it may begin.
const longestPlace = 256

// blankPlaces wipes values about the place, of attributes and of elements, with blanks,
// which leaves the packet's XML whole.
func blankPlaces(data []byte) {
	if !bytes.Contains(data, []byte("<x:xmpmeta")) && !bytes.Contains(data, []byte("<rdf:RDF")) {
		return
	}
	const name, letters = "GPS", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	delimiter := -1 // the first that is not before the place looked at
	for at := 0; ; {
		found := bytes.Index(data[at:], []byte(name))
		if found < 0 {
			return
		}
		at += found + len(name)
		if delimiter < at {
			next := bytes.IndexAny(data[at:], "\"'<>")
			if next < 0 {
				return
			}
			delimiter = at + next
		}
		if delimiter-at > longestPlace {
			continue
		}
		said := string(bytes.TrimSpace(bytes.TrimLeft(data[at:delimiter], letters))) // between the name and its value
		end := data[delimiter]
		switch {
		case end == '>' && said == "":
			end = '<'
		case end == '<' || end == '>' || said != "=":
			continue
		}
		value := data[delimiter+1 : min(len(data), delimiter+1+longestPlace)]
		if length := bytes.IndexByte(value, end); length >= 0 {
			copy(value[:length], bytes.Repeat([]byte(" "), length))
		}
	}
}
