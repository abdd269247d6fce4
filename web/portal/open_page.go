package portal

import (
	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
)

// openPageView explains the open data to people and to programmers.
type openPageView struct {
	Site    string
	Licence string
	Page    int
	Rows    int
	Shared  []model.ListColumn
	Kinds   []openKind
}

// openKind is a kind with the addresses of its data and the columns of its table.
type openKind struct {
	casework.PublicKind
	Columns []model.ListColumn
}

func (p *Portal) openData(c *gin.Context) {
	p.show(c, openPath, "open.html", func() (frame, error) {
		view := openPageView{Site: p.SiteURL, Licence: openLicence, Page: openPage, Rows: mostTableRows, Shared: tableColumns}
		for _, kind := range casework.PublicKinds() {
			view.Kinds = append(view.Kinds, openKind{kind, tableFields(kind.Kind)})
		}
		return frame{Title: "开放数据", Content: view}, nil
	})
}
