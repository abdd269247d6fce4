package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// TaskScores are the scores of the units that lead tasks of a plan, for a period and as of a day.
type TaskScores struct {
	DocumentNo string            `json:"document_no"`
	Title      string            `json:"title"`
	Period     string            `json:"period"`
	From       string            `json:"from"`
	To         string            `json:"to"`
	AsOf       model.Date        `json:"as_of"`
	Basis      string            `json:"basis"`
	Units      []model.UnitScore `json:"units"` // the highest first, those with nothing to score last
}

// TaskScores scores the units on the tasks of a plan that are in scope; only units of which
// the scope holds every task are among them, or the one that is named: only that one with its
// items. What was done after the day says nothing.
func (d *Desk) TaskScores(ctx context.Context, scope store.Scope, period TaskPeriod, unit model.UnitID) (TaskScores, error) {
	var scores TaskScores
	s, err := period.read(d.Today())
	if err != nil {
		return scores, err
	}
	plan, err := d.planFor(ctx, scope, period.Document)
	if err != nil {
		return scores, err
	}
	f, err := d.factsOf(ctx, scope, plan, s, pastInNamedMarks)
	if err != nil {
		return scores, err
	}
	scores = TaskScores{
		DocumentNo: plan.DocumentNo, Title: plan.Title, Period: s.words(), From: monthOf(s.from), To: monthOf(s.to), AsOf: s.asOf,
		Basis: policy.ScoreBasis.String(),
	}
	scores.Units, err = f.scores(ctx, scope, d.Rules.weights())
	if unit != "" {
		scores.Units = slices.DeleteFunc(scores.Units, func(u model.UnitScore) bool { return u.UnitID != unit })
		return scores, err
	}
	for i := range scores.Units {
		scores.Units[i].Items = []model.ScoreItem{}
	}
	return scores, err
}

// weights are those of the settings, or as shipped.
func (r Rules) weights() model.ScoreWeights {
	if r.ScoreWeights == nil {
		return policy.ScoreWeights()
	}
	return r.ScoreWeights
}

// scoring gathers what the units are scored on.
type scoring struct {
	facts
	units map[model.UnitID]*model.UnitScore
}

// scores are those of the units that lead a task on the day or owed something in the period,
// as far as the scope holds everything that they lead.
func (f facts) scores(ctx context.Context, scope store.Scope, weights model.ScoreWeights) ([]model.UnitScore, error) {
	sc := scoring{f, map[model.UnitID]*model.UnitScore{}}
	for _, task := range f.tasks {
		sc.of(task).Tasks++
		if err := errors.Join(sc.reports(task), sc.progress(ctx, task)); err != nil {
			return nil, err
		}
	}
	sc.requests()
	all := make([]model.UnitScore, 0, len(sc.units))
	for _, unit := range sc.units {
		if !scope.HasUnit(unit.UnitID) {
			continue
		}
		unit.Lines, unit.Points, unit.Scored = policy.UnitScored(unit.Items, weights)
		all = append(all, *unit)
	}
	slices.SortFunc(all, func(a, b model.UnitScore) int {
		return cmp.Or(scoredFirst(a, b), cmp.Compare(b.Points, a.Points), cmp.Compare(b.Tasks, a.Tasks), cmp.Compare(a.UnitID, b.UnitID))
	})
	return all, nil
}

// scoredFirst puts units of which nothing is scored behind the others.
func scoredFirst(a, b model.UnitScore) int {
	switch {
	case a.Scored == b.Scored:
		return 0
	case a.Scored:
		return -1
	}
	return 1
}

// of is the score of the unit that leads the task, or of what became of it.
func (sc scoring) of(task model.Task) *model.UnitScore { return sc.scoreOf(sc.lead(task)) }

func (sc scoring) scoreOf(unit model.UnitRecord) *model.UnitScore {
	score, known := sc.units[unit.ID]
	if !known {
		score = &model.UnitScore{UnitID: unit.ID, Name: shortName(unit), Items: []model.ScoreItem{}}
		sc.units[unit.ID] = score
	}
	return score
}

// reports scores the task's reports on the months of the period: whether they came by their day,
// and what their review said. Whether one was owed follows from how the task was arranged on the
// day on which it came or was due, so that no later act brings or takes away what was owed.
func (sc scoring) reports(task model.Task) error {
	past := sc.pasts[task.ID]
	for month := sc.from; !month.After(sc.to); month = month.AddMonths(1) {
		if !sc.owesReport(month) {
			continue
		}
		due, _, err := sc.reportDue(month)
		if err != nil {
			return err
		}
		report, _ := reportOn(past.reports, monthOf(month), sc.asOf, handedIn)
		known := due
		if report.ID != "" && report.ReportedOn.Before(due) {
			known = report.ReportedOn
		}
		missed := !due.After(sc.asOf) && due != sc.current && (past.ended.IsZero() || due.Before(past.ended))
		if !owesOn(task, past, due, known) || report.ID == "" && !missed {
			continue
		}
		sc.report(task.On(known, past.states), month, due, report)
	}
	return nil
}

// report scores one report that was owed, there or not.
func (sc scoring) report(task model.Task, month, due model.Date, report model.TaskReport) {
	unit := sc.of(task)
	item := model.ScoreItem{
		Part: model.ScoreTimeliness, Title: fmt.Sprintf("%d.%s：%s%s", task.Number, task.Name, month.MonthWords(), task.Rhythm.Title()), Noun: "tasks", ID: string(task.ID),
	}
	if report.ID != "" {
		item.Noun, item.ID = "task-reports", string(report.ID)
	}
	item.Worth, item.Reason = policy.ReportTimeliness(due, report.ReportedOn, sc.asOf)
	unit.Items = append(unit.Items, item)
	if report.ID != "" && report.Status != model.TaskReportSubmitted && over(report.ReviewedOn, sc.asOf) {
		item.Part = model.ScoreQuality
		item.Worth, item.Reason = policy.ReviewWorth(report.Status, report.Returns)
		unit.Items = append(unit.Items, item)
	}
}

// progress scores how far the task was at the end of each month of the period, and on its last
// day whether what is claimed of it agrees with the register. Before the task came onto the
// platform and after its plan ended nothing is scored.
func (sc scoring) progress(ctx context.Context, task model.Task) error {
	past := sc.pasts[task.ID]
	for month := sc.from; !month.After(sc.to); month = month.AddMonths(1) {
		end := lastOfMonth(month)
		if end.After(sc.asOf) {
			end = sc.asOf
		}
		if end.Before(enteredOn(task)) || over(past.ended, month.AddDays(-1)) {
			continue
		}
		decision, err := sc.lightOn(task, past, end)
		if err != nil {
			return err
		}
		if decision.Seen.Suspended {
			continue
		}
		standing, err := sc.countedOn(end).standingOf(ctx, task, sc.targets[task.ID], claimedIn(decision))
		if err != nil {
			return err
		}
		sc.standing(task.On(end, past.states), end, decision, standing, month == sc.to)
	}
	return nil
}

// standing scores how a task stood on a day.
func (sc scoring) standing(task model.Task, end model.Date, decision model.LightDecision, standing *standing, last bool) {
	unit := sc.of(task)
	item := model.ScoreItem{Part: model.ScoreProgress, Title: fmt.Sprintf("%d.%s：%s末进度", task.Number, task.Name, end.MonthWords()), Noun: "tasks", ID: string(task.ID)}
	if end == sc.asOf {
		item.Title = fmt.Sprintf("%d.%s：%s进度", task.Number, task.Name, end)
	}
	if decision.Seen.Planned > 0 || decision.Seen.Done {
		item.Worth, item.Reason = policy.ProgressWorth(decision, standing.counted())
		unit.Items = append(unit.Items, item)
	}
	if last && standing != nil && standing.Claimed != nil {
		item.Part, item.Title, item.Reason = model.ScoreQuality, fmt.Sprintf("%d.%s：实报与计数", task.Number, task.Name), standing.Words()
		item.Worth = policy.CountWorth(standing.CountedStanding)
		unit.Items = append(unit.Items, item)
	}
}

// requests scores whether the units that were asked for coordination answered by the limit.
func (sc scoring) requests() {
	for _, c := range sc.asked {
		worth, reason, counts := policy.AnswerWorth(c, sc.asOf)
		if !counts {
			continue
		}
		unit := sc.scoreOf(sc.acting(c.UnitID))
		unit.Items = append(unit.Items, model.ScoreItem{
			Part: model.ScoreCoordination, Title: c.Number + "：" + c.TaskName, Worth: worth, Reason: reason, Noun: "coordinations", ID: string(c.ID),
		})
	}
}

// counted is how claimed and counted progress stand, nil where nothing is counted.
func (s *standing) counted() *policy.CountedStanding {
	if s == nil {
		return nil
	}
	return &s.CountedStanding
}
