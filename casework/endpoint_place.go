package casework

import (
	"context"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
)

// placeEndPoint is no change of the filing: where the end point is, its address says.
var placeEndPoint = endPointStep{"place", "补填坐标", "endpoint:place", endPointFrom(model.EndPointFiled)}

// lookedAt is what is noted of a place that was looked at although it may lie outside the township of the address.
const lookedAt = "已核对：位置按示意图不在备案的街道乡镇的，也无误"

// PlaceEndPoint adds to a filed end point that has none where it is on the map. Elsewhere says that
// the place was looked at although it lies outside the township of the address.
func (d *Desk) PlaceEndPoint(ctx context.Context, call model.Call, id model.EndPointID, at model.Spot, elsewhere bool) (model.EndPoint, error) {
	o := endPointOrder{id: id, step: placeEndPoint}
	if elsewhere {
		o.reason = lookedAt
	}
	return onEndPoint(ctx, d, call, o, func(w work, e *model.EndPoint) error {
		if err := placeHindrance(*e); err != nil {
			return err
		}
		w.forFirm(call, e.EnterpriseName)
		return putAt(e, at, elsewhere)
	})
}

func placeHindrance(e model.EndPoint) error {
	if e.LongitudeMicro != nil && e.LatitudeMicro != nil {
		return model.Fail(model.Conflict, "endpoint.placed", "已有坐标；写错的，由管理局按【更正坐标】")
	}
	return nil
}

// putAt gives a filed end point its coordinates: they lie in the district and, unless the place was
// looked at, in the township of its address.
func putAt(e *model.EndPoint, at model.Spot, looked bool) error {
	if !at.InDistrict() {
		return fieldRefused("/longitude_micro", "endpoint.position_outside", "这个经纬度不在本区，请核对经度和纬度是否填反或填错")
	}
	if told := policy.Elsewhere(reference.Schematic(), e.AreaCode, at); told != "" && !looked {
		return fieldRefused("/longitude_micro", "endpoint.position_elsewhere", told+"。请核对坐标和地址；确实无误的，选“已核对”再办")
	}
	e.LongitudeMicro, e.LatitudeMicro = &at.LongitudeMicro, &at.LatitudeMicro
	return nil
}
