package portal

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

const htmlType = "text/html; charset=utf-8"

// rendered is one finished page.
type rendered struct {
	body   []byte
	etag   string // strong: a digest of the body
	kind   string
	links  []string // of the header Link
	made   time.Time
	status int
	stays  string // for how long others may keep it, "" for not without asking

	packing sync.Once
	packed  []byte // with gzip, once somebody takes it so; empty where that is not shorter
}

func newRendered(status int, kind string, body []byte, made time.Time) *rendered {
	sum := sha256.Sum256(body)
	return &rendered{body: body, etag: hex.EncodeToString(sum[:16]), kind: kind, made: made, status: status}
}

// size is what it takes of the memory, with what it may take when it is packed.
func (r *rendered) size() int { return len(r.body) + len(r.body)/2 + 512 }

// leastPacked is the shortest body for which packing is worth it: about what one packet carries.
const leastPacked = 1400

// gzipped is the packed body, made once for all who take it.
func (r *rendered) gzipped() []byte {
	r.packing.Do(func() {
		if len(r.body) < leastPacked {
			return
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, err := w.Write(r.body)
		if closed := w.Close(); err == nil && closed == nil && packed.Len() < len(r.body) {
			r.packed = packed.Bytes()
		}
	})
	return r.packed
}

// send answers with the page, packed where the client takes that, or with 304 where it has it already. Each
// form has a strong tag of its own.
func (p *Portal) send(c *gin.Context, page *rendered) {
	h := c.Writer.Header()
	body, tag := page.body, `"`+page.etag+`"`
	h.Add("Vary", "Accept-Encoding")
	isPacked := false
	if accept := c.GetHeader("Accept-Encoding"); accept != "" && acceptsGzip(accept) {
		if packed := page.gzipped(); len(packed) > 0 {
			body, tag, isPacked = packed, `"`+page.etag+`-gzip"`, true
		}
	}
	h.Set("ETag", tag)
	h.Set("Cache-Control", cmp.Or(page.stays, "public, no-cache"))
	for _, link := range page.links {
		h.Add("Link", link)
	}
	if page.status == http.StatusOK && isKnown(h, c.Request.Header.Values("If-None-Match")) {
		c.Status(http.StatusNotModified)
		return
	}
	if isPacked {
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Data(page.status, page.kind, body)
}

// isKnown reports whether the client's tags, of If-None-Match, name the tag of the answer; they are compared weakly (RFC 9110, 13.1.2).
func isKnown(answer http.Header, headers []string) bool {
	tag := answer.Get("ETag")
	for _, rest := range headers {
		for rest = strings.TrimLeft(rest, ", \t"); rest != ""; rest = strings.TrimLeft(rest, ", \t") {
			if rest[0] == '*' {
				return true
			}
			opaque := strings.TrimPrefix(rest, "W/")
			end := -1
			if strings.HasPrefix(opaque, `"`) {
				end = strings.Index(opaque[1:], `"`)
			}
			if end < 0 {
				break // no tag: what follows cannot be read
			}
			if opaque[:end+2] == tag {
				return true
			}
			rest = opaque[end+2:]
		}
	}
	return false
}

// acceptsGzip reads Accept-Encoding: a coding of weight 0 is refused.
func acceptsGzip(header string) bool {
	any := false
	for item := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(item, ";")
		name = strings.TrimSpace(name)
		_, q, _ := strings.Cut(strings.ReplaceAll(weight, " ", ""), "q=")
		isWanted := q == "" || strings.Trim(q, "0.") != ""
		if strings.EqualFold(name, "gzip") {
			return isWanted
		}
		any = any || name == "*" && isWanted
	}
	return any
}
