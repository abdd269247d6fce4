package api

import "yijian/model"

func changing(e *model.EndPoint) {
	filed(e)
	e.ChangeSubmittedOn = stageDay
}

func submitted(e *model.EndPoint) {
	e.Status, e.FirstSubmittedOn, e.SubmittedOn = model.EndPointSubmitted, stageDay.AddDays(-1), stageDay.AddDays(-1)
}

// corrected waits for the bureau once more, after its one notice.
func corrected(e *model.EndPoint) {
	submitted(e)
	e.CorrectionRequestedOn = stageDay
}
