package main

import (
	"slices"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

const (
	returnMonths   = 14 // so that the newest can be compared with a year before
	mostReturners  = 60 // with more firms only the newest months are made up
	newestReturned = 2
)

// planReturns lets the nightly job open each month's returns, and the firms hand them in.
// In the newest month they stand in every state.
func (s *stage) planReturns() {
	months := returnMonths
	if s.size.Firms > mostReturners {
		months = newestReturned
	}
	last := s.last()
	newest := model.NewDate(last.Year(), last.Month(), 1)
	for back := months - 1; back >= 0; back-- {
		if first := newest.AddMonths(-back); first.AddMonths(-1).After(s.start()) {
			s.on(first, s.openReturns(first.AddMonths(-1), back == 0))
		}
	}
}

// openReturns does what the job does, and writes into the diary what becomes of each return.
func (s *stage) openReturns(month model.Date, isNewest bool) func() error {
	return func() error {
		job := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}, Demo: true}
		if _, err := s.desk.OpenReturns(s.ctx, job, s.today()); err != nil {
			return err
		}
		for place := range s.firms {
			if place < mostReturners {
				s.planReturn(place, month, isNewest)
			}
		}
		return nil
	}
}

func (s *stage) planReturn(place int, month model.Date, isNewest bool) {
	opened := month.AddMonths(1)
	day := s.workday(opened.AddDays(2 + place%6))
	fill, accept := s.fillReturn(place, month), s.onReturn(place, month, s.acceptReturn, model.MonthlyReturnSubmitted)
	if !isNewest {
		if place == 5 && month.Month()%5 == 0 {
			day = s.workday(opened.AddDays(14))
		}
		s.on(day, fill)
		s.on(s.workday(day.AddDays(1)), accept)
		return
	}
	switch place {
	case cleanFirm:
		s.on(s.workday(opened.AddDays(4)), fill)
		s.on(s.backdays(1), s.onReturn(place, month, s.sendBackReturn, model.MonthlyReturnSubmitted))
	case repeatFirm, 8: // nothing comes
	case 7:
		s.on(s.backdays(1), fill)
	case otherClean:
		s.on(day, fill)
		s.on(s.workday(day.AddDays(1)), accept)
		s.on(s.backdays(2), s.onReturn(place, month, s.correctReturn, model.MonthlyReturnAccepted))
	case s.size.Firms - 1:
		s.on(s.backdays(3), s.onReturn(place, month, s.waiveReturn, model.MonthlyReturnAwaited))
	default:
		s.on(day, fill)
		s.on(s.workday(day.AddDays(1)), accept)
	}
}

// onReturn looks the firm's return up first: a firm without a licence in the month owes
// none, and with few days left the diary may come to an act too early.
func (s *stage) onReturn(place int, month model.Date, act func(place int, m model.MonthlyReturn) error, in ...model.MonthlyReturnStatus) func() error {
	return func() error {
		page, err := s.desk.Store.MonthlyReturns(s.ctx, store.Everything(), store.Query{Filter: map[string]string{
			"enterprise_id": string(s.firms[place].ID), "month": month.Time().Format("2006-01"),
		}})
		if err != nil || len(page.Items) == 0 || !slices.Contains(in, page.Items[0].Status) {
			return err
		}
		return act(place, page.Items[0])
	}
}

// fillReturn enters figures that grow slowly, swell in November, and once look wrong.
func (s *stage) fillReturn(place int, month model.Date) func() error {
	return s.onReturn(place, month, func(place int, m model.MonthlyReturn) error {
		entry := casework.ReturnEntry{ReturnFigures: model.ReturnFigures{Areas: model.AreaParcelList{}}}
		season := int64(100 + (month.Year()-2024)*12 + int(month.Month())%4*3)
		if month.Month() == 11 {
			season += 45
			entry.Explanation = "演示：网购促销，业务量比平时多"
		}
		if place == 6 && month.Month()%6 == 3 {
			season *= 3
			entry.Explanation = "演示：承接景区特产寄递专项"
		}
		var pickups, deliveries int64
		if len(m.Areas) == 0 {
			m.Areas = append(m.Areas, model.AreaParcels{AreaCode: s.areas[place%len(s.areas)].Code})
		}
		for i, area := range m.Areas {
			p, d := int64(9+place*3+i*2)*season/2, int64(31+place*5+i*7)*season/2
			pickups, deliveries = pickups+p, deliveries+d
			entry.Areas = append(entry.Areas, model.AreaParcels{AreaCode: area.AreaCode, Pickups: &p, Deliveries: &d})
		}
		staff, incidents, complaints := int64(4+place%9+len(m.Areas)), int64(0), int64(place%4)
		if place == 4 && month.Month()%5 == 1 {
			incidents = 1
		}
		entry.Pickups, entry.Deliveries, entry.Staff, entry.Incidents, entry.Complaints = &pickups, &deliveries, &staff, &incidents, &complaints
		m, err := s.desk.FillReturn(s.ctx, s.by(filer(place), m.Version), m.ID, entry)
		if err != nil {
			return err
		}
		_, err = s.desk.SubmitReturn(s.ctx, s.by(filer(place), m.Version), m.ID)
		return err
	}, model.MonthlyReturnAwaited)
}

func (s *stage) acceptReturn(_ int, m model.MonthlyReturn) error {
	_, err := s.desk.AcceptReturn(s.ctx, s.by("inspector2", m.Version), m.ID)
	return err
}

func (s *stage) sendBackReturn(_ int, m model.MonthlyReturn) error {
	_, err := s.desk.SendBackReturn(s.ctx, s.by("inspector2", m.Version), m.ID, "演示：从业人数与近期检查记录不一致，请核对后重报。")
	return err
}

func (s *stage) correctReturn(place int, m model.MonthlyReturn) error {
	_, err := s.desk.CorrectReturn(s.ctx, s.by(filer(place), m.Version), m.ID, "演示：漏计一个代收点的投递件数")
	return err
}

func (s *stage) waiveReturn(_ int, m model.MonthlyReturn) error {
	_, err := s.desk.WaiveReturn(s.ctx, s.by("chief", m.Version), m.ID, "演示：企业已终止经营，交回许可证", "演示：《邮政法》第五十四条，许可证已注销")
	return err
}
