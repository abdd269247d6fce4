// Package credit is the credit method credit/1: from final facts to a score per
// dimension, a band, and at most a candidate for the red or black list. It
// proposes, explains and replays; people decide the lists, and no database or
// clock is known here. Scores are exact fractions, shown as hundredths.
package credit

import (
	"cmp"
	"slices"

	"yijian/model"
	"yijian/policy/rulebook"
)

// Rate returns the rating of every subject in id order. The order of the input
// never matters. A rulebook or facts that the method refuses are an Invalid error.
func Rate(book model.Rulebook, asOf model.Date, subjects []model.CreditSubject) ([]model.CreditResult, error) {
	ratings, err := rateAll(book, asOf, subjects)
	if err != nil {
		return nil, err
	}
	results := make([]model.CreditResult, len(ratings))
	for i, r := range ratings {
		results[i] = r.result
	}
	return results, nil
}

// rating is one subject on its way to a result.
type rating struct {
	subject model.CreditSubject
	checks  []countedCheck
	duties  []countedDuty
	peers   *peers
	result  model.CreditResult

	obstacles []obstacle // to the red list
	redScore  redScore
}

func rateAll(book model.Rulebook, asOf model.Date, subjects []model.CreditSubject) ([]*rating, error) {
	problems := append(rulebook.Problems(book), subjectProblems(subjects)...)
	if asOf.IsZero() {
		problems.Add("/as_of", "bad_date", "缺少评价日期")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	m := newMethod(book, asOf)
	ratings := make([]*rating, len(subjects))
	for i, subject := range subjects {
		ratings[i] = &rating{subject: subject, checks: m.countChecks(subject), duties: m.countDuties(subject)}
	}
	slices.SortFunc(ratings, func(a, b *rating) int { return cmp.Compare(a.subject.ID, b.subject.ID) })
	m.gatherPeers(ratings)
	for _, r := range ratings {
		if err := m.rate(r); err != nil {
			return nil, err
		}
	}
	m.proposeRed(ratings)
	return ratings, nil
}

func (m *method) rate(r *rating) error {
	result := &r.result
	result.ID = r.subject.ID
	var err error
	if result.Inspection, err = m.rateInspection(r); err != nil {
		return err
	}
	if result.Service, err = m.rateService(r); err != nil {
		return err
	}
	if result.Duty, err = m.rateDuty(r); err != nil {
		return err
	}
	result.Band = overall(result.Inspection.Band, result.Service.Band, result.Duty.Band)
	result.Reasons = m.blackReasons(r)
	if len(result.Reasons) > 0 {
		result.List = model.BlackList
	}
	return nil
}

// overall is the worst band that is not grey. A clean duty record alone tells
// too little to call anyone green.
func overall(inspection, service, duty model.Band) model.Band {
	if inspection == model.Grey && service == model.Grey && duty == model.Green {
		return model.Grey
	}
	return worse(worse(inspection, service), duty)
}

func worse(a, b model.Band) model.Band {
	if a.Rank() < b.Rank() {
		return b
	}
	return a
}

func bandOf(hundredths int64, limit model.BandLimit) model.Band {
	switch {
	case hundredths <= limit.Green:
		return model.Green
	case hundredths <= limit.Amber:
		return model.Amber
	}
	return model.Red
}
