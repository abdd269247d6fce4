package reports

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write the golden dumps anew")

// golden compares a workbook, opened again and dumped cell by cell, with testdata.
func golden(t *testing.T, name string, workbook []byte, fills map[string]string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := dump(t, workbook, fills)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

func open(t *testing.T, workbook []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func dump(t *testing.T, workbook []byte, fills map[string]string) string {
	t.Helper()
	file := open(t, workbook)
	var out strings.Builder
	for _, name := range file.GetDefinedName() {
		fmt.Fprintf(&out, "name %s %s\n", name.Name, name.RefersTo)
	}
	for _, sheet := range file.GetSheetList() {
		fmt.Fprintf(&out, "sheet %s\n", sheet)
		dumpPage(t, &out, file, sheet)
		dumpFormats(t, &out, file, sheet)
		dumpCells(t, &out, file, sheet, fills)
	}
	return out.String()
}

// dumpFormats tells the conditional formats of the sheet, by cells and kind.
func dumpFormats(t *testing.T, out *strings.Builder, file *excelize.File, sheet string) {
	t.Helper()
	formats := must(file.GetConditionalFormats(sheet))(t)
	for _, cells := range slices.Sorted(maps.Keys(formats)) {
		for _, format := range formats[cells] {
			fmt.Fprintf(out, "format %s %s %s%s%s\n", cells, format.Type, format.Criteria, format.Value, format.BarColor)
		}
	}
}

func dumpPage(t *testing.T, out *strings.Builder, file *excelize.File, sheet string) {
	t.Helper()
	layout := must(file.GetPageLayout(sheet))(t)
	fits := must(file.GetSheetProps(sheet))(t).FitToPage
	isFitted := fits != nil && *fits
	fmt.Fprintf(out, "page paper %d %s fit to page %t", *layout.Size, *layout.Orientation, isFitted)
	if isFitted {
		fmt.Fprintf(out, " wide %d tall %d", *layout.FitToWidth, *layout.FitToHeight)
	}
	out.WriteString("\n")
	edges := must(file.GetHeaderFooter(sheet))(t)
	fmt.Fprintf(out, "header %s\nfooter %s\n", edges.OddHeader, edges.OddFooter)
	panes := must(file.GetPanes(sheet))(t)
	fmt.Fprintf(out, "freeze %t columns %d rows %d\n", panes.Freeze, panes.XSplit, panes.YSplit)
	var merges []string
	for _, merged := range must(file.GetMergeCells(sheet))(t) {
		merges = append(merges, merged.GetStartAxis()+":"+merged.GetEndAxis())
	}
	slices.Sort(merges)
	fmt.Fprintf(out, "merged %s\n", strings.Join(merges, " "))
}

func dumpCells(t *testing.T, out *strings.Builder, file *excelize.File, sheet string, fills map[string]string) {
	t.Helper()
	for r, values := range must(file.GetRows(sheet, excelize.Options{RawCellValue: true}))(t) {
		for c, value := range values {
			at := cell(c+1, r+1)
			style := must(file.GetStyle(must(file.GetCellStyle(sheet, at))(t)))(t)
			if value == "" {
				continue
			}
			kind := "number"
			if k := must(file.GetCellType(sheet, at))(t); k == excelize.CellTypeSharedString || k == excelize.CellTypeInlineString {
				kind = "text"
			} else if must(file.GetCellFormula(sheet, at))(t) != "" {
				kind = "formula"
			}
			fmt.Fprintf(out, "%s %s %q", at, kind, value)
			if style.CustomNumFmt != nil {
				fmt.Fprintf(out, " as %s", *style.CustomNumFmt)
			}
			if len(style.Fill.Color) > 0 {
				colour := style.Fill.Color[0]
				if fills[colour] == "" {
					t.Errorf("%s!%s has the unknown fill %s", sheet, at, colour)
				}
				fmt.Fprintf(out, " on %s", fills[colour])
			}
			if len(style.Border) == 4 {
				out.WriteString(" in grid")
			}
			out.WriteString("\n")
		}
	}
}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func taskFills() map[string]string {
	names := map[string]string{"E8EDF3": "head"}
	for light, colour := range lightFills {
		names[colour] = string(light)
	}
	return names
}
