package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func sweepCoordinations(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	done, err := desk.SweepCoordinations(ctx, asClock(ordered))
	outcome := fmt.Sprintf("逾期未回复报督导单位裁定 %d 件，随任务终止 %d 件", done.Escalated, done.Ended)
	if done.Rests {
		outcome += "；今天不是工作日，不报裁定"
	}
	return outcome, err
}
