package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// draftPlan leaves the plan of the next year as it is being written: most of it is there, one task has no lead yet.
func (s *stage) draftPlan() {
	year := s.last().Year() + 1
	s.on(s.backdays(5), func() error {
		draft, err := s.desk.DraftPlan(s.ctx, s.by("supervisor", 0), casework.PlanHead{
			DocumentNo: fmt.Sprintf("演示府办发〔%d〕2号", year), Title: fmt.Sprintf("演示武隆区%d年农村寄递物流体系建设实施方案", year),
			Issuer: "演示区人民政府办公室", Dated: model.NewDate(year, 1, 8), DueOn: model.NewDate(year, 12, 31),
			Goal: fmt.Sprintf("演示：到%d年底，乡镇中转站和村级站点运行稳定。", year),
		})
		if err != nil {
			return err
		}
		task := func(group, name string, lead model.UnitID, steps ...model.PlanStep) error {
			var err error
			draft, err = s.desk.SetPlanDraftTask(s.ctx, s.by("supervisor", draft.Version), draft.ID, casework.PlanDraftTaskFacts{
				GroupTitle: group, Name: name, Content: "演示：按照方案分步推进，按月报送。", Lead: lead, Support: []model.UnitID{"townships"},
				StartOn: model.NewDate(year, 2, 1), DueOn: model.NewDate(year, 11, 30), Rhythm: model.RhythmMonthly, Milestones: steps,
			})
			return err
		}
		half := []model.PlanStep{
			{Title: "演示：选址到位", Deliverable: "演示：选址清单", Weight: 40, DueOn: model.NewDate(year, 5, 31)},
			{Title: "演示：投入运行", Deliverable: "演示：运行报告", Weight: 60, DueOn: model.NewDate(year, 11, 30)},
		}
		if err := task("网络建设", "演示：改造乡镇中转站", "qu-jiaotongju", half...); err != nil {
			return err
		}
		if err := task("网络建设", "演示：延伸客货邮线路", "qu-jiaotongju"); err != nil {
			return err
		}
		return task("服务提升", "演示：培训村级站点人员", "")
	})
}
