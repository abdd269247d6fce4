package attachment

import (
	"strings"
	"unicode"
)

// maxName is the most characters of a name, without its extension.
const maxName = 80

// Name makes of the name a file was sent with one that any system can show and
// keep: no folders, no characters that are invisible, turn the text around or
// mean something to a system, and the extension of what the file really is.
func Name(sent string, kind Type) string {
	if at := strings.LastIndexAny(sent, `/\`); at >= 0 {
		sent = sent[at+1:]
	}
	sent = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || !unicode.IsGraphic(r): // control, format and bidirectional marks, unassigned
			return -1
		case strings.ContainsRune(`<>:"|?*%;`+"`", r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(sent, ""))
	for _, known := range []string{".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx"} {
		if len(sent) >= len(known) && strings.EqualFold(sent[len(sent)-len(known):], known) {
			sent = sent[:len(sent)-len(known)]
			break
		}
	}
	sent = strings.Trim(strings.Join(strings.Fields(sent), " "), ". ")
	if letters := []rune(sent); len(letters) > maxName {
		sent = strings.TrimRight(string(letters[:maxName]), ". ")
	}
	stem, _, _ := strings.Cut(strings.ToUpper(sent), ".")
	if isDevice(strings.TrimSpace(stem)) {
		sent = "_" + sent
	}
	if sent == "" {
		sent = "附件"
	}
	return sent + kind.Extension()
}

// isDevice reports whether Windows takes the name for a device.
func isDevice(stem string) bool {
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$":
		return true
	}
	port := strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")
	return port && len([]rune(stem)) == 4 && strings.ContainsAny(stem[3:], "0123456789¹²³")
}
