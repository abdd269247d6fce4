package casework

import (
	"context"
	"fmt"
	"strings"

	"yijian/model"
	"yijian/policy"
)

// checkGap refuses a renewal or a change that begins later than on the day after the licence
// before it, until the interruption is accounted for: the law knows late renewals, and yet
// every filing of the holder may lapse in between.
func (w work) checkGap(ctx context.Context, fields *model.FieldErrors, n NewLicence, licences []model.HeldLicence) error {
	from, until, gapped := policy.LicenceGap(licences, n.From)
	if !gapped || n.Kind == model.LicenceFirst || len([]rune(n.GapReason)) > 1 {
		return nil
	}
	detail := saidOfGap(from, until)
	if !until.Before(w.today()) {
		filed, err := w.CountFiled(ctx, n.EnterpriseID)
		if err != nil {
			return err
		}
		if filed > 0 {
			detail += fmt.Sprintf("，%d个已备案的网点将随之失效", filed)
		}
	}
	fields.Add("/gap_reason", "licence.gap", detail+"。日期填错了的，请改；确有中断的，请在这里写明情况")
	return nil
}

// saidOfGap tells of the days without a licence.
func saidOfGap(from, until model.Date) string {
	return fmt.Sprintf("原证有效到%s，应自%s起接替；这样登记空%d天（%s至%s），其间没有有效的许可",
		from.AddDays(-1), from, from.DaysUntil(until)+1, from, until)
}

// reasonOf is what is kept of why a licence is recorded, the interruption first.
func (n NewLicence) reasonOf(licences []model.HeldLicence) string {
	from, until, gapped := policy.LicenceGap(licences, n.From)
	if !gapped || n.Kind == model.LicenceFirst || n.GapReason == "" {
		return n.Reason
	}
	said := fmt.Sprintf("许可中断%d天（%s至%s）：%s", from.DaysUntil(until)+1, from, until, n.GapReason)
	return strings.TrimSuffix(said+"。"+n.Reason, "。")
}
