package api

import (
	"os"
	"slices"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/reports"
)

func BenchmarkImport(b *testing.B) { eachImporter(b, benchImport) }

// BenchmarkImportOfText is that of the longest text of end points.
func BenchmarkImportOfText(b *testing.B) { eachImporter(b, benchText) }

func eachImporter(b *testing.B, bench func(*testing.B, *importer)) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": testdb.SQLite, "mariadb": testdb.MariaDB} {
		if only := os.Getenv("YIJIAN_TEST_DB"); only != "" && only != name {
			continue
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				bench(b, openImporter(b, dsn(b)))
			}
		})
	}
}

func benchText(b *testing.B, o *importer) {
	firm, licence := cellsOfFirm(1)
	o.promoted(o.checked(o.written(cells{"enterprises": {firm}, "licences": {licence}})))
	sheets, points := o.ImportSheets(casework.RegisterImport), model.RegisterLimits().TextRows
	at := slices.IndexFunc(sheets, func(s model.Sheet) bool { return s.Noun == "endpoints" })
	text, err := reports.NewRegisterText(sheets[at])
	must(b, err)
	for n := range points {
		row := model.SheetRow{Sheet: at, Row: n + 2, Cells: make([]string, len(sheets[at].Columns))}
		for key, said := range cellsOfEndPoint(n) {
			row.Cells[sheets[at].Column(key)] = said
		}
		must(b, text.Add(row))
	}
	file, err := text.Bytes()
	must(b, err)
	done, waited := make(chan struct{}), make(chan time.Duration)
	go o.writeBeside(done, waited)
	begun := time.Now()
	i := o.checked(file)
	check := time.Since(begun)
	begun = time.Now()
	if i = o.promoted(i); i.Counts[at].New != points {
		b.Errorf("promoted are %+v", i.Counts[at])
	}
	promote := time.Since(begun)
	close(done)
	wait := <-waited
	b.ReportMetric(check.Seconds(), "check-s")
	b.ReportMetric(promote.Seconds(), "promote-s")
	b.ReportMetric(wait.Seconds(), "longest-wait-s")
	if wait > longestWait {
		b.Errorf("others waited %s", wait)
	}
}
