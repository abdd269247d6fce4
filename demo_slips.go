package main

import (
	"yijian/casework"
	"yijian/model"
)

// planSlips gives the tasks of the made-up plan slips of every colour and state.
func (s *stage) planSlips(id model.TaskID, n int) {
	switch lead := errands[n].lead; n {
	case 7: // nobody answers: blue, orange, red and red again
		s.on(s.backdays(24), s.slip(id))
	case 2: // of the supervising unit, so that the chief judges: one accepted, one refused and answered anew
		s.on(s.backdays(19), s.slip(id))
		s.on(s.backdays(18), s.onSlip(id, s.answered(lead, "演示：经办人员调整，数据没有按月归集。", "演示：本周补齐台账，由经办负责人每周核对，月底前完成。")))
		s.on(s.backdays(16), s.onSlip(id, s.judged(true, "演示：同意，按措施推进。")))
		s.on(s.backdays(10), s.slip(id))
		s.on(s.backdays(9), s.onSlip(id, s.answered(lead, "演示：用地手续办理滞后。", "演示：抓紧办理。")))
		s.on(s.backdays(8), s.onSlip(id, s.judged(false, "演示：没有写明由谁办理、哪天完成，请重新回复。")))
		s.on(s.backdays(0), s.onSlip(id, s.answered(lead, "演示：用地手续办理滞后，前期没有专人跟办。", "演示：指定一名副主任跟办，下月十五日前取得批复。")))
	case 11:
		s.on(s.backdays(3), s.slip(id))
		s.on(s.backdays(2), s.onSlip(id, func(slip model.TaskSlip) error {
			_, err := s.desk.SignSlip(s.ctx, s.by(lead, slip.Version), slip.ID)
			return err
		}))
	case 8: // one by mistake, and the right one after it
		s.on(s.backdays(3), s.slip(id))
		s.on(s.backdays(2), s.onSlip(id, func(slip model.TaskSlip) error {
			_, err := s.desk.WithdrawSlip(s.ctx, s.by("chief", slip.Version), slip.ID, "演示：应发其他任务，误发。")
			return err
		}))
		s.on(s.backdays(1), s.slip(id))
	case 9: // put off a day later
		s.on(s.backdays(3), s.slip(id))
	}
}

// slip issues a slip on the task in the platform's words.
func (s *stage) slip(id model.TaskID) func() error {
	return s.onTask(id, func(task model.Task) error {
		_, err := s.desk.IssueSlip(s.ctx, s.by("supervisor", task.Version), id, casework.SlipWords{})
		return err
	})
}

func (s *stage) answered(lead, cause, measures string) func(model.TaskSlip) error {
	return func(slip model.TaskSlip) error {
		_, err := s.desk.AnswerSlip(s.ctx, s.by(lead, slip.Version), slip.ID, cause, measures)
		return err
	}
}

func (s *stage) judged(accepted bool, note string) func(model.TaskSlip) error {
	return func(slip model.TaskSlip) error {
		_, err := s.desk.JudgeSlip(s.ctx, s.by("chief", slip.Version), slip.ID, accepted, note)
		return err
	}
}

// onSlip performs the act on the task's newest slip as it is then.
func (s *stage) onSlip(id model.TaskID, act func(model.TaskSlip) error) func() error {
	return func() error {
		slips, err := s.desk.Store.SlipsOfTasks(s.ctx, []model.TaskID{id})
		if err != nil {
			return err
		}
		return act(slips[id][len(slips[id])-1])
	}
}
