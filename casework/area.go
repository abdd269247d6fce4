package casework

import (
	"slices"

	"yijian/model"
	"yijian/policy/reference"
)

// isAreaOn holds for the district and its divisions of the day.
func isAreaOn(code string, day model.Date) bool {
	exists := func(a model.Area) bool { return a.Code == code }
	return code == districtCode || slices.ContainsFunc(reference.AreasOn(day), exists)
}

// checkArea names an area code that is neither the district's nor that of one of
// its divisions today.
func checkArea(fields *model.FieldErrors, code string, today model.Date) {
	if !isAreaOn(code, today) {
		fields.Add("/area_code", "area.unknown", "没有这个区划，或者它已经撤销；请从现行的街道乡镇中选择")
	}
}
