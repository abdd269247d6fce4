package jobs

import (
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
)

// byChannel counts the deliveries of each channel in each state.
func byChannel(t *testing.T, d *casework.Desk) map[model.Channel]map[model.DeliveryStatus]int {
	t.Helper()
	counts := map[model.Channel]map[model.DeliveryStatus]int{model.ChannelEmail: {}, model.ChannelSMS: {}}
	for _, x := range inOutbox(t, d) {
		counts[x.Channel][x.Status]++
	}
	return counts
}

// TestAServerLeavesOthersWhatTheyCanSend: one server has the mail server, the other the
// text message platform; whichever looks first, each lets the other's letters wait.
func TestAServerLeavesOthersWhatTheyCanSend(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		first, second := openDesk(t, dsn, &now), openDesk(t, dsn, &now)
		out := openOutside(t)
		post, text := out.senders(), out.senders()
		post.SMS, text.Mail = nil, nil
		byPost, byText := outboxTo(t, first, post), outboxTo(t, second, text)
		work := func(boxes ...*Outbox) {
			t.Helper()
			for _, box := range boxes {
				if err := box.work(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		work(byPost, byText) // nothing waits yet; both note what they have
		written(t, first, 3, 2)
		work(byPost)
		if n := byChannel(t, first); n[model.ChannelEmail][model.DeliverySent] != 6 || n[model.ChannelSMS][model.DeliveryWaiting] != 6 {
			t.Errorf("the server without text messages took them: %v", n)
		}
		work(byText)
		if n := byChannel(t, first); n[model.ChannelSMS][model.DeliverySent] != 6 || len(out.texted) != 6 {
			t.Errorf("text messages did not go out: %v", n)
		}
		written(t, first, 3, 2)
		now = now.Add(9 * time.Minute) // the server that sends texts is down
		work(byPost)
		if n := byChannel(t, first); n[model.ChannelSMS][model.DeliveryWaiting] != 6 {
			t.Errorf("set aside too early: %v", n)
		}
		now = now.Add(time.Minute)
		again := outboxTo(t, first, post) // it knows of the channel only from its last note
		work(again)
		if n := byChannel(t, first); n[model.ChannelSMS][model.DeliveryWaiting] != 6 {
			t.Errorf("a server that has just started set aside what another may come up for: %v", n)
		}
		work(byPost)
		if n := byChannel(t, first); n[model.ChannelSMS][model.DeliveryNotConfigured] != 6 || n[model.ChannelEmail][model.DeliverySent] != 12 {
			t.Errorf("nobody has text messages any more: %v", n)
		}
	})
}

// TestTheFirstServerWaitsForTheOthers: no server ever noted a channel yet, as after the
// first start or the upgrade that began to; the one that has fewer comes up first.
func TestTheFirstServerWaitsForTheOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		first, second := openDesk(t, dsn, &now), openDesk(t, dsn, &now)
		out := openOutside(t)
		written(t, first, 3, 2)
		none := outboxTo(t, first, Senders{})
		for range 2 {
			if err := none.work(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			now = now.Add(4 * time.Minute)
		}
		if err := outboxTo(t, second, out.senders()).work(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		n := byChannel(t, first)
		if n[model.ChannelEmail][model.DeliverySent] != 6 || n[model.ChannelSMS][model.DeliverySent] != 6 {
			t.Errorf("the first server took what the second could send: %v", n)
		}
	})
}
