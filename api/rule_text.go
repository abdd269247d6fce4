package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

func (a *API) listDeadlines(ctx context.Context, call model.Call, _ *nothing) (*plain[model.Page[casework.DeadlineView]], error) {
	views, err := a.Desk.Deadlines(ctx, call.Actor)
	return body(model.Page[casework.DeadlineView]{Items: views}, err)
}

func (a *API) readCalendar(ctx context.Context, call model.Call, _ *nothing) (*plain[casework.CalendarView], error) {
	return body(a.Desk.Calendar(ctx, call.Actor))
}

type ruleTextList struct {
	Paging
	Kind   string `query:"kind" enum:"deadlines,calendar"`
	Status string `query:"status" enum:"proposed,adopted,refused,withdrawn"`
}

func (a *API) listRuleTexts(ctx context.Context, call model.Call, in *ruleTextList) (*plain[model.Page[model.RuleText]], error) {
	scope, err := a.Desk.Scope(call.Actor, "rule-text:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.RuleTexts(ctx, scope, in.query(map[string]string{"kind": in.Kind, "status": in.Status})))
}

func (a *API) readRuleText(ctx context.Context, call model.Call, in *onID) (*record[casework.RuleTextCard], error) {
	card, err := a.Desk.RuleTextCard(ctx, call.Actor, model.RuleTextID(in.ID))
	return versioned(card, card.Record.Version, err)
}

// DeadlineEntry is one deadline as it shall be from its first day on.
type DeadlineEntry struct {
	ID       model.DeadlineRuleID `json:"id" minLength:"1" maxLength:"64"`
	Title    string               `json:"title" minLength:"1" maxLength:"60"`
	Value    int                  `json:"value" minimum:"1" maximum:"720"`
	Warn     int                  `json:"warn,omitempty" minimum:"0" maximum:"720"`
	Unit     model.DeadlineUnit   `json:"unit" enum:"calendar_day,working_day,hour,month,day_of_month"`
	Document string               `json:"document,omitempty" maxLength:"120"`
	Version  string               `json:"version,omitempty" maxLength:"60"`
	Article  string               `json:"article,omitempty" maxLength:"100"`
	Note     string               `json:"note,omitempty" maxLength:"300"`
	From     model.Date           `json:"from" format:"date"`
}

func (e *DeadlineEntry) rule() *model.DeadlineRule {
	if e == nil {
		return nil
	}
	return &model.DeadlineRule{
		ID: e.ID, Title: e.Title, Value: e.Value, Warn: e.Warn, Unit: e.Unit, Note: e.Note, From: e.From,
		Basis: model.Basis{Document: e.Document, Version: e.Version, Article: e.Article},
	}
}

// YearEntry is one year's holiday arrangement.
type YearEntry struct {
	Year     int            `json:"year" minimum:"2000" maximum:"2099"`
	Basis    string         `json:"basis" minLength:"1" maxLength:"200"`
	Holidays []HolidayEntry `json:"holidays" minItems:"1" maxItems:"30"`
	MakeUp   []MakeUpEntry  `json:"make_up" maxItems:"30"`
}

// MakeUpEntry is a weekend day on which everybody works.
type MakeUpEntry struct {
	On model.Date `json:"on" format:"date"`
}

// HolidayEntry is a row of days off, both ends included.
type HolidayEntry struct {
	Name string     `json:"name" minLength:"1" maxLength:"30"`
	From model.Date `json:"from" format:"date"`
	To   model.Date `json:"to" format:"date"`
}

func (e *YearEntry) year() *model.CalendarYear {
	if e == nil {
		return nil
	}
	year := &model.CalendarYear{Year: e.Year, Basis: e.Basis, MakeUp: make([]model.Date, len(e.MakeUp)), Holidays: make([]model.Holiday, len(e.Holidays))}
	for i, h := range e.Holidays {
		year.Holidays[i] = model.Holiday(h)
	}
	for i, m := range e.MakeUp {
		year.MakeUp[i] = m.On
	}
	return year
}

type ruleEntry struct {
	Body struct {
		Kind           model.RuleTextKind `json:"kind" enum:"deadlines,calendar"`
		Text           string             `json:"text,omitempty" maxLength:"30000" doc:"the whole text as YAML"`
		Rule           *DeadlineEntry     `json:"rule,omitempty" doc:"or one deadline"`
		Year           *YearEntry         `json:"year,omitempty" doc:"or one year"`
		EffectiveOn    model.Date         `json:"effective_on,omitempty" format:"date" doc:"of a text of deadlines"`
		ReachesRunning bool               `json:"reaches_running,omitempty" doc:"a correction, which also moves running clocks"`
		Reason         string             `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) proposeRules(ctx context.Context, call model.Call, in *ruleEntry) (*created[model.RuleText], error) {
	t, err := a.Desk.ProposeRules(ctx, call, casework.RuleProposal{
		Kind: in.Body.Kind, Text: in.Body.Text, Rule: in.Body.Rule.rule(), Year: in.Body.Year.year(),
		EffectiveOn: in.Body.EffectiveOn, ReachesRunning: in.Body.ReachesRunning, Reason: in.Body.Reason,
	})
	return made("rule-texts", string(t.ID), t, err)
}

func (a *API) adoptRules(ctx context.Context, call model.Call, in *onID) (*record[model.RuleText], error) {
	t, err := a.Desk.AdoptRules(ctx, call, model.RuleTextID(in.ID))
	return versioned(t, t.Version, err)
}

func (a *API) refuseRules(ctx context.Context, call model.Call, in *withReason) (*record[model.RuleText], error) {
	t, err := a.Desk.RefuseRules(ctx, call, model.RuleTextID(in.ID), in.Body.Reason)
	return versioned(t, t.Version, err)
}

func (a *API) withdrawRules(ctx context.Context, call model.Call, in *onID) (*record[model.RuleText], error) {
	t, err := a.Desk.WithdrawRules(ctx, call, model.RuleTextID(in.ID))
	return versioned(t, t.Version, err)
}
