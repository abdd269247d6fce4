package casework

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/store"
)

const resultBasis = "《国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见》（国发〔2019〕5号）"

// A confirmed inspection's result is public, also one that found nothing (谁检查、谁录入、谁公开).
var _ = publish(publicationKind{
	kind: model.PublishedResult, title: "检查结果", noun: "inspections", read: "inspection:read",
	hint:    "结果由系统按检查记录生成，可以补充说明；发现的问题按类别公开，不公开人员",
	compose: composeResult,
	clock: func(p model.Publication) clockKey {
		return ofInspection(model.Inspection{ID: model.InspectionID(p.SubjectID)})
	},
	follow: followResult,
})

func composeResult(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
	i, err := w.Inspection(ctx, scope, model.InspectionID(p.SubjectID))
	switch {
	case err != nil && model.KindOf(err) != model.NotFound:
		return composed{}, err
	case err != nil:
		return composed{}, oneField("/subject_id", "inspection.unknown", "没有找到这次检查")
	case i.Status != model.InspectionConfirmed && i.Status != model.InspectionPublished:
		return composed{}, oneField("/subject_id", "inspection.not_confirmed", "检查结果审核后才能公开")
	case len([]rune(p.Written)) > 1000:
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
		title: i.EnterpriseName + "检查结果（" + chineseDay(i.InspectedOn) + "）", basis: resultBasis, formed: i.InspectedOn,
	}
	c.fields = []model.PublicField{
		line("inspected_on", "检查日期", chineseDay(i.InspectedOn)), line("kind", "检查方式", way),
		line("units", "检查项数", fmt.Sprintf("%d 项", i.Units)), line("result", "检查结果", words.Value("ResultCode", string(i.Result))),
		line("auxiliary", "主体状态", words.Value("AuxiliaryCode", string(i.Auxiliary))),
		line("findings", "发现问题", findingWords(w, i)), line("note", "补充说明", p.Written), line("basis", "检查依据", i.Basis),
	}
	return c, nil
}

// findingWords says how many findings of which item and severity there were, and how many are put right; their texts may name people and stay inside.
func findingWords(w work, i model.Inspection) string {
	if len(i.Findings) == 0 {
		return "未发现问题"
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
	public := publicOf(live)
	if err != nil || public.ID == "" {
		return err
	}
	c, err := composeResult(ctx, w, store.Everything(), public)
	if err != nil {
		return err
	}
	for _, p := range live {
		if p.Status == model.PublicationDraft {
			own, err := composeResult(ctx, w, store.Everything(), p) // with what its drafter wrote
			if err != nil {
				return err
			}
			if err := own.put(&p, w.today()); err != nil {
				return err
			}
			_, err = w.ChangePublication(ctx, p)
			return err
		}
	}
	now := public
	if err := c.put(&now, w.today()); err != nil || now.TextHash == public.TextHash || len(live) > 1 {
		return err
	}
	drafted := correctionOf(public, "整改情况有更新")
	_, err = w.draft(ctx, publicationKinds[model.PublishedResult], actor, drafted, PublicationFacts{Written: public.Written})
	return err
}
