package portal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

const (
	feedEntries = 50
	atomType    = "application/atom+xml; charset=utf-8"
	// mostSummed is how much of a text a feed tells; the page tells the rest.
	mostSummed = 300
)

// The shapes of RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Rights  string      `xml:"rights"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
	atomEntry struct {
		ID        string       `xml:"id"`
		Title     string       `xml:"title"`
		Published string       `xml:"published"`
		Updated   string       `xml:"updated"`
		Category  atomCategory `xml:"category"`
		Links     []atomLink   `xml:"link"`
		Summary   string       `xml:"summary,omitempty"`
	}
)

// openFeed tells the last moves: what became public, and that something left, without what it said.
func (p *Portal) openFeed(c *gin.Context) (*rendered, error) {
	q, err := p.openAsked(c, "kind")
	if err != nil {
		return nil, err
	}
	now, site := p.now(), p.SiteURL // without it links are relative: the host that a request names is anybody's word
	return p.kept(c, openPath+"/feed.atom"+string(q.Kind), func() (*rendered, error) {
		day := model.DateOf(now)
		rows, err := p.Store.PublicationsMoved(c.Request.Context(), day, q.Kind, feedEntries)
		if err != nil {
			return nil, err
		}
		self := site + openPath + "/feed.atom"
		title := "信用与监管公示"
		if q.Kind != "" {
			self += "?" + url.Values{"kind": {string(q.Kind)}}.Encode()
			title = casework.PublicationTitle(q.Kind)
		}
		feed := atomFeed{
			Lang: "zh-CN", ID: steadyID(cmp.Or(site, p.Desk.Contact) + strings.TrimPrefix(self, site)), Title: p.Desk.Contact + "：" + title, Updated: atomTime(model.FirstDay.Time()),
			Author: atomPerson{cmp.Or(p.Desk.Contact, "驿鉴")}, Rights: openLicence,
			Links: []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", site + openPath}, {"license", "text/html", site + openPath + "#licence"}},
		}
		for i, row := range rows {
			if i == 0 {
				feed.Updated = atomTime(row.MovedAt())
			}
			feed.Entries = append(feed.Entries, entryOf(row, site, row.IsPublicOn(day)))
		}
		body, err := xml.Marshal(feed)
		return newRendered(http.StatusOK, atomType, append([]byte(xml.Header), body...), now), err
	})
}

func entryOf(row model.Publication, site string, isPublic bool) atomEntry {
	kind := casework.PublicationTitle(row.Kind)
	e := atomEntry{
		ID: "urn:uuid:" + string(row.ID), Updated: atomTime(row.MovedAt()), Category: atomCategory{string(row.Kind), kind},
		Title: kind + leftWords[row.Status], Links: []atomLink{{"alternate", "text/html", site + publicationPath + string(row.ID)}},
	}
	if row.PublishedAt != nil {
		e.Published = atomTime(*row.PublishedAt)
	}
	if !isPublic {
		return e
	}
	text := publicTextOf(row)
	var said []string
	for _, f := range text.Fields {
		said = append(said, f.Label+"："+f.Text)
	}
	e.Title, e.Summary = text.Title, strings.Join(strings.Fields(strings.Join(said, "；")), " ")
	if runes := []rune(e.Summary); len(runes) > mostSummed {
		e.Summary = string(runes[:mostSummed]) + "…"
	}
	e.Summary = cmp.Or(e.Summary, kind)
	e.Links = append(e.Links, atomLink{"enclosure", "application/json", site + openPath + publicationPath + string(row.ID) + ".json"})
	return e
}

func atomTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// steadyID is an id that is the same for the same name, in the shape of a UUID of version 8.
func steadyID(name string) string {
	sum := sha256.Sum256([]byte(name))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}
