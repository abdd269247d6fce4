package portal

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/model"
	"yijian/store"
)

// paging is where a page stands among the pages of what was found; no link is empty.
type paging struct {
	Page, Pages int
	Prev, Next  string
}

// lastPage bounds deep paging; a search, of at most mostSearched characters, narrows the rest.
const (
	lastPage     = 400
	mostSearched = 60
)

// keptAs names a page among those that are kept; one that was searched for is never kept.
func keptAs(path string, page int, narrowed string) string {
	if narrowed != "" {
		return ""
	}
	return fmt.Sprintf("%s/%d", path, page)
}

// askedFor is what a list is searched for, and which of its pages is asked for.
func askedFor(c *gin.Context) (search string, page int, err error) {
	search = strings.TrimSpace(c.Query("q"))
	page, err = pageNumber(c.Query("page"))
	if err == nil && len([]rune(search)) > mostSearched {
		err = invalid("搜索词最多 60 个字")
	}
	return search, page, err
}

func pageNumber(text string) (int, error) {
	if text == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(text)
	if err != nil || page < 1 || page > lastPage {
		return 0, invalid(fmt.Sprintf("页码应为 1 至 %d，请用搜索缩小范围", lastPage))
	}
	return page, nil
}

func invalid(detail string) error { return model.Fail(model.Invalid, "query.invalid", detail) }

// pagingOf links the pages beside the page, all of which ask for the values.
func pagingOf(page int, total int64, asked url.Values) paging {
	at := paging{Page: page, Pages: max(1, int((total+store.PublicPage-1)/store.PublicPage))}
	link := func(page int) string {
		values := url.Values{"page": {strconv.Itoa(page)}}
		for name, value := range asked {
			if value[0] != "" {
				values[name] = value
			}
		}
		return "?" + values.Encode()
	}
	if page > 1 {
		at.Prev = link(page - 1)
	}
	if page < min(at.Pages, lastPage) {
		at.Next = link(page + 1)
	}
	return at
}
