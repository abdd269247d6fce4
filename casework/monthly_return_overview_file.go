package casework

import (
	"context"
	"slices"
	"strconv"

	"yijian/model"
)

// returnStatesSaid are the states in the words of the page.
var returnStatesSaid = map[ReturnState]string{
	ReturnTaken: "已接收", ReturnCorrecting: "更正中", ReturnWaits: "待审核", ReturnSentBack: "已退回", ReturnInHand: "待填报", ReturnMissing: "缺报",
	ReturnFree: "免报", ReturnUnasked: "补填中",
}

// ReturnOverviewFile begins a file of one of the tables of the overview and gives its rows, headed
// and ordered as the page: the months' totals, or which enterprise returned for which month.
func (d *Desk) ReturnOverviewFile(ctx context.Context, call model.Call, until string, totals bool) (*ListFile, [][]model.ListCell, error) {
	view, err := d.ReturnOverview(ctx, call.Actor, until)
	if err != nil {
		return nil, nil, err
	}
	if err := d.spend(ctx, d.daily("export", call.Actor, d.Rules.Limits.Exports), "今天导出的表格过多"); err != nil {
		return nil, nil, err
	}
	slices.Reverse(view.Months) // the newest first
	f := &ListFile{noun: "monthly-returns"}
	var rows [][]model.ListCell
	if totals {
		rows = f.totalsOf(view)
	} else {
		rows = f.statesOf(view)
	}
	f.rows = int64(len(rows))
	return f, rows, nil
}

func (f *ListFile) totalsOf(view ReturnOverview) (rows [][]model.ListCell) {
	f.Title = "月报逐月合计"
	for _, title := range []string{"月份", "收寄", "投递", "从业人数", "安全事件", "用户投诉", "应报家数", "已报家数", "其中逾期", "缺报家数", "接收家数"} {
		f.Columns = append(f.Columns, model.ListColumn{Title: title})
	}
	for _, m := range view.Months {
		row := []model.ListCell{{Words: m.Month}}
		for _, n := range []int64{m.Pickups, m.Deliveries, m.Staff, m.Incidents, m.Complaints, int64(m.Owed), int64(m.In), int64(m.Late), int64(m.Missing), int64(m.Accepted)} {
			row = append(row, model.ListCell{Words: strconv.FormatInt(n, 10), IsNumber: true})
		}
		rows = append(rows, row)
	}
	return rows
}

func (f *ListFile) statesOf(view ReturnOverview) (rows [][]model.ListCell) {
	f.Title, f.Columns = "各企业逐月月报", []model.ListColumn{{Key: "enterprise_name", Title: "企业"}}
	at := map[string]int{}
	for n, m := range view.Months {
		at[m.Month] = n + 1
		f.Columns = append(f.Columns, model.ListColumn{Title: m.Month})
	}
	for _, firm := range view.Rows {
		row := make([]model.ListCell, len(f.Columns))
		row[0].Words = firm.EnterpriseName
		for n := range view.Months {
			row[n+1].Words = "不需报"
		}
		for _, cell := range firm.Cells {
			said := returnStatesSaid[cell.State]
			if cell.Late {
				said += "（逾期报送）"
			}
			row[at[cell.Month]].Words = said
		}
		rows = append(rows, row)
	}
	return rows
}
