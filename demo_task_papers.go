package main

import (
	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

// planPapers has the plan's monthly reports issued by the clock, and the first corrected once.
func (s *stage) planPapers(plan model.TaskPlanID, first model.Date) {
	for m := range 3 {
		s.on(s.workday(first.AddMonths(m).AddDays(25)), s.runJob("issue-papers"))
	}
	s.on(s.workday(first.AddDays(28)), func() error {
		o := casework.PaperOrder{Plan: plan, Month: first.Time().Format("2006-01"), Reason: "演示：更正第3项任务存在问题的表述。"}
		_, err := s.desk.IssuePaper(s.ctx, s.by("supervisor", 0), o, reports.TaskWorkbook)
		return err
	})
}
