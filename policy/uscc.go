package policy

import (
	"strings"

	"yijian/model"
)

// CheckUSCC returns nil for a well-formed unified social credit code (GB 32100),
// else an Invalid error with reason uscc.length, uscc.alphabet or
// uscc.check_digit. Some codes issued early fail only the check digit, so an
// import may treat that reason as a warning.
func CheckUSCC(code string) error {
	if len(code) != 18 {
		return model.Fail(model.Invalid, "uscc.length", "统一社会信用代码应为18位")
	}
	for _, c := range []byte(code) {
		if strings.IndexByte(model.USCCAlphabet, c) < 0 {
			return model.Fail(model.Invalid, "uscc.alphabet", "统一社会信用代码只能由数字和大写字母组成，且不含I、O、S、V、Z")
		}
	}
	if NewUSCC(code[:17]) != code {
		return model.Fail(model.Invalid, "uscc.check_digit", "统一社会信用代码校验位不符，请核对有无错字")
	}
	return nil
}

// NewUSCC returns the code whose first 17 characters are given, or the empty
// string when they are not 17 characters of the alphabet.
func NewUSCC(prefix17 string) string {
	if len(prefix17) != len(model.USCCWeights) {
		return ""
	}
	sum := 0
	for i, weight := range model.USCCWeights {
		value := strings.IndexByte(model.USCCAlphabet, prefix17[i])
		if value < 0 {
			return ""
		}
		sum += value * weight
	}
	return prefix17 + string(model.USCCAlphabet[(31-sum%31)%31])
}
