package api

import (
	"context"

	"yijian/casework"
	"yijian/model"
)

type deliveryList struct {
	Paging
	Status  string `query:"status" enum:"waiting,claimed,sending,sent,failed,unknown,not_configured"`
	Channel string `query:"channel" enum:"email,sms"`
	Event   string `query:"event" maxLength:"40"`
	UserID  string `query:"user_id" maxLength:"36"`
	Quality string `query:"quality" enum:"delivery-failed,delivery-unknown" doc:"what a rule of data quality finds"`
}

func (a *API) listDeliveries(ctx context.Context, call model.Call, in *deliveryList) (*plain[model.Page[model.Delivery]], error) {
	scope, err := a.Desk.Scope(call.Actor, "delivery:read")
	if err != nil {
		return nil, err
	}
	return body(a.Store.Deliveries(ctx, scope, a.flawed(in.query(map[string]string{
		"status": in.Status, "channel": in.Channel, "event": in.Event, "user_id": in.UserID,
	}), in.Quality)))
}

func (a *API) readDelivery(ctx context.Context, call model.Call, in *onID) (*record[casework.DeliveryCard], error) {
	card, err := a.Desk.DeliveryCard(ctx, call.Actor, model.DeliveryID(in.ID))
	return versioned(card, card.Record.Version, err)
}

type deliveryDecision struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" minLength:"2" maxLength:"400"`
	}
}

func (a *API) resendDelivery(ctx context.Context, call model.Call, in *deliveryDecision) (*record[model.Delivery], error) {
	d, err := a.Desk.ResendDelivery(ctx, call, model.DeliveryID(in.ID), in.Body.Reason)
	return versioned(d, d.Version, err)
}

func (a *API) settleDelivery(ctx context.Context, call model.Call, in *deliveryDecision) (*record[model.Delivery], error) {
	d, err := a.Desk.ConfirmDelivery(ctx, call, model.DeliveryID(in.ID), in.Body.Reason)
	return versioned(d, d.Version, err)
}

// outboxState tells what waits to be sent; where nothing sends it is empty.
func (a *API) outboxState() model.OutboxState {
	if a.Outbox == nil {
		return model.OutboxState{}
	}
	return a.Outbox()
}

func (a *API) readOutbox(context.Context, model.Call, *nothing) (*plain[model.OutboxState], error) {
	return &plain[model.OutboxState]{Body: a.outboxState()}, nil
}
