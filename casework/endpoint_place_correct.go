package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/policy/reference"
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

// CorrectPlace puts wrong coordinates of a filed end point right. Neither its receipt nor any term
// of the filing changes.
func (d *Desk) CorrectPlace(ctx context.Context, call model.Call, id model.EndPointID, c PlaceCorrection) (model.EndPoint, error) {
	c.Reason = strings.TrimSpace(c.Reason)
	if err := checkReason(c.Reason); err != nil {
		return model.EndPoint{}, err
	}
	if c.Elsewhere {
		c.Reason += "（已核对：位置按示意图不在备案的街道乡镇的，也无误）"
	}
	return onEndPoint(ctx, d, call, endPointOrder{id, correctPlace, c.Reason}, func(_ work, e *model.EndPoint) error {
		if err := correctionHindrance(*e); err != nil {
			return err
		}
		if *e.LongitudeMicro == c.At.LongitudeMicro && *e.LatitudeMicro == c.At.LatitudeMicro {
			return fieldRefused("/longitude_micro", "endpoint.position_same", "和原来的坐标相同，没有可以更正的")
		}
		if !c.At.InDistrict() {
			return outsideDistrict()
		}
		if told := elsewhere(e.AreaCode, c.At); told != "" && !c.Elsewhere {
			return fieldRefused("/longitude_micro", "endpoint.position_elsewhere", told+"。请核对坐标和地址；确实无误的，选“已核对”再办")
		}
		e.LongitudeMicro, e.LatitudeMicro = &c.At.LongitudeMicro, &c.At.LatitudeMicro
		return nil
	})
}

func correctionHindrance(e model.EndPoint) error {
	if e.LongitudeMicro == nil || e.LatitudeMicro == nil {
		return model.Fail(model.Conflict, "endpoint.unplaced", "还没有坐标，请按【补填坐标】")
	}
	return nil
}

// elsewhere says where a place lies by the schematic map if that is not the township of the
// code; empty where it is, or where the code is of none that is drawn.
func elsewhere(code string, at model.Spot) string {
	named, found := "", "图上的街道乡镇以外"
	for _, ground := range reference.Schematic() {
		if ground.Code == code {
			named = ground.Name
		}
		if ground.Holds(at) {
			found = ground.Name
		}
	}
	if named == "" || named == found {
		return ""
	}
	return "按示意图，这个位置在" + found + "，不在备案的" + named
}
