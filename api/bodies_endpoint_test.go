package api

import "yijian/model"

func filed(e *model.EndPoint) {
	e.Status, e.FirstSubmittedOn, e.SubmittedOn, e.FiledOn = model.EndPointFiled, stageDay.AddDays(-1), stageDay.AddDays(-1), stageDay
}

func unplaced(e *model.EndPoint) {
	filed(e)
	e.LongitudeMicro, e.LatitudeMicro = nil, nil
}
