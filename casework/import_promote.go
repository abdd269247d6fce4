package casework

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"time"

	"yijian/model"
	"yijian/store"
)

// importWrites is where a promotion puts what it writes.
type importWrites struct {
	at   time.Time // the instant of new records
	demo bool
	// bring writes new records, of which there may be very many.
	bring func(func(work) error) error
	// decide writes everything else, all in one transaction and in this order.
	decide func(func(work) error) error
}

// errRefused takes back a promotion whose rows no longer pass the check.
var errRefused = errors.New("the register has changed")

// promotion is an import on its way into the register.
type promotion struct {
	desk      *Desk
	it        model.Import
	server    string
	actor     model.Actor
	confirmed map[string]string
	more      map[string]int64
	Pass      *importPass
	// What the rows were prepared under.
	seen  int64 // changes of the records that they were checked against
	waits store.Waiting
	acts  []func(work) error
}

// preparations is how often a promotion is prepared anew because the register changed meanwhile,
// before it is done in one go, for which others wait much longer.
const preparations = 3

// promote checks the rows once more, first to last, since the register may have changed, and writes
// beforehand what can be: the new rows, sealed and told in the audit, where nobody sees them. One
// transaction, which others have to wait for, makes sure that nothing changed under them and
// lets them count. It commits whole, or nothing of it was ever there.
func (d *Desk) promote(ctx context.Context, server string, i model.Import) error {
	m := &promotion{desk: d, it: i, server: server}
	err := store.ErrMoved
	for n := 0; n < preparations && errors.Is(err, store.ErrMoved); n++ {
		if err = m.prepare(ctx); err == nil {
			err = m.settle(ctx, m.move)
		}
	}
	if errors.Is(err, store.ErrMoved) {
		if err = d.Store.ForgetWaiting(ctx, i, server); err == nil {
			err = m.settle(ctx, m.write)
		}
	}
	if errors.Is(err, errRefused) {
		return d.refuse(ctx, i, "检查以后登记簿有了变化，有的行不再能入库，全部没有入库；请看检查结果", m.Pass)
	}
	return err
}

// begin is a new walk over the rows, against what the reader sees.
func (m *promotion) begin(ctx context.Context, r store.Reader, writes *importWrites) (err error) {
	if m.actor, err = m.desk.standIn(ctx, r, m.it.PromotedBy); err != nil {
		return err
	}
	if m.confirmed, m.more, err = m.desk.confirmedWarnings(ctx, m.it.ID); err != nil {
		return err
	}
	if m.Pass, err = m.desk.newPass(ctx, r, m.it, m.actor); err != nil {
		return err
	}
	writes.demo = m.it.Demo
	m.Pass.write, m.Pass.may, m.Pass.confirmed, m.Pass.more = writes, m.desk.maySettle, m.confirmed, maps.Clone(m.more)
	m.Pass.progress = m.desk.progressOf(m.it.ID)
	return r.EachStaged(ctx, m.it.ID, m.Pass.noteSerials)
}

// keep holds the import for longer; it fails with Stale when somebody else has it.
func (m *promotion) keep(ctx context.Context) error {
	kept, err := m.desk.Store.KeepHold(ctx, m.it.ID, m.server, m.desk.now().Add(importHold))
	if err == nil && !kept {
		return store.Stale()
	}
	return err
}

// walk goes over the rows; one that does not pass refuses the whole.
func (m *promotion) walk() error {
	if err := m.Pass.run(m.it.ID); err != nil {
		return err
	}
	if err := m.Pass.whole(m.it); err != nil {
		return err
	}
	if m.Pass.wrong > 0 {
		return errRefused
	}
	return nil
}

// prepare checks the rows and writes the new ones where they wait.
func (m *promotion) prepare(ctx context.Context) (err error) {
	d := m.desk
	if err := m.keep(ctx); err != nil {
		return err
	}
	stop := d.keepHolding(ctx, m.server, m.it.ID)
	defer stop()
	if err := d.Store.ForgetWaiting(ctx, m.it, m.server); err != nil { // of a server that was killed, or of the time before
		return err
	}
	if m.seen, err = d.Store.ChangesMade(ctx, checkedAgainst(m.it.Kind)...); err != nil {
		return err
	}
	at := d.now()
	m.waits, m.acts = store.Waiting{Server: m.server, Rows: map[string]int64{}, Keys: map[string]bool{}}, nil
	writes := &importWrites{at: at}
	writes.decide = func(act func(work) error) error {
		m.acts = append(m.acts, act)
		return nil
	}
	writes.bring = func(act func(work) error) error {
		stamp := d.importStamp(m.it, m.actor, "import:promote")
		stamp.At = at
		return d.Store.PrepareImport(ctx, stamp, m.it, &m.waits, func(tx *store.Tx) error { return act(work{tx, at, m.Pass.scope, d}) })
	}
	if err := m.begin(ctx, d.Store.Reader, writes); err != nil {
		return err
	}
	return m.walk()
}

// settle runs the transaction that others wait for, and measures it.
func (m *promotion) settle(ctx context.Context, fn func(context.Context, work) error) (err error) {
	d := m.desk
	if err := m.keep(ctx); err != nil {
		return err
	}
	checkpoint, err := d.Store.PutOffCheckpoint(ctx)
	if err != nil {
		return err
	}
	defer checkpoint()
	d.imports.busy.Store(true)
	defer d.imports.busy.Store(false)
	stamp := d.importStamp(m.it, m.actor, "import:promote")
	var began time.Time
	err = d.Store.Tx(ctx, stamp, func(tx *store.Tx) error {
		began = d.now() // not before others let go of the database
		if err := tx.LockImport(ctx, m.it, m.server); err != nil {
			return err
		}
		w := work{tx, stamp.At, m.Pass.scope, d}
		if err := fn(ctx, w); isOthers(err) { // the import is this server's: a record changed under its row
			return fmt.Errorf("%w: %s", store.ErrMoved, err.Error())
		} else if err != nil {
			return err
		}
		return w.finishImport(ctx, m.it, m.Pass)
	})
	if err == nil {
		d.imports.pace.measured(m.it.Rows, d.now().Sub(began))
	}
	return err
}

// move lets what was prepared count, if all that it was checked against is as it was.
func (m *promotion) move(ctx context.Context, w work) error {
	changes, err := w.ChangesMade(ctx, checkedAgainst(m.it.Kind)...)
	if err != nil {
		return err
	}
	actor, err := m.desk.standIn(ctx, w.Reader, m.it.PromotedBy)
	if err != nil {
		return err
	}
	if changes != m.seen || m.desk.Today() != m.Pass.today || !reflect.DeepEqual(actor, m.actor) {
		return store.ErrMoved
	}
	for _, act := range m.acts {
		if err := act(w); err != nil {
			return err
		}
	}
	return w.MoveWaiting(ctx, m.it.ID, m.waits)
}

// write checks and writes everything in one go.
func (m *promotion) write(ctx context.Context, w work) error {
	now := func(act func(work) error) error { return act(w) }
	if err := m.begin(ctx, w.Reader, &importWrites{at: w.now, bring: now, decide: now}); err != nil {
		return err
	}
	return w.GatherGrams(ctx, m.walk)
}

// checkedAgainst are the kinds of records on which it depends whether a row may come in.
func checkedAgainst(kind string) []model.Noun {
	kinds := []model.Noun{"enterprises", "licences", "branches", "endpoints", "brand-agreements", "rule-texts"}
	if kind == HistoryImport {
		kinds = append(kinds, "inspections", "penalties", "complaints", "edition-entries")
	}
	return kinds
}

// forgetAbandoned removes what waits of an import that no server brings any more.
func (d *Desk) forgetAbandoned(ctx context.Context) (worked bool, err error) {
	id, err := d.Store.AbandonedWaiting(ctx)
	if err != nil || id == "" {
		return false, err
	}
	err = d.Store.ForgetAbandoned(ctx, id)
	if model.KindOf(err) == model.Stale { // it is to be brought again
		return false, nil
	}
	return true, err
}

func (w work) finishImport(ctx context.Context, i model.Import, p *importPass) error {
	if err := w.ForgetStaged(ctx, i.ID); err != nil {
		return err
	}
	if err := w.KeepBrought(ctx, i.ID, p.became); err != nil {
		return err
	}
	at := w.desk.now()
	i.Status, i.Counts, i.PromotedAt, i.Outcome = model.ImportPromoted, p.counts, &at, saidOfCounts(p.counts)
	if n := p.redListedNow(); n > 0 {
		i.Outcome += fmt.Sprintf("。%d 家现在红榜上的企业导入了处罚，红黑榜没有改动，是否撤下请局领导在红黑榜办理", n)
	}
	_, err := w.ChangeImport(ctx, i)
	return err
}

// confirmedWarnings are those that somebody stands in for, one by one with the reason, and how many more of each kind.
func (d *Desk) confirmedWarnings(ctx context.Context, id model.ImportID) (confirmed map[string]string, more map[string]int64, err error) {
	faults, err := d.Store.ImportFaults(ctx, id, true, 0, 2*mostFaults)
	confirmed, more = map[string]string{}, map[string]int64{}
	for _, f := range faults {
		if f.ConfirmedAt == nil {
			continue
		}
		confirmed[warningKey(f.Sheet, f.Row, f.Key, f.Reason)] = f.ConfirmReason
		more[warningKind(f.Sheet, f.Key, f.Reason)] += f.StandsFor - 1
	}
	return confirmed, more, err
}
