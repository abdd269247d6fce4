package jobs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"yijian/model"
)

// certified is a certificate for this machine, and who vouches for it.
func certified(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pool
}

// lockedSession takes letters from whoever has shown the password.
type lockedSession struct {
	postSession
	open bool
}

func (*lockedSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *lockedSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if s.open = name == "yijian" && password == "right"; !s.open {
			return errors.New("wrong")
		}
		return nil
	}), nil
}

func (s *lockedSession) Mail(string, *smtp.MailOptions) error {
	if !s.open {
		return smtp.ErrAuthRequired
	}
	return nil
}

func TestLettersTravelProtectedWithAPassword(t *testing.T) {
	certificate, pool := certified(t)
	p := &postOffice{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &lockedSession{postSession: postSession{p}}, nil
	}))
	server.Domain, server.ErrorLog = "post.example.com", log.New(io.Discard, "", 0)
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	t.Cleanup(func() { _ = server.Close() })
	for security, secured := range map[MailSecurity]bool{MailStartTLS: false, MailTLS: true} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		if secured {
			listener = tls.NewListener(listener, server.TLSConfig)
		}
		go func() { _ = server.Serve(listener) }()
		host, port := hostPort(t, address)
		s := MailServer{
			Host: host, Port: port, Security: security, From: "yijian@bureau.example.cn", User: "yijian", Password: "right",
			Timeout: 2 * time.Second, roots: pool,
		}
		before := len(p.order)
		if v := posted(t, s, letter); v.status != model.DeliverySent || len(p.order) != before+1 {
			t.Errorf("%s: %+v", security, v)
		}
		s.Password = "canary-password"
		if v := posted(t, s, letter); v.status != model.DeliveryWaiting || strings.Contains(v.reason, "（tls）") {
			t.Errorf("%s with a wrong password: %+v", security, v)
		}
		s.Password, s.roots = "right", x509.NewCertPool()
		if v := posted(t, s, letter); v.status != model.DeliveryWaiting || !strings.Contains(v.reason, "（tls）") {
			t.Errorf("%s to a stranger: %+v", security, v)
		}
		if len(p.order) != before+1 {
			t.Errorf("%s: %d letters were taken", security, len(p.order)-before)
		}
	}
}
