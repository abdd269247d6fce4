package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// AuditFile is an exported audit trail in the making: lines go in one by one, and what
// was written is not kept in memory as lines. Close frees what it holds, also unfinished.
type AuditFile interface {
	Add(model.AuditLine) error
	Bytes() ([]byte, error)
	Close() error
}

type auditColumn = column[model.AuditLine]

// auditColumns are the columns of an exported audit trail that people read.
var auditColumns = []auditColumn{
	{"时间（北京时间）", 22, func(e model.AuditLine) string { return e.At.In(model.Shanghai).Format("2006-01-02 15:04:05.000") }},
	{"操作人", 14, func(e model.AuditLine) string { return e.UserName }},
	{"代表", 22, func(e model.AuditLine) string { return e.OnBehalf }},
	{"操作", 28, func(e model.AuditLine) string { return e.ActTitle }},
	{"记录种类", 18, func(e model.AuditLine) string { return e.NounTitle }},
	{"记录名称", 36, func(e model.AuditLine) string { return e.RecordName }},
	{"变更", 60, changesSaid},
	{"理由", 30, func(e model.AuditLine) string { return e.Reason }},
	{"请求编号", 28, func(e model.AuditLine) string { return e.RequestID }},
	{"来源地址", 18, func(e model.AuditLine) string { return e.Address }},
}

// auditCodes are the columns that programs and investigators read.
var auditCodes = []auditColumn{
	{"日志编号", 38, func(e model.AuditLine) string { return e.ID }},
	{"账号编号", 38, func(e model.AuditLine) string { return string(e.UserID) }},
	{"操作代码", 28, func(e model.AuditLine) string { return e.Act }},
	{"记录种类代码", 24, func(e model.AuditLine) string { return string(e.Noun) }},
	{"记录编号", 38, func(e model.AuditLine) string { return e.RecordID }},
}

// auditSides are a row's record before and after as the log has them, in JSON.
var auditSides = []auditColumn{
	{"改动前（JSON）", 60, func(e model.AuditLine) string { return e.Before }},
	{"改动后（JSON）", 60, func(e model.AuditLine) string { return e.After }},
}

// changesSaid writes each change on a line of its own.
func changesSaid(e model.AuditLine) string {
	lines := make([]string, len(e.Changes))
	for i, change := range e.Changes {
		lines[i] = change.Title + "：" + orNothing(change.Before) + " → " + orNothing(change.After)
	}
	return strings.Join(lines, "\n")
}

func orNothing(said string) string {
	if said == "" {
		return "（空）"
	}
	return strings.ReplaceAll(said, "\n", "；")
}

// auditText is an audit trail as UTF-8 text with a byte order mark, by which office
// programs know Chinese; what looks like a formula starts with an apostrophe.
type auditText struct {
	out     bytes.Buffer
	w       *csv.Writer
	columns []auditColumn
}

// NewAuditText starts a CSV file.
func NewAuditText() (AuditFile, error) {
	a := &auditText{columns: append(append(append([]auditColumn{}, auditColumns...), auditCodes...), auditSides...)}
	a.out.WriteString("\ufeff")
	a.w = csv.NewWriter(&a.out)
	a.w.UseCRLF = true
	return a, a.write(func(c auditColumn) string { return c.title })
}

func (a *auditText) write(of func(auditColumn) string) error {
	line := make([]string, len(a.columns))
	for i, column := range a.columns {
		line[i] = plainText(of(column))
	}
	if err := a.w.Write(line); err != nil {
		return fmt.Errorf("write audit rows: %w", err)
	}
	return nil
}

// Add writes a line.
func (a *auditText) Add(e model.AuditLine) error {
	return a.write(func(c auditColumn) string { return c.of(e) })
}

// Bytes returns the whole file.
func (a *auditText) Bytes() ([]byte, error) {
	a.w.Flush()
	return a.out.Bytes(), a.w.Error()
}

// Close has nothing to free.
func (a *auditText) Close() error { return nil }

// auditBook is an audit trail as a workbook: a sheet for people with a filter over its
// head, and one for programs whose lines name the row of the first that they belong to.
type auditBook struct {
	file   *excelize.File
	people *auditSheet
	raw    *auditSheet
}

type auditSheet struct {
	name   string
	stream *excelize.StreamWriter
	style  int
	rows   int
	wide   int
}

const (
	readSheet = "审计日志"
	rawSheet  = "原始记录"
)

// NewAuditBook starts an xlsx file. Text longer than a cell can hold is cut in the sheet
// for people and says so; the raw records go on in further lines.
func NewAuditBook() (AuditFile, error) {
	b := &auditBook{file: excelize.NewFile()}
	err := b.file.SetSheetName(b.file.GetSheetName(0), readSheet)
	if err == nil {
		_, err = b.file.NewSheet(rawSheet)
	}
	if err == nil {
		b.people, err = b.sheet(readSheet, auditColumns)
	}
	if err == nil {
		place := []auditColumn{{title: "行号（审计日志）", width: 16}, {title: "段", width: 6}}
		b.raw, err = b.sheet(rawSheet, append(append(place, auditCodes...), auditSides...))
	}
	if err != nil {
		_ = b.file.Close()
		return nil, fmt.Errorf("begin the audit workbook: %w", err)
	}
	return b, nil
}

func (b *auditBook) sheet(name string, columns []auditColumn) (*auditSheet, error) {
	fit, wide, tall, a4, orientation := true, 1, 0, 9, "landscape"
	page := sheet{file: b.file, name: name}
	page.do(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	page.do(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}))
	page.do(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	style, err := b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	page.do(err)
	stream, err := b.file.NewStreamWriter(name)
	page.do(err)
	if page.err != nil {
		return nil, page.err
	}
	s := &auditSheet{name: name, stream: stream, style: style, wide: len(columns)}
	head := make([]any, len(columns))
	for i, column := range columns {
		head[i] = column.title
		if err := stream.SetColWidth(i+1, i+1, float64(column.width)); err != nil {
			return nil, err
		}
	}
	err = stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return nil, err
	}
	return s, s.add(head)
}

func (s *auditSheet) add(line []any) error {
	s.rows++
	if err := s.stream.SetRow(cell(1, s.rows), line); err != nil {
		return fmt.Errorf("write row %d of %s: %w", s.rows, s.name, err)
	}
	return nil
}

// Add writes a line into both sheets.
func (b *auditBook) Add(e model.AuditLine) error {
	line := make([]any, len(auditColumns))
	for i, column := range auditColumns {
		line[i] = excelize.Cell{StyleID: b.people.style, Value: cellText(column.of(e))}
	}
	if err := b.people.add(line); err != nil {
		return err
	}
	before, after := e.Before, e.After
	for part := 1; part == 1 || before != "" || after != ""; part++ {
		line := []any{b.people.rows, part}
		for _, column := range auditCodes {
			line = append(line, plainText(column.of(e)))
		}
		var was, is string
		was, before = piece(before)
		is, after = piece(after)
		if err := b.raw.add(append(line, was, is)); err != nil {
			return err
		}
	}
	return nil
}

// piece cuts off what fits a cell, so that neither it nor the rest looks like a formula.
func piece(text string) (fits, rest string) {
	at := lengthThatFits(text)
	for at < len(text) && at > 0 && strings.ContainsAny(firstRune(text[at:]), formulaSigns) {
		at--
		for at > 0 && text[at]&0xc0 == 0x80 { // inside a character
			at--
		}
	}
	if at == 0 {
		at = lengthThatFits(text)
	}
	return text[:at], text[at:]
}

// Bytes returns the whole file.
func (b *auditBook) Bytes() ([]byte, error) {
	for _, s := range []*auditSheet{b.people, b.raw} {
		if err := s.stream.Flush(); err != nil {
			return nil, fmt.Errorf("write %s: %w", s.name, err)
		}
		if err := b.file.AutoFilter(s.name, "A1:"+cell(s.wide, s.rows), nil); err != nil {
			return nil, fmt.Errorf("filter the head of %s: %w", s.name, err)
		}
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// Close removes the temporary files.
func (b *auditBook) Close() error { return b.file.Close() }
