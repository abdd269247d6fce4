package strict

import (
	"strings"
	"testing"

	"yijian/model"
)

type sample struct {
	Name  string      `json:"name"`
	Count int64       `json:"count"`
	Ready bool        `json:"ready"`
	On    model.Date  `json:"on"`
	Until *model.Date `json:"until"`
	Parts []part      `json:"parts"`
}

type part struct {
	Size int64 `json:"size"`
}

const good = `{"name":"甲","count":3,"ready":true,"on":"2026-02-28","until":null,"parts":[{"size":1}]}`

func read(text string) (sample, model.FieldErrors) {
	var s sample
	root, problems := JSON([]byte(text))
	if len(problems) == 0 {
		problems = Decode(root, &s)
	}
	return s, problems
}

func TestDecode(t *testing.T) {
	got, problems := read(good)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got.Name != "甲" || got.Count != 3 || !got.Ready || got.On != model.NewDate(2026, 2, 28) || got.Until != nil || got.Parts[0].Size != 1 {
		t.Errorf("%+v", got)
	}
	got, problems = read(strings.NewReplacer("null", `"2026-03-01"`, `[{"size":1}]`, "[]").Replace(good))
	if len(problems) > 0 || *got.Until != model.NewDate(2026, 3, 1) || got.Parts == nil {
		t.Errorf("%+v %v", got, problems)
	}
}

func TestDecodeRefuses(t *testing.T) {
	cases := []struct{ name, old, new, pointer, reason string }{
		{"unknown", `"count"`, `"extra":1,"count"`, "/extra", "unknown_key"},
		{"case", `"count"`, `"Count"`, "/Count", "unknown_key"},
		{"escaped pointer", `"count"`, `"a/b~c":1,"count"`, "/a~1b~0c", "unknown_key"},
		{"empty key", `"count"`, `"":1,"count"`, "/", "unknown_key"},
		{"missing", `"count":3,`, ``, "", "missing_key"},
		{"duplicate", `"count":3,`, `"count":3,"count":3,`, "/count", "duplicate_key"},
		{"duplicate by escape", `"count":3,`, `"count":3,"\u0063ount":3,`, "/count", "duplicate_key"},
		{"fraction", `:3`, `:3.0`, "/count", "not_integer"},
		{"exponent", `:3`, `:3e0`, "/count", "not_integer"},
		{"2^53", `:3`, `:9007199254740992`, "/count", "not_integer"},
		{"huge", `:3`, `:99999999999999999999`, "/count", "not_integer"},
		{"negative", `:3`, `:-3`, "/count", "negative"},
		{"text", `:3`, `:"3"`, "/count", "wrong_type"},
		{"null", `:3`, `:null`, "/count", "wrong_type"},
		{"null list", `[{"size":1}]`, `null`, "/parts", "wrong_type"},
		{"object for list", `[{"size":1}]`, `{}`, "/parts", "wrong_type"},
		{"inner", `"size":1`, `"size":true`, "/parts/0/size", "wrong_type"},
		{"inner missing", `"size":1`, ``, "/parts/0", "missing_key"},
		{"empty date", `"2026-02-28"`, `""`, "/on", "bad_date"},
		{"no such day", `2026-02-28`, `2026-02-29`, "/on", "bad_date"},
		{"short date", `2026-02-28`, `2026-2-28`, "/on", "bad_date"},
		{"long date", `2026-02-28`, `2026-02-28T00:00:00Z`, "/on", "bad_date"},
		{"bad bool", `true`, `"true"`, "/ready", "wrong_type"},
		{"unknown literal", `true`, `yes`, "", "syntax"},
		{"trailing", `}]}`, `}]} {}`, "", "syntax"},
		{"trailing comma", `}]}`, `},]}`, "", "syntax"},
		{"unfinished", `}]}`, `}]`, "", "syntax"},
		{"lone surrogate", `甲`, `\ud83d`, "", "syntax"},
		{"lone low surrogate", `甲`, `a\\\uDE00`, "", "syntax"},
		{"swapped surrogates", `甲`, `\ude00\ud83d`, "", "syntax"},
		{"lone surrogate in a key", `"count"`, `"\ud83d":1,"count"`, "", "syntax"},
		{"not UTF-8", `甲`, "\xff", "", "syntax"},
		{"too deep", `[{"size":1}]`, strings.Repeat("[", 100) + strings.Repeat("]", 100), "", "syntax"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := read(strings.Replace(good, c.old, c.new, 1))
			if len(problems) == 0 || problems[0].Pointer != c.pointer || problems[0].Reason != c.reason {
				t.Errorf("got %v", problems)
			}
		})
	}
}

func TestDecodeKeepsUnicode(t *testing.T) {
	for written, want := range map[string]string{
		`\ud83d\ude00`:       "😀",
		`\uD83D\uDE00\ufffd`: "😀\ufffd",
		"\ufffd":             "\ufffd",
		`\\ud83d` + "\ufffd": `\ud83d` + "\ufffd",
	} {
		got, problems := read(strings.Replace(good, "甲", written, 1))
		if len(problems) > 0 || got.Name != want {
			t.Errorf("%s: %q %v", written, got.Name, problems)
		}
	}
}

func TestDecodeTellsTheLine(t *testing.T) {
	_, problems := read(strings.ReplaceAll(strings.Replace(good, ":3", ":-3", 1), ",", ",\n"))
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Detail, "第 2 行：") {
		t.Errorf("%v", problems)
	}
	root, _ := JSON([]byte("{\"a\":\n[1,\n2]}"))
	if got := root.LineOf("/a/1"); got != 3 {
		t.Errorf("line %d, want 3", got)
	}
	if got := root.LineOf("/a/7/b"); got != 2 {
		t.Errorf("line of the nearest parent %d, want 2", got)
	}
}

func TestDecodeStopsAtEnough(t *testing.T) {
	_, problems := read(`{"parts":[` + strings.TrimSuffix(strings.Repeat("1,", 500), ",") + `]}`)
	if len(problems) != enough {
		t.Errorf("%d problems, want %d", len(problems), enough)
	}
}
