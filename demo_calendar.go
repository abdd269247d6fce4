package main

import (
	"fmt"
	"time"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/rulebook"
)

// lastKnownYear is the last whose public holidays the program knows.
func lastKnownYear() int {
	years := rulebook.Calendar().Years
	return years[len(years)-1]
}

// knownUntil is the last day as of which no term of the data runs into a year that is not known.
func knownUntil() model.Date { return model.NewDate(lastKnownYear(), time.November, 30) }

// madeUpYear is how the demonstration arranges the year after the last that is known, and says that it is made up.
func madeUpYear(year int) model.CalendarYear {
	days := func(name string, month time.Month, first, last int) model.Holiday {
		return model.Holiday{Name: name, From: model.NewDate(year, month, first), To: model.NewDate(year, month, last)}
	}
	return model.CalendarYear{
		Year: year, Basis: fmt.Sprintf("演示用安排，不是真实通知，请以国务院办公厅通知为准（演示发〔%d〕1号）", year-1),
		Holidays: []model.Holiday{
			days("元旦", time.January, 1, 3), days("春节", time.February, 5, 11), days("清明节", time.April, 3, 5),
			days("劳动节", time.May, 1, 5), days("国庆节", time.October, 1, 7),
		},
		MakeUp: []model.Date{},
	}
}

// planCalendar has the year after the last known one adopted as officials do it, where terms run into it.
func (s *stage) planCalendar() {
	if !s.size.AsOf.After(knownUntil()) {
		return
	}
	s.on(model.NewDate(lastKnownYear(), time.November, 4), func() error {
		year := madeUpYear(lastKnownYear() + 1)
		text, err := s.desk.ProposeRules(s.ctx, s.by("legal", 0), casework.RuleProposal{Kind: model.TextOfCalendar, Year: &year, Reason: "演示：下一年的放假安排"})
		if err != nil {
			return err
		}
		_, err = s.desk.AdoptRules(s.ctx, s.by("chief", text.Version), text.ID)
		return err
	})
}
