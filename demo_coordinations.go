package main

import (
	"yijian/casework"
	"yijian/model"
)

const demoStreet = model.UnitID("fengshan-jiedao")

// planCoordinations gives the tasks of the made-up plan requests for coordination in every state,
// and the fourth a discussion.
func (s *stage) planCoordinations(id model.TaskID, n int) {
	lead := errands[n].lead
	switch n {
	case 3: // one unit's answer is solved, the other's is sent back; the next waits for its answer
		s.on(s.backdays(8), s.coordination(id, lead, "演示：落实中转站装卸场地", bureauUnit, demoStreet))
		s.on(s.backdays(7), s.onCoordination(id, demoStreet, s.replied("support1", true, "演示：已协调社区让出临街场地两处，本周交付。")))
		s.on(s.backdays(7), s.onCoordination(id, bureauUnit, s.replied("inspector1", false, "演示：场地审批不属本局职责，建议商规划部门。")))
		s.on(s.backdays(6), s.onCoordination(id, demoStreet, s.solved(lead, true, "演示：场地已交付使用。")))
		s.on(s.backdays(2), s.onCoordination(id, bureauUnit, s.solved(lead, false, "演示：请牵头召集企业提出场地需求清单。")))
		s.on(s.backdays(1), s.coordination(id, lead, "演示：协助张贴配送车辆通行公告", demoStreet))
		s.planDiscussion(id)
	case 0: // nobody answers: it waits for the supervising unit; another is taken back
		s.on(s.backdays(16), s.coordination(id, lead, "演示：提供沿街门面租赁信息", demoStreet))
		s.on(s.backdays(5), s.coordination(id, lead, "演示：核对入驻企业名单", bureauUnit))
		s.on(s.backdays(4), s.onCoordination(id, bureauUnit, func(c model.Coordination) error {
			_, err := s.desk.WithdrawCoordination(s.ctx, s.by(lead, c.Version), c.ID, "演示：名单已从登记系统取得。")
			return err
		}))
	case 2: // led by the supervising unit, so that the chief decides
		s.on(s.backdays(26), s.coordination(id, lead, "演示：代为办理用地手续", demoStreet))
		s.on(s.backdays(4), s.onCoordination(id, demoStreet, func(c model.Coordination) error {
			_, err := s.desk.DecideCoordination(s.ctx, s.by("chief", c.Version), c.ID, false, "演示：用地手续应由牵头单位自行办理。")
			return err
		}))
	case 10:
		s.on(s.backdays(3), s.coordination(id, lead, "演示：通报绿色包装抽查结果", bureauUnit))
		s.on(s.backdays(1), s.onCoordination(id, bureauUnit, s.replied("inspector2", true, "演示：抽查结果已整理，见附件。")))
	case 9: // put off a day later
		s.on(s.backdays(3), s.coordination(id, lead, "演示：报送乡镇需求", demoStreet))
	}
}

// coordination asks the units for something on the task.
func (s *stage) coordination(id model.TaskID, lead, matter string, units ...model.UnitID) func() error {
	return s.onTask(id, func(task model.Task) error {
		_, err := s.desk.AskCoordination(s.ctx, s.by(lead, task.Version), id, casework.NewCoordination{
			Units: units, Matter: matter, Detail: matter + "，请明确经办人和完成时间，办成后告知。", WishedOn: s.today().AddDays(20),
		})
		return err
	})
}

func (s *stage) replied(name string, agreed bool, answer string) func(model.Coordination) error {
	return func(c model.Coordination) error {
		_, err := s.desk.AnswerCoordination(s.ctx, s.by(name, c.Version), c.ID, agreed, answer)
		return err
	}
}

func (s *stage) solved(lead string, solved bool, note string) func(model.Coordination) error {
	return func(c model.Coordination) error {
		_, err := s.desk.SettleCoordination(s.ctx, s.by(lead, c.Version), c.ID, solved, note)
		return err
	}
}

// onCoordination performs the act on the task's newest request to the unit as it is then.
func (s *stage) onCoordination(id model.TaskID, unit model.UnitID, act func(model.Coordination) error) func() error {
	return func() error {
		all, err := s.desk.Store.CoordinationsOfTask(s.ctx, id)
		if err != nil {
			return err
		}
		var newest model.Coordination
		for _, c := range all {
			if c.UnitID == unit {
				newest = c
			}
		}
		return act(newest)
	}
}

// planDiscussion has the lead, the supervising unit and the bureau talk about the task.
func (s *stage) planDiscussion(id model.TaskID) {
	say := func(days int, name, text string) {
		s.on(s.backdays(days), func() error {
			_, err := s.desk.CommentOnTask(s.ctx, s.by(name, 0), id, text)
			return err
		})
	}
	say(6, "lead3", "演示：装卸场地已落实两处，通行证还在办。\n@[unit:"+string(bureauUnit)+"] 请提供需要通行证的车辆清单。")
	say(5, "inspector1", "演示：清单周五前提供。@[user:"+string(s.people["supervisor"].UserID)+"] 请协调交巡警支队一并受理。")
	say(4, "supervisor", "演示：已联系，按批次受理。")
	s.on(s.backdays(1), func() error {
		said, err := s.desk.CommentOnTask(s.ctx, s.by("lead3", 0), id, "演示：数字写错，撤回重发。")
		if err == nil {
			_, err = s.desk.WithdrawComment(s.ctx, s.by("lead3", said.Version), said.ID)
		}
		return err
	})
	say(1, "lead3", "演示：首批通行证已发放 12 张。")
}
