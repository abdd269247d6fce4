package portal

import (
	"fmt"
	"net/url"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

// penaltiesPage is one page of the penalties that are public.
type penaltiesPage struct {
	Notices []publicNotice
	Total   int64
	Search  string
	Basis   string // of the terms of publicity
	paging
}

// publicNotice is a penalty as the public sees it, its codes in words.
type publicNotice struct {
	model.PenaltyNotice
	KindTitle, ClassTitle string
}

// MayEndFrom is the first day of the publicity on which repair may end it.
func (n publicNotice) MayEndFrom() model.Date {
	if n.EarliestEnd.Before(n.PublishedOn) {
		return n.PublishedOn
	}
	return n.EarliestEnd
}

func (p *Portal) noticesOf(rows []model.PenaltyNotice) []publicNotice {
	words := p.Desk.Access.Words
	shown := make([]publicNotice, 0, len(rows))
	for _, n := range rows {
		shown = append(shown, publicNotice{n, words.Value("PenaltyKind", string(n.Kind)), words.Value("PublicityClass", string(n.PublicityClass))})
	}
	return shown
}

func (p *Portal) penalties(c *gin.Context) {
	p.listed(c, "penalties", "penalties.html", "行政处罚公示", func(search string, page int) (any, error) {
		rows, total, err := p.Store.PublicNotices(c.Request.Context(), p.Desk.Today(), search, page)
		return penaltiesPage{
			Notices: p.noticesOf(rows), Total: total, Search: search, Basis: casework.PublicityBasis(),
			paging: pagingOf(page, total, url.Values{"q": {search}}),
		}, err
	})
}

// yuan says an amount of fen in yuan, with fen only where there are some.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return fmt.Sprintf("%d 元", fen/100)
	}
	return fmt.Sprintf("%d.%02d 元", fen/100, fen%100)
}
