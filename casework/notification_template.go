package casework

import (
	"context"

	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// EventTexts is an event with what is said of it today. Number is 0 and nobody
// the author while the texts are those the product ships with.
type EventTexts struct {
	model.NotificationEvent
	model.NotificationTexts
	ID     model.NotificationEventID `json:"id"`
	Number int64                     `json:"number"`
	Author string                    `json:"author"`
	Hash   string                    `json:"hash"`
}

// EventTexts lists every event that people are told of, with today's texts.
func (d *Desk) EventTexts(ctx context.Context) ([]EventTexts, error) {
	events := rulebook.NotificationEvents()
	lines := make([]EventTexts, len(events))
	for i, event := range events {
		line := EventTexts{NotificationEvent: event, ID: event.ID}
		adopted, found, err := d.Store.CurrentTemplate(ctx, event.ID)
		if err != nil {
			return nil, err
		}
		if found {
			line.Number, line.Author = adopted.Number, adopted.Author
		}
		if line.NotificationTexts, line.Hash, err = currentTexts(ctx, d.Store.Reader, event.ID); err != nil {
			return nil, err
		}
		lines[i] = line
	}
	return lines, nil
}

// AdoptTemplate makes other texts those of the event, for everything told from
// now on; what was told keeps its words.
func (d *Desk) AdoptTemplate(ctx context.Context, call model.Call, texts model.NotificationTexts, reason string) (model.NotificationTemplate, error) {
	fields := rulebook.CheckTexts(texts)
	fields = append(fields, model.FieldsOf(checkReason(reason))...)
	if err := fields.Err(); err != nil {
		return model.NotificationTemplate{}, err
	}
	return perform(ctx, d, call, order{permission: "template:adopt", reason: reason}, func(w work) (model.NotificationTemplate, error) {
		t := model.NotificationTemplate{
			ID: model.NotificationTemplateID(store.NewID()), Number: 1, NotificationTexts: texts, Reason: reason,
			AdoptedBy: call.Actor.UserID, Author: call.Actor.Name, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		former, found, err := w.CurrentTemplate(ctx, texts.Event)
		if err != nil {
			return t, err
		}
		if found {
			t.Number = former.Number + 1
		}
		if t.Hash, err = rulebook.HashTexts(texts); err != nil {
			return t, err
		}
		return t, w.AddNotificationTemplate(ctx, &t)
	})
}
