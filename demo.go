package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/model"
	"yijian/policy/deadline"
	"yijian/policy/reference"
	"yijian/policy/rulebook"
)

// demoSize says how much is made up; the same size gives the same content.
type demoSize struct {
	Seed      uint64
	Firms     int
	EndPoints int
	Months    int
	AsOf      model.Date // the day before which everything has happened
}

// check names what is too small to hold every state, or too large to wait for.
func (s demoSize) check() error {
	for _, bound := range []struct {
		flag            string
		value, min, max int
	}{
		{"--firms", s.Firms, 10, 5000}, {"--endpoints", s.EndPoints, 20, 50000}, {"--months", s.Months, 12, 60},
	} {
		if bound.value < bound.min || bound.value > bound.max {
			return usage("%s: %d, want %d to %d", bound.flag, bound.value, bound.min, bound.max)
		}
	}
	if s.AsOf.Before(calendarStart().AddMonths(12)) || s.AsOf.After(lastDemoDay()) {
		return usage("--as-of: %s, want %s to %s, where the calendar of public holidays is known",
			s.AsOf, calendarStart().AddMonths(12), lastDemoDay())
	}
	return nil
}

// dice is what all that is made up is drawn with.
func (s demoSize) dice() *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, 0x9a11ed)) //nolint:gosec // made-up data, repeatable on purpose
}

// calendarStart is the first day whose working days are known.
func calendarStart() model.Date { return model.NewDate(rulebook.Calendar().Years[0], time.January, 1) }

// lastDemoDay leaves room for terms that run on after it, into the year after the last known one, which is made up.
func lastDemoDay() model.Date { return knownUntil().AddMonths(12) }

// demoDay is the day as of which data are made up when nobody names one.
func demoDay(today model.Date) model.Date {
	if today.After(lastDemoDay()) {
		return lastDemoDay()
	}
	return today
}

// stage performs made-up casework: real acts by the right people, on a desk
// whose clock it sets. Acts wait in a diary and are done in the order of their
// days, so that every act sees what was known on its day.
type stage struct {
	ctx      context.Context
	desk     *casework.Desk
	hasher   casework.Hasher
	rnd      *rand.Rand
	size     demoSize
	clock    time.Time
	diary    map[model.Date][]func() error
	people   map[string]model.Actor // by account name
	firms    []model.Enterprise
	branches map[int]model.BranchID // by the place of their firm
	areas    []model.Area
}

// loadDemo fills an empty database. The account admin comes last: its presence
// says that the data set is complete.
func loadDemo(ctx context.Context, desk *casework.Desk, password string, size demoSize) error {
	s := &stage{
		ctx: ctx, hasher: api.NewArgon2(1), size: size, diary: map[model.Date][]func() error{},
		rnd:    size.dice(),
		people: map[string]model.Actor{}, branches: map[int]model.BranchID{}, areas: reference.AreasOn(size.AsOf),
	}
	past := *desk
	past.Now = func() time.Time { return s.clock }
	s.desk = &past
	if err := s.prepare(password); err != nil {
		return fmt.Errorf("demonstration data: %w", err)
	}
	for _, plan := range []func(){
		s.planCalendar, s.planEndPoints, s.planInspections, s.planComplaints, s.planPenalties, s.planLists, s.planTasks, s.planEditions, s.planFirms, s.planReturns, s.planImports, s.planNotifications,
		s.planPublications, s.planNetwork,
	} {
		plan()
	}
	if err := s.perform(); err != nil {
		return err
	}
	for _, act := range []func() error{s.attach, s.consult, s.proposeTerm, s.readOld, s.refuseMail, func() error { return s.failJob(desk) }} {
		if err := act(); err != nil {
			return fmt.Errorf("demonstration data: %w", err)
		}
	}
	if err := s.keepAccounts(); err != nil {
		return fmt.Errorf("demonstration data: %w", err)
	}
	return s.addAccount("admin", password)
}

// prepare does what comes before the first day: reference data, firms and accounts.
func (s *stage) prepare(password string) error {
	s.open(s.start())
	if err := s.registerFirms(); err != nil {
		return err
	}
	return s.addAccounts(password)
}

// start is the first day of the history.
func (s *stage) start() model.Date {
	start := s.size.AsOf.AddMonths(-s.size.Months)
	if start.Before(calendarStart()) {
		return calendarStart()
	}
	return start
}

// last is the last day of the history.
func (s *stage) last() model.Date { return s.size.AsOf.AddDays(-1) }

func (s *stage) today() model.Date { return model.DateOf(s.clock) }

// on puts an act into the diary; one for a day that is past is done today, one
// after the last day never.
func (s *stage) on(day model.Date, act func() error) {
	if day.Before(s.today()) {
		day = s.today()
	}
	s.diary[day] = append(s.diary[day], act)
}

// perform goes through the diary; acts may add later ones.
func (s *stage) perform() error {
	for day := s.start(); !day.After(s.last()); day = day.AddDays(1) {
		if err := s.night(day); err != nil {
			return err
		}
		s.open(day)
		for i := 0; i < len(s.diary[day]); i++ {
			if err := s.diary[day][i](); err != nil {
				return fmt.Errorf("demonstration data, act %d of %s: %w", i+1, day, err)
			}
			s.pass()
		}
	}
	evening := s.clock
	if err := s.night(s.size.AsOf); err != nil {
		return err
	}
	s.clock = evening
	return nil
}

// night does before the day what the job of the night does: it records the returns that are
// missing, makes facts final against which nothing was said, issues slips anew that nobody
// answered, and puts requests that nobody answered before who decides.
func (s *stage) night(day model.Date) error {
	s.clock = time.Date(day.Year(), day.Month(), day.Day(), 0, 35, 0, 0, model.Shanghai)
	job := model.Call{Actor: jobActor, Demo: true}
	_, missing := s.desk.RecordMissingReturns(s.ctx, job)
	_, final := s.desk.FinishDuties(s.ctx, job)
	_, slips := s.desk.SweepSlips(s.ctx, job)
	_, coordinations := s.desk.SweepCoordinations(s.ctx, job)
	if err := errors.Join(missing, final, slips, coordinations); err != nil {
		return fmt.Errorf("demonstration data, night of %s: %w", day, err)
	}
	return nil
}

// open sets the clock to nine in the morning of the day.
func (s *stage) open(day model.Date) {
	s.clock = time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, model.Shanghai)
}

// pass lets time go on, but not past the end of the working day.
func (s *stage) pass() {
	if step := s.clock.Add(time.Minute); step.Hour() < 18 {
		s.clock = step
	} else {
		s.clock = s.clock.Add(time.Millisecond)
	}
}

// workday is the day itself or the first working day after it.
func (s *stage) workday(day model.Date) model.Date {
	for {
		working, err := deadline.IsWorkingDay(day, rulebook.Calendar())
		if err != nil || working {
			return day
		}
		day = day.AddDays(1)
	}
}

// by is a call of the person on a version of a record; 0 creates.
func (s *stage) by(name string, version int64) model.Call {
	return model.Call{Actor: s.people[name], Version: version, Demo: true}
}

// between is a number from low to high, both included.
func (s *stage) between(low, high int) int { return low + s.rnd.IntN(high-low+1) }

// oneIn holds once in n times on average.
func (s *stage) oneIn(n int) bool { return s.rnd.IntN(n) == 0 }

func pick[T any](s *stage, from []T) T { return from[s.rnd.IntN(len(from))] }
