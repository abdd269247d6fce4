package casework

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"yijian/model"
	"yijian/policy/canonical"
	"yijian/store"
)

// PaperOrder says which monthly report is to be issued, and why again if it was before.
type PaperOrder struct {
	Plan   model.TaskPlanID
	Month  string     // YYYY-MM
	AsOf   model.Date // that of the former edition, or of TaskPeriod, when zero
	Reason string

	following *int // the edition that it was judged by, where it is void once there is another
}

// WritePaper makes the file of a monthly report.
type WritePaper func(model.TaskSheets) ([]byte, error)

// paperWords is what an issued report is called.
func paperWords(period string, edition int) string {
	if edition == 1 {
		return period + "任务月报"
	}
	return fmt.Sprintf("%s任务月报（第%d版）", period, edition)
}

// dataOf is under which name that is kept of which a report was made.
func dataOf(stored string) string { return stored + "-data" }

// IssuePaper makes the report of a plan on a month and keeps it as issued, with the hash of
// its file and of what it was made from. A month that has one gets a further edition, for a
// reason; the former stays as it is.
func (d *Desk) IssuePaper(ctx context.Context, call model.Call, o PaperOrder, write WritePaper) (model.TaskPaper, error) {
	o.Reason = strings.TrimSpace(o.Reason)
	paper := model.TaskPaper{
		ID: model.TaskPaperID(store.NewID()), PlanID: o.Plan, Month: o.Month, Reason: o.Reason, IssuedOn: d.Today(), IssuedBy: call.Actor.Name,
		Stored: strings.ToLower(rand.Text()), Version: 1,
	}
	kept := false
	before := func(scope store.Scope) error {
		if d.Blobs == nil {
			return model.Fail(model.Unavailable, "task_paper.no_place", "没有附件存放处，不能印发月报，请联系系统管理员")
		}
		var sheets model.TaskSheets
		stamp := model.Stamp{Call: call, Act: "task-paper:issue", At: d.now()}
		err := d.Store.Tx(ctx, stamp, func(tx *store.Tx) (err error) { // what it is made from is of one moment
			sheets, err = work{tx, stamp.At, scope, d}.reading().paperSheets(ctx, call.Actor, scope, o, &paper)
			return err
		})
		if err != nil {
			return err
		}
		file, err := write(sheets)
		if err != nil {
			return err
		}
		data, err := canonical.Marshal(sheets)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(file)
		paper.FileHash, paper.DataHash, paper.Size = hex.EncodeToString(sum[:]), sheets.Head.DataHash, int64(len(file))
		kept = true
		return d.keepPaper(ctx, paper.Stored, file, data)
	}
	undo := func() {
		if kept {
			d.discardPaper(context.WithoutCancel(ctx), paper.Stored)
		}
	}
	return performPrepared(ctx, d, call, prepared{order{permission: "task-paper:issue", reason: o.Reason}, before, undo}, func(w work) (model.TaskPaper, error) {
		paper.CreatedAt, paper.UpdatedAt = w.now, w.now
		return paper, w.AddTaskPaper(ctx, &paper)
	})
}

// paperSheets decides which edition of the report it is and returns what it is made from.
func (d *Desk) paperSheets(ctx context.Context, actor model.Actor, scope store.Scope, o PaperOrder, paper *model.TaskPaper) (model.TaskSheets, error) {
	none := model.TaskSheets{}
	plan, err := d.Store.TaskPlan(ctx, scope, o.Plan)
	if model.KindOf(err) == model.NotFound {
		return none, oneField("/plan_id", "plan.unknown", "没有这个方案")
	}
	if err != nil {
		return none, err
	}
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return none, err
	}
	if refusal := notSupervising(taskInPlan{plan: plan, units: units}, actor); refusal != nil && !actor.Has("job") {
		return none, refusal
	}
	former, err := d.Store.NewestTaskPaper(ctx, o.Plan, o.Month)
	if err != nil && model.KindOf(err) != model.NotFound {
		return none, err
	}
	if o.following != nil && *o.following != former.Edition {
		return none, model.Fail(model.Conflict, "task_paper.taken", "这一期月报刚由他人印发，请重新载入")
	}
	if err := checkPaperReason(former, o.Reason); err != nil {
		return none, err
	}
	if o.AsOf.IsZero() {
		o.AsOf = former.AsOf
	}
	s, err := TaskPeriod{To: o.Month, AsOf: o.AsOf}.read(d.Today())
	if err != nil {
		return none, err
	}
	sheets, err := d.sheetsOf(ctx, store.Everything(), plan, s)
	if err != nil {
		return none, err
	}
	paper.Edition, paper.AsOf, paper.DocumentNo, paper.Demo = former.Edition+1, s.asOf, plan.DocumentNo, plan.Demo
	paper.Title = paperWords(s.words(), paper.Edition)
	sheets.Head.Edition, sheets.Head.Reason, sheets.Head.IssuedOn = paper.Edition, paper.Reason, paper.IssuedOn
	return sheets, sealSheets(&sheets)
}

func checkPaperReason(former model.TaskPaper, reason string) error {
	n := len([]rune(reason))
	if former.Edition > 0 && n < 2 {
		return oneField("/reason", "task_paper.reason", fmt.Sprintf("这个月的月报已经印发第%d版，再次印发请写明更正的理由；原来的留存不变", former.Edition))
	}
	if n > 500 {
		return oneField("/reason", "text.too_long", "理由最多 500 字")
	}
	return nil
}

// keepPaper keeps the file of a report and what it was made from; the row that makes it an issued one comes after.
func (d *Desk) keepPaper(ctx context.Context, stored string, file, data []byte) error {
	if err := d.mayPut(ctx); err != nil {
		return err
	}
	if err := d.Blobs.Put(ctx, stored, bytes.NewReader(file), int64(len(file))); err != nil {
		return err
	}
	return d.Blobs.Put(ctx, dataOf(stored), bytes.NewReader(data), int64(len(data)))
}

// discardPaper takes back what keepPaper kept; what cannot be taken back the sweep removes.
func (d *Desk) discardPaper(ctx context.Context, stored string) {
	ctx, stop := context.WithTimeout(ctx, discardWithin)
	defer stop()
	_ = d.Blobs.Remove(ctx, stored)
	_ = d.Blobs.Remove(ctx, dataOf(stored))
}

// PaperCard returns an issued report with its history.
func (d *Desk) PaperCard(ctx context.Context, actor model.Actor, id model.TaskPaperID) (model.Card[model.TaskPaper], error) {
	card := model.Card[model.TaskPaper]{Acts: []model.Act{}}
	scope, err := d.Scope(actor, "task-paper:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.TaskPaper(ctx, scope, id); err != nil {
		return card, err
	}
	card.History, err = d.historyFor(ctx, actor, "task-papers", string(id))
	return card, err
}

// PaperPart says what of an issued report is opened.
type PaperPart int

// The parts of an issued report.
const (
	PaperFile PaperPart = iota // the workbook
	PaperData                  // what it was made from, as RFC 8785 JSON
)

// OpenPaper opens an issued report and writes down who read it, as often in a day as an account may.
func (d *Desk) OpenPaper(ctx context.Context, call model.Call, id model.TaskPaperID, part PaperPart) (model.TaskPaper, io.ReadCloser, error) {
	scope, err := d.Scope(call.Actor, "task-paper:download")
	if err != nil {
		return model.TaskPaper{}, nil, err
	}
	paper, err := d.Store.TaskPaper(ctx, scope, id)
	if err != nil {
		return paper, nil, err
	}
	name, hash := paper.Stored, paper.FileHash
	if part == PaperData {
		name, hash = dataOf(name), paper.DataHash
	}
	content, err := d.Blobs.Open(ctx, name)
	if err != nil {
		return paper, nil, fmt.Errorf("content of issued report %s: %w", id, err)
	}
	err = d.Store.Tx(ctx, model.Stamp{Call: call, Act: "task-paper:download", At: d.now()}, func(tx *store.Tx) error {
		return d.noteDownload(ctx, tx, call.Actor, noted{"task-papers", string(id), map[string]any{"title": paper.Title, "sha256": hash}})
	})
	if err != nil {
		return paper, nil, errors.Join(err, content.Close())
	}
	return paper, content, nil
}
