package store

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// Since the backup messages went out and tokens were revoked, of which it knows nothing.
func TestARestoreSendsNothingAndOpensNothingAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s, ctx := opened(t, dsn), t.Context()
		at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		stamp := model.Stamp{Act: "test", At: at, Call: model.Call{Actor: model.Actor{Name: "命令行"}}}
		states := []model.DeliveryStatus{model.DeliveryWaiting, model.DeliveryClaimed, model.DeliverySending,
			model.DeliverySent, model.DeliveryFailed, model.DeliveryNotConfigured}
		ids := map[model.DeliveryStatus]model.DeliveryID{}
		var tokens [2]model.APIToken
		invited := model.Invitation{UserID: model.UserID(NewID()), TokenHash: NewID(), ExpiresAt: at.Add(72 * time.Hour)}
		err := s.Tx(ctx, stamp, func(tx *Tx) error {
			for _, status := range states {
				d := model.Delivery{ID: model.DeliveryID(NewID()), Channel: model.ChannelEmail, Status: status, NextAt: at, Version: 1, CreatedAt: at, UpdatedAt: at}
				if d.Status == model.DeliverySending {
					d.Holder, d.HeldUntil = NewID(), &at
				}
				ids[status] = d.ID
				if err := tx.AddDelivery(ctx, &d); err != nil {
					return err
				}
			}
			for i := range tokens {
				tokens[i] = model.APIToken{ID: model.APITokenID(NewID()), TokenHash: NewID(), Revoked: i == 1, ExpiresOn: model.NewDate(2027, 1, 1), Version: 1, CreatedAt: at, UpdatedAt: at}
				if err := tx.AddAPIToken(ctx, &tokens[i]); err != nil {
					return err
				}
			}
			u := model.User{ID: invited.UserID, Name: "invited", InvitedUntil: &invited.ExpiresAt, Version: 1, CreatedAt: at, UpdatedAt: at}
			return errors.Join(tx.AddUser(ctx, &u), tx.SetInvitation(ctx, invited))
		})
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if _, err := s.Backup(ctx, &file, at, folderWith(t, nil)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Restore(ctx, stamp, &file, folderWith(t, nil)); err != nil {
			t.Fatal(err)
		}
		for _, status := range states {
			d, err := s.Delivery(ctx, Everything(), ids[status])
			want := status
			if status == model.DeliveryWaiting || status == model.DeliveryClaimed || status == model.DeliverySending {
				want = model.DeliveryUnknown
			}
			if err != nil || d.Status != want || want == model.DeliveryUnknown && (d.Failure == "" || d.Version != 2 || d.Holder != "") {
				t.Errorf("restored %s as %+v (%v), want %s", status, d, err, want)
			}
		}
		due, err := s.DueDeliveries(ctx, []model.Channel{model.ChannelEmail}, at.Add(time.Hour), 100)
		if err != nil || len(due) != 0 {
			t.Errorf("after a restore %d are due (%v)", len(due), err)
		}
		for _, was := range tokens {
			if token, err := s.APITokenByHash(ctx, was.TokenHash); err != nil || !token.Revoked {
				t.Errorf("restored token %+v (%v)", token, err)
			}
		}
		if _, err := s.Invitation(ctx, invited.TokenHash); model.KindOf(err) != model.NotFound {
			t.Errorf("a restored invitation still opens an account: %v", err)
		}
		if u, err := s.User(ctx, Everything(), invited.UserID); err != nil || u.InvitedUntil != nil {
			t.Errorf("the invited account says it is invited: %+v (%v)", u, err)
		}
		history, err := s.History(ctx, "tokens", string(tokens[0].ID))
		if err != nil || len(history) != 2 || history[0].Act != actRestore || history[0].UserName != "命令行" {
			t.Errorf("the token's history %+v (%v)", history, err)
		}
		trail, err := s.AuditEntries(ctx, Everything(), Query{Filter: map[string]string{"noun": "backups"}})
		if err != nil || len(trail.Items) != 1 || !strings.Contains(trail.Items[0].After, `"invitations_ended":1,"tokens_revoked":1,"deliveries_unknown":3`) {
			t.Errorf("the trail says of the restore %+v (%v)", trail.Items, err)
		}
	})
}
