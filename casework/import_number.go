package casework

import (
	"regexp"
	"strings"

	"yijian/model"
)

// A mobile number, and an identity number with a birthday of the last two centuries, by themselves.
var personalNumber = regexp.MustCompile(`(?:^|\D)(?:1[3-9]\d{9}|[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?:\D|$)`)

var (
	writtenDigits = regexp.MustCompile(`[0-9０-９]+[XxＸｘ]?`)
	partedMobile  = regexp.MustCompile(`1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}`)
)

// withoutNumbers is a text with the mobile and identity numbers in it masked, which nobody should have written there.
func withoutNumbers(text string) string {
	text = writtenDigits.ReplaceAllStringFunc(text, func(digits string) string {
		switch number := strings.TrimPrefix(halfWidth(digits), "86"); {
		case !personalNumber.MatchString(number):
			return digits
		case len(number) < 18:
			return model.Phone(number).String()
		default:
			return model.IDNumber(number).String()
		}
	})
	return partedMobile.ReplaceAllStringFunc(text, func(parts string) string { return model.Phone(parts).String() })
}

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
