package policy

import "yijian/model"

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
