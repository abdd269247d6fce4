package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// ReturnState says at a glance how an enterprise stands with the return of a month.
type ReturnState string

// How a return stands; one that is not owed and not there has no cell.
const (
	ReturnInHand     ReturnState = "awaited"    // its term runs
	ReturnMissing    ReturnState = "missing"    // its term is over
	ReturnWaits      ReturnState = "submitted"  // for the bureau
	ReturnSentBack   ReturnState = "returned"   // for the enterprise
	ReturnTaken      ReturnState = "accepted"   // counts
	ReturnCorrecting ReturnState = "correcting" // counts as it was, until the correction is accepted
	ReturnFree       ReturnState = "waived"
	ReturnUnasked    ReturnState = "unasked" // begun for a month that was not asked for
)

// ReturnCell is one enterprise and month in the picture of returns.
type ReturnCell struct {
	ID    model.MonthlyReturnID `json:"id"`
	Month string                `json:"month"`
	State ReturnState           `json:"state"`
	Late  bool                  `json:"late"`
}

// ReturnRow is one enterprise in the picture.
type ReturnRow struct {
	EnterpriseID   model.EnterpriseID `json:"enterprise_id"`
	EnterpriseName string             `json:"enterprise_name"`
	Cells          []ReturnCell       `json:"cells"`
}

// MonthTotals are the accepted figures of a month, and how many of the returns owed are in.
type MonthTotals struct {
	Month      string `json:"month"`
	Owed       int    `json:"owed"`
	In         int    `json:"in"`
	Late       int    `json:"late"`
	Missing    int    `json:"missing"`
	Accepted   int    `json:"accepted"`
	Pickups    int64  `json:"pickups"`
	Deliveries int64  `json:"deliveries"`
	Staff      int64  `json:"staff"`
	Incidents  int64  `json:"incidents"`
	Complaints int64  `json:"complaints"`
}

// ReturnOverview is which enterprises returned for which months, and what the months add up to.
type ReturnOverview struct {
	Today  model.Date    `json:"today"`
	Months []MonthTotals `json:"months"`
	Rows   []ReturnRow   `json:"rows"`
}

// overviewMonths is how many months the overview shows.
const overviewMonths = 12

// ReturnOverview shows the twelve months up to one, the last that is over when none is named.
func (d *Desk) ReturnOverview(ctx context.Context, actor model.Actor, until string) (ReturnOverview, error) {
	view := ReturnOverview{Today: d.Today(), Months: []MonthTotals{}, Rows: []ReturnRow{}}
	scope, err := d.Scope(actor, "monthly-return:overview")
	if err != nil {
		return view, err
	}
	if until == "" {
		until = lastMonth(d.Today())
	}
	end, err := parseMonth(until)
	if err != nil || end.After(d.Today()) || end.Before(model.FirstDay) {
		return view, fieldRefused("/until", "month.invalid", "月份应为 YYYY-MM，不晚于本月")
	}
	at := map[string]int{}
	for back := overviewMonths - 1; back >= 0; back-- {
		month := monthOf(end.AddMonths(-back))
		at[month] = len(view.Months)
		view.Months = append(view.Months, MonthTotals{Month: month})
	}
	from := view.Months[0].Month
	returns, err := d.Store.ReturnsBetween(ctx, scope, from, until)
	if err != nil {
		return view, err
	}
	overdue, err := d.overdueReturns(ctx, returns)
	if err != nil {
		return view, err
	}
	for _, m := range returns {
		if last := len(view.Rows) - 1; last < 0 || view.Rows[last].EnterpriseID != m.EnterpriseID {
			view.Rows = append(view.Rows, ReturnRow{m.EnterpriseID, m.EnterpriseName, []ReturnCell{}})
		}
		row := &view.Rows[len(view.Rows)-1]
		cell := ReturnCell{m.ID, m.Month, stateOfReturn(m, overdue[m.ID]), m.Late}
		row.Cells = append(row.Cells, cell)
		view.Months[at[m.Month]].count(m, cell)
	}
	figures, err := d.Store.AcceptedFigures(ctx, scope, "", from, until)
	for _, f := range figures {
		view.Months[at[f.Month]].add(f.ReturnFigures)
	}
	return view, err
}

func (t *MonthTotals) count(m model.MonthlyReturn, cell ReturnCell) {
	if m.Owed && m.Status != model.MonthlyReturnWaived {
		t.Owed++
		if !m.FirstSubmittedOn.IsZero() {
			t.In++
		}
	}
	if cell.Late {
		t.Late++
	}
	if cell.State == ReturnMissing {
		t.Missing++
	}
}

func (t *MonthTotals) add(f model.ReturnFigures) {
	t.Accepted++
	for _, pair := range []struct {
		sum  *int64
		part *int64
	}{{&t.Pickups, f.Pickups}, {&t.Deliveries, f.Deliveries}, {&t.Staff, f.Staff}, {&t.Incidents, f.Incidents}, {&t.Complaints, f.Complaints}} {
		if pair.part != nil {
			*pair.sum += *pair.part
		}
	}
}

// overdueReturns are the returns whose term has run out, by their clocks.
func (d *Desk) overdueReturns(ctx context.Context, returns []model.MonthlyReturn) (map[model.MonthlyReturnID]bool, error) {
	overdue, ids := map[model.MonthlyReturnID]bool{}, []string{}
	for _, m := range returns {
		if owesFirst(m) {
			ids = append(ids, string(m.ID))
		}
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), 500)]
		ids = ids[len(some):]
		clocks, err := d.Store.BareClocksOf(ctx, "monthly-returns", some...)
		if err != nil {
			return overdue, err
		}
		for _, c := range clocks {
			if c.Rule == model.MonthlyReturnFiling && c.Status == model.ClockRunning && !c.DueOn.IsZero() && d.Today().After(c.DueOn) {
				overdue[model.MonthlyReturnID(c.RecordID)] = true
			}
		}
	}
	return overdue, nil
}

func stateOfReturn(m model.MonthlyReturn, overdue bool) ReturnState {
	switch {
	case overdue:
		return ReturnMissing
	case m.Status == model.MonthlyReturnAccepted:
		return ReturnTaken
	case m.Status == model.MonthlyReturnWaived:
		return ReturnFree
	case m.Versions > 0:
		return ReturnCorrecting
	case m.Status == model.MonthlyReturnSubmitted:
		return ReturnWaits
	case m.Status == model.MonthlyReturnReturned:
		return ReturnSentBack
	case !m.Owed:
		return ReturnUnasked
	}
	return ReturnInHand
}

// ParcelVolume is how many parcels were taken in and delivered, by the figures that were
// accepted last. Months says for how many months of enterprises there are any.
type ParcelVolume struct {
	Pickups    int64
	Deliveries int64
	Months     int
}

// VolumeAsked is whose parcels are counted, in which township or district and months
// (YYYY-MM, both included). Without an enterprise all are counted, without an area the
// whole months.
type VolumeAsked struct {
	EnterpriseID model.EnterpriseID
	AreaCode     string
	From, To     string
}

// ParcelVolumeOf counts the parcels of an enterprise or an area over some months.
func ParcelVolumeOf(ctx context.Context, r store.Reader, scope store.Scope, asked VolumeAsked) (ParcelVolume, error) {
	var volume ParcelVolume
	figures, err := r.AcceptedFigures(ctx, scope, asked.EnterpriseID, asked.From, asked.To)
	for _, f := range figures {
		pickups, deliveries, known := partOf(f.ReturnFigures, asked.AreaCode)
		if known {
			volume.Pickups, volume.Deliveries, volume.Months = volume.Pickups+pickups, volume.Deliveries+deliveries, volume.Months+1
		}
	}
	return volume, err
}

// partOf is what of the figures belongs to an area: the whole month without one.
func partOf(f model.ReturnFigures, area string) (pickups, deliveries int64, known bool) {
	add := func(p, d *int64) {
		if p != nil && d != nil {
			pickups, deliveries, known = pickups+*p, deliveries+*d, true
		}
	}
	if area == "" {
		add(f.Pickups, f.Deliveries)
		return pickups, deliveries, known
	}
	for _, row := range f.Areas {
		if len(row.AreaCode) >= len(area) && row.AreaCode[:len(area)] == area {
			add(row.Pickups, row.Deliveries)
		}
	}
	return pickups, deliveries, known
}
