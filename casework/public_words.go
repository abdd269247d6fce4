package casework

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

var (
	// idleEndings are what people put behind a name when they look for what bears it, whatever its kind; no text needs to hold them.
	idleEndings = []string{"有限责任公司", "有限公司", "公司", "网点", "站点", "驿站", "服务站", "快递点", "代收点"}
	// kindEndings are the other kinds of end points, the longest first: people write them behind a brand or a name.
	kindEndings = slices.DeleteFunc(longestFirst(slices.Collect(maps.Values(model.EndPointKindTitles))), func(kind string) bool { return slices.Contains(idleEndings, kind) })
	// townBeginnings are the district's divisions, the longest first, as people write them before a name.
	townBeginnings = longestFirst(townNames())
)

func townNames() []string {
	var names []string
	for _, area := range reference.Areas() {
		names = append(names, area.Name, area.Stem())
	}
	return names
}

func longestFirst(words []string) []string {
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(words)
}

// fewestRunes is how many characters a part of a word must have to be looked for by itself.
const fewestRunes = 2

// SoughtOnSite is what somebody looks for who writes as people do: characters that stand apart belong together, serials and
// telephone numbers may be written with hyphens or without, a word may be put together of a township, a name and a
// kind, and a credit code or a licence number names an enterprise. Whatever holds a word as it was written holds its parts too.
func SoughtOnSite(search string) store.Sought {
	var sought store.Sought
	if code := codeIn(search); isCode(code) {
		sought.USCC = code
		return sought
	}
	add := func(words *[]string, word string) {
		if !slices.Contains(*words, word) {
			*words = append(*words, word)
		}
	}
	for _, word := range togetherAgain(model.WrittenWords(search)) {
		switch number := writtenNumber(word); {
		case isCode(strings.ToUpper(word)):
			sought.USCC = strings.ToUpper(word)
			continue
		case policy.IsLicenceNumber(strings.ToUpper(word)):
			sought.LicenceNo = word
			continue
		case number != "":
			word = number
		}
		add(&sought.Whole, word)
		for _, part := range wordParts(word) {
			add(&sought.Words, part)
		}
	}
	if named := slices.DeleteFunc(slices.Clone(sought.Words), func(word string) bool { return slices.Contains(idleEndings, word) }); len(named) > 0 {
		sought.Words = named
	}
	return sought
}

// isCode reports whether the text is a credit code: one of digits alone is one only if its check digit says so.
func isCode(text string) bool {
	return model.LooksLikeUSCC(text) && (strings.Trim(text, "0123456789") != "" || policy.CheckUSCC(text) == nil)
}

// codeIn is the text as codes are written.
func codeIn(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(model.Narrow(text)), ""))
}

// togetherAgain puts Chinese characters together each of which stands alone.
func togetherAgain(words []string) []string {
	var joined []string
	apart := false
	for _, word := range words {
		runes := []rune(word)
		isAlone := len(runes) == 1 && unicode.Is(unicode.Han, runes[0])
		if isAlone && apart {
			joined[len(joined)-1] += word
		} else {
			joined = append(joined, word)
		}
		apart = isAlone
	}
	return joined
}

// fewestDigits is how many digits a serial or telephone number has at least; what has fewer is a house's.
const fewestDigits = 8

// writtenNumber is the digits of a word that is nothing but a serial or telephone number, however it is written.
func writtenNumber(word string) string {
	digits := model.Digits(word)
	if len(digits) < fewestDigits || strings.Trim(word, "0123456789-()+") != "" {
		return ""
	}
	return digits
}

// wordParts are the parts of a word.
func wordParts(word string) (parts []string) {
	rest := func(text string) bool { return len([]rune(text)) >= fewestRunes }
	if slices.Contains(kindEndings, word) {
		return []string{word}
	}
	for _, town := range townBeginnings {
		if after, is := strings.CutPrefix(word, town); is && rest(after) {
			parts, word = append(parts, town), after
			break
		}
	}
	for _, kind := range kindEndings {
		if before, is := strings.CutSuffix(word, kind); is && rest(before) {
			return append(parts, before, kind)
		}
	}
	for _, idle := range idleEndings {
		if before, is := strings.CutSuffix(word, idle); is && rest(before) {
			word = before
			break
		}
	}
	return append(parts, word)
}
