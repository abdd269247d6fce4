package policy

import "yijian/model"

// DutySeverity is the class under which the credit method counts a missed duty.
func DutySeverity(model.DutyClass) model.Severity { return model.Minor }

// CanContest returns nil when the enterprise may contest the fact: once, while it stands.
func CanContest(f model.DutyFact) error {
	if !f.ContestedOn.IsZero() {
		return model.Fail(model.Conflict, "duty_fact.contested_once", "已于"+f.ContestedOn.String()+"提出过异议，并经复核")
	}
	return nil
}

// CanReview returns nil when the official may decide on a contested fact: not one who
// decided or entered what shows it.
func CanReview(f model.DutyFact, by model.UserID) error {
	if f.DecidedBy.Has(by) {
		return model.Fail(model.Conflict, "duty_fact.own_decision", "这条记录来自您经办的事项，须由另一人复核异议（经办与复核分离）")
	}
	return nil
}
