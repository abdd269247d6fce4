package policy

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yijian/model"
)

// PasswordProfile is what a bureau asks of passwords. The two profiles
// contradict each other on composition and rotation, because their sources do.
type PasswordProfile struct {
	Name      string
	Basis     string
	AloneMin  int // characters where the password is the only factor
	SecondMin int // characters where a one-time code is asked for as well
	Kinds     int // of lower case, upper case, digits and others
	MaxDays   int // after which it must be changed; 0 never
	WarnDays  int // before that, in which the person is warned
	History   int // how many earlier passwords may not come back
}

const passwordMax = 128

// DJBH3 asks what graded protection does (等保三级): composition, change every
// 90 days, none of the last five again.
func DJBH3() PasswordProfile {
	return PasswordProfile{
		Name: "djbh3", Basis: "GB/T 22239-2019 8.1.4.1 a)", AloneMin: 10, SecondMin: 10, Kinds: 3,
		MaxDays: 90, WarnDays: 14, History: 5,
	}
}

// NIST asks for length and against well-known passwords, and for nothing else.
func NIST() PasswordProfile {
	return PasswordProfile{Name: "nist", Basis: "NIST SP 800-63B-4", AloneMin: 15, SecondMin: 8}
}

// PasswordProfileNamed returns the profile, or Invalid for a name that is neither.
func PasswordProfileNamed(name string) (PasswordProfile, error) {
	for _, p := range []PasswordProfile{DJBH3(), NIST()} {
		if p.Name == name {
			return p, nil
		}
	}
	var fields model.FieldErrors
	fields.Add("/password-profile", "password.profile_unknown", "密码规则只有 djbh3 和 nist 两种")
	return PasswordProfile{}, fields.Err()
}

// Min is the fewest characters of a password beside a second factor or without one.
func (p PasswordProfile) Min(second bool) int {
	if second {
		return p.SecondMin
	}
	return p.AloneMin
}

// Says tells people the rules in a sentence.
func (p PasswordProfile) Says(second bool) string {
	text := fmt.Sprintf("%d 至 %d 个字符，不得是常见密码、含账号名，或只是拼音、日期加数字", p.Min(second), passwordMax)
	if p.Kinds > 0 {
		text += fmt.Sprintf("，大写字母、小写字母、数字、符号中至少 %d 类", p.Kinds)
	}
	if p.History > 0 {
		text += fmt.Sprintf("，不得与最近 %d 次相同", p.History)
	}
	if p.MaxDays > 0 {
		text += fmt.Sprintf("，每 %d 天更换", p.MaxDays)
	}
	return text
}

// Check names what is wrong with the password of the account of that name.
func (p PasswordProfile) Check(fields *model.FieldErrors, pointer, password, name string, second bool) {
	n := utf8.RuneCountInString(password)
	switch {
	case n < p.Min(second) || n > passwordMax:
		fields.Add(pointer, "password.length", fmt.Sprintf("密码须为 %d 至 %d 个字符", p.Min(second), passwordMax))
	case kindsOf(password) < p.Kinds:
		fields.Add(pointer, "password.kinds", fmt.Sprintf("密码须含大写字母、小写字母、数字、符号中的至少 %d 类", p.Kinds))
	case isWellKnown(password, name):
		fields.Add(pointer, "password.well_known", "这个密码太常见、含账号名，或只是拼音、日期加数字，容易被猜到，请换一个")
	}
}

// ExpiresOn is the last day of a password set at the instant; zero when it never ends.
func (p PasswordProfile) ExpiresOn(setAt time.Time) model.Date {
	if p.MaxDays == 0 {
		return model.Date{}
	}
	return model.DateOf(setAt).AddDays(p.MaxDays)
}

// Expired reports whether a password set at the instant must be changed on the day.
func (p PasswordProfile) Expired(setAt time.Time, today model.Date) bool {
	last := p.ExpiresOn(setAt)
	return !last.IsZero() && today.After(last)
}

// Warns reports whether on the day the person should hear that the password ends soon.
func (p PasswordProfile) Warns(setAt time.Time, today model.Date) bool {
	last := p.ExpiresOn(setAt)
	return !last.IsZero() && !today.Before(last.AddDays(-p.WarnDays))
}

func kindsOf(password string) int {
	kinds := map[string]bool{}
	for _, r := range password {
		switch {
		case r >= 'a' && r <= 'z':
			kinds["lower"] = true
		case r >= 'A' && r <= 'Z':
			kinds["upper"] = true
		case r >= '0' && r <= '9':
			kinds["digit"] = true
		default:
			kinds["other"] = true
		}
	}
	return len(kinds)
}

//go:embed password_words.txt
var wellKnownText string

var wellKnown = wordsOf(wellKnownText)

func wordsOf(text string) []string {
	words := strings.Fields(text)
	slices.Sort(words)
	return slices.Compact(words)
}

// fewOfOwn is how many characters of its own a password needs beside well-known words.
const fewOfOwn = 4

// isWellKnown reports whether nearly all of the password is well-known words, the
// account's name, repetition, a run such as 1234 or dcba, a walk over the keyboard,
// a date or a long number, or a name in pinyin with such a number beside it.
func isWellKnown(password, name string) bool {
	text := strings.NewReplacer("@", "a", "$", "s", "!", "i", "0", "o", "1", "l", "3", "e", "5", "s").Replace(strings.ToLower(password))
	folded := strings.ToLower(password)
	for _, candidate := range []string{folded, text} {
		if slices.Contains(wellKnown, candidate) || ownCharacters(candidate, name) < fewOfOwn || isPinyinName(candidate, name) {
			return true
		}
	}
	return len(name) >= 4 && strings.Contains(folded, strings.ToLower(name)) && ownCharacters(folded, name) < 2*fewOfOwn
}

// ownCharacters counts the distinct characters that are left without the words and the runs.
func ownCharacters(text, name string) int {
	if len(name) >= 4 {
		text = strings.ReplaceAll(text, strings.ToLower(name), "")
	}
	for _, word := range slices.Backward(wellKnown) {
		if len(word) >= fewOfOwn {
			text = strings.ReplaceAll(text, word, "")
		}
	}
	text = withoutPatterns(text)
	left, before, step := map[rune]bool{}, rune(0), rune(2)
	for _, r := range text {
		run := r - before
		if run < -1 || run > 1 || run != step && step != 2 {
			if unicode.IsPrint(r) {
				left[r] = true
			}
			run = 2
		}
		before, step = r, run
	}
	return len(left)
}
