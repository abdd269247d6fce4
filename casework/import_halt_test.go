package casework

import (
	"context"
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/seal"
	"yijian/store"
)

// What is doubted alike is confirmed together, as many as were seen; of very many one stands for
// those that are not kept one by one, and a promotion takes no more than were confirmed.
func TestWarningsAreConfirmedByKind(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.imports.most = 2
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		rows := written{"enterprises": {firmRow(9)}, "licences": {with(licenceRow(9), "number", "旧证9")}}
		for n := range 4 {
			wrong := usccOf(n)[:17] + map[bool]string{true: "1", false: "0"}[usccOf(n)[17] == '0']
			rows["enterprises"] = append(rows["enterprises"], with(firmRow(n), "uscc", wrong))
		}
		i := o.imported(clerk, rows)
		doubts := must2(o.ImportCard(ctx, clerk, i.ID)).Record.Doubts
		if i.Warnings != 5 || len(doubts) != 2 || doubts[0].Count != 4 || doubts[0].Open != 4 || doubts[1].Count != 1 || len(o.faults(i.ID, true)) != 4 {
			t.Fatalf("checked is %s with %s, kept are %v", inJSON(t, i), inJSON(t, doubts), o.faults(i.ID, true))
		}
		few := doubts[0]
		few.Count = 3
		_, err := o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Kind: &few, Reason: "只看了三家"})
		wantRefused(t, err, model.Invalid, "/kind/count import.other_count")
		few.Count, few.Column = 4, "企业名称"
		_, err = o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Kind: &few, Reason: "没有这样的提醒"})
		wantRefused(t, err, model.Invalid, "/kind/sheet import.nothing_to_confirm")
		for n := range doubts {
			i = must2(o.ConfirmImport(ctx, call(clerk, i.Version), i.ID, Confirmation{Kind: &doubts[n], Reason: "与原件核对一致"}))
		}
		if i.Confirmed != 5 {
			t.Fatalf("confirmed is %s", inJSON(t, i))
		}
		for n, entry := range must2(o.Store.History(ctx, "imports", string(i.ID)))[:2] {
			title := doubtTitles[doubts[len(doubts)-1-n].Reason]
			if title == "" || !strings.Contains(entry.Reason, "项："+title+"）") || strings.Contains(entry.Reason, doubts[len(doubts)-1-n].Reason) {
				t.Errorf("the audit says %s", entry.Reason)
			}
		}
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted {
			t.Errorf("promoted is %s with %v", inJSON(t, i), o.faults(i.ID, false))
		}
	})
}

// How long a promotion takes is said as soon as this server has measured one, and from no other.
func TestAnImportIsExpectedToLastAsMeasured(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		o.imports.pace.least = 2
		still := o.Now
		o.Now = func() time.Time {
			o.at = o.at.Add(time.Second)
			return still()
		}
		expected := func(firms ...int) (model.Import, int64) {
			rows := written{}
			for _, n := range firms {
				rows["enterprises"] = append(rows["enterprises"], firmRow(n))
			}
			i := o.ordered(clerk, rows)
			return i, must2(o.ImportCard(ctx, clerk, i.ID)).Record.ExpectedSeconds
		}
		few, seconds := expected(1)
		if o.worked(few.ID); seconds != 0 {
			t.Errorf("before any it is said to last %d s", seconds)
		}
		some, seconds := expected(2, 3)
		if o.worked(some.ID); seconds != 0 {
			t.Errorf("after one that is too small to measure it is said to last %d s", seconds)
		}
		one := o.imports.pace.last
		if len(one) != 1 || one[0].rows != 2 || one[0].took < time.Second {
			t.Fatalf("measured are %v", one)
		}
		if _, seconds = expected(4, 5, 6, 7); seconds != 2*int64(one[0].took.Seconds()) {
			t.Errorf("twice the rows of %v are said to last %d s", one, seconds)
		}
	})
}

// An import that fails for no fault of its rows is tried a few times, later each time, and then
// stops with a reason until somebody lets it go on. Nothing of it is there before.
func TestAnImportThatFailsIsHalted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx, clerk := t.Context(), o.person("clerk", model.RoleInspector)
		i := o.ordered(clerk, written{"enterprises": {firmRow(1)}})
		tries := 0
		for range 3 * importAttempts {
			o.SealWith(FixedKeys([32]byte{9})) // the rows cannot be read
			if tries == 1 {
				o.SealWith(Keys{func(bool) seal.Ring { panic("no keys") }})
			}
			worked, err := o.WorkOnImport(ctx, "server")
			if worked != (err != nil) {
				t.Fatalf("worked %v with %v", worked, err)
			}
			if worked {
				tries++
			}
			o.at = o.at.Add(firstPause * 9)
		}
		o.SealWith(FixedKeys([32]byte{1}))
		i = must2(o.Store.Import(ctx, store.Everything(), i.ID))
		if firms, _, staged := o.held(i.ID); tries != importAttempts || i.Status != model.ImportHalted || firms != 0 || staged != 1 || !strings.Contains(i.Outcome, "入库时系统出错或者中途停止") {
			t.Fatalf("after %d tries it is %s with %d firms and %d rows", tries, inJSON(t, i), firms, staged)
		}
		if act := actOf(t, must2(o.ImportCard(ctx, clerk, i.ID)).Acts, "recheck"); !act.Allowed || act.Title != "再试一次" {
			t.Errorf("of going on the card says %+v", act)
		}
		must2(o.RecheckImport(ctx, call(clerk, i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportChecked {
			t.Fatalf("tried again it is %s", inJSON(t, i))
		}
		must2(o.PromoteImport(ctx, call(o.second(), i.Version), i.ID))
		if i = o.worked(i.ID); i.Status != model.ImportPromoted || i.PromotedByName != o.second().Name {
			t.Errorf("gone on it is %s", inJSON(t, i))
		}
	})
}

// A server that is killed hands nothing back, which counts; one that is stopped does, which does not.
func TestAnImportThatKillsItsServersIsHalted(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		i := o.ordered(o.person("clerk", model.RoleInspector), written{"enterprises": {firmRow(1)}})
		ctx, stop := context.WithCancel(t.Context())
		still, looks := o.Now, 0
		o.Now = func() time.Time {
			if looks++; looks == 2 { // once it has the import in hand
				stop()
			}
			return still()
		}
		_, err := o.WorkOnImport(ctx, "stopped")
		if o.Now = still; err == nil {
			t.Error("a stopped server has done its work")
		}
		o.at = o.at.Add(time.Second)
		for n := range importAttempts {
			held, is, err := o.Store.HoldImport(t.Context(), "killed", o.Desk.now(), importHold)
			if err != nil || !is || held.Attempts != int64(n) {
				t.Fatalf("the server in hand for the %d. time has %s, %t, %v", n+1, inJSON(t, held), is, err)
			}
			o.at = o.at.Add(importHold + time.Second)
		}
		i = o.worked(i.ID)
		if firms, _, staged := o.held(i.ID); i.Status != model.ImportHalted || i.HaltedFrom != model.ImportPromoting || firms != 0 || staged != 1 {
			t.Errorf("after %d kills it is %s with %d firms and %d rows", importAttempts, inJSON(t, i), firms, staged)
		}
	})
}
