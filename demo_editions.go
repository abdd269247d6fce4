package main

import (
	"yijian/jobs"
	"yijian/model"
	"yijian/store"
)

const editionJob = "edition-candidates"

var jobActor = model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}

// planEditions takes one edition through hearing, review and approval four
// months before the last day, and leaves a newer one for review.
func (s *stage) planEditions() {
	published := s.workday(s.last().AddMonths(-4))
	s.on(published, s.runJob(editionJob))
	s.on(s.workday(published.AddDays(2)), s.serveNotices(published, true))
	s.on(s.workday(published.AddDays(4)), s.hearStatement(published))
	s.on(s.workday(published.AddDays(15)), s.reviewEdition(published))
	s.on(s.workday(published.AddDays(16)), s.reviewEntries(published))
	s.on(s.workday(published.AddDays(17)), s.approveEdition(published))
	newer := s.backdays(8)
	s.on(newer, s.runJob(editionJob))
	s.on(s.backdays(4), s.serveNotices(newer, false))
	for back := 3; back >= 1; back-- {
		for _, name := range []string{"end-terms", "housekeeping"} {
			s.on(s.last().AddDays(1-back), s.runJob(name))
		}
	}
}

func (s *stage) runJob(name string) func() error {
	return func() error {
		_, err := jobs.Run(s.ctx, s.desk, model.Call{Actor: jobActor, Demo: true}, name, s.today())
		return err
	}
}

// blackEntries returns the black candidates of the day's edition.
func (s *stage) blackEntries(day model.Date) ([]model.EditionEntry, error) {
	edition, err := s.desk.Store.EditionByNumber(s.ctx, day.String())
	if err != nil {
		return nil, err
	}
	all, err := s.desk.Store.EntriesOf(s.ctx, store.Everything(), edition.ID)
	var black []model.EditionEntry
	for _, entry := range all {
		if entry.List == model.BlackList {
			black = append(black, entry)
		}
	}
	return black, err
}

// serveNotices serves the notice on every black candidate, or on the first only.
func (s *stage) serveNotices(day model.Date, all bool) func() error {
	return func() error {
		entries, err := s.blackEntries(day)
		for i, entry := range entries {
			if err == nil && (all || i == 0) {
				_, err = s.desk.NotifyEntry(s.ctx, s.by("inspector1", entry.Version), entry.ID, s.today())
			}
		}
		return err
	}
}

// hearStatement lets firm2 state its case and an inspector who never visited it consider it.
func (s *stage) hearStatement(day model.Date) func() error {
	return func() error {
		entries, err := s.blackEntries(day)
		for _, entry := range entries {
			if err != nil || entry.EnterpriseID != s.firms[repeatFirm].ID {
				continue
			}
			entry, err = s.desk.StateDefence(s.ctx, s.by("firm2", entry.Version), entry.ID, "演示：我公司已更换安检设备并重新培训人员，请求从轻。", model.Date{})
			if err != nil {
				return err
			}
			_, err = s.desk.ConsiderDefence(s.ctx, s.by("inspector6", entry.Version), entry.ID, "演示：整改在评价日之后，事实和分值不变，不予采纳。")
		}
		return err
	}
}

func (s *stage) reviewEdition(day model.Date) func() error {
	return func() error {
		edition, err := s.desk.Store.EditionByNumber(s.ctx, day.String())
		if err != nil {
			return err
		}
		_, err = s.desk.ReviewEdition(s.ctx, s.by("legal", edition.Version), edition.ID, "演示：事实清楚，程序合法。")
		return err
	}
}

// reviewEntries takes the texts that the legal review drafted through their reviews.
func (s *stage) reviewEntries(day model.Date) func() error {
	return func() error {
		edition, err := s.desk.Store.EditionByNumber(s.ctx, day.String())
		if err != nil {
			return err
		}
		entries, err := s.desk.Store.EntriesOf(s.ctx, store.Everything(), edition.ID)
		for _, e := range entries {
			live, failed := s.desk.Store.LivePublications(s.ctx, model.PublishedListEntry, string(e.ID))
			for _, p := range live {
				_, failed = s.reviewed(p)
			}
			if failed != nil {
				return failed
			}
		}
		return err
	}
}

func (s *stage) approveEdition(day model.Date) func() error {
	return func() error {
		edition, err := s.desk.Store.EditionByNumber(s.ctx, day.String())
		if err != nil {
			return err
		}
		_, err = s.desk.ApproveEdition(s.ctx, s.by("chief", edition.Version), edition.ID)
		return err
	}
}
