package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

// TaskSheets returns what the report of a plan is made from, in the annex's order. Only
// reports handed in by the end of the day count, with their contents as corrected since:
// the same report drawn up again after a correction differs.
func (d *Desk) TaskSheets(ctx context.Context, scope store.Scope, period TaskPeriod) (model.TaskSheets, error) {
	s, err := period.read(d.Today())
	if err != nil {
		return model.TaskSheets{}, err
	}
	plan, err := d.planFor(ctx, scope, period.Document)
	if err != nil {
		return model.TaskSheets{}, err
	}
	sheets, err := d.sheetsOf(ctx, scope, plan, s)
	if err != nil {
		return sheets, err
	}
	return sheets, sealSheets(&sheets)
}

// sealSheets notes the hash of what a report is made from.
func sealSheets(s *model.TaskSheets) (err error) {
	s.Head.DataHash, err = canonical.Hash(s)
	return err
}

func (d *Desk) planFor(ctx context.Context, scope store.Scope, document string) (model.TaskPlan, error) {
	if document != "" {
		plan, err := d.Store.TaskPlanByDocument(ctx, document)
		if err != nil {
			return plan, err
		}
		return d.Store.TaskPlan(ctx, scope, plan.ID)
	}
	plans, err := d.Store.TaskPlans(ctx, scope, store.Query{Sort: "-dated", Limit: 1, Filter: map[string]string{"status": string(model.TaskPlanActive)}})
	if err == nil && len(plans.Items) == 0 {
		plans, err = d.Store.TaskPlans(ctx, scope, store.Query{Sort: "-dated", Limit: 1})
	}
	if err != nil {
		return model.TaskPlan{}, err
	}
	if len(plans.Items) == 0 {
		return model.TaskPlan{}, model.Fail(model.NotFound, "plan.none", "还没有导入工作方案")
	}
	return plans.Items[0], nil
}

// facts are the tasks of a plan with all that its report looks at.
type facts struct {
	terms
	span
	plan    model.TaskPlan
	current model.Date   // that is not over yet
	tasks   []model.Task // as they were arranged on the day
	pasts   map[model.TaskID]taskPast
	targets map[model.TaskID][]model.TaskTarget
	parts   map[model.TaskID][]model.TaskUnit
	asked   []model.Coordination // whose first limit lies in the period
	units   map[model.UnitID]model.UnitRecord
	ends    []model.Date // at whose ends the months of the trend are looked at

	countedOn func(model.Date) countings // what was counted on a day
}

// factsOf reads them, reports with their texts or without, as the past is read.
func (d *Desk) factsOf(ctx context.Context, scope store.Scope, plan model.TaskPlan, s span, read readPast) (f facts, err error) {
	f = facts{span: s, plan: plan, current: d.Today()}
	if s.asOf.Before(plan.Dated) {
		return f, oneField("/as_of", "as_of.before_plan", "截至日期早于方案印发的日期"+plan.Dated.String())
	}
	if f.tasks, err = d.Store.TasksOfPlan(ctx, scope, plan.ID); err != nil {
		return f, err
	}
	if f.pasts, err = read(ctx, d.Store.Reader, scope, f.tasks); err != nil {
		return f, err
	}
	ids := make([]model.TaskID, len(f.tasks))
	for i, task := range f.tasks {
		ids[i], f.tasks[i] = task.ID, task.On(s.asOf, f.pasts[task.ID].states)
	}
	if f.targets, err = d.Store.TargetsOfTasks(ctx, ids); err != nil {
		return f, err
	}
	if f.parts, err = d.Store.UnitsOfTasks(ctx, ids); err != nil {
		return f, err
	}
	if f.units, err = d.Store.UnitsByID(ctx); err != nil {
		return f, err
	}
	if f.asked, err = d.Store.CoordinationsDue(ctx, plan.ID, s.from, lastOfMonth(s.to)); err != nil {
		return f, err
	}
	if f.terms, err = d.termsNow(ctx); err != nil {
		return f, err
	}
	for month := trendFrom(plan, s); !month.After(s.to); month = month.AddMonths(1) {
		end := lastOfMonth(month)
		if month == s.to {
			end = s.asOf
		}
		f.ends = append(f.ends, end)
	}
	on := map[model.Date]countings{}
	f.countedOn = func(day model.Date) countings {
		if _, known := on[day]; !known {
			on[day] = d.countingsOn(day)
		}
		return on[day]
	}
	return f, nil
}

// trendFrom is the first month that the trend shows: the one in which the plan came onto the
// platform, or the first of the period where that is earlier, and at most the 36th before its end.
func trendFrom(plan model.TaskPlan, s span) model.Date {
	first, earliest := firstOfMonth(model.DateOf(plan.CreatedAt)), s.to.AddMonths(1-trendMonths)
	switch {
	case s.from.Before(first):
		return s.from
	case first.Before(earliest):
		return earliest
	}
	return first
}

func (d *Desk) sheetsOf(ctx context.Context, scope store.Scope, plan model.TaskPlan, s span) (model.TaskSheets, error) {
	sheets := model.TaskSheets{Rows: []model.TaskRow{}}
	f, err := d.factsOf(ctx, scope, plan, s, pastOf)
	if err != nil {
		return sheets, err
	}
	sheets.Head = model.TaskReportMeta{
		DocumentNumber: plan.DocumentNo, Title: plan.AnnexTitle, Issuer: shortName(f.units[plan.SupervisingUnit]), AsOf: s.asOf,
		Period: s.words(), From: monthOf(s.from), To: monthOf(s.to), Months: []string{},
	}
	for month := s.to.AddMonths(1 - len(f.ends)); !month.After(s.to); month = month.AddMonths(1) {
		sheets.Head.Months = append(sheets.Head.Months, monthOf(month))
	}
	leads := f.leads()
	for i := range f.tasks {
		row, err := f.row(ctx, f.tasks[i])
		if err != nil {
			return sheets, err
		}
		row.Supporters = f.supporters(f.tasks[i], leads)
		if row.Course, err = f.course(ctx, f.tasks[i]); err != nil {
			return sheets, err
		}
		sheets.Rows = append(sheets.Rows, row)
	}
	sheets.Scores, err = f.scores(ctx, scope, d.Rules.weights())
	for _, unit := range sheets.Scores {
		for i := range unit.Items { // ids say nothing to who computes the hash anew
			unit.Items[i].Noun, unit.Items[i].ID = "", ""
		}
	}
	return sheets, err
}

// lead is the unit that leads the task on the day, or what had become of it by then.
func (f facts) lead(task model.Task) model.UnitRecord { return f.acting(task.Lead()) }

// acting is the unit, or what had become of it by the day.
func (f facts) acting(id model.UnitID) model.UnitRecord { return actingOn(f.units, id, f.asOf) }

// leads are the units that lead a task of the plan.
func (f facts) leads() map[model.UnitID]bool {
	leads := map[model.UnitID]bool{}
	for _, task := range f.tasks {
		leads[f.lead(task).ID] = true
	}
	return leads
}

// supporters are those of the leads that support the task too, by their short names.
func (f facts) supporters(task model.Task, leads map[model.UnitID]bool) []string {
	names := []string{}
	own := f.lead(task)
	for _, part := range f.parts[task.ID] {
		unit := f.acting(part.UnitID)
		if name := shortName(unit); part.Part == model.PartSupport && leads[unit.ID] && unit.ID != own.ID && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (f facts) row(ctx context.Context, of model.Task) (model.TaskRow, error) {
	task := taskInPlan{of, f.plan, f.units, f.pasts[of.ID]}
	decision, err := f.lightOn(task.Task, task.past, f.asOf)
	if err != nil {
		return model.TaskRow{}, err
	}
	standing, err := f.countedOn(f.asOf).standingOf(ctx, of, f.targets[of.ID], claimedIn(decision))
	if err != nil {
		return model.TaskRow{}, err
	}
	missing, err := f.missing(task.Task)
	if err != nil {
		return model.TaskRow{}, err
	}
	_, reported := reportOn(task.past.reports, monthOf(f.to), f.asOf, counts)
	owes, err := f.owes(task.Task, reported)
	if err != nil {
		return model.TaskRow{}, err
	}
	row := model.TaskRow{
		Group: task.GroupTitle, Number: task.Number, Name: task.Name, Content: task.Content,
		LeadUnit: task.AnnexLeadText, SupportUnits: task.AnnexSupportText, BodyLeadUnit: task.BodyLeadText, BodyUnits: task.BodyUnitsText,
		LeadConflict: task.handling(), Lead: shortName(f.lead(task.Task)), PlannedProgress: decision.Seen.Planned, Claimed: claimedIn(decision), Owes: owes, Reported: reported,
		Light: decision.Light, LightReason: decision.Reason, Due: task.DueOn, Missing: missing,
	}
	if standing != nil {
		row.Counted, row.CountWords, row.CountDiffers = &standing.Counted, standing.Words(), standing.Differs()
	}
	if !task.DueOn.IsZero() && !decision.Seen.Suspended && !decision.Seen.Done {
		row.DaysOver = max(0, task.DueOn.DaysUntil(f.asOf))
	}
	row.MonthWork, row.Problems = f.said(task.Task)
	row.Milestones = f.milestones(task.past.milestones, !decision.Seen.Done && !decision.Seen.Suspended)
	return row, nil
}

// claimedIn is what was last claimed of the task by the day of the decision; nil without a claim.
func claimedIn(decision model.LightDecision) *int {
	if !decision.Seen.Started {
		return nil
	}
	return &decision.Seen.Progress
}

// owes reports whether a report on the last month of the period is owed, due already or not;
// one that was handed in and owed then still was, though the task ended or was put off since.
func (f facts) owes(task model.Task, reported bool) (owes bool, err error) {
	past := f.pasts[task.ID]
	if !f.owesReport(f.to) {
		return false, nil
	}
	if reported {
		due, _, err := f.reportDue(f.to)
		return owesOn(task, past, due, f.asOf), err
	}
	if task.Suspended() && over(task.SuspendedOn, f.asOf) {
		return false, nil
	}
	return owes, f.owedReports(task, past, f.asOf, counts, func(month, _ model.Date) bool {
		owes = month == f.to
		return !owes
	})
}

// milestones are those that hold on the day, in order of their days, each with how far it is;
// late are only those of a task that is still to be done.
func (f facts) milestones(all []model.TaskMilestone, open bool) string {
	held := []model.TaskMilestone{}
	for _, m := range all {
		if m.HoldsOn(f.asOf) {
			held = append(held, m)
		}
	}
	slices.SortStableFunc(held, func(a, b model.TaskMilestone) int { return a.DueOn.Compare(b.DueOn) })
	lines := make([]string, len(held))
	for i, m := range held {
		lines[i] = m.DueOn.String() + " " + m.Title + "（" + f.milestoneState(m, open) + "）"
	}
	return strings.Join(lines, "\n")
}

func (f facts) milestoneState(m model.TaskMilestone, open bool) string {
	switch {
	case over(m.ReachedOn, f.asOf) && over(m.ConfirmedOn, f.asOf):
		return "已达到"
	case over(m.ClaimedOn, f.asOf) && !over(m.ConfirmedOn, f.asOf):
		return "已申报，待核对"
	case m.DueOn.Before(f.asOf) && !open:
		return "未达到"
	case m.DueOn.Before(f.asOf):
		return fmt.Sprintf("逾期%d天", m.DueOn.DaysUntil(f.asOf))
	}
	return "未到期"
}

// missing are the reports on the task that were due by the end of the day and are not there.
func (f facts) missing(task model.Task) ([]model.MissingReport, error) {
	missing, past := []model.MissingReport{}, f.pasts[task.ID]
	if task.Suspended() && over(task.SuspendedOn, f.asOf) {
		return missing, nil
	}
	return missing, f.owedReports(task, past, f.asOf, counts, func(month, due model.Date) bool {
		if !due.After(f.asOf) {
			missing = append(missing, model.MissingReport{Month: monthOf(month), Rhythm: past.rhythmOn(task, due, f.asOf), Due: due})
		}
		return true
	})
}

// said is what the reports on the months of the period say, each under its month where there are several.
func (f facts) said(task model.Task) (done, problems string) {
	var works, wrongs []string
	for month := f.from; !month.After(f.to); month = month.AddMonths(1) {
		report, there := reportOn(f.pasts[task.ID].reports, monthOf(month), f.asOf, counts)
		if !there {
			continue
		}
		head := ""
		if f.from != f.to {
			head = month.MonthWords() + "："
		}
		wrong := report.Problems
		if report.Coordination != "" {
			wrong = strings.TrimPrefix(wrong+"\n需协调："+report.Coordination, "\n")
		}
		works = append(works, head+report.Done)
		if wrong != "" {
			wrongs = append(wrongs, head+wrong)
		}
	}
	return strings.Join(works, "\n"), strings.Join(wrongs, "\n")
}

// course is how the task stood at the end of each month of the trend.
func (f facts) course(ctx context.Context, task model.Task) ([]model.TaskMonth, error) {
	course := make([]model.TaskMonth, len(f.ends))
	for i, end := range f.ends {
		decision, err := f.lightOn(task, f.pasts[task.ID], end)
		if err != nil {
			return nil, err
		}
		seen := decision.Seen
		course[i] = model.TaskMonth{
			Light: decision.Light, Scheduled: !seen.Start.IsZero() && !seen.Due.IsZero() && !seen.Suspended, Planned: seen.Planned, Claimed: claimedIn(decision),
		}
		standing, err := f.countedOn(f.ends[i]).standingOf(ctx, task, f.targets[task.ID], course[i].Claimed)
		if err != nil {
			return nil, err
		}
		if standing != nil {
			course[i].Counted = &standing.Counted
		}
	}
	return course, nil
}
