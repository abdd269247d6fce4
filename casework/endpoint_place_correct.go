package casework

import (
	"context"
	"strings"

	"yijian/model"
)

// correctPlace is no change of the filing either: the end point stands where it stood, only the
// coordinates were wrong.
var correctPlace = endPointStep{"correct-place", "更正坐标", "endpoint:correct-place", endPointFrom(model.EndPointFiled)}

// PlaceCorrection is where a filed end point really is, and why that is known. Elsewhere says that the
// place was looked at although it lies outside the township of the address.
type PlaceCorrection struct {
	At        model.Spot
	Elsewhere bool
	Reason    string
}

// CorrectPlace puts wrong coordinates of a filed end point right, and tells its firm. Neither its
// receipt nor any term of the filing changes.
func (d *Desk) CorrectPlace(ctx context.Context, call model.Call, id model.EndPointID, c PlaceCorrection) (model.EndPoint, error) {
	c.Reason = strings.TrimSpace(c.Reason)
	if err := checkReason(c.Reason); err != nil {
		return model.EndPoint{}, err
	}
	if c.Elsewhere {
		c.Reason += "（" + lookedAt + "）"
	}
	return onEndPoint(ctx, d, call, endPointOrder{id, correctPlace, c.Reason}, func(w work, e *model.EndPoint) error {
		if err := correctionHindrance(*e); err != nil {
			return err
		}
		if *e.LongitudeMicro == c.At.LongitudeMicro && *e.LatitudeMicro == c.At.LatitudeMicro {
			return fieldRefused("/longitude_micro", "endpoint.position_same", "和原来的坐标相同，没有可以更正的")
		}
		was := *e
		if err := putAt(e, c.At, c.Elsewhere); err != nil {
			return err
		}
		return w.tellOfPlace(ctx, was, *e, c.Reason)
	})
}

func correctionHindrance(e model.EndPoint) error {
	if e.LongitudeMicro == nil || e.LatitudeMicro == nil {
		return model.Fail(model.Conflict, "endpoint.unplaced", "还没有坐标，请按【补填坐标】")
	}
	return nil
}

// tellOfPlace tells the firm from what to what the coordinates of its end point were corrected, and why.
func (w work) tellOfPlace(ctx context.Context, was, is model.EndPoint, reason string) error {
	return announce(ctx, w.Tx, announcement{
		event: model.EventPlaceCorrected, to: toFirm(is.EnterpriseID), noun: "endpoints", id: string(is.ID), demo: is.Demo,
		values: map[string]string{
			"name": is.Name, "serial": string(is.LocalSerial), "was": coordinates(was), "is": coordinates(is), "reason": cut(reason, 300),
		},
	})
}

func coordinates(e model.EndPoint) string {
	return "经度" + degreesOf(e.LongitudeMicro) + "、纬度" + degreesOf(e.LatitudeMicro)
}
