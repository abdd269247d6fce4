package portal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
)

const statisticsPath = "/statistics"

// statisticsPage is the numbers with the pictures of them.
type statisticsPage struct {
	casework.Statistics
	Towns    []longBar
	High     int // of the picture of townships, in em
	Ended    []month
	InYear   []longBar
	Visited  []month
	Licences []longBar
}

// longBar is a bar that lies, with its name before and its number behind it: how far down in em, so that
// it goes with the size of letters, and how long in hundredths of the longest.
type longBar struct {
	Name     string
	Many     int64
	Y, Width int64
}

// month is a column that stands, of one or several parts.
type month struct {
	Name   string // as people write it
	Short  string
	X      int
	Middle string // of the column, in hundredths of the picture's width
	Top    string // of the column, in em
	Many   int64
	Parts  []part
	Counts []casework.Hidden
}

// part is a stretch of a column; one that is too few to be told has a height that says nothing.
type part struct {
	Y, High int64
	What    int
	IsFew   bool
}

// Measures of the pictures. Letters and the distances between them are told in em; only what columns
// stand in is stretched, and has units of its own: twelve to the em downwards.
const (
	barStep   = 2
	floor     = 120 // where columns stand
	unitsToEm = 12
	tallest   = 96
	wide      = 340
	stepRight = 28
	fewHigh   = 3
)

// tenths is a part of a whole with one digit behind the point.
func tenths(part, whole int64) string {
	t := part * 10 / whole
	return strconv.FormatInt(t/10, 10) + "." + strconv.FormatInt(t%10, 10)
}

func longBars(names []string, many []int64) []longBar {
	most := max(1, slices.Max(append([]int64{0}, many...)))
	bars := make([]longBar, len(names))
	for i, name := range names {
		bars[i] = longBar{name, many[i], int64(i) * barStep, many[i] * 100 / most}
	}
	return bars
}

// monthName is 2026-03 as people write it, and as a picture has room for it.
func monthName(text string) (name, short string) {
	year, number, _ := strings.Cut(text, "-")
	number = strings.TrimPrefix(number, "0")
	return year + "年" + number + "月", number
}

func monthsOf(names []string) []month {
	months := make([]month, len(names))
	for i, text := range names {
		months[i].Name, months[i].Short = monthName(text)
		months[i].X = i*stepRight + 4
		months[i].Middle = tenths(int64(months[i].X+10)*100, wide)
	}
	return months
}

// columns lets the counts of each month stand on each other.
func columns(names []string, counts [][]casework.Hidden) []month {
	months := monthsOf(names)
	most := int64(1)
	for i := range months {
		months[i].Counts = counts[i]
		var sum int64
		for _, c := range counts[i] {
			sum += c.Many
		}
		most = max(most, sum)
	}
	for i := range months {
		y := int64(floor)
		for what, c := range counts[i] {
			high := c.Many * tallest / most
			if c.IsFew {
				high = fewHigh
			} else if c.Many > 0 {
				high = max(high, 2)
			}
			if y -= high; high > 0 {
				months[i].Parts = append(months[i].Parts, part{y, high, what, c.IsFew})
			}
			months[i].Many += c.Many
		}
		months[i].Top = tenths(y-4, unitsToEm)
	}
	return months
}

func (p *Portal) statistics(c *gin.Context) {
	p.show(c, statisticsPath, "statistics.html", func() (frame, error) {
		s, err := p.Desk.Statistics(c.Request.Context())
		if err != nil {
			return frame{}, err
		}
		page := statisticsPage{Statistics: s, Ended: columns(s.Months, s.Ended)}
		names, totals := make([]string, len(s.Towns)), make([]int64, len(s.Towns))
		for i, town := range s.Towns {
			names[i], totals[i] = town.Name, town.Total
		}
		page.Towns, page.High = longBars(names, totals), max(1, len(names))*barStep
		visits := make([][]casework.Hidden, len(s.Months))
		for i, many := range s.Inspections {
			visits[i] = []casework.Hidden{{Many: many}}
		}
		page.Visited = columns(s.Months, visits)
		l := s.Licensed
		page.InYear = longBars(s.Outcomes, manyOf(s.EndedInYear))
		page.Licences = longBars([]string{"许可有效", "60 日内到期", "已到期或终止", "没有登记许可"}, []int64{l.Holding, l.Ending, l.Ended, l.Without})
		return frame{Title: "统计", Content: page}, nil
	})
}

// manyOf are the counts that are told; of the others nothing.
func manyOf(counts []casework.Hidden) []int64 {
	many := make([]int64, len(counts))
	for i, c := range counts {
		many[i] = c.Many
	}
	return many
}

// told is a count, or that it is too small to be told.
func told(c casework.Hidden) string {
	if c.IsFew {
		return "少于" + strconv.Itoa(casework.FewestTold)
	}
	return strconv.FormatInt(c.Many, 10)
}
