package casework

import (
	"context"
	"fmt"

	"yijian/model"
	"yijian/policy/deadline"
	"yijian/store"
)

// CalendarView is the calendar by year; Missing names a year without arrangement.
type CalendarView struct {
	Today   model.Date   `json:"today"`
	Years   []YearView   `json:"years"`
	Missing *CalendarGap `json:"missing,omitempty"`
}

// YearView is a year's arrangement and the adopted text it comes from ("" for the program).
type YearView struct {
	model.CalendarYear
	Source model.RuleTextID `json:"source"`
}

// CalendarGap is a year whose arrangement is missing, and whether that is urgent.
type CalendarGap struct {
	Year   int    `json:"year"`
	Urgent bool   `json:"urgent"`
	Text   string `json:"text"`
}

// ruleSources says which adopted text each deadline and year comes from.
type ruleSources struct {
	deadlines map[model.DeadlineRuleID]model.RuleTextID
	years     map[int]model.RuleTextID
}

func (d *Desk) sources(ctx context.Context) (ruleSources, error) {
	s := ruleSources{map[model.DeadlineRuleID]model.RuleTextID{}, map[int]model.RuleTextID{}}
	texts, err := d.Store.AdoptedRuleTexts(ctx)
	if err != nil {
		return s, err
	}
	base := shippedTerms()
	for _, text := range texts {
		change, err := base.changed(text)
		if err != nil {
			return s, err
		}
		for _, id := range change.ids {
			s.deadlines[id] = text.ID
		}
		for _, year := range change.years {
			s.years[year] = text.ID
		}
	}
	return s, nil
}

// Calendar is the holiday arrangements in force.
func (d *Desk) Calendar(ctx context.Context, actor model.Actor) (CalendarView, error) {
	view := CalendarView{Today: d.Today(), Years: []YearView{}}
	if _, err := d.Scope(actor, "deadline:read"); err != nil {
		return view, err
	}
	now, err := d.termsNow(ctx)
	if err != nil {
		return view, err
	}
	sources, err := d.sources(ctx)
	if err != nil {
		return view, err
	}
	for _, year := range now.years {
		view.Years = append(view.Years, YearView{year, sources.years[year.Year]})
	}
	view.Missing = now.gap(d.Today())
	return view, nil
}

// gap is the year that is missing, nil for none.
func (t terms) gap(today model.Date) *CalendarGap {
	year, urgent := deadline.MissingYear(t.calendar, today)
	if year == 0 {
		return nil
	}
	text := fmt.Sprintf("%d年的节假日安排尚未载入，届满日落在该年的期限暂不能推算；国务院办公厅通常在上一年11月公布", year)
	return &CalendarGap{Year: year, Urgent: urgent, Text: text}
}

// CalendarGap is the year that is missing from the calendar now, nil for none.
func (d *Desk) CalendarGap(ctx context.Context) (*CalendarGap, error) {
	now, err := d.termsNow(ctx)
	if err != nil {
		return nil, err
	}
	return now.gap(d.Today()), nil
}

// calendarWork is loading the year that is missing, once that is urgent, unless it waits for approval.
func calendarWork(_ context.Context, l *look, _ store.Scope) ([]model.WorkItem, error) {
	gap := l.terms.gap(l.Today())
	if gap == nil || !gap.Urgent {
		return nil, nil
	}
	return []model.WorkItem{{
		Noun: "calendar", ID: fmt.Sprint(gap.Year), Title: fmt.Sprintf("载入%d年节假日安排：届满日落在该年的期限暂不能推算", gap.Year), Act: "propose",
	}}, nil
}
