package casework

import (
	"slices"
	"strings"

	"yijian/model"
)

// doing is how a duty is done: the word for it, and the acts that do it. Whatever else ends
// its clock leaves it undone.
type doing struct {
	word string
	acts []string
}

var doings = map[model.DeadlineRuleID]doing{
	model.EndpointFiling:           {"提交", []string{"endpoint:submit"}},
	model.EndpointAcceptance:       {"办结", []string{"endpoint:accept", "endpoint:return", "endpoint:refuse", "endpoint:accept-change", "endpoint:return-change"}},
	model.EndpointCorrectionNotice: {"告知", []string{"endpoint:request-correction"}},
	model.EndpointChange:           {"提交", []string{"endpoint:propose-change"}},
	model.ComplaintAcceptance:      {"办结", []string{"complaint:accept", "complaint:refuse"}},
	model.ComplaintFirmReply:       {"答复", []string{"complaint:answer"}},
	model.ComplaintAnswer:          {"结案", []string{"complaint:close"}},
	model.ComplaintCallback:        {"结案", []string{"complaint:close"}},
	model.InspectionPublication:    {"公开", []string{"publication:approve", "inspection:publish"}},
	model.PenaltyDecision:          {"决定", []string{"penalty:decide"}},
	model.PenaltyPublication:       {"公示", []string{"publication:approve", "penalty-notice:publish"}},
	model.PublicationTerm:          {"公开", []string{"publication:approve", "edition:approve"}},
	model.EditionStatement:         {"陈述", []string{"edition-entry:state"}},
	model.ObjectionReview:          {"复核", []string{"duty-fact:uphold", "duty-fact:withdraw", "publication:answer", "publication:withdraw", "publication:approve"}},
	model.ListCorrection:           {"更正", []string{"penalty:withdraw", "publication:approve"}},
	model.MonthlyReturnFiling:      {"报送", []string{"monthly-return:submit"}},
	model.MonthlyReturnReview:      {"审核", []string{"monthly-return:accept", "monthly-return:return"}},
	model.MonthlyReturnAgain:       {"重报", []string{"monthly-return:submit"}},
	model.DutyContest:              {"提出", []string{"duty-fact:contest"}},
}

// isDone reports whether a stopped clock's duty was done. Of one from before acts were noted
// nothing says that it was not.
func isDone(c model.Clock) bool {
	return c.EndedBy == "" || slices.Contains(doings[c.Rule].acts, c.EndedBy)
}

// conclude gives the line of a stopped clock its light, and says how it ended: done in time
// or late, in the word of the act, or by what else.
func (d *Desk) conclude(line *ClockLine) {
	c := line.Clock
	how, isLate := doings[c.Rule], !c.DueOn.IsZero() && c.StoppedOn.After(c.DueOn)
	done := isDone(c)
	_, verb, _ := strings.Cut(d.Access.Words.Act(c.EndedBy), "：")
	by := "（" + verb + "）"
	line.DaysLeft = nil
	switch {
	case done && isLate:
		line.Light, line.Outcome = ClockLate, "逾期"+how.word
	case done:
		line.Light, line.Outcome = ClockInDue, "按期"+how.word
	case isLate:
		line.Light, line.Outcome = ClockLate, "逾期未"+how.word+by
	default:
		line.Light, line.Outcome = ClockEnded, "已终止"+by
	}
}
