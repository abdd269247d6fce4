package casework

import (
	"context"

	"yijian/model"
)

// placeEndPoint is no change of the filing: where the end point is, its address says.
var placeEndPoint = endPointStep{"place", "补填坐标", "endpoint:place", endPointFrom(model.EndPointFiled)}

// PlaceEndPoint adds to a filed end point that has none where it is on the map.
func (d *Desk) PlaceEndPoint(ctx context.Context, call model.Call, id model.EndPointID, at model.Spot) (model.EndPoint, error) {
	return onEndPoint(ctx, d, call, endPointOrder{id: id, step: placeEndPoint}, func(w work, e *model.EndPoint) error {
		if err := placeHindrance(*e); err != nil {
			return err
		}
		if !at.InDistrict() {
			return outsideDistrict()
		}
		w.forFirm(call, e.EnterpriseName)
		e.LongitudeMicro, e.LatitudeMicro = &at.LongitudeMicro, &at.LatitudeMicro
		return nil
	})
}

func outsideDistrict() error {
	return fieldRefused("/longitude_micro", "endpoint.position_outside", "这个经纬度不在本区，请核对经度和纬度是否填反或填错")
}

func placeHindrance(e model.EndPoint) error {
	if e.LongitudeMicro != nil && e.LatitudeMicro != nil {
		return model.Fail(model.Conflict, "endpoint.placed", "已有坐标；写错的，由管理局按【更正坐标】")
	}
	return nil
}
