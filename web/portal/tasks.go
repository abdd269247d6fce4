package portal

import (
	"github.com/gin-gonic/gin"

	"yijian/model"
	"yijian/store"
)

// progressPage is the newest progress that is public of each plan, and what was published before it.
type progressPage struct {
	Newest []planProgress
	Former []published
}

// planProgress is the progress of one plan in a month as it was published, and a picture of its lights.
type planProgress struct {
	published
	Bars []bar
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
		rows, err := p.Store.PublishedPage(c.Request.Context(), p.Desk.Today(), store.PublicQuery{Kind: model.PublishedProgress})
		newest := map[string]int{} // by the plan's number
		var content progressPage
		for _, row := range rows {
			at, seen := newest[row.Source]
			switch {
			case !seen:
				newest[row.Source] = len(content.Newest)
				content.Newest = append(content.Newest, progressOf(row))
			case content.Newest[at].Series < row.Series:
				content.Former = append(content.Former, content.Newest[at].published)
				content.Newest[at] = progressOf(row)
			default:
				content.Former = append(content.Former, shownAs(row))
			}
		}
		return frame{Title: "任务进展", Content: content}, err
	})
}

func progressOf(row model.Publication) planProgress {
	return planProgress{shownAs(row), barsOf(lightsIn(row.Text.Table))}
}

// lightsIn are the lights that a published table shows.
func lightsIn(table *model.PublicTable) (lights []model.Light) {
	if table == nil {
		return nil
	}
	for at, column := range table.Columns {
		if column.Name != "light" {
			continue
		}
		for _, row := range table.Rows {
			if at < len(row) {
				lights = append(lights, lightOf(row[at]))
			}
		}
	}
	return lights
}

// lightOf is the light that people call so; grey where none is.
func lightOf(title string) model.Light {
	for _, light := range model.Lights {
		if light.Title() == title {
			return light
		}
	}
	return model.LightGrey
}

// barsOf lays the lights side by side, most urgent first; the last one takes what rounding left.
func barsOf(lights []model.Light) []bar {
	counts := map[model.Light]int{}
	for _, light := range lights {
		counts[light]++
	}
	var bars []bar
	x := 0
	for _, light := range model.Lights {
		if n := counts[light]; n > 0 {
			width := n * 100 / len(lights)
			bars = append(bars, bar{light, n, x, width})
			x += width
		}
	}
	if n := len(bars); n > 0 {
		bars[n-1].Width += 100 - x
	}
	return bars
}
