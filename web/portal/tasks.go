package portal

import (
	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// planPage is one plan with its tasks as the public sees them.
type planPage struct {
	Plan   model.TaskPlan
	Lights casework.LightCount
	Bars   []bar
	Tasks  []casework.TaskLine
	Past   bool // its term has passed: folded in, still there to be read
}

// bar is one stretch of the picture of lights, in percent of its width.
type bar struct {
	Light model.Light
	Count int
	X     int
	Width int
}

func (p *Portal) tasks(c *gin.Context) {
	p.show(c, "tasks", "tasks.html", func() (frame, error) {
		board, err := p.Desk.BoardOf(c.Request.Context(), store.Everything(), casework.AllPlans, p.Desk.Today())
		if err != nil {
			return frame{}, err
		}
		plans := make([]planPage, 0, len(board.Plans))
		for _, plan := range board.Plans {
			page := planPage{Plan: plan, Past: plan.DueOn.Before(p.Desk.Today())}
			for _, line := range board.Tasks {
				if line.PlanID == plan.ID {
					page.Tasks = append(page.Tasks, line)
				}
			}
			page.Bars = barsOf(page.Tasks)
			plans = append(plans, page)
		}
		return frame{Title: "任务进展", Content: plans}, nil
	})
}

// barsOf lays the lights side by side, most urgent first; the last one takes what rounding left.
func barsOf(tasks []casework.TaskLine) []bar {
	counts := map[model.Light]int{}
	for _, t := range tasks {
		counts[t.Light]++
	}
	var bars []bar
	x := 0
	for _, light := range model.Lights {
		if n := counts[light]; n > 0 {
			width := n * 100 / len(tasks)
			bars = append(bars, bar{light, n, x, width})
			x += width
		}
	}
	if n := len(bars); n > 0 {
		bars[n-1].Width += 100 - x
	}
	return bars
}
