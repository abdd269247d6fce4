package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// mayRefuse holds for a filing that was corrected once: what still lacks cannot be asked for again.
func mayRefuse(e model.EndPoint) error {
	if e.CorrectionRequestedOn.IsZero() {
		return model.Fail(model.Conflict, "endpoint.not_corrected", "还没有一次性告知过补正；材料不齐的，请先一次性告知")
	}
	return nil
}

// RefuseEndPoint ends a filing that still lacks something after its one correction. The firm
// may file anew.
func (d *Desk) RefuseEndPoint(ctx context.Context, call model.Call, id model.EndPointID, reason string) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id, refuseEndPoint, reason}, func(w work, e *model.EndPoint) error {
		if err := mayRefuse(*e); err != nil {
			return err
		}
		e.Status, e.EndedOn, e.PremisesClaim = model.EndPointReturned, w.today(), ""
		e.EndReason = "补正后仍不齐：" + strings.TrimSpace(reason)
		return nil
	})
}
