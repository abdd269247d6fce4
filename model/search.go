package model

import (
	"slices"
	"strings"
	"unicode"
)

// FoldForSearch makes text comparable: full-width forms become half-width,
// letters lower-case, white space disappears. Search columns and search terms
// both pass through it.
func FoldForSearch(parts ...string) string {
	fold := func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' {
			return -1
		}
		return r
	}
	return strings.ToLower(strings.Map(fold, Narrow(strings.Join(parts, "|"))))
}

// Narrow is the text with what was typed in full width as it is typed in half width.
func Narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			return ' '
		case r >= '\uff01' && r <= '\uff5e':
			return r - 0xfee0
		}
		return r
	}, text)
}

// Digits are those of the text, and nothing else of it.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// SearchWords are the folded words of what is searched for, each once: a record is found when it holds every one.
func SearchWords(search string) []string {
	words := []string{}
	for _, word := range WrittenWords(search) {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// WrittenWords are the folded words of what is searched for as they were written, also those that were written twice.
func WrittenWords(search string) []string {
	words := []string{}
	for _, part := range strings.FieldsFunc(search, func(r rune) bool { return unicode.IsSpace(r) || r == '|' || r == '｜' }) {
		if word := FoldForSearch(part); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// Grams are the pairs of neighbouring characters in every field of a folded text, and what
// stands four in a row of Latin letters, digits and signs, each once, in the order of the text. Every
// gram of a word is one of each text that holds the word.
func Grams(text string) []string {
	const pair, run = 2, 4
	grams, known := []string{}, map[string]bool{}
	add := func(gram []rune) {
		if g := string(gram); !known[g] {
			known[g], grams = true, append(grams, g)
		}
	}
	for _, field := range strings.Split(text, "|") {
		runes, latin := []rune(field), 0
		for i, r := range runes {
			if i > 0 {
				add(runes[i+1-pair : i+1])
			}
			if latin++; r > unicode.MaxASCII {
				latin = 0
			}
			if latin >= run {
				add(runes[i+1-run : i+1])
			}
		}
	}
	return grams
}

// KeyGrams are those grams of a word by which texts that hold it are found: of what stands four
// in a row, which is rarer, not the pairs.
func KeyGrams(word string) []string {
	const run = 4
	keys, short := []string{}, []string{}
	for _, gram := range Grams(word) {
		if len(gram) == run && IsLatin(gram) {
			keys = append(keys, gram)
		} else {
			short = append(short, gram)
		}
	}
	for _, gram := range short {
		if !slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(key, gram) }) {
			keys = append(keys, gram)
		}
	}
	return keys
}

// IsLatin reports whether the folded text is of Latin letters, digits and signs only.
func IsLatin(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// ForgivenFrom is how many characters a word must have for one wrong character to be forgiven.
const ForgivenFrom = 4

// Resembles reports whether a field of the folded text holds the folded word but for one
// character: another one, one too many or one too few. Two that changed places are two.
func Resembles(text, word string) bool {
	wanted := []rune(word)
	if len(wanted) < ForgivenFrom {
		return false
	}
	for _, field := range strings.Split(text, "|") {
		if fewestEdits([]rune(field), wanted) <= 1 {
			return true
		}
	}
	return false
}

// fewestEdits is the edit distance between the word and that part of the field which is nearest to it.
func fewestEdits(field, word []rune) int {
	edits := make([]int, len(word)+1) // of the word's beginnings against the part that ends here
	for i := range edits {
		edits[i] = i
	}
	fewest := len(word)
	for _, r := range field {
		diagonal := edits[0] // a part may begin anywhere
		for i, w := range word {
			changed := diagonal
			if r != w {
				changed++
			}
			diagonal = edits[i+1]
			edits[i+1] = min(changed, edits[i]+1, edits[i+1]+1)
		}
		fewest = min(fewest, edits[len(word)])
	}
	return fewest
}
