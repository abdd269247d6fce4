package rulebook

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"

	"yijian/model"
)

//go:embed calendar.yaml
var calendarText []byte

type calendarFile struct {
	Version string         `yaml:"version"`
	Years   []calendarYear `yaml:"years"`
}

type calendarYear struct {
	Year     whole        `yaml:"year"`
	Basis    string       `yaml:"basis"`
	Holidays []holiday    `yaml:"holidays"`
	MakeUp   []model.Date `yaml:"make_up"`
}

type holiday struct {
	Name string     `yaml:"name"`
	From model.Date `yaml:"from"`
	To   model.Date `yaml:"to"`
}

var calendar = sync.OnceValue(func() model.Calendar {
	cal, err := ParseCalendar(calendarText)
	if err != nil {
		panic(err) // the file is part of the build and tested
	}
	return cal
})

// Calendar returns the holiday arrangement the product ships with.
func Calendar() model.Calendar {
	cal := calendar()
	return model.Calendar{Years: slices.Clone(cal.Years), DaysOff: slices.Clone(cal.DaysOff), MakeUp: slices.Clone(cal.MakeUp)}
}

// ParseCalendar reads a calendar file and refuses days outside their year,
// overlapping holidays, and make-up days that are not free weekend days.
func ParseCalendar(text []byte) (model.Calendar, error) {
	var file calendarFile
	if err := decodeStrict(text, &file); err != nil {
		return model.Calendar{}, fmt.Errorf("calendar: %w", err)
	}
	if file.Version != "calendar/1" || len(file.Years) == 0 {
		return model.Calendar{}, fmt.Errorf("calendar: version %q with %d years, want calendar/1 and at least one", file.Version, len(file.Years))
	}
	var cal model.Calendar
	for _, year := range file.Years {
		if err := addYear(&cal, year); err != nil {
			return model.Calendar{}, fmt.Errorf("calendar %d: %w", year.Year, err)
		}
	}
	return cal, nil
}

func addYear(cal *model.Calendar, year calendarYear) error {
	number := int(year.Year)
	if number < 1 || year.Basis == "" || len(year.Holidays) == 0 || slices.Contains(cal.Years, number) {
		return fmt.Errorf("a year needs basis and holidays and is given once")
	}
	cal.Years = append(cal.Years, number)
	for _, h := range year.Holidays {
		if h.Name == "" || h.From.Year() != number || h.To.Year() != number || h.To.Before(h.From) {
			return fmt.Errorf("holiday %q from %q to %q", h.Name, h.From, h.To)
		}
		for day := h.From; !day.After(h.To); day = day.AddDays(1) {
			if slices.Contains(cal.DaysOff, day) {
				return fmt.Errorf("%s is off twice", day)
			}
			cal.DaysOff = append(cal.DaysOff, day)
		}
	}
	for _, day := range year.MakeUp {
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		if day.Year() != number || !weekend || slices.Contains(cal.DaysOff, day) || slices.Contains(cal.MakeUp, day) {
			return fmt.Errorf("make-up day %q is not a free weekend day of the year, or doubled", day)
		}
		cal.MakeUp = append(cal.MakeUp, day)
	}
	return nil
}
