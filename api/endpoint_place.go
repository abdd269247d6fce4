package api

import (
	"context"

	"yijian/casework"
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

type endPointPlaceCorrection struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		LongitudeMicro int64  `json:"longitude_micro" minimum:"-180000000" maximum:"180000000" doc:"经度，百万分之一度"`
		LatitudeMicro  int64  `json:"latitude_micro" minimum:"-90000000" maximum:"90000000" doc:"纬度，百万分之一度"`
		Elsewhere      bool   `json:"elsewhere,omitempty" doc:"位置按示意图不在备案的街道乡镇，已核对无误"`
		Reason         string `json:"reason" minLength:"2" maxLength:"400" doc:"理由"`
	}
}

func (a *API) correctPlace(ctx context.Context, call model.Call, in *endPointPlaceCorrection) (*record[model.EndPoint], error) {
	e, err := a.Desk.CorrectPlace(ctx, call, model.EndPointID(in.ID), casework.PlaceCorrection{
		At: model.Spot{LongitudeMicro: in.Body.LongitudeMicro, LatitudeMicro: in.Body.LatitudeMicro}, Elsewhere: in.Body.Elsewhere, Reason: in.Body.Reason,
	})
	return versioned(e, e.Version, err)
}
