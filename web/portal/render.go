package portal

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

// rendered is one finished page.
type rendered struct {
	body   []byte
	etag   string
	made   time.Time
	status int
}

// pageCache keeps finished pages while nothing has changed. Whether something
// has is asked at most once a second, and no page is older than half a minute,
// so that a withdrawal is out of every page well within its 60 seconds.
type pageCache struct {
	mu       sync.Mutex
	pages    map[string]rendered
	revision string
	asked    time.Time
}

const (
	askEvery  = time.Second
	oldest    = 30 * time.Second
	mostPages = 2000
)

func newPageCache() *pageCache { return &pageCache{pages: map[string]rendered{}} }

func (c *pageCache) get(key string, now time.Time, revision func() (string, error)) (rendered, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.asked) >= askEvery || now.Before(c.asked) {
		current, err := revision()
		if err != nil || current != c.revision || len(c.pages) > mostPages {
			clear(c.pages)
		}
		c.revision, c.asked = current, now
	}
	page, ok := c.pages[key]
	return page, ok && now.Sub(page.made) < oldest
}

func (c *pageCache) put(key string, page rendered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[key] = page
}

// show answers with the page of the key, from the cache when nothing changed;
// an empty key is never kept.
func (p *Portal) show(c *gin.Context, key, name string, make func() (frame, error)) {
	now := p.now()
	if key != "" {
		key += "@" + model.DateOf(now).String()
		if page, ok := p.pages.get(key, now, func() (string, error) { return p.Store.Revision(c.Request.Context()) }); ok {
			p.send(c, page)
			return
		}
	}
	f, err := make()
	if err != nil {
		p.fail(c, err)
		return
	}
	body, err := p.render(c, name, f)
	if err != nil {
		p.fail(c, err)
		return
	}
	sum := sha256.Sum256(body)
	page := rendered{body: body, etag: `"` + hex.EncodeToString(sum[:16]) + `"`, made: now, status: cmp.Or(f.Status, http.StatusOK)}
	if key != "" {
		p.pages.put(key, page)
	}
	p.send(c, page)
}

func (p *Portal) render(c *gin.Context, name string, f frame) ([]byte, error) {
	f.Here, f.Demo, f.Contact, f.Routes, f.AsOf = c.Request.URL.Path, p.Demo, p.Desk.Contact, Routes(), dayOf(p.now())
	var buffer bytes.Buffer
	if err := pages.ExecuteTemplate(&buffer, cmp.Or(f.Name, name), f); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return buffer.Bytes(), nil
}

// answer is a page for one reader, which nobody keeps: a form, and what came of it.
func (p *Portal) answer(c *gin.Context, status int, name string, f frame) {
	f.Once = c.Request.Method == http.MethodPost
	body, err := p.render(c, name, f)
	if err != nil {
		p.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", body)
}

func (p *Portal) send(c *gin.Context, page rendered) {
	h := c.Writer.Header()
	h.Set("ETag", page.etag)
	h.Set("Cache-Control", "public, no-cache")
	if strings.Contains(c.GetHeader("If-None-Match"), page.etag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(page.status, "text/html; charset=utf-8", page.body)
}

// fail answers with what went wrong, in words; only what is our own fault is logged.
func (p *Portal) fail(c *gin.Context, err error) {
	var known *model.Error
	if !errors.As(err, &known) {
		known = &model.Error{}
	}
	title, status, message := "出错了", http.StatusInternalServerError, "系统出错，已记录，请稍后再试。"
	switch known.Kind {
	case model.NotFound:
		status, message = http.StatusNotFound, "没有找到您要的页面。"
		if known.Detail != "" {
			message = known.Detail + "。"
		}
	case model.TooMany:
		title, status, message = "请稍后再来", http.StatusTooManyRequests, known.Detail+"。"
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(known.Wait.Seconds()))))
	case model.Invalid:
		status, message = http.StatusUnprocessableEntity, known.Detail
	case model.Malformed:
		title, status, message = "没有提交成功", http.StatusBadRequest, known.Detail+"。"
	case model.TooLarge:
		title, status, message = "没有提交成功", http.StatusRequestEntityTooLarge, known.Detail+"。"
	default:
		p.Log.Error("portal", "route", c.FullPath(), "error", err.Error())
	}
	p.sorry(c, status, title, message)
}

// Lost answers an address that is none of the site's pages, or that is no page to send
// something to, in words and with ways onward.
func (p *Portal) Lost(c *gin.Context, status int) {
	if err := p.CountRead(c.Request.Context(), c.ClientIP()); err != nil {
		p.fail(c, err)
		return
	}
	title, message := "没有这个页面", "这个地址没有页面，可能是抄错了，也可能页面已经改了地址。"
	if status == http.StatusMethodNotAllowed {
		title, message = "不能这样访问", "这个页面只供查看，不接收提交的内容。"
	}
	p.sorry(c, status, title, message)
}

func (p *Portal) sorry(c *gin.Context, status int, title, message string) {
	c.Status(status)
	c.Header("Content-Type", "text/html; charset=utf-8")
	f := frame{Title: title, AsOf: dayOf(p.now()), Demo: p.Demo, Contact: p.Desk.Contact, Routes: Routes(), Content: message}
	if err := pages.ExecuteTemplate(c.Writer, "error.html", f); err != nil {
		p.Log.Error("portal error page", "error", err.Error())
	}
}

func dayOf(at time.Time) string { return at.In(model.Shanghai).Format("2006年1月2日") }

func (p *Portal) static(c *gin.Context) {
	name := path.Base(c.Param("name"))
	body, err := files.ReadFile("static/" + name)
	if err != nil {
		p.fail(c, model.Fail(model.NotFound, "static.not_found", "没有这个文件"))
		return
	}
	kind := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}[path.Ext(name)]
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, kind, body)
}
