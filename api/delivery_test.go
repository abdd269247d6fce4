package api

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// The log of what left the platform says who was told of what kind of event, never what.
func TestTheDeliveryLogHoldsNoTexts(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := openStage(t, dsn)
		told, _ := newNotification(s, s.places["own"])
		told.Subject, told.Text = "SECRET-SUBJECT", "SECRET-TEXT"
		sent, id := newDelivery(s, s.places["own"])
		sent.NotificationID, sent.SMS, sent.Channel = told.ID, "SECRET-SMS", model.ChannelSMS
		s.write(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddNotification(ctx, &told); err != nil {
				return err
			}
			return tx.AddDelivery(ctx, &sent)
		})
		for _, role := range []model.Role{model.RoleSystemAdmin, model.RoleAuditor} {
			for _, path := range []string{"/deliveries?status=unknown&channel=sms", "/deliveries/" + id} {
				got := s.send(request{role: role, method: http.MethodGet, path: path})
				if got.status != http.StatusOK || !bytes.Contains(got.body, []byte(id)) || bytes.Contains(got.body, []byte("SECRET")) {
					t.Errorf("%s as %s: %d %s", path, role, got.status, got.body)
				}
			}
		}
		if got := s.send(request{role: model.RoleSystemAdmin, method: http.MethodGet, path: "/deliveries?channel=fax"}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("an unknown channel: %d", got.status)
		}
	})
}

func TestMetricsTellWhatWaits(t *testing.T) {
	s := openStage(t, testdb.SQLite(t))
	s.api.Outbox = func() model.OutboxState {
		return model.OutboxState{Pending: 3, OldestAge: 65, Failed: 2, Unknown: 1}
	}
	w := httptest.NewRecorder()
	s.api.MetricsHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{"yijian_outbox_pending 3", "yijian_outbox_oldest_seconds 65", "yijian_outbox_failed 2", "yijian_outbox_unknown 1"} {
		if !bytes.Contains(w.Body.Bytes(), []byte(line+"\n")) {
			t.Errorf("the metrics lack %q", line)
		}
	}
}
