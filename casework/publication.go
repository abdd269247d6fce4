package casework

import (
	"cmp"
	"context"
	"strings"

	"yijian/model"
	"yijian/policy"
	"yijian/store"
)

// PublicationFacts is what a drafter says: of which subject, in which words where the kind
// takes any, and why it is published where that is not usual.
type PublicationFacts struct {
	Title         string
	Written       string
	Series        string
	PublishReason string
}

type publicationStep = step[model.PublicationStatus]

var publicationStates = map[model.PublicationStatus]string{
	model.PublicationDraft: "拟稿", model.PublicationSecrecy: "待保密审查", model.PublicationPersonal: "待个人信息审查",
	model.PublicationApproval: "待批准", model.PublicationPublished: "公开中", model.PublicationDiscarded: "不予公开",
	model.PublicationCorrected: "已更正", model.PublicationWithdrawn: "已撤回", model.PublicationEnded: "期满",
}

var pendingPublication = []model.PublicationStatus{
	model.PublicationDraft, model.PublicationSecrecy, model.PublicationPersonal, model.PublicationApproval,
}

var (
	changePublication   = publicationStep{"change", "修改拟稿", "publication:change", []model.PublicationStatus{model.PublicationDraft}}
	submitPublication   = publicationStep{"submit", "送审", "publication:submit", []model.PublicationStatus{model.PublicationDraft}}
	clearSecrecy        = publicationStep{"clear-secrecy", "保密审查通过", "publication:clear-secrecy", []model.PublicationStatus{model.PublicationSecrecy}}
	clearPersonal       = publicationStep{"clear-personal", "个人信息审查通过", "publication:clear-personal", []model.PublicationStatus{model.PublicationPersonal}}
	returnPublication   = publicationStep{"return", "退回修改", "publication:return", pendingPublication[1:]}
	approvePublication  = publicationStep{"approve", "批准公开", "publication:approve", []model.PublicationStatus{model.PublicationApproval}}
	discardPublication  = publicationStep{"discard", "不予公开", "publication:discard", pendingPublication}
	withdrawPublication = publicationStep{"withdraw", "撤回公开", "publication:withdraw", []model.PublicationStatus{model.PublicationPublished}}
	correctPublication  = publicationStep{"correct", "更正", "publication:correct", []model.PublicationStatus{model.PublicationPublished}}
	contestPublication  = publicationStep{"contest", "提出异议", "publication:contest", []model.PublicationStatus{model.PublicationPublished}}
	answerContest       = publicationStep{"answer", "答复异议，维持公开", "publication:answer", []model.PublicationStatus{model.PublicationPublished}}
)

var publicationSteps = []publicationStep{
	changePublication, submitPublication, clearSecrecy, clearPersonal, approvePublication, returnPublication,
	discardPublication, correctPublication, withdrawPublication, contestPublication, answerContest,
}

// publicationHindrance is why this person cannot take the step today although the state allows it.
func publicationHindrance(s publicationStep, p model.Publication, by model.Actor, today model.Date) error {
	isOver := !p.EndsOn.IsZero() && !today.Before(p.EndsOn)
	switch s.name {
	case clearSecrecy.name, clearPersonal.name:
		if p.Drafters.Has(by.UserID) {
			return model.Fail(model.Forbidden, "publication.own_draft", "拟稿人不得审查自己拟的公开事项")
		}
	case approvePublication.name:
		if elsewhere := publicationKinds[p.Kind].elsewhere; elsewhere != "" && p.CorrectsID == "" {
			return model.Fail(model.Conflict, "publication.approved_elsewhere", elsewhere)
		}
		if err := mayApprove(p, by.UserID); err != nil {
			return err
		}
		if isOver {
			return model.Fail(model.Conflict, "publication.term_over", "公示期已于"+p.LastDay().String()+"届满，不得再公开（"+policy.PublicityBasis.String()+"）")
		}
	case discardPublication.name:
		if publicationKinds[p.Kind].elsewhere != "" {
			return model.Fail(model.Conflict, "publication.approved_elsewhere", "红黑榜条目不予列入或撤回的，到该上榜条目办理")
		}
	case withdrawPublication.name, correctPublication.name:
		if p.Kind == model.PublishedListEntry && s.name == withdrawPublication.name {
			return model.Fail(model.Conflict, "publication.approved_elsewhere", "红黑榜条目到该上榜条目撤回公示")
		}
		if isOver {
			return model.Fail(model.Conflict, "publication.term_over", "公示期已满，公众已看不到")
		}
	case contestPublication.name:
		switch {
		case p.EnterpriseID == "":
			return model.Fail(model.Conflict, "publication.about_nobody", "这件公开事项不涉及企业")
		case !p.ContestedOn.IsZero():
			return model.Fail(model.Conflict, "publication.contested", "已于"+p.ContestedOn.String()+"提出过异议")
		}
	case answerContest.name:
		switch {
		case !p.IsContested():
			return model.Fail(model.Conflict, "publication.not_contested", "没有待答复的异议")
		case p.ApprovedBy == by.UserID || mayApprove(p, by.UserID) != nil:
			return model.Fail(model.Forbidden, "publication.own_contest", "拟稿人、审查人、批准人不得答复对本件的异议")
		case p.Handlers.Has(by.UserID):
			return model.Fail(model.Forbidden, "publication.own_case", "承办人员不得答复对自己承办事项的异议")
		}
	}
	return nil
}

func mayApprove(p model.Publication, by model.UserID) error {
	if p.Drafters.Has(by) || p.SecrecyBy == by || p.PersonalBy == by {
		return model.Fail(model.Forbidden, "publication.own_work", "拟稿人、审查人不得批准同一件公开事项")
	}
	return nil
}

// DraftPublication drafts what is to be made public of a subject; one that is pending or
// public already is a Conflict on /subject_id.
func (d *Desk) DraftPublication(ctx context.Context, call model.Call, kind model.PublicationKind, subject string, facts PublicationFacts) (model.Publication, error) {
	return perform(ctx, d, call, order{permission: "publication:create", reason: facts.PublishReason}, func(w work) (model.Publication, error) {
		k, err := publicationKindOf(kind)
		if err != nil {
			return model.Publication{}, err
		}
		if k.elsewhere != "" {
			return model.Publication{}, oneField("/kind", "publication.drafted_elsewhere", k.elsewhere)
		}
		return w.draft(ctx, k, call.Actor, model.Publication{SubjectID: subject}, facts)
	})
}

// draft composes and keeps a draft, or what goes to the reviews at once; the actor is its drafter.
func (w work) draft(ctx context.Context, k publicationKind, actor model.Actor, p model.Publication, facts PublicationFacts) (model.Publication, error) {
	p.ID, p.Kind, p.AreaCode = model.PublicationID(store.NewID()), k.kind, actor.AreaCode
	p.Status, p.Edition = cmp.Or(p.Status, model.PublicationDraft), max(1, p.Edition)
	if p.SubjectID == "" && k.noun == "" {
		p.SubjectID = string(p.ID) // a text of its own
	}
	if actor.UserID != "" {
		p.Drafters = model.UserIDs{actor.UserID}
	}
	p.Version, p.CreatedAt, p.UpdatedAt = 1, w.now, w.now
	if err := w.compose(ctx, k, actor, &p, facts); err != nil {
		return p, err
	}
	if err := w.AddPublication(ctx, &p); err != nil {
		return p, err
	}
	return p, w.keepPublication(ctx, p)
}

// compose writes the facts into a draft, personal information masked, and has its kind make the text of it.
func (w work) compose(ctx context.Context, k publicationKind, actor model.Actor, p *model.Publication, facts PublicationFacts) error {
	scope := store.Everything()
	if k.read != "" && actor.UserID != "" {
		var err error
		if scope, err = w.desk.Scope(actor, k.read); err != nil {
			return oneField("/kind", "publication.kind_denied", "您的岗位不能查看这类记录，不能拟公开")
		}
	}
	var hidden, more model.MaskedPieces
	p.Written, hidden = policy.MaskPublicText(strings.TrimSpace(facts.Written))
	p.Title, more = policy.MaskPublicText(strings.TrimSpace(facts.Title))
	p.Masked = policy.MergeMasked(p.Masked, summed(append(hidden, more...)))
	p.Series, p.PublishReason = strings.TrimSpace(facts.Series), strings.TrimSpace(facts.PublishReason)
	p.FormedOn = model.Date{} // as it is today
	c, err := k.compose(ctx, w, scope, *p)
	if err != nil {
		return err
	}
	if err := c.put(p, w.today()); err != nil {
		return err
	}
	if !p.EndsOn.IsZero() && !w.today().Before(p.EndsOn) {
		return oneField("/subject_id", "publication.term_over", "公示期已于"+p.LastDay().String()+"届满，不得再公开（"+policy.PublicityBasis.String()+"）")
	}
	return nil
}

// mayBePublic is nil where the subject was found and may be published, else a wrong field, or what went wrong.
func mayBePublic(err error, isFit bool, reason, detail string) error {
	if err != nil && model.KindOf(err) != model.NotFound {
		return err
	}
	if err != nil || !isFit {
		return oneField("/subject_id", reason, detail)
	}
	return nil
}

// publicationAct is one step on one publication with the reason for the audit trail.
type publicationAct struct {
	id     model.PublicationID
	step   publicationStep
	reason string
}

// reading is the desk reading within the transaction, for views that are made of many records.
func (w work) reading() *Desk {
	desk, reader := *w.desk, *w.desk.Store
	reader.Reader = w.Reader
	desk.Store = &reader
	return &desk
}

// onPublication is the frame of every act on a publication: scope, version, state, person, change.
func (d *Desk) onPublication(ctx context.Context, call model.Call, a publicationAct, change func(work, *model.Publication) error) (model.Publication, error) {
	return perform(ctx, d, call, order{permission: a.step.permission, reason: a.reason}, func(w work) (model.Publication, error) {
		p, err := w.Publication(ctx, w.scope, a.id)
		if err != nil {
			return p, err
		}
		if err := must(p.Version, call.Version); err != nil {
			return p, err
		}
		if err := a.step.must("publication.wrong_state", p.Status, publicationStates); err != nil {
			return p, err
		}
		if err := publicationHindrance(a.step, p, call.Actor, w.today()); err != nil {
			return p, err
		}
		was := p
		if err := change(w, &p); err != nil {
			return p, err
		}
		if p, err = w.ChangePublication(ctx, p); err != nil {
			return p, err
		}
		if err := w.keepPublication(ctx, p); err != nil {
			return p, err
		}
		return p, w.tellOfPublication(ctx, p, was)
	})
}

// keepPublication keeps the clocks of a publication and takes what became of it into its subject.
func (w work) keepPublication(ctx context.Context, p model.Publication) error {
	if err := w.keepClocks(ctx, publicationClocks(p)); err != nil {
		return err
	}
	if follow := publicationKinds[p.Kind].follow; follow != nil {
		return follow(ctx, w, p)
	}
	return nil
}

// ChangePublication composes a draft anew; whoever does becomes one of its drafters.
func (d *Desk) ChangePublication(ctx context.Context, call model.Call, id model.PublicationID, facts PublicationFacts) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, changePublication, facts.PublishReason}, func(w work, p *model.Publication) error {
		k, err := publicationKindOf(p.Kind)
		if err != nil {
			return err
		}
		p.Drafters = p.Drafters.With(call.Actor.UserID)
		if len(p.Drafters) > mostDrafters {
			return model.Fail(model.Conflict, "publication.too_many_drafters", "拟稿人已满十人，请由已参与的人修改")
		}
		return w.compose(ctx, k, call.Actor, p, facts)
	})
}
