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

// startClocks begins a pass over open records; the sweep goes on with what one run leaves.
func startClocks(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	done, err := desk.StartClocks(ctx, asClock(ordered))
	outcome := fmt.Sprintf("核对在办事项 %d 件，补开计时 %d 件", done.Seen, done.Started)
	if !done.Ended {
		outcome += "；其余由【核对期限并逐级告知】接着核对"
	}
	if done.Failed > 0 {
		outcome += fmt.Sprintf("；%d 件未能补开，日志中有原因", done.Failed)
	}
	return outcome, err
}
