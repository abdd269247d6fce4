package jobs

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"yijian/model"
)

// fakeResolver answers each name by say; nothing leaves the process.
func fakeResolver(say func(name string) netip.Addr) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: nameServer(say)}
}

// answerTo makes the reply to a question for one name: the address, if it is of the kind asked for.
func answerTo(question []byte, say func(string) netip.Addr) []byte {
	name, at := "", 12
	for question[at] != 0 {
		n := int(question[at])
		name += string(question[at+1:at+1+n]) + "."
		at += n + 1
	}
	kind := binary.BigEndian.Uint16(question[at+1:])
	end := at + 5
	reply := append([]byte{}, question[:end]...)
	copy(reply[2:], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
	ip := say(strings.TrimSuffix(name, "."))
	raw := ip.AsSlice()
	if ip.Is4() && kind == 1 || ip.Is6() && kind == 28 {
		reply[7] = 1
		reply = append(reply, 0xc0, 12, 0, byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(raw)))
		reply = append(reply, raw...)
	}
	return reply
}

// hostileAddresses lead to this machine or into networks that are not public; %s is the canary's port.
var hostileAddresses = []string{
	"http://127.0.0.1:%s/", "http://127.1:%s/", "http://127.127.127.127:%s/", "http://localhost:%s/", "http://LOCALHOST:%s/",
	"http://0:%s/", "http://0.0.0.0:%s/", "http://2130706433:%s/", "http://0x7f000001:%s/", "http://0x7f.1:%s/", "http://017700000001:%s/",
	"http://0177.0.0.1:%s/", "http://[::1]:%s/", "http://[::]:%s/", "http://[0:0:0:0:0:0:0:1]:%s/", "http://[::ffff:127.0.0.1]:%s/",
	"http://[::ffff:7f00:1]:%s/", "http://[::127.0.0.1]:%s/", "http://[64:ff9b::127.0.0.1]:%s/", "http://[64:ff9b:1::7f00:1]:%s/",
	"http://[2002:7f00:1::]:%s/", "http://[2001:0:0:0:0:0:7f00:1]:%s/", "http://[fe80::1]:%s/", "http://[fe80::1%%25lo]:%s/", "http://[fc00::1]:%s/",
	"http://[fd00:ec2::254]:%s/", "http://[ff02::1]:%s/", "http://[::ffff:0:127.0.0.1]:%s/", "http://10.0.0.1:%s/", "http://172.16.0.1:%s/",
	"http://172.31.255.255:%s/", "http://192.168.0.1:%s/", "http://100.64.0.1:%s/", "http://169.254.169.254:%s/latest/meta-data/",
	"http://224.0.0.1:%s/", "http://255.255.255.255:%s/", "http://198.18.0.1:%s/", "http://192.0.0.192:%s/", "http://192.88.99.1:%s/",
	"http://metadata.internal:%s/", "http://inside.example.com:%s/", "http://inside6.example.com:%s/", "http://public.example.com@127.0.0.1:%s/",
	"http://127.0.0.1:%s#@public.example.com/", "http://１２７.0.0.1:%s/", "http://rebind.example.com:%s/",
}

func TestNoAddressLeadsInside(t *testing.T) {
	var hits atomic.Int64
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer canary.Close()
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(canary.URL, "http://"))
	public := netip.MustParseAddr("93.184.216.34")
	var asked atomic.Int64
	resolver := fakeResolver(func(name string) netip.Addr {
		switch name {
		case "inside6.example.com":
			return netip.MustParseAddr("fd00::1")
		case "metadata.internal":
			return netip.MustParseAddr("169.254.169.254")
		case "rebind.example.com":
			if asked.Add(1) <= 2 { // both kinds of address, once
				return public
			}
		}
		return netip.MustParseAddr("127.0.0.1")
	})
	client := outsideClient(reach{}, resolver)
	if ips, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.com"); err != nil || len(ips) != 1 || ips[0].Unmap() != public {
		t.Fatalf("the name begins as %v %v", ips, err) // what a check before dialling would see
	}
	asked.Store(2)
	if len(hostileAddresses) < 40 {
		t.Fatalf("only %d addresses", len(hostileAddresses))
	}
	for _, pattern := range hostileAddresses {
		address := strings.Replace(strings.ReplaceAll(pattern, "%%", "%"), "%s", port, 1)
		reply, err := client.Post(address, "text/plain", strings.NewReader("x"))
		if err == nil {
			_ = reply.Body.Close()
			t.Errorf("%s was reached: %s", address, reply.Status)
		} else if strings.Contains(err.Error(), "Timeout") || strings.Contains(err.Error(), "refused") {
			t.Errorf("%s was dialled: %v", address, err)
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the canary was hit %d times", n)
	}
}

func TestRedirectsAndProxiesAreNotFollowed(t *testing.T) {
	var hits atomic.Int64
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer canary.Close()
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, canary.URL, http.StatusTemporaryRedirect)
	}))
	defer door.Close()
	t.Setenv("HTTP_PROXY", canary.URL)
	c, err := newSMSCarrier(SMSGateway{URL: door.URL, Allow: prefixes("127.0.0.0/8")}, "")
	if err != nil {
		t.Fatal(err)
	}
	way, failed := c.open(t.Context(), letter)
	if failed != nil {
		t.Fatal(failed)
	}
	if v := way.send(t.Context()); v.status != model.DeliveryFailed || !strings.Contains(v.reason, "307") || hits.Load() != 0 {
		t.Errorf("%+v, %d hits", v, hits.Load())
	}
}

func TestTextMessagesAreSignedAndNumbered(t *testing.T) {
	status, wrong := 200, ""
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte("secret"))
		_, _ = mac.Write(body)
		var sent smsMessage
		switch err := json.Unmarshal(body, &sent); {
		case err != nil || sent.ID != "0190-letter" || sent.Mobile != "13900000001" || !strings.Contains(sent.Text, "https://y.example.cn/console/complaints/c-1"):
			wrong = string(body)
		case r.Header.Get("X-Yijian-Signature") != "sha256="+hex.EncodeToString(mac.Sum(nil)), r.Header.Get("Idempotency-Key") != "0190-letter":
			wrong = "headers"
		}
		w.WriteHeader(status)
		_, _ = w.Write(make([]byte, 1<<20))
	}))
	defer hook.Close()
	c, err := newSMSCarrier(SMSGateway{URL: hook.URL + "/?key=hidden", Secret: "secret", Allow: prefixes("127.0.0.0/8", "::1/128")}, "https://y.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	l := letter
	l.To = "13900000001"
	for code, want := range map[int]model.DeliveryStatus{
		200: model.DeliverySent, 202: model.DeliverySent, 400: model.DeliveryFailed, 401: model.DeliveryFailed, 429: model.DeliveryWaiting,
		409: model.DeliveryWaiting, 500: model.DeliveryWaiting, 503: model.DeliveryWaiting,
	} {
		status = code
		way, failed := c.open(t.Context(), l)
		if failed != nil {
			t.Fatal(failed)
		}
		if v := way.send(t.Context()); v.status != want || wrong != "" {
			t.Errorf("%d: %+v %s", code, v, wrong)
		}
	}
	hook.Close()
	way, _ := c.open(t.Context(), l)
	if v := way.send(t.Context()); v.status != model.DeliveryWaiting || strings.Contains(v.reason, "hidden") {
		t.Errorf("gone: %+v", v)
	}
	for _, bad := range []string{"", "ftp://example.com/", "https:///path", "https://user:pass@example.com/", "https://example.com/#x", "example.com"} {
		if CheckSMSAddress(bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// nameServer is a name server at the other end of a pipe, which speaks as over TCP.
func nameServer(say func(string) netip.Addr) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer func() { _ = there.Close() }()
			for {
				var size [2]byte
				if _, err := io.ReadFull(there, size[:]); err != nil {
					return
				}
				question := make([]byte, binary.BigEndian.Uint16(size[:]))
				if _, err := io.ReadFull(there, question); err != nil {
					return
				}
				reply := answerTo(question, say)
				framed := append([]byte{byte(len(reply) >> 8), byte(len(reply))}, reply...)
				if _, err := there.Write(framed); err != nil {
					return
				}
			}
		}()
		return here, nil
	}
}
