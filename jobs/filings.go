package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
)

func settleFilings(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	day := asOf.AddDays(1) // as of a day that has ended; asked for today, it is today
	if today := desk.Today(); day.After(today) {
		day = today
	}
	settled, err := desk.SettleFilings(ctx, asClock(ordered), day)
	return settledWords(settled), err
}

// settledWords say what a night did to filings; what did not happen but now and then is told only when it did.
func settledWords(settled casework.Settled) string {
	said := fmt.Sprintf("失效 %d 件，有效期随许可变动 %d 件", settled.Lapsed, settled.Moved)
	if settled.Restored > 0 {
		said += fmt.Sprintf("，随撤回的失效登记恢复 %d 件", settled.Restored)
	}
	if settled.Ended > 0 {
		said += fmt.Sprintf("，随已终止的备案终止待审变更 %d 项", settled.Ended)
	}
	return said
}
