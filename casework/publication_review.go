package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"yijian/model"
	"yijian/policy"
	"yijian/policy/canonical"
	"yijian/store"
)

// PublicObjection tells the public how to object to what is published.
const PublicObjection = "对公开内容有异议的，可向公开单位书面提出，并附身份证明和事实材料；当事企业也可以登录平台提出。公开单位核查后答复，确有错误的立即更正或撤回。"

// SubmitPublication hands a draft to the reviews.
func (d *Desk) SubmitPublication(ctx context.Context, call model.Call, id model.PublicationID) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, submitPublication, ""}, func(_ work, p *model.Publication) error {
		p.Status, p.ReturnReason = model.PublicationSecrecy, ""
		p.SecrecyBy, p.SecrecyOn, p.SecrecyNote = "", model.Date{}, ""
		p.PersonalBy, p.PersonalOn, p.PersonalNote = "", model.Date{}, ""
		return nil
	})
}

// ClearSecrecy is the review for state and work secrets (政府信息公开条例第十七条) by somebody who did not draft it.
func (d *Desk) ClearSecrecy(ctx context.Context, call model.Call, id model.PublicationID, note string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, clearSecrecy, note}, func(w work, p *model.Publication) error {
		p.Status, p.SecrecyBy, p.SecrecyOn, p.SecrecyNote = model.PublicationPersonal, call.Actor.UserID, w.today(), strings.TrimSpace(note)
		return checkWords("/note", note)
	})
}

// ClearPersonal is the review for personal information, on the text as the public will read it.
func (d *Desk) ClearPersonal(ctx context.Context, call model.Call, id model.PublicationID, note string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, clearPersonal, note}, func(w work, p *model.Publication) error {
		p.Status, p.PersonalBy, p.PersonalOn, p.PersonalNote = model.PublicationApproval, call.Actor.UserID, w.today(), strings.TrimSpace(note)
		return checkWords("/note", note)
	})
}

// ReturnPublication sends what is under review back to its drafters, with the reason.
func (d *Desk) ReturnPublication(ctx context.Context, call model.Call, id model.PublicationID, reason string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, returnPublication, reason}, func(_ work, p *model.Publication) error {
		p.Status, p.ReturnReason = model.PublicationDraft, strings.TrimSpace(reason)
		return checkReason(reason)
	})
}

// ApprovePublication makes it public from now. Its text is composed once more: what is no
// longer as it was reviewed is refused.
func (d *Desk) ApprovePublication(ctx context.Context, call model.Call, id model.PublicationID) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, approvePublication, ""}, func(w work, p *model.Publication) error {
		k, err := publicationKindOf(p.Kind)
		if err != nil {
			return err
		}
		c, err := k.compose(ctx, w, store.Everything(), *p)
		if err != nil {
			return err
		}
		return w.makePublic(ctx, call.Actor, p, c)
	})
}

// makePublic publishes what was reviewed, if it still is what the subject says, and takes
// what it corrects out of the public's sight in the same moment.
func (w work) makePublic(ctx context.Context, actor model.Actor, p *model.Publication, c composed) error {
	now := *p
	if err := c.put(&now, w.today()); err != nil {
		return err
	}
	if now.TextHash != p.TextHash || now.Source != p.Source || now.Basis != p.Basis || now.EnterpriseName != p.EnterpriseName || now.USCC != p.USCC {
		return model.Fail(model.Conflict, "publication.text_changed", "公开文本与现在的记录不一致，请退回重拟，再行审查")
	}
	p.EarliestEnd, p.EndsOn, p.Handlers, p.MaskPolicy = now.EarliestEnd, now.EndsOn, now.Handlers, now.MaskPolicy
	at := w.now
	p.Status, p.ApprovedBy, p.PublishedOn, p.PublishedAt = model.PublicationPublished, actor.UserID, w.today(), &at
	record, err := canonical.Marshal(w.recordOf(*p))
	if err != nil {
		return fmt.Errorf("public record: %w", err)
	}
	sum := sha256.Sum256(record)
	p.Record, p.RecordHash = string(record), hex.EncodeToString(sum[:])
	if p.CorrectsID == "" {
		return nil
	}
	former, err := w.Publication(ctx, store.Everything(), p.CorrectsID)
	if err != nil {
		return err
	}
	if former.Status != model.PublicationPublished {
		return nil // it was taken down because it was no longer true, and this is what is
	}
	_, err = w.leave(ctx, former, model.PublicationCorrected, "更正："+p.CorrectReason)
	return err
}

// recordOf is the publication as the public is given it.
func (w work) recordOf(p model.Publication) model.PublicRecord {
	return model.PublicRecord{
		Format: model.PublicRecordFormat, ID: p.ID, Kind: p.Kind, Topic: p.Topic, Series: p.Series,
		Subject: model.PublicSubject{Name: p.EnterpriseName, USCC: p.USCC, AreaCode: p.AreaCode}, Text: p.Text,
		Source: p.Source, Basis: p.Basis, FormedOn: p.FormedOn, PublishedOn: p.PublishedOn, EarliestEnd: p.EarliestEnd, EndsOn: p.EndsOn,
		Edition: p.Edition, Corrects: p.CorrectsID, CorrectReason: p.CorrectReason, MaskPolicy: p.MaskPolicy,
		Contact: w.desk.Reach(), Objection: PublicObjection,
	}
}

// DiscardPublication gives a draft up, with the reason.
func (d *Desk) DiscardPublication(ctx context.Context, call model.Call, id model.PublicationID, reason string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, discardPublication, reason}, func(w work, p *model.Publication) error {
		w.away(p, model.PublicationDiscarded, reason)
		return checkReason(reason)
	})
}

// WithdrawPublication takes it out of the public's sight, with the reason.
func (d *Desk) WithdrawPublication(ctx context.Context, call model.Call, id model.PublicationID, reason string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, withdrawPublication, reason}, func(w work, p *model.Publication) error {
		w.away(p, model.PublicationWithdrawn, reason)
		if err := checkReason(reason); err != nil {
			return err
		}
		live, err := w.LivePublications(ctx, p.Kind, p.SubjectID)
		if err != nil {
			return err
		}
		for _, other := range live { // its correction, which would put the matter back
			if other.ID == p.ID {
				continue
			}
			if _, err := w.leave(ctx, other, model.PublicationDiscarded, "原公开内容已撤回："+reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// away marks how a publication left, now; of one that never was public there is no instant.
func (w work) away(p *model.Publication, how model.PublicationStatus, reason string) {
	at := w.now
	p.Status, p.LeftOn, p.LeaveReason = how, w.today(), cut(strings.TrimSpace(reason), 500)
	if how == model.PublicationEnded && !p.EndsOn.IsZero() && !w.today().Before(p.EndsOn) { // nobody was shown it since
		p.LeftOn, at = p.EndsOn, time.Date(p.EndsOn.Year(), p.EndsOn.Month(), p.EndsOn.Day(), 0, 0, 0, 0, model.Shanghai).UTC()
	}
	if p.PublishedAt != nil {
		p.LeftAt = &at
	}
}

// leave takes a publication out of sight as part of another act.
func (w work) leave(ctx context.Context, p model.Publication, how model.PublicationStatus, reason string) (model.Publication, error) {
	w.away(&p, how, reason)
	p, err := w.ChangePublication(ctx, p)
	if err != nil {
		return p, err
	}
	if how == model.PublicationWithdrawn && p.IsContested() {
		if err := w.tellOfAnswer(ctx, p); err != nil {
			return p, err
		}
	}
	return p, w.keepClocks(ctx, publicationClocks(p))
}

// withdrawOf takes away what of a subject is public or pending, because the subject no longer stands.
func (w work) withdrawOf(ctx context.Context, kind model.PublicationKind, subject, reason string) error {
	live, err := w.LivePublications(ctx, kind, subject)
	if err != nil {
		return err
	}
	for _, p := range live {
		how := model.PublicationDiscarded
		if p.Status == model.PublicationPublished {
			how = model.PublicationWithdrawn
		}
		if _, err := w.leave(ctx, p, how, reason); err != nil {
			return err
		}
	}
	return nil
}

// CorrectPublication drafts a corrected version of what is public; the public sees the old one
// until the new one is approved, or until it is withdrawn. It returns the draft.
func (d *Desk) CorrectPublication(ctx context.Context, call model.Call, id model.PublicationID, reason string, facts PublicationFacts) (model.Publication, error) {
	return perform(ctx, d, call, order{permission: correctPublication.permission, reason: reason}, func(w work) (model.Publication, error) {
		p, err := w.Publication(ctx, w.scope, id)
		if err != nil {
			return p, err
		}
		if err := must(p.Version, call.Version); err != nil {
			return p, err
		}
		if err := correctPublication.must("publication.wrong_state", p.Status, publicationStates); err != nil {
			return p, err
		}
		if err := publicationHindrance(correctPublication, p, call.Actor, w.today()); err != nil {
			return p, err
		}
		if err := checkReason(reason); err != nil {
			return p, err
		}
		k, err := publicationKindOf(p.Kind)
		if err != nil {
			return p, err
		}
		if p, err = w.ChangePublication(ctx, p); err != nil { // whoever saw it before sees that somebody was first
			return p, err
		}
		next, err := w.draft(ctx, k, call.Actor, correctionOf(p, reason), facts)
		if err == nil && next.TextHash == p.TextHash {
			err = oneField("/written", "publication.unchanged", "更正后的文本与公开中的相同，没有可更正的内容")
		}
		return next, err
	})
}

func correctionOf(p model.Publication, reason string) model.Publication {
	shown, _ := policy.MaskPublicText(strings.TrimSpace(reason)) // the public reads it too
	next := model.Publication{SubjectID: p.SubjectID, CorrectsID: p.ID, CorrectReason: cut(shown, 500), Edition: p.Edition + 1, Demo: p.Demo}
	if p.IsContested() { // an objection waits for its answer, whatever is corrected meanwhile
		next.ContestedOn, next.ContestReason = p.ContestedOn, p.ContestReason
	}
	return next
}

// ContestPublication is the enterprise's objection to what is published of it, once. The
// public sees that it is contested until it is answered.
func (d *Desk) ContestPublication(ctx context.Context, call model.Call, id model.PublicationID, reason string) (model.Publication, error) {
	p, err := d.onPublication(ctx, call, publicationAct{id, contestPublication, reason}, func(w work, p *model.Publication) error {
		w.forFirm(call, p.EnterpriseName)
		p.ContestedOn, p.ContestReason = w.today(), strings.TrimSpace(reason)
		return checkReason(reason)
	})
	return d.viewOfPublication(call.Actor)(p).Publication, err
}

// AnswerContest answers an objection that was found without ground; one with ground is
// answered by a withdrawal or a correction.
func (d *Desk) AnswerContest(ctx context.Context, call model.Call, id model.PublicationID, answer string) (model.Publication, error) {
	return d.onPublication(ctx, call, publicationAct{id, answerContest, answer}, func(w work, p *model.Publication) error {
		p.AnsweredOn, p.ContestAnswer = w.today(), strings.TrimSpace(answer)
		return checkWords("/answer", answer)
	})
}

// EndPublications ends every publication whose term is over on the day and returns how many;
// the public stopped seeing them on that day in any case.
func (d *Desk) EndPublications(ctx context.Context, call model.Call, day model.Date) (int, error) {
	return perform(ctx, d, call, order{permission: "publication:end"}, func(w work) (int, error) {
		ended := 0
		for {
			lapsed, err := w.LapsedPublications(ctx, day)
			if err != nil || len(lapsed) == 0 {
				return ended, err
			}
			for _, p := range lapsed {
				if p, err = w.leave(ctx, p, model.PublicationEnded, "公示期满"); err != nil {
					return ended, err
				}
				if err := w.keepPublication(ctx, p); err != nil {
					return ended, err
				}
				ended++
			}
		}
	})
}
