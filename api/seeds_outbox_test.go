package api

import (
	"fmt"

	"yijian/model"
	"yijian/store"
)

func newNotification(s *stage, p place) (model.Notification, string) {
	id := store.NewID()
	return model.Notification{
		ID: model.NotificationID(id), UserID: s.holderOf("notifications", p), Event: model.EventTermNear, EventTitle: "演示",
		Subject: "演示", Text: p.canary("notifications"), OnceKey: id, Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

// newDelivery is one of unknown outcome, about which a person may do everything.
func newDelivery(s *stage, p place) (model.Delivery, string) {
	id := store.NewID()
	return model.Delivery{
		ID: model.DeliveryID(id), NotificationID: "none", UserID: "somebody", UserName: p.canary("deliveries"), Event: model.EventTermNear,
		EventTitle: "演示", Channel: model.ChannelEmail, Status: model.DeliveryUnknown, Attempts: 1, NextAt: s.now(),
		Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}

func newTemplate(s *stage, p place) (model.NotificationTemplate, string) {
	id := store.NewID()
	return model.NotificationTemplate{
		ID: model.NotificationTemplateID(id), Number: int64(s.next()), Hash: fmt.Sprintf("hash-%d", s.next()), Reason: p.canary("notification-templates"),
		NotificationTexts: model.NotificationTexts{Event: model.EventTermNear, Subject: "演示", Text: "演示", SMS: "演示"},
		Author:            "演示", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
	}, id
}
