package jobs

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// echo is what the servers of the test say when they refuse: who and what it was.
const echo = "p0@example.com 13900000000 请及时办理"

// echoing speaks SMTP and refuses the line that begins with the word in the words of echo.
func echoing(at string) func(net.Conn) {
	return func(connection net.Conn) {
		lines := bufio.NewReader(connection)
		say := func(text string) { _, _ = io.WriteString(connection, text+"\r\n") }
		if at == "" {
			say("554 5.7.1 " + echo)
			return
		}
		say("220 test")
		for inData := false; ; {
			line, err := lines.ReadString('\n')
			word := strings.TrimSpace(line)
			switch {
			case err != nil:
				return
			case inData && word != ".":
			case strings.HasPrefix(word, at):
				say("554 5.7.1 " + echo)
				inData = false
			case strings.HasPrefix(word, "DATA"):
				inData = true
				say("354 go on")
			default:
				inData = false
				say("250 fine")
			}
		}
	}
}

// TestWhatServersSayIsKeptNowhere: they repeat to whom and what was written;
// neither the delivery log nor the server's log holds it, only the code.
func TestWhatServersSayIsKeptNowhere(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		now := shanghai(2026, time.March, 10, 10)
		d := openDesk(t, dsn, &now)
		rude := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_, _ = io.WriteString(connection, echo+"\r\n\r\n")
			_ = connection.Close()
		}))
		defer rude.Close()
		var log bytes.Buffer
		for _, at := range []string{"", "EHLO", "MAIL", "RCPT", "DATA", "."} {
			written(t, d, 1, 1)
			post := rawServer(t, echoing(at))
			carriers, err := Senders{Mail: &post, SMS: &SMSGateway{URL: rude.URL, Allow: prefixes("127.0.0.0/8")}}.carriers(d.Now)
			if err != nil {
				t.Fatal(err)
			}
			box := newOutbox(d, carriers, slog.New(slog.NewJSONHandler(&log, nil)))
			box.pass(t.Context(), nil)
		}
		coded := 0
		for _, x := range inOutbox(t, d) {
			tries, err := d.Store.DeliveryAttempts(t.Context(), x.ID)
			if err != nil || len(tries) == 0 {
				t.Fatal(tries, err)
			}
			kept, err := json.Marshal([]any{x, tries})
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range strings.Fields(echo) {
				if strings.Contains(string(kept), part) || strings.Contains(log.String(), part) {
					t.Errorf("%q was kept: %s, log %s", part, kept, &log)
				}
			}
			if strings.Contains(x.Failure, "refused 554") {
				coded++
			}
		}
		if coded < 5 {
			t.Errorf("only %d of 6 refusals tell their code", coded)
		}
	})
}

// TestPlainMessagesStayInListedNetworks: without encryption even a public address must be listed.
func TestPlainMessagesStayInListedNetworks(t *testing.T) {
	allow := prefixes("10.1.0.0/16")
	for address, want := range map[string]struct{ plain, protected bool }{
		"10.1.2.3:80": {true, true}, "10.2.0.1:80": {false, false}, "93.184.216.34:80": {false, true}, "[2606:2800::1]:80": {false, true}, "127.0.0.1:80": {false, false},
	} {
		if got := mayDial(address, reach{allow, true}) == nil; got != want.plain {
			t.Errorf("%s in clear: %v", address, got)
		}
		if got := mayDial(address, reach{allow, false}) == nil; got != want.protected {
			t.Errorf("%s encrypted: %v", address, got)
		}
	}
	hook := SMSGateway{URL: "http://rebind.example.com/", Allow: allow}
	if !hook.plain() || hook.Check() != nil {
		t.Error("a name is let through until it is dialled")
	}
	c, err := newSMSCarrier(hook, "")
	if err != nil {
		t.Fatal(err)
	}
	c.client = outsideClient(reach{allow, hook.plain()}, fakeResolver(func(string) netip.Addr { return netip.MustParseAddr("93.184.216.34") }))
	way, failed := c.open(t.Context(), letter)
	if failed != nil {
		t.Fatal(failed)
	}
	if v := way.send(t.Context()); v.status != model.DeliveryWaiting || !strings.Contains(v.reason, "address blocked") {
		t.Errorf("%+v", v)
	}
}
