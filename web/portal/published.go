package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// shelf is where one kind of publication stands: its address, its name, and what a reader has to know of it.
type shelf struct {
	path, title string
	kind        model.PublicationKind
	topic       string
	menu        string // what the menu calls it, "" where the menu leaves it out
	// Lead says what this means and what it does not mean; None what it means that nothing is there.
	lead, none string
	// Byline names the series by which the shelf may be narrowed, "" where it may not.
	byline string
}

var shelves = []shelf{
	{path: "/lists/red", title: "诚信红榜", menu: "红榜", kind: model.PublishedListEntry, topic: "red", byline: "期次",
		lead: "红榜表示：评价期内检查、服务、履责各项良好，无处罚、无未整改问题。它不是资质或质量担保，也不带来任何优惠或免检。",
		none: "目前没有在公示期内的红榜企业。"},
	{path: "/lists/black", title: "诚信黑榜", menu: "黑榜", kind: model.PublishedListEntry, topic: "black", byline: "期次",
		lead: "黑榜表示：评价期内被依法作出重处罚，或多次检查发现较重问题；列入前已告知企业并听取陈述申辩，经法制审核和领导批准。它是行业诚信考核结果，不是国家“严重失信主体名单”，不影响企业的法定权利，期满自动撤下。",
		none: "目前没有在公示期内的黑榜企业。"},
	{path: "/penalties", title: "行政处罚公示", menu: "处罚", kind: model.PublishedPenalty,
		lead: "这里公示本局依法作出、仍在公示期内的行政处罚决定。处罚针对决定书所写的违法行为，不等于对企业的整体评价，也不是国家“严重失信主体名单”；期满自动撤下，决定被撤销的立即撤下。",
		none: "目前没有在公示期内的行政处罚。"},
	{path: "/results", title: "检查结果", menu: "检查结果", kind: model.PublishedResult,
		lead: "这里公开本局检查企业的结果，未发现问题的也公开。一次检查只说明检查当时、检查到的事项。",
		none: "目前没有公开的检查结果。"},
	{path: "/lists/national", title: "国家级严重失信主体名单（转载）", kind: model.PublishedNational,
		lead: "这份名单由有权机关依照法律、行政法规或者党中央、国务院文件认定，本局只转载涉及本区企业的部分，不作认定。移出名单、申请修复，请找认定单位。",
		none: "目前没有涉及本区企业的记录。"},
	{path: "/lists/association", title: "行业自律名单（转载）", kind: model.PublishedAssociation,
		lead: "这份名单由快递协会、消费者权益保护委员会依自律公约作出，只在公约成员之间有效，不是行政处罚，本局不据此采取任何措施。",
		none: "目前没有在列的企业。"},
	{path: "/inspection-items", title: "抽查事项清单", kind: model.PublishedItems, byline: "年度",
		lead: "检查只能按公开的事项清单进行。", none: "尚未公开抽查事项清单。"},
	{path: "/inspection-plans", title: "抽查计划", kind: model.PublishedPlan, byline: "年度",
		lead: "本局每年按计划随机抽取检查对象和检查人员，计划在这里公开。", none: "尚未公开抽查计划。"},
	{path: "/draws", title: "抽取结果", kind: model.PublishedDraw, byline: "年度",
		lead: "每次随机抽取的方法、名单范围和结果。", none: "尚未公开抽取结果。"},
	{path: "/rules", title: "评价规则与期限", kind: model.PublishedRulebook,
		lead: "信用评价按公开的规则计算，任何人都可以据此复算。摘要值用来核对规则文本有没有被改动。", none: "尚未公开评价规则。"},
	{path: "/notices", title: "通知公告", menu: "公告", kind: model.PublishedNotice, none: "目前没有通知公告。"},
	{path: "/corrections", title: "更正说明", kind: model.PublishedCorrection,
		lead: "公开过的内容有错的，在这里说明错在哪里、正确的是什么。", none: "目前没有更正说明。"},
}

// pathOf is where publications like it are listed.
func pathOf(p model.Publication) string {
	if s := shelfOf(p); s != nil {
		return s.path
	}
	if p.Kind == model.PublishedProgress {
		return "/tasks"
	}
	return kindPath + string(p.Kind)
}

const (
	kindPath        = "/published/"
	publicationPath = "/publications/"
)

// mostSeries is how many series, the newest, a shelf offers to choose from.
const mostSeries = 100

// shelfPage is one page of a shelf.
type shelfPage struct {
	Side   string // red or black, of the lists
	Name   string
	Lead   string
	None   string
	Byline string
	Items  []published
	Total  int64
	Search string
	Series string
	Among  []seriesLink // the series to choose from, the newest first
	paging
}

// IsCut reports whether the search found as much as one may.
func (p shelfPage) IsCut() bool { return p.Search != "" && p.Total == store.MostFound }

// seriesLink leads to one series of a shelf.
type seriesLink struct {
	Name, Link string
	Here       bool
}

// published is a publication as the public sees it.
type published struct {
	model.Publication
	KindTitle string
	ListPath  string
}

func shownAs(p model.Publication) published {
	return published{Publication: p, KindTitle: casework.PublicationTitle(p.Kind), ListPath: pathOf(p)}
}

// Path is the lasting address of the publication.
func (p published) Path() string { return publicationPath + string(p.ID) }

// Heading is whom it is about, else its title.
func (p published) Heading() string {
	if p.EnterpriseName != "" {
		return p.EnterpriseName
	}
	return p.Text.Title
}

// MayEndFrom is the first day of the publicity on which repair may end it, none where none may.
func (p published) MayEndFrom() model.Date {
	if !p.EarliestEnd.IsZero() && p.EarliestEnd.Before(p.PublishedOn) {
		return p.PublishedOn
	}
	return p.EarliestEnd
}

// IsUnchecked reports whether it was public before there were reviews, and so went through none.
func (p published) IsUnchecked() bool { return p.MaskPolicy == model.UncheckedMaskPolicy }

// TermBasis is the source of the term.
func (p published) TermBasis() string {
	if p.Kind == model.PublishedPenalty {
		return casework.PublicityBasis()
	}
	return ""
}

// Short are the fields that fit a line or two, Long those that are texts.
func (p published) Short() (fields []model.PublicField) { return p.fields(false) }

// Long are the fields that are texts.
func (p published) Long() (fields []model.PublicField) { return p.fields(true) }

func (p published) fields(isLong bool) (fields []model.PublicField) {
	for _, f := range p.Text.Fields {
		if (f.Name == "text") == isLong {
			fields = append(fields, f)
		}
	}
	return fields
}

// Digest is the beginning of a long text.
func (p published) Digest() string {
	text := strings.Join(strings.Fields(p.Text.Field("text")), " ")
	if runes := []rune(text); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return text
}

func (s shelf) show(p *Portal, c *gin.Context) {
	search, page, err := askedFor(c)
	series := ""
	if s.byline != "" {
		series = strings.TrimSpace(c.Query("series"))
	}
	if err == nil && search != "" && isTooShort(search) {
		err = invalid("搜索词至少 2 个字")
	}
	if err == nil && len(series) > mostSearched {
		err = invalid("期次太长")
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	asked := url.Values{"q": {search}, "series": {series}}
	p.show(c, keptAs(s.path, page, search+series), "shelf.html", func() (frame, error) {
		ctx, day := c.Request.Context(), p.Desk.Today()
		content := shelfPage{Name: s.title, Lead: s.lead, None: s.none, Byline: s.byline, Search: search, Series: series}
		if s.kind == model.PublishedListEntry {
			content.Side = s.topic
		}
		rows, total, err := s.page(ctx, p.Store, day, store.PublicQuery{Kind: s.kind, Topic: s.topic, Series: series, Search: search, Page: page}, &content)
		for _, row := range rows {
			content.Items = append(content.Items, shownAs(row))
		}
		content.Total, content.paging = total, pagingOf(page, total, asked)
		return frame{Title: s.title, Content: content}, err
	})
}

// page is a page of the shelf and how much there is; the series that it may be narrowed by tell that too.
func (s shelf) page(ctx context.Context, from *store.Store, day model.Date, q store.PublicQuery, content *shelfPage) (rows []model.Publication, total int64, err error) {
	if s.byline == "" {
		return from.Published(ctx, day, q)
	}
	among, err := from.PublishedSeries(ctx, day, s.kind, s.topic)
	if err != nil {
		return nil, 0, err
	}
	for _, one := range among {
		if q.Series == "" || q.Series == one.Series {
			total += one.Total
		}
		if len(content.Among) < mostSeries {
			content.Among = append(content.Among, seriesLink{one.Series, "?" + url.Values{"series": {one.Series}}.Encode(), one.Series == q.Series})
		}
	}
	if q.Search != "" {
		return from.Published(ctx, day, q)
	}
	rows, err = from.PublishedPage(ctx, day, q)
	return rows, total, err
}

// ofKind lists a kind of publication that has no shelf of its own.
func (p *Portal) ofKind(c *gin.Context) {
	kind := model.PublicationKind(c.Param("kind"))
	title := casework.PublicationTitle(kind)
	if title == "" || kind == model.PublishedListEntry { // red and black stand on shelves of their own
		p.Lost(c, http.StatusNotFound)
		return
	}
	shelf{path: kindPath + string(kind), title: title, kind: kind, none: "目前没有公开的" + title + "。"}.show(p, c)
}

// publicationPage is one publication by itself.
type publicationPage struct {
	published
	Corrected model.PublicationID // of what it corrects, whose page says so
}

// gonePage says of a publication that it is not shown any more, and nothing that it said.
type gonePage struct {
	KindTitle string
	How       string
	Why       string // what such leaving means, never what the publication or its reason said
	LeftOn    model.Date
	By        model.PublicationID // the correction, if it is public
	ListPath  string
}

var leftWords = map[model.PublicationStatus]string{
	model.PublicationWithdrawn: "已撤回", model.PublicationCorrected: "已更正", model.PublicationEnded: "公示期已满",
}

var leftWhy = map[model.PublicationStatus]string{
	model.PublicationWithdrawn: "撤回是因为原来的决定被撤销、变更，内容有误，不应当公开，或者公示依法提前结束。",
	model.PublicationCorrected: "更正是因为原来的内容有误或者不完整。",
	model.PublicationEnded:     "公示期限届满，系统自动撤下。",
}

func (p *Portal) publication(c *gin.Context) {
	id := c.Param("id")
	p.show(c, keptAs(publicationPath+id, 1, ""), "publication.html", func() (frame, error) {
		ctx, day := c.Request.Context(), p.Desk.Today()
		row, err := p.Store.PublishedOne(ctx, id)
		if err != nil {
			return frame{}, err
		}
		if row.IsPublicOn(day) {
			return frame{Title: row.Text.Title, Content: publicationPage{shownAs(row), row.CorrectsID}}, nil
		}
		if row.Status == model.PublicationPublished { // the job of the night comes after it
			row.Status, row.LeftOn = model.PublicationEnded, row.EndsOn
		}
		gone := gonePage{KindTitle: casework.PublicationTitle(row.Kind), How: leftWords[row.Status], Why: leftWhy[row.Status], LeftOn: row.LeftOn, ListPath: pathOf(row)}
		if row.Status == model.PublicationCorrected {
			by, err := p.Store.CorrectionOf(ctx, day, row.ID)
			if err != nil && model.KindOf(err) != model.NotFound {
				return frame{}, err
			}
			gone.By = by.ID
		}
		return frame{Title: gone.KindTitle + gone.How, Status: http.StatusGone, Name: "gone.html", Content: gone}, nil
	})
}
