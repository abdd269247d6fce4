package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func sweepSlips(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	done, err := desk.SweepSlips(ctx, asClock(ordered))
	outcome := fmt.Sprintf("逾期未回复升级 %d 张，随任务终止 %d 张，自动发首张 %d 张，待督导单位发首张的任务 %d 项", done.Reissued, done.Ended, done.Issued, done.Proposed)
	if done.Rests {
		outcome += "；今天不是工作日，不签发"
	}
	return outcome, err
}
