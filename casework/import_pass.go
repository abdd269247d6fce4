package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yijian/model"
	"yijian/policy/reference"
	"yijian/store"
)

// mostFaults is how many faults and warnings of one import are kept one by one; all are counted,
// and of each kind of warning beyond them one is kept that stands for the rest.
const mostFaults = 20_000

// importFirm is an enterprise as the rows so far leave it.
type importFirm struct {
	model.Enterprise
	licences   []model.HeldLicence
	agreements []model.HeldBrandAgreement // once they were looked at
	licensed   bool                       // a licence was added, so its search text and version follow at the end
}

// importPass is one walk over the staged rows of an import: a check, or a promotion,
// which checks again what it writes.
type importPass struct {
	ctx       context.Context
	reader    store.Reader
	scope     store.Scope
	told      store.Scope // of whose records texts may tell: whoever brought the file reads them
	terms     terms
	today     model.Date
	actor     model.Actor
	may       func(model.Actor, model.Sheet) error // whether the actor could do the like by acts
	id        model.ImportID
	number    string
	kind      string
	sheets    []importSheet
	progress  func(rows int)
	write     *importWrites     // nil while only checking
	confirmed map[string]string // warnings that a person stands in for, and why
	more      map[string]int64  // of a kind: how many further ones a person stands in for, in a promotion; else where they are kept

	firms      map[string]*importFirm // by code
	firmsByID  map[model.EnterpriseID]*importFirm
	firmNames  map[string][]*importFirm
	renamed    map[string]string               // what the file calls anew, by the former name
	holders    map[string][]model.EnterpriseID // of a licence number
	Branches   map[string]*model.Branch        // by directory number
	BranchByID map[model.BranchID]*model.Branch
	Places     *importPlaces
	areaNames  map[string]string
	Licences   []importLicence
	Pending    []*model.EndPoint                   // filings to be written together
	Existing   map[model.EndPointID]model.EndPoint // those that the next rows are about
	serials    map[string]int                      // the last one used of each series
	given      map[string]int                      // the last one that the file gives of each series

	Past       pastPending
	began      map[model.Noun]model.Date   // the first day of the platform's own records of a kind
	redListed  map[model.EnterpriseID]bool // on the red list now, with a new penalty
	renewed    map[model.EnterpriseID]bool // whose candidates of the red list have to be looked at anew
	pointNames map[openedAt][]int32        // end points by opener and name, once asked for
	numberedOn map[string]inspectedFirst   // inspections of the file by document number

	seen     map[string]int32
	counts   model.SheetCounts
	faults   []model.ImportFault
	most     int // of them are kept one by one
	wrong    int64
	warnings int64
	rows     int
	batch    int64              // of the rows that come next
	became   []model.BroughtRow // what the rows became, or would
}

func (p *importPass) promotes() bool { return p.write != nil }

// newPass reads the register as the reader sees it.
func (d *Desk) newPass(ctx context.Context, r store.Reader, i model.Import, actor model.Actor) (*importPass, error) {
	p := &importPass{
		may: d.mayEnter, most: d.imports.most, ctx: ctx, reader: r, today: d.Today(), actor: actor, id: i.ID, number: i.Number, kind: i.Kind, sheets: sheetsOf(i.Kind, d.Today()), progress: func(int) {},
		firms: map[string]*importFirm{}, firmsByID: map[model.EnterpriseID]*importFirm{}, firmNames: map[string][]*importFirm{},
		renamed: map[string]string{}, holders: map[string][]model.EnterpriseID{}, Branches: map[string]*model.Branch{}, BranchByID: map[model.BranchID]*model.Branch{},
		areaNames: map[string]string{}, serials: map[string]int{}, given: map[string]int{}, began: map[model.Noun]model.Date{}, redListed: map[model.EnterpriseID]bool{}, renewed: map[model.EnterpriseID]bool{}, numberedOn: map[string]inspectedFirst{}, seen: map[string]int32{}, confirmed: map[string]string{}, more: map[string]int64{},
	}
	p.counts = noneOf(p.sheets)
	for _, area := range reference.Areas() {
		p.areaNames[area.Code] = area.Name
	}
	var err error
	if p.scope, err = d.Scope(actor, "import:promote"); err != nil {
		return nil, err
	}
	if p.told, err = d.readByBringer(ctx, r, i); err != nil {
		return nil, err
	}
	if p.terms, err = d.termsIn(ctx, r); err != nil {
		return nil, err
	}
	if i.Kind == HistoryImport {
		if err := p.loadBegan(); err != nil {
			return nil, err
		}
	}
	return p, p.load()
}

func (p *importPass) load() error {
	firms, err := p.reader.RegisterFirms(p.ctx, store.Everything())
	if err != nil {
		return err
	}
	for _, e := range firms {
		p.keepFirm(&importFirm{Enterprise: e})
	}
	licences, err := p.reader.RegisterLicences(p.ctx, store.Everything())
	if err != nil {
		return err
	}
	for _, l := range licences {
		if firm := p.firmsByID[l.EnterpriseID]; firm != nil {
			firm.licences = append(firm.licences, l)
		}
		p.holds(l.Licence)
	}
	branches, err := p.reader.RegisterBranches(p.ctx, store.Everything())
	if err != nil {
		return err
	}
	for i := range branches {
		p.Branches[branches[i].DirectoryNo], p.BranchByID[branches[i].ID] = &branches[i], &branches[i]
	}
	p.Places = newImportPlaces()
	return p.reader.RegisterEndPoints(p.ctx, store.Everything(), p.Places.addAll)
}

func (p *importPass) keepFirm(f *importFirm) {
	p.firms[f.USCC], p.firmsByID[f.ID] = f, f
	p.firmNames[f.Name] = append(p.firmNames[f.Name], f)
}

func (p *importPass) holds(l model.Licence) {
	if l.VoidedOn.IsZero() && !slices.Contains(p.holders[l.Number], l.EnterpriseID) {
		p.holders[l.Number] = append(p.holders[l.Number], l.EnterpriseID)
	}
}

// readByBringer is which records whoever brought an import could read when it came in. Texts about its rows,
// which all who see the import read, name no other records, also where somebody promotes it who reads more.
func (d *Desk) readByBringer(ctx context.Context, r store.Reader, i model.Import) (store.Scope, error) {
	user, err := r.User(ctx, store.Everything(), i.UploadedBy)
	if model.KindOf(err) == model.NotFound {
		return store.Scope{}, nil
	}
	if err != nil {
		return store.Scope{}, err
	}
	bringer := actorOf(user)
	bringer.AreaCode = i.AreaCode
	scope, err := d.Scope(bringer, "enterprise:read")
	if model.KindOf(err) == model.Forbidden {
		return store.Scope{}, nil
	}
	return scope, err
}

// firmsNamed are the enterprises of a name, as far as texts may tell of them: the name of one that may
// not be told of is no name at all.
func (p *importPass) firmsNamed(name string) []*importFirm {
	var named []*importFirm
	for _, firm := range p.firmNames[name] {
		if p.told.HasArea(firm.AreaCode) {
			named = append(named, firm)
		}
	}
	return named
}

// firmOf is the enterprise that a cell names by its code, or by a name that only one has; a
// cell that names none is at fault.
func (p *importPass) firmOf(r *importRow) *importFirm {
	const key = "enterprise_id"
	said := r.text(key)
	firm, named := p.firms[said], p.firmsNamed(said)
	if firm == nil && len(named) == 1 {
		firm = named[0]
	}
	unknown := "登记簿和这份文件里都没有这家企业；请填统一社会信用代码，新企业先填在“企业”表里"
	if p.kind == HistoryImport {
		unknown = "登记簿里没有这家企业；请填统一社会信用代码，没有登记的先登记"
	}
	switch name, anew := p.renamed[said]; {
	case said == "":
	case firm == nil && len(named) > 1:
		r.fault(key, "enterprise.ambiguous", "不止一家企业叫这个名称，请填统一社会信用代码")
	case firm == nil && anew:
		r.fault(key, "enterprise.renamed", "这份文件把这家企业改名为“"+name+"”，请填新的名称或统一社会信用代码")
	case firm == nil:
		r.fault(key, "enterprise.unknown", unknown)
	case !p.scope.HasArea(firm.AreaCode):
		r.fault(key, "enterprise.unknown", unknown)
		return nil
	}
	return firm
}

// run walks over the staged rows.
func (p *importPass) run(id model.ImportID) error {
	finish := p.endings()
	err := p.reader.EachStaged(p.ctx, id, func(staged []model.SheetRow) error { return p.takeAll(staged, finish) })
	if err != nil {
		return err
	}
	return finish(len(p.sheets))
}

// endings does what waits for the end of each sheet before the one that comes next.
func (p *importPass) endings() func(until int) error {
	last := -1
	return func(until int) error {
		for ; last < until; last++ {
			if last >= 0 && p.sheets[last].end != nil {
				if err := p.sheets[last].end(p); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// takeAll checks staged rows, those of each sheet together; before is told which sheet comes next.
func (p *importPass) takeAll(staged []model.SheetRow, before func(sheet int) error) error {
	for len(staged) > 0 {
		n := slices.IndexFunc(staged, func(r model.SheetRow) bool { return r.Sheet != staged[0].Sheet })
		if n < 0 {
			n = len(staged)
		}
		if err := before(staged[0].Sheet); err != nil {
			return err
		}
		if err := p.take(staged[:n]); err != nil {
			return err
		}
		staged = staged[n:]
	}
	p.batch++
	return p.ctx.Err()
}

// whole refuses an import of which staged rows are missing: what is left is not the file.
func (p *importPass) whole(i model.Import) error {
	if int64(p.rows) == i.Rows {
		return nil
	}
	return model.Fail(model.Conflict, "import.rows_missing", fmt.Sprintf("文件有 %d 行，暂存的只剩 %d 行，没有办理；请重新上传", i.Rows, p.rows))
}

// take checks rows of one sheet.
func (p *importPass) take(staged []model.SheetRow) error {
	sheet := &p.sheets[staged[0].Sheet]
	if err := p.may(p.actor, sheet.Sheet); err != nil {
		return err
	}
	rows := make([]*importRow, len(staged))
	for i, s := range staged {
		rows[i] = &importRow{Pass: p, sheet: sheet, at: s.Sheet, batch: p.batch, n: s.Row, cells: s.Cells}
		rows[i].readMark()
	}
	if sheet.prepare != nil {
		if err := sheet.prepare(p, rows); err != nil {
			return err
		}
	}
	for _, r := range rows {
		r.count().Rows++
		if err := sheet.take(p, r); err != nil {
			return err
		}
	}
	p.rows += len(rows)
	p.progress(p.rows)
	return nil
}

// note keeps what was found about a cell.
func (p *importPass) note(r *importRow, f model.ImportFault) {
	if f.Warning {
		p.warnings++
	} else {
		p.wrong++
	}
	kind := warningKind(r.sheet.Title, f.Key, f.Reason)
	if len(p.faults) >= p.most {
		at, kept := p.more[kind]
		if kept && f.Warning && !p.promotes() {
			p.faults[at].StandsFor++
		}
		if kept || !f.Warning || p.promotes() {
			return
		}
		p.more[kind] = int64(len(p.faults))
	}
	at, column := r.column(f.Key)
	f.StandsFor = 1
	f.ID, f.Place, f.Sheet, f.Row = store.NewID(), int64(len(p.faults)), r.sheet.Title, int64(r.n)
	f.Column, f.Cell = column.Title, model.CellName(at+1, r.n)
	if detail := []rune(f.Detail); len(detail) > 500 {
		f.Detail = string(detail[:499]) + "…"
	}
	p.faults = append(p.faults, f)
}

// now is the instant of a promotion.
func (p *importPass) now() time.Time { return p.write.at }
