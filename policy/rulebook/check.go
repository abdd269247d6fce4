package rulebook

import (
	"regexp"
	"strconv"

	"yijian/model"
	"yijian/policy/canonical"
)

var idForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// Problems returns what is wrong with the values of a rulebook, by JSON pointer; none means that it may be used.
func Problems(book model.Rulebook) model.FieldErrors {
	var p model.FieldErrors
	if book.Version != Version {
		p.Add("/version", "unknown_version", "格式版本必须是 "+Version)
	}
	if !idForm.MatchString(book.ID) {
		p.Add("/id", "bad_id", "编号只能是 1 至 64 个字母、数字、点、下划线或短横")
	}
	checkIntegers(book, &p)
	checkTimeWeights(book, &p)
	checkRising("/severity", book.Severity, &p)
	checkRising("/duty_points", book.DutyPoints, &p)
	checkBand("/bands/inspection", book.Bands.Inspection, &p)
	checkBand("/bands/service", book.Bands.Service, &p)
	checkBand("/bands/duty", book.Bands.Duty, &p)
	if book.PriorCap > book.Bands.Inspection.Green {
		p.Add("/prior_cap", "above_green", "同行上限不能高于检查维度的绿色界限")
	}
	if book.Service.PriorCap > book.Bands.Service.Green {
		p.Add("/service/prior_cap", "above_green", "同行上限不能高于服务维度的绿色界限")
	}
	if book.Red.MaxSharePermille > 1000 {
		p.Add("/red/max_share_permille", "above_1000", "千分比不能大于 1000")
	}
	return p
}

// checkIntegers holds each integer between its least value and 2^53.
func checkIntegers(book model.Rulebook, p *model.FieldErrors) {
	s := book.Sampling
	for _, number := range []struct {
		pointer string
		value   int64
		least   int64
	}{
		{"/window_months", book.WindowMonths, 0},
		{"/repeat/serious", book.Repeat.Serious, 1},
		{"/check_cap", book.CheckCap, 0},
		{"/prior_weight", book.PriorWeight, 1},
		{"/prior_cap", book.PriorCap, 0},
		{"/service/prior_parcels", book.Service.PriorParcels, 1},
		{"/service/prior_cap", book.Service.PriorCap, 0},
		{"/service/per", book.Service.Per, 1},
		{"/service/min_parcels", book.Service.MinParcels, 0},
		{"/red/max_share_permille", book.Red.MaxSharePermille, 0},
		{"/red/min_checks", book.Red.MinChecks, 1},
		{"/red/max_duty", book.Red.MaxDuty, 0},
		{"/black/min_bad_checks", book.Black.MinBadChecks, 1},
		{"/sampling/green/permille", s.Green.Permille, 0}, {"/sampling/green/minimum", s.Green.Minimum, 0},
		{"/sampling/amber/permille", s.Amber.Permille, 0}, {"/sampling/amber/minimum", s.Amber.Minimum, 0},
		{"/sampling/red/permille", s.Red.Permille, 0}, {"/sampling/red/minimum", s.Red.Minimum, 0},
		{"/sampling/grey/permille", s.Grey.Permille, 0}, {"/sampling/grey/minimum", s.Grey.Minimum, 0},
	} {
		checkInteger(number.pointer, number.value, number.least, p)
	}
}

func checkInteger(pointer string, value, least int64, p *model.FieldErrors) {
	if value < least {
		p.Add(pointer, "below_least", "不能小于 "+strconv.FormatInt(least, 10))
	}
	if value > canonical.MaxInteger {
		p.Add(pointer, "not_integer", "必须是小于 2^53 的整数")
	}
}

func checkTimeWeights(book model.Rulebook, p *model.FieldErrors) {
	rows := book.TimeWeights
	for i, row := range rows {
		pointer := "/time_weights/" + strconv.Itoa(i)
		checkInteger(pointer+"/months", row.Months, 0, p)
		checkInteger(pointer+"/weight", row.Weight, 1, p)
		if i > 0 && row.Months <= rows[i-1].Months {
			p.Add(pointer+"/months", "not_ascending", "时间权重的月数必须逐行增大")
		}
	}
	if len(rows) == 0 || rows[len(rows)-1].Months < book.WindowMonths {
		p.Add("/time_weights", "shorter_than_window", "时间权重的最后一行必须覆盖整个评价期")
	}
}

func checkRising(pointer string, points model.SeverityPoints, p *model.FieldErrors) {
	previous := int64(0)
	for _, class := range []model.Severity{model.Minor, model.Serious, model.VerySerious, model.MostSerious} {
		value := points.Of(class)
		checkInteger(pointer+"/"+string(class), value, 0, p)
		if value < previous {
			p.Add(pointer+"/"+string(class), "falls_with_class", "更重的类别分值不能更低")
		}
		previous = value
	}
}

func checkBand(pointer string, limit model.BandLimit, p *model.FieldErrors) {
	checkInteger(pointer+"/green", limit.Green, 0, p)
	checkInteger(pointer+"/amber", limit.Amber, 0, p)
	if limit.Green > limit.Amber {
		p.Add(pointer+"/green", "green_above_amber", "绿色界限不能高于黄色界限")
	}
}
