package casework

import (
	"context"
	"strings"

	"yijian/model"
)

type slipOrder struct {
	id     model.TaskSlipID
	step   slipStep
	reason string
}

// onSlip is the frame of every act on a slip: scope, version, state, person, change.
func (d *Desk) onSlip(ctx context.Context, call model.Call, o slipOrder, change func(w work, s *slipInTask) error) (model.TaskSlip, error) {
	act := "task:" + o.step.name + "-slip"
	return perform(ctx, d, call, order{o.step.permission, o.reason, act}, func(w work) (model.TaskSlip, error) {
		s, err := loadSlip(ctx, w.Reader, w.scope, o.id)
		if err != nil {
			return s.TaskSlip, err
		}
		if err := must(s.Version, call.Version); err != nil {
			return s.TaskSlip, err
		}
		if err := o.step.must("task_slip.wrong_state", s.Status, slipStates); err != nil {
			return s.TaskSlip, err
		}
		if refusal := slipHindrance(o.step, s, call.Actor, w.today()); refusal != nil {
			return s.TaskSlip, refusal
		}
		if err := change(w, &s); err != nil {
			return s.TaskSlip, err
		}
		if s.TaskSlip, err = w.ChangeTaskSlip(ctx, s.TaskSlip); err != nil {
			return s.TaskSlip, err
		}
		return s.TaskSlip, w.tellOfStep(ctx, o.step, s)
	})
}

// SignSlip says that the unit has got the slip; the limit goes on.
func (d *Desk) SignSlip(ctx context.Context, call model.Call, id model.TaskSlipID) (model.TaskSlip, error) {
	return d.onSlip(ctx, call, slipOrder{id: id, step: signSlip}, func(w work, s *slipInTask) error {
		s.Status, s.SignedOn, s.SignedBy = model.SlipSigned, w.today(), call.Actor.Name
		return nil
	})
}

// AnswerSlip is what the unit says for itself: why, and what it does about it. Who answers has
// got the slip. It is taken after the limit too, as long as no other slip follows.
func (d *Desk) AnswerSlip(ctx context.Context, call model.Call, id model.TaskSlipID, cause, measures string) (model.TaskSlip, error) {
	return d.onSlip(ctx, call, slipOrder{id: id, step: answerSlip}, func(w work, s *slipInTask) error {
		cause, measures = strings.TrimSpace(cause), strings.TrimSpace(measures)
		fields := model.FieldErrors(model.FieldsOf(checkText("/cause", cause, 1000)))
		fields = append(fields, model.FieldsOf(checkText("/measures", measures, 1000))...)
		if err := fields.Err(); err != nil {
			return err
		}
		if s.SignedOn.IsZero() {
			s.SignedOn, s.SignedBy = w.today(), call.Actor.Name
		}
		s.Status, s.Cause, s.Measures = model.SlipAnswered, cause, measures
		s.AnsweredOn, s.AnsweredBy, s.AnswererID = w.today(), call.Actor.Name, call.Actor.UserID
		return nil
	})
}

// JudgeSlip accepts the answer, which closes the slip, or refuses it with the reason: then it is
// owed again, and its limit goes on or, if it has come meanwhile, moves to the next working day.
func (d *Desk) JudgeSlip(ctx context.Context, call model.Call, id model.TaskSlipID, accepted bool, note string) (model.TaskSlip, error) {
	return d.onSlip(ctx, call, slipOrder{id, judgeSlip, note}, func(w work, s *slipInTask) error {
		note = strings.TrimSpace(note)
		if !accepted || note != "" {
			if err := checkText("/note", note, 500); err != nil {
				return err
			}
		}
		s.JudgedOn, s.JudgedBy, s.JudgeNote = w.today(), call.Actor.Name, note
		if !accepted {
			s.Status = model.SlipSigned
			s.Refusals++
			return w.leaveTime(ctx, &s.TaskSlip)
		}
		s.Status, s.EndedOn, s.EndedBy, s.EndReason = model.SlipClosed, w.today(), call.Actor.Name, "回复已采纳"
		return nil
	})
}

// movedFrom begins what the basis of a limit says about its being moved; a date follows.
const movedFrom = "；原时限为"

// leaveTime leaves the unit a working day after today: a limit before that moves there and says why.
func (w work) leaveTime(ctx context.Context, s *model.TaskSlip) error {
	terms, err := w.terms(ctx)
	if err != nil {
		return err
	}
	next := terms.workdayAfter(w.today())
	if !s.DueOn.Before(next) {
		return nil
	}
	basis, first, moved := strings.Cut(s.DueBasis, movedFrom)
	if !moved {
		first = s.DueOn.String()
	}
	first = first[:len(s.DueOn.String())]
	s.DueOn, s.DueBasis = next, cut(basis, 320)+movedFrom+first+"，"+w.today().String()+"退回，顺延到退回后的下一个工作日（平台默认设置）"
	return nil
}

// InstructSlip is the chief's word on a red slip whose limit passed.
func (d *Desk) InstructSlip(ctx context.Context, call model.Call, id model.TaskSlipID, instruction string) (model.TaskSlip, error) {
	return d.onSlip(ctx, call, slipOrder{id, instructSlip, instruction}, func(w work, s *slipInTask) error {
		instruction = strings.TrimSpace(instruction)
		if err := checkText("/instruction", instruction, 500); err != nil {
			return err
		}
		s.Instruction, s.InstructedOn, s.InstructedBy = instruction, w.today(), call.Actor.Name
		return nil
	})
}

// WithdrawSlip takes back a slip that was issued by mistake; its number is not given again.
func (d *Desk) WithdrawSlip(ctx context.Context, call model.Call, id model.TaskSlipID, reason string) (model.TaskSlip, error) {
	return d.onSlip(ctx, call, slipOrder{id, withdrawSlip, reason}, func(w work, s *slipInTask) error {
		if err := checkReason(reason); err != nil {
			return err
		}
		s.Status, s.EndedOn, s.EndedBy, s.EndReason = model.SlipWithdrawn, w.today(), call.Actor.Name, strings.TrimSpace(reason)
		return nil
	})
}
