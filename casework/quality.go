package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/store"
)

// QualityLine is a rule of data quality with what it finds among what the reader
// may see. Menders are the roles that can put a record right; where everybody can
// for himself there are none.
type QualityLine struct {
	ID       model.QualityRuleID   `json:"id"`
	Title    string                `json:"title"`
	Meaning  string                `json:"meaning"`
	Basis    string                `json:"basis"`
	Remedy   string                `json:"remedy"`
	Severity model.QualitySeverity `json:"severity"`
	Noun     model.Noun            `json:"noun"`
	Menders  []model.Role          `json:"menders"`
	model.QualityCount
}

// QualityReport is what is missing or runs out in the records today.
type QualityReport struct {
	Today model.Date    `json:"today"`
	Rules []QualityLine `json:"rules"`
}

// newestFlaws is how many records of a rule are named on the page.
const newestFlaws = 5

// DataQuality counts, rule by rule, what is missing or runs out among what the
// actor may see. A rule whose list the actor may not read is left out.
func (d *Desk) DataQuality(ctx context.Context, actor model.Actor) (QualityReport, error) {
	report := QualityReport{Today: d.Today(), Rules: []QualityLine{}}
	if _, err := d.Scope(actor, "quality:read"); err != nil {
		return report, err
	}
	for _, rule := range policy.QualityRules() {
		scope, err := d.Scope(actor, access.Permission(rule.See))
		if err != nil || rule.ID == policy.QualitySecondFactor && !d.Rules.SecondFactor {
			continue
		}
		line := QualityLine{
			ID: rule.ID, Title: rule.Title, Meaning: rule.Meaning, Basis: rule.Basis, Remedy: rule.Remedy, Severity: rule.Severity,
			Noun: rule.Noun, Menders: d.menders(access.Permission(rule.Mend)),
		}
		if rule.ID == policy.QualityCalendar {
			line.QualityCount, err = d.missingYears(ctx)
		} else {
			line.QualityCount, err = d.Store.CountFlaws(ctx, rule.Noun, scope, d.Flaw(rule.ID), newestFlaws)
		}
		if err != nil {
			return report, err
		}
		report.Rules = append(report.Rules, line)
	}
	return report, nil
}

// Flaw asks a list for what the rule finds today; for no rule, for everything.
func (d *Desk) Flaw(id model.QualityRuleID) store.Flaw {
	if id == "" {
		return store.Flaw{}
	}
	rule, _ := policy.QualityRuleOf(id) // an unknown one finds nothing in any list
	today := d.Today()
	ago := today.AddDays(1 - rule.Until) // whoever did something on the day before it did so that many days ago
	return store.Flaw{
		Rule: id, Today: today, From: today.AddDays(rule.From), Until: today.AddDays(rule.Until),
		Before: time.Date(ago.Year(), ago.Month(), ago.Day(), 0, 0, 0, 0, model.Shanghai),
	}
}

// menders are the roles that hold the permission for more than themselves.
func (d *Desk) menders(permission access.Permission) []model.Role {
	roles := []model.Role{}
	for _, role := range access.AccountRoles {
		reaches := d.Access.Reaches([]model.Role{role}, permission)
		if slices.ContainsFunc(reaches, func(r access.Reach) bool { return r != access.ReachOwn }) {
			roles = append(roles, role)
		}
	}
	return roles
}

// missingYears is what the calendar lacks of the years that it must have now.
func (d *Desk) missingYears(ctx context.Context) (model.QualityCount, error) {
	count := model.QualityCount{Records: []model.QualityRecord{}}
	now, err := d.termsNow(ctx)
	if err != nil {
		return count, err
	}
	today := d.Today()
	years := []int{today.Year()}
	if today.Month() == time.December {
		years = append(years, today.Year()+1)
	}
	for _, year := range years {
		count.Of++
		if !slices.Contains(now.calendar.Years, year) {
			count.Count++
			count.Records = append(count.Records, model.QualityRecord{ID: fmt.Sprint(year), Title: fmt.Sprintf("%d年", year)})
		}
	}
	return count, nil
}
