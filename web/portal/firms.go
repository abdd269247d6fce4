package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

const firmPath = "/firms/"

// firmPage is what the public may know of an enterprise.
type firmPage struct {
	casework.FirmProfile
	Records []onRecord
}

// onRecord is one thing that is published about an enterprise and in its term: what it is called,
// what it means and does not mean, and whether it speaks against the enterprise.
type onRecord struct {
	published
	Kind    string
	Means   string
	Against bool
}

// Against are the records that speak against the enterprise.
func (p firmPage) Against() []onRecord {
	return slices.DeleteFunc(slices.Clone(p.Records), func(r onRecord) bool { return !r.Against })
}

// InFull are the records that are told in full, Briefly the others by what they are called.
func (p firmPage) InFull() []onRecord {
	return slices.DeleteFunc(slices.Clone(p.Records), func(r onRecord) bool { return !r.Against && r.Publication.Kind != model.PublishedListEntry })
}

// Briefly are the records that are told in a line each, put together by what they are.
func (p firmPage) Briefly() (groups [][]onRecord) {
	for _, r := range p.Records {
		if r.Against || r.Publication.Kind == model.PublishedListEntry {
			continue
		}
		at := slices.IndexFunc(groups, func(g []onRecord) bool { return g[0].Kind == r.Kind })
		if at < 0 {
			at, groups = len(groups), append(groups, nil)
		}
		groups[at] = append(groups[at], r)
	}
	return groups
}

// More is the address at which all that it has filed is listed.
func (p firmPage) More() string { return "/filings?" + url.Values{"q": {p.Firm.USCC}}.Encode() }

// firm shows an enterprise by its unified social credit code.
func (p *Portal) firm(c *gin.Context) {
	code := c.Param("uscc")
	if upper := strings.ToUpper(code); upper != code && model.LooksLikeUSCC(upper) {
		c.Redirect(http.StatusSeeOther, firmPath+upper)
		return
	}
	if !model.LooksLikeUSCC(code) {
		p.fail(c, model.Fail(model.NotFound, "uscc.malformed", "统一社会信用代码是 18 位数字和大写字母，请核对，或者在首页按名称查"))
		return
	}
	p.show(c, firmPath+code, "firm.html", func() (frame, error) {
		ctx := c.Request.Context()
		profile, err := p.Desk.FirmProfile(ctx, code)
		if err != nil {
			return frame{}, err
		}
		records, err := p.publishedOf(ctx, profile.Firm)
		return frame{Title: profile.Firm.Name, Content: firmPage{profile, records}}, err
	})
}

// publishedOf is what is published about the enterprise and in its term today, what speaks against it first.
func (p *Portal) publishedOf(ctx context.Context, firm model.Enterprise) ([]onRecord, error) {
	rows, err := p.Store.PublishedOfFirm(ctx, p.Desk.Today(), firm.USCC)
	records := make([]onRecord, len(rows))
	for i, row := range rows {
		shown := shownAs(row)
		records[i] = onRecord{shown, shown.KindTitle, meaningOf(row), isAgainst(row)}
		if at := shelfOf(row); at != nil {
			records[i].Kind = at.title
		}
	}
	slices.SortStableFunc(records, func(a, b onRecord) int {
		rank := map[bool]int{true: 0, false: 1}
		return rank[a.Against] - rank[b.Against]
	})
	return records, err
}

func isAgainst(p model.Publication) bool {
	switch p.Kind {
	case model.PublishedListEntry:
		return p.Topic == string(model.BlackList)
	case model.PublishedPenalty, model.PublishedNational:
		return true
	}
	return false
}

// shelfOf is where publications like it stand, nil where they have no shelf.
func shelfOf(p model.Publication) *shelf {
	for _, s := range shelves {
		if s.kind == p.Kind && (s.topic == "" || s.topic == p.Topic) {
			return &s
		}
	}
	return nil
}

func meaningOf(p model.Publication) string {
	if s := shelfOf(p); s != nil {
		return s.lead
	}
	return ""
}
