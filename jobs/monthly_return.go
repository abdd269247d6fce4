package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func openReturns(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	day := asOf.AddDays(1) // as of a day that has ended; asked for today, it is today
	if today := desk.Today(); day.After(today) {
		day = today
	}
	opened, err := desk.OpenReturns(ctx, asClock(ordered), day)
	return fmt.Sprintf("新建待填报的业务月报 %d 份", opened), err
}
