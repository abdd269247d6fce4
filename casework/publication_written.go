package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// OpenInformation is the basis on which texts are public that no other law asks for.
const OpenInformation = "《中华人民共和国政府信息公开条例》（2019年修订）第二十条"

// What people write: a title, a text, and for what comes by the year its year.
var (
	_ = publish(writtenKind(model.PublishedNotice, "通知公告", "写明标题和正文", OpenInformation, false))
	_ = publish(writtenKind(model.PublishedItems, "抽查事项清单", "写明标题、年度和清单正文：编号、事项、一般或重点、依据、对象、方式", resultBasis, true))
	_ = publish(writtenKind(model.PublishedPlan, "抽查计划", "写明标题、年度和计划正文：事项、对象、比例、频次、时间", resultBasis, true))
	_ = publish(writtenKind(model.PublishedDraw, "抽取结果", "写明标题、年度和抽取情况：时间、方法、名单总数、抽取结果", resultBasis, true))
)

const (
	leastWritten = 10
	mostWritten  = 20_000
)

func writtenKind(kind model.PublicationKind, title, hint, basis string, isYearly bool) publicationKind {
	columns := columnsOf("text", "正文")
	if isYearly {
		columns = columnsOf("year", "年度", "text", "正文")
	}
	return publicationKind{kind: kind, title: title, hint: hint, columns: columns, compose: func(_ context.Context, w work, _ store.Scope, p model.Publication) (composed, error) {
		var fields model.FieldErrors
		checkWritten(&fields, p)
		if isYearly && !isYear(p.Series, w.today()) {
			fields.Add("/series", "publication.year", "请填写年度，形如 2026")
		}
		c := composed{title: p.Title, series: p.Series, basis: basis, formed: p.FormedOn, fields: []model.PublicField{said("text", p.Written)}}
		if isYearly {
			c.fields = append([]model.PublicField{said("year", p.Series)}, c.fields...)
		}
		return c, fields.Err()
	}}
}

func checkWritten(fields *model.FieldErrors, p model.Publication) {
	if n := len([]rune(p.Title)); n < 4 || n > 100 {
		fields.Add("/title", "publication.title", "请填写标题（4 至 100 字）")
	}
	if n := len([]rune(p.Written)); n < leastWritten || n > mostWritten {
		fields.Add("/written", "publication.written", "请填写正文（10 至 20000 字）")
	}
}

func isYear(text string, today model.Date) bool {
	day, err := model.ParseDate(text + "-01-01")
	return err == nil && day.Year() >= model.FirstDay.Year() && day.Year() <= today.Year()+1
}

// A correction says of something that was or is public what was wrong with it; the
// enterprise that it was about is named again, so that it is found where the wrong was.
var _ = publish(publicationKind{
	kind: model.PublishedCorrection, title: "更正说明", noun: "publications", read: "publication:read",
	columns: columnsOf("about", "更正对象", "text", "更正说明"),
	hint:    "对已公开过的内容说明错在哪里、正确的是什么，用于消除影响",
	compose: func(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error) {
		of, err := w.Publication(ctx, scope, model.PublicationID(p.SubjectID))
		if err := mayBePublic(err, of.PublishedAt != nil, "publication.never_public", "没有找到这件公开过的事项"); err != nil {
			return composed{}, err
		}
		var fields model.FieldErrors
		checkWritten(&fields, p)
		c := composed{
			firm: model.Enterprise{ID: of.EnterpriseID}, name: of.EnterpriseName, uscc: of.USCC, area: of.AreaCode, demo: of.Demo,
			handlers: of.Handlers, title: p.Title, topic: string(of.Kind), source: PublicationTitle(of.Kind), basis: OpenInformation, formed: p.FormedOn,
			fields: []model.PublicField{
				said("about", PublicationTitle(of.Kind)+"，"+of.PublishedOn.Words()+"公开"), said("text", p.Written),
			},
		}
		return c, fields.Err()
	},
})
