package api

import "yijian/model"

func filed(e *model.EndPoint) {
	e.Status, e.FirstSubmittedOn, e.SubmittedOn, e.FiledOn = model.EndPointFiled, stageDay.AddDays(-1), stageDay.AddDays(-1), stageDay
}

func unplaced(e *model.EndPoint) {
	filed(e)
	e.LongitudeMicro, e.LatitudeMicro = nil, nil
}

func wronglyPlaced(e *model.EndPoint) {
	filed(e)
	e.LongitudeMicro, e.LatitudeMicro = new(int64(107_700_000)), new(int64(29_300_000))
}
