package reports

import (
	"bytes"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// mostTimesBare is how much longer TaskWorkbook may take than bare excelize with
// the same cells, styles and merges, and how much more it may allocate.
const mostTimesBare = 2.0

// mostHeld is the most memory that a report of 500 tasks over 36 months may add to the heap while it is made.
const mostHeld = 64 << 20

// BenchmarkTaskWorkbookAgainstBareExcelize compares the fastest of interleaved
// rounds, so that a busy machine slows both alike, and fails past the limit. Charts,
// formats and pages cost a report of any size the same, so that it takes large ones.
func BenchmarkTaskWorkbookAgainstBareExcelize(b *testing.B) {
	for _, size := range []struct{ tasks, months int }{{500, 36}, {1300, 3}} {
		sheets := sheetsOver(manyTasks(size.tasks), size.months)
		plain := readPlain(b, sheets)
		b.Run(fmt.Sprintf("tasks=%d/months=%d", size.tasks, size.months), func(b *testing.B) {
			ourRun := func() error { _, err := TaskWorkbook(sheets); return err }
			bareRun := func() error { _, err := plain.write(); return err }
			var ours, bare time.Duration
			for b.Loop() {
				for range 5 {
					ours = faster(ours, b, ourRun)
					bare = faster(bare, b, bareRun)
				}
			}
			ratio := float64(ours) / float64(bare)
			more := float64(allocated(b, ourRun)) / float64(allocated(b, bareRun))
			b.ReportMetric(ratio, "times-bare")
			b.ReportMetric(more, "times-bare-bytes")
			if ratio > mostTimesBare || more > mostTimesBare {
				b.Errorf("%s against %s: %.2f times bare excelize and %.2f times its memory, at most %.1f", ours, bare, ratio, more, mostTimesBare)
			}
		})
	}
}

// allocated is how many bytes one run allocates.
func allocated(b *testing.B, run func() error) uint64 {
	b.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := run(); err != nil {
		b.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// The largest report there is stays within a bound of memory, which its workbook alone would not tell.
func TestALargeReportIsMadeInBoundedMemory(t *testing.T) {
	sheets := sheetsOver(manyTasks(500), 36)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	taskBytes(t, sheets)
	close(done)
	if held := int64(<-peak) - int64(before.HeapAlloc); held > mostHeld {
		t.Errorf("the heap grew by %d MB, at most %d", held>>20, mostHeld>>20)
	}
}

// The benchmark is fair only while bare excelize writes what TaskWorkbook writes.
func TestBareExcelizeWritesTheSameCells(t *testing.T) {
	ours, bare := taskFile(t, planSheets()), open(t, must(readPlain(t, planSheets()).write())(t))
	for _, name := range ours.GetSheetList() {
		var want, got strings.Builder
		dumpCells(t, &want, ours, name, taskFills())
		dumpCells(t, &got, bare, name, taskFills())
		if want.String() != got.String() {
			t.Errorf("sheet %s differs", name)
		}
	}
}

// faster returns the shorter of the best time so far, 0 at first, and that of one run.
func faster(best time.Duration, b *testing.B, run func() error) time.Duration {
	b.Helper()
	start := b.Elapsed()
	if err := run(); err != nil {
		b.Fatal(err)
	}
	if took := b.Elapsed() - start; best == 0 || took < best {
		return took
	}
	return best
}

func manyTasks(n int) []model.TaskRow {
	var tasks []model.TaskRow
	for len(tasks) < n {
		tasks = append(tasks, planTasks()...)
	}
	return tasks[:n]
}

// plainSheet holds what bare excelize writes: values, runs of equal style down a
// column, and merges. It leaves out the page set-up, the panes, the heights, the
// conditional formats and the charts.
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

func readPlain(b testing.TB, sheets model.TaskSheets) plainWorkbook {
	b.Helper()
	workbook, err := TaskWorkbook(sheets)
	if err != nil {
		b.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
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

func readPlainSheet(b testing.TB, file *excelize.File, name string) plainSheet {
	b.Helper()
	plain := plainSheet{name: name}
	rows, err := file.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for column := 1; column <= width; column++ {
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

func plainValue(b testing.TB, file *excelize.File, sheet, at, raw string) any {
	b.Helper()
	kind, err := file.GetCellType(sheet, at)
	if err != nil {
		b.Fatal(err)
	}
	var n int64
	if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
		if strings.Contains(raw, ".") {
			points, err := strconv.ParseFloat(raw, 64)
			if err != nil {
				b.Fatal(err)
			}
			return points
		}
		if _, err := fmt.Sscan(raw, &n); err != nil {
			b.Fatal(err)
		}
		return n
	}
	return raw
}

func (p plainWorkbook) write() ([]byte, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	if err := file.SetSheetName("Sheet1", p.sheets[0].name); err != nil {
		return nil, err
	}
	ids := make([]int, len(p.styles))
	for i, style := range p.styles {
		id, err := file.NewStyle(style)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	for _, sheet := range p.sheets {
		if _, err := file.NewSheet(sheet.name); err != nil {
			return nil, err
		}
		for _, c := range sheet.values {
			if err := file.SetCellValue(sheet.name, c.at, c.value); err != nil {
				return nil, err
			}
		}
		for _, run := range sheet.runs {
			if err := file.SetCellStyle(sheet.name, run.from, run.to, ids[run.style]); err != nil {
				return nil, err
			}
		}
		for _, merged := range sheet.merges {
			if err := file.MergeCell(sheet.name, merged[0], merged[1]); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	err := file.Write(&out)
	return out.Bytes(), err
}
