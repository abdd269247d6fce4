package casework

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// Rules are public with their whole text and its hash: the credit rulebook, or a table of
// deadlines or a calendar that the bureau adopted.
var _ = publish(publicationKind{
	kind: model.PublishedRulebook, title: "评价规则与期限表", noun: "rule-texts", read: "rule-text:read",
	columns: columnsOf("effective_on", "生效日期", "hash", "规则摘要值（SHA-256）", "reason", "修订理由", "note", "说明", "text", "规则全文"),
	hint:    "选已生效的期限表或节假日安排；不选则公开现行评价规则", compose: composeRules,
})

func composeRules(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	book, hash, err := rulebook.Current()
	if err != nil {
		return composed{}, fmt.Errorf("rulebook: %w", err)
	}
	if id := cmp.Or(p.SubjectID, book.ID); id == book.ID {
		return composed{
			subject: id, topic: "credit", series: book.ID, title: "评价规则：" + book.Title, basis: strings.Join(book.Basis, "；"), formed: p.FormedOn,
			fields: []model.PublicField{
				said("hash", hash), said("note", p.Written), said("text", string(rulebook.Source())),
			},
		}, nil
	}
	r, err := w.RuleText(ctx, scope, model.RuleTextID(p.SubjectID))
	if err := mayBePublic(err, r.Status == model.RuleTextAdopted, "rule_text.not_adopted", "没有找到这份已通过的规则"); err != nil {
		return composed{}, err
	}
	c := composed{
		topic: string(r.Kind), series: r.EffectiveOn.String(), title: r.Title, basis: OpenInformation, formed: p.FormedOn,
		fields: []model.PublicField{
			said("effective_on", r.EffectiveOn.Words()), said("hash", r.Hash),
			said("reason", r.Reason), said("note", p.Written), said("text", r.Text),
		},
	}
	if r.DecidedAt != nil {
		c.formed = model.DateOf(*r.DecidedAt)
	}
	return c, nil
}
