package api

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// shorterAnswer is a text that gives the firm's answer other days from a month on, each time others.
func shorterAnswer(s *stage) string {
	const row = "  - {id: complaint.firm_reply, title: 企业答复转办的申诉, value: %d, unit: calendar_day, basis: {article: 演示}, from: %s%s}\n"
	next := stageDay.AddDays(30)
	return "version: deadlines/1\ndeadlines:\n" +
		fmt.Sprintf("  - {id: complaint.firm_reply, title: 企业答复转办的申诉, value: 15, warn: 10, unit: calendar_day, basis: {article: 演示}, from: 2014-01-01, until: %s}\n", next.AddDays(-1)) +
		fmt.Sprintf(row, 1+s.next()%300, next, "")
}

// plantRuleText proposes by the act itself, because a proposal knows what it replaces.
func plantRuleText(s *stage, p place, _ any) string {
	s.t.Helper()
	legal := s.people[model.RoleLegal]
	call := model.Call{Actor: model.Actor{UserID: legal.ID, Name: legal.DisplayName, Roles: legal.Roles, AreaCode: legal.AreaCode}}
	proposed, err := s.api.Desk.ProposeRules(s.t.Context(), call, casework.RuleProposal{
		Kind: model.TextOfDeadlines, Text: shorterAnswer(s), EffectiveOn: stageDay.AddDays(30), Reason: p.canary("rule-texts"),
	})
	must(s.t, err)
	return string(proposed.ID)
}
