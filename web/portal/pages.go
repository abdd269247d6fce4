package portal

import (
	"github.com/gin-gonic/gin"

	"yijian/model"
)

// homePage is the newest of what is published, and how much there is.
type homePage struct {
	Newest    []published
	Red       int64
	Black     int64
	Penalties int64
}

const onHome = 6

func (p *Portal) home(c *gin.Context) {
	p.show(c, "home", "home.html", func() (frame, error) {
		ctx, day := c.Request.Context(), p.Desk.Today()
		var content homePage
		counts, err := p.Store.PublishedCounts(ctx, day)
		if err != nil {
			return frame{}, err
		}
		for _, n := range counts {
			switch {
			case n.Kind == model.PublishedListEntry && n.Topic == string(model.RedList):
				content.Red += n.Total
			case n.Kind == model.PublishedListEntry && n.Topic == string(model.BlackList):
				content.Black += n.Total
			case n.Kind == model.PublishedPenalty:
				content.Penalties += n.Total
			}
		}
		rows, err := p.Store.NewestPublished(ctx, day, onHome)
		for _, row := range rows {
			content.Newest = append(content.Newest, shownAs(row))
		}
		return frame{Title: "快递服务信用与监管公示", Content: content}, err
	})
}

func (p *Portal) about(c *gin.Context) {
	p.show(c, "about", "about.html", func() (frame, error) { return frame{Title: "关于红黑榜与本平台"}, nil })
}

func (p *Portal) accessibility(c *gin.Context) {
	p.show(c, "accessibility", "accessibility.html", func() (frame, error) { return frame{Title: "无障碍说明"}, nil })
}
