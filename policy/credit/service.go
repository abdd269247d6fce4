package credit

import (
	"math/big"

	"yijian/model"
)

func (m *method) rateService(r *rating) (model.ServiceResult, error) {
	if r.subject.Service.Parcels < m.book.Service.MinParcels {
		return model.ServiceResult{Band: model.Grey}, nil
	}
	rate := m.serviceScore(r.subject.Service, r.peers.complaints)
	score, err := hundredths(rate.Num(), rate.Denom())
	if err != nil {
		return model.ServiceResult{}, err
	}
	return model.ServiceResult{Score: &score, Band: bandOf(score, m.book.Bands.Service)}, nil
}

// serviceScore is the complaints upheld per so many parcels, pulled toward the peers' mean.
func (m *method) serviceScore(service model.CreditService, mean *big.Rat) *big.Rat {
	rule := m.book.Service
	prior := new(big.Rat).SetInt64(rule.PriorParcels)
	upheld := new(big.Rat).SetInt64(service.Upheld)
	upheld.Add(upheld, new(big.Rat).Mul(mean, prior))
	parcels := prior.Add(prior, new(big.Rat).SetInt64(service.Parcels))
	rate := upheld.Quo(upheld, parcels)
	return rate.Mul(rate, new(big.Rat).SetInt64(rule.Per))
}

func (m *method) rateDuty(r *rating) (model.DutyResult, error) {
	score, err := hundredths(m.dutyPoints(r.duties), big.NewInt(1))
	if err != nil {
		return model.DutyResult{}, err
	}
	return model.DutyResult{Score: score, Band: bandOf(score, m.book.Bands.Duty)}, nil
}

func (m *method) dutyPoints(duties []countedDuty) *big.Int {
	sum := new(big.Int)
	for _, d := range duties {
		points := big.NewInt(m.book.DutyPoints.Of(d.duty.Class))
		sum.Add(sum, points.Mul(points, big.NewInt(d.weight)))
	}
	return sum
}
