package jobs

import (
	"context"
	"errors"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func recordDuties(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	recorded, err := desk.RecordMissingReturns(ctx, asClock(ordered))
	finished, failed := desk.FinishDuties(ctx, asClock(ordered))
	return fmt.Sprintf("登记缺报、逾期未补正的业务月报 %d 份，异议期满确定的履责记录 %d 条", recorded, finished), errors.Join(err, failed)
}
