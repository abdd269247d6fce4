package casework

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// penaltyKinds are the kinds, lightest first.
var penaltyKinds = choicesWith(
	[]model.PenaltyKind{
		model.PenaltyWarning, model.PenaltyCriticism, model.PenaltyFine, model.PenaltyConfiscation, model.PenaltySuspension,
		model.PenaltyRestriction, model.PenaltyRevocation,
	},
	map[model.PenaltyKind]string{
		model.PenaltyWarning: "警告", model.PenaltyCriticism: "通报批评", model.PenaltyFine: "罚款", model.PenaltyConfiscation: "没收",
		model.PenaltySuspension: "责令停业整顿", model.PenaltyRestriction: "限制经营或从业", model.PenaltyRevocation: "吊销许可证件",
	})

var publicityClasses = choicesWith(
	[]model.PublicityClass{model.PublicitySlight, model.PublicityGeneral, model.PublicityGrave},
	map[model.PublicityClass]string{model.PublicitySlight: "轻微", model.PublicityGeneral: "一般", model.PublicityGrave: "严重"})

var penaltyTriggers = choicesWith(
	[]model.PenaltyTrigger{
		model.TriggerRevoked, model.TriggerSuspended, model.TriggerSafety, model.TriggerRefused, model.TriggerUserData, model.TriggerMajorFault,
	},
	map[model.PenaltyTrigger]string{
		model.TriggerRevoked: "吊销许可", model.TriggerSuspended: "停业整顿", model.TriggerSafety: "收寄验视、实名收寄、过机安检",
		model.TriggerRefused: "拒绝检查", model.TriggerUserData: "用户信息泄露", model.TriggerMajorFault: "重大责任事故",
	})

func pastPenaltySheet() importSheet {
	return importSheet{
		Sheet: model.Sheet{
			Noun: "penalties", Title: "行政处罚", NoPersons: true,
			Note: "已作出决定的行政处罚，每件一行，按处罚文号认定。导入不对外公示；仍应公示的，入库后由人在“处罚信息公示”中拟公示、批准。",
			Columns: []model.SheetColumn{
				numbered("document_no", "处罚文号", "处罚决定书的文号，如 武邮罚〔2025〕1号；不能重复。", model.CellText, 80),
				firmColumn("当事人", true),
				{Key: "decided_on", Title: "决定日期", Kind: model.CellDay, Required: true, Width: 13, Note: "处罚决定书上的日期，一般在近 24 个月以内。"},
				{Key: "served_on", Title: "送达日期", Kind: model.CellDay, Width: 13, Note: "送达回证上的日期，自这天起计入信用评价；没有送达的留空。"},
				{Key: "facts", Title: "案由", Kind: model.CellText, Required: true, Width: 32, Least: 2, Longest: 900, Note: "违法事实；不要写个人信息。"},
				{Key: "basis", Title: "处罚依据", Kind: model.CellText, Required: true, Width: 28, Least: 2, Longest: 500, Note: "法规名称和条款。"},
				{Key: "kind", Title: "处罚种类", Kind: model.CellList, Required: true, Width: 20, Most: 7, Choices: penaltyKinds, Note: "一项或几项，用顿号隔开：" + choicesOf(model.SheetColumn{Choices: penaltyKinds}) + "。几项的按最重的一项登记，全部写进案由。"},
				{Key: "amount_fen", Title: "罚没金额（元）", Kind: model.CellCode, Width: 14, Longest: 16, Note: "罚款与没收合计，如 3000 或 3000.50；没有的留空。"},
				{Key: "publicity_class", Title: "失信程度", Kind: model.CellChoice, Required: true, Width: 10, Choices: publicityClasses, Note: "从下拉列表中选，决定公示多久。"},
				{Key: "trigger", Title: "否决情形", Kind: model.CellChoice, Width: 24, Choices: penaltyTriggers, Note: "没有的留空；吊销许可、停业整顿必填。"},
			},
		},
		take: takePastPenalty, end: (*importPass).settlePastPenalties,
	}
}

var writtenYuan = regexp.MustCompile(`^(\d{1,10})(?:\.(\d{1,2}))?$`)

// fenIn reads yuan as fen, without any float on the way.
func fenIn(text string) (fen int64, fits bool) {
	if text == "" {
		return 0, true
	}
	found := writtenYuan.FindStringSubmatch(strings.ReplaceAll(text, ",", ""))
	if found == nil {
		return 0, false
	}
	fen, err := strconv.ParseInt(found[1]+(found[2] + "00")[:2], 10, 64)
	return fen, err == nil
}

func takePastPenalty(p *importPass, r *importRow) error {
	r.shape()
	on := r.recent("decided_on")
	served := r.past("served_on", on)
	firm, _ := p.pastFirm(r)
	fen, fits := fenIn(r.text("amount_fen"))
	if !fits {
		r.fault("amount_fen", "amount.unreadable", "应为元，最多两位小数，如 3000 或 3000.50")
	}
	number := model.DocumentKey(r.text("document_no"))
	if number != "" {
		r.once("document_no", number)
	}
	kind, facts := r.penaltyKind()
	is := model.Penalty{
		ID: model.PenaltyID(r.newID()), DocumentNo: r.asGiven("document_no"), Facts: facts, Basis: r.text("basis"), Kind: kind, AmountFen: fen,
		PublicityClass: model.PublicityClass(r.choice("publicity_class")), Trigger: model.PenaltyTrigger(r.choice("trigger")),
		Status: model.PenaltyDecided, Drafters: model.UserIDs{}, DecidedOn: on, ServedOn: served, ImportNo: p.number, Version: 1,
	}
	if kind != "" && fits {
		r.fields(policy.CheckPenalty(is))
	}
	if firm == nil || number == "" {
		r.settle(false, false)
		return nil
	}
	is.EnterpriseID, is.EnterpriseName, is.AreaCode, is.Demo = firm.ID, firm.Name, firm.AreaCode, p.demoOf(firm)
	if p.promotes() {
		is.CreatedAt, is.UpdatedAt = p.now(), p.now()
	}
	p.Past.Penalties = append(p.Past.Penalties, &pastRecord[model.Penalty]{number, []*importRow{r}, is})
	if len(p.Past.Penalties) < importBatchRows {
		return nil
	}
	return p.settlePastPenalties()
}

// penaltyKind is the heaviest of the kinds, and the cause, which tells of several.
func (r *importRow) penaltyKind() (heaviest model.PenaltyKind, facts string) {
	_, column := r.column("kind")
	words, known := wordsIn(column, r.text("kind"))
	facts = r.text("facts")
	if !known || len(words) == 0 {
		return "", facts
	}
	weight := func(code string) int {
		return slices.IndexFunc(penaltyKinds, func(c model.Choice) bool { return c.Value == code })
	}
	heaviest = model.PenaltyKind(slices.MaxFunc(words, func(a, b string) int { return weight(a) - weight(b) }))
	if len(words) > 1 {
		facts += "（处罚种类：" + titlesOf(column, words) + "）"
	}
	return heaviest, facts
}

func (p *importPass) settlePastPenalties() error {
	records := p.Past.Penalties
	p.Past.Penalties = nil
	red, err := p.redListedOf(records)
	if err != nil {
		return err
	}
	return settlePast(p, pastKind[model.Penalty]{
		column: "document_no",
		find: func(r store.Reader, keys []string) (map[string]model.Penalty, error) {
			return r.PastPenalties(p.ctx, keys)
		},
		id:   func(is model.Penalty) string { return string(is.ID) },
		area: func(was model.Penalty) string { return was.AreaCode },
		same: samePastPenalty,
		on:   func(is model.Penalty) (string, model.Date) { return "decided_on", is.DecidedOn },
		doubt: func(p *importPass, r *importRow, is model.Penalty) error {
			if red[is.EnterpriseID] {
				p.doubtOfRedList(r, is)
			}
			return nil
		},
		add: (*importPass).bringPastPenalties,
	}, records)
}

// bringPastPenalties keeps penalties. What is published of a firm stays as it is: whether one of
// before changes it, a person decides, and the outcome tells of which firms.
func (p *importPass) bringPastPenalties(rows []*model.Penalty) error {
	if err := p.write.bring(func(w work) error { return w.AddPastPenalties(p.ctx, rows) }); err != nil {
		return err
	}
	for _, row := range rows {
		firm := row.EnterpriseID
		if p.renewed[firm] {
			continue
		}
		p.renewed[firm] = true
		if err := p.write.decide(func(w work) error { return w.renewRedCandidates(p.ctx, firm) }); err != nil {
			return err
		}
	}
	return nil
}

// redListedOf are those of the firms of penalties that are on the red list now.
func (p *importPass) redListedOf(records []*pastRecord[model.Penalty]) (map[model.EnterpriseID]bool, error) {
	firms := []model.EnterpriseID{}
	for _, one := range records {
		firms = append(firms, one.is.EnterpriseID)
	}
	slices.Sort(firms)
	listed, err := p.reader.PublishedFirms(p.ctx, slices.Compact(firms), model.RedList)
	red := map[model.EnterpriseID]bool{}
	for _, id := range listed {
		red[id] = true
	}
	return red, err
}

// doubtOfRedList has a person confirm a penalty of a firm that is on the red list now.
func (p *importPass) doubtOfRedList(r *importRow, is model.Penalty) {
	p.redListed[is.EnterpriseID] = true
	r.warn("enterprise_id", "history.red_listed", "这家企业现在在红榜上：导入不改动红黑榜，是否撤下由局领导在红黑榜的条目上【撤回】决定；确认后可以导入")
}

// redListedNow is how many firms of the rows stay on the red list although a penalty came in.
func (p *importPass) redListedNow() int { return len(p.redListed) }

// samePastPenalty reports whether nothing of the file is missing; a service noted since is not, a decision taken back is.
func samePastPenalty(was, is model.Penalty) bool {
	return was.EnterpriseID == is.EnterpriseID && was.Status == is.Status && was.DecidedOn == is.DecidedOn && (is.ServedOn.IsZero() || was.ServedOn == is.ServedOn) &&
		was.Kind == is.Kind && was.AmountFen == is.AmountFen && was.PublicityClass == is.PublicityClass && was.Trigger == is.Trigger &&
		was.Facts == is.Facts && was.Basis == is.Basis
}
