package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

const (
	outboxKills  = 12
	outboxPeople = 30
	outboxEach   = 2
	outboxLimit  = 40 * time.Second
)

// arrivals counts what came in, e-mails by their number and text messages by theirs.
type arrivals struct {
	sync.Mutex
	mails, texts map[string]int
}

func (a *arrivals) take(of map[string]int, id string) {
	a.Lock()
	defer a.Unlock()
	of[id]++
}

// count is how many came in so far.
func (a *arrivals) count() int {
	a.Lock()
	defer a.Unlock()
	return len(a.mails) + len(a.texts)
}

// mailbox is a mail server on loopback that takes a while over each letter.
func (a *arrivals) mailbox(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			line, err := listener.Accept()
			if err != nil {
				return
			}
			go a.speak(line)
		}
	}()
	return listener.Addr().String()
}

func (a *arrivals) speak(line net.Conn) {
	defer func() { _ = line.Close() }()
	lines, inData, id := bufio.NewReader(line), false, ""
	say := func(text string) { _, _ = io.WriteString(line, text+"\r\n") }
	say("220 test")
	for {
		text, err := lines.ReadString('\n')
		text = strings.TrimSpace(text)
		switch {
		case err != nil:
			return
		case inData && text == ".":
			inData = false
			a.take(a.mails, id)
			time.Sleep(15 * time.Millisecond) // a kill may come between taking and answering
			say("250 taken")
		case inData:
			if number, found := strings.CutPrefix(text, "Message-ID: <"); found {
				id, _, _ = strings.Cut(number, "@")
			}
		case strings.HasPrefix(text, "DATA"):
			inData = true
			say("354 go on")
		default:
			say("250 fine")
		}
	}
}

// TestKillsLoseAndRepeatNoDelivery ends the sending server with kill -9 a dozen
// times while more than a hundred deliveries are due. In the end each has arrived,
// or is an e-mail of which the platform says that it does not know; no e-mail came
// twice, and a text message that came twice came under one number.
func TestKillsLoseAndRepeatNoDelivery(t *testing.T) {
	binary := buildBinary(t)
	testdb.Each(t, func(t *testing.T, dsn string) {
		in := &arrivals{mails: map[string]int{}, texts: map[string]int{}}
		hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			in.take(in.texts, r.Header.Get("Idempotency-Key"))
			time.Sleep(15 * time.Millisecond)
			w.WriteHeader(http.StatusOK)
		}))
		defer hook.Close()
		t.Setenv(smsSecretVariable, "secret")
		v := &victim{t: t, binary: binary, dir: t.TempDir(), dsn: dsn, flags: []string{
			"--smtp", in.mailbox(t), "--smtp-security", "none", "--smtp-from", "yijian@bureau.example.cn",
			"--sms-url", hook.URL, "--sms-allow", "127.0.0.0/8",
		}}
		desk := v.desk()
		writeDeliveries(t, desk)
		db := v.database()
		for range outboxKills {
			v.start()
			time.Sleep(time.Duration(20+rand.IntN(200)) * time.Millisecond) //nolint:gosec // any moment will do
			v.kill()
			passThreeMinutes(t, db)
		}
		killed := in.count()
		v.start()
		until := time.Now().Add(outboxLimit)
		for count(t, db, "'waiting','claimed','sending'") > 0 && time.Now().Before(until) {
			time.Sleep(200 * time.Millisecond)
		}
		v.kill()
		unknown := in.compare(t, desk)
		t.Logf("%d kills within the first %d arrivals, %d of unknown outcome", outboxKills, killed, unknown)
	})
}

// compare holds each delivery to its arrivals and returns how many are unknown.
func (a *arrivals) compare(t *testing.T, desk *casework.Desk) (unknown int) {
	t.Helper()
	a.Lock() // an answer to a killed server may still be on its way
	defer a.Unlock()
	total := 0
	for query := (store.Query{Limit: store.MaxPage}); ; {
		page, err := desk.Store.Deliveries(t.Context(), store.Everything(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page.Items {
			total++
			n := a.mails[string(x.ID)]
			if x.Channel == model.ChannelSMS {
				n = min(a.texts[string(x.ID)], 1) // the receiver takes each number once
			}
			switch {
			case x.Status == model.DeliverySent && n == 1:
			case x.Status == model.DeliveryUnknown && x.Channel == model.ChannelEmail && n <= 1:
				unknown++
			default:
				t.Errorf("%s by %s is %s (%s) and came %d times", x.ID, x.Channel, x.Status, x.Failure, n)
			}
		}
		if query.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	if want := outboxPeople * outboxEach * 2; total != want {
		t.Errorf("%d of %d deliveries are there", total, want)
	}
	return unknown
}

func (v *victim) desk() *casework.Desk {
	v.t.Helper()
	held := database{Data: v.dir, DB: v.dsn, keyFlags: keyFlags{SealProfile: "aes"}, PasswordProfile: "djbh3"}
	if file, embedded := strings.CutPrefix(v.dsn, "sqlite:"); embedded {
		held.DB, held.Data = "", filepath.Dir(file)
	}
	desk, err := held.open(&environment{ctx: v.t.Context(), out: io.Discard, errOut: io.Discard, now: time.Now}, true)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = desk.Store.Close() })
	return desk
}

// database is the victim's database below the product.
func (v *victim) database() *sql.DB {
	v.t.Helper()
	driver, address := "sqlite", "file:"+strings.TrimPrefix(v.storeAddress(), "sqlite:")+"?_pragma=busy_timeout(5000)"
	if u, err := url.Parse(v.dsn); err == nil && u.Scheme == "mysql" {
		driver, address = "mysql", u.User.String()+"@tcp("+u.Host+")"+u.Path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = db.Close() })
	return db
}

// passThreeMinutes ends the leases of killed servers, and the pauses before another try.
func passThreeMinutes(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, change := range []string{
		"UPDATE deliveries SET held_until = '2020-01-01 00:00:00' WHERE held_until IS NOT NULL",
		"UPDATE deliveries SET next_at = '2020-01-01 00:00:00' WHERE status = 'waiting'",
	} {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
}

func count(t *testing.T, db *sql.DB, states string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM deliveries WHERE status IN ("+states+")").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// writeDeliveries puts messages to people into the outbox, each by both channels.
func writeDeliveries(t *testing.T, desk *casework.Desk) {
	t.Helper()
	at := time.Now().UTC().Truncate(time.Millisecond)
	err := desk.Store.Tx(t.Context(), model.Stamp{Act: "test:write", At: at}, func(tx *store.Tx) error {
		for p := range outboxPeople {
			u := model.User{
				ID: model.UserID(store.NewID()), Name: fmt.Sprintf("person-%d", p), DisplayName: "收件人", Email: model.Email(fmt.Sprintf("p%d@example.com", p)),
				Mobile: model.Phone(fmt.Sprintf("139%08d", p)), Roles: model.RoleSet{model.RoleLegal}, Version: 1, CreatedAt: at, UpdatedAt: at,
			}
			if err := tx.AddUser(t.Context(), &u); err != nil {
				return err
			}
			for range outboxEach {
				if err := writeBoth(t.Context(), tx, u, at); err != nil {
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

func writeBoth(ctx context.Context, tx *store.Tx, u model.User, at time.Time) error {
	row := model.Notification{
		ID: model.NotificationID(store.NewID()), UserID: u.ID, Event: model.EventTermNear, EventTitle: "期限将届满", Urgent: true,
		Subject: "期限将届满", Text: "请及时办理", OnceKey: store.NewID(), Version: 1, CreatedAt: at, UpdatedAt: at,
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
