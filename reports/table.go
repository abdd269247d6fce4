package reports

import "strings"

// column is one column of a plain table: its head, its width in a workbook, and its words of a row.
type column[T any] struct {
	title string
	width int
	of    func(T) string
}

// longestCell leaves room below Excel's 32,767 characters for the note about the rest.
const longestCell = 32_000

// formulaSigns begin what a spreadsheet takes for a formula (OWASP, CSV injection).
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// plainText keeps a spreadsheet from taking words for a formula.
func plainText(words string) string {
	if strings.ContainsAny(firstRune(words), formulaSigns) {
		return "'" + words
	}
	return words
}

func firstRune(words string) string {
	for _, r := range words {
		return string(r)
	}
	return ""
}

// cellText is plain text that fits a cell.
func cellText(words string) string {
	words = plainText(words)
	if at := lengthThatFits(words); at < len(words) {
		return words[:at] + "……（其余内容见 CSV 导出）"
	}
	return words
}

// lengthThatFits is how many bytes of the text fit a cell, counted as Excel counts.
func lengthThatFits(text string) int {
	used := 0
	for i, r := range text {
		if used++; r > 0xffff {
			used++
		}
		if used > longestCell {
			return i
		}
	}
	return len(text)
}
