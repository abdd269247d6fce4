package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

const (
	planGuideSheet = "填写说明"
	planUnitSheet  = "单位"
	planRowsReady  = 200 // rows of a sheet that are laid out and have their lists
)

// PlanTemplate is a workbook in which one plan is filled in: its sheets, with the rows that are
// there already, the units that it may name, and how it is filled in. Units stand in the order
// given; members say what a group is at present.
func PlanTemplate(sheets []model.Sheet, rows []model.SheetRow, units []PlanUnit, guide []string) ([]byte, error) {
	b := &planBook{file: excelize.NewFile()}
	if err := b.makeLooks(); err != nil {
		return nil, fmt.Errorf("looks of a plan's template: %w", err)
	}
	if err := b.file.SetSheetName(b.file.GetSheetName(0), sheets[0].Title); err != nil {
		return nil, fmt.Errorf("a plan's template: %w", err)
	}
	singles := 0
	for _, u := range units {
		if len(u.Members) == 0 {
			singles++
		}
	}
	for at, of := range sheets {
		if err := b.addSheet(at, of, rows, singles); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", of.Title, err)
		}
	}
	if err := b.addUnits(units); err != nil {
		return nil, fmt.Errorf("units of a plan's template: %w", err)
	}
	if err := b.addGuide(guide, sheets); err != nil {
		return nil, fmt.Errorf("guide of a plan's template: %w", err)
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, fmt.Errorf("write a plan's template: %w", err)
	}
	return out.Bytes(), b.file.Close()
}

// PlanUnit is a unit that a plan may name; a group has members.
type PlanUnit struct {
	Title   string
	Members []string
}

type planBook struct {
	file                      *excelize.File
	head, needed, open, plain int
}

func (b *planBook) makeLooks() error {
	for _, look := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.head, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("E8EDF3")}},
		{&b.needed, excelize.Style{Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("FFE58A")}},
		{&b.open, excelize.Style{Font: bodyFont(10), NumFmt: textFormat, Border: grid(), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&b.plain, excelize.Style{Font: bodyFont(11), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		id, err := b.file.NewStyle(&look.style)
		if err != nil {
			return err
		}
		*look.id = id
	}
	return nil
}

// addSheet lays out a sheet: headings with notes, rows to fill in, and drop-down lists. Units of
// one cell come from the list of units, of which the first are no groups.
func (b *planBook) addSheet(at int, of model.Sheet, rows []model.SheetRow, singles int) error {
	if n, err := b.file.GetSheetIndex(of.Title); err != nil || n < 0 {
		if _, err := b.file.NewSheet(of.Title); err != nil {
			return err
		}
	}
	s := &sheet{file: b.file, name: of.Title}
	widths := make([]int, len(of.Columns))
	last := planRowsReady
	if at == 0 {
		last = 1
	}
	for _, row := range rows {
		if row.Sheet != at {
			continue
		}
		last = max(last, row.Row)
		for i, text := range row.Cells {
			s.text(i+1, row.Row, text)
		}
	}
	for i, c := range of.Columns {
		widths[i] = c.Width
		s.text(i+1, 1, c.Title)
		look := b.head
		if c.Required {
			look = b.needed
		}
		s.paint(i+1, 1, i+1, 1, look)
		if c.Note != "" {
			note := excelize.Comment{Cell: cell(i+1, 1), Author: "驿鉴", Paragraph: []excelize.RichTextRun{{Text: c.Note}}, Width: 240, Height: 70}
			if err := b.file.AddComment(of.Title, note); err != nil {
				return err
			}
		}
		if err := b.addList(of.Title, i+1, last, c, singles); err != nil {
			return err
		}
	}
	s.widths(widths...)
	s.paint(1, 2, len(of.Columns), last, b.open)
	if s.err != nil {
		return s.err
	}
	return b.file.SetPanes(of.Title, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// addList gives a column its drop-down list; other text stays allowed, for the check to judge.
func (b *planBook) addList(title string, column, last int, c model.SheetColumn, singles int) error {
	list := excelize.NewDataValidation(true)
	list.SetSqref(cell(column, 2) + ":" + cell(column, last))
	switch {
	case len(c.Choices) > 0:
		words := make([]string, len(c.Choices))
		for i, choice := range c.Choices {
			words[i] = choice.Title
		}
		if err := list.SetDropList(words); err != nil {
			return err
		}
	case (c.Key == "lead" || c.Key == "owner") && singles > 0:
		list.SetSqrefDropList(fmt.Sprintf("%s!$A$2:$A$%d", planUnitSheet, singles+1))
	default:
		return nil
	}
	list.ShowErrorMessage = false
	return b.file.AddDataValidation(title, list)
}

// addUnits lists the units, groups after them, with what a group is at present.
func (b *planBook) addUnits(units []PlanUnit) error {
	if _, err := b.file.NewSheet(planUnitSheet); err != nil {
		return err
	}
	s := &sheet{file: b.file, name: planUnitSheet}
	s.widths(26, 90)
	s.text(1, 1, "单位")
	s.text(2, 1, "说明")
	s.paint(1, 1, 2, 1, b.head)
	row := 1
	for _, groups := range []bool{false, true} {
		for _, u := range units {
			if len(u.Members) > 0 != groups {
				continue
			}
			row++
			s.text(1, row, u.Title)
			if groups {
				s.text(2, row, "一类单位，按方案的印发日期展开；现在有："+strings.Join(u.Members, "、"))
			}
			s.paint(1, row, 2, row, b.plain)
		}
	}
	return s.err
}

// addGuide says in words how the workbook is filled in.
func (b *planBook) addGuide(guide []string, sheets []model.Sheet) error {
	if _, err := b.file.NewSheet(planGuideSheet); err != nil {
		return err
	}
	s := &sheet{file: b.file, name: planGuideSheet}
	s.widths(16, 14, 90)
	row := 1
	s.text(1, row, "怎样填写")
	s.paint(1, row, 3, row, b.head)
	for n, words := range guide {
		row++
		s.text(1, row, fmt.Sprintf("%d. %s", n+1, words))
		s.merge(1, row, 3, row)
		s.paint(1, row, 3, row, b.plain)
		s.height(row, 32)
	}
	for _, of := range sheets[1:] {
		for _, c := range of.Columns {
			row++
			needed := "可以不填"
			if c.Required {
				needed = "必填"
			}
			s.text(1, row, of.Title+" "+c.Title)
			s.text(2, row, needed)
			s.text(3, row, c.Note)
			s.paint(1, row, 3, row, b.plain)
		}
	}
	return s.err
}
