package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

// PlaceFields is where an end point is on the map; embedded, so exported for huma to see.
type PlaceFields struct {
	LongitudeMicro int64 `json:"longitude_micro" minimum:"-180000000" maximum:"180000000" doc:"经度，百万分之一度"`
	LatitudeMicro  int64 `json:"latitude_micro" minimum:"-90000000" maximum:"90000000" doc:"纬度，百万分之一度"`
	Elsewhere      bool  `json:"elsewhere,omitempty" doc:"位置按示意图不在备案的街道乡镇，已核对无误"`
}

func (f PlaceFields) spot() model.Spot {
	return model.Spot{LongitudeMicro: f.LongitudeMicro, LatitudeMicro: f.LatitudeMicro}
}

type endPointPlace struct {
	ID   string `path:"id" maxLength:"36"`
	Body PlaceFields
}

func (a *API) placeEndPoint(ctx context.Context, call model.Call, in *endPointPlace) (*record[model.EndPoint], error) {
	e, err := a.Desk.PlaceEndPoint(ctx, call, model.EndPointID(in.ID), in.Body.spot(), in.Body.Elsewhere)
	return versioned(e, e.Version, err)
}

type endPointPlaceCorrection struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		PlaceFields
		Reason string `json:"reason" minLength:"2" maxLength:"400" doc:"理由"`
	}
}

func (a *API) correctPlace(ctx context.Context, call model.Call, in *endPointPlaceCorrection) (*record[model.EndPoint], error) {
	e, err := a.Desk.CorrectPlace(ctx, call, model.EndPointID(in.ID), casework.PlaceCorrection{At: in.Body.spot(), Elsewhere: in.Body.Elsewhere, Reason: in.Body.Reason})
	return versioned(e, e.Version, err)
}
