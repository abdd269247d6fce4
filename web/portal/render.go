package portal

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/model"
	"yijian/store"
)

// show answers with the page of the key, from the cache when nothing changed;
// an empty key is never kept.
func (p *Portal) show(c *gin.Context, key, name string, make func() (frame, error)) {
	now := p.now()
	page, err := p.kept(c, key, func() (*rendered, error) {
		f, err := make()
		if err != nil {
			return nil, err
		}
		body, err := p.render(c, name, f)
		return newRendered(cmp.Or(f.Status, http.StatusOK), htmlType, body, now), err
	})
	if err != nil {
		p.fail(c, err)
		return
	}
	p.send(c, page)
}

// renderWait is how long a page may be in the making; others may wait for it when its reader has left.
const renderWait = 20 * time.Second

// kept is the page of the key as of now; of an empty key it is made each time.
func (p *Portal) kept(c *gin.Context, key string, make func() (*rendered, error)) (*rendered, error) {
	if key == "" {
		return make()
	}
	now, ctx := p.now(), c.Request.Context()
	return p.pages.get(ctx, key+"@"+model.DateOf(now).String(), now, ctx.Value(freshening{}) != nil, func() (*rendered, error) {
		detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), renderWait)
		defer cancel()
		c.Request = c.Request.WithContext(detached)
		return make()
	})
}

// around is the frame with what stands on every page.
func (p *Portal) around(f frame) frame {
	f.Demo, f.Routes, f.AsOf = p.Demo, Routes(), dayOf(p.now())
	f.Contact, f.Phone, f.Office, f.Reach = p.Desk.Contact, p.Desk.ContactPhone, p.Desk.ContactAddress, p.Desk.Reach()
	return f
}

func (p *Portal) render(c *gin.Context, name string, f frame) ([]byte, error) {
	f = p.around(f)
	f.Here = c.Request.URL.Path
	if p.SiteURL != "" {
		f.Address = p.SiteURL + (&url.URL{Path: f.Here}).EscapedPath() // of what was asked for beside it, whoever asked first would decide
	}
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

// fail answers with what went wrong, in words; only what is our own fault is logged.
func (p *Portal) fail(c *gin.Context, err error) {
	var known *model.Error
	if err = p.unlessCutOff(c, err); !errors.As(err, &known) {
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
		comeAgain(c, known)
	case model.Unavailable:
		title, status, message = "请稍后再来", http.StatusServiceUnavailable, known.Detail+"。"
		comeAgain(c, known)
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

// busyWait is when a question that was cut off makes sense again.
const busyWait = 5 * time.Second

// unlessCutOff is the error, or what is told of a question that was ended before its answer: the database was
// too slow for it, of which the log is told, or who asked has left.
func (p *Portal) unlessCutOff(c *gin.Context, err error) error {
	if !store.IsCutOff(err) {
		return err
	}
	if !errors.Is(err, context.Canceled) {
		p.Log.Warn("portal: too slow", "route", c.FullPath(), "error", err.Error())
	}
	busy := model.Fail(model.Unavailable, "unavailable", "网站暂时繁忙，请稍后再试，或者缩小查询的范围")
	busy.Wait = busyWait
	return busy
}

// comeAgain says when, where that is known.
func comeAgain(c *gin.Context, known *model.Error) {
	if known.Wait > 0 {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(known.Wait.Seconds()))))
	}
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
	f := p.around(frame{Title: title, Content: message})
	if err := pages.ExecuteTemplate(c.Writer, "error.html", f); err != nil {
		p.Log.Error("portal error page", "error", err.Error())
	}
}

func dayOf(at time.Time) string { return model.DateOf(at).Words() }

// statics are the style sheets, scripts and pictures, ready to be sent.
var statics = sync.OnceValue(func() map[string]*rendered {
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	all := map[string]*rendered{}
	entries, err := files.ReadDir("static")
	for _, entry := range entries {
		var body []byte
		if body, err = files.ReadFile("static/" + entry.Name()); err != nil {
			break
		}
		file := newRendered(http.StatusOK, kinds[path.Ext(entry.Name())], body, time.Time{})
		file.stays = "public, max-age=3600"
		all[entry.Name()] = file
	}
	if err != nil {
		panic(err) // the files are part of the build
	}
	return all
})

func (p *Portal) static(c *gin.Context) {
	file := statics()[path.Base(c.Param("name"))]
	if file == nil {
		p.fail(c, model.Fail(model.NotFound, "static.not_found", "没有这个文件"))
		return
	}
	p.send(c, file)
}
