package credit

import (
	"cmp"
	"math/big"
	"slices"

	"yijian/model"
)

// The reasons of a black candidate: a counting trigger, before its id, and checks
// that stay bad with the worst one forgotten.
const (
	TriggerReason    = "trigger:"
	inspectionReason = "inspection.lower"
)

func (m *method) blackReasons(r *rating) []string {
	reasons := []string{}
	for _, trigger := range r.subject.Triggers {
		if m.triggerCounts(trigger) && slices.Contains(m.book.Black.VetoTriggers, trigger.Kind) {
			reasons = append(reasons, TriggerReason+trigger.ID)
		}
	}
	slices.Sort(reasons)
	lower := r.result.Inspection.Lower
	if lower != nil && *lower > m.book.Bands.Inspection.Amber && r.badChecks() >= m.book.Black.MinBadChecks {
		reasons = append(reasons, inspectionReason)
	}
	return reasons
}

func (m *method) triggerCounts(t model.CreditTrigger) bool {
	return t.FinalOn != nil && m.inWindow(*t.FinalOn)
}

func (m *method) triggerPending(t model.CreditTrigger) bool {
	return !t.On.After(m.asOf) && !m.isFinal(t.FinalOn)
}

func (r *rating) badChecks() int64 {
	count := int64(0)
	for _, c := range r.checks {
		if c.bad() {
			count++
		}
	}
	return count
}

func (r *rating) drawnChecks() int64 {
	count := int64(0)
	for _, c := range r.checks {
		if c.check.Drawn {
			count++
		}
	}
	return count
}

// redScore is computed with the largest priors instead of the peers' values, so
// that no one's own fault can lift him over a rival.
type redScore struct {
	inspection *big.Rat
	service    *big.Rat // nil when grey
	duty       *big.Int
}

func (s redScore) compare(other redScore) int {
	order := s.inspection.Cmp(other.inspection)
	if order == 0 && s.service != nil && other.service != nil {
		order = s.service.Cmp(other.service)
	}
	return cmp.Or(order, s.duty.Cmp(other.duty))
}

// obstacle is why a subject is no candidate for the red list.
type obstacle struct {
	rule string
	text string
}

// proposeRed takes the best of each group, up to its share of all the group's subjects.
func (m *method) proposeRed(ratings []*rating) {
	rivals := map[*peers][]*rating{}
	for _, r := range ratings {
		if r.obstacles = m.redObstacles(r); len(r.obstacles) == 0 {
			rivals[r.peers] = append(rivals[r.peers], r)
		}
	}
	for group, candidates := range rivals {
		// Ratings come in id order, and a stable sort keeps it between equals.
		slices.SortStableFunc(candidates, func(a, b *rating) int { return a.redScore.compare(b.redScore) })
		places := int(int64(group.subjects) * m.book.Red.MaxSharePermille / 1000)
		for i, r := range candidates {
			if i < places {
				r.result.List = model.RedList
			} else {
				r.obstacles = []obstacle{{"red.max_share_permille", "符合红榜条件，但同组名额已由得分更好的对象占满"}}
			}
		}
	}
}

func (m *method) redObstacles(r *rating) []obstacle {
	var found []obstacle
	add := func(blocked bool, rule, text string) {
		if blocked {
			found = append(found, obstacle{rule, text})
		}
	}
	add(r.result.List == model.BlackList, "black", "已是黑榜候选")
	add(r.result.Band != model.Green, "bands", "总评不是绿色")
	add(r.drawnChecks() < m.book.Red.MinChecks, "red.min_checks", "评价期内公开抽取的检查次数不足")
	add(r.result.Duty.Score > m.book.Red.MaxDuty, "red.max_duty", "义务维度得分高于红榜上限")
	add(m.anyTrigger(r.subject), "triggers", "评价期内有已生效或尚未生效的处罚")
	add(m.anyHeavy(r.subject), "severity", "评价期内有严重及以上的问题或失责（含尚未生效的）")
	add(anyOpen(r.subject), "open", "仍有未整改的问题")
	add(r.result.Service.Band == model.Grey && r.peers.parcels.Sign() > 0, "service.min_parcels", "业务量不足，服务维度无法评价")
	if len(found) > 0 {
		return found
	}
	return m.redScoreObstacles(r)
}

// redScoreObstacles scores r for the red list; the second scores must be green too.
func (m *method) redScoreObstacles(r *rating) []obstacle {
	var found []obstacle
	scale := m.newScale(r.checks, m.priorCap())
	r.redScore = redScore{inspection: scale.best(everyCheck).exact(scale.denom), duty: m.dutyPoints(r.duties)}
	if !isGreen(r.redScore.inspection, m.book.Bands.Inspection) {
		found = append(found, obstacle{"red.inspection", "按同行上限重算后，检查维度不是绿色"})
	}
	if r.result.Service.Band == model.Grey {
		return found
	}
	r.redScore.service = m.serviceScore(r.subject.Service, m.complaintCap())
	if !isGreen(r.redScore.service, m.book.Bands.Service) {
		found = append(found, obstacle{"red.service", "按同行上限重算后，服务维度不是绿色"})
	}
	return found
}

// isGreen compares as shown: a score too large to show is not green.
func isGreen(score *big.Rat, limit model.BandLimit) bool {
	shown, err := hundredths(score.Num(), score.Denom())
	return err == nil && bandOf(shown, limit) == model.Green
}

func (m *method) anyTrigger(subject model.CreditSubject) bool {
	return slices.ContainsFunc(subject.Triggers, func(t model.CreditTrigger) bool {
		return m.triggerCounts(t) || m.triggerPending(t)
	})
}

// anyHeavy needs no look at final_on: in the window, a fact is either counting or pending.
func (m *method) anyHeavy(subject model.CreditSubject) bool {
	for _, check := range subject.Checks {
		if m.inWindow(check.On) && slices.ContainsFunc(check.Findings, func(f model.CreditFinding) bool { return heavy(f.Class) }) {
			return true
		}
	}
	return slices.ContainsFunc(subject.Duties, func(d model.CreditDuty) bool { return m.inWindow(d.On) && heavy(d.Class) })
}

func anyOpen(subject model.CreditSubject) bool {
	for _, check := range subject.Checks {
		if slices.ContainsFunc(check.Findings, func(f model.CreditFinding) bool { return f.Open }) {
			return true
		}
	}
	return false
}
