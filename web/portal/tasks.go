package portal

import "github.com/gin-gonic/gin"

func (p *Portal) tasks(c *gin.Context) {
	p.show(c, "tasks", "tasks.html", func() (frame, error) { return frame{Title: "任务进展"}, nil })
}
