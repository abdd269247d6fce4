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
	hint: "选已生效的期限表或节假日安排；不选则公开现行评价规则", compose: composeRules,
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
				line("hash", "规则摘要值（SHA-256）", hash), line("note", "说明", p.Written), line("text", "规则全文", string(rulebook.Source())),
			},
		}, nil
	}
	r, err := w.RuleText(ctx, scope, model.RuleTextID(p.SubjectID))
	switch {
	case err != nil && model.KindOf(err) != model.NotFound:
		return composed{}, err
	case err != nil || r.Status != model.RuleTextAdopted:
		return composed{}, oneField("/subject_id", "rule_text.not_adopted", "没有找到这份已通过的规则")
	}
	c := composed{
		topic: string(r.Kind), series: r.EffectiveOn.String(), title: r.Title, basis: openInformation, formed: p.FormedOn,
		fields: []model.PublicField{
			line("effective_on", "生效日期", chineseDay(r.EffectiveOn)), line("hash", "规则摘要值（SHA-256）", r.Hash),
			line("reason", "修订理由", r.Reason), line("note", "说明", p.Written), line("text", "规则全文", r.Text),
		},
	}
	if r.DecidedAt != nil {
		c.formed = model.DateOf(*r.DecidedAt)
	}
	return c, nil
}
