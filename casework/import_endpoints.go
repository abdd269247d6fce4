package casework

import (
	"fmt"
	"strconv"

	"yijian/model"
)

var endPointServices = []model.Choice{{Value: "pickup", Title: "收寄"}, {Value: "delivery", Title: "投递"}}

// endPointChoices are the states with their titles, those first that a row may ask for.
func endPointChoices() []model.Choice {
	choices := []model.Choice{}
	for _, status := range []model.EndPointStatus{
		model.EndPointDraft, model.EndPointFiled, model.EndPointSubmitted, model.EndPointCorrection, model.EndPointReturned, model.EndPointCancelled, model.EndPointLapsed,
	} {
		choices = append(choices, model.Choice{Value: string(status), Title: endPointStates[status]})
	}
	return choices
}

func kindChoices() []model.Choice {
	choices := []model.Choice{}
	for _, kind := range model.EndPointKinds {
		choices = append(choices, model.Choice{Value: string(kind), Title: kind.Title()})
	}
	return choices
}

const endPointNote = "快递末端网点，每个一行。导出的行按“记录标识”认定，其他的依次按本地备案号、备案回执号、开办企业加名称加地址认定。" +
	"新增的填“草稿”（由企业或代办人提交备案）或“已备案”（此前已经备案的）；草稿和待补正的可以修改，已备案的请在网点页面办理变更备案。"

func endPointColumns(today model.Date) []model.SheetColumn {
	return []model.SheetColumn{
		{Key: "enterprise_id", Title: "开办企业统一社会信用代码", Kind: model.CellCode, Required: true, Width: 22, Longest: 100, Note: "登记簿里或“企业”表里的企业；也可以填企业全称。"},
		{Key: "branch_id", Title: "开办分支机构名录编号", Kind: model.CellCode, Width: 18, Longest: 60, Note: "由分支机构开办的填它的名录编号；企业直接开办的留空。"},
		{Key: "name", Title: "网点名称", Kind: model.CellText, Required: true, Width: 28, Least: 2, Longest: 100, Note: "门头上的名称。"},
		{Key: "kind", Title: "网点类型", Kind: model.CellChoice, Width: 12, Choices: kindChoices(), Note: "从下拉列表中选。"},
		{Key: "brands", Title: "品牌", Kind: model.CellList, Width: 18, Most: 20, Note: "一个或几个，用顿号隔开，如 顺达、迅通。"},
		{Key: "services", Title: "业务种类", Kind: model.CellList, Width: 12, Most: 2, Choices: endPointServices, Note: "收寄、投递，或两项都填。"},
		{Key: "scope", Title: "经营范围", Kind: model.CellList, Width: 22, Most: 3, Choices: licenceScopes, Note: "不超过开办企业许可的业务范围，用顿号隔开。"},
		{Key: "area_code", Title: "所在街道乡镇", Kind: model.CellChoice, Required: true, Width: 16, Choices: areaChoices(today)[1:], Note: "从下拉列表中选。"},
		{Key: "address", Title: "地址", Kind: model.CellText, Width: 36, Longest: 150, Note: "门牌号写全；同一企业在同一场所不能备案两次。"},
		{Key: "longitude_micro", Title: "经度", Kind: model.CellPlace, Width: 13, Most: 180, Note: "如 107.756012；与纬度同时填写。"},
		{Key: "latitude_micro", Title: "纬度", Kind: model.CellPlace, Width: 13, Most: 90, Note: "如 29.325571；与经度同时填写。"},
		{Key: "opened_on", Title: "开办日期", Kind: model.CellDay, Width: 13, Note: "如 2026-01-02。"},
		{Key: "manager_name", Title: "负责人姓名", Kind: model.CellText, Width: 12, Longest: 30, Note: "导出的文件里只有部分内容，原样导入即保持不变。"},
		{Key: "manager_id", Title: "负责人身份证号", Kind: model.CellCode, Width: 22, Longest: 18, Note: "18 位；导出的文件里只有部分内容，原样导入即保持不变。"},
		{Key: "manager_phone", Title: "负责人电话", Kind: model.CellCode, Width: 16, Longest: 30, Note: "导出的文件里只有部分内容，原样导入即保持不变。"},
		{Key: "service_phone", Title: "服务电话", Kind: model.CellCode, Width: 16, Longest: 30, Note: "对外公布的电话。"},
		{Key: "cameras", Title: "监控摄像头数", Kind: model.CellNumber, Width: 13, Most: 10_000, Note: "整数；没有的填 0，不清楚的留空。"},
		{Key: "floor_area", Title: "面积（平方米）", Kind: model.CellNumber, Width: 14, Most: 1_000_000, Note: "整数；不详的留空。"},
		{Key: "status", Title: "备案状态", Kind: model.CellChoice, Required: true, Width: 12, Choices: endPointChoices(), Note: "新增的填“草稿”或“已备案”；其他状态只在导出的行里有，不能修改。"},
		{Key: "filed_on", Title: "备案日期", Kind: model.CellDay, Width: 13, Note: "已备案的必填。"},
		{Key: "local_serial", Title: "本地备案号", Kind: model.CellCode, Width: 20, Longest: 20, Note: "如 500156-2026-0001；已备案而没有本地备案号的留空，入库时给号。"},
		{Key: "national_receipt_no", Title: "备案回执号", Kind: model.CellText, Width: 24, Longest: 60, Note: "全国系统给的回执号，照原样填写。"},
		recordMark,
	}
}

func endPointSheet(today model.Date) importSheet {
	return importSheet{
		Sheet: model.Sheet{Noun: "endpoints", Title: "末端网点", Note: endPointNote, Columns: endPointColumns(today)},
		take:  takeEndPoint, prepare: prepareEndPoints, end: (*importPass).bringPending,
		export: func(e *registerExport, each func([]string) error) error {
			return e.eachEndPoint(func(p model.EndPoint) error {
				return each(endPointCells(e.codes[p.EnterpriseID], e.directory[p.BranchID], p))
			})
		},
	}
}

var endPointTitles = endPointColumns(model.FirstDay)

func endPointCells(uscc, directoryNo string, e model.EndPoint) []string {
	c := endPointTitles
	count := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	kind := ""
	if e.Kind != "" {
		kind = e.Kind.Title()
	}
	return []string{
		uscc, directoryNo, e.Name, kind, titlesOf(c[4], e.Brands), titlesOf(c[5], e.Services), titlesOf(c[6], e.Scope), areaTitle(e.AreaCode), e.Address,
		degreesOf(e.LongitudeMicro), degreesOf(e.LatitudeMicro), e.OpenedOn.String(), e.ManagerName.String(), e.ManagerID.String(), e.ManagerPhone.String(),
		e.ServicePhone, count(e.Cameras), count(e.FloorArea), endPointStates[e.Status], e.FiledOn.String(), string(e.LocalSerial), e.NationalReceiptNo,
		markOf(e.ID, e.Version),
	}
}

// endPointFacts is what a row says, as a person would enter it.
func (r *importRow) endPointFacts() EndPointFacts {
	return EndPointFacts{
		Name: r.text("name"), Kind: model.EndPointKind(r.choice("kind")), Brands: r.words("brands"), Services: r.words("services"), Scope: r.words("scope"),
		AreaCode: r.choice("area_code"), Address: r.text("address"), LongitudeMicro: r.place("longitude_micro"), LatitudeMicro: r.place("latitude_micro"),
		OpenedOn: r.day("opened_on"), ManagerName: model.PersonName(r.text("manager_name")), ManagerID: model.IDNumber(r.text("manager_id")),
		ManagerPhone: model.Phone(r.text("manager_phone")), ServicePhone: r.text("service_phone"), Cameras: r.given("cameras"), FloorArea: r.given("floor_area"),
	}
}

// checkBrands holds each brand to the length that a form allows.
func (r *importRow) checkBrands(brands []string) {
	const longest = 30
	for i, brand := range brands {
		if len([]rune(brand)) > longest {
			r.fault("brands", "text.too_long", fmt.Sprintf("第 %d 个品牌超过 %d 字", i+1, longest))
		}
	}
}

// prepareEndPoints reads the end points that the next rows are about.
func prepareEndPoints(p *importPass, rows []*importRow) error {
	ids := []model.EndPointID{}
	for _, r := range rows {
		if at, found := p.Places.of(p, r); found {
			ids = append(ids, p.Places.Rows[at].ID)
		}
	}
	var err error
	p.Existing, err = p.reader.EndPointsByID(p.ctx, p.scope, ids)
	return err
}

// of is the end point that a row is about: that of its mark, else of its serial, of its
// receipt, or of its opener, name and address.
func (l *importPlaces) of(p *importPass, r *importRow) (at int32, found bool) {
	if at, found = l.ids[model.EndPointID(r.id)]; found && r.id != "" {
		return at, true
	}
	if serial := r.text("local_serial"); serial != "" {
		if at, found = l.bySerial[model.Serial(serial)]; found {
			return at, true
		}
	}
	if receipt := r.text("national_receipt_no"); receipt != "" {
		if at, found = l.byReceipt[receipt]; found {
			return at, true
		}
	}
	firm := p.firms[r.text("enterprise_id")]
	if firm == nil {
		return 0, false
	}
	place := openedAt{firm.ID, r.text("name"), premisesIn(r)}
	at, found = l.byPlace[place]
	return at, found && place.premises != ""
}
