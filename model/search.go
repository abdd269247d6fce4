package model

import "strings"

// FoldForSearch makes text comparable: full-width forms become half-width,
// letters lower-case, white space disappears. Search columns and search terms
// both pass through it.
func FoldForSearch(parts ...string) string {
	fold := func(r rune) rune {
		switch {
		case r == '\u3000' || r == ' ' || r == '\t' || r == '\n':
			return -1
		case r >= '\uff01' && r <= '\uff5e':
			return r - 0xfee0
		}
		return r
	}
	return strings.ToLower(strings.Map(fold, strings.Join(parts, "|")))
}
