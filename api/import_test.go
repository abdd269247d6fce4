package api

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/reports"
	"yijian/store"
)

// importer is an inspector at a desk who brings files, read and written as the API does.
type importer struct {
	*casework.Desk
	tb     testing.TB
	ctx    context.Context
	actor  model.Actor
	second model.Actor // who promotes what the other brings
}

func openImporter(t testing.TB, dsn string) *importer {
	t.Helper()
	ctx := context.Background()
	opened := testdb.Migrated(t, dsn, store.Open)
	at := stageDay.Time().Add(time.Hour)
	desk, err := casework.NewDesk(opened, func() time.Time { return at })
	must(t, err)
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	desk.Rules.SecondFactor, desk.Rules.Limits = false, casework.Limits{}
	account := func(name string) model.Actor {
		u, err := desk.AddUser(ctx, model.Call{Actor: casework.Operator}, NewArgon2(1), casework.Account{
			Name: name, DisplayName: "演示登记员" + name, AreaCode: "500156", Roles: []model.Role{model.RoleInspector}, Password: stagePassword,
		})
		must(t, err)
		return model.Actor{UserID: u.ID, Name: u.DisplayName, Roles: u.Roles, AreaCode: u.AreaCode}
	}
	return &importer{desk, t, ctx, account("clerk"), account("second")}
}

// cells are rows of cells by field, the rest empty, for the sheets by noun.
type cells map[model.Noun][]map[string]string

// written is the rows as a workbook that the product writes.
func (o *importer) written(of cells) []byte {
	o.tb.Helper()
	book, err := reports.NewRegisterBook(o.ImportSheets(casework.RegisterImport), nil)
	must(o.tb, err)
	defer func() { _ = book.Close() }()
	for at, sheet := range o.ImportSheets(casework.RegisterImport) {
		for n, said := range of[sheet.Noun] {
			row := model.SheetRow{Sheet: at, Row: n + 2, Cells: make([]string, len(sheet.Columns))}
			for key, text := range said {
				row.Cells[sheet.Column(key)] = text
			}
			must(o.tb, book.Add(row))
		}
	}
	content, err := book.Bytes()
	must(o.tb, err)
	return content
}

// exported is the register as the product exports it: a workbook, or text of one noun.
func (o *importer) exported(noun model.Noun) []byte {
	o.tb.Helper()
	sheets := o.ImportSheets(casework.RegisterImport)
	var file book
	if at := slices.IndexFunc(sheets, func(s model.Sheet) bool { return s.Noun == noun }); at >= 0 {
		text, err := reports.NewRegisterText(sheets[at])
		must(o.tb, err)
		file = text
	} else {
		whole, err := reports.NewRegisterBook(sheets, nil)
		must(o.tb, err)
		defer func() { _ = whole.Close() }()
		file = whole
	}
	must(o.tb, o.ExportRegister(o.ctx, model.Call{Actor: o.actor}, noun, 100_000, file.Add))
	content, err := file.Bytes()
	must(o.tb, err)
	return content
}

// checked uploads a file and has it checked.
func (o *importer) checked(file []byte) model.Import {
	o.tb.Helper()
	i, err := o.StageImport(o.ctx, model.Call{Actor: o.actor}, casework.ImportedFile{
		Name: "演示", Size: int64(len(file)), SHA256: "演示", Read: func(each func(model.SheetRow) error) (string, error) {
			return reports.ReadRegister(bytes.NewReader(file), int64(len(file)), o.ImportSheets(casework.RegisterImport), each)
		},
	})
	must(o.tb, err)
	return o.worked(i.ID)
}

func (o *importer) worked(id model.ImportID) model.Import {
	o.tb.Helper()
	for worked := true; worked; {
		var err error
		worked, err = o.WorkOnImport(o.ctx, "server")
		must(o.tb, err)
	}
	i, err := o.Store.Import(o.ctx, store.Everything(), id)
	must(o.tb, err)
	return i
}

// promoted orders that a checked import goes into the register, and wants that it does.
func (o *importer) promoted(i model.Import) model.Import {
	o.tb.Helper()
	if i.Status != model.ImportChecked {
		o.tb.Fatalf("checked it is %s with %v", i.Status, o.faults(i.ID))
	}
	_, err := o.PromoteImport(o.ctx, model.Call{Actor: o.second, Version: i.Version}, i.ID)
	must(o.tb, err)
	if i = o.worked(i.ID); i.Status != model.ImportPromoted {
		o.tb.Fatalf("it is %s, %s, with %v", i.Status, i.Outcome, o.faults(i.ID))
	}
	return i
}

// faults are what a check found, as sheet, cell and reason.
func (o *importer) faults(id model.ImportID) []string {
	o.tb.Helper()
	said := []string{}
	found, err := o.Store.ImportFaults(o.ctx, id, false, 0, 1000)
	must(o.tb, err)
	for _, f := range found {
		said = append(said, f.Sheet+"!"+f.Cell+" "+f.Reason)
	}
	slices.Sort(said)
	return said
}

func cellsOfFirm(n int) (firm, licence map[string]string) {
	code := policy.NewUSCC(fmt.Sprintf("91500156MA%07d", n))
	return map[string]string{"uscc": code, "name": fmt.Sprintf("演示第%d快递有限公司", n), "area_code": "凤山街道", "address": fmt.Sprintf("演示路%d号", n)},
		map[string]string{
			"enterprise_id": code, "number": fmt.Sprintf("渝邮2024%04dA", n), "kind": "首次许可", "scope": "省内快递、跨省快递", "areas": "全国",
			"issued_on": "2024年1月1日", "from": "2024/1/1", "expires": "2028-12-31",
		}
}

func cellsOfEndPoint(n int) map[string]string {
	firm, _ := cellsOfFirm(1)
	return map[string]string{
		"enterprise_id": firm["uscc"], "name": fmt.Sprintf("演示网点%d", n), "kind": "驿站", "brands": "顺达、迅通", "services": "收寄、投递", "scope": "省内快递",
		"area_code": "凤山街道", "address": fmt.Sprintf("演示巷%d号", n), "opened_on": "2025-03-01", "manager_name": "演示李某",
		"manager_id": "11010519491231002X", "manager_phone": "13800000000", "service_phone": "12305", "cameras": "3", "status": "已备案", "filed_on": "2025-03-20",
	}
}

// unchanged uploads a file and wants that it changes nothing of as many rows.
func (o *importer) unchanged(what string, file []byte, rows int64) {
	o.tb.Helper()
	i := o.promoted(o.checked(file))
	for _, c := range i.Counts {
		if c.Same != c.Rows {
			o.tb.Errorf("%s: %+v", what, c)
		}
	}
	if i.Rows != rows || i.Outcome != "与登记簿一致，没有改动" {
		o.tb.Errorf("%s: %d rows, %s", what, i.Rows, i.Outcome)
	}
}

// What the product writes, it reads again as the same, also after an office program saved it.
func TestAnExportComesBackUnchanged(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		o := openImporter(t, dsn)
		of := cells{}
		names := []string{"=1+1演示", "+演示", "-演示", "@SUM(A1)演示", "'演示", "'=演示", "＝演示", "0012345", "2026-01-02", "1e5号", "TRUE店"}
		for n, name := range names {
			firm, licence := cellsOfFirm(n + 1)
			firm["name"], firm["representative"], firm["service_phone"] = name+"快递", name, "023-77700000"
			point := cellsOfEndPoint(n)
			point["name"], point["address"], point["longitude_micro"], point["latitude_micro"] = name, name+"号", fmt.Sprintf("107.%06d", 700000+n*20000), "29.300010"
			of["enterprises"], of["licences"], of["endpoints"] = append(of["enterprises"], firm), append(of["licences"], licence), append(of["endpoints"], point)
		}
		of["endpoints"][3]["status"], of["endpoints"][3]["filed_on"] = "草稿", ""
		o.promoted(o.checked(o.written(of)))
		held, err := o.Store.EndPoints(o.ctx, store.Everything(), store.Query{Limit: store.MaxPage})
		must(t, err)
		said := []string{}
		for _, e := range held.Items {
			said = append(said, e.Name)
		}
		if slices.Sort(said); !slices.Equal(said, slices.Sorted(slices.Values(names))) {
			t.Errorf("the names came in as %q", said)
		}
		n := int64(len(names))
		whole := o.exported("")
		o.unchanged("the workbook", whole, 3*n)
		for _, noun := range []model.Noun{"enterprises", "licences", "endpoints"} {
			o.unchanged("text of "+string(noun), o.exported(noun), n)
		}
		if o.Store.Dialect == "sqlite" {
			o.unchanged("the workbook as an office program saves it", throughOffice(t, whole), 3*n)
		}
	})
}

// throughOffice is the workbook as LibreOffice saves it.
func throughOffice(t *testing.T, file []byte) []byte {
	t.Helper()
	return inOffice(t, file, "xlsx", "xlsx")
}

// inOffice is the file as LibreOffice saves it in another format.
func inOffice(t *testing.T, file []byte, from, to string) []byte {
	t.Helper()
	office, err := exec.LookPath("soffice")
	must(t, err)
	dir := t.TempDir()
	in := filepath.Join(dir, "in."+from)
	must(t, os.WriteFile(in, file, 0o600))
	run := exec.CommandContext(t.Context(), office, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", to, "--outdir", dir+"/out", in)
	if said, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, said)
	}
	saved, err := os.ReadFile(dir + "/out/in." + to)
	must(t, err)
	return saved
}

// plant puts one of many kinds of faults into the row and says which cell and why it is wrong.
func plant(kind int, row, before map[string]string) (column, reason string) {
	plants := []struct{ key, text, column, reason string }{
		{"name", "", "C", "required"},
		{"area_code", "火星街道", "H", "choice.unknown"},
		{"manager_id", "110105194912310021", "N", "id_number.check_digit"},
		{"scope", "国际快递", "G", "endpoint.check_failed"},
		{"opened_on", "2025-02-30", "L", "date.unreadable"},
		{"status", "已注销", "S", "endpoint.new_state"},
		{"branch_id", "渝邮名录0009", "B", "branch.unknown"},
		{"cameras", "很多", "Q", "number.unreadable"},
		{"filed_on", "", "T", "required"},
		{"local_serial", "一号", "U", "endpoint.serial_form"},
		{"address", before["address"], "I", "endpoint.check_failed"},
		{"kind", "小卖部", "D", "choice.unknown"},
		{"enterprise_id", "91110000600037341L", "A", "enterprise.unknown"},
		{"address", strings.Repeat("长", 151), "I", "text.too_long"},
		{"manager_name", "演示\x7f某", "M", "text.unprintable"},
		{"longitude_micro", "107.7", "J", "endpoint.position_half"},
		{"brands", "顺达、顺达", "E", "endpoint.brand_doubled"},
		{"filed_on", "2025-02-01", "T", "date.too_early"},
		{"manager_id", "1.10105E+17", "N", "cell.shortened"},
		{"name", strings.Repeat("长", 101), "C", "text.too_long"},
	}
	p := plants[kind%len(plants)]
	row[p.key] = p.text
	return p.column, p.reason
}

// manyEndPoints are rows of as many end points, faults of them planted at even distances, and what a check has to say.
func manyEndPoints(points, faults int) (of cells, want []string) {
	firm, licence := cellsOfFirm(1)
	of = cells{"enterprises": {firm}, "licences": {licence}}
	for n := range points {
		of["endpoints"] = append(of["endpoints"], cellsOfEndPoint(n))
	}
	for i := range faults {
		n := (i+1)*points/(faults+1) - 1
		column, reason := plant(i, of["endpoints"][n], of["endpoints"][n-1])
		want = append(want, fmt.Sprintf("末端网点!%s%d %s", column, n+2, reason))
	}
	slices.Sort(want)
	return of, want
}

// bringMany imports as many end points, first with 50 faults planted, all of which have to
// be told and no other, then mended.
func (o *importer) bringMany(points int) (check, promote time.Duration) {
	o.tb.Helper()
	of, want := manyEndPoints(points, 50)
	i := o.checked(o.written(of))
	if got := o.faults(i.ID); i.Status != model.ImportFaulty || !slices.Equal(got, want) {
		o.tb.Fatalf("%s, told are\n%s\nplanted were\n%s", i.Status, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	of, _ = manyEndPoints(points, 0)
	file := o.written(of)
	begun := time.Now()
	i = o.checked(file)
	check, begun = time.Since(begun), time.Now()
	i = o.promoted(i)
	promote = time.Since(begun)
	if i.Counts[3].New != points || i.Counts[3].Rows != points {
		o.tb.Errorf("promoted are %+v", i.Counts[3])
	}
	return check, promote
}

func TestEveryPlantedFaultIsTold(t *testing.T) {
	o := openImporter(t, testdb.SQLite(t))
	o.bringMany(1_000)
}

// An import of broughtEndPoints end points may hold mostHeap more than there was, and others
// may wait longestWait for their writes while it is promoted: an act has 20 seconds.
const (
	broughtEndPoints = 20_000 - 2
	mostHeap         = 250 << 20
	longestWait      = 15 * time.Second
)

func benchImport(b *testing.B, o *importer) {
	done, waited := make(chan struct{}), make(chan time.Duration)
	go o.writeBeside(done, waited)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak := make(chan uint64)
	go func() {
		var most uint64
		for {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	check, promote := o.bringMany(broughtEndPoints)
	close(done)
	wait, heap := <-waited, int64(<-peak)-int64(before.HeapAlloc)
	begun := time.Now()
	file := o.exported("")
	export := time.Since(begun)
	o.unchanged("the export", file, broughtEndPoints+2)
	b.ReportMetric(check.Seconds(), "check-s")
	b.ReportMetric(promote.Seconds(), "promote-s")
	b.ReportMetric(export.Seconds(), "export-s")
	b.ReportMetric(wait.Seconds(), "longest-wait-s")
	b.ReportMetric(float64(heap>>20), "peak-MB")
	if heap > mostHeap || wait > longestWait {
		b.Errorf("the heap grew by %d MB, others waited %s", heap>>20, wait)
	}
}

// writeBeside writes over and over, as others do, and tells how long a write took at most.
func (o *importer) writeBeside(done <-chan struct{}, waited chan<- time.Duration) {
	var longest time.Duration
	for {
		select {
		case <-done:
			waited <- longest
			return
		case <-time.After(20 * time.Millisecond):
		}
		begun := time.Now()
		err := o.Store.Tx(o.ctx, model.Stamp{Act: "bench", At: o.Now()}, func(tx *store.Tx) error {
			return tx.NoteAct(o.ctx, "bench", "", map[string]any{"beside": true})
		})
		if err != nil {
			o.tb.Errorf("a write beside the import: %v", err)
		}
		longest = max(longest, time.Since(begun))
	}
}
