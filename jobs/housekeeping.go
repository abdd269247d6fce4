package jobs

import (
	"context"
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

func endTerms(ctx context.Context, desk *casework.Desk, ordered model.Call, asOf model.Date) (string, error) {
	call := asClock(ordered)
	day := asOf.AddDays(1) // as of a day that has ended; asked for today, it is today
	if today := desk.Today(); day.After(today) {
		day = today
	}
	entries, err := desk.EndTerms(ctx, call, day)
	if err != nil {
		return "", err
	}
	notices, err := desk.EndPublications(ctx, call, day)
	return fmt.Sprintf("结束公示 %d 条", entries+notices), err
}

func housekeeping(ctx context.Context, desk *casework.Desk, ordered model.Call, _ model.Date) (string, error) {
	n, err := desk.Housekeep(ctx, asClock(ordered))
	if err != nil {
		return "", err
	}
	abandoned, err := desk.AbandonImports(ctx, asClock(ordered))
	if err != nil {
		return "", err
	}
	swept, err := desk.SweepContents(ctx)
	store.CountChanges(ctx, n+int64(swept)) // what goes leaves no rows of its own
	said := fmt.Sprintf("清理 %d 条，删除不再需要的附件内容 %d 份", n, swept)
	if abandoned > 0 {
		said += fmt.Sprintf("，放弃无人办理的批量导入 %d 件", abandoned)
	}
	return said, err
}
