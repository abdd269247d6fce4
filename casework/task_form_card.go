package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"yijian/model"
	"yijian/store"
)

// FormReturnCard is a return as its page needs it: with what is found of every row, as it stands
// now while the return waits, and as it was then once it is settled.
type FormReturnCard struct {
	Record  model.TaskFormReturn `json:"record"`
	Lines   []model.FormLine     `json:"lines"`
	Acts    []model.Act          `json:"acts"`
	History []model.AuditEntry   `json:"history"`
}

// FormReturnCard returns what came back of a form, row by row.
func (d *Desk) FormReturnCard(ctx context.Context, actor model.Actor, id model.TaskFormReturnID) (FormReturnCard, error) {
	var card FormReturnCard
	scope, err := d.Scope(actor, "task-form:read")
	if err != nil {
		return card, err
	}
	if card.Record, err = d.Store.TaskFormReturn(ctx, scope, id); err != nil {
		return card, err
	}
	units, err := d.Store.UnitsByID(ctx)
	if err != nil {
		return card, err
	}
	if card.Lines, err = d.linesOfReturn(ctx, scope, &card.Record, units); err != nil {
		return card, err
	}
	for _, s := range []formReturnStep{confirmForm, discardForm} {
		refusal := sentence(returnRefusal(s, card.Record, units, actor))
		if s.name == confirmForm.name && refusal == "" && card.Record.Changed == 0 {
			refusal = "没有可以报送的改动"
		}
		title := s.title
		if s.name == confirmForm.name {
			title = fmt.Sprintf("%s %d 项", s.title, card.Record.Changed)
		}
		card.Acts = append(card.Acts, d.act(actor, s.name, title, s.permission, refusal))
	}
	card.History, err = d.historyFor(ctx, actor, "task-form-returns", string(id))
	return card, err
}

// linesOfReturn are what was found of the rows of a confirmed return, and nothing of one that was
// given up; those of one that waits are held anew against how things stand, as its own unit, or
// what became of it, would hand them in, and counted anew.
func (d *Desk) linesOfReturn(ctx context.Context, scope store.Scope, came *model.TaskFormReturn, units map[model.UnitID]model.UnitRecord) ([]model.FormLine, error) {
	if came.Status == model.FormReturnDiscarded {
		return []model.FormLine{}, nil
	}
	kept, err := d.Store.FormReturnRows(ctx, came.ID)
	if err != nil {
		return nil, err
	}
	rows, lines, err := readReturnRows(kept)
	if err != nil || came.Status == model.FormReturnConfirmed {
		return lines, err
	}
	f, err := d.formOnDesk(ctx, d.Store.Reader, scope, came.FormID, model.Actor{UnitID: units[came.UnitID].CurrentID})
	if err != nil {
		return nil, err
	}
	lines = f.linesOf(rows)
	count(came, lines)
	return lines, nil
}

// readReturnRows are the rows as they came back, and what was found of them where that is kept.
func readReturnRows(kept []model.TaskFormReturnRow) ([]model.ReturnedFormRow, []model.FormLine, error) {
	rows, lines := make([]model.ReturnedFormRow, 0, len(kept)), make([]model.FormLine, 0, len(kept))
	for _, one := range kept {
		if one.Said != "" {
			var row model.ReturnedFormRow
			if err := json.Unmarshal([]byte(one.Said), &row); err != nil {
				return nil, nil, fmt.Errorf("row %s of return %s: %w", one.ID, one.ReturnID, err)
			}
			rows = append(rows, row)
		}
		if one.Line != "" {
			var line model.FormLine
			if err := json.Unmarshal([]byte(one.Line), &line); err != nil {
				return nil, nil, fmt.Errorf("line %s of return %s: %w", one.ID, one.ReturnID, err)
			}
			lines = append(lines, line)
		}
	}
	return rows, lines, nil
}

// OpenFormReturn opens the file as it came back and writes down who read it, as often in a day as
// an account may. That of a return that was given up is gone.
func (d *Desk) OpenFormReturn(ctx context.Context, call model.Call, id model.TaskFormReturnID) (model.TaskFormReturn, io.ReadCloser, error) {
	scope, err := d.Scope(call.Actor, "task-form:read")
	if err != nil {
		return model.TaskFormReturn{}, nil, err
	}
	came, err := d.Store.TaskFormReturn(ctx, scope, id)
	if err != nil {
		return came, nil, err
	}
	if came.Status == model.FormReturnDiscarded {
		return came, nil, model.Fail(model.NotFound, "record.not_found", "没有找到这条记录")
	}
	content, err := d.Blobs.Open(ctx, came.Stored)
	if err != nil {
		return came, nil, fmt.Errorf("content of returned form %s: %w", id, err)
	}
	err = d.Store.Tx(ctx, model.Stamp{Call: call, Act: "task-form:download", At: d.now()}, func(tx *store.Tx) error {
		return d.noteDownload(ctx, tx, call.Actor, noted{"task-form-returns", string(id), map[string]any{"title": came.Title, "sha256": came.SHA256}})
	})
	if err != nil {
		return came, nil, errors.Join(err, content.Close())
	}
	return came, content, nil
}

func formDuties() []workSource {
	return []workSource{waiting[model.TaskFormReturn]{
		roles: []model.Role{model.RoleLead}, permission: confirmForm.permission, noun: "task-form-returns", act: confirmForm.name, title: "确认报送填报表",
		in: model.FormReturnOpen, sort: "created_at", list: store.Reader.TaskFormReturns,
		see: func(ctx context.Context, l *look, _ []model.TaskFormReturn) (err error) {
			l.units, err = l.Store.UnitsByID(ctx)
			return err
		},
		ask: func(_ context.Context, l *look, came model.TaskFormReturn) (asked, error) {
			return asked{his: returnRefusal(confirmForm, came, l.units, l.actor) == nil, id: string(came.ID), name: came.Title}, nil
		},
	}.source()}
}
