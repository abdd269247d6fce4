package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func remindTerms(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	if asOf.AddDays(1).Before(desk.Today()) { // a slot may count up to the day before it
		return "截止日已过，不再提醒", nil
	}
	found, err := desk.RemindTerms(ctx, asClock(ordered))
	return fmt.Sprintf("将届满的事项 %d 件，已提醒办理人", found), err
}
