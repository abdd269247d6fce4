package casework

import (
	"context"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/credit"
	"yijian/store"
)

// rated is one enterprise with its facts as the credit method takes them, and
// its triggers in words.
type rated struct {
	firm     model.Enterprise
	subject  model.CreditSubject
	triggers map[string]string
}

const (
	triggerMark = "行政处罚："
	// otherPenalty keeps any penalty in the window off the red list; no rulebook makes it a veto for the black one.
	otherPenalty = "penalty"
	// ratedGroup is the peers of an enterprise: the other enterprises.
	ratedGroup = "enterprise"
)

// creditSubjects gathers the facts of every enterprise in business for a rating
// on the day. Parcel volumes come with the monthly returns; until then the
// service dimension is grey, and complaints count for nobody.
func creditSubjects(ctx context.Context, r store.Reader, asOf model.Date, months int) (map[string]*rated, error) {
	firms := map[string]*rated{}
	query := store.Query{Limit: store.MaxPage}
	for {
		page, err := r.Enterprises(ctx, store.Everything(), query)
		if err != nil {
			return nil, err
		}
		for _, e := range page.Items {
			if e.Status != model.EnterpriseClosed {
				firms[string(e.ID)] = &rated{e.Enterprise, model.CreditSubject{ID: string(e.ID), Group: ratedGroup}, map[string]string{}}
			}
		}
		if page.Next == "" {
			break
		}
		query.Cursor = page.Next
	}
	since := asOf.AddMonths(-months)
	for _, add := range []func(context.Context, store.Reader, map[string]*rated, model.Date, model.Date) error{addChecks, addDuties, addTriggers} {
		if err := add(ctx, r, firms, since, asOf); err != nil {
			return nil, err
		}
	}
	return firms, nil
}

// addChecks makes the visits of one day one check (credit.md). An inspection not
// confirmed by the day makes no check and widens none: its findings are pending
// in the check of that day, if there is one, and keep the firm off the red list
// in any case (policy.CanPublishEntry).
func addChecks(ctx context.Context, r store.Reader, firms map[string]*rated, since, asOf model.Date) error {
	inspections, err := r.RatedInspections(ctx, since, asOf)
	if err != nil {
		return err
	}
	var unconfirmed []model.Inspection
	for _, i := range inspections {
		firm, known := firms[string(i.EnterpriseID)]
		// Where the business inspected does not exist, nothing was seen to be clean.
		if !known || i.Result == model.ResultNoSuchBusiness {
			continue
		}
		if !isConfirmed(i, asOf) {
			unconfirmed = append(unconfirmed, i)
			continue
		}
		checks := &firm.subject.Checks
		if n := len(*checks); n == 0 || (*checks)[n-1].On != i.InspectedOn {
			*checks = append(*checks, model.CreditCheck{ID: string(i.ID), On: i.InspectedOn})
		}
		check := &(*checks)[len(*checks)-1]
		check.Drawn = check.Drawn || i.Drawn
		check.Units += i.Units
		addFindings(check, i)
	}
	for _, i := range unconfirmed {
		checks := firms[string(i.EnterpriseID)].subject.Checks
		at := slices.IndexFunc(checks, func(c model.CreditCheck) bool { return c.On == i.InspectedOn })
		if at >= 0 {
			addFindings(&checks[at], i)
		}
	}
	return nil
}

// isConfirmed reports whether the inspection's result was final on the day. The
// findings of one visit become final together.
func isConfirmed(i model.Inspection, day model.Date) bool {
	if i.Status != model.InspectionConfirmed && i.Status != model.InspectionPublished {
		return false
	}
	return !slices.ContainsFunc(i.Findings, func(f model.Finding) bool { return f.FinalOn.After(day) })
}

func addFindings(check *model.CreditCheck, i model.Inspection) {
	for _, f := range i.Findings {
		check.Findings = append(check.Findings, model.CreditFinding{
			ID: f.ID, Group: string(f.Group), Class: f.Class, Open: f.Open, FinalOn: dateOrNil(f.FinalOn),
		})
	}
}

// addDuties hands over the ledger's facts; one that is contested or not settled has no day
// on which it became final, and does not count.
func addDuties(ctx context.Context, r store.Reader, firms map[string]*rated, since, asOf model.Date) error {
	facts, err := r.RatedDutyFacts(ctx, since, asOf)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if firm, known := firms[string(f.EnterpriseID)]; known {
			firm.subject.Duties = append(firm.subject.Duties, model.CreditDuty{
				ID: string(f.ID), Class: policy.DutySeverity(f.Class), On: f.On, FinalOn: dateOrNil(f.FinalOn),
			})
		}
	}
	return nil
}

// addTriggers hands over every penalty decided by the day. Which of them count is
// the method's to say, by the day on which each became final.
func addTriggers(ctx context.Context, r store.Reader, firms map[string]*rated, _, asOf model.Date) error {
	penalties, err := r.DecidedPenalties(ctx, asOf)
	if err != nil {
		return err
	}
	for _, p := range penalties {
		firm, known := firms[string(p.EnterpriseID)]
		if !known {
			continue
		}
		kind := string(p.Trigger)
		if kind == "" {
			kind = otherPenalty
		}
		firm.subject.Triggers = append(firm.subject.Triggers, model.CreditTrigger{
			ID: string(p.ID), Kind: kind, On: p.DecidedOn, FinalOn: dateOrNil(p.ServedOn),
		})
		firm.triggers[string(p.ID)] = p.DocumentNo
	}
	return nil
}

func dateOrNil(d model.Date) *model.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// reasonsOf puts the method's reasons into words.
func reasonsOf(result model.CreditResult, firm *rated) string {
	if result.List == model.RedList {
		return "评价期内有随机抽查且各项均为绿档，无处罚、无较重及以上问题、无未整改问题"
	}
	var documents []string
	onChecks := false
	for _, reason := range result.Reasons {
		if id, ok := strings.CutPrefix(reason, credit.TriggerReason); ok {
			documents = append(documents, firm.triggers[id])
		} else {
			onChecks = true
		}
	}
	return blackWords(documents, onChecks)
}

// cut keeps the first n characters.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
