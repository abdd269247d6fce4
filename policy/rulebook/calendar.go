package rulebook

import (
	_ "embed"
	"slices"
	"strconv"
	"sync"
	"time"

	"yijian/model"
	"yijian/policy/strict"
)

//go:embed calendar.yaml
var calendarText []byte

const calendarVersion = "calendar/1"

type calendarFile struct {
	Version string    `json:"version" yaml:"version"`
	Years   []yearRow `json:"years" yaml:"years"`
}

type yearRow struct {
	Year     int64        `json:"year" yaml:"year"`
	Basis    string       `json:"basis" yaml:"basis"`
	Holidays []holidayRow `json:"holidays" yaml:"holidays"`
	MakeUp   []model.Date `json:"make_up" yaml:"make_up"`
}

type holidayRow struct {
	Name string     `json:"name" yaml:"name"`
	From model.Date `json:"from" yaml:"from"`
	To   model.Date `json:"to" yaml:"to"`
}

var years = sync.OnceValue(func() []model.CalendarYear {
	parsed, err := ParseYears(calendarText)
	if err != nil {
		panic(err) // the file is part of the build and tested
	}
	return parsed
})

// Years returns the holiday arrangements the product ships with.
func Years() []model.CalendarYear { return slices.Clone(years()) }

// Calendar returns the days of the arrangements the product ships with.
func Calendar() model.Calendar { return CalendarOf(years()) }

// CalendarOf lists the days of the years' arrangements.
func CalendarOf(years []model.CalendarYear) model.Calendar {
	cal := model.Calendar{Years: []int{}, DaysOff: []model.Date{}, MakeUp: []model.Date{}}
	for _, year := range years {
		cal.Years = append(cal.Years, year.Year)
		for _, h := range year.Holidays {
			for day := h.From; !day.After(h.To); day = day.AddDays(1) {
				cal.DaysOff = append(cal.DaysOff, day)
			}
		}
		cal.MakeUp = append(cal.MakeUp, year.MakeUp...)
	}
	return cal
}

// OverlayYears returns the years with those of the newer arrangement in place of their own, in order.
func OverlayYears(years, newer []model.CalendarYear) []model.CalendarYear {
	all := slices.DeleteFunc(slices.Clone(years), func(old model.CalendarYear) bool {
		return slices.ContainsFunc(newer, func(y model.CalendarYear) bool { return y.Year == old.Year })
	})
	all = append(all, newer...)
	slices.SortFunc(all, func(a, b model.CalendarYear) int { return a.Year - b.Year })
	return all
}

// ParseYears reads a calendar text and refuses, with the line of each mistake, days outside
// their year, overlapping holidays, and make-up days that are not free weekend days.
func ParseYears(text []byte) ([]model.CalendarYear, error) {
	var file calendarFile
	root, problems := Read(text)
	if len(problems) == 0 {
		problems = strict.Decode(root, &file)
	}
	if len(problems) > 0 {
		return nil, strict.Refusal("calendar.malformed", problems)
	}
	if file.Version != calendarVersion {
		problems.Add("/version", "unknown_version", "格式版本必须是 "+calendarVersion)
	}
	if len(file.Years) == 0 {
		problems.Add("/years", "missing", "至少要有一个年份")
	}
	parsed := make([]model.CalendarYear, len(file.Years))
	for i, row := range file.Years {
		parsed[i] = row.year()
		at := "/years/" + strconv.Itoa(i)
		if slices.ContainsFunc(parsed[:i], func(y model.CalendarYear) bool { return y.Year == parsed[i].Year }) {
			problems.Add(at+"/year", "doubled", "这个年份写了两次")
		}
		checkYear(at, parsed[i], &problems)
	}
	if len(problems) > 0 {
		return nil, strict.Refusal("calendar.malformed", root.Located(problems))
	}
	return parsed, nil
}

func (r yearRow) year() model.CalendarYear {
	year := model.CalendarYear{Year: int(r.Year), Basis: r.Basis, MakeUp: r.MakeUp, Holidays: make([]model.Holiday, len(r.Holidays))}
	for i, h := range r.Holidays {
		year.Holidays[i] = model.Holiday(h)
	}
	return year
}

func checkYear(at string, year model.CalendarYear, p *model.FieldErrors) {
	if year.Year < 2000 || year.Year > 2099 {
		p.Add(at+"/year", "out_of_range", "年份应在 2000 至 2099 之间")
	}
	if year.Basis == "" || len([]rune(year.Basis)) > 200 {
		p.Add(at+"/basis", "missing", "请写明依据的通知（200 字以内）")
	}
	if len(year.Holidays) == 0 || len(year.Holidays) > 30 {
		p.Add(at+"/holidays", "missing", "节假日应有 1 至 30 项")
		return
	}
	off := map[model.Date]bool{}
	for i, h := range year.Holidays {
		checkHoliday(at+"/holidays/"+strconv.Itoa(i), year.Year, h, off, p)
	}
	worked := map[model.Date]bool{}
	for i, day := range year.MakeUp {
		pointer := at + "/make_up/" + strconv.Itoa(i)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		switch {
		case day.Year() != year.Year:
			p.Add(pointer, "other_year", "调休上班日必须在本年内")
		case !weekend:
			p.Add(pointer, "no_weekend", "调休上班日必须是星期六或星期日")
		case off[day] || worked[day]:
			p.Add(pointer, "doubled", "这一天已是放假日，或写了两次")
		}
		worked[day] = true
	}
}

// longestHoliday is more days than any holiday has had.
const longestHoliday = 15

func checkHoliday(at string, year int, h model.Holiday, off map[model.Date]bool, p *model.FieldErrors) {
	switch {
	case h.Name == "" || len([]rune(h.Name)) > 30:
		p.Add(at+"/name", "missing", "请写明节日名称（30 字以内）")
	case h.From.Year() != year:
		p.Add(at+"/from", "other_year", "放假日必须在本年内")
	case h.To.Year() != year:
		p.Add(at+"/to", "other_year", "放假日必须在本年内")
	case h.To.Before(h.From) || h.From.DaysUntil(h.To) >= longestHoliday:
		p.Add(at+"/to", "bad_period", "放假的最后一天不得早于第一天，且不超过 15 天")
	default:
		for day := h.From; !day.After(h.To); day = day.AddDays(1) {
			if off[day] {
				p.Add(at+"/from", "overlap", day.String()+"已列入另一项放假安排")
				return
			}
			off[day] = true
		}
	}
}
