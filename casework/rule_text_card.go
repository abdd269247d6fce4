package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// RuleTextCard is a text of rules with what it changes, and of a proposed one which
// running clocks would end on another day.
type RuleTextCard struct {
	model.Card[model.RuleText]
	Deadlines []DeadlineChange `json:"deadlines"`
	Years     []YearChange     `json:"years"`
	Moves     []ClockMoves     `json:"moves"`
	Unread    string           `json:"unread"` // why the text cannot be read any more
}

// DeadlineChange is the rows of one deadline before and after.
type DeadlineChange struct {
	ID     model.DeadlineRuleID `json:"id"`
	Title  string               `json:"title"`
	Before []DeadlineRow        `json:"before"`
	After  []DeadlineRow        `json:"after"`
}

// YearChange is the arrangement of one year before, if there was one, and after.
type YearChange struct {
	Year   int                 `json:"year"`
	Before *model.CalendarYear `json:"before,omitempty"`
	After  model.CalendarYear  `json:"after"`
}

// ClockMoves counts the running clocks of a deadline and those that would move.
type ClockMoves struct {
	ID      model.DeadlineRuleID `json:"id"`
	Title   string               `json:"title"`
	Running int64                `json:"running"`
	Moved   int64                `json:"moved"`
}

// RuleTextCard returns a text of rules as its page needs it.
func (d *Desk) RuleTextCard(ctx context.Context, actor model.Actor, id model.RuleTextID) (RuleTextCard, error) {
	card := RuleTextCard{Deadlines: []DeadlineChange{}, Years: []YearChange{}, Moves: []ClockMoves{}}
	scope, err := d.Scope(actor, "rule-text:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.RuleText(ctx, scope, id); err != nil {
		return card, err
	}
	base, err := d.termsBefore(ctx, card.Record)
	if err != nil {
		return card, err
	}
	if err := d.tellChange(ctx, &card, base); err != nil {
		return card, err
	}
	for _, s := range ruleTextStages {
		refusal := s.refusal(card.Record.Status, ruleTextStates)
		if refusal == "" {
			refusal = refusalOf(mayDecideRules(actor, card.Record, s))
		}
		if refusal == "" && s.name == adoptRules.name {
			refusal = refusalOf(base.mayAdopt(card.Record, d.Today()))
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "rule-texts", string(id))
	return card, err
}

// termsBefore are the terms that the text stands against: those before its adoption, or today's.
func (d *Desk) termsBefore(ctx context.Context, text model.RuleText) (terms, error) {
	if text.Sequence == nil {
		return d.termsNow(ctx)
	}
	base := shippedTerms()
	adopted, err := d.Store.AdoptedRuleTexts(ctx)
	if err != nil {
		return base, err
	}
	for _, earlier := range adopted {
		if *earlier.Sequence >= *text.Sequence {
			break
		}
		if base, err = base.with(earlier); err != nil {
			return base, err
		}
	}
	return base, nil
}

func (d *Desk) tellChange(ctx context.Context, card *RuleTextCard, base terms) error {
	change, err := base.changed(card.Record)
	if err != nil {
		card.Unread = model.DetailOf(err)
		return nil
	}
	today := d.Today()
	for _, id := range change.ids {
		after := rowsFor(ruleRowsOf(change.after.rules, id), today)
		card.Deadlines = append(card.Deadlines, DeadlineChange{
			ID: id, Title: after[len(after)-1].Title, Before: rowsFor(ruleRowsOf(change.before.rules, id), today), After: after,
		})
	}
	for _, number := range change.years {
		var told YearChange
		told.Year = number
		told.After, _ = yearOf(change.after.years, number)
		if before, known := yearOf(change.before.years, number); known {
			told.Before = &before
		}
		card.Years = append(card.Years, told)
	}
	if card.Record.Status != model.RuleTextProposed {
		return nil
	}
	card.Moves, err = d.movesOf(ctx, change, card.Record)
	return err
}

// movesOf counts the running clocks whose last day the change would move.
func (d *Desk) movesOf(ctx context.Context, change ruleChange, text model.RuleText) ([]ClockMoves, error) {
	ids := change.ids
	if len(change.years) > 0 {
		ids = model.DeadlineRuleIDs
	}
	all := []ClockMoves{}
	for _, id := range ids {
		open, err := d.Store.OpenClocks(ctx, id)
		if err != nil {
			return all, err
		}
		if len(open) == 0 && len(change.years) > 0 {
			continue
		}
		rows := ruleRowsOf(change.after.rules, id)
		moves := ClockMoves{ID: id, Title: rows[len(rows)-1].Title, Running: int64(len(open))}
		for _, row := range open {
			c, err := d.Store.Clock(ctx, store.Everything(), row.ID)
			if err != nil {
				return all, err
			}
			is, err := change.after.moved(c, text)
			if err != nil {
				return all, err
			}
			if is.DueOn != c.DueOn {
				moves.Moved++
			}
		}
		all = append(all, moves)
	}
	return all, nil
}

// DeadlineRow is one row of the deadline table as shown; State is past, now or coming.
type DeadlineRow struct {
	model.DeadlineRule
	Citation string `json:"citation"`
	State    string `json:"state"`
}

func rowsFor(rules []model.DeadlineRule, today model.Date) []DeadlineRow {
	rows := make([]DeadlineRow, len(rules))
	for i, rule := range rules {
		rows[i] = DeadlineRow{DeadlineRule: rule, Citation: rule.Basis.String(), State: "now"}
		switch {
		case today.Before(rule.From):
			rows[i].State = "coming"
		case !rule.Until.IsZero() && today.After(rule.Until):
			rows[i].State = "past"
		}
	}
	return rows
}

// DeadlineView is one deadline with all its rows, how its clock is interrupted, how many
// run now (nil: none are counted), and the adopted text it comes from ("" for the program).
type DeadlineView struct {
	ID       model.DeadlineRuleID `json:"id"`
	Title    string               `json:"title"`
	Rows     []DeadlineRow        `json:"rows"`
	Restarts string               `json:"restarts"`
	Running  *int64               `json:"running"`
	Source   model.RuleTextID     `json:"source"`
	// Started says which act starts its clock and which one stops it; Unclocked why it has none.
	Started   string `json:"started"`
	Unclocked string `json:"unclocked"`
}

// Deadlines is the deadline table in force and to come.
func (d *Desk) Deadlines(ctx context.Context, actor model.Actor) ([]DeadlineView, error) {
	views := []DeadlineView{}
	if _, err := d.Scope(actor, "deadline:read"); err != nil {
		return views, err
	}
	now, err := d.termsNow(ctx)
	if err != nil {
		return views, err
	}
	sources, err := d.sources(ctx)
	if err != nil {
		return views, err
	}
	counts, err := d.Store.CountClocks(ctx)
	if err != nil {
		return views, err
	}
	for _, id := range model.DeadlineRuleIDs {
		view := DeadlineView{
			ID: id, Rows: rowsFor(ruleRowsOf(now.rules, id), d.Today()), Restarts: deadline.Restarts(id), Source: sources.deadlines[id],
		}
		view.Title = view.Rows[len(view.Rows)-1].Title
		view.Started, view.Unclocked = model.ClockedRules[id], model.UnclockedRules[id]
		if view.Started != "" {
			total := counts[id]
			view.Running = &total
		}
		views = append(views, view)
	}
	return views, nil
}
