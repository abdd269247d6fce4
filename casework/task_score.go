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
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(b.Tasks, a.Tasks), cmp.Compare(a.UnitID, b.UnitID))
	})
	return all, nil
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

// reports scores the reports of the task that were due in the period: whether they came by
// their day, and what their review said.
func (sc scoring) reports(task model.Task) error {
	past := sc.pasts[task.ID]
	owed := past.by(sc.asOf)
	if over(task.FinishedOn, owed) {
		owed = task.FinishedOn.AddDays(-1)
	}
	if task.Suspended() && over(task.SuspendedOn, owed) {
		owed = task.SuspendedOn.AddDays(-1)
	}
	nothing := func(model.TaskReport, model.Date) bool { return false }
	return sc.owedReports(task.On(owed, past.states), past, owed, nothing, func(month, due model.Date) bool {
		if due.After(owed) {
			return false
		}
		if due.Before(sc.from) {
			return true
		}
		then := task.On(due, past.states)
		unit, title := sc.of(then), fmt.Sprintf("%d.%s：%s%s", task.Number, task.Name, month.MonthWords(), then.Rhythm.Title())
		var report model.TaskReport
		for _, one := range past.reports {
			if one.Month == monthOf(month) && handedIn(one, sc.asOf) {
				report = one
			}
		}
		if report.ID == "" && due == sc.asOf { // the day is not over
			return true
		}
		item := model.ScoreItem{Part: model.ScoreTimeliness, Title: title, Noun: "tasks", ID: string(task.ID)}
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
		return true
	})
}

// progress scores how far the task was at the end of each month of the period, and on the day
// whether what is claimed of it agrees with the register. After its plan ended nothing is scored.
func (sc scoring) progress(ctx context.Context, task model.Task) error {
	past := sc.pasts[task.ID]
	for i, end := range sc.ends {
		if end.Before(sc.from) || over(past.ended, firstOfMonth(end).AddDays(-1)) {
			continue
		}
		decision, err := sc.lightOn(task, past, end)
		if err != nil {
			return err
		}
		seen := decision.Seen
		if seen.Suspended {
			continue
		}
		standing, err := sc.on[i].standingOf(ctx, task, sc.targets[task.ID], claimedIn(decision))
		if err != nil {
			return err
		}
		unit := sc.of(task.On(end, past.states))
		item := model.ScoreItem{Part: model.ScoreProgress, Title: fmt.Sprintf("%d.%s：%s末进度", task.Number, task.Name, end.MonthWords()), Noun: "tasks", ID: string(task.ID)}
		if end == sc.asOf {
			item.Title = fmt.Sprintf("%d.%s：%s进度", task.Number, task.Name, end)
		}
		if seen.Planned > 0 || seen.Done {
			item.Worth, item.Reason = policy.ProgressWorth(decision, standing.counted())
			unit.Items = append(unit.Items, item)
		}
		if end == sc.asOf && standing != nil && standing.Claimed != nil {
			item.Part, item.Title, item.Reason = model.ScoreQuality, fmt.Sprintf("%d.%s：实报与计数", task.Number, task.Name), standing.Words()
			item.Worth = policy.CountWorth(standing.CountedStanding)
			unit.Items = append(unit.Items, item)
		}
	}
	return nil
}

// requests scores whether the units that were asked for coordination answered by the limit.
func (sc scoring) requests() {
	for _, c := range sc.asked {
		worth, reason, counts := policy.AnswerWorth(c, sc.asOf)
		if !counts {
			continue
		}
		unit := sc.scoreOf(sc.today(c.UnitID))
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
