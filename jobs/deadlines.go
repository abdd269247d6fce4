package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// sweepClocks goes over the clocks by their due time. A clock that fails is told of in
// the outcome, in the log and on its page, and fails nothing else.
func sweepClocks(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	done, err := desk.SweepClocks(ctx, asClock(ordered))
	outcome := fmt.Sprintf("逐级告知 %d 步，新开始计时 %d 件，补算届满日 %d 件", done.Steps, done.Started, done.Counted)
	if done.Failed > 0 {
		outcome += fmt.Sprintf("；告知失败 %d 件，见【期限】", done.Failed)
	}
	return outcome, err
}
