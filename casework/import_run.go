package casework

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yijian/model"
	"yijian/store"
)

const (
	// importHold is how long a server has an import in hand before another may take it up.
	importHold = 90 * time.Second
	keepEvery  = importHold / 3
)

// importsAtWork is what this server knows of the imports that are going on.
type importsAtWork struct {
	turn chan struct{} // one file is read at a time
	done sync.Map      // rows passed, by import
	busy atomic.Bool   // a promotion is being written
	most int           // faults and warnings of one import that are kept one by one
	pace importPace
}

func newImportsAtWork() *importsAtWork {
	return &importsAtWork{turn: make(chan struct{}, 1), most: mostFaults, pace: importPace{least: paceRows}}
}

// Promotes reports whether this server writes an import into the register now, for which other
// changes may have to wait longer than they can.
func (d *Desk) Promotes() bool { return d.imports.busy.Load() }

// errRefused takes back a promotion whose rows no longer pass the check.
var errRefused = errors.New("the register has changed")

// WorkOnImport takes the import that waits longest, checks or promotes it, and says
// whether there was one. A server that is killed leaves it to be taken up again: nothing
// of a promotion is there before the whole of it.
func (d *Desk) WorkOnImport(ctx context.Context, server string) (worked bool, err error) {
	i, held, err := d.Store.HoldImport(ctx, server, d.now(), importHold)
	if err != nil || !held {
		return false, err
	}
	d.imports.done.Store(i.ID, int64(0))
	defer d.imports.done.Delete(i.ID)
	err = d.checkOrPromote(ctx, server, i)
	if kind := model.KindOf(err); kind == model.Stale || kind == model.NotFound { // given up, or another server's by now
		return true, nil
	}
	var told *model.Error
	if errors.As(err, &told) {
		err = d.refuse(ctx, i, told.Detail, nil)
	}
	if err == nil || ctx.Err() != nil { // a server that stops is no failure of the import
		return true, err
	}
	return true, fmt.Errorf("import %s: %w", i.ID, errors.Join(err, d.postpone(ctx, server, i)))
}

// checkOrPromote does what an import waits for; one that panics has failed as any other.
func (d *Desk) checkOrPromote(ctx context.Context, server string, i model.Import) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	if i.Status != model.ImportPromoting {
		return d.check(ctx, server, i)
	}
	d.imports.busy.Store(true)
	defer d.imports.busy.Store(false)
	return d.promote(ctx, server, i)
}

const (
	// importAttempts is how often an import may fail for no fault of its rows before it is halted.
	importAttempts = 5
	// firstPause is how long it waits after the first failure; each further pause is three times as long.
	firstPause = 10 * time.Second
)

// postpone lets an import wait after a failure that is none of its rows', longer each time, and
// halts it at last. Nothing of it is in the register, and its rows are kept.
func (d *Desk) postpone(ctx context.Context, server string, i model.Import) error {
	pause := firstPause
	for range i.Attempts {
		pause *= 3
	}
	if i.Attempts++; i.Attempts < importAttempts {
		return d.Store.PostponeImport(ctx, i.ID, server, i.Attempts, d.now().Add(pause))
	}
	doing := map[model.ImportStatus]string{model.ImportUploaded: "检查", model.ImportPromoting: "入库"}[i.Status]
	i.HaltedFrom, i.Status = i.Status, model.ImportHalted
	i.Outcome = fmt.Sprintf("%s时系统出错，试了 %d 次都没有成功，一行也没有入库，上传的内容还在。请系统管理员查看服务器日志（导入编号 %s），排除以后再试一次", doing, importAttempts, i.ID)
	stamp := d.importStamp(i, model.Actor{Name: "批量导入"}, "import:halt")
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		_, err := tx.ChangeImport(ctx, i)
		return err
	})
}

// standIn is the account that an import is worked on for, as it is now.
func (d *Desk) standIn(ctx context.Context, r store.Reader, id model.UserID) (model.Actor, error) {
	user, err := r.User(ctx, store.Everything(), id)
	if model.KindOf(err) == model.NotFound || err == nil && user.Disabled {
		return model.Actor{}, model.Fail(model.Forbidden, "account.gone", "办理导入的账号已停用，请由另一个账号重新上传")
	}
	return actorOf(user), err
}

func (d *Desk) importStamp(i model.Import, actor model.Actor, act string) model.Stamp {
	return model.Stamp{Call: model.Call{Actor: actor, Demo: i.Demo}, Act: act, Reason: "批量导入 " + i.Number, At: d.now()}
}

func (d *Desk) progressOf(id model.ImportID) func(int) {
	return func(rows int) { d.imports.done.Store(id, int64(rows)) }
}

// keepHolding holds an import while it is checked.
func (d *Desk) keepHolding(ctx context.Context, server string, id model.ImportID) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(keepEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				_, _ = d.Store.KeepHold(ctx, id, server, d.now().Add(importHold)) // its version guards the outcome
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// check goes over the rows and keeps what is wrong with them.
func (d *Desk) check(ctx context.Context, server string, i model.Import) error {
	actor, err := d.standIn(ctx, d.Store.Reader, i.UploadedBy)
	if err != nil {
		return err
	}
	stop := d.keepHolding(ctx, server, i.ID)
	defer stop()
	p, err := d.newPass(ctx, d.Store.Reader, i, actor)
	if err != nil {
		return err
	}
	p.progress = d.progressOf(i.ID)
	if err := p.run(i.ID); err != nil {
		return err
	}
	if err := p.whole(i); err != nil {
		return err
	}
	stop()
	return d.settleCheck(ctx, i, actor, p)
}

// settleCheck writes what a check found.
func (d *Desk) settleCheck(ctx context.Context, i model.Import, actor model.Actor, p *importPass) error {
	stamp := d.importStamp(i, actor, "import:check")
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		faults := make([]model.ImportFault, len(p.faults))
		for n, f := range p.faults {
			f.ImportID = i.ID
			faults[n] = f
		}
		if err := tx.ReplaceFaults(ctx, i.ID, faults); err != nil {
			return err
		}
		now := i
		now.Status, now.Counts, now.Faults, now.Warnings, now.Confirmed, now.CheckedAt = model.ImportChecked, p.counts, p.wrong, p.warnings, 0, &stamp.At
		now.Outcome = ""
		if p.wrong > 0 {
			now.Status = model.ImportFaulty
		}
		_, err := tx.ChangeImport(ctx, now)
		return err
	})
}

// refuse ends a check or a promotion that cannot be; faults tell why, where rows do.
func (d *Desk) refuse(ctx context.Context, i model.Import, why string, p *importPass) error {
	stamp := d.importStamp(i, model.Actor{Name: "批量导入"}, "import:refuse")
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		now := i
		now.Status, now.Outcome = model.ImportFaulty, why
		if p != nil {
			faults := make([]model.ImportFault, len(p.faults))
			for n, f := range p.faults {
				f.ImportID = i.ID
				faults[n] = f
			}
			if err := tx.ReplaceFaults(ctx, i.ID, faults); err != nil {
				return err
			}
			now.Counts, now.Faults, now.Warnings, now.Confirmed = p.counts, p.wrong, p.warnings, 0
		}
		_, err := tx.ChangeImport(ctx, now)
		return err
	})
}

// promote writes the rows in one transaction, which checks them again first to last: the
// register may have changed since. It commits whole, or nothing of it was ever there.
func (d *Desk) promote(ctx context.Context, server string, i model.Import) error {
	actor, err := d.standIn(ctx, d.Store.Reader, i.PromotedBy)
	if err != nil {
		return err
	}
	confirmed, more, err := d.confirmedWarnings(ctx, i.ID)
	if err != nil {
		return err
	}
	var p *importPass
	stamp := d.importStamp(i, actor, "import:promote")
	began := d.now()
	err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		if err := tx.LockImport(ctx, i, server); err != nil {
			return err
		}
		scope, err := d.Scope(actor, "import:promote")
		if err != nil {
			return err
		}
		w := work{tx, stamp.At, scope, d}
		if p, err = d.newPass(ctx, tx.Reader, i, actor); err != nil {
			return err
		}
		p.write, p.may, p.confirmed, p.more, p.progress = &w, d.maySettle, confirmed, maps.Clone(more), d.progressOf(i.ID)
		if err := tx.EachStaged(ctx, i.ID, p.noteSerials); err != nil {
			return err
		}
		if err := tx.GatherGrams(ctx, func() error { return p.run(i.ID) }); err != nil {
			return err
		}
		if err := p.whole(i); err != nil {
			return err
		}
		if p.wrong > 0 {
			return errRefused
		}
		return w.finishImport(ctx, i, p)
	})
	if errors.Is(err, errRefused) {
		return d.refuse(ctx, i, "检查以后登记簿有了变化，有的行不再能入库，全部没有入库；请看检查结果", p)
	}
	if err == nil {
		d.imports.pace.measured(i.Rows, d.now().Sub(began))
	}
	return err
}

func (w work) finishImport(ctx context.Context, i model.Import, p *importPass) error {
	if err := w.ForgetStaged(ctx, i.ID); err != nil {
		return err
	}
	i.Status, i.Counts, i.PromotedAt, i.Outcome = model.ImportPromoted, p.counts, &w.now, saidOfCounts(p.counts)
	if n := p.redListedNow(); n > 0 {
		i.Outcome += fmt.Sprintf("。%d 家现在红榜上的企业导入了处罚，红黑榜没有改动，是否撤下请局领导在红黑榜办理", n)
	}
	_, err := w.ChangeImport(ctx, i)
	return err
}

// saidOfCounts is what an import did, in words.
func saidOfCounts(counts model.SheetCounts) string {
	var said []string
	for _, c := range counts {
		if c.New+c.Changed > 0 {
			said = append(said, fmt.Sprintf("%s新增 %d、修改 %d", c.Title, c.New, c.Changed))
		}
	}
	if len(said) == 0 {
		return "与登记簿一致，没有改动"
	}
	return strings.Join(said, "；")
}

// confirmedWarnings are those that somebody stands in for, one by one, and how many more of each kind.
func (d *Desk) confirmedWarnings(ctx context.Context, id model.ImportID) (confirmed map[string]bool, more map[string]int64, err error) {
	faults, err := d.Store.ImportFaults(ctx, id, true, 0, 2*mostFaults)
	confirmed, more = map[string]bool{}, map[string]int64{}
	for _, f := range faults {
		if f.ConfirmedAt == nil {
			continue
		}
		confirmed[warningKey(f.Sheet, f.Row, f.Key, f.Reason)] = true
		more[warningKind(f.Sheet, f.Key, f.Reason)] += f.StandsFor - 1
	}
	return confirmed, more, err
}
