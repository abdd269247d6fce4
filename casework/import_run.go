package casework

import (
	"context"
	"errors"
	"fmt"
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

// WorkOnImport takes the import that waits longest, checks or promotes it, and says
// whether there was one. A server that is killed leaves it to be taken up again: nothing
// of a promotion is there before the whole of it.
func (d *Desk) WorkOnImport(ctx context.Context, server string) (worked bool, err error) {
	i, held, err := d.Store.HoldImport(ctx, server, d.now(), importHold)
	if err != nil {
		return false, err
	}
	if !held {
		return d.forgetAbandoned(ctx)
	}
	if i.Attempts >= importAttempts { // every server that took it up was killed
		return true, d.halt(ctx, i)
	}
	d.imports.done.Store(i.ID, int64(0))
	defer d.imports.done.Delete(i.ID)
	err = d.checkOrPromote(ctx, server, i)
	var told *model.Error
	if errors.As(err, &told) && !isOthers(err) {
		err = d.refuse(ctx, i, told.Detail, nil)
	}
	if err == nil || isOthers(err) {
		return true, nil
	}
	if ctx.Err() != nil { // a server that stops is no failure of the import
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), discardWithin)
		defer stop()
		return true, errors.Join(err, d.Store.PostponeImport(ctx, i.ID, server, i.Attempts, d.now()))
	}
	return true, fmt.Errorf("import %s: %w", i.ID, errors.Join(err, d.postpone(ctx, server, i)))
}

// isOthers reports whether an import was given up, or is another server's by now.
func isOthers(err error) bool {
	kind := model.KindOf(err)
	return kind == model.Stale || kind == model.NotFound
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
	return d.promote(ctx, server, i)
}

const (
	// importAttempts is how often an import may fail for no fault of its rows, or its server be killed
	// over it, before it is halted.
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
	return d.halt(ctx, i)
}

// halt stops an import until somebody lets it go on.
func (d *Desk) halt(ctx context.Context, i model.Import) error {
	doing := map[model.ImportStatus]string{model.ImportUploaded: "检查", model.ImportPromoting: "入库"}[i.Status]
	i.HaltedFrom, i.Status = i.Status, model.ImportHalted
	i.Outcome = fmt.Sprintf("%s时系统出错或者中途停止，试了 %d 次都没有成功，一行也没有入库，上传的内容还在。请系统管理员查看服务器日志（导入编号 %s），排除以后再试一次", doing, importAttempts, i.ID)
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

// keepFound keeps what is wrong with the rows, and what they would do.
func (p *importPass) keepFound(ctx context.Context, tx *store.Tx) error {
	faults := make([]model.ImportFault, len(p.faults))
	for n, f := range p.faults {
		f.ImportID = p.id
		faults[n] = f
	}
	if err := tx.ReplaceFaults(ctx, p.id, faults); err != nil {
		return err
	}
	return tx.KeepBrought(ctx, p.id, p.became)
}

// settleCheck writes what a check found.
func (d *Desk) settleCheck(ctx context.Context, i model.Import, actor model.Actor, p *importPass) error {
	stamp := d.importStamp(i, actor, "import:check")
	return d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		if err := p.keepFound(ctx, tx); err != nil {
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
			if err := p.keepFound(ctx, tx); err != nil {
				return err
			}
			now.Counts, now.Faults, now.Warnings, now.Confirmed = p.counts, p.wrong, p.warnings, 0
		}
		_, err := tx.ChangeImport(ctx, now)
		return err
	})
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
