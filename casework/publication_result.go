package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/store"
)

const resultBasis = "《国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见》（国发〔2019〕5号）"

// A confirmed inspection's result is public, also one that found nothing (谁检查、谁录入、谁公开).
var _ = publish(publicationKind{
	kind: model.PublishedResult, title: "检查结果", noun: "inspections", read: "inspection:read",
	columns: columnsOf("inspected_on", "检查日期", "kind", "检查方式", "units", "检查项数", "result", "检查结果", "auxiliary", "主体状态", "findings", "发现问题", "note", "补充说明", "basis", "检查依据"),
	hint:    "结果由系统按检查记录生成，可以补充说明；发现的问题按类别公开，不公开人员",
	compose: composeResult,
	clock: func(p model.Publication) clockKey {
		return ofInspection(model.Inspection{ID: model.InspectionID(p.SubjectID)})
	},
	follow: followResult,
})

func composeResult(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	i, err := w.Inspection(ctx, scope, model.InspectionID(p.SubjectID))
	if err := mayBePublic(err, true, "inspection.unknown", "没有找到这次检查"); err != nil {
		return composed{}, err
	}
	isConfirmed := i.Status == model.InspectionConfirmed || i.Status == model.InspectionPublished
	if err := mayBePublic(nil, isConfirmed, "inspection.not_confirmed", "检查结果审核后才能公开"); err != nil {
		return composed{}, err
	}
	if len([]rune(p.Written)) > 1000 {
		return composed{}, oneField("/written", "publication.written", "补充说明不超过 1000 字")
	}
	firm, err := w.Enterprise(ctx, store.Everything(), i.EnterpriseID)
	if err != nil {
		return composed{}, err
	}
	words := w.desk.Access.Words
	way := words.Value("InspectionKind", string(i.Kind))
	if i.Drawn {
		way += "（随机抽取）"
	}
	c := composed{
		firm: firm, name: i.EnterpriseName, area: i.AreaCode, demo: i.Demo, topic: string(i.Result), source: i.DocumentNo,
		title: i.EnterpriseName + "检查结果（" + i.InspectedOn.Words() + "）", basis: resultBasis, formed: i.InspectedOn,
		handlers: i.Officers,
	}
	c.fields = []model.PublicField{
		said("inspected_on", i.InspectedOn.Words()), said("kind", way),
		said("units", fmt.Sprintf("%d 项", i.Units)), said("result", words.Value("ResultCode", string(i.Result))),
		said("auxiliary", words.Value("AuxiliaryCode", string(i.Auxiliary))),
		said("findings", findingWords(w, i)), said("note", p.Written), said("basis", i.Basis),
	}
	return c, nil
}

// findingWords says how many findings of which item and severity there were, and how many are put right; their texts may name people and stay inside.
func findingWords(w work, i model.Inspection) string {
	if len(i.Findings) == 0 {
		return "" // the result says so
	}
	words, open, parts := w.desk.Access.Words, 0, []string{}
	for _, f := range i.Findings {
		parts = append(parts, words.Value("CheckItem", string(f.Group))+"（"+words.Value("Severity", string(f.Class))+"）")
		if f.Open {
			open++
		}
	}
	state := "均已整改"
	if open > 0 {
		state = fmt.Sprintf("%d 项待整改", open)
	}
	return strings.Join(parts, "、") + "；共 " + fmt.Sprint(len(i.Findings)) + " 项，公开时" + state
}

// followResult notes on the inspection that its result is public; one whose publication is over was public.
func followResult(ctx context.Context, w work, p model.Publication) error {
	i, err := w.Inspection(ctx, store.Everything(), model.InspectionID(p.SubjectID))
	if err != nil || p.Status != model.PublicationPublished || p.IsContested() || !p.AnsweredOn.IsZero() {
		return err
	}
	if i.Status != model.InspectionPublished {
		i.Status, i.PublishedOn = model.InspectionPublished, p.PublishedOn
	} // written in any case: whoever puts a finding right in the same moment sees that something was first
	if i, err = w.ChangeInspection(ctx, i); err != nil {
		return err
	}
	return w.keepClocks(ctx, inspectionClocks(i))
}

// redrawResult drafts a correction when what is public of an inspection says less than is known now: a finding
// was put right. One that is drafted already is
// composed anew; one under review is not, and refused when it is approved as it was.
func (w work) redrawResult(ctx context.Context, actor model.Actor, i model.Inspection) error {
	live, err := w.LivePublications(ctx, model.PublishedResult, string(i.ID))
	p := publicOf(live)
	if err != nil || p.ID == "" {
		return err
	}
	if at := slices.IndexFunc(live, func(p model.Publication) bool { return p.Status == model.PublicationDraft }); at >= 0 {
		p = live[at] // with what its drafter wrote
	}
	c, err := composeResult(ctx, w, store.Everything(), p)
	if err != nil {
		return err
	}
	now := p
	if err := c.put(&now, w.today()); err != nil || now.TextHash == p.TextHash {
		return err
	}
	if p.Status == model.PublicationDraft {
		_, err = w.ChangePublication(ctx, now)
		return err
	}
	if len(live) > 1 { // a correction is under review
		return nil
	}
	_, err = w.draft(ctx, publicationKinds[model.PublishedResult], actor, correctionOf(p, "整改情况有更新"), PublicationFacts{Written: p.Written})
	return err
}
