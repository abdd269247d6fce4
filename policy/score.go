package policy

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"yijian/model"
)

// ScoreBasis says whose rule the score is.
var ScoreBasis = platformDefault("参照督查督办考评惯例")

// ScoreWeights are the points of the parts as the platform ships them.
func ScoreWeights() model.ScoreWeights {
	return model.ScoreWeights{model.ScoreTimeliness: 30, model.ScoreProgress: 40, model.ScoreQuality: 20, model.ScoreCoordination: 10}
}

// ParseScoreWeights reads the points of the parts in their order, with commas between: four
// whole numbers, 100 together.
func ParseScoreWeights(text string) (model.ScoreWeights, error) {
	words, sum := strings.Split(text, ","), 0
	weights := model.ScoreWeights{}
	for i, part := range model.ScoreParts {
		if len(words) != len(model.ScoreParts) {
			break
		}
		points, err := strconv.Atoi(strings.TrimSpace(words[i]))
		if err != nil || points < 0 {
			sum = 0
			break
		}
		weights[part], sum = points, sum+points
	}
	if sum != 100 {
		return nil, fmt.Errorf("%q is not four whole numbers with commas between, 100 together", text)
	}
	return weights, nil
}

// UnitScored computes a unit's score from the items of its four parts. A part brings its
// weight times the mean worth of its items. A part without items does not count, and the
// others are raised in proportion to 100, so that nothing that was not asked of a unit costs
// or brings it points. Each part, and the exact sum of the parts, is rounded half up to
// hundredths of a point; the sum may differ by a few hundredths from that of the rounded parts.
func UnitScored(items []model.ScoreItem, weights model.ScoreWeights) (lines []model.ScoreLine, points int, scored bool) {
	counted := map[model.ScorePart]model.ScoreLine{}
	for _, item := range items {
		line := counted[item.Part]
		line.Items++
		line.Worth += item.Worth
		counted[item.Part] = line
	}
	applied := 0
	for _, part := range model.ScoreParts {
		if counted[part].Items > 0 {
			applied += weights[part]
		}
	}
	sum := new(big.Rat)
	for _, part := range model.ScoreParts {
		line := counted[part]
		line.Part, line.Title, line.Weight = part, part.Title(), weights[part]
		if line.Items > 0 && applied > 0 {
			exact := big.NewRat(100*int64(line.Weight)*int64(line.Worth), int64(line.Items)*int64(applied))
			line.Most, line.Points = halfUp(big.NewRat(10000*int64(line.Weight), int64(applied))), halfUp(exact)
			sum.Add(sum, exact)
		}
		line.Said = scoreSaid(line, applied)
		lines = append(lines, line)
	}
	return lines, halfUp(sum), applied > 0
}

// halfUp rounds what is not negative.
func halfUp(r *big.Rat) int {
	twice := new(big.Int).Add(new(big.Int).Lsh(r.Num(), 1), r.Denom())
	return int(twice.Quo(twice, new(big.Int).Lsh(r.Denom(), 1)).Int64())
}

// scoreSaid says how a part was computed, so that people can compute it anew.
func scoreSaid(line model.ScoreLine, applied int) string {
	switch {
	case applied == 0:
		return "本期没有可评的事项，不计分"
	case line.Items == 0:
		return fmt.Sprintf("本期没有可评的事项，%d分按比例分摊到其他各项", line.Weight)
	case applied == 100:
		return fmt.Sprintf("%d件事项合计得%d%%，平均后乘以%d分", line.Items, line.Worth, line.Weight)
	}
	return fmt.Sprintf("%d件事项合计得%d%%，平均后乘以%d分；有事项的各项共%d分，折算为100分", line.Items, line.Worth, line.Weight, applied)
}

// ReportTimeliness is what a report that was due brings: all when it came by its day, half
// when it came at most three days late, which the light lets pass as yellow, else nothing.
// A report that is not there at the end of the day as of which it is told has no day.
func ReportTimeliness(due, came, asOf model.Date) (worth int, reason string) {
	switch {
	case came.IsZero() && due == asOf:
		return 0, fmt.Sprintf("应于%s前报送，到当天结束没有报送", due)
	case came.IsZero():
		return 0, fmt.Sprintf("应于%s前报送，逾期%d天未报", due, due.DaysUntil(asOf))
	case !came.After(due):
		return 100, fmt.Sprintf("应于%s前报送，%s报送", due, came)
	case due.DaysUntil(came) <= 3:
		return 50, fmt.Sprintf("应于%s前报送，%s报送，逾期%d天（3天以内计一半）", due, came, due.DaysUntil(came))
	}
	return 0, fmt.Sprintf("应于%s前报送，%s报送，逾期%d天", due, came, due.DaysUntil(came))
}

// ProgressWorth is how much of the planned progress is there, rounded down, 100 at most.
// Where the register holds less than is claimed, beyond the tolerance, what it holds counts, also
// once the lead has applied to strike the task off, until somebody has checked it.
func ProgressWorth(decision model.LightDecision, standing *CountedStanding) (worth int, reason string) {
	seen := decision.Seen
	if seen.Done && !seen.Unchecked {
		return 100, "已完成"
	}
	actual, said := seen.Progress, fmt.Sprintf("计划%d%%，实报%d%%", seen.Planned, seen.Progress)
	if standing != nil && standing.Differs() && standing.Counted < actual {
		actual = standing.Counted
		said += fmt.Sprintf("，登记簿计数%d%%，相差过大，按计数", standing.Counted)
	}
	if seen.Unchecked {
		said += "，已申请销号，待核查"
	}
	return min(100, 100*actual/max(1, seen.Planned)), said
}

// CountWorth is what claimed progress brings to quality: all where the register agrees with it
// within the tolerance, else nothing.
func CountWorth(s CountedStanding) int {
	if s.Differs() {
		return 0
	}
	return 100
}

// AnswerWorth is what a request for coordination brings to the unit that was asked: all when it
// was answered by its first limit, half when it was answered later, nothing while it is not.
// What does not count by then brings and costs nothing.
func AnswerWorth(c model.Coordination, asOf model.Date) (worth int, reason string, counts bool) {
	switch c.PunctualityOn(asOf) {
	case model.AnsweredInTime:
		return 100, fmt.Sprintf("应于%s前回复，%s回复", c.FirstDueOn, c.FirstAnsweredOn), true
	case model.AnsweredLate:
		return 50, fmt.Sprintf("应于%s前回复，%s回复，逾期（计一半）", c.FirstDueOn, c.FirstAnsweredOn), true
	case model.NotAnswered:
		return 0, fmt.Sprintf("应于%s前回复，没有回复", c.FirstDueOn), true
	}
	return 0, "", false
}

// ReviewWorth is what a reviewed report brings to quality: all when it was accepted at once,
// half when it was accepted after it had been returned, nothing while it is returned.
func ReviewWorth(status model.TaskReportStatus, returns int) (worth int, reason string) {
	switch {
	case status == model.TaskReportReturned:
		return 0, "被退回，尚未补正"
	case returns > 0:
		return 50, fmt.Sprintf("退回%d次后通过（计一半）", returns)
	}
	return 100, "一次审核通过"
}
