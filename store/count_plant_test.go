package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"yijian/model"
)

// closedAfter is how many days after the first one firm closed.
const closedAfter = 200

// plantCounted fills the tables of the counts with rows of random days.
func plantCounted(t *testing.T, s *Store) {
	t.Helper()
	p := &planter{t: t, s: s, rnd: rand.New(rand.NewPCG(1, 2))}
	for n := range 60 {
		p.endPoint(n)
		p.part(n)
	}
	for n := range 12 {
		p.firm(n)
	}
	at := time.Date(2025, 1, 1, 15, 0, 0, 0, time.UTC).AddDate(0, 0, closedAfter) // 23:00 in China
	stamp := model.Stamp{At: at, Act: "test"}
	err := s.Tx(t.Context(), stamp, func(tx *Tx) error {
		e, err := tx.Enterprise(t.Context(), Everything(), "firm-00")
		if err != nil {
			return err
		}
		e.Status = model.EnterpriseClosed
		_, err = tx.ChangeEnterprise(t.Context(), e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

type planter struct {
	t   *testing.T
	s   *Store
	rnd *rand.Rand
}

func (p *planter) some() model.Date { return countStart.AddDays(p.rnd.IntN(countDays)) }

// after is a day after the other, or none.
func (p *planter) after(day model.Date) model.Date {
	if p.rnd.IntN(3) == 0 {
		return model.Date{}
	}
	return day.AddDays(p.rnd.IntN(150))
}

func (p *planter) area() string {
	return []string{"500156101", "500156102", "500156001"}[p.rnd.IntN(3)]
}

func (p *planter) write(fn func(ctx context.Context, tx *Tx) error) {
	p.t.Helper()
	p.writeOn(time.Date(2024, 12, 1, 1, 0, 0, 0, time.UTC), fn)
}

func (p *planter) writeOn(at time.Time, fn func(ctx context.Context, tx *Tx) error) {
	p.t.Helper()
	stamp := model.Stamp{At: at, Act: "test"}
	if err := p.s.Tx(p.t.Context(), stamp, func(tx *Tx) error { return fn(p.t.Context(), tx) }); err != nil {
		p.t.Fatal(err)
	}
}

func (p *planter) endPoint(n int) {
	e := model.EndPoint{
		ID: model.EndPointID(fmt.Sprintf("endpoint-%02d", n)), Name: fmt.Sprintf("网点%d", n), Kind: model.EndPointKinds[n%6], AreaCode: p.area(),
		Address: fmt.Sprintf("路%d号", n), EnterpriseID: "firm-01", Status: model.EndPointFiled, Demo: n%7 == 0, Version: 1,
	}
	if n%9 != 0 { // the others were never filed, and some of those ended
		e.FiledOn = p.some()
	}
	if e.EndedOn = p.after(p.some()); !e.EndedOn.IsZero() {
		e.Status = model.EndPointCancelled
	}
	if !e.EndedOn.IsZero() && e.EndedOn.Before(e.FiledOn) {
		e.EndedOn = e.FiledOn
	}
	p.write(func(ctx context.Context, tx *Tx) error { return tx.AddEndPoint(ctx, &e) })
}

func (p *planter) part(n int) {
	kinds := []model.NetworkPartKind{model.NetworkCentre, model.NetworkStation, model.NetworkLine, model.NetworkVehicle}
	part := model.NetworkPart{
		ID: model.NetworkPartID(fmt.Sprintf("part-%02d", n)), Kind: kinds[n%4], Name: fmt.Sprintf("登记%d", n), AreaCode: p.area(),
		From: p.some(), SourceNo: "演示", SourceOn: countStart, Demo: n%7 == 0, Version: 1,
	}
	part.EndedOn = p.after(part.From)
	if n%8 > 5 {
		part.VoidedOn, part.VoidMark = part.From, string(part.ID)
	}
	p.write(func(ctx context.Context, tx *Tx) error { return tx.AddNetworkPart(ctx, &part) })
}

// firm is a firm with one to three licences one after another and its returns of some months.
func (p *planter) firm(n int) {
	id := model.EnterpriseID(fmt.Sprintf("firm-%02d", n))
	e := model.Enterprise{ID: id, USCC: string(id), Name: string(id), AreaCode: p.area(), Status: model.EnterpriseActive, Demo: n%5 == 4, Version: 1}
	if n == 0 {
		e.AreaCode = "500156101"
	}
	at := time.Date(2024, 12, 1, 1, 0, 0, 0, time.UTC)
	if n == 8 { // entered after the days that are counted, as one that had closed
		e.Status, at = model.EnterpriseClosed, at.AddDate(10, 0, 0)
	}
	from := countStart.AddDays(p.rnd.IntN(100) - 60)
	p.writeOn(at, func(ctx context.Context, tx *Tx) error {
		if err := tx.AddEnterprise(ctx, &e); err != nil {
			return err
		}
		for k := range 1 + n%3 {
			l := model.Licence{ID: model.LicenceID(fmt.Sprintf("licence-%02d-%d", n, k)), EnterpriseID: id, Number: fmt.Sprintf("证%d%d", n, k), From: from, Demo: e.Demo, Version: 1}
			if l.LastDay = from.AddDays(40 + p.rnd.IntN(200)); n == 7 {
				l.LastDay = model.Date{}
			}
			if n < 2 { // the second one of the other was entered in error
				l.LastDay = countStart.AddDays(countDays)
			}
			if k == 1 && n%2 == 1 {
				l.VoidedOn, l.VoidMark = from, string(l.ID)
			}
			if err := tx.AddLicence(ctx, &l); err != nil {
				return err
			}
			from = from.AddDays(30 + p.rnd.IntN(250))
		}
		return p.returns(ctx, tx, e, n)
	})
}

func (p *planter) returns(ctx context.Context, tx *Tx, e model.Enterprise, n int) error {
	for m := range 14 {
		month := countStart.AddMonths(m)
		due := month.AddMonths(1).AddDays(9)
		r := model.MonthlyReturn{
			ID: model.MonthlyReturnID(fmt.Sprintf("return-%02d-%02d", n, m)), EnterpriseID: e.ID, EnterpriseName: e.Name, AreaCode: e.AreaCode,
			Month: month.Time().Format("2006-01"), Status: model.MonthlyReturnAccepted, Owed: m > 0 || n%2 == 0, Demo: e.Demo, Version: 1,
		}
		switch p.rnd.IntN(6) {
		case 0:
			r.Status = model.MonthlyReturnWaived
		case 1, 2:
			r.FirstSubmittedOn, r.Late = due.AddDays(1+p.rnd.IntN(40)), true
		case 3, 4:
			r.FirstSubmittedOn = due.AddDays(-p.rnd.IntN(9))
		case 5:
			r.Status = model.MonthlyReturnAwaited
		}
		if err := tx.AddMonthlyReturn(ctx, &r); err != nil {
			return err
		}
		c := model.Clock{ID: model.ClockID(fmt.Sprintf("clock-%02d-%02d", n, m)), Noun: "monthly-returns", RecordID: string(r.ID), Rule: "return.file", Round: 1, StartOn: month, DueOn: due, Version: 1}
		if err := tx.AddClock(ctx, &c); err != nil {
			return err
		}
	}
	return nil
}
