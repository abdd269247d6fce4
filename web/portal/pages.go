package portal

import (
	"github.com/gin-gonic/gin"

	"yijian/model"
)

// homePage is the newest of what is published.
type homePage struct {
	Red        []model.ListEntry
	RedTotal   int64
	Black      []model.ListEntry
	BlackTotal int64
	Penalties  int64 // public today
}

const onHome = 5

func (p *Portal) home(c *gin.Context) {
	p.show(c, "home", "home.html", func() (frame, error) {
		ctx, day := c.Request.Context(), p.Desk.Today()
		var content homePage
		var err error
		if content.Red, content.RedTotal, err = p.Store.PublicEntries(ctx, model.RedList, day, "", 1); err != nil {
			return frame{}, err
		}
		if content.Black, content.BlackTotal, err = p.Store.PublicEntries(ctx, model.BlackList, day, "", 1); err != nil {
			return frame{}, err
		}
		if content.Penalties, err = p.Store.CountPublicNotices(ctx, day); err != nil {
			return frame{}, err
		}
		content.Red = content.Red[:min(onHome, len(content.Red))]
		content.Black = content.Black[:min(onHome, len(content.Black))]
		return frame{Title: "快递服务信用与监管公示", Content: content}, nil
	})
}

func (p *Portal) about(c *gin.Context) {
	p.show(c, "about", "about.html", func() (frame, error) { return frame{Title: "关于红黑榜与本平台"}, nil })
}

func (p *Portal) accessibility(c *gin.Context) {
	p.show(c, "accessibility", "accessibility.html", func() (frame, error) { return frame{Title: "无障碍说明"}, nil })
}
