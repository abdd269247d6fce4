package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// PublicityBasis names the source of the terms for which penalties are public.
func PublicityBasis() string { return policy.PublicityBasis.String() }

// A decided penalty is public for the longest term of its class, counted from the decision's date.
var _ = publish(publicationKind{
	kind: model.PublishedPenalty, title: "行政处罚", noun: "penalties", read: "penalty:read",
	columns: columnsOf("document_no", "决定书文号", "decided_on", "决定日期", "kind", "处罚种类", "amount", "罚没金额", "facts", "违法事实", "basis", "处罚依据", "class", "失信类别"),
	hint:    "填写公示的案情，不得含个人信息和商业秘密；轻微类一般不公示，确需公示的写明公开理由",
	compose: composePenalty,
	clock:   func(p model.Publication) clockKey { return ofPublicity(model.PenaltyID(p.SubjectID)) },
	follow: func(ctx context.Context, w work, p model.Publication) error {
		penalty, err := w.Penalty(ctx, store.Everything(), model.PenaltyID(p.SubjectID))
		if err != nil {
			return err
		}
		return w.keepPenaltyClocks(ctx, penalty)
	},
})

func composePenalty(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	penalty, err := w.decidedPenalty(ctx, scope, model.PenaltyID(p.SubjectID))
	if err != nil {
		return composed{}, err
	}
	var fields model.FieldErrors
	if n := len([]rune(p.Written)); n < 2 || n > 1000 {
		fields.Add("/written", "publication.written", "请写明公示的案情（2 至 1000 字）")
	}
	if !policy.IsUsuallyPublished(penalty.PublicityClass) && p.PublishReason == "" {
		fields.Add("/publish_reason", "publication.slight", "轻微类一般不公示；确需公示的，须写明理由（"+policy.PublicityBasis.String()+"）")
	}
	if err := fields.Err(); err != nil {
		return composed{}, err
	}
	firm, err := w.Enterprise(ctx, store.Everything(), penalty.EnterpriseID)
	if err != nil {
		return composed{}, err
	}
	c := composed{
		firm: firm, name: penalty.EnterpriseName, area: penalty.AreaCode, demo: penalty.Demo,
		title: "行政处罚：" + penalty.EnterpriseName + "（" + penalty.DocumentNo + "）", topic: string(penalty.Kind), source: penalty.DocumentNo,
		basis: penalty.Basis, formed: penalty.DecidedOn, handlers: penalty.Drafters,
	}
	earliest, latest, err := policy.PublicityEnds(penalty.PublicityClass, penalty.DecidedOn)
	if err != nil {
		return c, err
	}
	c.earliest, c.ends = earliest, latest.AddDays(1) // it is public on its last day too
	words := w.desk.Access.Words
	c.fields = []model.PublicField{
		said("document_no", penalty.DocumentNo), said("decided_on", penalty.DecidedOn.Words()),
		said("kind", words.Value("PenaltyKind", string(penalty.Kind))), said("amount", yuanWords(penalty.AmountFen)),
		said("facts", p.Written), said("basis", penalty.Basis),
		said("class", words.Value("PublicityClass", string(penalty.PublicityClass))),
	}
	return c, nil
}

// yuanWords says an amount of fen in yuan, "" for none, with fen only where there are some.
func yuanWords(fen int64) string {
	switch {
	case fen == 0:
		return ""
	case fen%100 == 0:
		return fmt.Sprintf("%d元", fen/100)
	}
	return fmt.Sprintf("%d.%02d元", fen/100, fen%100)
}

// decidedPenalty returns a penalty within the scope that stands decided; any other is a wrong field.
func (w work) decidedPenalty(ctx context.Context, scope store.Scope, id model.PenaltyID) (model.Penalty, error) {
	p, err := w.Penalty(ctx, scope, id)
	if err := mayBePublic(err, true, "penalty.unknown", "没有找到这件处罚"); err != nil {
		return p, err
	}
	return p, mayBePublic(nil, p.Status == model.PenaltyDecided, "penalty.not_decided", "只有已作出且未撤销的处罚决定可以公示")
}
