package casework

import (
	"cmp"
	"slices"

	"yijian/model"
	"yijian/store"
)

// HistoryImport is the kind of imports that bring what happened before the platform was used.
const HistoryImport = "history"

// historyMonths is how far back the facts of a rating on the first day reach.
const historyMonths = 24

// sheetsOf are the sheets of a kind of file, as they are today.
func sheetsOf(kind string, today model.Date) []importSheet {
	if kind == HistoryImport {
		return []importSheet{pastInspectionSheet(), pastPenaltySheet(), pastComplaintSheet()}
	}
	return registerSheets(today)
}

// ImportSheets are the sheets of a kind of file, as they are today.
func (d *Desk) ImportSheets(kind string) []model.Sheet {
	sheets := []model.Sheet{}
	for _, s := range sheetsOf(kind, d.Today()) {
		sheets = append(sheets, s.Sheet)
	}
	return sheets
}

// ImportGuide is what the first page of a template says of a kind of file beyond what holds of all.
func ImportGuide(kind string) []string {
	if kind == HistoryImport {
		return []string{
			"只填平台启用以前已经办结的检查、行政处罚和申诉，一般为近 24 个月的；企业和末端网点须已在登记簿里。",
			"不导入个人信息：不要增加姓名、电话、身份证号、地址等列，文字里也不要写当事人、用户的个人信息。执法人员只写姓名。",
			"入库的是已办结的记录：不起算期限、不发通知、不对外公示。没有整改的问题进企业和辖区检查人员的待办，期限是文书上的整改期限；其余不进待办。检查和处罚按文书上的日期计入信用评价；申诉记录在案，信用评价目前不计申诉率。",
			"自平台开始办理这一类记录之日起的，须在平台上办理，不导入；已撤销的处罚不导入。导入不改动已发布的红黑榜。",
			"登记和办理这一类记录的人才能上传和入库：处罚由局领导入库，申诉由申诉专员上传、另一名申诉专员入库。",
			"已在系统里的（按检查编号加日期加地点、处罚文号、申诉编号认定）不再导入，也不修改；同一份文件再导入，什么也不改动。",
			"同一检查编号已有日期、企业或末端网点不同的检查，是提醒：确认入库会另外新增一条，两条都计入信用评价；只是更正的，请不要再导入。",
		}
	}
	return []string{
		"不导入的表留空即可。许可、分支机构和末端网点可以指向同一份文件里的企业。",
		"导出的文件改过再导入，只改动改过的行；原样导入，什么也不改动。隐藏的“记录标识”列不要改动。",
	}
}

var yesOrNo = []model.Choice{{Value: "yes", Title: "是"}, {Value: "no", Title: "否"}}

// pastRecord is a record of the past that one row brings, or several together.
type pastRecord[T any] struct {
	key  string // by which it is known again
	Rows []*importRow
	is   T
}

// pastKind says how records of the past are found, compared and kept.
type pastKind[T any] struct {
	column string // that holds the number
	find   func(store.Reader, []string) (map[string]T, error)
	id     func(T) string
	area   func(T) string
	same   func(was, is T) bool
	on     func(T) (column string, day model.Date)
	doubt  func(p *importPass, r *importRow, is T) error // about a new record; nil for nothing
	add    func(p *importPass, rows []*T) error
}

// pastPending are the records whose rows were read and that are settled together.
type pastPending struct {
	Inspections []*pastRecord[model.Inspection]
	Penalties   []*pastRecord[model.Penalty]
	Complaints  []*pastRecord[model.Complaint]
}

// settlePast compares records with those that are there, and keeps the new ones in a promotion.
func settlePast[T any](p *importPass, of pastKind[T], records []*pastRecord[T]) error {
	for piece := range slices.Chunk(records, importBatchRows) {
		keys := make([]string, len(piece))
		for i, one := range piece {
			keys[i] = one.key
		}
		known, err := of.find(p.reader, keys)
		if err != nil {
			return err
		}
		var fresh []*T
		for _, one := range piece {
			was, exists := known[one.key]
			if exists {
				p.compare(of.column, one.Rows[0], p.scope.HasArea(of.area(was)), of.same(was, one.is))
			} else if column, on := of.on(one.is); !on.After(p.today) && on == p.began[one.Rows[0].sheet.Noun] {
				one.Rows[0].lateForImport(column)
			} else if of.doubt != nil {
				if err := of.doubt(p, one.Rows[0], one.is); err != nil {
					return err
				}
			}
			for _, r := range one.Rows {
				if r.record = of.id(one.is); exists {
					r.record = of.id(was)
				}
				r.settle(exists, exists)
			}
			if !exists {
				fresh = append(fresh, &one.is)
			}
		}
		if !p.promotes() || p.wrong > 0 || len(fresh) == 0 { // a promotion with a fault is taken back
			continue
		}
		if err := of.add(p, fresh); err != nil {
			return err
		}
	}
	return nil
}

// compare says of a row whose record is there what becomes of it: nothing.
func (p *importPass) compare(column string, r *importRow, isOurs, same bool) {
	switch {
	case !isOurs:
		r.fault(column, "history.foreign", "这个编号已被使用，记录不在您的辖区内")
	case !same:
		r.warn(column, "history.differs", "系统里已有这一编号的记录，内容与本行不同；导入不修改它，要更正请在它的页面办理。确认后这一行略过")
	}
}

// pastFirm is the enterprise and the end point that a row is about. An end point that is
// named by its local serial tells the enterprise too.
func (p *importPass) pastFirm(r *importRow) (*importFirm, model.EndPointID) {
	place := ""
	if r.sheet.Column("endpoint_id") >= 0 {
		place = r.text("endpoint_id")
	}
	at, found := p.Places.bySerial[model.Serial(halfWidth(place))]
	firm := p.firmOf(r)
	switch {
	case r.text("enterprise_id") == "" && !found:
		r.fault("enterprise_id", "required", "请填写企业；末端网点填了本地备案号的可以不填")
		return nil, ""
	case r.text("enterprise_id") == "":
		if firm = p.firmsByID[p.Places.Rows[at].EnterpriseID]; firm == nil || !p.scope.HasArea(firm.AreaCode) {
			r.fault("endpoint_id", "endpoint.unknown", "登记簿里没有这个末端网点")
			return nil, ""
		}
	}
	if firm == nil || place == "" {
		return firm, ""
	}
	if !found {
		at, found = p.pointNamed(firm.ID, place)
	}
	if !found || p.Places.Rows[at].EnterpriseID != firm.ID {
		r.fault("endpoint_id", "endpoint.unknown", "这家企业没有这个末端网点；请填本地备案号，或登记簿里的网点名称（同名的须填备案号）")
		return firm, ""
	}
	return firm, p.Places.Rows[at].ID
}

// pointNamed is the place of the one end point of a firm that has the name.
func (p *importPass) pointNamed(firm model.EnterpriseID, name string) (at int32, found bool) {
	if p.pointNames == nil {
		p.pointNames = map[openedAt][]int32{}
		for n, e := range p.Places.Rows {
			by := openedAt{firm: e.EnterpriseID, name: e.Name}
			p.pointNames[by] = append(p.pointNames[by], int32(n))
		}
	}
	named := p.pointNames[openedAt{firm: firm, name: name}]
	if len(named) != 1 {
		return 0, false
	}
	return named[0], true
}

// past is a date of the past, that does not lie before another.
func (r *importRow) past(key string, least model.Date) model.Date {
	day := r.day(key)
	switch {
	case day.IsZero():
	case day.After(r.Pass.today):
		r.fault(key, "date.in_future", "历史数据的日期不能晚于今天")
	case day.After(r.Pass.began[r.sheet.Noun]):
		r.lateForImport(key)
	case day.Before(least):
		r.fault(key, "date.too_early", "不能早于 "+least.String())
	}
	return day
}

// lateForImport faults the date of a record that acts have to enter.
func (r *importRow) lateForImport(key string) {
	r.fault(key, "date.after_start", "平台自 "+r.Pass.began[r.sheet.Noun].String()+" 起办理"+r.sheet.Title+"，这一天起的须在平台上办理，不能导入")
}

// recent is a date of the past that rating on the first day takes in; an older one is doubted.
func (r *importRow) recent(key string) model.Date {
	day := r.past(key, model.FirstDay)
	if !day.IsZero() && !day.Before(model.FirstDay) && day.Before(r.Pass.today.AddMonths(-historyMonths)) {
		r.warn(key, "history.too_old", "早于近 24 个月，一般不必导入；确认后可以导入")
	}
	return day
}

// loadBegan finds for each kind the day from which its records are entered by acts: that of the
// earliest record in the area that no import brought and that is not made up. What happened from
// that day on has to be entered by acts too, with their terms and reviews; of the day itself only
// what an import brought before is known again. Where nothing was entered yet, the past reaches to today.
func (p *importPass) loadBegan() error {
	for _, s := range p.sheets {
		p.began[s.Noun] = p.today.AddDays(1)
		first, found, err := p.reader.FirstOwn(p.ctx, p.scope, s.Noun)
		if err != nil {
			return err
		}
		if found {
			p.began[s.Noun] = model.DateOf(first)
		}
	}
	return nil
}

// demoOf reports whether a record of the firm is made up.
func (p *importPass) demoOf(firm *importFirm) bool {
	return firm.Demo || p.promotes() && p.write.demo
}

// numbered is the column of a record's own number.
func numbered(key, title, note string, kind model.CellKind, longest int) model.SheetColumn {
	return model.SheetColumn{Key: key, Title: title, Kind: kind, Required: true, Width: 24, Least: 2, Longest: longest, Note: note}
}

func firmColumn(title string, required bool) model.SheetColumn {
	return model.SheetColumn{
		Key: "enterprise_id", Title: title, Kind: model.CellCode, Required: required, Width: 24, Longest: 100,
		Note: "统一社会信用代码，或登记簿里的企业全称。",
	}
}

// choicesWith are the codes with their titles, in the order of the codes.
func choicesWith[T ~string](codes []T, titles map[T]string) []model.Choice {
	choices := []model.Choice{}
	for _, code := range codes {
		choices = append(choices, model.Choice{Value: string(code), Title: cmp.Or(titles[code], string(code))})
	}
	return choices
}
