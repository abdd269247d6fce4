package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func endTerms(ctx context.Context, desk *casework.Desk, _ model.Call, asOf model.Date) (string, error) {
	n, err := desk.EndTerms(ctx, model.Call{Actor: actor}, asOf.AddDays(1))
	return fmt.Sprintf("结束公示 %d 条", n), err
}

func housekeeping(ctx context.Context, desk *casework.Desk, _ model.Call, _ model.Date) (string, error) {
	n, err := desk.Housekeep(ctx, model.Call{Actor: actor})
	return fmt.Sprintf("清理 %d 条", n), err
}
