package api

import (
	"context"
	"time"

	"yijian/casework"
	"yijian/model"
)

type contactChange struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Email    string `json:"email" maxLength:"200" doc:"empty for none; its mask leaves it as it is"`
		Mobile   string `json:"mobile" maxLength:"20" doc:"empty for none; its mask leaves it as it is"`
		EmailOff bool   `json:"email_off" doc:"no e-mails"`
		SMSOff   bool   `json:"sms_off" doc:"no text messages"`
	}
}

func (a *API) changeContact(ctx context.Context, call model.Call, in *contactChange) (*record[model.User], error) {
	user, err := a.Desk.SetContact(ctx, call, casework.Contact{
		Email: model.Email(in.Body.Email), Mobile: model.Phone(in.Body.Mobile), EmailOff: in.Body.EmailOff, SMSOff: in.Body.SMSOff,
	})
	return versioned(user, user.Version, err)
}

type notificationList struct {
	Paging
	Unread string `query:"unread" enum:"true,false"`
	Event  string `query:"event" maxLength:"40"`
}

func (a *API) listNotifications(ctx context.Context, call model.Call, in *notificationList) (*plain[model.Page[model.Notification]], error) {
	scope, err := a.Desk.Scope(call.Actor, "notification:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Notifications(ctx, scope, in.query(map[string]string{"unread": in.Unread, "event": in.Event})))
}

type notificationCount struct {
	Unread int64 `json:"unread"`
}

func (a *API) countNotifications(ctx context.Context, call model.Call, _ *nothing) (*plain[notificationCount], error) {
	scope, err := a.Desk.Scope(call.Actor, "notification:read")
	if err != nil {
		return nil, err
	}
	unread, err := a.Store.UnreadNotifications(ctx, scope)
	return body(notificationCount{unread}, err)
}

func (a *API) readNotification(ctx context.Context, call model.Call, in *onID) (*record[model.Notification], error) {
	n, err := a.Desk.ReadNotification(ctx, call, model.NotificationID(in.ID))
	return versioned(n, n.Version, err)
}

type readingEntry struct {
	Body struct {
		Until time.Time `json:"until" doc:"when the newest one that the person has seen was written"`
	}
}

func (a *API) readNotifications(ctx context.Context, call model.Call, in *readingEntry) (*plain[casework.Readings], error) {
	return body(a.Desk.ReadNotifications(ctx, call, in.Body.Until))
}

func (a *API) listNotificationEvents(ctx context.Context, _ model.Call, _ *nothing) (*plain[model.Page[casework.EventTexts]], error) {
	events, err := a.Desk.EventTexts(ctx)
	return body(model.Page[casework.EventTexts]{Items: events}, err)
}

type templateList struct {
	Paging
	Event string `query:"event" maxLength:"40"`
}

func (a *API) listTemplates(ctx context.Context, call model.Call, in *templateList) (*plain[model.Page[model.NotificationTemplate]], error) {
	scope, err := a.Desk.Scope(call.Actor, "template:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.NotificationTemplates(ctx, scope, in.query(map[string]string{"event": in.Event})))
}

type templateEntry struct {
	Body struct {
		Event   string `json:"event" minLength:"1" maxLength:"40"`
		Subject string `json:"subject" minLength:"1" maxLength:"60"`
		Text    string `json:"text" minLength:"1" maxLength:"600"`
		SMS     string `json:"sms" minLength:"1" maxLength:"120"`
		Reason  string `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) adoptTemplate(ctx context.Context, call model.Call, in *templateEntry) (*created[model.NotificationTemplate], error) {
	texts := model.NotificationTexts{
		Event: model.NotificationEventID(in.Body.Event), Subject: in.Body.Subject, Text: in.Body.Text, SMS: in.Body.SMS,
	}
	adopted, err := a.Desk.AdoptTemplate(ctx, call, texts, in.Body.Reason)
	return made("notification-templates", string(adopted.ID), adopted, err)
}
