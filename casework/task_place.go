package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/store"
)

// TaskPlace says where a task stands, for what is about it: plans of several years may have tasks of one name.
type TaskPlace struct {
	PlanNo     string `json:"plan_no"` // document number of the plan
	TaskNumber int    `json:"task_number"`
}

func placeOfTask(t taskInPlan) TaskPlace { return TaskPlace{t.plan.DocumentNo, t.Number} }

func (p TaskPlace) words() string { return fmt.Sprintf("%s，第 %d 项", p.PlanNo, p.TaskNumber) }

// placesOf are the places of the tasks with the ids, read once for all of them.
func placesOf(ctx context.Context, r store.Reader, ids []model.TaskID) (map[model.TaskID]TaskPlace, error) {
	tasks, err := r.TasksByID(ctx, store.Everything(), ids)
	if err != nil {
		return nil, err
	}
	numbers, err := r.PlanNumbers(ctx)
	places := make(map[model.TaskID]TaskPlace, len(tasks))
	for _, t := range tasks {
		places[t.ID] = TaskPlace{numbers[t.PlanID], t.Number}
	}
	return places, err
}
