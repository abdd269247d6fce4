package credit

import (
	"math/big"
	"slices"

	"yijian/model"
)

func (m *method) rateInspection(r *rating) (model.InspectionResult, error) {
	result := model.InspectionResult{Band: model.Grey, Checks: int64(len(r.checks))}
	if len(r.checks) == 0 {
		return result, nil
	}
	scale := m.newScale(r.checks, r.peers.prior)
	best := scale.best(everyCheck)
	score, err := best.hundredths(scale.denom)
	if err != nil {
		return result, err
	}
	lower, err := scale.lower(best).hundredths(scale.denom)
	if err != nil {
		return result, err
	}
	result.Score, result.Lower = &score, &lower
	result.Band = bandOf(score, m.book.Bands.Inspection)
	if m.mostSeriousOpen(r.subject) {
		result.Band = worse(result.Band, model.Amber)
	}
	return result, nil
}

// mostSeriousOpen looks beyond the window: such a danger does not grow old.
func (m *method) mostSeriousOpen(subject model.CreditSubject) bool {
	for _, check := range subject.Checks {
		for _, finding := range check.Findings {
			if finding.Open && finding.Class == model.MostSerious && m.isFinal(finding.FinalOn) {
				return true
			}
		}
	}
	return false
}

// scale holds one subject's points as integers over one denominator, so that
// trying sets of checks needs no fractions.
type scale struct {
	denom  *big.Int
	prior  mean          // κ·P over κ
	checks []scaledCheck // by falling points
}

type scaledCheck struct {
	drawn    bool
	points   *big.Int // x
	weight   *big.Int // τ
	weighted *big.Int // τ·x
}

func (m *method) newScale(checks []countedCheck, prior *big.Rat) scale {
	s := scale{denom: new(big.Int).Set(prior.Denom())}
	for _, c := range checks {
		s.denom = leastCommonMultiple(s.denom, c.points.Denom())
	}
	kappa := big.NewInt(m.book.PriorWeight)
	s.prior = mean{new(big.Int).Mul(kappa, s.over(prior)), kappa}
	for _, c := range checks {
		points, weight := s.over(c.points), big.NewInt(c.weight)
		s.checks = append(s.checks, scaledCheck{c.check.Drawn, points, weight, new(big.Int).Mul(weight, points)})
	}
	slices.SortFunc(s.checks, func(a, b scaledCheck) int { return b.points.Cmp(a.points) })
	return s
}

func leastCommonMultiple(a, b *big.Int) *big.Int {
	common := new(big.Int).GCD(nil, nil, a, b)
	return common.Mul(new(big.Int).Quo(a, common), b)
}

// over returns the numerator of x over the scale's denominator.
func (s *scale) over(x *big.Rat) *big.Int {
	factor := new(big.Int).Quo(s.denom, x.Denom())
	return factor.Mul(factor, x.Num())
}

const everyCheck = -1

// best returns the largest mean over the sets that hold every drawn check, or
// the mean of all checks when none is drawn; the check at index without is left
// out. By falling points, each check raises the mean until one does not, and
// then none after it does.
func (s *scale) best(without int) mean {
	best := mean{new(big.Int).Set(s.prior.sum), new(big.Int).Set(s.prior.weight)}
	drawn := false
	for i, c := range s.checks {
		if c.drawn && i != without {
			best.add(c)
			drawn = true
		}
	}
	for i, c := range s.checks {
		if i == without || c.drawn {
			continue
		}
		if drawn && !best.below(c.points) {
			break
		}
		best.add(c)
	}
	return best
}

// lower is the smallest of the score and every score with one check left out.
func (s *scale) lower(score mean) mean {
	lowest := score
	for i := range s.checks {
		if without := s.best(i); without.less(lowest) {
			lowest = without
		}
	}
	return lowest
}

// mean is a weighted mean, sum/weight, over the scale's denominator.
type mean struct {
	sum, weight *big.Int
}

func (m mean) add(c scaledCheck) {
	m.sum.Add(m.sum, c.weighted)
	m.weight.Add(m.weight, c.weight)
}

func (m mean) below(points *big.Int) bool {
	return m.sum.Cmp(new(big.Int).Mul(points, m.weight)) < 0
}

func (m mean) less(other mean) bool {
	return new(big.Int).Mul(m.sum, other.weight).Cmp(new(big.Int).Mul(other.sum, m.weight)) < 0
}

func (m mean) hundredths(denom *big.Int) (int64, error) {
	return hundredths(m.sum, new(big.Int).Mul(m.weight, denom))
}

func (m mean) exact(denom *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(m.sum, new(big.Int).Mul(m.weight, denom))
}
