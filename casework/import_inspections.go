package casework

import (
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

var (
	inspectionKinds = choicesWith(
		[]model.InspectionKind{model.InspectionDaily, model.InspectionSpecial, model.InspectionClue, model.InspectionInstant},
		map[model.InspectionKind]string{
			model.InspectionDaily: "日常检查", model.InspectionSpecial: "专项检查", model.InspectionClue: "线索核查", model.InspectionInstant: "即时检查",
		})
	severities = choicesWith(
		[]model.Severity{model.Minor, model.Serious, model.VerySerious, model.MostSerious},
		map[model.Severity]string{model.Minor: "轻微", model.Serious: "一般", model.VerySerious: "严重", model.MostSerious: "特别严重"})
	checkItems = choicesWith(
		[]model.CheckItem{
			model.ItemLicence, model.ItemAcceptance, model.ItemRealName, model.ItemScreening, model.ItemUserData, model.ItemPremises,
			model.ItemEmergency, model.ItemNotices, model.ItemDelivery, model.ItemComplaints, model.ItemReporting, model.ItemUnified,
			model.ItemUnclaimed, model.ItemPackaging, model.ItemAnnualReport, model.ItemLockers, model.ItemVehicles,
		},
		map[model.CheckItem]string{
			model.ItemLicence: "许可与备案", model.ItemAcceptance: "收寄验视", model.ItemRealName: "实名收寄", model.ItemScreening: "过机安检",
			model.ItemUserData: "用户信息保护", model.ItemPremises: "场所安全", model.ItemEmergency: "应急管理", model.ItemNotices: "服务公示",
			model.ItemDelivery: "投递与签收", model.ItemComplaints: "投诉申诉处理", model.ItemReporting: "数据报送", model.ItemUnified: "统一管理",
			model.ItemUnclaimed: "无着快件处理", model.ItemPackaging: "绿色包装", model.ItemAnnualReport: "年度报告", model.ItemLockers: "智能快件箱",
			model.ItemVehicles: "车辆标识",
		})
)

func resultChoices() []model.Choice {
	choices := []model.Choice{}
	for _, code := range []model.ResultCode{
		model.ResultClean, model.ResultNotDisclosed, model.ResultFalse, model.ResultUnreachable, model.ResultCorrected,
		model.ResultUncooperative, model.ResultNoSuchBusiness, model.ResultFollowUp,
	} {
		choices = append(choices, model.Choice{Value: string(code), Title: code.Title()})
	}
	return choices
}

// headOfInspection are the columns in which the rows of one inspection agree.
var headOfInspection = []string{"kind", "drawn", "basis", "officer_names", "units", "result"}

func pastInspectionSheet() importSheet {
	return importSheet{
		Sheet: model.Sheet{
			Noun: "inspections", Title: "检查", NoPersons: true,
			Note: "已办结的行政检查，每次一行；发现几个问题的填几行，前十列照抄，相邻放在一起，每行一个问题。没有发现问题的，问题各列留空。",
			Columns: []model.SheetColumn{
				numbered("document_no", "检查编号", "检查通知书或检查记录的编号；没有编号的自编一个，不与别的重复。", model.CellText, 80),
				firmColumn("被检查企业", false),
				{Key: "endpoint_id", Title: "末端网点", Kind: model.CellText, Width: 20, Longest: 100, Note: "检查末端网点的，填本地备案号或网点名称；检查企业本身的留空。"},
				{Key: "inspected_on", Title: "检查日期", Kind: model.CellDay, Required: true, Width: 13, Note: "检查记录上的日期，一般在近 24 个月以内。"},
				{Key: "kind", Title: "检查类别", Kind: model.CellChoice, Required: true, Width: 12, Choices: inspectionKinds, Note: "从下拉列表中选。"},
				{Key: "drawn", Title: "随机抽取", Kind: model.CellChoice, Width: 10, Choices: yesOrNo, Note: "由“双随机”抽取产生的填“是”；留空为否。"},
				{Key: "basis", Title: "检查依据", Kind: model.CellText, Width: 26, Longest: 200, Note: "如 快递市场管理办法第四十二条；不详的留空。"},
				{Key: "officer_names", Title: "执法人员", Kind: model.CellList, Required: true, Width: 18, Longest: 150, Most: 10, Note: "只写姓名，用顿号隔开；已离职、没有账号的也照写。"},
				{Key: "units", Title: "检查项数", Kind: model.CellNumber, Required: true, Width: 10, Most: 1000, Note: "本次检查了几项，至少 1。"},
				{Key: "result", Title: "检查结果", Kind: model.CellChoice, Required: true, Width: 24, Choices: resultChoices(), Note: "从下拉列表中选。"},
				{Key: "group", Title: "问题事项", Kind: model.CellChoice, Width: 14, Choices: checkItems, Note: "有问题的必填，从下拉列表中选。"},
				{Key: "class", Title: "严重程度", Kind: model.CellChoice, Width: 10, Choices: severities, Note: "有问题的必填，从下拉列表中选。"},
				{Key: "text", Title: "问题", Kind: model.CellText, Width: 32, Longest: 300, Note: "有问题的必填；不要写个人信息。"},
				{Key: "finding_basis", Title: "问题依据", Kind: model.CellText, Width: 22, Longest: 100, Note: "如 快递暂行条例第三十三条。"},
				{Key: "final_on", Title: "认定日期", Kind: model.CellDay, Width: 13, Note: "认定问题的文书上的日期，自这天起计入信用评价；留空为检查日期。"},
				{Key: "rectify_by", Title: "整改期限", Kind: model.CellDay, Width: 13, Note: "责令改正通知书上的期限；没有的留空。"},
				{Key: "rectified_on", Title: "整改完成日", Kind: model.CellDay, Width: 13, Note: "留空为尚未整改，按未整改计入信用评价。"},
			},
		},
		take: takePastInspection, end: (*importPass).settlePastInspections,
	}
}

// takePastInspection reads a row as an inspection, or as one more finding of the one before it.
func takePastInspection(p *importPass, r *importRow) error {
	r.shape()
	on := r.recent("inspected_on")
	firm, place := p.pastFirm(r)
	if r.text("units") != "" && r.number("units") < 1 {
		r.fault("units", "inspection.units_missing", "检查项数至少为 1")
	}
	finding, found := r.pastFinding(on)
	if firm == nil || on.IsZero() || r.text("document_no") == "" {
		r.settle(false, false)
		return nil
	}
	key := strings.Join([]string{model.DocumentKey(r.text("document_no")), on.String(), string(firm.ID), string(place)}, "|")
	if n := len(p.Past.Inspections); n > 0 && p.Past.Inspections[n-1].key == key {
		joinPast(p.Past.Inspections[n-1], r, finding, found)
		return nil
	}
	r.once("document_no", key)
	if number := model.DocumentKey(r.text("document_no")); p.numberedOn[number].row == 0 {
		p.numberedOn[number] = inspectedFirst{on, int32(r.n)}
	}
	if len(p.Past.Inspections) >= importBatchRows {
		if err := p.settlePastInspections(); err != nil {
			return err
		}
	}
	i := r.pastInspection(firm, place, key)
	if found {
		i.Findings = append(i.Findings, finding)
	}
	p.Past.Inspections = append(p.Past.Inspections, &pastRecord[model.Inspection]{key, []*importRow{r}, i})
	return nil
}

// joinPast adds the finding of a further row, whose other columns agree with the first.
func joinPast(one *pastRecord[model.Inspection], r *importRow, finding model.Finding, found bool) {
	for _, key := range headOfInspection {
		at, column := r.column(key)
		if normal(column, r.cells[at]) != normal(column, one.Rows[0].cells[at]) {
			r.fault(key, "history.rows_differ", "与同一次检查的前一行不同；几行须相同，只有问题各列不同")
		}
	}
	if !found {
		r.fault("document_no", "row.doubled", "与前一行重复：同一次检查的每一行须写一个问题")
		return
	}
	one.Rows, one.is.Findings = append(one.Rows, r), append(one.is.Findings, finding)
}

func (r *importRow) pastInspection(firm *importFirm, place model.EndPointID, key string) model.Inspection {
	p, on := r.Pass, r.day("inspected_on")
	i := model.Inspection{
		ID: model.InspectionID(r.newID()), EnterpriseID: firm.ID, EnterpriseName: firm.Name, EndpointID: place, AreaCode: firm.AreaCode,
		Kind: model.InspectionKind(r.choice("kind")), Basis: r.text("basis"), Drawn: r.choice("drawn") == "yes", InspectedOn: on,
		Officers: model.UserIDs{}, OfficerNames: strings.Join(r.words("officer_names"), between), Units: int64(r.number("units")),
		Result: model.ResultCode(r.choice("result")), Findings: model.Findings{}, Status: model.InspectionConfirmed,
		ImportNo: p.number, DocumentNo: r.asGiven("document_no"), HistoryKey: &key, Demo: p.demoOf(firm), Version: 1,
	}
	if p.promotes() {
		i.CreatedAt, i.UpdatedAt = p.now(), p.now()
	}
	if i.Drawn && !i.Kind.MayBeDrawn() {
		r.fault("drawn", "inspection.kind_not_drawn", "线索核查和即时检查不是抽查，不能标为随机抽取")
	}
	if len(r.words("officer_names")) == 1 {
		r.warn("officer_names", "inspection.officers_too_few", "执法人员不足两人（"+policy.TwoOfficersBasis.String()+"）；与检查记录核对无误后可以导入")
	}
	return i
}

// pastFinding is what a row says was found wrong; found is false where it says nothing.
func (r *importRow) pastFinding(on model.Date) (f model.Finding, found bool) {
	columns := []string{"group", "class", "text"}
	for _, key := range append(columns, "finding_basis", "final_on", "rectify_by", "rectified_on") {
		found = found || r.text(key) != ""
	}
	if !found {
		return f, false
	}
	for _, key := range columns {
		if r.text(key) == "" {
			_, column := r.column(key)
			r.fault(key, "required", "有问题的，请填写"+column.Title)
		}
	}
	f = model.Finding{
		ID: store.NewID(), Group: model.CheckItem(r.choice("group")), Class: model.Severity(r.choice("class")), Text: r.text("text"),
		Basis: r.text("finding_basis"), RectifyBy: r.day("rectify_by"), RectifiedOn: r.past("rectified_on", on), FinalOn: r.past("final_on", on),
	}
	f.Open = f.RectifiedOn.IsZero()
	if f.FinalOn.IsZero() {
		f.FinalOn = on
	}
	if !f.RectifyBy.IsZero() && (f.RectifyBy.Before(on) || f.RectifyBy.After(on.AddMonths(24))) {
		r.fault("rectify_by", "date.too_early", "整改期限应在检查日期以后 24 个月以内")
	}
	return f, true
}

func (p *importPass) settlePastInspections() error {
	records := p.Past.Inspections
	p.Past.Inspections = nil
	for _, one := range records {
		r := one.Rows[0]
		for _, wrong := range policy.CheckResult(one.is.Result, len(one.is.Findings)) {
			if one.is.Result != "" && wrong.Reason != "inspection.result_unknown" {
				r.fault("result", wrong.Reason, wrong.Detail)
			}
		}
	}
	visits, err := p.ownVisits(records)
	if err != nil {
		return err
	}
	numbered, err := p.numberedAlike(records)
	if err != nil {
		return err
	}
	return settlePast(p, pastKind[model.Inspection]{
		column: "document_no",
		find: func(r store.Reader, keys []string) (map[string]model.Inspection, error) {
			return r.PastInspections(p.ctx, keys)
		},
		id:   func(i model.Inspection) string { return string(i.ID) },
		area: func(i model.Inspection) string { return i.AreaCode },
		same: samePastInspection,
		on:   func(i model.Inspection) (string, model.Date) { return "inspected_on", i.InspectedOn },
		doubt: func(_ *importPass, r *importRow, i model.Inspection) error {
			if own, entered := visits[visitOf(i)]; entered {
				r.fault("inspected_on", "history.entered", "平台上已有 "+own.InspectedOn.String()+" 对“"+i.EnterpriseName+"”同一处的检查，会重复计入信用评价，不能导入；请删去这一行")
			}
			known := numbered[model.DocumentKey(i.DocumentNo)]
			p.doubtOfNumber(r, i, known)
			p.doubtOfSecondDay(r, i, known)
			return nil
		},
		add: func(p *importPass, rows []*model.Inspection) error {
			return p.write.bring(func(w work) error { return w.AddPastInspections(p.ctx, rows) })
		},
	}, records)
}

// numberedAlike are the inspections that other imports brought under the document numbers of records.
func (p *importPass) numberedAlike(records []*pastRecord[model.Inspection]) (map[string][]model.Inspection, error) {
	numbers := []string{}
	for _, one := range records {
		numbers = append(numbers, model.DocumentKey(one.is.DocumentNo))
	}
	slices.Sort(numbers)
	found, err := p.reader.InspectionsNumbered(p.ctx, slices.Compact(numbers))
	for number, rows := range found {
		found[number] = slices.DeleteFunc(rows, func(i model.Inspection) bool { return i.ImportNo == p.number })
	}
	return found, err
}

// doubtOfNumber has a person confirm a new inspection whose document is known by another day,
// enterprise or place: it may be the same one corrected, and would count twice.
func (p *importPass) doubtOfNumber(r *importRow, is model.Inspection, known []model.Inspection) {
	if len(known) == 0 {
		return
	}
	said, hidden := []string{}, false
	for _, i := range known {
		if !p.told.HasArea(i.AreaCode) {
			hidden = true
			continue
		}
		one := i.InspectedOn.String() + " 对“" + i.EnterpriseName + "”" + p.placeSaid(i.EndpointID) + "的检查"
		other := []string{}
		if i.InspectedOn != is.InspectedOn {
			other = append(other, "日期")
		}
		if i.EnterpriseID != is.EnterpriseID {
			other = append(other, "企业")
		}
		if i.EndpointID != is.EndpointID {
			other = append(other, "末端网点")
		}
		said = append(said, one+"（"+i.ImportNo+"，"+strings.Join(other, between)+"与本行不同）")
	}
	text := strings.Join(said[:min(len(said), numbersTold)], "；")
	if len(said) > numbersTold {
		text += fmt.Sprintf("等 %d 条", len(said))
	}
	if hidden {
		text = strings.TrimPrefix(text+"；另有不在您辖区内的", "；另")
	}
	r.warn("document_no", "history.number_again", "系统里已有这一编号的记录："+text+
		"。入库不改动已有的，会另外新增一条，两条都计入信用评价。是同一次检查的，请删去这一行；确是另一次检查的，确认后可以导入")
}

// numbersTold is how many inspections of one number are told of.
const numbersTold = 3

func (p *importPass) placeSaid(id model.EndPointID) string {
	if at, known := p.Places.ids[id]; known && p.told.HasArea(p.Places.Rows[at].AreaCode) {
		return "的末端网点“" + p.Places.Rows[at].Name + "”"
	}
	return ""
}

// doubtOfSecondDay has a person confirm that one document of the file is of several days: one day
// may be mistyped. Of several enterprises or places on one day it may well be.
func (p *importPass) doubtOfSecondDay(r *importRow, is model.Inspection, known []model.Inspection) {
	first := p.numberedOn[model.DocumentKey(is.DocumentNo)]
	told := slices.ContainsFunc(known, func(i model.Inspection) bool { return i.InspectedOn == first.day })
	if first.day != is.InspectedOn && !told {
		r.warn("document_no", "history.number_again", fmt.Sprintf("文件第 %d 行有同一编号、日期为 %s 的检查。入库会成为两条，都计入信用评价。是同一次检查的，请改正日期；确是另一次检查的，确认后可以导入", first.row, first.day))
	}
}

// inspectedFirst is where a file has a document number first, and of which day.
type inspectedFirst struct {
	day model.Date
	row int32
}

// visit tells inspections apart that nobody numbered: where and when.
type visit struct {
	firm  model.EnterpriseID
	place model.EndPointID
	on    model.Date
}

func visitOf(i model.Inspection) visit { return visit{i.EnterpriseID, i.EndpointID, i.InspectedOn} }

// ownVisits are the inspections of the same enterprises that were entered by acts.
func (p *importPass) ownVisits(records []*pastRecord[model.Inspection]) (map[visit]model.Inspection, error) {
	firms := []model.EnterpriseID{}
	for _, one := range records {
		firms = append(firms, one.is.EnterpriseID)
	}
	slices.Sort(firms)
	rows, err := p.reader.OwnVisits(p.ctx, slices.Compact(firms))
	visits := map[visit]model.Inspection{}
	for _, i := range rows {
		visits[visitOf(i)] = i
	}
	return visits, err
}

// samePastInspection reports whether nothing of the file is missing; what was put right since is not.
func samePastInspection(was, is model.Inspection) bool {
	if was.Kind != is.Kind || was.Drawn != is.Drawn || was.Basis != is.Basis || was.OfficerNames != is.OfficerNames || was.Units != is.Units ||
		was.Result != is.Result || len(was.Findings) != len(is.Findings) {
		return false
	}
	for n, f := range is.Findings {
		known := was.Findings[n]
		if f.Open && !known.Open {
			known.Open, known.RectifiedOn = true, model.Date{}
		}
		f.ID = known.ID
		if f != known {
			return false
		}
	}
	return true
}
