package casework

import (
	"slices"

	"yijian/model"
)

// publicColumns are the fields that texts of a kind have, by their lasting names, as tables of open data show
// them. A field that a kind comes to have later is added at the end; none is renamed or taken away.
var publicColumns = map[model.PublicationKind][]model.PublicField{
	model.PublishedListEntry: {line("list", "榜别", ""), line("reasons", "列入理由", ""), line("as_of", "评价截至", ""), line("edition", "期次", "")},
	model.PublishedPenalty: {
		line("document_no", "决定书文号", ""), line("decided_on", "决定日期", ""), line("kind", "处罚种类", ""), line("amount", "罚没金额", ""),
		line("facts", "违法事实", ""), line("basis", "处罚依据", ""), line("class", "失信类别", ""),
	},
	model.PublishedResult: {
		line("inspected_on", "检查日期", ""), line("kind", "检查方式", ""), line("units", "检查项数", ""), line("result", "检查结果", ""),
		line("auxiliary", "主体状态", ""), line("findings", "发现问题", ""), line("note", "补充说明", ""), line("basis", "检查依据", ""),
	},
	model.PublishedItems: {line("year", "年度", ""), line("text", "正文", "")},
	model.PublishedPlan:  {line("year", "年度", ""), line("text", "正文", "")},
	model.PublishedDraw:  {line("year", "年度", ""), line("text", "正文", "")},
	model.PublishedRulebook: {
		line("effective_on", "生效日期", ""), line("hash", "规则摘要值（SHA-256）", ""), line("reason", "修订理由", ""), line("note", "说明", ""), line("text", "规则全文", ""),
	},
	model.PublishedProgress: {
		line("document_no", "方案文号", ""), line("issuer", "发文单位", ""), line("month", "月份", ""), line("as_of", "数据截至", ""),
		line("due_on", "目标期限", ""), line("lights", "亮灯", ""), line("note", "说明", ""),
	},
	model.PublishedNational: {
		line("authority", "认定单位", ""), line("document_no", "认定文书", ""), line("listed_on", "列入日期", ""), line("reason", "列入事由", ""), line("source", "信息来源", ""),
	},
	model.PublishedAssociation: {
		line("submitter", "报送单位", ""), line("convention", "自律公约", ""), line("listed_on", "列入日期", ""), line("reason", "列入事由", ""), line("effect", "效力", ""),
	},
	model.PublishedNotice:     {line("text", "正文", "")},
	model.PublishedCorrection: {line("about", "更正对象", ""), line("text", "更正说明", "")},
}

// PublicColumns are the fields that texts of the kind have, without texts.
func PublicColumns(kind model.PublicationKind) []model.PublicField {
	return slices.Clone(publicColumns[kind])
}

// PublicKind is a kind of publication and what people call it.
type PublicKind struct {
	Kind  model.PublicationKind
	Title string
}

// PublicKinds are all kinds in the order people are shown them.
func PublicKinds() []PublicKind {
	var kinds []PublicKind
	for _, k := range sortedKinds() {
		kinds = append(kinds, PublicKind{k.kind, k.title})
	}
	return kinds
}
