package casework

import (
	"context"

	"yijian/model"
	"yijian/store"
)

// PublicationView is a publication with the name of its kind.
type PublicationView struct {
	model.Publication
	KindTitle string     `json:"kind_title"`
	Noun      model.Noun `json:"noun"` // of the record it is made of, empty where the text is written
}

// PublicationDetail is one publication; the bureau is told which entries rest on a penalty that is public.
type PublicationDetail struct {
	PublicationView
	Dependents []Dependent `json:"dependents,omitempty" doc:"据这件处罚列入的黑榜条目"`
}

// viewOfPublication is the publication as the actor may see it: who handled it and what the
// reviewers wrote are the bureau's own.
func (d *Desk) viewOfPublication(actor model.Actor) func(model.Publication) PublicationView {
	isInside := d.isInside(actor)
	return func(p model.Publication) PublicationView {
		k := publicationKinds[p.Kind]
		if !isInside {
			p.Drafters, p.Handlers, p.SecrecyBy, p.PersonalBy, p.ApprovedBy = model.UserIDs{}, model.UserIDs{}, "", "", ""
			p.SecrecyNote, p.PersonalNote, p.PublishReason, p.ReturnReason, p.Written = "", "", "", "", ""
		}
		return PublicationView{p, k.title, k.noun}
	}
}

// Publications lists publications.
func (d *Desk) Publications(ctx context.Context, actor model.Actor, q store.Query) (model.Page[PublicationView], error) {
	scope, err := d.Scope(actor, "publication:read")
	if err != nil {
		return model.Page[PublicationView]{}, err
	}
	page, err := d.Store.Publications(ctx, scope, q)
	return model.Mapped(page, d.viewOfPublication(actor)), err
}

// PublicationCard returns a publication with the acts open to the actor, the day by which it
// must be public, and its history.
func (d *Desk) PublicationCard(ctx context.Context, actor model.Actor, id model.PublicationID) (model.Card[PublicationDetail], error) {
	var card model.Card[PublicationDetail]
	scope, err := d.Scope(actor, "publication:read")
	if err != nil {
		return card, err
	}
	p, err := d.Store.Publication(ctx, scope, id)
	if err != nil {
		return card, err
	}
	card.Record.PublicationView = d.viewOfPublication(actor)(p)
	if p.Kind == model.PublishedPenalty && p.Status == model.PublicationPublished && d.isInside(actor) {
		if card.Record.Dependents, err = d.dependents(ctx, p); err != nil {
			return card, err
		}
	}
	terms, err := d.publicationTerms(ctx, p)
	if err != nil {
		return card, err
	}
	for _, s := range publicationSteps {
		refusal := s.refusal(p.Status, publicationStates)
		if refusal == "" {
			refusal = refusalOf(publicationHindrance(s, p, actor, d.Today()))
		}
		act := d.act(actor, s.name, s.title, s.permission, refusal)
		switch {
		case s.name == approvePublication.name && p.Status.IsPending():
			act.Due = terms.shown(clockOf(p), p.FormedOn, d.Today())
		case s.name == answerContest.name && p.IsContested() && p.Status == model.PublicationPublished:
			act.Due = terms.shown(contestClock(p), p.ContestedOn, d.Today())
		}
		card.Acts = append(card.Acts, act)
	}
	if card.History, err = d.historyFor(ctx, actor, "publications", string(id)); err != nil || p.Kind != model.PublishedPenalty {
		return card, err
	}
	former, err := d.historyFor(ctx, actor, "penalty-notices", string(id)) // from before the one act of publication
	card.History = append(card.History, former...)
	return card, err
}

// publicise is the act that drafts what is to be made public of a subject, and what is live of it
// already; refusal is why the subject itself does not allow it.
func (d *Desk) publicise(ctx context.Context, actor model.Actor, kind model.PublicationKind, subject, refusal string) (model.Act, []model.Publication, error) {
	live, err := d.Store.LivePublications(ctx, kind, subject)
	if err != nil {
		return model.Act{}, nil, err
	}
	if public := publicOf(live); public.ID != "" {
		refusal = "已于" + public.PublishedOn.String() + "公开"
		if !public.EndsOn.IsZero() {
			refusal += "，至" + public.LastDay().String() + "止"
		}
	} else if len(live) > 0 {
		refusal = "已在“信息公开”中（" + publicationStates[live[0].Status] + "）"
	}
	return d.act(actor, "publicise", "拟公开", "publication:create", refusal), live, nil
}

// publicationTerms are the terms with the clocks of the publication, or of its subject where that has the one for publishing.
func (d *Desk) publicationTerms(ctx context.Context, p model.Publication) (terms, error) {
	key := clockOf(p)
	if p.Status == model.PublicationPublished {
		key = contestClock(p)
	}
	return d.termsWith(ctx, d.Store.Reader, key.noun, key.id)
}

func contestClock(p model.Publication) clockKey {
	return clockKey{"publications", string(p.ID), model.ObjectionReview}
}

// clockOf is the clock by which the publication must be public.
func clockOf(p model.Publication) clockKey {
	switch k := publicationKinds[p.Kind]; {
	case p.CorrectsID != "":
		return clockKey{"publications", string(p.ID), model.ListCorrection}
	case k.clock != nil:
		return k.clock(p)
	}
	return clockKey{"publications", string(p.ID), model.PublicationTerm}
}

var publicationHolders = map[model.PublicationStatus]model.Role{
	model.PublicationDraft: model.RoleInspector, model.PublicationSecrecy: model.RoleLegal,
	model.PublicationPersonal: model.RoleLegal, model.PublicationApproval: model.RoleChief,
}

// publicationClocks are the terms of a publication: the time until it must be public, where its
// subject does not have it, for a correction the shorter one, and the time for answering an objection.
func publicationClocks(p model.Publication) clocked {
	r := clocked{
		noun: "publications", id: string(p.ID), title: cut(p.Title, 100), area: p.AreaCode, firm: p.EnterpriseID, firmName: p.EnterpriseName,
		firmSees: p.ApprovedBy != "", demo: p.Demo, doneOn: p.PublishedOn,
	}
	holder, isPending := publicationHolders[p.Status]
	switch {
	case isPending && p.CorrectsID != "":
		r.duties = []duty{{model.ListCorrection, model.DateOf(p.CreatedAt), 1, holder}}
	case isPending && publicationKinds[p.Kind].clock == nil:
		r.duties = []duty{{model.PublicationTerm, p.FormedOn, 1, holder}}
	case p.Status == model.PublicationPublished && p.IsContested():
		r.duties = []duty{{model.ObjectionReview, p.ContestedOn, 1, model.RoleLegal}}
		r.doneOn = model.Date{}
	}
	if !p.AnsweredOn.IsZero() {
		r.doneOn = p.AnsweredOn
	}
	if !p.LeftOn.IsZero() {
		r.doneOn = p.LeftOn
	}
	return r
}

// publicationDuties: drafts go on, two reviews and an approval by others, objections are answered.
func publicationDuties() []workSource {
	row := func(s publicationStep, in model.PublicationStatus, title string, his func(l *look, p model.Publication) bool) waiting[model.Publication] {
		return waiting[model.Publication]{
			permission: s.permission, noun: "publications", act: s.name, title: title, in: in, sort: "created_at", list: store.Reader.Publications,
			clockedAs: func(p model.Publication) (model.Noun, string) {
				key := clockOf(p)
				return key.noun, key.id
			},
			ask: func(_ context.Context, l *look, p model.Publication) (asked, error) {
				isOver := !p.EndsOn.IsZero() && !l.Today().Before(p.EndsOn)
				return asked{his(l, p) && (s.name == discardPublication.name || !isOver), string(p.ID), p.Title, l.terms.shown(clockOf(p), p.FormedOn, l.Today())}, nil
			},
		}
	}
	free := func(s publicationStep) func(*look, model.Publication) bool {
		return func(l *look, p model.Publication) bool { return publicationHindrance(s, p, l.actor, l.Today()) == nil }
	}
	own := func(l *look, p model.Publication) bool { return p.Drafters.Has(l.actor.UserID) }
	answer := row(answerContest, model.PublicationPublished, "答复企业对公开内容的异议", free(answerContest))
	answer.narrow = func(*look) map[string]string {
		return map[string]string{"contested": string(model.PublicationPublished)}
	}
	answer.clockedAs = func(p model.Publication) (model.Noun, string) { return "publications", string(p.ID) }
	answer.ask = func(_ context.Context, l *look, p model.Publication) (asked, error) {
		return asked{p.IsPublicOn(l.Today()) && free(answerContest)(l, p), string(p.ID), p.Title, l.terms.shown(contestClock(p), p.ContestedOn, l.Today())}, nil
	}
	sources := []workSource{
		row(submitPublication, model.PublicationDraft, "修改并送审拟公开事项", own).source(),
		row(clearSecrecy, model.PublicationSecrecy, "保密审查拟公开事项", free(clearSecrecy)).source(),
		row(clearPersonal, model.PublicationPersonal, "审查拟公开事项的个人信息", free(clearPersonal)).source(),
		row(approvePublication, model.PublicationApproval, "批准公开", free(approvePublication)).source(),
		answer.source(),
	}
	for _, in := range pendingPublication {
		over := row(discardPublication, in, "了结公示期已过的拟公开事项", func(*look, model.Publication) bool { return true })
		over.narrow = func(l *look) map[string]string { return map[string]string{"over": l.Today().String()} }
		sources = append(sources, over.source())
	}
	return sources
}

// tellOfPublication tells whose step is next, and the enterprise that something of it is public
// or what became of its objection.
func (w work) tellOfPublication(ctx context.Context, p, was model.Publication) error {
	if was.IsContested() && (!p.IsContested() || p.Status == model.PublicationWithdrawn) {
		return w.tellOfAnswer(ctx, p)
	}
	if p.Status == was.Status {
		return nil
	}
	a := announcement{
		event: model.EventPublicityProposed, noun: "publications", id: string(p.ID), demo: p.Demo,
		values: map[string]string{"document": p.Title, "firm": p.EnterpriseName, "until": untilWords(p)},
	}
	switch p.Status {
	case model.PublicationApproval:
		a.to = toDuty(model.RoleChief, p.AreaCode)
	case model.PublicationPublished:
		if p.EnterpriseID == "" {
			return nil
		}
		a.event, a.to = model.EventPublicityPublished, toFirm(p.EnterpriseID)
	default:
		return nil
	}
	return announce(ctx, w.Tx, a)
}

// tellOfAnswer tells the enterprise what became of its objection. The answer itself stays on the
// platform: it may name somebody.
func (w work) tellOfAnswer(ctx context.Context, p model.Publication) error {
	outcome := "维持公开"
	if p.Status == model.PublicationWithdrawn {
		outcome = "已撤回公开"
	}
	return announce(ctx, w.Tx, announcement{
		event: model.EventContestAnswered, to: toFirm(p.EnterpriseID), noun: "publications", id: string(p.ID), demo: p.Demo,
		values: map[string]string{"document": p.Title, "firm": p.EnterpriseName, "outcome": outcome},
	})
}

func untilWords(p model.Publication) string {
	if p.EndsOn.IsZero() {
		return "长期"
	}
	return p.LastDay().String()
}
