package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yijian/model"
)

// between parts the words of a list in one cell.
const between = "、"

// halfWidth makes full-width letters, digits and signs those of a keyboard.
func halfWidth(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(model.Narrow(text), "\u00a0", " "))
}

// trimmed is the text of a cell without what stands around it, and with one kind of line break.
func trimmed(text string) string {
	return strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n\u3000\u00a0\ufeff")
}

var (
	writtenDay  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?$`)
	compactDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	serialDay   = regexp.MustCompile(`^(\d{5})(?:\.0+)?$`)
	wholeNumber = regexp.MustCompile(`^(\d{1,9})(?:\.0+)?$`)
	degrees     = regexp.MustCompile(`^(-?)(\d{1,3})(?:\.(\d+))?°?$`)
	shortened   = regexp.MustCompile(`^\d(\.\d+)?[Ee]\+?\d+$`)
)

// dayIn reads a date as people and spreadsheets write it.
func dayIn(text string) (model.Date, bool) {
	text = halfWidth(text)
	if found := serialDay.FindStringSubmatch(text); found != nil {
		days, _ := strconv.Atoi(found[1])
		return model.NewDate(1899, 12, 30).AddDays(days), true
	}
	found := writtenDay.FindStringSubmatch(text)
	if found == nil {
		found = compactDay.FindStringSubmatch(text)
	}
	if found == nil {
		return model.Date{}, false
	}
	year, _ := strconv.Atoi(found[1])
	month, _ := strconv.Atoi(found[2])
	day, _ := strconv.Atoi(found[3])
	date := model.NewDate(year, time.Month(month), day)
	if date.Year() != year || int(date.Month()) != month || date.Day() != day {
		return model.Date{}, false // no day of the calendar is no other day
	}
	return date, true
}

func numberIn(text string, most int) (int, bool) {
	found := wholeNumber.FindStringSubmatch(halfWidth(text))
	if found == nil {
		return 0, false
	}
	n, _ := strconv.Atoi(found[1])
	return n, n <= most
}

// microIn reads degrees as millionths; further decimals, a tenth of a metre, are rounded.
func microIn(text string, most int) (int64, bool) {
	found := degrees.FindStringSubmatch(halfWidth(text))
	if found == nil {
		return 0, false
	}
	decimals := found[3] + "0000000"
	micro, _ := strconv.ParseInt(found[2]+decimals[:6], 10, 64)
	if decimals[6] >= '5' {
		micro++
	}
	if micro > int64(most)*1_000_000 {
		return 0, false
	}
	if found[1] != "" {
		micro = -micro
	}
	return micro, true
}

// degreesOf writes millionths as degrees.
func degreesOf(micro *int64) string {
	if micro == nil {
		return ""
	}
	sign, n := "", *micro
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%06d", sign, n/1_000_000, n%1_000_000)
}

// codeOf is the code that a word stands for; the code itself is understood too.
func codeOf(c model.SheetColumn, word string) (string, bool) {
	plain := halfWidth(word)
	for _, choice := range c.Choices {
		if word == choice.Title || plain == choice.Title || plain == choice.Value {
			return choice.Value, true
		}
	}
	return plain, c.Open || len(c.Choices) == 0
}

// wordsIn are the words of a list, as codes where it has choices.
func wordsIn(c model.SheetColumn, text string) (words []string, known bool) {
	separators := between + "\n"
	if len(c.Choices) > 0 {
		separators += ",，;；"
	}
	known = true
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if word = trimmed(word); word == "" {
			continue
		}
		if len(c.Choices) > 0 {
			code, fits := codeOf(c, word)
			word, known = code, known && fits
		}
		words = append(words, word)
	}
	return words, known
}

// titlesOf writes codes as a cell has them.
func titlesOf(c model.SheetColumn, codes []string) string {
	titles := make([]string, len(codes))
	for i, code := range codes {
		titles[i] = titleIn(c, code)
	}
	return strings.Join(titles, between)
}

func titleIn(c model.SheetColumn, code string) string {
	at := slices.IndexFunc(c.Choices, func(choice model.Choice) bool { return choice.Value == code })
	if at < 0 {
		return code
	}
	return c.Choices[at].Title
}

// normal is the text of a cell in one spelling, by which two cells are the same.
func normal(c model.SheetColumn, text string) string {
	text = trimmed(text)
	switch c.Kind {
	case model.CellDay:
		if day, fits := dayIn(text); fits {
			return day.String()
		}
	case model.CellNumber:
		if n, fits := numberIn(text, c.Most); fits {
			return strconv.Itoa(n)
		}
	case model.CellPlace:
		if micro, fits := microIn(text, c.Most); fits {
			return strconv.FormatInt(micro, 10)
		}
	case model.CellChoice:
		if code, fits := codeOf(c, text); fits && text != "" {
			return code
		}
	case model.CellList:
		words, _ := wordsIn(c, text)
		return strings.Join(words, between)
	case model.CellCode:
		return halfWidth(text)
	}
	return text
}

// shapeOf says what is wrong with the text of a cell by itself, empty for nothing.
func shapeOf(c model.SheetColumn, text string) (reason, detail string) {
	switch length := len([]rune(text)); {
	case text == "" && c.Required:
		return "required", "请填写" + c.Title
	case text == "":
		return "", ""
	case c.Longest > 0 && length > c.Longest:
		return "text.too_long", fmt.Sprintf("%s最多 %d 字，这里有 %d 字", c.Title, c.Longest, length)
	case length < c.Least:
		return "text.too_short", fmt.Sprintf("%s至少 %d 字", c.Title, c.Least)
	case strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), unprintable):
		return "text.unprintable", c.Title + "含有看不见的控制字符，请重新录入"
	case c.Kind == model.CellCode && shortened.MatchString(text):
		return "cell.shortened", "这个号码被表格软件当作数字，末尾几位已经丢失；请把该列设为“文本”后重新录入"
	}
	return kindOf(c, text)
}

func kindOf(c model.SheetColumn, text string) (reason, detail string) {
	switch c.Kind {
	case model.CellDay:
		if _, fits := dayIn(text); !fits {
			return "date.unreadable", "不是能识别的日期，应写作 2026-01-02、2026/1/2 或 2026年1月2日"
		}
	case model.CellNumber:
		if _, fits := numberIn(text, c.Most); !fits {
			return "number.unreadable", fmt.Sprintf("应为 0 至 %d 的整数", c.Most)
		}
	case model.CellPlace:
		if _, fits := microIn(text, c.Most); !fits {
			return "place.unreadable", fmt.Sprintf("应为 -%d 至 %d 的度数，如 %s", c.Most, c.Most, "107.756012")
		}
	case model.CellChoice:
		if _, fits := codeOf(c, text); !fits {
			return "choice.unknown", nearestOf(c, text) + "只能填：" + choicesOf(c)
		}
	case model.CellList:
		words, fits := wordsIn(c, text)
		if !fits {
			return "choice.unknown", "只能填下列各项，几项之间用顿号隔开：" + choicesOf(c)
		}
		if len(words) > c.Most {
			return "list.too_long", fmt.Sprintf("最多 %d 项", c.Most)
		}
	}
	return "", ""
}

// nearestOf asks whether the one choice is meant that the text is a part of; "" where there is none, or more.
func nearestOf(c model.SheetColumn, text string) string {
	var near []string
	for _, choice := range c.Choices {
		if strings.Contains(choice.Title, text) {
			near = append(near, choice.Title)
		}
	}
	if len(near) != 1 {
		return ""
	}
	return "是不是“" + near[0] + "”？"
}

// choicesOf names the choices, some of them where there are many.
func choicesOf(c model.SheetColumn) string {
	const told = 12
	titles := []string{}
	for _, choice := range c.Choices[:min(len(c.Choices), told)] {
		titles = append(titles, choice.Title)
	}
	said := strings.Join(titles, between)
	if len(c.Choices) > told {
		said += "等，请从这一列的下拉列表中选"
	}
	return said
}
