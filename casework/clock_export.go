package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// mostExported is how many clocks one file holds.
const mostExported = 20_000

var clockLights = map[ClockLight]string{
	ClockInTime: "计时中", ClockNear: "将届满", ClockOverdue: "已逾期", ClockStands: "已中止", ClockUnknown: "届满日未定",
	ClockInDue: "按期办结", ClockLate: "逾期办结",
}

// Title is what people call the light.
func (l ClockLight) Title() string { return clockLights[l] }

// ExportClocks returns every clock of the list, the first to end first; more than a
// file holds are refused with the advice to narrow.
func (d *Desk) ExportClocks(ctx context.Context, actor model.Actor, q store.Query, light ClockLight) ([]ClockLine, error) {
	lines := []ClockLine{}
	q.Sort, q.Limit = "due_on", store.MaxPage
	for {
		page, err := d.Clocks(ctx, actor, q, light)
		if err != nil {
			return nil, err
		}
		lines = append(lines, page.Items...)
		if len(lines) > mostExported {
			return nil, fieldRefused("/status", "clock.too_many", "超过 20000 行，请按状态、事项种类或乡镇街道缩小范围后分批导出")
		}
		if q.Cursor = page.Next; page.Next == "" {
			return lines, nil
		}
	}
}
