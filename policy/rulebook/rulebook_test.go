package rulebook

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"yijian/model"
)

func TestCurrent(t *testing.T) {
	book, hash, err := Current()
	if err != nil {
		t.Fatal(err)
	}
	if book.ID != "example-2026" || !strings.Contains(book.Title, "示例模型") || len(book.Basis) == 0 || len(hash) != 64 {
		t.Errorf("%s %q %v %s", book.ID, book.Title, book.Basis, hash)
	}
	text, err := json.Marshal(book)
	if err != nil {
		t.Fatal(err)
	}
	_, again, err := ParseJSON(text)
	if err != nil || again != hash {
		t.Errorf("as JSON: %s, %v; want %s", again, err, hash)
	}
}

// TestParseRefuses changes one place of the embedded text at a time.
func TestParseRefuses(t *testing.T) {
	cases := []struct {
		name, old, new  string
		pointer, reason string
	}{
		{"unknown key", "check_cap: 60", "check_cap: 60\nchek_cap: 60", "/chek_cap", "unknown_key"},
		{"unknown inner key", "repeat: {serious: 3}", "repeat: {serious: 3, minor: 9}", "/repeat/minor", "unknown_key"},
		{"other case", "check_cap: 60", "Check_cap: 60", "/Check_cap", "unknown_key"},
		{"missing key", "check_cap: 60\n", "", "", "missing_key"},
		{"missing inner key", "{months: 6, weight: 3}", "{months: 6}", "/time_weights/0", "missing_key"},
		{"duplicate key", "check_cap: 60", "check_cap: 60\ncheck_cap: 60", "/check_cap", "duplicate_key"},
		{"version", "rulebook/1", "rulebook/2", "/version", "unknown_version"},
		{"id", "id: example-2026", "id: 示例", "/id", "bad_id"},
		{"text for a number", "check_cap: 60", `check_cap: "60"`, "/check_cap", "wrong_type"},
		{"number for a text", "id: example-2026", "id: 2026", "/id", "wrong_type"},
		{"fraction", "check_cap: 60", "check_cap: 60.0", "/check_cap", "not_integer"},
		{"hexadecimal", "check_cap: 60", "check_cap: 0x3c", "/check_cap", "not_integer"},
		{"leading zero", "check_cap: 60", "check_cap: 060", "/check_cap", "not_integer"},
		{"plus sign", "check_cap: 60", "check_cap: +60", "/check_cap", "not_integer"},
		{"underscore", "check_cap: 60", "check_cap: 6_0", "/check_cap", "not_integer"},
		{"2^53", "check_cap: 60", "check_cap: 9007199254740992", "/check_cap", "not_integer"},
		{"negative", "check_cap: 60", "check_cap: -1", "/check_cap", "negative"},
		{"null", "check_cap: 60", "check_cap:", "/check_cap", "wrong_type"},
		{"not ascending", "{months: 12, weight: 2}", "{months: 6, weight: 2}", "/time_weights/1/months", "not_ascending"},
		{"weight 0", "{months: 24, weight: 1}", "{months: 24, weight: 0}", "/time_weights/2/weight", "below_least"},
		{"window longer", "window_months: 24", "window_months: 25", "/time_weights", "shorter_than_window"},
		{"severity falls", "serious: 10, very", "serious: 31, very", "/severity/very_serious", "falls_with_class"},
		{"severity falls first", "severity: {minor: 1, ", "severity: {minor: 11, ", "/severity/serious", "falls_with_class"},
		{"duty falls", "most_serious: 120", "most_serious: 49", "/duty_points/most_serious", "falls_with_class"},
		{"prior weight", "prior_weight: 3", "prior_weight: 0", "/prior_weight", "below_least"},
		{"prior parcels", "prior_parcels: 50000", "prior_parcels: 0", "/service/prior_parcels", "below_least"},
		{"per", "per: 10000", "per: 0", "/service/per", "below_least"},
		{"repeat", "repeat: {serious: 3}", "repeat: {serious: 0}", "/repeat/serious", "below_least"},
		{"min checks", "min_checks: 1", "min_checks: 0", "/red/min_checks", "below_least"},
		{"min bad checks", "min_bad_checks: 2", "min_bad_checks: 0", "/black/min_bad_checks", "below_least"},
		{"share", "max_share_permille: 200", "max_share_permille: 1001", "/red/max_share_permille", "above_1000"},
		{"prior cap", "prior_cap: 500", "prior_cap: 1001", "/prior_cap", "above_green"},
		{"service prior cap", "prior_cap: 100", "prior_cap: 201", "/service/prior_cap", "above_green"},
		{"inspection bands", "{green: 1000, amber: 2000}", "{green: 2001, amber: 2000}", "/bands/inspection/green", "green_above_amber"},
		{"service bands", "{green: 200, amber: 400}", "{green: 401, amber: 400}", "/bands/service/green", "green_above_amber"},
		{"duty bands", "{green: 3000, amber: 9000}", "{green: 9001, amber: 9000}", "/bands/duty/green", "green_above_amber"},
		{"anchor", "repeat: {serious: 3}", "repeat: &r {serious: 3}", "", "syntax"},
		{"tag", "check_cap: 60", "check_cap: !!int 60", "", "syntax"},
		{"merge key", "repeat: {serious: 3}", "repeat: {<<: {serious: 3}}", "", "syntax"},
		{"two documents", "check_cap: 60", "---\ncheck_cap: 60", "", "syntax"},
		{"broken", "repeat: {serious: 3}", "repeat: {serious: 3", "", "syntax"},
		{"too deep", "check_cap: 60", "check_cap: " + strings.Repeat("[", 33) + strings.Repeat("]", 33), "", "syntax"},
		{"too long", "check_cap: 60", "check_cap: 60 #" + strings.Repeat("x", 1<<16), "", "syntax"},
		{"not UTF-8", "check_cap: 60", "check_cap: \xff", "", "syntax"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(string(example2026), c.old, c.new, 1)
			if text == string(example2026) {
				t.Fatalf("%q is not in the text", c.old)
			}
			_, _, err := Parse([]byte(text))
			var refused *model.Error
			if !errors.As(err, &refused) || refused.Kind != model.Malformed {
				t.Fatalf("got %v, want it refused", err)
			}
			first := refused.Fields[0]
			if first.Pointer != c.pointer || first.Reason != c.reason || !strings.HasPrefix(first.Detail, "第 ") {
				t.Errorf("got %+v", first)
			}
		})
	}
}

// TestParseAccepts holds the values that lie just inside each bound.
func TestParseAccepts(t *testing.T) {
	for old, new := range map[string]string{
		"window_months: 24":       "window_months: 23",
		"max_share_permille: 200": "max_share_permille: 1000",
		"prior_cap: 500":          "prior_cap: 1000",
		"prior_cap: 100":          "prior_cap: 200",
		"amber: 2000":             "amber: 1000",
		"serious: 10, very":       "serious: 30, very",
		"minor: 1, ":              "minor: 0, ",
		"prior_weight: 3":         "prior_weight: 1",
		"repeat: {serious: 3}":    "repeat: {serious: 1}",
		"{months: 12, weight: 2}": "{months: 7, weight: 1}",
		"check_cap: 60":           "check_cap: 9007199254740991",
		"max_duty: 0":             "max_duty: 1",
	} {
		text := strings.Replace(string(example2026), old, new, 1)
		if text == string(example2026) {
			t.Fatalf("%q is not in the text", old)
		}
		if _, _, err := Parse([]byte(text)); err != nil {
			t.Errorf("%s: %v", new, err)
		}
	}
}

func TestParseTellsTheLine(t *testing.T) {
	_, _, err := Parse([]byte(strings.Replace(string(example2026), "check_cap: 60", "check_cap: -1", 1)))
	line := 1 + strings.Count(string(example2026[:strings.Index(string(example2026), "check_cap")]), "\n")
	if want := "第 " + itoa(line) + " 行"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	_, _, err = Parse([]byte(strings.Replace(string(example2026), "  service: {green: 200", "  service: {green: 900", 1)))
	line = 1 + strings.Count(string(example2026[:strings.Index(string(example2026), "  service: {green")]), "\n")
	if want := "第 " + itoa(line) + " 行"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func itoa(n int) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func FuzzParse(f *testing.F) {
	f.Add(example2026)
	f.Add([]byte("a: [b, {c: d}]\n"))
	f.Add([]byte("a: &x 1\nb: *x\n"))
	f.Add([]byte("? a\n: b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		book, hash, err := Parse(text)
		if err != nil {
			if model.KindOf(err) != model.Malformed {
				t.Fatalf("unexpected error %v", err)
			}
			return
		}
		form, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		if _, again, err := ParseJSON(form); err != nil || again != hash {
			t.Fatalf("accepted, but not as JSON: %v", err)
		}
	})
}
