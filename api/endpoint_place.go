package api

import (
	"context"

	"yijian/model"
)

type endPointPlace struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		LongitudeMicro int64 `json:"longitude_micro" minimum:"-180000000" maximum:"180000000" doc:"经度，百万分之一度"`
		LatitudeMicro  int64 `json:"latitude_micro" minimum:"-90000000" maximum:"90000000" doc:"纬度，百万分之一度"`
	}
}

func (a *API) placeEndPoint(ctx context.Context, call model.Call, in *endPointPlace) (*record[model.EndPoint], error) {
	e, err := a.Desk.PlaceEndPoint(ctx, call, model.EndPointID(in.ID), model.Spot{LongitudeMicro: in.Body.LongitudeMicro, LatitudeMicro: in.Body.LatitudeMicro})
	return versioned(e, e.Version, err)
}
