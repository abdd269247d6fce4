// Package portal shows: the public pages, rendered on the server, complete
// without JavaScript. It reads what is published and nothing else; it decides
// nothing.
package portal

import (
	"cmp"
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/access"
	"yijian/store"
)

//go:embed templates static
var files embed.FS

// Portal serves the public pages.
type Portal struct {
	Desk  *casework.Desk
	Store *store.Store
	Log   *slog.Logger
	// SiteURL is the platform's own address, printed on receipts; without it they carry no code.
	SiteURL string
	// CountRead counts a read of a client, and fails with TooMany when that is one too many.
	CountRead func(ctx context.Context, address string) error
	// Demo marks every page when the data is made up.
	Demo bool

	pages *pageCache
	hot   *hotPages
}

// Route is one public page, or what a form of one is sent to. Menu is what the menu calls it, empty
// where another page leads to it; Permission is the act's that a form asks for.
type Route struct {
	Method     string
	Path       string
	Title      string
	Menu       string
	Permission access.Permission
	handle     func(*Portal, *gin.Context)
}

func page(path, title, menu string, handle func(*Portal, *gin.Context)) Route {
	return Route{Method: http.MethodGet, Path: path, Title: title, Menu: menu, handle: handle}
}

func form(path, title string, permission access.Permission, handle func(*Portal, *gin.Context)) Route {
	return Route{Method: http.MethodPost, Path: path, Title: title, Permission: permission, handle: handle}
}

// Routes is every public page and form; the generated checks run over it.
func Routes() []Route {
	routes := []Route{
		page("/", "首页", "首页", (*Portal).home),
		page(searchPath, "查企业、查网点", "", (*Portal).search),
	}
	for _, s := range shelves {
		routes = append(routes, page(s.path, s.title, s.menu, func(p *Portal, c *gin.Context) { s.show(p, c) }))
	}
	return append(routes,
		page("/filings", "网点备案查询", "网点备案", (*Portal).filings),
		page("/nearby", "附近网点", "附近网点", (*Portal).nearby),
		page("/tasks", "任务进展", "任务进展", (*Portal).tasks),
		page(statisticsPath, "统计", "统计", (*Portal).statistics),
		page(lodgePath, "网上申诉与举报", "申诉举报", (*Portal).lodgeForm),
		form(lodgePath, "提交申诉与举报", "complaint:lodge", (*Portal).lodge),
		page(trackPath, "查询申诉与举报的进度", "", (*Portal).trackForm),
		form(trackPath, "查询进度", "", (*Portal).track),
		page("/about", "说明", "说明", (*Portal).about),
		page("/accessibility", "无障碍说明", "", (*Portal).accessibility),
		page(openPath, "开放数据", "", (*Portal).openData),
	)
}

// Mount adds the pages, the style sheet and robots.txt.
func (p *Portal) Mount(engine *gin.Engine) {
	p.pages, p.hot = newPageCache(p.Store.PublicationMoves, p.Store.Revision), newHotPages(p.now())
	read := []string{http.MethodGet, http.MethodHead}
	for _, r := range Routes() {
		methods, show := read, func(c *gin.Context) { r.handle(p, c) }
		if r.Method != http.MethodGet {
			methods = []string{r.Method}
		} else if p.hot.used[r.Path] != nil {
			p.hot.engine.GET(r.Path, show)
		}
		engine.Match(methods, r.Path, p.bounded, show)
	}
	p.mountOpen(engine)
	engine.Match(read, receiptPath+":serial", p.bounded, p.receipt)
	engine.Match(read, publicationPath+":id", p.bounded, p.publication)
	engine.Match(read, kindPath+":kind", p.bounded, p.ofKind)
	engine.Match(read, firmPath+":uscc", p.bounded, p.firm)
	engine.Match(read, sizePath+":size", p.bounded, p.textSize)
	engine.Match(read, "/static/"+sizeSheet, p.textSheet)
	engine.Match(read, "/static/:name", p.static)
	engine.Match(read, "/robots.txt", func(c *gin.Context) {
		c.String(200, "User-agent: *\nDisallow: /console/\nDisallow: /api/\n")
	})
}

// bounded answers a client that asks for too many pages with when to come again.
func (p *Portal) bounded(c *gin.Context) {
	p.hot.use(c.Request, p.now())
	if err := p.CountRead(c.Request.Context(), c.ClientIP()); err != nil {
		p.fail(c, err)
		c.Abort()
	}
}

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"date":    chineseDate,
	"grouped": grouped, "within": within, "told": told,
	"wrong":  func(p lodgePage, name string) wrongField { return wrongField{name, p.Error(name)} },
	"light":  func(l model.Light) string { return l.Title() },
	"kind":   func(k model.EndPointKind) string { return k.Title() },
	"place":  place,
	"scopes": func(w model.WordList) string { return scopes.Replace(strings.Join(w, "、")) },
	"drawn":  drawn, "outline": outline, "spotOf": spotOf, "far": far, "telephone": telephone, "shortName": shortName, "townAddress": townAddress,
	"lightOf":  lightOf,
	"words":    func(w model.WordList) string { return strings.Join(w, "、") },
	"services": func(w model.WordList) string { return services.Replace(strings.Join(w, "、")) },
}).ParseFS(files, "templates/*.html"))

func chineseDate(d model.Date) string { return cmp.Or(d.Words(), "未定") }

// frame is what every page shows around its content.
type frame struct {
	Title   string
	Here    string
	Demo    bool
	Contact string
	Phone   string
	Office  string // the address of the bureau
	Reach   string // all three in one
	AsOf    string
	Address string // of the page, where the platform knows its own
	Routes  []Route
	Content any
	Name    string // of the template, where it is another than the page's
	Status  int    // of the answer, where it is not 200
	Once    bool   // it is shown this one time: nothing on it leads away and back
}

func (p *Portal) now() time.Time { return p.Desk.Now() }
