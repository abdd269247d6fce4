package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// monthSum is how all tasks together stood at the end of a month.
type monthSum struct {
	month  string
	lights map[model.Light]int
	// The means are in whole percent, rounded down; those of nothing are not known.
	planned, claimed, counted mean
}

type mean struct{ sum, of int }

func (m *mean) add(n int) { m.sum, m.of = m.sum+n, m.of+1 }

func (m mean) percent() (int, bool) {
	if m.of == 0 {
		return 0, false
	}
	return m.sum / m.of, true
}

func monthSums(sheets model.TaskSheets) []monthSum {
	sums := make([]monthSum, len(sheets.Head.Months))
	for i, month := range sheets.Head.Months {
		sums[i] = monthSum{month: month, lights: map[model.Light]int{}}
		for _, row := range sheets.Rows {
			if i < len(row.Course) {
				sums[i].add(row.Course[i])
			}
		}
	}
	return sums
}

func (m *monthSum) add(t model.TaskMonth) {
	m.lights[t.Light]++
	if t.Scheduled {
		claimed := 0
		if t.Claimed != nil {
			claimed = *t.Claimed
		}
		m.planned.add(t.Planned)
		m.claimed.add(claimed)
	}
	if t.Counted != nil {
		m.counted.add(*t.Counted)
	}
}

func trendColumns() []taskColumn[monthSum] {
	columns := []taskColumn[monthSum]{{title: "月份", width: 12, style: bodyCentred, words: func(m monthSum) string { return monthWords(m.month) }}}
	for _, light := range model.Lights {
		columns = append(columns, taskColumn[monthSum]{title: light.Title(), width: 7, style: bodyCentred, number: func(m monthSum) (int, bool) { return m.lights[light], true }})
	}
	return append(columns,
		taskColumn[monthSum]{title: "计划进度（平均）", width: 9, style: bodyPercent, number: func(m monthSum) (int, bool) { return m.planned.percent() }},
		taskColumn[monthSum]{title: "实报进度（平均）", width: 9, style: bodyPercent, number: func(m monthSum) (int, bool) { return m.claimed.percent() }},
		taskColumn[monthSum]{title: "计数进度（平均）", width: 9, style: bodyPercent, number: func(m monthSum) (int, bool) { return m.counted.percent() }})
}

const (
	trendHeaderRow = 3
	// monthsBesideCharts is how many months leave room for both charts on their page.
	monthsBesideCharts = 8
	chartRows          = 15 // rows of the sheet that a chart covers
	chartRowPoints     = 15
	trendWidth         = 490 // pixels, no more than the table
)

// writeTrend tells how lights and progress went month by month, as a table and as charts.
func writeTrend(b *taskBook) {
	s, columns, sums := b.add(trendSheet), trendColumns(), monthSums(b.TaskSheets)
	last := len(columns)
	writeTaskTitle(s, columns, "趋势（"+b.Head.Period+"）", "每月为月末的情况，最后一月为数据截至日的情况。", b.styles)
	table := writeTaskTable(s, trendHeaderRow, columns, sums, b.styles)
	for row := range sums { // so that 36 months stand on a page
		s.height(trendHeaderRow+1+row, 16)
	}
	bottom := table.bottom + 1
	s.text(1, bottom, "计划和实报按当月末已设定起止时间、没有暂缓或取消的任务平均，没有报送过的按零计；计数按设有计数目标的任务平均；均舍去小数。")
	s.merge(1, bottom, last, bottom)
	s.paint(1, bottom, last, bottom, b.styles.of[sheetNote])
	s.height(bottom, 34)
	if len(sums) > 0 && len(b.Rows) > 0 {
		if len(sums) > monthsBesideCharts {
			s.do(s.file.InsertPageBreak(s.name, cell(1, bottom+1)))
		}
		bottom = drawTrend(s, table, bottom)
	}
	freeze(s, 1, trendHeaderRow)
	s.printed(last, bottom, fmt.Sprintf("$%d:$%d", trendHeaderRow, trendHeaderRow))
	setWholePage(s, b.Head)
	b.done(s)
}

// trendLines tell planned, claimed and counted progress apart in print without colours too.
var trendLines = []struct {
	colour, symbol string
	dash           excelize.LineDashType
}{
	{"7F7F7F", "none", excelize.LineDashDash}, {"2E75B6", "circle", excelize.LineDashSolid}, {"548235", "triangle", excelize.LineDashSolid},
}

// drawTrend draws both charts below the row and returns the last row they cover.
func drawTrend(s *sheet, table taskTable, below int) int {
	top, bottom := trendHeaderRow+1, table.bottom
	for row := below + 1; row <= below+2*chartRows+2; row++ {
		s.height(row, chartRowPoints)
	}
	series := func(column int, fill string) excelize.ChartSeries {
		return excelize.ChartSeries{
			Name: s.cells(column, trendHeaderRow, column, trendHeaderRow), Categories: s.cells(1, top, 1, bottom), Values: s.cells(column, top, column, bottom), Fill: solid(fill),
		}
	}
	var lights, progress []excelize.ChartSeries
	for i, light := range model.Lights {
		lights = append(lights, series(2+i, lightFills[light]))
	}
	for i, line := range trendLines {
		one := series(2+len(model.Lights)+i, line.colour)
		one.Line, one.Marker = excelize.LineOptions{Width: 2.25, Dash: line.dash}, excelize.ChartMarker{Symbol: line.symbol, Size: 6, Fill: solid(line.colour)}
		progress = append(progress, one)
	}
	height := pixelsOf((chartRows - 1) * chartRowPoints)
	s.chart(cell(1, below+2), chartOf{kind: excelize.ColStacked, title: "逐月亮灯任务数", width: trendWidth, height: height, series: lights, skip: len(table.starts) / 12})
	s.chart(cell(1, below+2+chartRows), chartOf{kind: excelize.Line, title: "逐月平均进度（%）", width: trendWidth, height: height, series: progress, most: 100, skip: len(table.starts) / 12})
	return below + 2*chartRows + 1
}

// writeHeat tells each task's light at the end of each month.
func writeHeat(b *taskBook) {
	const head = 3
	s := b.add(heatSheet)
	columns := []taskColumn[model.TaskRow]{
		{title: "序号", width: 5, style: bodyCentred, number: taskNumber},
		{title: "工作任务", width: max(26, min(70, 100-6*len(b.Head.Months))), style: bodyLeft, words: taskName},
	}
	for i, month := range b.Head.Months {
		columns = append(columns, taskColumn[model.TaskRow]{title: monthShort(month), width: 6, style: heatCell, words: func(t model.TaskRow) string {
			if i < len(t.Course) {
				return shortLight(t.Course[i].Light)
			}
			return ""
		}})
	}
	last := len(columns)
	writeTaskTitle(s, columns, "逐月灯号（"+b.Head.Period+"）", "每格为月末的灯号，最后一月为数据截至日的灯号。红、黄、绿、灰依次为红灯、黄灯、绿灯、灰灯。", b.styles)
	table := writeTaskTable(s, head, columns, b.Rows, b.styles)
	if len(b.Rows) == 0 {
		table.bottom++
		writeTaskNone(s, table.bottom, last, noTasks, b.styles)
	} else if len(b.Head.Months) > 0 {
		s.colour(cell(3, head+1)+":"+cell(len(columns), table.bottom), b.styles.byShort)
	}
	freeze(s, 2, head)
	s.printed(last, table.bottom, "$A:$B", fmt.Sprintf("$%d:$%d", head, head))
	paper := paperA3
	if len(b.Head.Months) <= 12 {
		paper = paperA4
	}
	setPage(s, paper, b.Head)
	b.done(s)
}
