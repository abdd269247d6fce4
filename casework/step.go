package casework

import (
	"errors"
	"slices"

	"yijian/model"
	"yijian/policy/access"
)

// step is one act on a record that has a state: whose it is and from which states it may start.
type step[S ~string] struct {
	name       string
	title      string
	permission access.Permission
	from       []S
}

// refusal is why the step cannot start from the state, empty when it can.
func (s step[S]) refusal(status S, titles map[S]string) string {
	if slices.Contains(s.from, status) {
		return ""
	}
	return "当前状态为“" + titles[status] + "”，不能" + s.title
}

// must fails with the reason when the step cannot start from the state.
func (s step[S]) must(reason string, status S, titles map[S]string) error {
	if refusal := s.refusal(status, titles); refusal != "" {
		return model.Fail(model.Conflict, reason, refusal)
	}
	return nil
}

// refusalOf is what an error says to people, empty for none.
func refusalOf(err error) string {
	if err == nil {
		return ""
	}
	if wrong := model.FieldsOf(err); len(wrong) > 0 {
		return wrong[0].Detail
	}
	var known *model.Error
	if errors.As(err, &known) {
		return known.Detail
	}
	return "暂不能办理"
}
