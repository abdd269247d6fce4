package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"yijian/model"
)

// A firm sees the clocks of its records from when it sees the records.
var clocks = register(noun{
	name: "clocks", table: "clocks", label: "title",
	reach: reach{area: "area_code", firm: "enterprise_id", firmWhen: "firm_sees"},
	filters: map[string]string{
		"status": "status", "rule": "rule", "noun": "noun", "record_id": "record_id", "holder": "holder", "enterprise_id": "enterprise_id",
	},
	having: map[string]string{
		"late_on": "clocks.due_on < ? AND " + noWindow, "due_from": "clocks.due_on >= ?", "near_on": nearFrom + " <= ?",
		"area": "SUBSTR(clocks.area_code, 1, 9) = ?", "asked": "EXISTS (SELECT 1 FROM clock_extensions AS e WHERE e.clock_id = clocks.id AND e.status = ?)",
		"failing": "clocks.failure <> '' AND '1' = ?",
	},
	sorts: map[string]string{"due_on": "due_on", "start_on": "start_on", "created_at": "created_at"},
})

var (
	clockPauses     = register(noun{name: "clock-pauses", table: "clock_pauses"})
	clockExtensions = register(noun{name: "clock-extensions", table: "clock_extensions"})
	clockHolders    = register(noun{name: "clock-holders", table: "clock_holders"})
	clockSteps      = register(noun{name: "clock-steps", table: "clock_steps"})
)

// noWindow leaves out the terms that close by themselves, of which nothing is late.
var noWindow = func() string {
	var rules []string
	for id := range model.WindowRules {
		rules = append(rules, "'"+string(id)+"'")
	}
	slices.Sort(rules)
	return "clocks.rule NOT IN (" + strings.Join(rules, ", ") + ")"
}()

// nearFrom is from when a clock is near its end: its warning day, or some days before its last one.
var nearFrom = fmt.Sprintf("CASE WHEN clocks.warn_on < %[1]s THEN clocks.warn_on ELSE %[1]s END",
	fmt.Sprintf("DATE_SUB(clocks.due_on, INTERVAL %d DAY)", model.ClockNearDays))

// Clocks lists clocks.
func (r Reader) Clocks(ctx context.Context, scope Scope, q Query) (model.Page[model.Clock], error) {
	page, err := list[model.Clock](ctx, r, clocks, scope, q)
	if err != nil {
		return page, err
	}
	return page, r.fillClocks(ctx, page.Items)
}

// Clock returns one clock within the scope with everything that happened to it.
func (r Reader) Clock(ctx context.Context, scope Scope, id model.ClockID) (model.Clock, error) {
	c, err := find[model.Clock](ctx, r, clocks, scope, string(id))
	if err != nil {
		return c, err
	}
	one := []model.Clock{c}
	err = r.fillClocks(ctx, one)
	return one[0], err
}

// ClocksOf returns every clock of the records, each record's in the order of their rounds.
func (r Reader) ClocksOf(ctx context.Context, noun model.Noun, ids ...string) ([]model.Clock, error) {
	rows, err := r.BareClocksOf(ctx, noun, ids...)
	if err != nil {
		return nil, err
	}
	return rows, r.fillClocks(ctx, rows)
}

// BareClocksOf is ClocksOf without what happened to the clocks.
func (r Reader) BareClocksOf(ctx context.Context, noun model.Noun, ids ...string) ([]model.Clock, error) {
	rows := []model.Clock{}
	err := r.db.WithContext(ctx).Table(clocks.table).Where("noun = ? AND record_id IN ?", noun, ids).Order("record_id, round, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("clocks of %s: %w", noun, err)
	}
	return rows, nil
}

// OpenClocks returns every clock of a deadline that runs or stands still, in the order of
// their ids and without what happened to them.
func (r Reader) OpenClocks(ctx context.Context, rule model.DeadlineRuleID) ([]model.Clock, error) {
	rows := []model.Clock{}
	err := r.db.WithContext(ctx).Table(clocks.table).Where("rule = ? AND status IN ?", rule, []model.ClockStatus{model.ClockRunning, model.ClockPaused}).
		Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("open clocks: %w", err)
	}
	return rows, nil
}

// CountClocks counts the open clocks of each deadline.
func (r Reader) CountClocks(ctx context.Context) (map[model.DeadlineRuleID]int64, error) {
	var rows []struct {
		Rule  model.DeadlineRuleID
		Total int64
	}
	err := r.db.WithContext(ctx).Table(clocks.table).Select("rule, COUNT(*) AS total").
		Where("status IN ?", []model.ClockStatus{model.ClockRunning, model.ClockPaused}).Group("rule").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count clocks: %w", err)
	}
	counts := map[model.DeadlineRuleID]int64{}
	for _, row := range rows {
		counts[row.Rule] = row.Total
	}
	return counts, nil
}

const clocksAtOnce = 500 // ids in one question, far below what either database takes

// fillClocks adds pauses, extensions, holders and steps, each in their order.
func (r Reader) fillClocks(ctx context.Context, rows []model.Clock) error {
	at := map[model.ClockID]int{}
	for first := 0; first < len(rows); first += clocksAtOnce {
		var ids []model.ClockID
		for i := first; i < min(first+clocksAtOnce, len(rows)); i++ {
			at[rows[i].ID], ids = i, append(ids, rows[i].ID)
			rows[i].Pauses, rows[i].Longer, rows[i].Holders, rows[i].Steps = []model.ClockPause{}, []model.ClockExtension{}, []model.ClockHolder{}, []model.ClockStep{}
		}
		err := errors.Join(
			fillFrom(ctx, r, clockPauses, ids, func(p model.ClockPause) { c := &rows[at[p.ClockID]]; c.Pauses = append(c.Pauses, p) }),
			fillFrom(ctx, r, clockExtensions, ids, func(e model.ClockExtension) { c := &rows[at[e.ClockID]]; c.Longer = append(c.Longer, e) }),
			fillFrom(ctx, r, clockHolders, ids, func(h model.ClockHolder) { c := &rows[at[h.ClockID]]; c.Holders = append(c.Holders, h) }),
			fillFrom(ctx, r, clockSteps, ids, func(s model.ClockStep) { c := &rows[at[s.ClockID]]; c.Steps = append(c.Steps, s) }),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func fillFrom[T any](ctx context.Context, r Reader, n noun, ids []model.ClockID, take func(T)) error {
	var rows []T
	if err := r.db.WithContext(ctx).Table(n.table).Where("clock_id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return fmt.Errorf("read %s: %w", n.table, err)
	}
	for _, row := range rows {
		take(row)
	}
	return nil
}

// AddClock starts a clock; one of the same record, deadline and round is Stale: somebody was first.
func (tx *Tx) AddClock(ctx context.Context, c *model.Clock) error {
	return insert(ctx, tx, clocks, string(c.ID), c, Stale())
}

// StartClocks starts the first clocks of records just made, each with who has its record in hand.
func (tx *Tx) StartClocks(ctx context.Context, rows []*model.Clock, holders []*model.ClockHolder) error {
	if err := insertMany(ctx, tx, clocks, func(c *model.Clock) string { return string(c.ID) }, rows, Stale()); err != nil {
		return err
	}
	return insertMany(ctx, tx, clockHolders, func(h *model.ClockHolder) string { return h.ID }, holders, nil)
}

// ChangeClock writes what may change of a clock, if it still has its version.
func (tx *Tx) ChangeClock(ctx context.Context, c model.Clock) (model.Clock, error) {
	changed, err := update[model.Clock](ctx, tx, clocks, string(c.ID), c.Version, map[string]any{
		"title": c.Title, "record": c.Record, "basis": c.Basis, "rule_json": c.RuleText, "area_code": c.AreaCode, "enterprise_id": c.EnterpriseID,
		"firm_sees": c.FirmSees, "holder": c.Holder, "holder_name": c.HolderName, "start_at": c.StartAt, "start_on": c.StartOn, "warn_on": c.WarnOn, "due_on": c.DueOn, "due_at": c.DueAt,
		"extensions": c.Extensions, "status": c.Status, "stopped_on": c.StoppedOn, "ended_by": c.EndedBy, "next_at": c.NextAt, "failure": c.Failure,
	}, nil)
	if err != nil {
		return c, err
	}
	changed.Pauses, changed.Longer, changed.Holders, changed.Steps = c.Pauses, c.Longer, c.Holders, c.Steps
	return changed, nil
}

// AddClockPause records that a clock stands still.
func (tx *Tx) AddClockPause(ctx context.Context, p *model.ClockPause) error {
	return insert(ctx, tx, clockPauses, p.ID, p, nil)
}

// EndClockPause records that a clock runs on.
func (tx *Tx) EndClockPause(ctx context.Context, p model.ClockPause) error {
	_, err := update[model.ClockPause](ctx, tx, clockPauses, p.ID, p.Version, map[string]any{"to_on": p.ToOn, "resumed_by": p.ResumedBy}, nil)
	return err
}

// AddClockExtension records that a clock shall be lengthened.
func (tx *Tx) AddClockExtension(ctx context.Context, e *model.ClockExtension) error {
	return insert(ctx, tx, clockExtensions, e.ID, e, nil)
}

// DecideClockExtension records what became of it.
func (tx *Tx) DecideClockExtension(ctx context.Context, e model.ClockExtension) error {
	_, err := update[model.ClockExtension](ctx, tx, clockExtensions, e.ID, e.Version, map[string]any{
		"status": e.Status, "decision": e.Decision, "decider": e.Decider, "decided_on": e.DecidedOn, "was_due": e.WasDue,
	}, nil)
	return err
}

// AddClockHolder records who has the record in hand now.
func (tx *Tx) AddClockHolder(ctx context.Context, h *model.ClockHolder) error {
	return insert(ctx, tx, clockHolders, h.ID, h, nil)
}

// EndClockHolder records that somebody no longer has it.
func (tx *Tx) EndClockHolder(ctx context.Context, h model.ClockHolder) error {
	_, err := update[model.ClockHolder](ctx, tx, clockHolders, h.ID, h.Version, map[string]any{"to_on": h.ToOn}, nil)
	return err
}

// AddClockStep records that a step of a ladder was taken; a second time is a Conflict.
func (tx *Tx) AddClockStep(ctx context.Context, s *model.ClockStep) error {
	return insert(ctx, tx, clockSteps, s.ID, s, model.Fail(model.Conflict, "clock.step_taken", "这一步已经告知"))
}

// DueClocks returns running clocks whose next step is due by the instant, the oldest
// first, after the place of the cursor.
func (r Reader) DueClocks(ctx context.Context, sweep model.ClockSweep, limit int) ([]model.Clock, error) {
	db := r.db.WithContext(ctx).Table(clocks.table).Where("status = ? AND next_at <= ?", model.ClockRunning, sweep.StartedAt.UTC())
	if sweep.CursorAt != nil {
		at := sweep.CursorAt.UTC()
		db = db.Where("(next_at > ? OR (next_at = ? AND id > ?))", at, at, sweep.CursorID)
	}
	rows := []model.Clock{}
	if err := db.Order("next_at, id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("due clocks: %w", err)
	}
	return rows, r.fillClocks(ctx, rows)
}

// UncountedClocks returns running clocks whose last day no calendar gave yet, after the id.
func (r Reader) UncountedClocks(ctx context.Context, after model.ClockID, limit int) ([]model.Clock, error) {
	rows := []model.Clock{}
	err := r.db.WithContext(ctx).Table(clocks.table).Where("status = ? AND due_on IS NULL AND id > ?", model.ClockRunning, after).Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("uncounted clocks: %w", err)
	}
	return rows, r.fillClocks(ctx, rows)
}

// thePass is the one row of a table that keeps how far a pass has come.
const thePass = "sweep"

// passIn is how far a pass has come; the zero place before the first.
func passIn[T any](ctx context.Context, db *gorm.DB, table string) (T, error) {
	var place T
	err := db.WithContext(ctx).Table(table).Where("id = ?", thePass).Take(&place).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	if err != nil {
		return place, fmt.Errorf("%s: %w", table, err)
	}
	return place, nil
}

// movePass writes how far a pass has come, if nobody else has moved it since the version;
// otherwise it is Stale. It is a place in a table and no record, so it is not audited.
func movePass[T any](ctx context.Context, tx *Tx, table string, was int64, place *T) error {
	db := tx.db.WithContext(ctx).Table(table)
	if was == 0 {
		err := db.Create(place).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return Stale()
		}
		return err
	}
	result := db.Where("id = ? AND version = ?", thePass, was).Select("*").Omit("id").Updates(place)
	if result.Error == nil && result.RowsAffected != 1 {
		return Stale()
	}
	return result.Error
}

// ClockSweep returns how far the running pass over clocks has come.
func (r Reader) ClockSweep(ctx context.Context) (model.ClockSweep, error) {
	return passIn[model.ClockSweep](ctx, r.db, "clock_sweeps")
}

// MoveClockSweep writes how far the pass over clocks has come; overtaken it is Stale.
func (tx *Tx) MoveClockSweep(ctx context.Context, sweep model.ClockSweep) (model.ClockSweep, error) {
	was := sweep.Version
	sweep.ID, sweep.Version, sweep.UpdatedAt = thePass, was+1, tx.stamp.At
	return sweep, movePass(ctx, tx, "clock_sweeps", was, &sweep)
}

// ClockStart returns how far the pass that starts lacking clocks has come.
func (r Reader) ClockStart(ctx context.Context) (model.ClockStart, error) {
	return passIn[model.ClockStart](ctx, r.db, "clock_starts")
}

// MoveClockStart writes how far the pass that starts lacking clocks has come; overtaken it is Stale.
func (tx *Tx) MoveClockStart(ctx context.Context, start model.ClockStart) (model.ClockStart, error) {
	was := start.Version
	start.ID, start.Version, start.UpdatedAt = thePass, was+1, tx.stamp.At
	return start, movePass(ctx, tx, "clock_starts", was, &start)
}

// ClockState counts what runs, is overdue and fails, and how long the oldest step waits
// of those that do not fail.
func (r Reader) ClockState(ctx context.Context, now time.Time) (model.ClockState, error) {
	var state model.ClockState
	db := func() *gorm.DB {
		return r.db.WithContext(ctx).Table(clocks.table).Where("status = ?", model.ClockRunning)
	}
	err := errors.Join(
		db().Count(&state.Running).Error,
		db().Where("due_on < ?", model.DateOf(now)).Count(&state.Overdue).Error,
		db().Where("failure <> ''").Count(&state.Failing).Error,
	)
	if err != nil {
		return state, fmt.Errorf("clock state: %w", err)
	}
	var oldest []model.Clock
	if err := db().Where("next_at <= ? AND failure = ''", now.UTC()).Order("next_at").Limit(1).Find(&oldest).Error; err != nil {
		return state, fmt.Errorf("clock lag: %w", err)
	}
	if len(oldest) == 1 {
		state.Lag = int64(now.Sub(*oldest[0].NextAt).Seconds())
	}
	return state, nil
}
