package casework

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"yijian/model"
	"yijian/policy"
)

// EndPointFacts is what a person enters about an end point.
type EndPointFacts struct {
	Name           string
	Kind           model.EndPointKind
	Brands         []string
	Services       []string
	Scope          []string
	BranchID       model.BranchID
	AreaCode       string
	Address        string
	LongitudeMicro *int64
	LatitudeMicro  *int64
	OpenedOn       model.Date
	ManagerName    model.PersonName
	ManagerID      model.IDNumber
	ManagerPhone   model.Phone
	ServicePhone   string
	Cameras        *int
	FloorArea      *int
	MovedFrom      model.EndPointID // asked of a new one only
}

// keepMasked takes a mask that was sent back as "unchanged".
func (f *EndPointFacts) keepMasked(e model.EndPoint) {
	f.ManagerName = f.ManagerName.Or(e.ManagerName)
	f.ManagerID = f.ManagerID.Or(e.ManagerID)
	f.ManagerPhone = f.ManagerPhone.Or(e.ManagerPhone)
}

func (f EndPointFacts) apply(e *model.EndPoint) {
	e.Name, e.Kind = f.Name, f.Kind
	e.Brands, e.Services = append(model.WordList{}, f.Brands...), append(model.WordList{}, f.Services...)
	e.Scope, e.BranchID = append(model.WordList{}, f.Scope...), f.BranchID
	e.AreaCode, e.Address, e.OpenedOn = f.AreaCode, f.Address, f.OpenedOn
	e.LongitudeMicro, e.LatitudeMicro = f.LongitudeMicro, f.LatitudeMicro
	e.ManagerName, e.ManagerID, e.ManagerPhone = f.ManagerName, f.ManagerID, f.ManagerPhone
	e.ServicePhone, e.Cameras, e.FloorArea = f.ServicePhone, f.Cameras, f.FloorArea
}

// check finds what can be wrong even in a draft.
func (f EndPointFacts) check(today model.Date) model.FieldErrors {
	var fields model.FieldErrors
	if strings.TrimSpace(f.Name) == "" {
		fields.Add("/name", "required", "请填写网点名称")
	}
	for i, brand := range f.Brands {
		if strings.TrimSpace(brand) == "" || slices.Contains(f.Brands[:i], brand) {
			fields.Add(fmt.Sprintf("/brands/%d", i), "endpoint.brand_doubled", "品牌不能为空或重复")
		}
		if strings.ContainsFunc(brand, unprintable) {
			fields.Add(fmt.Sprintf("/brands/%d", i), "endpoint.brand_unprintable", "品牌不能含换行等不可见的控制字符")
		}
	}
	for i, service := range f.Services {
		if slices.Contains(f.Services[:i], service) {
			fields.Add(fmt.Sprintf("/services/%d", i), "endpoint.service_doubled", "业务种类不能重复")
		}
	}
	for i, scope := range f.Scope {
		if slices.Contains(f.Scope[:i], scope) {
			fields.Add(fmt.Sprintf("/scope/%d", i), "word.doubled", "经营范围不能重复")
		}
	}
	if (f.LongitudeMicro == nil) != (f.LatitudeMicro == nil) {
		fields.Add("/longitude_micro", "endpoint.position_half", "经度和纬度须同时填写")
	}
	if f.ManagerID != "" {
		if err := policy.CheckIDNumber(string(f.ManagerID)); err != nil {
			addAt(&fields, "/manager_id", err)
		}
	}
	if f.AreaCode != "" { // a draft may still lack it
		checkArea(&fields, f.AreaCode, today)
	}
	checkPersonName(&fields, "/manager_name", f.ManagerName)
	checkPhone(&fields, "/manager_phone", string(f.ManagerPhone))
	checkPhone(&fields, "/service_phone", f.ServicePhone)
	return fields
}

// unprintable is what no name holds: control characters and the separators of lines and paragraphs.
func unprintable(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) }

// addAt notes the error of a check at the field it is about.
func addAt(fields *model.FieldErrors, pointer string, err error) {
	var known *model.Error
	if errors.As(err, &known) {
		fields.Add(pointer, known.Reason, known.Detail)
	}
}

// checkPhone refuses what nobody can dial; an empty number is left to the check of completeness.
func checkPhone(fields *model.FieldErrors, pointer, number string) {
	digits := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, number)
	if number != "" && (len(digits) < 5 || len(digits) > 13 || strings.Trim(digits, "0123456789") != "") {
		fields.Add(pointer, "phone.invalid", "电话号码应为 5 至 13 位数字")
	}
}

// checkPersonName refuses a mask in place of a name: it would put stars into the record.
func checkPersonName(fields *model.FieldErrors, pointer string, name model.PersonName) {
	if strings.ContainsAny(string(name), "*＊") {
		fields.Add(pointer, "person_name.masked", "姓名中含有星号，请填写完整姓名；不改动的请保留原样")
	}
}

// completeEndPoint refuses to submit a filing with gaps.
func completeEndPoint(e model.EndPoint, today model.Date) error {
	var fields model.FieldErrors
	for _, need := range []struct {
		missing        bool
		pointer, title string
	}{
		{e.Kind == "", "/kind", "网点类型"},
		{len(e.Brands) == 0, "/brands", "品牌"},
		{len(e.Services) == 0, "/services", "业务种类"},
		{len(e.Scope) == 0, "/scope", "经营范围"},
		{e.AreaCode == "", "/area_code", "所在街道乡镇"},
		{strings.TrimSpace(e.Address) == "", "/address", "地址"},
		{e.OpenedOn.IsZero(), "/opened_on", "开办日期"},
		{e.ManagerName == "", "/manager_name", "负责人姓名"},
		{e.ManagerID == "", "/manager_id", "负责人身份证号"},
		{e.ManagerPhone == "", "/manager_phone", "负责人电话"},
		{e.ServicePhone == "", "/service_phone", "服务电话"},
	} {
		if need.missing {
			fields.Add(need.pointer, "required", "提交前请填写"+need.title)
		}
	}
	if e.OpenedOn.After(today) {
		fields.Add("/opened_on", "endpoint.not_open", "网点尚未开办，开办后再提交备案")
	}
	return fields.Err()
}

// endPointSeries is the part of the local serial that all filings of a county and year share.
func endPointSeries(areaCode string, today model.Date) string {
	county := areaCode[:min(len(areaCode), 6)]
	return fmt.Sprintf("%s-%d-", county, today.Year())
}
