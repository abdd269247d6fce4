package model

// TaskRhythm says how often a task is reported on.
type TaskRhythm string

// The rhythms of reports.
const (
	RhythmMonthly   TaskRhythm = "monthly"   // 月报
	RhythmQuarterly TaskRhythm = "quarterly" // 季报: owed on the last month of each quarter
)

// Title is what a report in the rhythm is called.
func (r TaskRhythm) Title() string {
	if r == RhythmQuarterly {
		return "季报"
	}
	return "月报"
}

// Through is the month up to which reports are looked for on a day: that of the day, or the last of its quarter.
func (r TaskRhythm) Through(day Date) Date {
	month := NewDate(day.Year(), day.Month(), 1)
	for !r.OwedOn(month) {
		month = month.AddMonths(1)
	}
	return month
}

// OwedOn reports whether a report is owed on the month that begins with the day.
func (r TaskRhythm) OwedOn(month Date) bool {
	return r != RhythmQuarterly || month.Month()%3 == 0
}

// TaskState is how a task was arranged at the end of FromOn and after it, until its next
// state. There is one per task and day. It follows from the acts on the task, which the
// audit log keeps; it is what the light of a past day is computed from.
type TaskState struct {
	ID           string     `gorm:"column:id;primaryKey;size:36;not null"`
	TaskID       TaskID     `gorm:"column:task_id;size:36;not null;uniqueIndex:task_states_day,priority:1"`
	FromOn       Date       `gorm:"column:from_on;not null;uniqueIndex:task_states_day,priority:2"`
	Status       TaskStatus `gorm:"column:status;size:20;not null"`
	ResolvedLead UnitID     `gorm:"column:resolved_lead;size:40;not null"`
	StartOn      Date       `gorm:"column:start_on"`
	DueOn        Date       `gorm:"column:due_on"`
	Rhythm       TaskRhythm `gorm:"column:rhythm;size:20;not null"`
	ReportsFrom  Date       `gorm:"column:reports_from"`
	SuspendedOn  Date       `gorm:"column:suspended_on"`
	FinishedOn   Date       `gorm:"column:finished_on"`
}

// StateFrom is how the task is arranged from the day on.
func (t Task) StateFrom(day Date) TaskState {
	return TaskState{
		TaskID: t.ID, FromOn: day, Status: t.Status, ResolvedLead: t.ResolvedLead, StartOn: t.StartOn, DueOn: t.DueOn,
		Rhythm: t.Rhythm, ReportsFrom: t.ReportsFrom, SuspendedOn: t.SuspendedOn, FinishedOn: t.FinishedOn,
	}
}

// On is the task as it was arranged at the end of the day, from its states in order of day:
// before the first of them as in the first, and as it is now without any.
func (t Task) On(day Date, states []TaskState) Task {
	for i, s := range states {
		if i > 0 && s.FromOn.After(day) {
			break
		}
		t.Status, t.ResolvedLead, t.StartOn, t.DueOn = s.Status, s.ResolvedLead, s.StartOn, s.DueOn
		t.Rhythm, t.ReportsFrom, t.SuspendedOn, t.FinishedOn = s.Rhythm, s.ReportsFrom, s.SuspendedOn, s.FinishedOn
	}
	return t
}
