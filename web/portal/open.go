package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

const (
	openPath = "/open"
	// openPage is the most publications that one page of open data holds.
	openPage = 200
	// mostOpenBytes ends a page of long records early; the next one goes on.
	mostOpenBytes = 4 << 20
	// OpenLicence is the wording under which open data is given.
	openLicence = "可以自由使用、复制、改编和再发布，包括用于商业用途，不需要申请；使用时请注明来源和取得日期，改动过的请说明；不得用于识别、骚扰个人，不得以本局名义为自己背书。内容撤回、更正或者期满的，请随之停止共享。"
	jsonType    = "application/json; charset=utf-8"
	problemType = "application/problem+json; charset=utf-8"
)

// mountOpen adds the open data.
func (p *Portal) mountOpen(engine *gin.Engine) {
	for path, answer := range map[string]func(*gin.Context) (*rendered, error){
		"/publications.json": p.openPublications, "/publications/:file": p.openPublication, "/feed.atom": p.openFeed,
	} {
		show := func(c *gin.Context) {
			page, err := answer(c)
			if err != nil {
				p.problem(c, err)
				return
			}
			p.send(c, page)
		}
		engine.Match([]string{http.MethodGet, http.MethodHead}, openPath+path, p.openBounded, show)
		if p.hot.used[openPath+path] != nil {
			p.hot.engine.GET(openPath+path, show)
		}
		engine.OPTIONS(openPath+path, p.openBounded, preflight)
	}
	engine.Match([]string{http.MethodGet, http.MethodHead}, openPath+"/publications.csv", p.openBounded, p.openTable)
	engine.OPTIONS(openPath+"/publications.csv", p.openBounded, preflight)
}

// openBounded gives open data its headers, and counts who asks for it.
func (p *Portal) openBounded(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After")
	h.Add("Link", "<"+openPath+`#licence>; rel="license"`)
	p.hot.use(c.Request, p.now())
	if err := p.CountRead(c.Request.Context(), c.ClientIP()); err != nil {
		p.problem(c, err)
		c.Abort()
	}
}

// preflight tells browsers what pages of other sites may ask with.
func preflight(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD")
	h.Set("Access-Control-Allow-Headers", "If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}

// openProblem is an RFC 9457 problem.
type openProblem struct {
	Type   string             `json:"type"`
	Title  string             `json:"title"`
	Status int                `json:"status"`
	Code   string             `json:"code"`
	Detail string             `json:"detail"`
	Errors []model.FieldError `json:"errors,omitempty"`
}

var openStatus = map[model.Kind]int{
	model.Invalid: http.StatusUnprocessableEntity, model.NotFound: http.StatusNotFound, model.TooMany: http.StatusTooManyRequests,
	model.Unavailable: http.StatusServiceUnavailable,
}

func (p *Portal) problem(c *gin.Context, err error) {
	known := &model.Error{}
	status := http.StatusInternalServerError
	if err = p.unlessCutOff(c, err); errors.As(err, &known) && openStatus[known.Kind] != 0 {
		status = openStatus[known.Kind]
	} else {
		known = model.Fail("", "internal", "系统出错，已记录，请稍后再试")
		p.Log.Error("open data", "route", c.FullPath(), "error", err.Error())
	}
	comeAgain(c, known)
	body, err := json.Marshal(openProblem{"about:blank", http.StatusText(status), status, known.Reason, known.Detail, known.Fields})
	if err != nil {
		p.Log.Error("open data", "error", err.Error())
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, problemType, body)
}

// openQuestion is what is asked of open data.
type openQuestion struct {
	store.PublicQuery
	After string
	AsOf  time.Time // zero for now
	asked url.Values
}

// mostAsked is how long the value of each parameter may be.
var mostAsked = map[string]int{"kind": 30, "topic": 30, "series": 60, "uscc": 18, "after": 36, "as_of": 40}

// openAsked reads the query, which may name the parameters and nothing else, each once.
func (p *Portal) openAsked(c *gin.Context, may ...string) (openQuestion, error) {
	values, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return openQuestion{}, model.Fail(model.Invalid, "query.malformed", "查询参数的编码不正确")
	}
	var wrong model.FieldErrors
	for name, given := range values {
		switch {
		case !slices.Contains(may, name):
			wrong.Add("/"+name, "query.unknown", "没有这个查询参数，可用的有："+strings.Join(may, "、"))
		case len(given) > 1:
			wrong.Add("/"+name, "query.repeated", "这个查询参数只能写一次")
		case len(given[0]) > mostAsked[name]:
			wrong.Add("/"+name, "query.too_long", "这个查询参数太长")
		}
	}
	q := openQuestion{After: values.Get("after"), asked: values, PublicQuery: store.PublicQuery{
		Kind: model.PublicationKind(values.Get("kind")), Topic: values.Get("topic"), Series: values.Get("series"), USCC: values.Get("uscc"),
	}}
	if q.Kind != "" && casework.PublicationTitle(q.Kind) == "" {
		wrong.Add("/kind", "kind.unknown", "没有这种公开事项，种类见 "+openPath)
	}
	if text := values.Get("as_of"); text != "" && len(wrong) == 0 {
		if q.AsOf, err = asOf(text, p.now()); err != nil {
			wrong.Add("/as_of", "as_of.wrong", err.Error())
		}
		for _, name := range []string{"topic", "series", "uscc"} {
			if values.Get(name) != "" { // whose it was is not told of what is not public any more
				wrong.Add("/"+name, "as_of.narrowed", "按 as_of 查询时只能再按 kind 缩小范围")
			}
		}
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b model.FieldError) int { return strings.Compare(a.Pointer, b.Pointer) })
		return q, &model.Error{Kind: model.Invalid, Reason: "query.invalid", Detail: "查询参数 " + strings.TrimPrefix(wrong[0].Pointer, "/") + " 不正确：" + wrong[0].Detail, Fields: wrong}
	}
	return q, nil
}

// asOf is the instant, or the end of the day, that the text names; of today it is now.
func asOf(text string, now time.Time) (time.Time, error) {
	day, err := model.ParseDate(text)
	if err != nil {
		at, err := time.Parse(time.RFC3339, text)
		switch {
		case err != nil:
			return at, errors.New("应为 2026-11-01 这样的日期，或者 2026-11-01T08:00:00+08:00 这样的时刻")
		case at.After(now):
			return at, errors.New("不能晚于现在")
		}
		return at, nil
	}
	today := model.DateOf(now)
	if today.Before(day) {
		return now, errors.New("不能晚于今天")
	}
	if day == today {
		return now, nil
	}
	next := day.AddDays(1)
	return time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, model.Shanghai).Add(-time.Millisecond), nil
}

// openItem is a publication that is public, with the bytes that the public was given.
type openItem struct {
	ID        model.PublicationID   `json:"id"`
	Kind      model.PublicationKind `json:"kind"`
	Status    string                `json:"status"`
	Contested bool                  `json:"contested"`
	Page      string                `json:"page"`
	SHA256    string                `json:"sha256"`
	Record    json.RawMessage       `json:"record"`
}

// leftItem is one that was public: no more is told of it than that it was there and how it left.
type leftItem struct {
	ID          model.PublicationID   `json:"id"`
	Kind        model.PublicationKind `json:"kind"`
	PublishedOn model.Date            `json:"published_on"`
	LeftOn      model.Date            `json:"left_on"`
	How         string                `json:"how"` // corrected, withdrawn or ended
}

func (p *Portal) openedItem(row model.Publication) openItem {
	return openItem{row.ID, row.Kind, string(row.Status), row.IsContested(), p.SiteURL + publicationPath + string(row.ID), row.RecordHash, json.RawMessage(row.Record)}
}

func leftOf(row model.Publication) leftItem {
	left := leftItem{row.ID, row.Kind, row.PublishedOn, row.LeftOn, string(row.Status)}
	if row.Status == model.PublicationPublished { // the job of the night comes after its term
		left.LeftOn, left.How = row.EndsOn, string(model.PublicationEnded)
	}
	return left
}

// openList is one page of open data.
type openList struct {
	Format  string `json:"format"`
	AsOf    string `json:"as_of,omitempty"`
	Source  string `json:"source"`
	Licence string `json:"licence"`
	Items   []any  `json:"items"`
	Next    string `json:"next,omitempty"`
}

func (p *Portal) openPublications(c *gin.Context) (*rendered, error) {
	q, err := p.openAsked(c, "kind", "topic", "series", "uscc", "after", "as_of")
	if err != nil {
		return nil, err
	}
	key := ""
	if len(q.asked) == 0 {
		key = openPath + "/publications.json"
	}
	now := p.now()
	return p.kept(c, key, func() (*rendered, error) {
		list := openList{Format: "publications/1", Source: p.Desk.Contact, Licence: openLicence, Items: []any{}}
		var rows []model.Publication
		var err error
		if q.AsOf.IsZero() {
			rows, err = p.Store.OpenPublications(c.Request.Context(), model.DateOf(now), q.PublicQuery, q.After, openPage+1)
		} else {
			list.AsOf = q.AsOf.In(model.Shanghai).Format(time.RFC3339)
			rows, err = p.Store.PublishedAt(c.Request.Context(), q.AsOf, q.Kind, q.After, openPage+1)
		}
		if err != nil {
			return nil, err
		}
		size := 0
		for i, row := range rows {
			if size += len(row.Record); i == openPage || i > 0 && size > mostOpenBytes {
				q.asked.Set("after", string(rows[i-1].ID))
				list.Next = p.SiteURL + openPath + "/publications.json?" + q.asked.Encode()
				break
			}
			if row.IsPublicOn(model.DateOf(now)) {
				list.Items = append(list.Items, p.openedItem(row))
			} else {
				list.Items = append(list.Items, leftOf(row))
			}
		}
		body, err := plainJSON(list)
		page := newRendered(http.StatusOK, jsonType, body, now)
		if list.Next != "" {
			page.links = []string{"<" + list.Next + `>; rel="next"`}
		}
		return page, err
	})
}

// plainJSON changes no byte of what is JSON already.
func plainJSON(value any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.Bytes(), err
}

// openPublication is the record of one publication alone, byte for byte as its hash was taken.
func (p *Portal) openPublication(c *gin.Context) (*rendered, error) {
	id, isJSON := strings.CutSuffix(c.Param("file"), ".json")
	if _, err := p.openAsked(c); err != nil {
		return nil, err
	}
	if !isJSON || id == "" || len(id) > mostAsked["after"] {
		return nil, model.Fail(model.NotFound, "publication.not_found", "没有这件公开事项")
	}
	now := p.now()
	return p.kept(c, openPath+publicationPath+id, func() (*rendered, error) {
		row, err := p.Store.PublishedOne(c.Request.Context(), id)
		if model.KindOf(err) == model.NotFound {
			return nil, model.Fail(model.NotFound, "publication.not_found", "没有这件公开事项")
		}
		if err != nil {
			return nil, err
		}
		if !row.IsPublicOn(model.DateOf(now)) {
			body, err := plainJSON(leftOf(row))
			return newRendered(http.StatusGone, jsonType, body, now), err
		}
		return newRendered(http.StatusOK, jsonType, []byte(row.Record), now), nil
	})
}
