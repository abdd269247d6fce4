package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
)

const searchPath = "/search"

// searchPage is what the one box found; Notice is why nothing was looked for.
type searchPage struct {
	Search string
	Notice string
	casework.SiteFound
}

// None reports whether something was looked for in vain.
func (p searchPage) None() bool {
	return p.Search != "" && p.Notice == "" && len(p.Firms)+len(p.Filings) == 0
}

// More is the address at which what is filed is searched for at length.
func (p searchPage) More() string { return "/filings?" + url.Values{"q": {p.Search}}.Encode() }

// search answers the one box of the home page. What is asked for by its whole code, number or name is shown at once.
func (p *Portal) search(c *gin.Context) {
	page := searchPage{Search: strings.TrimSpace(c.Query("q"))}
	switch length := len([]rune(page.Search)); {
	case length > mostSearched:
		page.Search, page.Notice = string([]rune(page.Search)[:mostSearched]), "搜索词最多 60 个字，请只写名称里有特点的几个字。"
	case page.Search != "" && isTooShort(page.Search):
		page.Notice = "请至少写两个字，如“顺丰”“白马镇”。"
	case length > 0:
		found, err := p.Desk.FindOnSite(c.Request.Context(), page.Search)
		if err != nil {
			p.fail(c, err)
			return
		}
		if to := straightTo(found); to != "" {
			c.Header("Cache-Control", "no-cache")
			c.Redirect(http.StatusSeeOther, to)
			return
		}
		page.SiteFound = found
	}
	p.show(c, "", "search.html", func() (frame, error) {
		f := frame{Title: "查企业、查网点", Content: page}
		if page.Notice != "" {
			f.Status = http.StatusUnprocessableEntity
		}
		return f, nil
	})
}

// isTooShort reports whether no word of what is searched for has two characters.
func isTooShort(search string) bool {
	sought := casework.SoughtOnSite(search)
	return sought.USCC+sought.LicenceNo == "" && !slices.ContainsFunc(sought.Whole, func(word string) bool { return len([]rune(word)) > 1 })
}

func straightTo(found casework.SiteFound) string {
	switch {
	case found.Serial != "":
		return receiptPath + string(found.Serial)
	case found.FirmCode != "":
		return firmPath + found.FirmCode
	}
	return ""
}
