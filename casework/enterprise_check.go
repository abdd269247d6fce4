package casework

import (
	"strings"

	"yijian/model"
	"yijian/policy"
)

// check refuses what the register cannot hold: a code that fails GB 32100, and names of white space.
func (f EnterpriseFacts) check() error {
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
	return fields.Err()
}
