package credit

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy/rulebook"
)

// The dimensions of an explanation's lines; the last two are the overall band and the lists.
const (
	InspectionLines = "inspection"
	ServiceLines    = "service"
	DutyLines       = "duty"
	BandLines       = "band"
	ListLines       = "list"
)

// Explain returns, line by line, how the subject with the id came to its
// rating among the subjects. The order of the input never matters.
func Explain(book model.Rulebook, asOf model.Date, subjects []model.CreditSubject, id string) (model.Explanation, error) {
	ratings, err := rateAll(book, asOf, subjects)
	if err != nil {
		return model.Explanation{}, err
	}
	hash, err := rulebook.Hash(book)
	if err != nil {
		return model.Explanation{}, err
	}
	at := slices.IndexFunc(ratings, func(r *rating) bool { return r.subject.ID == id })
	if at < 0 {
		return model.Explanation{}, model.Fail(model.NotFound, "credit.subject_unknown", "本次评价中没有这个对象")
	}
	e := explainer{method: newMethod(book, asOf), rating: ratings[at], lines: []model.ExplanationLine{}}
	e.inspection()
	e.service()
	e.duty()
	e.band()
	e.list()
	return model.Explanation{Subject: id, AsOf: asOf, RulebookID: book.ID, RulebookHash: hash, Result: e.result, Lines: e.lines}, nil
}

type explainer struct {
	*method
	*rating
	dimension string
	lines     []model.ExplanationLine
}

// line adds a line about a fact, or about none when the id is empty.
func (e *explainer) line(fact, rule string, points *big.Rat, weight int64, text string) {
	exact := ""
	if points != nil {
		exact = points.RatString()
	}
	e.lines = append(e.lines, model.ExplanationLine{
		Dimension: e.dimension, Fact: fact, Rule: rule, Points: exact, TimeWeight: weight, Text: text,
	})
}

func (e *explainer) inspection() {
	e.dimension = InspectionLines
	if len(e.checks) == 0 {
		e.pendingFindings()
		e.line("", "window_months", nil, 0, "评价期内没有检查，检查维度不作评价。")
		return
	}
	scale := e.newScale(e.checks, e.peers.prior)
	best := scale.best(everyCheck)
	score := best.exact(scale.denom)
	drawn := e.drawnChecks() > 0
	for _, c := range e.checks {
		e.check(c, drawn && !c.check.Drawn && c.points.Cmp(score) <= 0)
	}
	e.pendingFindings()
	e.line("", "prior_weight", e.peers.prior, e.book.PriorWeight,
		fmt.Sprintf("同组 %d 个对象的平均分（上限 %s 分）按权重 %d 计入。", e.peers.subjects, shown(e.book.PriorCap), e.book.PriorWeight))
	result := e.result.Inspection
	e.score("bands.inspection", score, *result.Score, "检查维度得分", e.book.Bands.Inspection)
	e.line("", "lower", scale.lower(best).exact(scale.denom), 0, fmt.Sprintf("不计最差的一次检查，得分为 %s。", shown(*result.Lower)))
	if e.mostSeriousOpen(e.subject) {
		e.line("", "open", nil, 0, "有特别严重的问题尚未整改，检查维度至少为黄色。")
	}
}

func (e *explainer) check(c countedCheck, leftOut bool) {
	for _, group := range c.groups {
		rule, text := "severity", fmt.Sprintf("%s类问题，按“%s”计。", group.finding.Group, className(group.class))
		if group.lifted() {
			rule = "repeat.serious"
			text = fmt.Sprintf("%s类严重问题第 %d 次及以上出现，按“%s”计。", group.finding.Group, e.book.Repeat.Serious, className(group.class))
		}
		e.line(group.finding.ID, rule, new(big.Rat).SetInt64(e.book.Severity.Of(group.class)), 0, text)
	}
	how := "未经公开抽取"
	if c.check.Drawn {
		how = "公开抽取"
	}
	text := fmt.Sprintf("%s 的检查（%s），查看 %d 件，计 %s 分，时间权重 %d。", c.check.On, how, c.check.Units, c.points.RatString(), c.weight)
	if leftOut {
		e.line(c.check.ID, "drawn", c.points, c.weight, text+"未经公开抽取的检查只可使得分变差，本次不计入得分。")
		return
	}
	e.line(c.check.ID, "check_cap", c.points, c.weight, text)
}

// pendingFindings shows what is contested or not yet final, and so not counted.
func (e *explainer) pendingFindings() {
	var pending []string
	for _, check := range e.subject.Checks {
		for _, finding := range check.Findings {
			if e.inWindow(check.On) && !e.isFinal(finding.FinalOn) {
				pending = append(pending, finding.ID)
			}
		}
	}
	e.pending(pending)
}

func (e *explainer) pending(ids []string) {
	slices.Sort(ids)
	for _, id := range ids {
		e.line(id, "pending", nil, 0, "尚未生效或有争议，不计分。")
	}
}

func (e *explainer) score(rule string, exact *big.Rat, hundredths int64, name string, limit model.BandLimit) {
	e.line("", rule, exact, 0, fmt.Sprintf("%s %s：不高于 %s 为绿色，不高于 %s 为黄色，更高为红色，因此为%s。",
		name, shown(hundredths), shown(limit.Green), shown(limit.Amber), bandName(bandOf(hundredths, limit))))
}

func (e *explainer) service() {
	e.dimension = ServiceLines
	rule, facts, result := e.book.Service, e.subject.Service, e.result.Service
	e.line("", "service", nil, 0, fmt.Sprintf("评价期内业务量 %d 件，认定申诉 %d 件。", facts.Parcels, facts.Upheld))
	if result.Score == nil {
		e.line("", "service.min_parcels", nil, 0, fmt.Sprintf("业务量不足 %d 件，服务维度不作评价。", rule.MinParcels))
		return
	}
	e.line("", "service.prior_parcels", e.peers.complaints, 0,
		fmt.Sprintf("同组每件认定申诉率（上限每 %d 件 %s 件）按 %d 件业务量计入。", rule.Per, shown(rule.PriorCap), rule.PriorParcels))
	e.score("bands.service", e.serviceScore(facts, e.peers.complaints), *result.Score,
		fmt.Sprintf("服务维度每 %d 件认定申诉", rule.Per), e.book.Bands.Service)
}

func (e *explainer) duty() {
	e.dimension = DutyLines
	for _, d := range e.duties {
		e.line(d.duty.ID, "duty_points", new(big.Rat).SetInt64(e.book.DutyPoints.Of(d.duty.Class)), d.weight,
			fmt.Sprintf("%s 的失责，按“%s”计，时间权重 %d。", d.duty.On, className(d.duty.Class), d.weight))
	}
	var pending []string
	for _, d := range e.subject.Duties {
		if e.inWindow(d.On) && !e.isFinal(d.FinalOn) {
			pending = append(pending, d.ID)
		}
	}
	e.pending(pending)
	e.score("bands.duty", new(big.Rat).SetInt(e.dutyPoints(e.duties)), e.result.Duty.Score, "义务维度得分", e.book.Bands.Duty)
}

func (e *explainer) band() {
	e.dimension = BandLines
	text := "总评取各维度中最差的一项：" + bandName(e.result.Band) + "。"
	if e.result.Band == model.Grey {
		text = "检查与服务两个维度都不作评价，总评为" + bandName(model.Grey) + "。"
	}
	e.line("", "bands", nil, 0, text)
}

func (e *explainer) list() {
	e.dimension = ListLines
	var pending []string
	for _, trigger := range e.subject.Triggers {
		if e.triggerPending(trigger) {
			pending = append(pending, trigger.ID)
		}
	}
	e.pending(pending)
	for _, reason := range e.result.Reasons {
		if id, isTrigger := strings.CutPrefix(reason, "trigger:"); isTrigger {
			e.line(id, "black.veto_triggers", nil, 0, "处罚属于一票否决的种类，列为黑榜候选。")
			continue
		}
		e.line("", "black.min_bad_checks", nil, 0, fmt.Sprintf("不计最差的一次检查，得分仍高于 %s，且有 %d 次检查发现严重及以上的问题，列为黑榜候选。",
			shown(e.book.Bands.Inspection.Amber), e.badChecks()))
	}
	if e.result.List == model.RedList {
		e.line("", "red", e.redScore.inspection, 0, "符合红榜各项条件，且得分在同组名额之内，列为红榜候选。")
	}
	if e.result.List == model.NoList {
		for _, o := range e.obstacles {
			e.line("", o.rule, nil, 0, "不列为红榜候选："+o.text+"。")
		}
	}
}

// shown writes hundredths as people read them: 1158 is 11.58.
func shown(hundredths int64) string { return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100) }

func className(class model.Severity) string {
	return [...]string{"", "轻微", "严重", "很严重", "特别严重"}[class.Rank()]
}

func bandName(band model.Band) string {
	return [...]string{"灰色", "绿色", "黄色", "红色"}[band.Rank()]
}
