package model

import (
	"strconv"
	"strings"
)

// Basis cites the text a rule rests on. Version tells two wordings of one
// document apart, because a revision may renumber the articles. Article is the
// number in digits, or words when the document counts otherwise; a default of
// our own has words only and no document.
type Basis struct {
	Document string `json:"document"`
	Version  string `json:"version,omitempty"`
	Article  string `json:"article,omitempty"`
}

// String returns the citation as an official writes it, such as
// 《快递暂行条例》（2025年修订）第十九条.
func (b Basis) String() string {
	var s strings.Builder
	if b.Document != "" {
		s.WriteString("《" + b.Document + "》")
	}
	if b.Version != "" {
		s.WriteString("（" + b.Version + "）")
	}
	n, err := strconv.Atoi(b.Article)
	switch {
	case err != nil || n < 1:
		s.WriteString(b.Article)
	case n < 1000:
		s.WriteString("第" + chineseNumeral(n) + "条")
	default:
		s.WriteString("第" + b.Article + "条")
	}
	return s.String()
}

// chineseNumeral writes 1 to 999 the way statutes number their articles.
func chineseNumeral(n int) string {
	digits := []rune("零一二三四五六七八九")
	var s strings.Builder
	if n >= 100 {
		s.WriteRune(digits[n/100])
		s.WriteString("百")
		if n%100 > 0 && n%100 < 10 {
			s.WriteString("零")
		}
	}
	if tens := n / 10 % 10; tens > 0 {
		if tens > 1 || n >= 100 {
			s.WriteRune(digits[tens])
		}
		s.WriteString("十")
	}
	if n%10 > 0 {
		s.WriteRune(digits[n%10])
	}
	return s.String()
}
