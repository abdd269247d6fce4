package migrations

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

type task1574 struct {
	Rhythm string `gorm:"column:rhythm;size:20;not null;default:'monthly'"`
}

type taskState1575 struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID       string     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_states_day,priority:1"`
	FromOn       time.Time  `gorm:"column:from_on;type:date;not null;uniqueIndex:task_states_day,priority:2"`
	Status       string     `gorm:"column:status;size:20;not null"`
	ResolvedLead string     `gorm:"column:resolved_lead;size:40;not null"`
	StartOn      *time.Time `gorm:"column:start_on;type:date"`
	DueOn        *time.Time `gorm:"column:due_on;type:date"`
	Rhythm       string     `gorm:"column:rhythm;size:20;not null"`
	ReportsFrom  *time.Time `gorm:"column:reports_from;type:date"`
	SuspendedOn  *time.Time `gorm:"column:suspended_on;type:date"`
	FinishedOn   *time.Time `gorm:"column:finished_on;type:date"`
}

type taskMilestone1577 struct {
	ID          string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID      string     `gorm:"column:task_id;size:36;not null;index:task_milestones_task"`
	Title       string     `gorm:"column:title;size:100;not null"`
	Deliverable string     `gorm:"column:deliverable;size:300;not null"`
	Owner       string     `gorm:"column:owner;size:40;not null"`
	Weight      int64      `gorm:"column:weight;not null"`
	DueOn       time.Time  `gorm:"column:due_on;type:date;not null"`
	Reason      string     `gorm:"column:reason;size:500;not null"`
	SetBy       string     `gorm:"column:set_by;size:100;not null"`
	SetOn       time.Time  `gorm:"column:set_on;type:date;not null"`
	EndedOn     *time.Time `gorm:"column:ended_on;type:date"`
	EndReason   string     `gorm:"column:end_reason;size:500;not null"`
	EndedBy     string     `gorm:"column:ended_by;size:100;not null"`
	ClaimedBy   string     `gorm:"column:claimed_by;size:36;not null"`
	ClaimedOn   *time.Time `gorm:"column:claimed_on;type:date"`
	Evidence    string     `gorm:"column:evidence;size:1000;not null"`
	ReachedOn   *time.Time `gorm:"column:reached_on;type:date"`
	ConfirmedBy string     `gorm:"column:confirmed_by;size:36;not null"`
	ConfirmedOn *time.Time `gorm:"column:confirmed_on;type:date"`
	Answer      string     `gorm:"column:answer;size:500;not null"`
	Demo        bool       `gorm:"column:demo;not null"`
	Version     int64      `gorm:"column:version;not null"`
	CreatedAt   time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt   time.Time  `gorm:"column:updated_at;not null"`
}

type lightChange1578 struct {
	ID        string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID    string     `gorm:"column:task_id;size:36;not null;index:light_changes_task"`
	Light     string     `gorm:"column:light;size:10;not null"`
	Reason    string     `gorm:"column:reason;size:500;not null"`
	UntilOn   time.Time  `gorm:"column:until_on;type:date;not null"`
	Status    string     `gorm:"column:status;size:20;not null"`
	AskedBy   string     `gorm:"column:asked_by;size:36;not null"`
	AskedName string     `gorm:"column:asked_name;size:100;not null"`
	AskedOn   time.Time  `gorm:"column:asked_on;type:date;not null"`
	DecidedBy string     `gorm:"column:decided_by;size:100;not null"`
	FromOn    *time.Time `gorm:"column:from_on;type:date"`
	Answer    string     `gorm:"column:answer;size:500;not null"`
	EndedOn   *time.Time `gorm:"column:ended_on;type:date"`
	EndedBy   string     `gorm:"column:ended_by;size:100;not null"`
	EndReason string     `gorm:"column:end_reason;size:500;not null"`
	Demo      bool       `gorm:"column:demo;not null"`
	Version   int64      `gorm:"column:version;not null"`
	CreatedAt time.Time  `gorm:"column:created_at;not null"`
	UpdatedAt time.Time  `gorm:"column:updated_at;not null"`
}

// The course of a task: how often it is reported on, how it was arranged on each day, its
// milestones, and its light where it was changed by hand.
var taskCourse = []Step{
	{1574, "tasks.rhythm", addColumn("tasks", "Rhythm", &task1574{})},
	{1575, "task_states", create("task_states", &taskState1575{})},
	{1576, "task_states of tasks", fillTaskStates},
	{1577, "task_milestones", create("task_milestones", &taskMilestone1577{})},
	{1578, "light_changes", create("light_changes", &lightChange1578{})},
}

// What was arranged before is known only as it is now.
func fillTaskStates(db *gorm.DB) error {
	err := db.Exec("INSERT INTO task_states (id, task_id, from_on, status, resolved_lead, start_on, due_on, rhythm, reports_from, suspended_on, finished_on)" +
		" SELECT tasks.id, tasks.id, plans.dated, tasks.status, tasks.resolved_lead, tasks.start_on, tasks.due_on, tasks.rhythm, tasks.reports_from," +
		" tasks.suspended_on, tasks.finished_on FROM tasks JOIN plans ON plans.id = tasks.plan_id" +
		" WHERE NOT EXISTS (SELECT 1 FROM task_states WHERE task_states.task_id = tasks.id)").Error
	if err != nil {
		return fmt.Errorf("fill task_states: %w", err)
	}
	return nil
}
