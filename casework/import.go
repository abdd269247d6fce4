package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yijian/model"
	"yijian/store"
)

// importBatchRows is how many rows are staged, and filings written, together.
const importBatchRows = 200

// importBatchBytes is how many bytes of cells at most wait for the rows staged with them; with one
// more row, sealed, they stay far below what a statement or a column takes.
const importBatchBytes = 1 << 20

// RegisterImport is the kind of imports that bring the register.
const RegisterImport = "register"

var importStates = map[model.ImportStatus]string{
	model.ImportUploaded: "待检查", model.ImportFaulty: "有错误", model.ImportChecked: "检查通过", model.ImportPromoting: "入库中",
	model.ImportPromoted: "已入库", model.ImportDiscarded: "已放弃", model.ImportHalted: "停下",
}

type importStep = step[model.ImportStatus]

var (
	recheckImport = importStep{"recheck", "重新检查", "import:create", []model.ImportStatus{model.ImportFaulty, model.ImportChecked, model.ImportHalted}}
	confirmImport = importStep{"confirm", "确认提醒", "import:confirm", []model.ImportStatus{model.ImportChecked}}
	promoteImport = importStep{"promote", "入库", "import:promote", []model.ImportStatus{model.ImportChecked}}
	discardImport = importStep{"discard", "放弃导入", "import:discard", []model.ImportStatus{
		model.ImportUploaded, model.ImportFaulty, model.ImportChecked, model.ImportPromoting, model.ImportHalted,
	}}
)

// ImportLine is an import with how many of its rows the work that is going on has passed.
type ImportLine struct {
	model.Import
	Done int64 `json:"done"`
}

// ImportRecord is an import on its card.
type ImportRecord struct {
	ImportLine
	Brought         bool                 `json:"brought"`          // whether it is known which records its rows became, or would
	Doubts          []model.ImportDoubts `json:"doubts"`           // the warnings by their kinds
	OthersWait      bool                 `json:"others_wait"`      // with their saves, while its promotion is decided
	ExpectedSeconds int64                `json:"expected_seconds"` // for which they wait, as this server's last ones went; 0 where none was measured
}

// Imports lists imports.
func (d *Desk) Imports(ctx context.Context, actor model.Actor, q store.Query) (model.Page[ImportLine], error) {
	scope, err := d.Scope(actor, "import:read")
	if err != nil {
		return model.Page[ImportLine]{}, err
	}
	rows, err := d.Store.Imports(ctx, scope, q)
	return model.Mapped(rows, d.lineOfImport), err
}

func (d *Desk) lineOfImport(i model.Import) ImportLine {
	line := ImportLine{Import: i}
	if done, running := d.imports.done.Load(i.ID); running && (i.Status == model.ImportUploaded || i.Status == model.ImportPromoting) {
		line.Done, _ = done.(int64)
	}
	return line
}

// ImportCard returns an import with the acts open to the actor and its history.
func (d *Desk) ImportCard(ctx context.Context, actor model.Actor, id model.ImportID) (model.Card[ImportRecord], error) {
	var card model.Card[ImportRecord]
	scope, err := d.Scope(actor, "import:read")
	if err != nil {
		return card, err
	}
	i, err := d.Store.Import(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record = ImportRecord{ImportLine: d.lineOfImport(i), OthersWait: d.Store.Dialect == "sqlite", ExpectedSeconds: d.imports.pace.seconds(i.Rows)}
	if card.Record.Doubts, err = d.Store.DoubtsOf(ctx, id); err != nil {
		return card, err
	}
	if card.Record.Brought, err = d.Store.KnowsBrought(ctx, id); err != nil {
		return card, err
	}
	for n, kind := range card.Record.Doubts {
		card.Record.Doubts[n].OneByOne = slices.Contains(doubtsOneByOne, kind.Reason)
	}
	for _, s := range []importStep{confirmImport, promoteImport, recheckImport, discardImport} {
		refusal := s.refusal(i.Status, importStates)
		if refusal == "" {
			refusal = d.importHindrance(s.name, i, actor)
		}
		if s.name == recheckImport.name && i.Status == model.ImportHalted {
			s.title = "再试一次"
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, s.title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "imports", string(id))
	return card, err
}

// importHindrance is why the actor cannot do the act although the state allows it.
func (d *Desk) importHindrance(act string, i model.Import, actor model.Actor) string {
	switch {
	case act == promoteImport.name && i.UploadedBy == actor.UserID:
		return "这个文件是您上传的，须由另一名人员复核后入库（经办与审核分离）"
	case act == confirmImport.name && i.Warnings == i.Confirmed:
		return "没有待确认的提醒"
	case act == promoteImport.name && i.Warnings > i.Confirmed:
		return fmt.Sprintf("还有 %d 项提醒没有确认", i.Warnings-i.Confirmed)
	case act == promoteImport.name:
		return refusalOf(d.mayPromote(actor, i))
	}
	return refusalOf(d.mayDecideOn(actor, i))
}

// ImportFaults returns what the check found, warnings only or the others only, a page from a place on.
func (d *Desk) ImportFaults(ctx context.Context, actor model.Actor, id model.ImportID, warnings bool, from int64) ([]model.ImportFault, error) {
	scope, err := d.Scope(actor, "import:read")
	if err != nil {
		return nil, err
	}
	if _, err := d.Store.Import(ctx, scope, id); err != nil {
		return nil, err
	}
	return d.Store.ImportFaults(ctx, id, warnings, from, store.MaxPage)
}

// ImportedFile is a file of records as it came in. Read gives its rows, and says of which
// format it is.
type ImportedFile struct {
	Kind   string // "" for the register
	Name   string
	Size   int64
	SHA256 string
	Read   func(each func(model.SheetRow) error) (format string, err error)
}

// StageImport reads a file whole and keeps its rows, sealed, until they are promoted or
// discarded. Whatever fails on the way leaves nothing, or after a crash rows that nobody
// sees and housekeeping removes.
func (d *Desk) StageImport(ctx context.Context, call model.Call, file ImportedFile) (model.Import, error) {
	i := model.Import{
		ID: model.ImportID(store.NewID()), Kind: cmp.Or(file.Kind, RegisterImport), FileName: strings.TrimSpace(file.Name), FileSize: file.Size, SHA256: file.SHA256,
		AreaCode: call.Actor.AreaCode, Status: model.ImportUploaded, UploadedBy: call.Actor.UserID,
		UploadedByName: call.Actor.Name, Demo: call.Demo, Version: 1,
	}
	i.Counts = noneOf(sheetsOf(i.Kind, d.Today()))
	before := func(store.Scope) (err error) {
		i.Rows, i.Format, err = d.stageRows(ctx, i.ID, d.entering(call.Actor, i.Kind, counting(i.Counts, file.Read)))
		return err
	}
	forget := func() {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), discardWithin)
		defer stop()
		_ = d.Store.Tx(ctx, model.Stamp{}, func(tx *store.Tx) error { return tx.ForgetStaged(ctx, i.ID) }) // else the sweep does
	}
	return performPrepared(ctx, d, call, prepared{order{permission: "import:create"}, before, forget}, func(w work) (model.Import, error) {
		series := "DR" + w.today().Time().Format("20060102") + "-"
		n, err := w.ImportsOfDay(ctx, series)
		if err != nil {
			return i, err
		}
		i.Number, i.CreatedAt, i.UpdatedAt = fmt.Sprintf("%s%03d", series, n+1), w.now, w.now
		return i, w.AddImport(ctx, &i)
	})
}

// stageRows waits for its turn, so that many files at once take no more memory than one.
func (d *Desk) stageRows(ctx context.Context, id model.ImportID, read func(each func(model.SheetRow) error) (string, error)) (rows int64, format string, err error) {
	leave, err := d.takeTurn(ctx)
	if err != nil {
		return 0, "", err
	}
	defer leave()
	var batch []model.SheetRow
	place, bytes := int64(0), 0
	flush := func() error {
		err := d.Store.StageRows(ctx, id, place, batch)
		rows, place, batch, bytes = rows+int64(len(batch)), place+1, batch[:0], 0
		return err
	}
	format, err = read(func(row model.SheetRow) error {
		for _, cell := range row.Cells {
			bytes += len(cell)
		}
		if batch = append(batch, row); len(batch) < importBatchRows && bytes < importBatchBytes {
			return ctx.Err()
		}
		return flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	if err == nil && rows == 0 {
		err = fieldRefused("/file", "file.empty", "文件里没有数据行：请在模板各表的第 2 行起填写")
	}
	return rows, format, err
}

// takeTurn waits until nobody else reads an import.
func (d *Desk) takeTurn(ctx context.Context) (leave func(), err error) {
	waiting, stop := context.WithTimeout(ctx, checkWait)
	defer stop()
	select {
	case d.imports.turn <- struct{}{}:
		return func() { <-d.imports.turn }, nil
	case <-waiting.Done():
		busy := model.Fail(model.Unavailable, "import.busy", "正在读取另一个导入文件，请稍后再试")
		busy.Wait = checkWait
		return nil, busy
	}
}

// noneOf are the counts of the sheets before any row.
func noneOf(sheets []importSheet) model.SheetCounts {
	counts := model.SheetCounts{}
	for _, s := range sheets {
		counts = append(counts, model.SheetCount{Noun: s.Noun, Title: s.Title})
	}
	return counts
}

// counting counts the rows of each sheet that come in: what an import holds decides who may act on
// it, also before it is checked.
func counting(counts model.SheetCounts, read func(each func(model.SheetRow) error) (string, error)) func(each func(model.SheetRow) error) (string, error) {
	return func(each func(model.SheetRow) error) (string, error) {
		return read(func(row model.SheetRow) error {
			counts[row.Sheet].Rows++
			return each(row)
		})
	}
}

// entering reads rows as long as whoever brings them may enter such records.
func (d *Desk) entering(actor model.Actor, kind string, read func(each func(model.SheetRow) error) (string, error)) func(each func(model.SheetRow) error) (string, error) {
	sheets, may := sheetsOf(kind, d.Today()), map[int]bool{}
	return func(each func(model.SheetRow) error) (string, error) {
		return read(func(row model.SheetRow) error {
			if !may[row.Sheet] {
				if err := d.mayEnter(actor, sheets[row.Sheet].Sheet); err != nil {
					return err
				}
				may[row.Sheet] = true
			}
			return each(row)
		})
	}
}

func tooManyRows(most int) string {
	if most < model.RegisterLimits().TextRows {
		return fmt.Sprintf("超过 %d 行：请分成几个文件，或者按种类用 CSV（每个文件最多 %d 行）", most, model.RegisterLimits().TextRows)
	}
	return fmt.Sprintf("超过 %d 行：请分成几个文件", most)
}

// importOrder is a step on one import.
type importOrder struct {
	importStep
	id     model.ImportID
	reason string
}

// onImport is the frame of the acts on an import: scope, version, state, change.
func (d *Desk) onImport(ctx context.Context, call model.Call, o importOrder, change func(work, *model.Import) error) (model.Import, error) {
	return perform(ctx, d, call, order{permission: o.permission, reason: o.reason, act: "import:" + o.name}, func(w work) (model.Import, error) {
		i, err := w.Import(ctx, w.scope, o.id)
		if err != nil {
			return i, err
		}
		if err := must(i.Version, call.Version); err != nil {
			return i, err
		}
		if err := o.must("import.wrong_state", i.Status, importStates); err != nil {
			return i, err
		}
		may := d.mayDecideOn
		if o.name == promoteImport.name {
			may = d.mayPromote
		}
		if err := may(call.Actor, i); err != nil {
			return i, err
		}
		if hindrance := d.importHindrance(o.name, i, call.Actor); hindrance != "" {
			return i, model.Fail(model.Conflict, "import.wrong_state", hindrance)
		}
		i.Attempts = 0
		if err := change(w, &i); err != nil {
			return i, err
		}
		return w.ChangeImport(ctx, i)
	})
}

// Confirmation names warnings and why they are right: those at the places, those of a kind, as
// many as the caller saw of it, or all that are left where neither is given.
type Confirmation struct {
	Places []int64
	Kind   *model.ImportDoubts
	Reason string
}

// said tells in the audit which warnings are meant.
func (c Confirmation) said() string {
	if c.Kind != nil {
		return fmt.Sprintf("（%s“%s”的同一类提醒 %d 项：%s）", c.Kind.Sheet, c.Kind.Column, c.Kind.Count, doubtTitles[c.Kind.Reason])
	}
	return saidOfPlaces(c.Places)
}

// pointer is the field that tells which warnings are meant.
func (c Confirmation) pointer() string {
	if c.Kind != nil {
		return "/kind/sheet"
	}
	return "/places"
}

// ConfirmImport lets the caller stand in, by name and with a reason, for warnings of an import.
func (d *Desk) ConfirmImport(ctx context.Context, call model.Call, id model.ImportID, c Confirmation) (model.Import, error) {
	if err := checkReason(c.Reason); err != nil {
		return model.Import{}, err
	}
	if c.Kind != nil && slices.Contains(doubtsOneByOne, c.Kind.Reason) {
		return model.Import{}, fieldRefused("/kind/reason", "import.one_by_one", "这一类提醒（"+doubtTitles[c.Kind.Reason]+"）须逐项看过再确认")
	}
	reason := strings.TrimSpace(c.Reason)
	return d.onImport(ctx, call, importOrder{confirmImport, id, reason + c.said()}, func(w work, i *model.Import) error {
		n, err := w.ConfirmWarnings(ctx, id, store.Doubted{Places: c.Places, Kind: c.Kind, OneByOne: doubtsOneByOne}, reason)
		switch {
		case err != nil:
		case n == 0:
			err = fieldRefused(c.pointer(), "import.nothing_to_confirm", "这些提醒已经确认过，或者不存在，请刷新；须逐项看过的不能一起确认，超过 2 万项的请分成几个文件")
		case c.Kind != nil && n != c.Kind.Count:
			err = fieldRefused("/kind/count", "import.other_count", fmt.Sprintf("这一类待确认的提醒是 %d 项，请刷新后再确认", n))
		}
		i.Confirmed += n
		return err
	})
}

// saidOfPlaces tells in the audit which warnings are meant, as many as there is room for.
func saidOfPlaces(places []int64) string {
	const told = 10
	if len(places) == 0 {
		return "（其余全部）"
	}
	said := []string{}
	for _, place := range places[:min(len(places), told)] {
		said = append(said, strconv.FormatInt(place, 10))
	}
	more := ""
	if len(places) > told {
		more = fmt.Sprintf("等 %d 项", len(places))
	}
	return "（序号 " + strings.Join(said, "、") + more + "）"
}

// PromoteImport orders that the rows go into the register, all or none.
func (d *Desk) PromoteImport(ctx context.Context, call model.Call, id model.ImportID) (model.Import, error) {
	return d.onImport(ctx, call, importOrder{promoteImport, id, ""}, func(_ work, i *model.Import) error {
		i.Status, i.PromotedBy, i.PromotedByName, i.Outcome = model.ImportPromoting, call.Actor.UserID, call.Actor.Name, ""
		return nil
	})
}

// RecheckImport has the rows checked once more against the register as it is now, also of one that
// was halted: whoever may promote it orders that anew.
func (d *Desk) RecheckImport(ctx context.Context, call model.Call, id model.ImportID) (model.Import, error) {
	return d.onImport(ctx, call, importOrder{recheckImport, id, ""}, func(_ work, i *model.Import) error {
		i.Status, i.HaltedFrom, i.Outcome = model.ImportUploaded, "", ""
		return nil
	})
}

// DiscardImport gives an import up; its rows are forgotten.
func (d *Desk) DiscardImport(ctx context.Context, call model.Call, id model.ImportID) (model.Import, error) {
	return d.onImport(ctx, call, importOrder{discardImport, id, ""}, func(w work, i *model.Import) error {
		i.Status = model.ImportDiscarded
		return w.ForgetStaged(ctx, id)
	})
}
