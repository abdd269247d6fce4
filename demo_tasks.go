package main

import (
	"fmt"
	"strings"

	"yijian/casework"
	"yijian/model"
	"yijian/policy"
	"yijian/policy/reference"
	"yijian/store"
)

// errand is how one task of the made-up plan goes.
type errand struct {
	lead string // account of the lead unit
	ends string // as a light, or one of the courses below
}

// The courses besides the lights.
const (
	endsClosed   = "closed"
	endsFinished = "finished"
	endsDeferred = "deferred"
	endsUntaken  = "untaken"
)

// errands stand in the order of the plan's 13 tasks.
var errands = []errand{
	{"lead1", "green"}, {"lead2", "yellow"}, {"lead2", "red"}, {"lead3", "green"}, {"lead3", endsClosed},
	{"lead2", endsUntaken}, {"lead2", endsFinished}, {"lead4", "red"}, {"lead2", "yellow"}, {"lead2", endsDeferred},
	{"lead5", "green"}, {"lead5", "yellow"}, {"lead3", "green"},
}

// ahead is how far a task's progress is from the planned one on the last day, in points.
var ahead = map[string]int{"green": 3, "yellow": -15, "red": -24, endsDeferred: -15}

// demoPlan is the district's plan under another number, title and dates, without the firms it names.
func (s *stage) demoPlan(dated model.Date) string {
	return strings.NewReplacer(
		"武隆府办发〔2019〕61号", fmt.Sprintf("演示府办发〔%d〕1号", dated.Year()),
		"2019年7月15日", dated.Words(),
		"到2020年", fmt.Sprintf("到%d年", s.last().Year()+1),
		"武隆区推进电子商务与快递物流", "演示武隆区推进电子商务与快递物流",
		"天天、百世汇通、申通、圆通、韵达、中通等多家", "多家",
		"区扶贫办、", "",
	).Replace(reference.PlanText())
}

// planTasks imports the district's real plan, which stays as it is, and a
// made-up copy whose tasks have reports of three months and every light.
func (s *stage) planTasks() {
	s.on(s.start(), func() error {
		_, err := s.desk.ImportPlan(s.ctx, model.Call{Actor: s.people["supervisor"]}, reference.PlanText())
		return err
	})
	s.draftPlan()
	first := s.firstReport()
	dated := s.workday(first.AddDays(-20))
	s.on(s.workday(dated.AddDays(3)), func() error {
		outcome, err := s.desk.ImportPlan(s.ctx, s.by("supervisor", 0), s.demoPlan(dated))
		if err != nil {
			return err
		}
		tasks, err := s.desk.Store.TasksOfPlan(s.ctx, store.Everything(), outcome.Plan.ID)
		if err == nil && len(tasks) != len(errands) {
			err = fmt.Errorf("the plan has %d tasks, want %d", len(tasks), len(errands))
		}
		if err != nil {
			return err
		}
		for n, task := range tasks {
			s.planTask(task.ID, n, first)
		}
		s.planPapers(outcome.Plan.ID, first)
		s.planForms()
		return nil
	})
}

// firstReport is the first day of the first of the three months reported on;
// the last of them is the current month once it is well under way.
func (s *stage) firstReport() model.Date {
	month := model.NewDate(s.last().Year(), s.last().Month(), 1)
	if s.last().Day() < 12 {
		month = month.AddMonths(-1)
	}
	return month.AddMonths(-2)
}

func (s *stage) planTask(id model.TaskID, n int, first model.Date) {
	e := errands[n]
	due := first.AddMonths(9)
	if e.ends == endsUntaken {
		return
	}
	s.on(s.workday(s.today().AddDays(3)), s.onTask(id, func(task model.Task) error {
		task, err := s.desk.ScheduleTask(s.ctx, s.by("supervisor", task.Version), id, casework.TaskSchedule{StartOn: first, DueOn: due, Rhythm: rhythmOf(n)})
		if err == nil && task.InConflict() && n%2 == 0 { // the others wait for a decision
			_, err = s.desk.ResolveLead(s.ctx, s.by("supervisor", task.Version), id, task.AnnexLead, "演示：以附件任务分解为准。")
		}
		return err
	}))
	s.planMilestones(id, n, due)
	s.on(s.workday(s.today().AddDays(6)), s.onTask(id, func(task model.Task) error {
		_, err := s.desk.SignForTask(s.ctx, s.by(e.lead, task.Version), id)
		return err
	}))
	goal := max(1, policy.PlannedPercent(first, due, s.last())+ahead[e.ends])
	if e.ends == endsClosed || e.ends == endsFinished {
		goal = 100
	}
	for m := range 3 {
		s.planReport(id, n, m, goal*(m+1)/3)
	}
	s.planSlips(id, n)
	s.planCoordinations(id, n)
	switch e.ends {
	case "yellow":
		if n == 11 {
			s.on(s.backdays(1), s.onTask(id, func(task model.Task) error {
				_, err := s.desk.AskToExtendTask(s.ctx, s.by(e.lead, task.Version), id, due.AddMonths(2), "演示：站点房屋租约推迟两个月到位，申请延期。")
				return err
			}))
		}
	case endsClosed, endsFinished:
		s.on(s.backdays(4), s.onTask(id, func(task model.Task) error {
			_, err := s.desk.FinishTask(s.ctx, s.by(e.lead, task.Version), id, "演示：各项工作均已完成，申请销号。")
			return err
		}))
	case endsDeferred:
		s.on(s.backdays(3), s.onTask(id, func(task model.Task) error {
			_, err := s.desk.AskToSuspendTask(s.ctx, s.by("supervisor", task.Version), id, model.TaskDeferred, "演示：上级政策尚未出台，申请暂缓。")
			return err
		}))
		s.on(s.backdays(2), s.onTask(id, func(task model.Task) error {
			_, err := s.desk.SuspendTask(s.ctx, s.by("chief", task.Version), id, model.TaskDeferred, "演示：等待上级政策，暂缓推进。")
			return err
		}))
	}
	if e.ends == endsClosed {
		s.on(s.backdays(2), s.onTask(id, func(task model.Task) error {
			_, err := s.desk.CloseTask(s.ctx, s.by("supervisor", task.Version), id, true, "演示：现场核查属实。")
			return err
		}))
	}
}

// planReport hands in the lead's report on the m-th month and has it reviewed,
// except some of the last month; one of those is returned.
func (s *stage) planReport(id model.TaskID, n, m, progress int) {
	month := s.firstReport().AddMonths(m)
	day := s.workday(month.AddDays(19))
	if day.After(s.last().AddDays(-7)) {
		day = s.backdays(7)
	}
	s.on(day, s.onTask(id, func(task model.Task) error {
		said := casework.TaskProgress{Progress: progress, Done: fmt.Sprintf("演示：%d月完成摸底调研并推进项目落地。", int(month.Month()))}
		if ahead[errands[n].ends] < 0 {
			said.Problems, said.Coordination = "演示：用地手续办理滞后。", "演示：请督导单位协调用地指标。"
		}
		report, err := s.desk.ReportTask(s.ctx, s.by(errands[n].lead, task.Version), id, month.Time().Format("2006-01"), said)
		if err != nil || m == 2 && n%3 == 0 {
			return err
		}
		s.on(s.workday(s.today().AddDays(2)), func() error {
			accepted, note := m < 2 || n != 11, ""
			if !accepted {
				note = "演示：请补充完成情况的数据。"
			}
			_, err := s.desk.ReviewTaskReport(s.ctx, s.by("supervisor", report.Version), report.ID, accepted, note)
			return err
		})
		return nil
	}))
}

// onTask performs the act on the task as it is then.
func (s *stage) onTask(id model.TaskID, act func(model.Task) error) func() error {
	return func() error {
		task, err := s.desk.Store.Task(s.ctx, store.Everything(), id)
		if err != nil {
			return err
		}
		return act(task)
	}
}
