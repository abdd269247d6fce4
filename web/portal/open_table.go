package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// mostTableRows is the most publications that one table holds; the next one goes on.
const mostTableRows = 20_000

// tableColumns are the columns that the tables of all kinds begin with, by their lasting names.
var tableColumns = []model.ListColumn{
	{Key: "id", Title: "编号"}, {Key: "kind", Title: "种类"}, {Key: "topic", Title: "细类"}, {Key: "series", Title: "期次"},
	{Key: "name", Title: "主体名称"}, {Key: "uscc", Title: "统一社会信用代码"}, {Key: "title", Title: "标题"},
	{Key: "source", Title: "来源"}, {Key: "basis", Title: "依据"}, {Key: "published_on", Title: "公开日期"}, {Key: "ends_on", Title: "届满日期"},
	{Key: "edition", Title: "版次"}, {Key: "corrects", Title: "更正的编号"}, {Key: "contested", Title: "有异议正在核查"},
	{Key: "page", Title: "页面地址"}, {Key: "sha256", Title: "记录的 SHA-256"},
}

// tableFields are the columns of the kind's own fields; what else a text says goes into the last.
func tableFields(kind model.PublicationKind) (columns []model.ListColumn) {
	for _, f := range casework.PublicColumns(kind) {
		columns = append(columns, model.ListColumn{Key: "field_" + f.Name, Title: f.Label})
	}
	return append(columns, model.ListColumn{Key: "other", Title: "其他"})
}

// openTable writes the publications of a kind as a CSV file, row by row, so that little of it is in memory at once. Its tag
// is that of the last acts: it changes with every act, also one that leaves the table as it was.
func (p *Portal) openTable(c *gin.Context) {
	q, err := p.openAsked(c, "kind", "topic", "series", "uscc", "after")
	if err == nil && q.Kind == "" {
		err = &model.Error{Kind: model.Invalid, Reason: "query.invalid", Detail: "表格按种类提供，请用 kind 指明", Fields: []model.FieldError{{Pointer: "/kind", Reason: "kind.required", Detail: "请指明种类"}}}
	}
	if err != nil {
		p.problem(c, err)
		return
	}
	ctx, day := c.Request.Context(), p.Desk.Today()
	moves := p.Store.PublicationMoves()
	revision, err := p.Store.Revision(ctx) // before the rows: they are at least as new as their tag
	next, failed := p.Store.OpenPublicationAt(ctx, day, q.PublicQuery, q.After, mostTableRows-1)
	if err == nil {
		err = failed
	}
	more := ""
	if err == nil && next != "" {
		more, err = p.Store.OpenPublicationAt(ctx, day, q.PublicQuery, next, 0)
	}
	if err != nil {
		p.problem(c, err)
		return
	}
	sum := sha256.Sum256([]byte(revision + "|" + strconv.FormatUint(moves, 10) + "|" + day.String() + "|" + q.asked.Encode()))
	h := c.Writer.Header()
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	h.Set("Cache-Control", "public, no-cache")
	if more != "" {
		q.asked.Set("after", next)
		h.Add("Link", "<"+p.SiteURL+openPath+"/publications.csv?"+q.asked.Encode()+`>; rel="next"`)
	}
	if isKnown(h, c.Request.Header.Values("If-None-Match")) {
		c.Status(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	h.Set("Content-Disposition", `attachment; filename="`+string(q.Kind)+`.csv"`)
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return
	}
	if err := p.writeTable(ctx, c, q, day); err != nil {
		p.Log.Error("open data", "route", c.FullPath(), "error", err.Error())
		panic(http.ErrAbortHandler) // so that nobody takes a part for the whole
	}
}

func (p *Portal) writeTable(ctx context.Context, c *gin.Context, q openQuestion, day model.Date) error {
	fields := tableFields(q.Kind)
	var names []model.ListColumn
	var titles []model.ListCell
	for _, column := range append(tableColumns[:len(tableColumns):len(tableColumns)], fields...) {
		names = append(names, model.ListColumn{Key: column.Key, Title: column.Key})
		titles = append(titles, model.ListCell{Words: column.Title})
	}
	file, err := reports.NewListText(c.Writer, string(q.Kind), names)
	if err != nil {
		return err
	}
	if err := file.Add(titles); err != nil {
		return err
	}
	after := q.After
	for left := mostTableRows; left > 0; left -= openPage {
		rows, err := p.Store.OpenPublications(ctx, day, q.PublicQuery, after, openPage)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := file.Add(p.tableRow(row, fields)); err != nil {
				return err
			}
			after = string(row.ID)
		}
		if len(rows) < openPage {
			break
		}
		_ = p.CountRead(ctx, c.ClientIP()) // each page counts; who has begun may end
	}
	return file.Finish()
}

func (p *Portal) tableRow(row model.Publication, fields []model.ListColumn) []model.ListCell {
	var r model.PublicRecord
	_ = json.Unmarshal([]byte(row.Record), &r) // written by ourselves; of another format the shared columns stay empty
	contested := ""
	if row.IsContested() {
		contested = "是"
	}
	cells := []model.ListCell{}
	for _, words := range []string{
		string(row.ID), string(row.Kind), r.Topic, r.Series, r.Subject.Name, r.Subject.USCC, r.Text.Title, r.Source, r.Basis,
		row.PublishedOn.String(), row.LastDay().String(), strconv.Itoa(r.Edition), string(r.Corrects), contested,
		p.SiteURL + publicationPath + string(row.ID), row.RecordHash,
	} {
		cells = append(cells, model.ListCell{Words: words})
	}
	said := map[string]bool{}
	for _, column := range fields[:len(fields)-1] {
		name := strings.TrimPrefix(column.Key, "field_")
		said[name] = true
		cells = append(cells, model.ListCell{Words: r.Text.Field(name)})
	}
	var other []string
	for _, f := range r.Text.Fields {
		if !said[f.Name] {
			other = append(other, f.Label+"："+f.Text)
		}
	}
	return append(cells, model.ListCell{Words: strings.Join(other, "；")})
}

// publicTextOf is the text that the public was given of a publication.
func publicTextOf(row model.Publication) model.PublicText {
	var r model.PublicRecord
	_ = json.Unmarshal([]byte(row.Record), &r) // written by ourselves; of another format nothing is told
	return r.Text
}
