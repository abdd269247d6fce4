package casework

import (
	"cmp"
	"context"
	"fmt"

	"yijian/model"
)

// jobTitle is what people call the job.
func (d *Desk) jobTitle(name string) string { return cmp.Or(d.JobTitles[name], name) }

// RunCard is a run of a scheduled job with what the caller may do about it.
func (d *Desk) RunCard(ctx context.Context, actor model.Actor, id string) (model.Card[model.JobRun], error) {
	var card model.Card[model.JobRun]
	scope, err := d.Scope(actor, "job:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.JobRun(ctx, scope, id); err != nil {
		return card, err
	}
	refusal := when(card.Record.Status != model.JobFailed, "只有失败的运行可以重新运行")
	act := d.act(actor, "rerun", "重新运行", "job:rerun", refusal)
	if act.Reason == "" {
		act.Title = "重新运行（计算截止日" + card.Record.AsOf.String() + "）"
		if retry := card.Record.RetryAt; retry != nil {
			act.Title += fmt.Sprintf("，否则于%s自动重试", retry.In(model.Shanghai).Format("15:04"))
		}
	}
	card.Acts = []model.Act{act}
	card.History, err = d.historyFor(ctx, actor, "job-runs", id)
	return card, err
}
