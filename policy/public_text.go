package policy

import (
	"regexp"
	"strings"

	"yijian/model"
)

// PublicMaskPolicy names the rules below, for the record beside what was masked by them.
const PublicMaskPolicy = "public/3"

// publicMask hides one kind of personal information in a public text. Hide gets what the
// pattern found and returns what is shown instead, or the same where it is none.
type publicMask struct {
	rule, title string
	pattern     *regexp.Regexp
	hide        func(found string) string
}

// Where a pattern needs to see what stands around a number, it takes one character before
// it into a group of its own, which stays.
var publicMasks = []publicMask{
	{"id_number", "居民身份证号码", regexp.MustCompile(`[1-9]\d{16}[\dXx]`), func(found string) string {
		if CheckIDNumber(strings.ToUpper(found)) != nil {
			return found
		}
		return model.IDNumber(found).String()
	}},
	{"id_like", "身份证号码样的数字", regexp.MustCompile(`[1-9]\d{16}[\dXx]`), func(found string) string {
		if !looksLikeIDNumber(found) {
			return found
		}
		return allButFour(found)
	}},
	{"phone", "手机号码", regexp.MustCompile(`1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}`), func(found string) string {
		return model.Phone(model.Digits(found)).String()
	}},
	{"bank_card", "银行账号", regexp.MustCompile(`\d{17}[Xx]|\d{16,19}`), allButFour},
	{"waybill", "运单号", regexp.MustCompile(`[A-Za-z]{0,4}\d{12,15}`), allButFour},
	{"email", "电子邮箱", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`), func(found string) string {
		return found[:1] + "***" + found[strings.IndexByte(found, '@'):]
	}},
	{"address", "住址门牌", regexp.MustCompile(`\d+(?:栋|幢|座)\d*(?:单元)?(?:\d+(?:楼|层))?(?:[\d-]+(?:号|室)?)?|\d+单元[\d-]*(?:号|室)?|\d+(?:-\d+)+室|\d+组\d+号|号(?:附\d+号)?\d+(?:-\d+)+室?`), func(found string) string {
		if strings.HasPrefix(found, "号") { // of the house itself, which is no dwelling by itself
			return "号*"
		}
		return "*"
	}},
	{"name", "姓名", regexp.MustCompile(`[\p{Han}]{2,4}(?:先生|女士|小姐)`), func(found string) string {
		runes := []rune(found)
		return string(runes[:1]) + "*" + string(runes[len(runes)-2:])
	}},
}

func allButFour(found string) string {
	return strings.Repeat("*", len(found)-4) + found[len(found)-4:]
}

// MaskPublicText hides personal information in a text that is to become public, by the
// rules of PublicMaskPolicy, and says what was hidden by which rule; it keeps none of it.
// Codes of enterprises and numbers of documents stay. It finds what has a shape: a name in
// the middle of a sentence it cannot know, which is why a person reviews the text.
func MaskPublicText(text string) (string, model.MaskedPieces) {
	var pieces model.MaskedPieces
	text = strings.Map(func(r rune) rune { // full-width digits are read as digits
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
	for _, mask := range publicMasks {
		count, last, out := 0, 0, strings.Builder{}
		for _, at := range mask.pattern.FindAllStringIndex(text, -1) {
			found := text[at[0]:at[1]]
			shown := found
			if !isPartOfCode(text, at[0], at[1], mask.rule == "phone") {
				shown = mask.hide(found)
			}
			if shown != found {
				count++
			}
			out.WriteString(text[last:at[0]] + shown)
			last = at[1]
		}
		out.WriteString(text[last:])
		if count > 0 {
			text = out.String()
			pieces = append(pieces, model.MaskedPiece{Rule: mask.rule, Title: mask.title, Count: count})
		}
	}
	return text, pieces
}

// isPartOfCode reports whether what was found only is a part of a longer run of letters and
// digits, of digits for a telephone number, before which people write letters; or an enterprise's code.
func isPartOfCode(text string, from, to int, onlyDigits bool) bool {
	isCode := func(c byte) bool {
		return c >= '0' && c <= '9' || !onlyDigits && (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')
	}
	if from > 0 && isCode(text[from-1]) && isCode(text[from]) || to < len(text) && isCode(text[to]) && isCode(text[to-1]) {
		return true
	}
	return len(text[from:to]) == 18 && CheckIDNumber(text[from:to]) != nil && CheckUSCC(text[from:to]) == nil
}

// MergeMasked is what was hidden in a text altogether, by rule the larger count: a text that
// was masked already and is saved again hides nothing anew.
func MergeMasked(before, now model.MaskedPieces) model.MaskedPieces {
	merged := model.MaskedPieces{}
	for _, mask := range publicMasks {
		most := 0
		for _, piece := range append(append(model.MaskedPieces{}, before...), now...) {
			if piece.Rule == mask.rule {
				most = max(most, piece.Count)
			}
		}
		if most > 0 {
			merged = append(merged, model.MaskedPiece{Rule: mask.rule, Title: mask.title, Count: most})
		}
	}
	return merged
}
