// Package canonical writes values in the one form that is hashed and signed:
// RFC 8785 JSON, restricted to what the product's records hold. Fractions never
// appear in a record, so numbers are integers below 2^53 in size.
package canonical

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// MaxInteger is the largest integer that every JSON reader keeps exactly.
const MaxInteger = 1<<53 - 1

// Marshal returns the RFC 8785 form of v, whose shape is that of encoding/json.
// It refuses fractions, larger integers and text that is not valid UTF-8.
func Marshal(v any) ([]byte, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	if brokenText.Match(plain.Bytes()) {
		return nil, fmt.Errorf("canonical form: text is not valid UTF-8")
	}
	decoder := json.NewDecoder(&plain)
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return appendValue(nil, tree)
}

// Hash returns the SHA-256 of the RFC 8785 form in lower-case hex.
func Hash(v any) (string, error) {
	form, err := Marshal(v)
	if err != nil {
		return "", err
	}
	return Sum(form), nil
}

// Sum returns the SHA-256 of bytes that are already canonical, in lower-case hex.
func Sum(form []byte) string {
	sum := sha256.Sum256(form)
	return hex.EncodeToString(sum[:])
}

// encoding/json writes a broken byte as this escape, but a genuine U+FFFD as itself.
var brokenText = regexp.MustCompile(`(^|[^\\])(\\\\)*\\ufffd`)

func appendValue(out []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(out, "null"...), nil
	case bool:
		return strconv.AppendBool(out, v), nil
	case string:
		return appendText(out, v), nil
	case json.Number:
		return appendInteger(out, v)
	case []any:
		return appendArray(out, v)
	case map[string]any:
		return appendObject(out, v)
	}
	return nil, fmt.Errorf("canonical form: unexpected %T", v)
}

func appendInteger(out []byte, number json.Number) ([]byte, error) {
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil || n > MaxInteger || n < -MaxInteger {
		return nil, fmt.Errorf("canonical form: %s is not an integer below 2^53", number)
	}
	return strconv.AppendInt(out, n, 10), nil
}

func appendArray(out []byte, items []any) ([]byte, error) {
	out = append(out, '[')
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = appendValue(out, item); err != nil {
			return nil, err
		}
	}
	return append(out, ']'), nil
}

func appendObject(out []byte, object map[string]any) ([]byte, error) {
	out = append(out, '{')
	for i, key := range slices.SortedFunc(maps.Keys(object), compareUTF16) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, key), ':')
		var err error
		if out, err = appendValue(out, object[key]); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

const hexDigits = "0123456789abcdef"

func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c >= 0x20:
			out = append(out, c)
		case c >= 0x08 && c <= 0x0d && c != 0x0b:
			out = append(out, '\\', "btn_fr"[c-'\b'])
		default:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	return append(out, '"')
}

// compareUTF16 orders by UTF-16 code units, as RFC 8785 asks: characters beyond
// the basic plane begin with a surrogate, and so sort before U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		x, xSize := utf8.DecodeRuneInString(a)
		y, ySize := utf8.DecodeRuneInString(b)
		if x != y {
			return cmp.Compare(unitOrder(x), unitOrder(y))
		}
		a, b = a[xSize:], b[ySize:]
	}
	return cmp.Compare(len(a), len(b))
}

func unitOrder(r rune) rune {
	if r >= 0xE000 && r < 0x10000 {
		return r + 0x110000
	}
	return r
}
