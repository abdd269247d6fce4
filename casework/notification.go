package casework

import (
	"context"
	"time"

	"yijian/model"
	"yijian/policy/rulebook"
	"yijian/store"
)

// announcement is one thing that an audience is to be told, about one record.
type announcement struct {
	event  model.NotificationEventID
	to     store.Audience
	noun   model.Noun
	id     string
	values map[string]string
	// once names the thing where a person may be told of it only one time ever.
	once string
	demo bool
	// own is what who acts is told too: it may be somebody else in the person's name.
	own bool

	filled model.NotificationTexts // the words, with their values
	hash   string                  // of the texts they were made from
}

// announce writes, in the act's own transaction, what each person of the audience
// is told, and puts it on its way outside. Nothing is sent here. Who acts is not
// told of it, unless it is the person's own to know.
func announce(ctx context.Context, tx *store.Tx, a announcement) error {
	people, err := tx.Recipients(ctx, a.to)
	if err != nil || len(people) == 0 {
		return err
	}
	texts, hash, err := currentTexts(ctx, tx.Reader, a.event)
	if err != nil {
		return err
	}
	a.filled, a.hash = rulebook.Fill(texts, a.values), hash
	for _, u := range people {
		if u.ID == tx.Stamp().Call.Actor.UserID && !a.own {
			continue
		}
		if err := tell(ctx, tx, a, u); err != nil {
			return err
		}
	}
	return nil
}

func currentTexts(ctx context.Context, r store.Reader, id model.NotificationEventID) (model.NotificationTexts, string, error) {
	adopted, found, err := r.CurrentTemplate(ctx, id)
	if err != nil || found {
		return adopted.NotificationTexts, adopted.Hash, err
	}
	texts, _ := rulebook.FirstTexts(id) // the shipped file has every event's, which it is checked for
	hash, err := rulebook.HashTexts(texts)
	return texts, hash, err
}

func tell(ctx context.Context, tx *store.Tx, a announcement, u model.User) error {
	now := tx.Stamp().At
	event, _ := rulebook.NotificationEvent(a.event)
	n := model.Notification{
		ID: model.NotificationID(store.NewID()), UserID: u.ID, Event: a.event, EventTitle: event.Title,
		Subject: a.filled.Subject, Text: a.filled.Text, Template: a.hash, Noun: a.noun, RecordID: a.id, Urgent: event.Urgent,
		Demo: a.demo || u.Demo, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	n.OnceKey = string(n.ID)
	if a.once != "" {
		n.OnceKey = a.once + "/" + string(u.ID)
		told, err := tx.WasTold(ctx, n.OnceKey)
		if err != nil || told {
			return err
		}
	}
	if err := tx.AddNotification(ctx, &n); err != nil {
		return err
	}
	for _, channel := range channelsOf(u, event) {
		d := model.Delivery{
			ID: model.DeliveryID(store.NewID()), NotificationID: n.ID, UserID: u.ID, UserName: u.DisplayName,
			Event: a.event, EventTitle: event.Title, Channel: channel, Status: model.DeliveryWaiting, NextAt: now,
			Version: 1, CreatedAt: now, UpdatedAt: now,
		}
		if channel == model.ChannelSMS {
			d.SMS = a.filled.SMS
		}
		if err := tx.AddDelivery(ctx, &d); err != nil {
			return err
		}
	}
	return nil
}

// channelsOf are the ways outside by which the person hears of the event: e-mail
// unless switched off, text messages of urgent things only.
func channelsOf(u model.User, event model.NotificationEvent) []model.Channel {
	var channels []model.Channel
	if u.Email != "" && u.Email != model.Unreadable && !u.EmailOff {
		channels = append(channels, model.ChannelEmail)
	}
	if event.Urgent && u.Mobile != "" && u.Mobile != model.Unreadable && !u.SMSOff {
		channels = append(channels, model.ChannelSMS)
	}
	return channels
}

// ReadNotification notes that the person has read what he was told.
func (d *Desk) ReadNotification(ctx context.Context, call model.Call, id model.NotificationID) (model.Notification, error) {
	return perform(ctx, d, call, order{permission: "notification:mark"}, func(w work) (model.Notification, error) {
		n, err := w.Notification(ctx, w.scope, id)
		if err != nil {
			return n, err
		}
		if err := must(n.Version, call.Version); err != nil {
			return n, err
		}
		if n.ReadAt != nil {
			return n, model.Fail(model.Conflict, "notification.read", "这条通知已读")
		}
		return w.ReadNotification(ctx, n)
	})
}

// Readings is how many notifications became read.
type Readings struct {
	Read int `json:"read"`
}

// ReadNotifications notes that the person has read everything that he was told
// by the instant: what came after it, he has not seen.
func (d *Desk) ReadNotifications(ctx context.Context, call model.Call, until time.Time) (Readings, error) {
	return perform(ctx, d, call, order{permission: "notification:mark"}, func(w work) (Readings, error) {
		var done Readings
		unread, err := w.UnreadUntil(ctx, store.OfUser(call.Actor.UserID), until)
		if err != nil {
			return done, err
		}
		for _, n := range unread {
			if _, err := w.ReadNotification(ctx, n); err != nil {
				return done, err
			}
			done.Read++
		}
		return done, nil
	})
}

// toFirm is the accounts of an enterprise.
func toFirm(id model.EnterpriseID) store.Audience {
	return store.Audience{Role: model.RoleFirm, Firm: id}
}

// toDuty is the accounts with the duty in whose area the record lies.
func toDuty(role model.Role, area string) store.Audience {
	return store.Audience{Role: role, Area: area}
}

// toPerson is one account.
func toPerson(id model.UserID) store.Audience { return store.Audience{Users: []model.UserID{id}} }

// dayWords is a term's last day in a text; where the calendar does not reach so far it says so.
func dayWords(due *model.DueView) string {
	if due == nil || due.DueOn.IsZero() {
		return "规定期限"
	}
	return due.DueOn.String()
}

// momentWords is an instant in a text.
func momentWords(at time.Time) string { return at.In(model.Shanghai).Format("2006-01-02 15:04") }
