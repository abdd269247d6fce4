package casework

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// ordered stages the rows, has them checked, and orders the promotion.
func (o *office) ordered(by model.Actor, of written) model.Import {
	o.t.Helper()
	i := o.imported(by, of)
	if i.Status != model.ImportChecked {
		o.t.Fatalf("checked is %s with %v", inJSON(o.t, i), o.faults(i.ID, false))
	}
	return must2(o.PromoteImport(o.t.Context(), call(o.second(), i.Version), i.ID))
}

// held counts what the register and the rows that wait hold.
func (o *office) held(id model.ImportID) (firms, points, staged int) {
	o.t.Helper()
	ctx := o.t.Context()
	firms = len(must2(o.Store.RegisterFirms(ctx, store.Everything())))
	err := o.Store.RegisterEndPoints(ctx, store.Everything(), func(rows []model.EndPoint) { points += len(rows) })
	if err == nil {
		err = o.Store.EachStaged(ctx, id, func(rows []model.SheetRow) error { staged += len(rows); return nil })
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return firms, points, staged
}

func manyFiled(n int) (rows []map[string]string) {
	for i := range n {
		rows = append(rows, filedRow(1, i))
	}
	return rows
}

// killedVariable hands the database to the server that kills itself, and when: while it prepares the
// rows, or when all is written and not yet committed.
const killedVariable, killedAtVariable = "YIJIAN_KILLED_IMPORT", "YIJIAN_KILLED_IMPORT_AT"

// TestServerThatIsKilled is the other process of the test after it; alone it has nothing to do.
func TestServerThatIsKilled(t *testing.T) {
	dsn := os.Getenv(killedVariable)
	if dsn == "" {
		return
	}
	s := must2(store.Open(t.Context(), dsn))
	clock := &testClock{}
	clock.set(today.Year(), today.Month(), today.Day())
	d := must2(NewDesk(s, clock.now))
	d.SealWith(FixedKeys([32]byte{1}))
	kill := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	if os.Getenv(killedAtVariable) == "last" {
		clock.at = clock.at.Add(importHold + time.Second) // the one before is killed by now
		lookedAt := 0
		d.Now = func() time.Time {
			if d.Promotes() {
				lookedAt++
			}
			if lookedAt == 4 { // for its stamp, as it begins, for the day, and when it is done
				kill()
			}
			return clock.now()
		}
	}
	go func() {
		for os.Getenv(killedAtVariable) == "rows" {
			d.imports.done.Range(func(_, rows any) bool {
				if n, _ := rows.(int64); n >= 2*importBatchRows {
					kill()
				}
				return true
			})
			time.Sleep(100 * time.Microsecond)
		}
	}()
	_, err := d.WorkOnImport(t.Context(), "killed")
	t.Fatalf("the server outlived its work: %v", err)
}

// What changed in the register since the check stops the whole, and the rows are named.
func TestARegisterThatChangedStopsThePromotion(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		i := o.imported(clerk, written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}, "endpoints": manyFiled(3)})
		other := o.imported(clerk, written{
			"enterprises": {firmRow(1), firmRow(2)}, "licences": {licenceRow(1), licenceRow(2)},
			"endpoints": {with(filedRow(2, 0), "name", "演示别家的网点"), with(filedRow(1, 1), "name", "演示换了名称")},
		})
		for _, ordered := range []model.Import{i, other} {
			must2(o.PromoteImport(ctx, call(o.second(), ordered.Version), ordered.ID))
		}
		other = o.worked(other.ID)
		// Both waited: the first went in whole, so of the second the same premises are told.
		first := must2(o.Store.Import(ctx, store.Everything(), i.ID))
		if first.Status != model.ImportPromoted || other.Status != model.ImportFaulty || !strings.Contains(other.Outcome, "登记簿有了变化") {
			t.Fatalf("the first is %s, the other %s", inJSON(t, first), inJSON(t, other))
		}
		if got := o.faults(other.ID, false); !slices.Equal(got, []string{"末端网点!I3 endpoint.check_failed"}) {
			t.Errorf("told is %v", got)
		}
		if firms, filed, staged := o.held(other.ID); firms != 1 || filed != 3 || staged != 6 {
			t.Errorf("there are %d enterprises, %d end points and %d staged rows", firms, filed, staged)
		}
		again := must2(o.RecheckImport(ctx, call(clerk, other.Version), other.ID))
		if again = o.worked(again.ID); again.Status != model.ImportFaulty || again.Faults != 1 {
			t.Errorf("checked again it is %s", inJSON(t, again))
		}
	})
}

// What a file cannot know of the register is told: a mark that a sort moved to another row, serials
// that would spoil their series, an enterprise that closes, rows that are no longer there.
func TestAnImportDoesNotMisleadTheRegister(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		i := o.imported(clerk, written{"enterprises": {firmRow(1), firmRow(2)}, "licences": {licenceRow(1)}, "endpoints": manyFiled(1)})
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		firms := must2(o.Store.Enterprises(ctx, store.Everything(), store.Query{})).Items
		first := firms[slices.IndexFunc(firms, func(e model.LicensedEnterprise) bool { return e.USCC == usccOf(1) })]
		filed := must2(o.Store.EndPoints(ctx, store.Everything(), store.Query{})).Items[0]
		if line := filed.Checks.Lines[slices.IndexFunc(filed.Checks.Lines, func(l model.DecisionLine) bool { return l.RuleID == "FILING-TIME" })]; !strings.Contains(line.Seen, "不判断是否逾期") {
			t.Errorf("of its term is said %s", line.Seen)
		}
		if brand := filed.Checks.Lines[slices.IndexFunc(filed.Checks.Lines, func(l model.DecisionLine) bool { return l.RuleID == policy.FilingBrand })]; strings.Contains(brand.Seen, "顺达") && !brand.Holds {
			t.Errorf("of the opener's own brand is said %s", brand.Seen)
		}
		i = o.imported(clerk, written{
			"enterprises": {with(with(firmRow(2), "mark", markOf(first.ID, first.Version)), "address", "演示路99号"), with(firmRow(1), "status", "注销")},
			"endpoints": {
				with(filedRow(1, 7), "local_serial", "500156-2025-99999999"), with(filedRow(1, 8), "local_serial", "500156-1999-0001"),
				with(filedRow(1, 9), "local_serial", "999999-2025-0001"), with(filedRow(1, 10), "local_serial", "500156-2025-0900"),
			},
		})
		want := []string{"企业!A2 row.of_another", "末端网点!U2 endpoint.serial_form", "末端网点!U3 endpoint.serial_series", "末端网点!U4 endpoint.serial_series"}
		slices.Sort(want)
		if got := slices.DeleteFunc(o.faults(i.ID, false), func(f string) bool {
			return strings.Contains(f, "enterprise_id") || strings.Contains(f, "末端网点!A")
		}); !slices.Equal(got, want) {
			t.Errorf("the faults are %v, want %v", got, want)
		}
		if got := o.faults(i.ID, true); !slices.Equal(got, []string{"企业!H3 enterprise.closing"}) {
			t.Errorf("the warnings are %v", got)
		}
		i = o.imported(clerk, written{"enterprises": {firmRow(5), firmRow(6)}})
		o.write(func(ctx context.Context, tx *store.Tx) error { return tx.ForgetStaged(ctx, i.ID) })
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportFaulty || !strings.Contains(i.Outcome, "只剩 0 行") {
			t.Errorf("without its rows it is %s", inJSON(t, i))
		}
	})
}

// A warning is confirmed by a named person with a reason, and one that comes up later stops the promotion.
func TestWarningsAreConfirmedByName(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk, colleague := t.Context(), o.person("clerk", model.RoleInspector), o.person("colleague", model.RoleInspector)
		off := func(n int) string {
			return usccOf(n)[:17] + map[bool]string{true: "1", false: "0"}[usccOf(n)[17] == '0']
		}
		i := o.imported(clerk, written{
			"enterprises": {with(firmRow(1), "uscc", off(1)), with(firmRow(2), "uscc", off(2)), firmRow(3)},
			"licences":    {licenceRow(3)},
		})
		if i.Status != model.ImportChecked || i.Warnings != 2 {
			t.Fatalf("checked is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		_, err := o.PromoteImport(ctx, call(o.second(), i.Version), i.ID)
		wantRefused(t, err, model.Conflict, "import.wrong_state")
		_, err = o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Reason: " "})
		wantKind(t, err, model.Invalid)
		i = must2(o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Places: []int64{0}, Reason: "与营业执照核对一致"}))
		_, err = o.PromoteImport(ctx, call(o.second(), i.Version), i.ID)
		wantRefused(t, err, model.Conflict, "import.wrong_state")
		i = must2(o.ConfirmImport(ctx, call(colleague, i.Version), i.ID, Confirmation{Reason: "已电话核实"}))
		said := []string{}
		for _, f := range must2(o.Store.ImportFaults(ctx, i.ID, true, 0, 9)) {
			said = append(said, f.Cell+" "+f.ConfirmedBy+" "+f.ConfirmReason)
		}
		if !slices.Equal(said, []string{"A2 姓名clerk 与营业执照核对一致", "A3 姓名colleague 已电话核实"}) {
			t.Errorf("the confirmations are %v", said)
		}
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		other := o.imported(clerk, written{"enterprises": {firmRow(4)}, "licences": {with(licenceRow(4), "number", licenceRow(3)["number"])}})
		if other.Warnings != 1 || other.Status != model.ImportChecked {
			t.Errorf("the number of another's licence: %s", inJSON(t, other))
		}
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || len(must2(o.Store.RegisterFirms(ctx, store.Everything()))) != 3 {
			t.Errorf("promoted is %s", inJSON(t, i))
		}
	})
}

// Of two orders at once one is taken, two servers bring an import once, and a discarded one is gone.
func TestAnImportIsBroughtOnceOrNotAtAll(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		i := o.imported(clerk, written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}, "endpoints": manyFiled(300)})
		errs, second := make([]error, 2), o.second()
		both(func(n int) { _, errs[n] = o.PromoteImport(ctx, call(second, i.Version), i.ID) })
		if (errs[0] == nil) == (errs[1] == nil) || model.KindOf(errs[0]) != model.Stale && model.KindOf(errs[1]) != model.Stale {
			t.Errorf("two orders at once: %v", errs)
		}
		both(func(n int) { _, errs[n] = o.WorkOnImport(ctx, fmt.Sprint("server", n)) })
		i = must2(o.Store.Import(ctx, store.Everything(), i.ID))
		if firms, filed, _ := o.held(i.ID); errs[0] != nil || errs[1] != nil || i.Status != model.ImportPromoted || firms != 1 || filed != 300 {
			t.Errorf("two servers at once: %v, %s, %d and %d", errs, inJSON(t, i), firms, filed)
		}
		gone := o.ordered(clerk, written{"enterprises": {firmRow(2)}})
		gone = must2(o.DiscardImport(ctx, call(clerk, gone.Version), gone.ID))
		gone = o.worked(gone.ID)
		if firms, _, staged := o.held(gone.ID); gone.Status != model.ImportDiscarded || firms != 1 || staged != 0 {
			t.Errorf("discarded it is %s, with %d enterprises and %d staged rows", inJSON(t, gone), firms, staged)
		}
		_, err := o.PromoteImport(ctx, call(o.second(), gone.Version), gone.ID)
		wantRefused(t, err, model.Conflict, "import.wrong_state")
	})
}

func both(do func(n int)) {
	var all sync.WaitGroup
	for n := range 2 {
		all.Go(func() { do(n) })
	}
	all.Wait()
}

// Housekeeping gives up an import that nobody brought to an end in a month, and says so.
func TestAnAbandonedImportIsDiscarded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		house := model.Call{Actor: model.Actor{Name: "定时任务", Roles: []model.Role{"job"}}}
		faulty, checked := o.imported(clerk, written{"enterprises": {with(firmRow(1), "name", "")}}), o.imported(clerk, written{"enterprises": {firmRow(2)}})
		o.pass(1)
		done := o.worked(o.ordered(clerk, written{"enterprises": {firmRow(3)}}).ID)
		kept := o.imported(clerk, written{"enterprises": {firmRow(4)}})
		o.pass(29)
		must2(o.AbandonImports(ctx, house))
		o.pass(1)
		if n := must2(o.Store.Import(ctx, store.Everything(), faulty.ID)); n.Status != model.ImportFaulty {
			t.Errorf("on the last day it is %s", inJSON(t, n))
		}
		o.at = o.at.Add(-time.Hour)
		must2(o.AbandonImports(ctx, house))
		for id, want := range map[model.ImportID]model.ImportStatus{
			faulty.ID: model.ImportDiscarded, checked.ID: model.ImportDiscarded, done.ID: model.ImportPromoted, kept.ID: model.ImportChecked,
		} {
			i := must2(o.Store.Import(ctx, store.Everything(), id))
			_, _, staged := o.held(id)
			if i.Status != want || (staged > 0) != (want == model.ImportChecked) {
				t.Errorf("after a month %s has %d staged rows, want %s", inJSON(t, i), staged, want)
			}
		}
		history := must2(o.Store.History(ctx, "imports", string(faulty.ID)))
		if last := history[0]; last.Act != "import:abandon" || !strings.Contains(last.Reason, "30 天") {
			t.Errorf("the last of its history is %s", inJSON(t, last))
		}
	})
}

// Rows after a renamed enterprise find it by its new name, and are told the new one for the old.
func TestARenamedEnterpriseIsFoundByItsNewName(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		clerk := o.person("clerk", model.RoleInspector)
		i := o.ordered(clerk, written{"enterprises": {firmRow(1)}})
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Fatalf("promoted is %s", inJSON(t, i))
		}
		anew := with(firmRow(1), "name", "演示改名快递有限公司")
		i = o.imported(clerk, written{"enterprises": {anew}, "licences": {with(licenceRow(1), "enterprise_id", firmRow(1)["name"])}})
		if got := o.faults(i.ID, false); !slices.Equal(got, []string{"许可!A2 enterprise.renamed"}) {
			t.Errorf("by the old name the faults are %v", got)
		}
		i = o.ordered(clerk, written{"enterprises": {anew}, "licences": {with(licenceRow(1), "enterprise_id", anew["name"])}})
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Errorf("by the new name it is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
	})
}

// A server that is killed while it writes leaves nothing of the promotion, and the next
// one brings all of it.
func TestAKilledPromotionIsTakenUpWhole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d, clock := openDesk(t, dsn)
		clock.set(today.Year(), today.Month(), today.Day())
		o := &office{Desk: d, testClock: clock, t: t}
		const points = 5*importBatchRows + 7
		i := o.ordered(o.person("clerk", model.RoleInspector), written{"enterprises": {firmRow(1)}, "licences": {licenceRow(1)}, "endpoints": manyFiled(points)})
		for _, when := range []string{"rows", "last"} {
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestServerThatIsKilled$")
			child.Env = append(os.Environ(), killedVariable+"="+dsn, killedAtVariable+"="+when)
			said, err := child.CombinedOutput()
			if status, is := child.ProcessState.Sys().(syscall.WaitStatus); !is || status.Signal() != syscall.SIGKILL {
				t.Fatalf("the server was not killed: %v %s", err, said)
			}
			if firms, filed, staged := o.held(i.ID); firms != 0 || filed != 0 || staged != points+2 {
				t.Errorf("after the kill there are %d enterprises, %d end points and %d staged rows", firms, filed, staged)
			}
			if found := must2(o.Store.EndPoints(t.Context(), store.Everything(), store.Query{Search: "演示网点"})); len(found.Items) != 0 {
				t.Errorf("after the kill a search finds %d", len(found.Items))
			}
			if left := o.worked(i.ID); left.Status != model.ImportPromoting || left.HeldBy != "killed" {
				t.Errorf("while it is held it is %s", inJSON(t, left))
			}
			clock.at = clock.at.Add(importHold + time.Second)
		}
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || i.Counts[3].New != points {
			t.Fatalf("taken up again it is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
		if firms, filed, staged := o.held(i.ID); firms != 1 || filed != points || staged != 0 {
			t.Errorf("promoted are %d enterprises and %d end points, %d rows are still staged", firms, filed, staged)
		}
		if found := must2(o.Store.EndPoints(t.Context(), store.Everything(), store.Query{Search: "演示网点1006"})); len(found.Items) == 0 || found.Items[0].Name != "演示网点1006" {
			t.Errorf("promoted a search finds %s", inJSON(t, found.Items))
		}
		if left := must2(o.Store.AbandonedWaiting(t.Context())); left != "" {
			t.Errorf("rows of %s still wait", left)
		}
	})
}
