package main

import (
	"yijian/casework"
	"yijian/model"
)

// rhythmOf has two tasks of the made-up plan reported by the quarter.
func rhythmOf(n int) model.TaskRhythm {
	if n == 5 || n == 12 {
		return model.RhythmQuarterly
	}
	return model.RhythmMonthly
}

// steps are the milestones of a task of the made-up plan, due so many months before the task.
var steps = []struct {
	title, delivers string
	weight          int64
	before          int
}{
	{"演示：实施方案印发", "演示：印发的实施方案文本", 20, 8},
	{"演示：选址和设备到位", "演示：选址清单和设备验收单", 30, 5},
	{"演示：投入运行", "演示：运行情况报告和现场照片", 30, 2},
	{"演示：总结验收", "演示：验收意见", 20, 0},
}

// planMilestones gives the tasks of the first groups their milestones; the first is confirmed,
// and the second of one task waits.
func (s *stage) planMilestones(id model.TaskID, n int, due model.Date) {
	if n > 4 {
		return
	}
	s.on(s.workday(s.today().AddDays(5)), s.onTask(id, func(task model.Task) error {
		for _, step := range steps {
			var err error
			task, err = s.desk.SetMilestone(s.ctx, s.by("supervisor", task.Version), id, casework.NewMilestone{
				Title: step.title, Deliverable: step.delivers, Weight: step.weight, DueOn: due.AddMonths(-step.before), Reason: "演示：按方案分解到节点。",
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	s.onMilestone(id, 20, func(task model.Task, first casework.MilestoneLine) error {
		_, err := s.desk.ReachMilestone(s.ctx, s.by(errands[n].lead, task.Version), id, first.ID, "演示：方案已于上周印发，文本见月报附件。")
		return err
	})
	s.onMilestone(id, 18, func(task model.Task, first casework.MilestoneLine) error {
		_, err := s.desk.SettleMilestone(s.ctx, s.by("supervisor", task.Version), id, first.ID, casework.MilestoneAnswer{Reached: n != 3, Words: "演示：已核对文本。"})
		return err
	})
	if n == 1 {
		s.changeLight(id)
	}
}

// onMilestone acts on the first milestone of a task, some working days before the last day.
func (s *stage) onMilestone(id model.TaskID, back int, act func(model.Task, casework.MilestoneLine) error) {
	s.on(s.backdays(back), s.onTask(id, func(task model.Task) error {
		card, err := s.desk.TaskCard(s.ctx, s.people["supervisor"], id)
		if err != nil {
			return err
		}
		return act(task, card.Milestones[0])
	}))
}

// changeLight has the light of a task changed by hand.
func (s *stage) changeLight(id model.TaskID) {
	s.on(s.backdays(6), s.onTask(id, func(task model.Task) error {
		wish := casework.LightWish{Light: model.LightGreen, UntilOn: s.last().AddDays(20), Reason: "演示：受暴雨灾害影响的工期已补回，佐证见月报。"}
		task, err := s.desk.AskLight(s.ctx, s.by("supervisor", task.Version), id, wish)
		if err != nil {
			return err
		}
		_, err = s.desk.ApproveLight(s.ctx, s.by("chief", task.Version), id, "演示：情况属实，同意。")
		return err
	}))
}
