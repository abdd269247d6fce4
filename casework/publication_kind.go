package casework

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/access"
	"yijian/policy/canonical"
	"yijian/store"
)

// publicationKind is everything that tells one kind of publication from the others. A new
// kind is one file that publishes one of these.
type publicationKind struct {
	kind  model.PublicationKind
	title string
	// noun and read are whose record it is made of, and who may read that; empty where people write the text.
	noun model.Noun
	read access.Permission
	// columns are the fields that its texts have, in the order of tables. Their names last: one that it comes to have
	// later is added at the end, none is renamed or taken away.
	columns []model.PublicField
	// compose makes of the subject, within the scope, what the public is to read and for how long. It is asked
	// again when the publication is approved: what then differs from what was reviewed is not published.
	compose func(ctx context.Context, w work, scope store.Scope, p model.Publication) (composed, error)
	// follow takes what became of the publication into its subject, in the same transaction.
	follow func(ctx context.Context, w work, p model.Publication) error
	// clock is the running term for publishing where the subject has it; other kinds run one of their own.
	clock func(p model.Publication) clockKey
	// elsewhere says where the approval is given, when it is not given on the publication itself.
	elsewhere string
	// hint says what is to be written, and asks whether a reason for publishing at all is needed.
	hint string
}

// composed is what a kind makes of its subject: the text, whom it is about and the terms.
// Ends without a date never comes. Latest is the day from which it may not be published any more.
type composed struct {
	subject        string           // where the kind names it otherwise than the drafter did
	firm           model.Enterprise // zero where it is about nobody of the register
	name, uscc     string
	area           string
	title          string
	topic, series  string
	source, basis  string
	fields         []model.PublicField
	table          *model.PublicTable
	formed         model.Date
	earliest, ends model.Date
	handlers       model.UserIDs // whose own work it is
	demo           bool
}

// publicationKinds are the kinds by their names.
var publicationKinds = map[model.PublicationKind]publicationKind{}

func publish(k publicationKind) publicationKind {
	publicationKinds[k.kind] = k
	return k
}

// PublicationKindView is a kind as those who draft choose it.
type PublicationKindView struct {
	Kind  model.PublicationKind `json:"kind"`
	Title string                `json:"title"`
	Noun  model.Noun            `json:"noun"` // of the record it is made of, empty where the text is written
	Hint  string                `json:"hint"`
}

// PublicationKinds are the kinds that the actor may draft, in the order people are shown them.
func (d *Desk) PublicationKinds(actor model.Actor) []PublicationKindView {
	views := []PublicationKindView{}
	for _, k := range sortedKinds() {
		if k.elsewhere == "" && d.mayDraft(actor, k) {
			views = append(views, PublicationKindView{k.kind, k.title, k.noun, k.hint})
		}
	}
	return views
}

func (d *Desk) mayDraft(actor model.Actor, k publicationKind) bool {
	if k.read == "" {
		return true
	}
	_, err := d.Scope(actor, k.read)
	return err == nil
}

func sortedKinds() []publicationKind {
	at := func(k publicationKind) int {
		if n := slices.Index(model.PublicationKinds, k.kind); n >= 0 {
			return n
		}
		return len(model.PublicationKinds) // one that came later
	}
	return slices.SortedFunc(maps.Values(publicationKinds), func(a, b publicationKind) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a.kind, b.kind))
	})
}

// PublicColumns are the fields that texts of the kind have, without texts.
func PublicColumns(kind model.PublicationKind) []model.PublicField {
	return slices.Clone(publicationKinds[kind].columns)
}

// PublicKind is a kind of publication and what people call it.
type PublicKind struct {
	Kind  model.PublicationKind
	Title string
}

// PublicKinds are all kinds in the order people are shown them.
func PublicKinds() []PublicKind {
	var kinds []PublicKind
	for _, k := range sortedKinds() {
		kinds = append(kinds, PublicKind{k.kind, k.title})
	}
	return kinds
}

// PublicationTitle is what people call a kind, "" when there is none of that name.
func PublicationTitle(kind model.PublicationKind) string { return publicationKinds[kind].title }

// publicationKindOf is the kind of a publication. A kind that the program no longer has cannot be published.
func publicationKindOf(kind model.PublicationKind) (publicationKind, error) {
	k, known := publicationKinds[kind]
	if !known {
		return k, oneField("/kind", "publication.kind_unknown", "没有这种公开事项")
	}
	return k, nil
}

// columnsOf are columns by lasting names and what people call them, in turn.
func columnsOf(pairs ...string) []model.PublicField {
	columns := make([]model.PublicField, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		columns = append(columns, model.PublicField{Name: pairs[i], Label: pairs[i+1]})
	}
	return columns
}

// said is what a column of the kind says of the subject.
func said(name, text string) model.PublicField { return model.PublicField{Name: name, Text: text} }

// field is the column of the name with the text. A kind says nothing that it has no column for.
func (k publicationKind) field(name, text string) (model.PublicField, error) {
	at := slices.IndexFunc(k.columns, func(c model.PublicField) bool { return c.Name == name })
	if at < 0 {
		return model.PublicField{}, fmt.Errorf("%s has no column %q", k.kind, name)
	}
	return model.PublicField{Name: name, Label: k.columns[at].Label, Text: text}, nil
}

// put gives the publication what was composed, personal information masked, and the hash of the text.
func (c composed) put(p *model.Publication, now model.Date) error {
	text := model.PublicText{Fields: []model.PublicField{}}
	var hidden model.MaskedPieces
	masked := func(words string) string {
		shown, pieces := policy.MaskPublicText(words)
		hidden = append(hidden, pieces...)
		return shown
	}
	text.Title = masked(cut(c.title, 200))
	for _, f := range c.fields {
		if f.Text == "" {
			continue
		}
		field, err := publicationKinds[p.Kind].field(f.Name, masked(f.Text))
		if err != nil {
			return fmt.Errorf("public text: %w", err)
		}
		text.Fields = append(text.Fields, field)
	}
	if c.table != nil {
		table := model.PublicTable{Columns: c.table.Columns, Rows: [][]string{}}
		for _, row := range c.table.Rows {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = masked(cell)
			}
			table.Rows = append(table.Rows, cells)
		}
		text.Table = &table
	}
	hash, err := canonical.Hash(text)
	if err != nil {
		return fmt.Errorf("public text: %w", err)
	}
	p.Text, p.TextHash, p.Title = text, hash, text.Title
	p.SubjectID = cmp.Or(c.subject, p.SubjectID)
	p.EnterpriseID, p.EnterpriseName, p.USCC = c.firm.ID, cmp.Or(c.name, c.firm.Name), cmp.Or(c.uscc, c.firm.USCC)
	p.AreaCode = cmp.Or(c.area, c.firm.AreaCode, p.AreaCode)
	p.Topic, p.Series, p.Source, p.Basis = c.topic, c.series, masked(cut(c.source, 120)), masked(cut(c.basis, 500))
	p.Masked, p.MaskPolicy = policy.MergeMasked(p.Masked, summed(hidden)), policy.PublicMaskPolicy
	p.Handlers = append(model.UserIDs{}, c.handlers...)
	p.EarliestEnd, p.EndsOn, p.Demo = c.earliest, c.ends, p.Demo || c.demo || c.firm.Demo
	if p.FormedOn = c.formed; p.FormedOn.IsZero() {
		p.FormedOn = now
	}
	return nil
}

// PublicTextHash is the hash by which a text is known from its review to its publication.
func PublicTextHash(text model.PublicText) string {
	hash, err := canonical.Hash(text)
	if err != nil {
		return ""
	}
	return hash
}

func summed(pieces model.MaskedPieces) model.MaskedPieces {
	var sums model.MaskedPieces
	for _, piece := range pieces {
		at := slices.IndexFunc(sums, func(s model.MaskedPiece) bool { return s.Rule == piece.Rule })
		if at < 0 {
			sums = append(sums, piece)
			continue
		}
		sums[at].Count += piece.Count
	}
	return sums
}
