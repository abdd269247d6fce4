package casework

import (
	"strings"

	"yijian/model"
	"yijian/policy"
)

// check refuses what the register cannot hold: a code that fails GB 32100, names
// of white space, and areas that do not exist.
func (f EnterpriseFacts) check(today model.Date) error {
	var fields model.FieldErrors
	if err := policy.CheckUSCC(f.USCC); err != nil {
		fields.Add("/uscc", "uscc.invalid", model.DetailOf(err))
	}
	if strings.TrimSpace(f.Name) == "" {
		fields.Add("/name", "required", "请填写企业名称")
	}
	if strings.TrimSpace(f.Address) == "" {
		fields.Add("/address", "required", "请填写地址")
	}
	checkArea(&fields, f.AreaCode, today)
	return fields.Err()
}
