package store

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
)

// A firm learns of a penalty once it is decided, and of its withdrawal.
var penalties = register(noun{
	name: "penalties", table: "penalties", label: "document_no", search: "search_text",
	reach: reach{area: "area_code", firm: "status IN ('decided','withdrawn') AND enterprise_id"},
	filters: map[string]string{
		"status": "status", "kind": "kind", "publicity_class": "publicity_class", "enterprise_id": "enterprise_id", "import_no": "import_no",
	},
	having: map[string]string{
		"unserved": "penalties.served_on IS NULL AND penalties.import_no = '' AND penalties.status = ?",
		"unpublicised": "penalties.decided_on >= ? AND penalties.publicity_class <> 'slight' AND penalties.import_no = ''" +
			" AND NOT EXISTS (SELECT 1 FROM publications AS n WHERE n.kind = 'penalty' AND n.subject_id = penalties.id AND n.status <> 'discarded')",
	},
	sorts: map[string]string{"document_no": "document_no", "decided_on": "decided_on", "amount_fen": "amount_fen", "created_at": "created_at"},
})

func documentTaken() *model.Error {
	return &model.Error{Kind: model.Conflict, Reason: "penalty.document_taken", Detail: "该文号已被使用（空格、括号等写法不同的，也是同一文号）",
		Fields: []model.FieldError{{Pointer: "/document_no", Reason: "penalty.document_taken", Detail: "该文号已被使用（空格、括号等写法不同的，也是同一文号）"}}}
}

func penaltyText(p model.Penalty) string {
	return model.FoldForSearch(p.EnterpriseName, p.DocumentNo, p.Basis)
}

// Penalties lists penalties.
func (r Reader) Penalties(ctx context.Context, scope Scope, q Query) (model.Page[model.Penalty], error) {
	return list[model.Penalty](ctx, r, penalties, scope, q)
}

// Penalty returns one penalty within the scope.
func (r Reader) Penalty(ctx context.Context, scope Scope, id model.PenaltyID) (model.Penalty, error) {
	return find[model.Penalty](ctx, r, penalties, scope, string(id))
}

// keyPenalty says by what a new penalty's document is known.
func keyPenalty(p *model.Penalty) {
	key := model.DocumentKey(p.DocumentNo)
	p.DocumentKey, p.NumberKey = &key, key
}

// penaltyDoubled is the rule about penalties of one number, whose records name each other.
const penaltyDoubled model.QualityRuleID = "penalty-doubled"

// sameNumber are the others, not taken back, whose number only is written otherwise.
const sameNumber = "o.number_key = penalties.number_key AND o.number_key <> '' AND o.id <> penalties.id AND o.status <> 'withdrawn'"

// namePairs has each of the penalties name the others with its number, as far as the scope sees them.
func (r Reader) namePairs(ctx context.Context, scope Scope, found []model.QualityRecord) error {
	for i, one := range found {
		var others []string
		err := penalties.visible(penalties.rows(r.db.WithContext(ctx)), scope).
			Where("penalties.id IN (SELECT o.id FROM penalties JOIN penalties AS o ON "+sameNumber+" WHERE penalties.id = ?)", one.ID).
			Order("penalties.id").Pluck("penalties.document_no", &others).Error
		if err != nil {
			return fmt.Errorf("penalties of one number: %w", err)
		}
		if len(others) == 0 {
			others = []string{"不在您能查看的范围"}
		}
		found[i].Title += "（另一件：" + strings.Join(others, "、") + "）"
	}
	return nil
}

// AddPenalty keeps a draft; a document number in use is a Conflict on /document_no.
func (tx *Tx) AddPenalty(ctx context.Context, p *model.Penalty) error {
	p.SearchText = penaltyText(*p)
	keyPenalty(p)
	return insert(ctx, tx, penalties, string(p.ID), p, documentTaken())
}

// ChangePenalty writes everything that may change of a penalty, if it still has its version.
func (tx *Tx) ChangePenalty(ctx context.Context, p model.Penalty) (model.Penalty, error) {
	return update[model.Penalty](ctx, tx, penalties, string(p.ID), p.Version, map[string]any{
		"document_no": p.DocumentNo, "document_key": p.DocumentKey, "number_key": model.DocumentKey(p.DocumentNo), "facts": p.Facts, "basis": p.Basis, "kind": p.Kind, "amount_fen": p.AmountFen,
		"publicity_class": p.PublicityClass, "trigger_kind": p.Trigger, "status": p.Status, "drafters": p.Drafters,
		"reviewed_by": p.ReviewedBy, "review_opinion": p.ReviewOpinion, "sent_back_on": p.SentBackOn, "decided_by": p.DecidedBy,
		"decided_on": p.DecidedOn, "served_on": p.ServedOn, "withdrawn_on": p.WithdrawnOn,
		"withdraw_reason": p.WithdrawReason, "search_text": penaltyText(p),
	}, documentTaken())
}
