package policy

import (
	"slices"

	"yijian/model"
)

var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// CheckIDNumber returns nil for a well-formed citizen identity number
// (GB 11643), else an Invalid error with reason id_number.length,
// id_number.digits, id_number.birth_date or id_number.check_digit. The message
// never repeats the number.
func CheckIDNumber(number string) error {
	if len(number) != 18 {
		return model.Fail(model.Invalid, "id_number.length", "身份证号应为18位")
	}
	sum := 0
	for i, weight := range idWeights {
		digit := int(number[i]) - '0'
		if digit < 0 || digit > 9 {
			return model.Fail(model.Invalid, "id_number.digits", "身份证号前17位应为数字")
		}
		sum += digit * weight
	}
	if _, err := model.ParseDate(number[6:10] + "-" + number[10:12] + "-" + number[12:14]); err != nil {
		return model.Fail(model.Invalid, "id_number.birth_date", "身份证号中的出生日期不存在")
	}
	if number[17] != "10X98765432"[sum%11] {
		return model.Fail(model.Invalid, "id_number.check_digit", "身份证号校验位不符，请核对有无错字")
	}
	return nil
}

// provinces are the first two digits of identity numbers (GB/T 2260).
var provinces = []string{
	"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
	"50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
}

// looksLikeIDNumber reports whether 18 characters begin as an identity number does, with a province
// and a day on which somebody living may have been born; its check digit may be wrong.
func looksLikeIDNumber(text string) bool {
	born, err := model.ParseDate(text[6:10] + "-" + text[10:12] + "-" + text[12:14])
	return err == nil && born.Year() >= 1900 && born.Year() < 2100 && slices.Contains(provinces, text[:2])
}
