package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/reference"
)

// The sheets of a plan's workbook, by their places.
const (
	planHeadSheet = iota
	planTaskSheet
	planStepSheet
)

// planHeadRows are the lines of the head, in their order: what each is called, which field it fills, and what to write.
var planHeadRows = []struct{ title, field, note string }{
	{"文号", "document_no", "如 武隆府办发〔2027〕5号"},
	{"方案名称", "title", "不加书名号"},
	{"附件标题", "annex_title", "不填为“方案名称＋任务分解表”"},
	{"发文机关", "issuer", "如 重庆市武隆区人民政府办公室"},
	{"印发日期", "dated", "如 2027-01-15；单位按这一天的名录认定"},
	{"发展目标", "goal", "可以不填"},
	{"完成时限", "due_on", "没有单独写时限的任务以它为准"},
	{"督导单位", "supervising_unit", "只写一个单位"},
}

// PlanSheets is the form of a plan's workbook: its head, its tasks as the annex lists them, and their milestones.
func PlanSheets() []model.Sheet {
	rhythms := []model.Choice{{Value: string(model.RhythmMonthly), Title: "月报"}, {Value: string(model.RhythmQuarterly), Title: "季报"}}
	return []model.Sheet{
		{Title: "方案", Columns: []model.SheetColumn{
			{Key: "field", Title: "项目", Kind: model.CellText, Width: 14, Longest: 40},
			{Key: "value", Title: "内容", Kind: model.CellText, Width: 60, Longest: longestClause},
			{Key: "note", Title: "填写提示", Kind: model.CellText, Width: 44, Longest: 200},
		}},
		{Title: "任务分解", Columns: []model.SheetColumn{
			{Key: "group_title", Title: "结构", Kind: model.CellText, Required: true, Width: 14, Longest: 60, Note: "同一结构的各项只写第一行即可，也可以合并单元格"},
			{Key: "number", Title: "序号", Kind: model.CellNumber, Required: true, Width: 7, Most: mostPlanTasks, Note: "从 1 起连续编号"},
			{Key: "name", Title: "工作任务", Kind: model.CellText, Required: true, Width: 24, Longest: 200},
			{Key: "content", Title: "具体内容", Kind: model.CellText, Required: true, Width: 60, Longest: longestClause},
			{Key: "lead", Title: "牵头单位", Kind: model.CellText, Required: true, Width: 18, Longest: 200, Note: "只写一个，可从下拉列表选"},
			{Key: "support", Title: "配合单位", Kind: model.CellText, Width: 30, Longest: 2000, Note: "几个单位之间用顿号隔开；可以写“各乡镇人民政府”等一类单位"},
			{Key: "responsible", Title: "责任单位", Kind: model.CellText, Width: 30, Longest: 2000, Note: "写法同配合单位，可以不填"},
			{Key: "start_on", Title: "启动日期", Kind: model.CellDay, Width: 13, Note: "如 2027-02-01；不填的印发后再设定"},
			{Key: "due_on", Title: "完成时限", Kind: model.CellDay, Width: 13, Note: "不填的以方案的完成时限为准"},
			{Key: "rhythm", Title: "报送周期", Kind: model.CellChoice, Width: 10, Choices: rhythms, Note: "不填为月报"},
		}},
		{Title: "里程碑", Columns: []model.SheetColumn{
			{Key: "number", Title: "任务序号", Kind: model.CellNumber, Required: true, Width: 10, Most: mostPlanTasks, Note: "“任务分解”表里的序号；同一任务的各行只写第一行即可"},
			{Key: "title", Title: "里程碑", Kind: model.CellText, Required: true, Width: 30, Longest: 100},
			{Key: "due_on", Title: "时限", Kind: model.CellDay, Required: true, Width: 13},
			{Key: "weight", Title: "权重", Kind: model.CellNumber, Required: true, Width: 8, Most: mostWeight, Note: "同一任务的各个里程碑合计 100"},
			{Key: "deliverable", Title: "交付成果", Kind: model.CellText, Required: true, Width: 40, Longest: 300},
			{Key: "owner", Title: "负责单位", Kind: model.CellText, Width: 18, Longest: 200, Note: "不填为牵头单位"},
		}},
	}
}

// PlanForm is what the template of a plan is made from.
type PlanForm struct {
	Sheets []model.Sheet
	Rows   []model.SheetRow // that are filled in already
	Units  []PlanUnitChoice
	Guide  []string
}

// PlanUnitChoice is a unit or a group of units that a plan may name.
type PlanUnitChoice struct {
	ID      model.UnitID   `json:"id"`
	Title   string         `json:"title"`
	Kind    model.UnitKind `json:"kind"`  // empty for a group
	Group   bool           `json:"group"` // such as 各乡镇人民政府: several units
	Members []string       `json:"members"`
}

// PlanForm returns the form of a plan's workbook with the units of today.
func (d *Desk) PlanForm(ctx context.Context, actor model.Actor) (PlanForm, error) {
	units, err := d.PlanUnits(ctx, actor, d.Today())
	form := PlanForm{Sheets: PlanSheets(), Units: units, Guide: planGuide}
	for i, line := range planHeadRows {
		form.Rows = append(form.Rows, model.SheetRow{Sheet: planHeadSheet, Row: i + 2, Cells: []string{line.title, "", line.note}})
	}
	return form, err
}

var planGuide = []string{
	"一个工作簿填一份方案：“方案”表填方案本身，“任务分解”表一行一项任务，“里程碑”表一行一个里程碑。",
	"表头不要改动；黄色表头的必须填写。表头以上可以有标题行，多余的空行不影响读取。",
	"单位写全称、简称或者别称都可以，见“单位”表；几个单位之间用顿号隔开。一类单位按方案的印发日期展开成各个单位。",
	"日期写作 2027-01-02、2027/1/2 或 2027年1月2日。",
	"上传以后先整体读一遍：读不懂的、不在名录中的、对不上的逐格列出。可以改好表格重新上传，也可以先存为拟稿，在页面上改。",
	"存为拟稿不等于印发：拟稿只有督导单位和局领导看得到，不上看板，也不用报送。提交以后由另一人印发交办。",
}

// PlanUnits returns the units that exist on the day and the groups, by which a plan's units are chosen.
func (d *Desk) PlanUnits(ctx context.Context, actor model.Actor, day model.Date) ([]PlanUnitChoice, error) {
	if _, err := d.Scope(actor, "plan-draft:read"); err != nil {
		return nil, err
	}
	names, err := catalogueOf(ctx, d.Store.Reader)
	if err != nil {
		return nil, err
	}
	return planUnitsOf(names, day), nil
}

func planUnitsOf(names *reference.Catalogue, day model.Date) []PlanUnitChoice {
	choices := []PlanUnitChoice{}
	for _, u := range names.NamesOn(day) {
		choice := PlanUnitChoice{ID: u.ID, Title: u.Title, Kind: u.Kind, Group: names.IsGroup(u.ID), Members: []string{}}
		for _, member := range names.MembersOn(u.ID, day) {
			choice.Members = append(choice.Members, member.ShortName)
		}
		choices = append(choices, choice)
	}
	return choices
}
