package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// outside is everything the platform sends to: a mail server, and a text message
// platform that takes each number once.
type outside struct {
	*postOffice
	hook    *httptest.Server
	mutex   sync.Mutex
	texted  map[string]int // effects by number
	replies func() int     // the status of the next reply; what is below 500 takes the message
}

func openOutside(t *testing.T) *outside {
	t.Helper()
	out := &outside{postOffice: openPostOffice(t), texted: map[string]int{}, replies: func() int { return 200 }}
	out.hook = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent smsMessage
		if json.NewDecoder(r.Body).Decode(&sent) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		out.mutex.Lock()
		defer out.mutex.Unlock()
		status := out.replies()
		if key := r.Header.Get("Idempotency-Key"); status != http.StatusServiceUnavailable && out.texted[key] == 0 {
			out.texted[key]++
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(out.hook.Close)
	return out
}

func (o *outside) senders() Senders {
	s := o.server()
	return Senders{Mail: &s, SMS: &SMSGateway{URL: o.hook.URL, Secret: "secret", Allow: prefixes("127.0.0.0/8", "::1/128")}}
}

// written puts n notifications to each of the people into the outbox, by each channel.
func written(t *testing.T, d *casework.Desk, people, n int) {
	t.Helper()
	at := d.Now().UTC().Truncate(time.Millisecond)
	err := d.Store.Tx(t.Context(), model.Stamp{Act: "test:write", At: at}, func(tx *store.Tx) error {
		for p := range people {
			u := model.User{
				ID: model.UserID(store.NewID()), Name: fmt.Sprintf("person-%d-%s", p, store.NewID()), DisplayName: "演示", Email: model.Email(fmt.Sprintf("p%d@example.com", p)),
				Mobile: model.Phone(fmt.Sprintf("139%08d", p)), Roles: model.RoleSet{model.RoleLegal}, Version: 1, CreatedAt: at, UpdatedAt: at,
			}
			if err := tx.AddUser(t.Context(), &u); err != nil {
				return err
			}
			for i := range n {
				if err := writeTo(t.Context(), tx, u, i, at); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeTo(ctx context.Context, tx *store.Tx, u model.User, i int, at time.Time) error {
	row := model.Notification{
		ID: model.NotificationID(store.NewID()), UserID: u.ID, Event: model.EventTermNear, EventTitle: "期限将届满", Urgent: true,
		Subject: fmt.Sprintf("第%d件", i), Text: "请及时办理", OnceKey: store.NewID(), Version: 1, CreatedAt: at, UpdatedAt: at,
	}
	if err := tx.AddNotification(ctx, &row); err != nil {
		return err
	}
	for _, channel := range []model.Channel{model.ChannelEmail, model.ChannelSMS} {
		x := model.Delivery{
			ID: model.DeliveryID(store.NewID()), NotificationID: row.ID, UserID: u.ID, UserName: u.DisplayName, Event: row.Event,
			EventTitle: row.EventTitle, Channel: channel, SMS: "请及时办理", Status: model.DeliveryWaiting, NextAt: at, Version: 1, CreatedAt: at, UpdatedAt: at,
		}
		if err := tx.AddDelivery(ctx, &x); err != nil {
			return err
		}
	}
	return nil
}

// inOutbox is every delivery, in the order they were written.
func inOutbox(t *testing.T, d *casework.Desk) []model.Delivery {
	t.Helper()
	all, query := []model.Delivery{}, store.Query{Sort: "created_at"}
	for {
		page, err := d.Store.Deliveries(t.Context(), store.Everything(), query)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all
		}
		query.Cursor = page.Next
	}
}

var silent = slog.New(slog.NewTextHandler(io.Discard, nil))

func outboxTo(t *testing.T, d *casework.Desk, s Senders) *Outbox {
	t.Helper()
	carriers, err := s.carriers(d.Now)
	if err != nil {
		t.Fatal(err)
	}
	return newOutbox(d, carriers, silent)
}

// TestNothingIsLostOrSentTwice lets two servers send 220 messages to receivers that
// fail at every fifth, and dies between every two durable steps. What stays unknown
// a person looks up at the receiver, and then confirms or sends again.
func TestNothingIsLostOrSentTwice(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		d := openDesk(t, dsn, &now)
		out := openOutside(t)
		chance := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the test must go the same way each time
		var dice sync.Mutex
		oneIn := func(n int) bool { dice.Lock(); defer dice.Unlock(); return chance.IntN(n) == 0 }
		out.atData = func(string) error {
			if oneIn(5) {
				return refusal(451)
			}
			return nil
		}
		out.replies = func() int {
			switch {
			case !oneIn(5):
				return 200
			case oneIn(2):
				return 500 // it took the message, and says otherwise
			}
			return 503
		}
		written(t, d, 22, 5)
		deaths := map[string]int{}
		servers := []*Outbox{outboxTo(t, d, out.senders()), outboxTo(t, d, out.senders())}
		for _, s := range servers {
			s.between = func(step string) {
				if oneIn(8) {
					dice.Lock()
					deaths[step]++
					dice.Unlock()
					panic("killed")
				}
			}
		}
		admin := model.Actor{UserID: "admin", Name: "管理员", Roles: []model.Role{model.RoleSystemAdmin}}
		byPerson := map[model.DeliveryID]bool{}
		decide := func() (open int) {
			for _, x := range inOutbox(t, d) {
				call := model.Call{Actor: admin, Version: x.Version}
				var err error
				switch {
				case x.Status == model.DeliverySent:
					continue
				case x.Status == model.DeliveryUnknown && out.count(x.ID) == 1:
					_, err = d.ConfirmDelivery(t.Context(), call, x.ID, "对方确认收到")
				case x.Status == model.DeliveryUnknown, x.Status == model.DeliveryFailed:
					byPerson[x.ID] = true
					_, err = d.ResendDelivery(t.Context(), call, x.ID, "对方未收到")
				}
				if err != nil {
					t.Fatal(err)
				}
				open++
			}
			return open
		}
		for round := 0; decide() > 0; round++ {
			if round > 400 {
				t.Fatalf("it does not come to an end: %+v", inOutbox(t, d))
			}
			var both sync.WaitGroup
			for _, s := range servers {
				both.Go(func() { _ = safely(func() error { return s.work(context.Background(), nil) }) })
			}
			both.Wait()
			now = now.Add(2 * time.Hour)
		}
		for _, step := range []string{"claimed", "opened", "marked", "sent", "noted"} {
			if deaths[step] == 0 {
				t.Errorf("nobody died after %q", step)
			}
		}
		checkArrivals(t, d, out, byPerson)
	})
}

// checkArrivals holds every delivery to exactly one arrival, and each person's to their order.
func checkArrivals(t *testing.T, d *casework.Desk, out *outside, byPerson map[model.DeliveryID]bool) {
	t.Helper()
	missing, twice, last := 0, 0, map[model.UserID]int{}
	place := map[string]int{}
	for i, id := range out.order {
		place[id] = i
	}
	all := inOutbox(t, d)
	for _, x := range all {
		n := out.count(x.ID)
		if x.Channel == model.ChannelSMS {
			n = out.texted[string(x.ID)]
		}
		switch {
		case n == 0:
			missing++
		case n > 1:
			twice++
		}
		if x.Channel == model.ChannelEmail && !byPerson[x.ID] && n == 1 {
			at := place["<"+string(x.ID)+"@bureau.example.cn>"]
			if at < last[x.UserID] {
				t.Errorf("%s came before what was written earlier", x.ID)
			}
			last[x.UserID] = at
		}
	}
	if len(all) != 220 || missing > 0 || twice > 0 {
		t.Errorf("of %d: %d missing, %d twice", len(all), missing, twice)
	}
}

func TestWithoutSettingsNothingPilesUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		d := openDesk(t, dsn, &now)
		written(t, d, 3, 2)
		box := outboxTo(t, d, Senders{})
		now = now.Add(10 * time.Minute) // in which no other server came up that could send it
		if err := box.work(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		for _, x := range inOutbox(t, d) {
			if x.Status != model.DeliveryNotConfigured || x.Attempts != 0 {
				t.Errorf("%+v", x)
			}
		}
		state, err := d.Store.OutboxState(t.Context(), now)
		if err != nil || state != (model.OutboxState{}) {
			t.Errorf("%+v %v", state, err)
		}
	})
}

func TestATryThatFailsWaitsLongerEachTime(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		d := openDesk(t, dsn, &now)
		out := openOutside(t)
		out.atRcpt = func(string) error { return refusal(450) }
		written(t, d, 1, 1)
		mail := out.senders()
		mail.SMS = nil
		box := outboxTo(t, d, mail)
		pauses := []time.Duration{}
		for range casework.MostAttempts {
			if err := box.work(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			x := inOutbox(t, d)[0]
			pauses = append(pauses, x.NextAt.Sub(now).Round(time.Second))
			if box.State().Pending > 0 {
				now = x.NextAt.Add(-time.Millisecond) // not before its time
				if err := box.work(t.Context(), nil); err != nil || inOutbox(t, d)[0].Attempts != x.Attempts {
					t.Fatalf("tried too early: %v", err)
				}
				now = x.NextAt
			}
		}
		for i := 0; i+2 < len(pauses); i++ {
			if nominal := firstWait << i; pauses[i] < nominal*8/10 || pauses[i] > nominal*12/10 || pauses[i+1] <= pauses[i] {
				t.Errorf("pauses %v", pauses)
				break
			}
		}
		x := inOutbox(t, d)[0]
		if x.Status != model.DeliveryFailed || x.Attempts != casework.MostAttempts || x.Failure == "" || box.State().Failed != 1 {
			t.Errorf("in the end %+v, %+v", x, box.State())
		}
		tries, err := d.Store.DeliveryAttempts(t.Context(), x.ID)
		if err != nil || len(tries) != casework.MostAttempts || tries[0].Address != "p***@example.com" || tries[0].Outcome != model.DeliveryWaiting {
			t.Errorf("%+v %v", tries, err)
		}
	})
}

func TestAnEmailCutOffIsNeverSentAgainByItself(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		d := openDesk(t, dsn, &now)
		out := openOutside(t)
		written(t, d, 1, 1)
		box := outboxTo(t, d, out.senders())
		box.between = func(step string) {
			if step == "sent" {
				panic("killed")
			}
		}
		_ = box.work(t.Context(), nil)
		box.between = func(string) {}
		for range 5 {
			now = now.Add(sendLease + time.Second)
			if err := box.work(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range inOutbox(t, d) {
			want := model.DeliveryUnknown
			if x.Channel == model.ChannelSMS {
				want = model.DeliverySent
			}
			if x.Status != want {
				t.Errorf("%+v", x)
			}
			if x.Channel == model.ChannelEmail && out.count(x.ID) != 1 || x.Channel == model.ChannelSMS && out.texted[string(x.ID)] != 1 {
				t.Errorf("%s arrived %d times", x.ID, out.count(x.ID))
			}
		}
	})
}

func TestTheRunningOutboxSendsSoonAndEndsWhole(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		d := openDesk(t, dsn, new(time.Time))
		d.Now = time.Now
		out := openOutside(t)
		var said bytes.Buffer
		box, stop, err := StartOutbox(d, out.senders(), slog.New(slog.NewTextHandler(&said, nil)))
		if err != nil {
			t.Fatal(err)
		}
		written(t, d, 4, 2)
		started := time.Now()
		for waiting := true; waiting; time.Sleep(20 * time.Millisecond) {
			waiting = false
			for _, x := range inOutbox(t, d) {
				waiting = waiting || x.Status != model.DeliverySent
			}
			if time.Since(started) > 20*time.Second {
				t.Fatalf("not sent: %+v", inOutbox(t, d))
			}
		}
		stop()
		if took := time.Since(started); took > 10*time.Second || said.Len() > 0 || box.State().Pending > 0 {
			t.Errorf("after %s: %+v, the log says %s", took, box.State(), &said)
		}
	})
}
