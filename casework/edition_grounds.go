package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/credit"
	"yijian/store"
)

// grounds is what the rating of one firm rests on, as the edition keeps it: the
// penalties that made it a black candidate, whether its checks did, and every
// penalty the rating knew.
type grounds struct {
	triggers []model.PenaltyID
	onChecks bool
	known    map[model.PenaltyID]bool
	since    model.Date // first day of the rating's window
}

// groundsOf returns the grounds of every firm rated in the edition.
func groundsOf(ctx context.Context, r store.Reader, edition model.EditionID) (map[model.EnterpriseID]grounds, error) {
	text, err := r.EditionBundle(ctx, edition)
	if err != nil {
		return nil, err
	}
	var bundle model.CreditBundle
	if err := json.Unmarshal([]byte(text), &bundle); err != nil {
		return nil, fmt.Errorf("kept rating: %w", err)
	}
	all := map[model.EnterpriseID]grounds{}
	for _, subject := range bundle.Subjects {
		g := grounds{known: map[model.PenaltyID]bool{}, since: bundle.AsOf.AddMonths(-int(bundle.Rulebook.WindowMonths)).AddDays(1)}
		for _, t := range subject.Triggers {
			g.known[model.PenaltyID(t.ID)] = true
		}
		all[model.EnterpriseID(subject.ID)] = g
	}
	for _, result := range bundle.Results {
		g := all[model.EnterpriseID(result.ID)]
		for _, reason := range result.Reasons {
			if id, ok := strings.CutPrefix(reason, credit.TriggerReason); ok {
				g.triggers = append(g.triggers, model.PenaltyID(id))
			} else {
				g.onChecks = true
			}
		}
		all[model.EnterpriseID(result.ID)] = g
	}
	return all, nil
}

// standing returns those of the firm's penalties that made it a black candidate and still stand.
func (g grounds) standing(penalties []model.Penalty) []model.Penalty {
	return slices.DeleteFunc(slices.Clone(penalties), func(p model.Penalty) bool {
		return p.Status != model.PenaltyDecided || !slices.Contains(g.triggers, p.ID)
	})
}

// facts is what policy asks about the grounds of an entry.
func (g grounds) facts(penalties []model.Penalty) policy.BlackGrounds {
	facts := policy.BlackGrounds{Nominated: len(g.triggers), OnChecks: g.onChecks}
	for _, p := range g.standing(penalties) {
		facts.Standing = append(facts.Standing, policy.StandingPenalty{Class: p.PublicityClass, DecidedOn: p.DecidedOn})
	}
	return facts
}

// words is the grounds that are left, for people.
func (g grounds) words(penalties []model.Penalty) string {
	var numbers []string
	for _, p := range g.standing(penalties) {
		numbers = append(numbers, p.DocumentNo)
	}
	return blackWords(numbers, g.onChecks)
}

func blackWords(documents []string, onChecks bool) string {
	var words []string
	for _, number := range documents {
		words = append(words, triggerMark+number)
	}
	if onChecks {
		words = append(words, "检查记分去掉最重一次后仍超过限度，且两次以上检查发现较重问题")
	}
	return cut(strings.Join(words, "；"), 1000)
}

// newVetoes counts the decided penalties that the rating did not know, whatever
// day they carry; each keeps a firm off the red list.
func (g grounds) newVetoes(penalties []model.Penalty) int {
	n := 0
	for _, p := range penalties {
		if p.Status == model.PenaltyDecided && !g.known[p.ID] {
			n++
		}
	}
	return n
}

// restingEntry is a live black entry that rests on a penalty, with its grounds.
type restingEntry struct {
	model.EditionEntry
	grounds
}

// entriesOn are the live black entries that rest on the penalty, and the firm's other decided penalties.
func entriesOn(ctx context.Context, r store.Reader, p model.Penalty) (resting []restingEntry, others []model.Penalty, err error) {
	entries, err := r.LiveEntriesOf(ctx, p.EnterpriseID, model.BlackList)
	if err != nil || len(entries) == 0 {
		return nil, nil, err
	}
	if others, err = r.DecidedPenaltiesOf(ctx, p.EnterpriseID); err != nil {
		return nil, nil, err
	}
	others = slices.DeleteFunc(others, func(other model.Penalty) bool { return other.ID == p.ID })
	for _, e := range entries {
		all, err := groundsOf(ctx, r, e.EditionID)
		if err != nil {
			return nil, nil, err
		}
		if g := all[e.EnterpriseID]; slices.Contains(g.triggers, p.ID) {
			resting = append(resting, restingEntry{e, g})
		}
	}
	return resting, others, nil
}

// Dependent is an entry of the black list that rests on a penalty: of which edition, how far it is,
// and whether it would stay without the penalty.
type Dependent struct {
	ID      model.EntryID     `json:"id"`
	Edition string            `json:"edition" doc:"榜单"`
	Status  model.EntryStatus `json:"status"`
	Stays   bool              `json:"stays" doc:"另有依据，没有这件处罚也保留"`
}

// dependents are the entries of the black list that rest on the penalty of a publication.
func (d *Desk) dependents(ctx context.Context, p model.Publication) ([]Dependent, error) {
	penalty, err := d.Store.Penalty(ctx, store.Everything(), model.PenaltyID(p.SubjectID))
	if err != nil {
		return nil, err
	}
	resting, others, err := entriesOn(ctx, d.Store.Reader, penalty)
	if err != nil {
		return nil, err
	}
	var named []Dependent
	for _, e := range resting {
		edition, err := d.Store.Edition(ctx, store.Everything(), e.EditionID)
		if err != nil {
			return nil, err
		}
		named = append(named, Dependent{e.ID, edition.Title, e.Status, e.facts(others).Hold()})
	}
	return named, nil
}

// withdrawEntriesOn follows a withdrawn penalty into the black entries that rest
// on it: one without other grounds leaves the public pages, one with others
// stays with the grounds and the term that are left. An unpublished one is
// written too, so that it cannot be published on what was read before.
func (w work) withdrawEntriesOn(ctx context.Context, p model.Penalty) error {
	resting, others, err := entriesOn(ctx, w.Reader, p)
	if err != nil {
		return err
	}
	for _, e := range resting {
		if err := e.correct(&e.EditionEntry, p, others); err != nil {
			return err
		}
		if _, err := w.keepEntry(ctx, e.EditionEntry); err != nil {
			return err
		}
	}
	return nil
}

func (g grounds) correct(e *model.EditionEntry, withdrawn model.Penalty, penalties []model.Penalty) error {
	facts := g.facts(penalties)
	switch {
	case facts.Hold():
		e.Reasons = g.words(penalties)
	case e.Status == model.EntryPublished:
		e.Status = model.EntryWithdrawn
		e.EndReason = cut("据以列入的处罚决定已撤销（"+withdrawn.DocumentNo+"）："+withdrawn.WithdrawReason, 500)
	}
	if e.Status != model.EntryPublished {
		return nil
	}
	ends, err := facts.EndsOn(e.PublishedOn)
	e.EndsOn = ends
	return err
}

// renewRedCandidates writes the firm's red candidates anew when a penalty of before the platform
// came in, so that none is published on what was read before. What is published stays.
func (w work) renewRedCandidates(ctx context.Context, firm model.EnterpriseID) error {
	entries, err := w.LiveEntriesOf(ctx, firm, model.RedList)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Status == model.EntryPublished {
			continue
		}
		if _, err := w.keepEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// endRedEntriesOn takes the firm's red entry off the public pages when a penalty
// is decided. A candidate is written too, so that it cannot be published on what
// was read before.
func (w work) endRedEntriesOn(ctx context.Context, p model.Penalty) error {
	entries, err := w.LiveEntriesOf(ctx, p.EnterpriseID, model.RedList)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Status == model.EntryPublished {
			e.Status, e.EndReason = model.EntryWithdrawn, "出现行政处罚（"+p.DocumentNo+"），即行撤下"
		}
		if _, err := w.keepEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
