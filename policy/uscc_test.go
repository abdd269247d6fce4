package policy

import (
	"errors"
	"strings"
	"testing"

	"yijian/model"
)

func reasonOf(err error) string {
	var failure *model.Error
	if errors.As(err, &failure) {
		return failure.Reason
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestCheckUSCC(t *testing.T) {
	cases := map[string]string{
		"91110000600037341L":  "",
		"91440300708461136T":  "",
		"91110000600037341K":  "uscc.check_digit",
		"91110000600037314L":  "uscc.check_digit", // two neighbours swapped
		"91110000600037341":   "uscc.length",
		"91110000600037341L0": "uscc.length",
		"":                    "uscc.length",
		"91110000600037341l":  "uscc.alphabet",
		"9111000060003734IL":  "uscc.alphabet",
		"9111000060003734OL":  "uscc.alphabet",
		"9111000060003734SL":  "uscc.alphabet",
		"9111000060003734VL":  "uscc.alphabet",
		"9111000060003734ZL":  "uscc.alphabet",
		"911100006000373 1L":  "uscc.alphabet",
		"911100006000一00L":    "uscc.alphabet", // 18 bytes, 16 characters
	}
	for code, want := range cases {
		if want == "uscc.alphabet" && len(code) != 18 {
			t.Fatalf("%q has %d bytes", code, len(code))
		}
		if got := reasonOf(CheckUSCC(code)); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

// A remainder of 0 gives the check character 0, not an index past the alphabet.
func TestNewUSCCCoversEveryCheckCharacter(t *testing.T) {
	seen := map[byte]bool{}
	for _, last := range []byte(model.USCCAlphabet) {
		code := NewUSCC("9150023200000000" + string(last))
		if err := CheckUSCC(code); err != nil {
			t.Errorf("%q: %v", code, err)
		}
		seen[code[17]] = true
	}
	if len(seen) != len(model.USCCAlphabet) || !seen['0'] {
		t.Errorf("%d check characters, want %d with 0", len(seen), len(model.USCCAlphabet))
	}
	for _, bad := range []string{"", "9111000060003734", "911100006000373411", "9111000060003734I", "9111000060003734一"} {
		if got := NewUSCC(bad); got != "" {
			t.Errorf("%q gave %q", bad, got)
		}
	}
}

func TestCheckIDNumber(t *testing.T) {
	cases := map[string]string{
		"11010519491231002X":  "",
		"11010519491231002x":  "id_number.check_digit",
		"110105194912310021":  "id_number.check_digit",
		"11010519491231001X":  "id_number.check_digit",
		"11010519491301002X":  "id_number.birth_date",
		"11010519490229002X":  "id_number.birth_date",
		"1101051949123100AX":  "id_number.digits",
		"11010519491231 02X":  "id_number.digits",
		"11010519491231002":   "id_number.length",
		"11010519491231002XX": "id_number.length",
		"":                    "id_number.length",
	}
	for number, want := range cases {
		err := CheckIDNumber(number)
		if got := reasonOf(err); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
		if err != nil && number != "" && strings.Contains(err.Error(), number) {
			t.Errorf("the message repeats %q", number)
		}
	}
}

func FuzzCodesAreTotal(f *testing.F) {
	f.Add("91110000600037341L")
	f.Add("11010519491231002X")
	f.Add("\xff一二三四五六")
	f.Fuzz(func(t *testing.T, s string) {
		if CheckUSCC(s) == nil && NewUSCC(s[:17]) != s {
			t.Errorf("%q passes without its own check character", s)
		}
		if CheckIDNumber(s) == nil && len(s) != 18 {
			t.Errorf("%q is not 18 characters", s)
		}
	})
}
