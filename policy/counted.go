package policy

import (
	"fmt"
	"math/big"

	"yijian/model"
)

// DefaultTolerance is how many points claimed and counted progress may differ where nobody set another.
const DefaultTolerance = 10

// Measured is a target with what the register was counted to hold.
type Measured struct {
	Base, Goal, Weight int64
	Counted            int64
}

// share is how far the target is reached, 0 to 1 and exact.
func (m Measured) share() *big.Rat {
	if m.Goal == m.Base {
		return big.NewRat(0, 1)
	}
	part := big.NewRat(m.Counted-m.Base, 1)
	part.Quo(part, big.NewRat(m.Goal-m.Base, 1))
	if part.Sign() < 0 {
		return big.NewRat(0, 1)
	}
	if whole := big.NewRat(1, 1); part.Cmp(whole) > 0 {
		return whole
	}
	return part
}

// CountedProgress is the progress that the targets of a task show: (counted − base) ÷ (goal −
// base) of each, bounded to 0 and 1, weighted; as a whole percent, rounded down, so that only
// what is reached altogether is 100. It is 0 without targets.
func CountedProgress(targets ...Measured) int {
	sum, weights := new(big.Rat), new(big.Rat)
	for _, m := range targets {
		weight := big.NewRat(max(0, m.Weight), 1)
		sum.Add(sum, new(big.Rat).Mul(weight, m.share()))
		weights.Add(weights, weight)
	}
	if weights.Sign() == 0 {
		return 0
	}
	sum.Quo(sum, weights).Mul(sum, big.NewRat(100, 1))
	return int(new(big.Int).Quo(sum.Num(), sum.Denom()).Int64())
}

// CountedStanding is claimed and counted progress side by side, in whole percents.
type CountedStanding struct {
	Claimed   *int // nil while nothing was reported
	Counted   int
	Tolerance int // points
	Day       model.Date
}

// Differs reports whether claimed and counted progress are further apart than the tolerance.
func (s CountedStanding) Differs() bool {
	return s.Claimed != nil && max(*s.Claimed-s.Counted, s.Counted-*s.Claimed) > s.Tolerance
}

// Words say both numbers, as of which day, and how they compare.
func (s CountedStanding) Words() string {
	counted := fmt.Sprintf("截至%s，按登记计数为%d%%", s.Day, s.Counted)
	switch {
	case s.Claimed == nil:
		return counted + "，还没有报送进度"
	case *s.Claimed == s.Counted:
		return counted + "，与实报一致"
	}
	compared := fmt.Sprintf("实报%d%%，高出%d个百分点", *s.Claimed, *s.Claimed-s.Counted)
	if *s.Claimed < s.Counted {
		compared = fmt.Sprintf("实报%d%%，低%d个百分点", *s.Claimed, s.Counted-*s.Claimed)
	}
	if s.Differs() {
		return fmt.Sprintf("%s，%s，超过允许的%d个百分点，请核对", counted, compared, s.Tolerance)
	}
	return fmt.Sprintf("%s，%s，在允许的%d个百分点以内", counted, compared, s.Tolerance)
}
