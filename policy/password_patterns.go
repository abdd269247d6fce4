package policy

import (
	"regexp"
	"strings"
	"unicode"
)

// keyRows are the keys of a keyboard from top to bottom, shifted to the right row by row.
var keyRows = []string{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"}

// shifted are the keys of the top row with shift held.
const shifted = "!@#$%^&*()_+"

type key struct{ row, column int }

var keys = keysOf(keyRows)

func keysOf(rows []string) map[rune]key {
	all := map[rune]key{}
	for row, text := range rows {
		for column, r := range text {
			all[r] = key{row, column}
		}
	}
	for column, r := range shifted {
		all[r] = key{0, column}
	}
	return all
}

// areNeighbours reports whether the fingers go from one key to the one beside, above or below it.
func areNeighbours(a, b rune) bool {
	from, known := keys[a]
	to, alsoKnown := keys[b]
	if !known || !alsoKnown {
		return false
	}
	if from.row > to.row {
		from, to = to, from
	}
	across := to.column - from.column
	if from.row == to.row {
		return across == 1 || across == -1
	}
	return to.row-from.row == 1 && (across == 0 || across == -1)
}

// shortestWalk is how many keys in a row make a walk over the keyboard.
const shortestWalk = 3

// withoutWalks is the text without walks over the keyboard, such as 1qaz2wsx.
func withoutWalks(text string) string {
	var left strings.Builder
	walk := []rune{}
	end := func() {
		if len(walk) < shortestWalk {
			left.WriteString(string(walk))
		}
		walk = walk[:0]
	}
	for _, r := range text {
		if len(walk) > 0 && !areNeighbours(walk[len(walk)-1], r) {
			end()
		}
		walk = append(walk, r)
	}
	end()
	return left.String()
}

var (
	// dates are years since 1900, alone or with month and day behind.
	dates = regexp.MustCompile(`(?:19|20)\d{2}(?:[-./年]?(?:0?[1-9]|1[0-2])(?:[-./月]?(?:3[01]|[12]\d|0?[1-9]))?)?[年月日]?`)
	// numbers are birthdays, phone and identity numbers and the like: nobody makes up six digits.
	numbers = regexp.MustCompile(`\d{6,}`)
	// pinyinName is a name, a place or an office in one to four syllables.
	pinyinName = regexp.MustCompile(`^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?` +
		`(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)){1,4}$`)
)

// withoutPatterns is the text without what people type instead of making something up.
func withoutPatterns(text string) string {
	return withoutWalks(dates.ReplaceAllString(numbers.ReplaceAllString(text, ""), ""))
}

// isPinyinName reports whether the password is a name in pinyin with a year or
// another well-known number beside it, such as zhangwei1990.
func isPinyinName(text, name string) bool {
	var letters, others strings.Builder
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
			letters.WriteRune(r)
		case !unicode.IsSpace(r):
			others.WriteRune(r)
		}
	}
	return pinyinName.MatchString(letters.String()) && ownCharacters(others.String(), name) < fewOfOwn
}
