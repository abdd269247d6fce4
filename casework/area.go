package casework

import (
	"slices"

	"yijian/model"
	"yijian/policy/reference"
)

// checkArea names an area code that is neither the district's nor that of one of
// its divisions today.
func checkArea(fields *model.FieldErrors, code string, today model.Date) {
	exists := func(a model.Area) bool { return a.Code == code }
	if code != districtCode && !slices.ContainsFunc(reference.AreasOn(today), exists) {
		fields.Add("/area_code", "area.unknown", "没有这个区划，或者它已经撤销；请从现行的街道乡镇中选择")
	}
}
