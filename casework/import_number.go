package casework

import (
	"regexp"
	"strings"

	"yijian/model"
)

// brackets are how people write those around the year of a document, the proper ones first.
var brackets = []string{"〔〕", "[]", "()", "（）", "【】", "［］"}

// numberKey is what a document's number is known by: 武邮罚[2025] 1 号 is 武邮罚〔2025〕1号. The
// brackets are those of the form of official documents (党政机关公文格式 GB/T 9704).
func numberKey(text string) string {
	key := strings.Join(strings.Fields(halfWidth(text)), "")
	for _, pair := range brackets[1:] {
		runes := []rune(pair)
		key = strings.NewReplacer(string(runes[0]), "〔", string(runes[1]), "〕").Replace(key)
	}
	return key
}

// writings are the ways in which a key may stand in a record that was entered by hand.
func writings(key string) []string {
	if !strings.ContainsAny(key, "〔〕") {
		return []string{key}
	}
	var all []string
	for _, pair := range brackets {
		runes := []rune(pair)
		all = append(all, strings.NewReplacer("〔", string(runes[0]), "〕", string(runes[1])).Replace(key))
	}
	return all
}

// byNumber finds the records of the keys, however their numbers are written.
func byNumber[T any](find func(numbers []string) (map[string]T, error), keys []string) (map[string]T, error) {
	var numbers []string
	for _, key := range keys {
		numbers = append(numbers, writings(key)...)
	}
	written, err := find(numbers)
	found := map[string]T{}
	for number, row := range written {
		found[numberKey(number)] = row
	}
	return found, err
}

// A mobile number, and an identity number with a birthday of the last two centuries, by themselves.
var personalNumber = regexp.MustCompile(`(?:^|\D)(?:1[3-9]\d{9}|[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?:\D|$)`)

// withoutPersons faults texts that hold the number of a person, in sheets that take in no persons.
func (r *importRow) withoutPersons() {
	if !r.sheet.NoPersons {
		return
	}
	for i, c := range r.sheet.Columns {
		if c.Kind == model.CellText && personalNumber.MatchString(halfWidth(r.cells[i])) {
			r.fault(c.Key, "personal_data", "这一格像是写了手机号或身份证号：这里不导入个人信息，请删去")
		}
	}
}
