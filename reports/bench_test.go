package reports

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// The issue allows TaskWorkbook twice the time of bare excelize writing the same
// cells and styles: compare the pairs of equal size.

func BenchmarkTaskWorkbook(b *testing.B) {
	for _, size := range benchSizes {
		tasks := manyTasks(size)
		b.Run(fmt.Sprintf("tasks=%d", size), func(b *testing.B) {
			for b.Loop() {
				if _, err := TaskWorkbook(tasks, planMeta()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBareExcelize(b *testing.B) {
	for _, size := range benchSizes {
		plain := readPlain(b, manyTasks(size))
		b.Run(fmt.Sprintf("tasks=%d", size), func(b *testing.B) {
			for b.Loop() {
				if err := plain.write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var benchSizes = []int{13, 1300}

func manyTasks(n int) []model.TaskRow {
	var tasks []model.TaskRow
	for len(tasks) < n {
		tasks = append(tasks, planTasks()...)
	}
	return tasks[:n]
}

// plainSheet holds what bare excelize writes: values, runs of equal style down a
// column, and merges. It leaves out the page set-up, the panes and the heights.
type plainSheet struct {
	name   string
	values []plainCell
	runs   []styledRun
	merges [][2]string
}

type plainCell struct {
	at    string
	value any
}

type styledRun struct {
	from, to string
	style    int
}

type plainWorkbook struct {
	styles []*excelize.Style
	sheets []plainSheet
}

func readPlain(b *testing.B, tasks []model.TaskRow) plainWorkbook {
	b.Helper()
	workbook, err := TaskWorkbook(tasks, planMeta())
	if err != nil {
		b.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var plain plainWorkbook
	for id := 0; ; id++ {
		style, err := file.GetStyle(id)
		if err != nil {
			break
		}
		plain.styles = append(plain.styles, style)
	}
	for _, name := range file.GetSheetList() {
		plain.sheets = append(plain.sheets, readPlainSheet(b, file, name))
	}
	return plain
}

func readPlainSheet(b *testing.B, file *excelize.File, name string) plainSheet {
	b.Helper()
	plain := plainSheet{name: name}
	rows, err := file.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	for column := 1; column <= len(taskColumns); column++ {
		for row := 1; row <= len(rows); row++ {
			at := cell(column, row)
			if column <= len(rows[row-1]) && rows[row-1][column-1] != "" {
				plain.values = append(plain.values, plainCell{at, plainValue(b, file, name, at, rows[row-1][column-1])})
			}
			style, err := file.GetCellStyle(name, at)
			if err != nil {
				b.Fatal(err)
			}
			if last := len(plain.runs) - 1; row > 1 && plain.runs[last].style == style {
				plain.runs[last].to = at
			} else {
				plain.runs = append(plain.runs, styledRun{at, at, style})
			}
		}
	}
	merges, err := file.GetMergeCells(name)
	if err != nil {
		b.Fatal(err)
	}
	for _, merged := range merges {
		plain.merges = append(plain.merges, [2]string{merged.GetStartAxis(), merged.GetEndAxis()})
	}
	return plain
}

func plainValue(b *testing.B, file *excelize.File, sheet, at, raw string) any {
	b.Helper()
	kind, err := file.GetCellType(sheet, at)
	if err != nil {
		b.Fatal(err)
	}
	var n int64
	if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
		if _, err := fmt.Sscan(raw, &n); err != nil {
			b.Fatal(err)
		}
		return n
	}
	return raw
}

func (p plainWorkbook) write() error {
	file := excelize.NewFile()
	defer file.Close()
	ids := make([]int, len(p.styles))
	for i, style := range p.styles {
		id, err := file.NewStyle(style)
		if err != nil {
			return err
		}
		ids[i] = id
	}
	for _, sheet := range p.sheets {
		if _, err := file.NewSheet(sheet.name); err != nil {
			return err
		}
		for _, c := range sheet.values {
			if err := file.SetCellValue(sheet.name, c.at, c.value); err != nil {
				return err
			}
		}
		for _, run := range sheet.runs {
			if err := file.SetCellStyle(sheet.name, run.from, run.to, ids[run.style]); err != nil {
				return err
			}
		}
		for _, merged := range sheet.merges {
			if err := file.MergeCell(sheet.name, merged[0], merged[1]); err != nil {
				return err
			}
		}
	}
	var out bytes.Buffer
	return file.Write(&out)
}
