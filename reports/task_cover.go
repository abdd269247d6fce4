package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// coverWidths are the columns of the cover, which its longest words span.
var coverWidths = []int{22, 12, 54}

const coverSpan = 62 // characters of the last two columns, less what a frame takes

const (
	// tallestCover is how many points are still read with ease when they are made to fit a page.
	tallestCover = 1000
	// mostListed is how many tasks of a light the cover names; the breakdown names all.
	mostListed = 120
)

// writeTaskCover states what the report is, sums it up, and counts the lights with the
// numbers of their tasks and as a picture.
func writeTaskCover(b *taskBook) {
	s := b.add(coverSheet)
	s.widths(coverWidths...)
	s.text(1, 1, b.Head.Title)
	s.merge(1, 1, 3, 1)
	s.paint(1, 1, 3, 1, b.styles.of[sheetTitle])
	s.height(1, 30*linesOf(b.Head.Title, 44)+20)
	row := writeCoverFacts(s, b, 2)
	row = writeCoverSummary(s, b, row+1)
	head := row + 2
	if len(b.Rows) > 0 {
		head = drawCoverLights(s, row) + 2
	}
	row = writeCoverLights(s, b, head)
	s.printed(3, row)
	pages := 1
	if s.tall > tallestCover {
		pages = 0
	}
	setPages(s, pages, paperA4, "portrait", b.Head)
	b.done(s)
}

func writeCoverFacts(s *sheet, b *taskBook, row int) int {
	facts := [][2]string{
		{"文件字号", b.Head.DocumentNumber}, {"报告期", b.Head.Period}, {"数据截至", chineseDate(b.Head.AsOf)}, {"制表单位", b.Head.Issuer},
		{"版次", editionWords(b.Head)},
	}
	if b.Head.Reason != "" {
		facts = append(facts, [2]string{"更正理由", b.Head.Reason})
	}
	facts = append(facts, [2]string{"统计口径", basisWords(b.Head)}, [2]string{"任务总数", fmt.Sprintf("%d项", len(b.Rows))},
		[2]string{"正文与附件牵头单位不一致", fmt.Sprintf("%d项", len(numbersOf(b.Rows, func(t model.TaskRow) bool { return t.LeadConflict != "" })))})
	for _, line := range facts {
		row++
		s.text(1, row, line[0])
		s.text(2, row, line[1])
		s.merge(2, row, 3, row)
		s.paint(1, row, 1, row, b.styles.of[sheetHead])
		s.paint(2, row, 3, row, b.styles.of[sheetWords])
		s.height(row, 16*max(linesOf(line[0], 18), linesOf(line[1], coverSpan))+10)
	}
	return row
}

func writeCoverSummary(s *sheet, b *taskBook, row int) int {
	first := row + 1
	for _, words := range summaryWords(b.TaskSheets) {
		row++
		s.text(2, row, words)
		s.merge(2, row, 3, row)
		s.height(row, 16*linesOf(words, coverSpan)+10)
	}
	s.text(1, first, "摘要")
	s.merge(1, first, 1, row)
	s.paint(1, first, 1, row, b.styles.of[sheetHead])
	s.paint(2, first, 3, row, b.styles.of[sheetWords])
	return row
}

func writeCoverLights(s *sheet, b *taskBook, row int) int {
	for column, title := range []string{"亮灯", "任务数", "任务序号"} {
		s.text(column+1, row, title)
	}
	s.paint(1, row, 3, row, b.styles.of[sheetHead])
	s.height(row, 24)
	for _, light := range model.Lights {
		row++
		numbers := numbersOf(b.Rows, func(t model.TaskRow) bool { return t.Light == light })
		words := strings.Join(numbers[:min(len(numbers), mostListed)], "、")
		if len(numbers) > mostListed {
			words += "等，其余见“" + taskSheet + "”"
		}
		s.text(1, row, light.Title())
		s.number(2, row, len(numbers))
		s.text(3, row, words)
		s.paint(1, row, 1, row, b.styles.lights[light])
		s.paint(2, row, 2, row, b.styles.of[bodyCentred])
		s.paint(3, row, 3, row, b.styles.of[bodyLeft])
		s.height(row, 16*linesOf(words, coverWidths[2]-4)+10)
	}
	return row
}

// drawCoverLights draws the counts of lights above their table and returns the last row it covers.
func drawCoverLights(s *sheet, last int) int {
	const rows, points = 11, 18
	head := last + rows + 2 // of the table
	for row := last + 1; row <= last+rows; row++ {
		s.height(row, points)
	}
	var series []excelize.ChartSeries
	for i, light := range model.Lights {
		series = append(series, excelize.ChartSeries{
			Name: s.cells(1, head+1+i, 1, head+1+i), Values: s.cells(2, head+1+i, 2, head+1+i), Categories: s.cells(2, head, 2, head), Fill: solid(lightFills[light]),
		})
	}
	s.chart(cell(1, last+2), chartOf{kind: excelize.BarStacked, title: "各灯任务数", width: 600, height: pixelsOf((rows - 1) * points), series: series, values: true})
	return last + rows
}

// pixelsOf is how many pixels excelize takes a height in points for where it places charts.
func pixelsOf(points int) int { return points * 6 / 5 }

// chartOf is a chart of the report; all share their letters.
type chartOf struct {
	kind          excelize.ChartType
	title         string
	width, height int // pixels
	series        []excelize.ChartSeries
	values        bool // stand on the bars
	most          float64
	skip          int // how many labels are left out after each
}

// chart draws a chart whose upper left corner is in the cell.
func (s *sheet) chart(at string, c chartOf) {
	letters := excelize.Font{Family: "宋体", Size: 9, Color: "000000"}
	no, gap, overlap := false, uint(60), 100
	chart := &excelize.Chart{
		Type: c.kind, Series: c.series, VaryColors: &no, GapWidth: &gap, Overlap: &overlap, ShowBlanksAs: "gap",
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: &excelize.Font{Family: "黑体", Size: 11, Bold: true, Color: "000000"}}}},
		Dimension: excelize.ChartDimension{Width: uint(c.width), Height: uint(c.height)},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &letters},
		XAxis:     excelize.ChartAxis{Font: letters, TickLabelSkip: c.skip + 1},
		YAxis:     excelize.ChartAxis{Font: letters, MajorGridLines: true},
		PlotArea:  excelize.ChartPlotArea{ShowVal: c.values, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0;;"}}, // none of it is not said
	}
	if c.skip > 0 {
		chart.XAxis.Alignment.TextRotation = -45
	}
	if c.most > 0 {
		none := 0.0
		chart.YAxis.Maximum, chart.YAxis.Minimum = &c.most, &none
	}
	s.do(s.file.AddChart(s.name, at, chart))
}

// cells names cells of the sheet in charts.
func (s *sheet) cells(left, top, right, bottom int) string {
	from, err := excelize.CoordinatesToCellName(left, top, true)
	s.do(err)
	to, err := excelize.CoordinatesToCellName(right, bottom, true)
	s.do(err)
	if from == to {
		return "'" + s.name + "'!" + from
	}
	return "'" + s.name + "'!" + from + ":" + to
}

// monthShort says a month of the form 2026-11 as 26-11, for narrow cells.
func monthShort(month string) string {
	if len(month) == len("2026-11") {
		if _, err := strconv.Atoi(month[:4]); err == nil {
			return month[2:]
		}
	}
	return month
}
