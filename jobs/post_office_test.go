package jobs

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"yijian/model"
)

// postOffice is a real mail server on loopback that keeps what it takes.
type postOffice struct {
	mutex sync.Mutex
	taken []*mail.Message
	order []string // message numbers as they came
	// answers refuse a recipient or a letter; nil takes everything.
	atRcpt func(to string) error
	atData func(id string) error
	host   string
	port   int
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &postSession{office: p}, nil }))
	server.Domain, server.ErrorLog = "post.example.com", log.New(io.Discard, "", 0)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	p.host, p.port = hostPort(t, listener.Addr().String())
	return p
}

func hostPort(t *testing.T, address string) (string, int) {
	t.Helper()
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return host, port
}

func (p *postOffice) server() MailServer {
	return MailServer{Host: p.host, Port: p.port, Security: MailPlain, From: "yijian@bureau.example.cn", Timeout: 2 * time.Second}
}

// count is how often the letter with the number was taken.
func (p *postOffice) count(id model.DeliveryID) int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	n := 0
	for _, taken := range p.order {
		if strings.HasPrefix(taken, "<"+string(id)+"@") {
			n++
		}
	}
	return n
}

type postSession struct{ office *postOffice }

func (*postSession) Reset()                               {}
func (*postSession) Logout() error                        { return nil }
func (*postSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.office.atRcpt != nil {
		return s.office.atRcpt(to)
	}
	return nil
}

func (s *postSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	s.office.mutex.Lock()
	defer s.office.mutex.Unlock()
	id := message.Header.Get("Message-ID")
	if s.office.atData != nil {
		if err := s.office.atData(id); err != nil {
			return err
		}
	}
	s.office.taken, s.office.order = append(s.office.taken, message), append(s.office.order, id)
	return nil
}

func refusal(code int) error { return &smtp.SMTPError{Code: code, Message: "answer of the test"} }

// rawServer accepts connections and lets the test speak on them.
func rawServer(t *testing.T, speak func(net.Conn)) MailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = connection.Close() }()
				speak(connection)
			}()
		}
	}()
	host, port := hostPort(t, listener.Addr().String())
	return MailServer{Host: host, Port: port, Security: MailPlain, From: "yijian@bureau.example.cn", Timeout: 500 * time.Millisecond}
}

// script speaks SMTP until the line that begins with the word, then stops
// answering: it hangs up, or stays silent.
func script(until string, hangUp bool) func(net.Conn) {
	return func(connection net.Conn) {
		lines := bufio.NewReader(connection)
		say := func(text string) { _, _ = io.WriteString(connection, text+"\r\n") }
		silence := func() {
			if !hangUp {
				_, _ = io.Copy(io.Discard, connection)
			}
		}
		if until == "" {
			silence()
			return
		}
		say("220 test")
		inData := false
		for {
			line, err := lines.ReadString('\n')
			if errors.Is(err, io.EOF) || err != nil {
				return
			}
			word := strings.TrimSpace(line)
			if inData && word != "." {
				continue
			}
			if strings.HasPrefix(word, until) {
				silence()
				return
			}
			switch {
			case strings.HasPrefix(word, "DATA"):
				inData = true
				say("354 go on")
			case word == ".":
				inData = false
				say("250 taken")
			default:
				say("250 fine")
			}
		}
	}
}
