package casework

import (
	"cmp"
	"context"
	"slices"

	"yijian/model"
	"yijian/store"
)

// LightCount is how many tasks show each light.
type LightCount struct {
	Red    int `json:"red"`
	Yellow int `json:"yellow"`
	Green  int `json:"green"`
	Grey   int `json:"grey"`
}

func (c *LightCount) add(light model.Light) {
	switch light {
	case model.LightRed:
		c.Red++
	case model.LightYellow:
		c.Yellow++
	case model.LightGreen:
		c.Green++
	case model.LightGrey:
		c.Grey++
	}
}

// GroupLights counts the lights of one group (结构) of tasks.
type GroupLights struct {
	Group string `json:"group"`
	LightCount
}

// UnitLights counts the lights of the tasks that a unit leads.
type UnitLights struct {
	UnitID model.UnitID `json:"unit_id"`
	Name   string       `json:"name"`
	LightCount
}

// TurnedTask is a task whose light or progress is not what it was a week before.
type TurnedTask struct {
	TaskID   model.TaskID `json:"task_id"`
	Number   int          `json:"number"`
	Name     string       `json:"name"`
	LeadName string       `json:"lead_name"`
	Was      model.Light  `json:"was"`
	Is       model.Light  `json:"is"`
	Before   int          `json:"before"` // whole percent claimed
	Now      int          `json:"now"`
	Reason   string       `json:"reason"` // of the light that it has now
}

// HeatRow is one task's light in each month of the board.
type HeatRow struct {
	TaskID model.TaskID `json:"task_id"`
	Number int          `json:"number"`
	Name   string       `json:"name"`
	Cells  []HeatCell   `json:"cells"`
}

// HeatCell is a task's light at the end of a month, or today in the current one.
type HeatCell struct {
	Month    string      `json:"month"`
	Light    model.Light `json:"light"`
	Reason   string      `json:"reason"`
	Progress int         `json:"progress"` // whole percent
	Reported bool        `json:"reported"` // on this month
	Missed   bool        `json:"missed"`   // a report on this month was owed and due, and was not there
}

// Board is the supervision of tasks at a glance on one day, from what was
// handed in by its end, as corrected since: of one plan, or of all that had not
// ended when PlanID is AllPlans. Plans lists every plan, the newest first.
type Board struct {
	AsOf      model.Date       `json:"as_of"`
	PlanID    model.TaskPlanID `json:"plan_id"`
	Plans     []model.TaskPlan `json:"plans"`
	Lights    LightCount       `json:"lights"`
	Groups    []GroupLights    `json:"groups"`
	Units     []UnitLights     `json:"units"` // lead units, those with the most red first
	Since     model.Date       `json:"since"` // a week before
	Turned    []TurnedTask     `json:"turned"`
	Months    []string         `json:"months"`
	Heat      []HeatRow        `json:"heat"`
	Tasks     []TaskLine       `json:"tasks"`
	Conflicts int              `json:"conflicts"` // tasks whose lead nobody has chosen yet
	Differing int              `json:"differing"` // tasks whose claimed and counted progress differ beyond the tolerance
}

const boardMonths, boardWeek = 6, 7

// AllPlans stands for a board of every plan together.
const AllPlans model.TaskPlanID = "all"

// Board shows the tasks in the actor's scope on the day, from what was handed in
// by its end, as corrected since; without a plan it takes the newest that had not ended, rather
// one of which a task has its time than one whose tasks all wait for theirs.
func (d *Desk) Board(ctx context.Context, actor model.Actor, plan model.TaskPlanID, asOf model.Date) (Board, error) {
	scope, err := d.Scope(actor, "task:read")
	if err != nil {
		return Board{}, err
	}
	return d.BoardOf(ctx, scope, plan, asOf)
}

// BoardOf is Board for a caller that knows its scope, such as the public page.
func (d *Desk) BoardOf(ctx context.Context, scope store.Scope, plan model.TaskPlanID, asOf model.Date) (Board, error) {
	board := Board{
		AsOf: asOf, PlanID: plan, Since: asOf.AddDays(-boardWeek),
		Groups: []GroupLights{}, Units: []UnitLights{}, Turned: []TurnedTask{}, Heat: []HeatRow{},
	}
	plans, err := d.Store.TaskPlans(ctx, scope, store.Query{Sort: "-dated"})
	if err != nil {
		return board, err
	}
	board.Plans = plans.Items
	if plan == "" && len(board.Plans) > 0 {
		if board.PlanID, err = d.planToShow(ctx, scope, board.Plans, asOf); err != nil {
			return board, err
		}
	}
	tasks, err := d.boardTasks(ctx, scope, board.PlanID, asOf)
	if err != nil {
		return board, err
	}
	lines, pasts, err := d.countedLines(ctx, scope, tasks, asOf)
	if err != nil {
		return board, err
	}
	board.Tasks = lines
	terms, err := d.termsNow(ctx)
	if err != nil {
		return board, err
	}
	ends := monthEnds(asOf)
	for _, end := range ends {
		board.Months = append(board.Months, monthOf(end))
	}
	for _, line := range lines {
		board.count(line)
		row, err := terms.heatOf(line.Task, pasts[line.ID], ends)
		if err != nil {
			return board, err
		}
		board.Heat = append(board.Heat, row)
		if err := board.turn(terms, line, pasts[line.ID]); err != nil {
			return board, err
		}
	}
	slices.SortStableFunc(board.Units, func(a, b UnitLights) int {
		return cmp.Or(cmp.Compare(b.Red, a.Red), cmp.Compare(b.Yellow, a.Yellow), cmp.Compare(a.UnitID, b.UnitID))
	})
	return board, nil
}

// planToShow is the newest of the plans that was there and had not ended by the day, rather one that is carried out.
func (d *Desk) planToShow(ctx context.Context, scope store.Scope, plans []model.TaskPlan, asOf model.Date) (model.TaskPlanID, error) {
	going := slices.DeleteFunc(slices.Clone(plans), func(p model.TaskPlan) bool {
		return over(p.EndedOn, asOf) || asOf.Before(model.DateOf(p.CreatedAt))
	})
	begun, err := d.Store.PlansWithTimes(ctx, scope)
	if at := slices.IndexFunc(going, func(p model.TaskPlan) bool { return slices.Contains(begun, p.ID) }); at > 0 {
		going = going[at:]
	}
	return append(going, plans...)[0].ID, err
}

// boardTasks are the tasks of a plan, or of every plan that was there and had not ended by the day.
func (d *Desk) boardTasks(ctx context.Context, scope store.Scope, plan model.TaskPlanID, asOf model.Date) ([]model.Task, error) {
	if plan != "" && plan != AllPlans {
		if _, err := d.Store.TaskPlan(ctx, scope, plan); err != nil {
			return nil, err
		}
		return d.Store.TasksOfPlan(ctx, scope, plan)
	}
	tasks, err := d.Store.TasksOfPlan(ctx, scope, "")
	if err != nil {
		return nil, err
	}
	ends, err := d.Store.PlanEnds(ctx)
	return slices.DeleteFunc(tasks, func(t model.Task) bool { return over(ends[t.PlanID], asOf) || asOf.Before(enteredOn(t)) }), err
}

// enteredOn is the day on which the task came onto the platform: before it nobody could report on it, and its light says nothing.
func enteredOn(task model.Task) model.Date { return model.DateOf(task.CreatedAt) }

// turn notes a task that is not as it was a week before.
func (b *Board) turn(terms terms, line TaskLine, past taskPast) error {
	if b.Since.Before(enteredOn(line.Task)) {
		return nil
	}
	before, err := terms.lightOn(line.Task, past, b.Since)
	if err != nil {
		return err
	}
	turned := TurnedTask{
		TaskID: line.ID, Number: line.Number, Name: line.Name, LeadName: line.LeadName,
		Was: before.Light, Is: line.Light, Before: before.Seen.Progress, Reason: line.LightReason,
	}
	if line.Claimed != nil {
		turned.Now = *line.Claimed
	}
	if turned.Was != turned.Is || turned.Before != turned.Now {
		b.Turned = append(b.Turned, turned)
	}
	return nil
}

func (b *Board) count(line TaskLine) {
	b.Lights.add(line.Light)
	if line.OpenConflict {
		b.Conflicts++
	}
	if line.CountDiffers {
		b.Differing++
	}
	at := slices.IndexFunc(b.Units, func(u UnitLights) bool { return u.UnitID == line.LeadUnit })
	if at < 0 {
		at, b.Units = len(b.Units), append(b.Units, UnitLights{UnitID: line.LeadUnit, Name: line.LeadName})
	}
	b.Units[at].add(line.Light)
	for i := range b.Groups {
		if b.Groups[i].Group == line.GroupTitle {
			b.Groups[i].add(line.Light)
			return
		}
	}
	group := GroupLights{Group: line.GroupTitle}
	group.add(line.Light)
	b.Groups = append(b.Groups, group)
}

// monthEnds is the last day of each of the board's months, the day itself for the current one.
func monthEnds(asOf model.Date) []model.Date {
	var ends []model.Date
	for back := boardMonths - 1; back > 0; back-- {
		ends = append(ends, lastOfMonth(firstOfMonth(asOf).AddMonths(-back)))
	}
	return append(ends, asOf)
}

func (t terms) heatOf(task model.Task, past taskPast, ends []model.Date) (HeatRow, error) {
	row := HeatRow{TaskID: task.ID, Number: task.Number, Name: task.Name}
	for _, end := range ends {
		if end.Before(enteredOn(task)) {
			row.Cells = append(row.Cells, HeatCell{Month: monthOf(end), Light: model.LightGrey, Reason: "当时任务还没有录入平台"})
			continue
		}
		decision, err := t.lightOn(task, past, end)
		if err != nil {
			return row, err
		}
		cell := HeatCell{Month: monthOf(end), Light: decision.Light, Reason: decision.Reason, Progress: decision.Seen.Progress}
		_, cell.Reported = reportOn(past.reports, cell.Month, end, counts)
		cell.Missed = !cell.Reported && t.missedIn(task, past, end)
		row.Cells = append(row.Cells, cell)
	}
	return row, nil
}

// missedIn reports whether a report on the month of the day was owed and due by its end.
func (t terms) missedIn(task model.Task, past taskPast, day model.Date) bool {
	month, by := firstOfMonth(day), past.by(day)
	return !t.month(month).due.After(by) && t.owesIn(task, past, month, by)
}

// reportOn returns the report on a month that was done at the end of the day, as counts or handedIn says.
func reportOn(reports []model.TaskReport, month string, day model.Date, done func(model.TaskReport, model.Date) bool) (model.TaskReport, bool) {
	for _, report := range reports {
		if report.Month == month && done(report, day) {
			return report, true
		}
	}
	return model.TaskReport{}, false
}
