package credit

import (
	"math/big"

	"yijian/model"
	"yijian/policy/canonical"
)

// peers is what the subjects of one group show together.
type peers struct {
	subjects   int
	upheld     *big.Int
	parcels    *big.Int
	weight     *big.Int           // Σ τ
	byDenom    map[int64]*big.Int // Σ τ·numerator(x), by the denominator of x
	points     *big.Rat           // Σ τ·x
	prior      *big.Rat           // P
	complaints *big.Rat           // m
}

func (m *method) gatherPeers(ratings []*rating) {
	groups := map[string]*peers{}
	for _, r := range ratings {
		group := groups[r.subject.Group]
		if group == nil {
			group = &peers{upheld: new(big.Int), parcels: new(big.Int), weight: new(big.Int), byDenom: map[int64]*big.Int{}}
			groups[r.subject.Group] = group
		}
		group.add(r)
		r.peers = group
	}
	for _, group := range groups {
		group.points = group.sum()
		group.prior = m.priorCap()
		if mean := ratio(group.points, new(big.Rat).SetInt(group.weight)); mean.Cmp(group.prior) < 0 {
			group.prior = mean
		}
		group.complaints = m.complaintCap()
		if mean := ratio(new(big.Rat).SetInt(group.upheld), new(big.Rat).SetInt(group.parcels)); mean.Cmp(group.complaints) < 0 {
			group.complaints = mean
		}
	}
}

// priorCap is prior_cap/100: the most that peers can weigh, and the P of the red list.
func (m *method) priorCap() *big.Rat { return big.NewRat(m.book.PriorCap, 100) }

// complaintCap is service.prior_cap/100/per, likewise for m.
func (m *method) complaintCap() *big.Rat {
	return new(big.Rat).Quo(big.NewRat(m.book.Service.PriorCap, 100), new(big.Rat).SetInt64(m.book.Service.Per))
}

// ratio is 0 when there is nothing to divide by.
func ratio(sum, weight *big.Rat) *big.Rat {
	if weight.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(sum, weight)
}

func (p *peers) add(r *rating) {
	p.subjects++
	p.upheld.Add(p.upheld, big.NewInt(r.subject.Service.Upheld))
	p.parcels.Add(p.parcels, big.NewInt(r.subject.Service.Parcels))
	for _, c := range r.checks {
		weight := big.NewInt(c.weight)
		p.weight.Add(p.weight, weight)
		denom := c.points.Denom().Int64() // divides units, so it is below 2^53
		if p.byDenom[denom] == nil {
			p.byDenom[denom] = new(big.Int)
		}
		p.byDenom[denom].Add(p.byDenom[denom], weight.Mul(weight, c.points.Num()))
	}
}

// sum adds the fractions in pairs: one by one, a county of different
// denominators would carry a huge fraction through every addition.
func (p *peers) sum() *big.Rat {
	parts := []*big.Rat{new(big.Rat)}
	for denom, numerator := range p.byDenom {
		parts = append(parts, new(big.Rat).SetFrac(numerator, big.NewInt(denom)))
	}
	for len(parts) > 1 {
		half := (len(parts) + 1) / 2
		for i := half; i < len(parts); i++ {
			parts[i-half].Add(parts[i-half], parts[i])
		}
		parts = parts[:half]
	}
	return parts[0]
}

// mostHundredths is the largest score a record can hold.
var mostHundredths = big.NewInt(canonical.MaxInteger)

// hundredths rounds numerator/denominator, not negative, half up to hundredths.
func hundredths(numerator, denominator *big.Int) (int64, error) {
	doubled := new(big.Int).Mul(numerator, big.NewInt(200))
	doubled.Add(doubled, denominator)
	doubled.Quo(doubled, new(big.Int).Lsh(denominator, 1))
	if doubled.Cmp(mostHundredths) > 0 {
		return 0, model.Fail(model.Invalid, "credit.score_too_large", "得分超出可记录的范围，请检查规则手册的分值")
	}
	return doubled.Int64(), nil
}
