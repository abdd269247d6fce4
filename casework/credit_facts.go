package casework

import (
	"context"
	"strings"

	"yijian/model"
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
				firms[string(e.ID)] = &rated{e, model.CreditSubject{ID: string(e.ID), Group: ratedGroup}, map[string]string{}}
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
// yet confirmed counts only for its findings, which are pending.
func addChecks(ctx context.Context, r store.Reader, firms map[string]*rated, since, asOf model.Date) error {
	inspections, err := r.RatedInspections(ctx, since, asOf)
	if err != nil {
		return err
	}
	for _, i := range inspections {
		firm, known := firms[string(i.EnterpriseID)]
		// Where the business inspected does not exist, nothing was seen to be clean.
		if !known || i.Result == model.ResultNoSuchBusiness || (i.Status == model.InspectionRecorded && len(i.Findings) == 0) {
			continue
		}
		checks := &firm.subject.Checks
		if n := len(*checks); n == 0 || (*checks)[n-1].On != i.InspectedOn {
			*checks = append(*checks, model.CreditCheck{ID: string(i.ID), On: i.InspectedOn})
		}
		check := &(*checks)[len(*checks)-1]
		check.Drawn = check.Drawn || i.Drawn
		check.Units += i.Units
		for _, f := range i.Findings {
			check.Findings = append(check.Findings, model.CreditFinding{
				ID: f.ID, Group: string(f.Group), Class: f.Class, Open: f.Open, FinalOn: dateOrNil(f.FinalOn),
			})
		}
	}
	return nil
}

func addDuties(ctx context.Context, r store.Reader, firms map[string]*rated, since, asOf model.Date) error {
	late, err := r.LateFilings(ctx, since, asOf)
	if err != nil {
		return err
	}
	for _, e := range late {
		if firm, known := firms[string(e.EnterpriseID)]; known {
			firm.subject.Duties = append(firm.subject.Duties, model.CreditDuty{
				ID: string(e.ID), Class: model.Minor, On: e.FirstSubmittedOn, FinalOn: dateOrNil(e.FiledOn),
			})
		}
	}
	return nil
}

func addTriggers(ctx context.Context, r store.Reader, firms map[string]*rated, since, asOf model.Date) error {
	penalties, err := r.DecidedPenalties(ctx, since, asOf)
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

// newVetoes counts the penalties decided after the edition's day, each of which keeps a firm off the red list.
func newVetoes(ctx context.Context, r store.Reader, id model.EnterpriseID, after, until model.Date) (int, error) {
	penalties, err := r.DecidedPenalties(ctx, after.AddDays(1), until)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range penalties {
		if p.EnterpriseID == id {
			n++
		}
	}
	return n, nil
}

// reasonsOf puts the method's reasons into words.
func reasonsOf(result model.CreditResult, firm *rated) string {
	if result.List == model.RedList {
		return "评价期内有随机抽查且各项均为绿档，无处罚、无较重及以上问题、无未整改问题"
	}
	var words []string
	for _, reason := range result.Reasons {
		if id, ok := strings.CutPrefix(reason, "trigger:"); ok {
			words = append(words, triggerMark+firm.triggers[id])
			continue
		}
		words = append(words, "检查记分去掉最重一次后仍超过限度，且两次以上检查发现较重问题")
	}
	return cut(strings.Join(words, "；"), 1000)
}

// cut keeps the first n characters.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
