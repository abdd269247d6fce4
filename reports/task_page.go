package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// Excel's numbers for paper sizes.
const (
	paperA3 = 8
	paperA4 = 9
)

// freeze keeps the columns and rows before the cell in sight.
func freeze(s *sheet, columns, rows int) {
	pane := "bottomLeft"
	if columns > 0 {
		pane = "bottomRight"
	}
	s.do(s.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: cell(columns+1, rows+1), ActivePane: pane,
	}))
}

// printed says what of the sheet is printed, and which rows or columns, if any, on every page.
func (s *sheet) printed(right, bottom int, heads ...string) {
	last, err := excelize.ColumnNumberToName(right)
	s.do(err)
	s.define("_xlnm.Print_Area", fmt.Sprintf("$A$1:$%s$%d", last, bottom))
	if len(heads) > 0 {
		s.define("_xlnm.Print_Titles", strings.Join(heads, ",'"+s.name+"'!"))
	}
}

// setPage makes the sheet as wide as its lying paper and as many pages long as it takes; of few
// pages, whose last would hold a few rows only, it takes one less.
func setPage(s *sheet, paper int, meta model.TaskReportMeta) {
	size := map[int]struct{ wide, tall int }{paperA3: {1118, 731}, paperA4: {770, 484}}[paper] // points within the margins, lying
	page := size.tall * max(s.wide, size.wide) / size.wide                                     // points of the sheet on a page
	pages := s.tall / page
	if pages < 1 || pages > fewPages || s.tall%page > page/4 {
		pages = 0
	}
	setPages(s, pages, paper, "landscape", meta)
}

// fewPages is how many pages are made to hold a few rows more.
const fewPages = 3

// setPages makes the sheet as wide as its paper and as many pages long, 0 for as many as it takes.
func setPages(s *sheet, tall, paper int, orientation string, meta model.TaskReportMeta) {
	fit, wide := true, 1
	s.do(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall,
	}))
	setEdges(s, meta)
}

// setWholePage leaves the sheet its size, so that breaks between pages stay where they are put.
func setWholePage(s *sheet, meta model.TaskReportMeta) {
	paper, orientation := paperA4, "portrait"
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation}))
	setEdges(s, meta)
}

func setEdges(s *sheet, meta model.TaskReportMeta) {
	yes, side, top, bottom, edge := true, 0.5, 0.7, 0.85, 0.3
	s.do(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &edge, Footer: &edge, Horizontally: &yes,
	}))
	footer := "&C数据截至：" + headerText(chineseDate(meta.AsOf)) + "　第 &P 页，共 &N 页"
	if meta.Edition > 0 {
		footer += "　" + headerText(editionWords(meta))
	}
	if meta.DataHash != "" { // on a line of its own: it is as wide as a page
		footer += "\n&8数据 SHA-256：" + meta.DataHash
	}
	s.do(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + headerText(meta.DocumentNumber) + "&R" + headerText(meta.Period), OddFooter: footer,
	}))
}

// mostInHeader is the most characters of one part of a header, of which all parts together hold 255.
const mostInHeader = 50

// headerText keeps words from being read as Excel's header codes and within its 255 characters.
func headerText(words string) string {
	runes := []rune(strings.ReplaceAll(words, "\n", " "))
	return strings.ReplaceAll(string(runes[:min(len(runes), mostInHeader)]), "&", "&&")
}

func describe(b *taskBook) {
	at := b.Head.AsOf.Time().Format("2006-01-02T15:04:05Z")
	s := b.sheets[0]
	s.do(b.file.SetDocProps(&excelize.DocProperties{
		Title: b.Head.Title + "（" + b.Head.Period + "）", Subject: b.Head.DocumentNumber, Creator: "驿鉴", Created: at, Modified: at, Language: "zh-CN",
	}))
	b.done(s)
}
