package canonical

import (
	"encoding/json"
	"math"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

func TestMarshal(t *testing.T) {
	cases := []struct {
		name string
		in   any
		want string
	}{
		{"null", nil, `null`},
		{"integers", []any{0, -7, MaxInteger, -MaxInteger}, `[0,-7,9007199254740991,-9007199254740991]`},
		{"empty", map[string]any{"b": []any{}, "a": map[string]any{}}, `{"a":{},"b":[]}`},
		{"escapes", "\b\t\n\v\f\r\"\\/\x00\x1f\x7f<>&\u2028驿", "\"\\b\\t\\n\\u000b\\f\\r\\\"\\\\/\\u0000\\u001f\x7f<>&\u2028驿\""},
		{"genuine replacement character", "\ufffd", "\"\ufffd\""},
		{"backslash before ufffd", `\ufffd`, `"\\ufffd"`},
		// The key order of RFC 8785, section 3.2.3.
		{"utf-16 order", map[string]any{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7},
			"{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001f600\":5,\"\ufb33\":3}"},
		{"struct", struct {
			B int    `json:"b"`
			A *int64 `json:"a"`
		}{B: 1}, `{"a":null,"b":1}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Marshal(c.in)
			if err != nil || string(got) != c.want {
				t.Errorf("got %s, %v; want %s", got, err, c.want)
			}
		})
	}
}

func TestMarshalRefuses(t *testing.T) {
	for name, in := range map[string]any{
		"fraction":     1.5,
		"exponent":     1e30,
		"2^53":         MaxInteger + 1,
		"-2^53":        -MaxInteger - 1,
		"beyond int64": uint64(math.MaxUint64),
		"broken text":  "a\xff",
		"broken key":   map[string]int{"\xff": 1},
		"function":     func() {},
	} {
		if got, err := Marshal(in); err == nil {
			t.Errorf("%s: accepted as %s", name, got)
		}
	}
}

func TestHash(t *testing.T) {
	got, err := Hash([]string{})
	const want = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945" // of "[]"
	if err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestMarshalKeepsTheValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.MapOf(rapid.String(), rapid.Int64Range(-MaxInteger, MaxInteger)).Draw(t, "in")
		form, err := Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out map[string]int64
		if err := json.Unmarshal(form, &out); err != nil || len(out) != len(in) {
			t.Fatalf("%s: %v", form, err)
		}
		for key, value := range in {
			if out[key] != value {
				t.Fatalf("%q: %d became %d", key, value, out[key])
			}
		}
	})
}

func TestCompareUTF16(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if got, want := compareUTF16(a, b), compareUnits(a, b); got != want {
			t.Fatalf("%q %q: got %d, want %d", a, b, got, want)
		}
	})
}

func compareUnits(a, b string) int {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return int(max(-1, min(1, int(x[i])-int(y[i]))))
		}
	}
	return max(-1, min(1, len(x)-len(y)))
}
