package portal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/model"
)

// Who wants larger letters has a cookie that says nothing else. Pages are the same for everybody, so
// that caches may keep them; only this one sheet of style differs.
const (
	sizeCookie = "yijian_text"
	sizePath   = "/text/"
	sizeSheet  = "text.css"
)

var sizeSheets = map[bool]string{
	false: ".size .normal{display:none}",
	true:  "html{font-size:137%}.size .larger{display:none}",
}

// textSize keeps what somebody chose, and leads back to where that was.
func (p *Portal) textSize(c *gin.Context) {
	cookie := &http.Cookie{Name: sizeCookie, Value: "large", Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	switch c.Param("size") {
	case "large":
	case "normal":
		cookie.Value, cookie.MaxAge = "", -1
	default:
		p.fail(c, model.Fail(model.NotFound, "text.size", "没有这种字号，可以选大字或者标准字"))
		return
	}
	http.SetCookie(c.Writer, cookie)
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, backTo(c.Request))
}

// backTo is the page of this site from which a request came, else the first one.
func backTo(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || !strings.HasPrefix(from.Path, "/") || strings.HasPrefix(from.Path, "//") || strings.ContainsAny(from.Path, "\\\r\n") || strings.HasPrefix(from.Path, sizePath) {
		return "/"
	}
	return (&url.URL{Path: from.Path, RawQuery: from.RawQuery}).String()
}

// textSheet is the sheet of style of whoever asks.
func (p *Portal) textSheet(c *gin.Context) {
	chosen, _ := c.Cookie(sizeCookie)
	large := chosen == "large"
	etag := `"normal"`
	if large {
		etag = `"large"`
	}
	h := c.Writer.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie")
	if c.GetHeader("If-None-Match") == etag {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(sizeSheets[large]))
}
