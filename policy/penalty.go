package policy

import (
	"slices"

	"yijian/model"
)

// publicityOfKinds says which classes of publicity a kind of penalty may have
// (信用修复管理办法): warnings are slight, fines any, by their size.
var publicityOfKinds = map[model.PenaltyKind][]model.PublicityClass{
	model.PenaltyWarning:      {model.PublicitySlight},
	model.PenaltyCriticism:    {model.PublicitySlight},
	model.PenaltyFine:         {model.PublicitySlight, model.PublicityGeneral, model.PublicityGrave},
	model.PenaltyConfiscation: {model.PublicityGeneral, model.PublicityGrave},
	model.PenaltySuspension:   {model.PublicityGeneral, model.PublicityGrave},
	model.PenaltyRestriction:  {model.PublicityGrave},
	model.PenaltyRevocation:   {model.PublicityGrave},
}

// CheckPenalty names what does not fit together in a penalty: its kind with the
// amount, the class of publicity and the veto circumstance.
func CheckPenalty(p model.Penalty) model.FieldErrors {
	var fields model.FieldErrors
	classes, known := publicityOfKinds[p.Kind]
	if !known {
		fields.Add("/kind", "penalty.kind_unknown", "没有这个处罚种类")
		return fields
	}
	if !slices.Contains(classes, p.PublicityClass) {
		fields.Add("/publicity_class", "penalty.class_mismatch", "公示类别与处罚种类不符（"+PublicityBasis.String()+"）")
	}
	admonition := p.Kind == model.PenaltyWarning || p.Kind == model.PenaltyCriticism
	switch {
	case p.AmountFen < 0, admonition && p.AmountFen > 0:
		fields.Add("/amount_fen", "penalty.amount_unexpected", "警告、通报批评没有罚没金额")
	case p.Kind == model.PenaltyFine && p.AmountFen == 0:
		fields.Add("/amount_fen", "penalty.amount_missing", "罚款须填写金额")
	}
	if p.Trigger == "" && (p.Kind == model.PenaltyRevocation || p.Kind == model.PenaltySuspension) {
		fields.Add("/trigger", "penalty.trigger_missing", "吊销许可、停业整顿须注明一票否决情形")
	}
	return fields
}
