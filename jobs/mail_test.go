package jobs

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"strings"
	"testing"
	"time"

	"yijian/model"
)

var letter = model.Letter{
	Delivery: model.Delivery{ID: "0190-letter", Channel: model.ChannelEmail},
	To:       "wang@example.com", Subject: "申诉转办", Text: "请于期限前答复。", Noun: "complaints", RecordID: "c-1",
}

// posted makes one try of the letter at the server.
func posted(t *testing.T, s MailServer, l model.Letter) verdict {
	t.Helper()
	c, err := newMailCarrier(s, "https://yijian.example.cn", func() time.Time { return time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	way, failed := c.open(t.Context(), l)
	if failed != nil {
		return *failed
	}
	defer way.close()
	return way.send(t.Context())
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	p := openPostOffice(t)
	if v := posted(t, p.server(), letter); v.status != model.DeliverySent {
		t.Fatal(v)
	}
	m := p.taken[0]
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter.Subject || m.Header.Get("Message-ID") != "<0190-letter@bureau.example.cn>" || !strings.Contains(m.Header.Get("To"), letter.To) {
		t.Errorf("%q %v %v", subject, m.Header, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || !strings.Contains(string(text), letter.Text) || !strings.Contains(string(text), "https://yijian.example.cn/console/complaints/c-1") {
		t.Errorf("%s %v", text, err)
	}
}

func TestNoTextBeginsAHeader(t *testing.T) {
	p := openPostOffice(t)
	for _, bad := range []string{"a\r\nBcc: evil@example.com", "a\nBcc: evil@example.com", "a\rBcc: evil@example.com", "a\r\n\r\nbody", "a\u2028Bcc: x", "a\x00b"} {
		l := letter
		l.Subject, l.Text = bad, bad
		if v := posted(t, p.server(), l); v.status != model.DeliverySent {
			t.Fatalf("%q: %v", bad, v)
		}
		m := p.taken[len(p.taken)-1]
		if m.Header.Get("Bcc") != "" || len(m.Header["Subject"]) != 1 {
			t.Errorf("%q: %v", bad, m.Header)
		}
		for _, to := range []string{"wang@example.com\r\nBcc: evil@example.com", "wang@example.com>\r\nRCPT TO:<evil@example.com", "wang@example.com, evil@example.com", "", "@"} {
			l := letter
			l.To = to
			if v := posted(t, p.server(), l); v.status != model.DeliveryFailed {
				t.Errorf("%q: %v", to, v)
			}
		}
		s := p.server()
		s.From = "yijian@example.com\r\nBcc: evil@example.com"
		if v := posted(t, s, letter); v.status != model.DeliveryFailed {
			t.Errorf("from: %v", v)
		}
	}
}

func TestWhatServersAnswerDecides(t *testing.T) {
	p := openPostOffice(t)
	for _, c := range []struct {
		name       string
		rcpt, data int
		want       model.DeliveryStatus
	}{
		{"taken", 0, 0, model.DeliverySent},
		{"no such mailbox", 550, 0, model.DeliveryFailed},
		{"mailbox full", 452, 0, model.DeliveryWaiting},
		{"greylisted", 450, 0, model.DeliveryWaiting},
		{"refused as a whole", 0, 554, model.DeliveryFailed},
		{"come back later", 0, 451, model.DeliveryWaiting},
	} {
		p.atRcpt = func(string) error { return answer(c.rcpt) }
		p.atData = func(string) error { return answer(c.data) }
		before := len(p.order)
		v := posted(t, p.server(), letter)
		if took := len(p.order) > before; v.status != c.want || took != (c.want == model.DeliverySent) || strings.Contains(v.reason, letter.To) {
			t.Errorf("%s: %+v, taken %v", c.name, v, took)
		}
	}
}

func answer(code int) error {
	if code == 0 {
		return nil
	}
	return refusal(code)
}

func TestBrokenConnections(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port := hostPort(t, gone.Addr().String())
	_ = gone.Close()
	if v := posted(t, MailServer{Host: host, Port: port, Security: MailPlain, From: "a@example.com", Timeout: time.Second}, letter); v.status != model.DeliveryWaiting {
		t.Errorf("nobody listens: %+v", v)
	}
	for _, hangUp := range []bool{true, false} {
		for until, want := range map[string]model.DeliveryStatus{
			"": model.DeliveryWaiting, "EHLO": model.DeliveryWaiting, "MAIL": model.DeliveryWaiting, "RCPT": model.DeliveryWaiting,
			"DATA": model.DeliveryWaiting,
			".":    model.DeliveryUnknown, // handed over whole, and no answer
			"RSET": model.DeliverySent,    // taken; what fails afterwards takes nothing back
			"QUIT": model.DeliverySent,
		} {
			started := time.Now()
			v := posted(t, rawServer(t, script(until, hangUp)), letter)
			if v.status != want || time.Since(started) > 4*time.Second {
				t.Errorf("until %q, hangs up %v: %+v after %s", until, hangUp, v, time.Since(started))
			}
		}
	}
}

func TestNoLetterTravelsUnprotectedWhereItMayNot(t *testing.T) {
	p := openPostOffice(t) // which offers no STARTTLS
	s := p.server()
	s.Security = MailStartTLS
	if v := posted(t, s, letter); v.status != model.DeliveryWaiting || !strings.Contains(v.reason, "STARTTLS") {
		t.Errorf("without STARTTLS: %+v", v)
	}
	s.Security = MailTLS
	if v := posted(t, s, letter); v.status != model.DeliveryWaiting {
		t.Errorf("no TLS there: %+v", v)
	}
	if len(p.order) != 0 {
		t.Errorf("%d letters were taken", len(p.order))
	}
}
