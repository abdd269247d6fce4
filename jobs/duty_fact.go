package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func recordDuties(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	recorded, err := desk.RecordMissingReturns(ctx, asClock(ordered))
	return fmt.Sprintf("登记缺报的业务月报 %d 份", recorded), err
}
