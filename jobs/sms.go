package jobs

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"yijian/model"
)

const (
	smsTimeout  = 15 * time.Second
	smsMaxReply = 64 << 10
)

// smsMessage is the body of the request.
type smsMessage struct {
	ID     string `json:"id"`
	Mobile string `json:"mobile"`
	Text   string `json:"text"`
}

type smsCarrier struct {
	address string
	secret  string
	site    string
	client  *http.Client
}

// CheckSMSAddress refuses what is no plain web address.
func CheckSMSAddress(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no address", text)
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%q is neither https:// nor http://", text)
	case u.Hostname() == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("%q needs a host, and no account and no fragment", text)
	}
	return nil
}

func newSMSCarrier(g SMSGateway, site string) (*smsCarrier, error) {
	if err := CheckSMSAddress(g.URL); err != nil {
		return nil, err
	}
	return &smsCarrier{g.URL, g.Secret, site, outsideClient(g.Allow, net.DefaultResolver)}, nil
}

// outsideClient reaches public addresses only, and the listed networks. The address
// is checked when it is dialled, after the name was resolved, so a name that
// changes its mind gains nothing. It follows no redirect and uses no proxy.
func outsideClient(allow []netip.Prefix, resolver *net.Resolver) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Resolver: resolver, Control: func(_, address string, _ syscall.RawConn) error {
		return mayDial(address, allow)
	}}
	return &http.Client{
		Timeout: smsTimeout,
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, DisableKeepAlives: true, // each request is dialled and checked
			TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second, MaxResponseHeaderBytes: smsMaxReply,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// closedNetworks are not the public Internet: this machine, private and shared
// networks, link-local ones with the metadata services of clouds, documentation,
// benchmarks, multicast, and the forms of IPv6 that carry an IPv4 address inside.
var closedNetworks = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4",
	"::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	"3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// mayDial refuses an address outside the public Internet that is not allowed by name.
func mayDial(address string, allow []netip.Prefix) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address to dial", address)
	}
	ip := at.Addr().WithZone("").Unmap()
	for _, network := range allow {
		if network.Contains(ip) {
			return nil
		}
	}
	for _, network := range closedNetworks {
		if network.Contains(ip) {
			return fmt.Errorf("%s is not a public address; list its network in --sms-allow to reach it", ip)
		}
	}
	return nil
}

func (c *smsCarrier) open(ctx context.Context, letter model.Letter) (passage, *verdict) {
	text := letter.Text
	if at := link(c.site, letter); at != "" {
		text += " " + at
	}
	body, err := json.Marshal(smsMessage{string(letter.ID), letter.To, text})
	if err != nil {
		return passage{}, &verdict{model.DeliveryFailed, "短信内容不能用"}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address, bytes.NewReader(body))
	if err != nil {
		return passage{}, &verdict{model.DeliveryFailed, "短信平台地址不能用"}
	}
	request.Header.Set("Content-Type", "application/json")
	// The receiver takes each number once: a try that is repeated sends no second message.
	request.Header.Set("Idempotency-Key", string(letter.ID))
	request.Header.Set("X-Yijian-Signature", "sha256="+c.sign(body))
	return passage{send: func(context.Context) verdict { return c.send(request) }, close: func() {}}, nil
}

func (c *smsCarrier) sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(c.secret))
	_, _ = mac.Write(body) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}

// send reads only the status. Whatever is not clear is tried again under the same number.
func (c *smsCarrier) send(request *http.Request) verdict {
	reply, err := c.client.Do(request) //nolint:gosec // dialled addresses are checked
	if err != nil {
		var at *url.Error // names the address, which may hold a key
		if errors.As(err, &at) {
			err = at.Err
		}
		return verdict{model.DeliveryWaiting, "短信平台未能接通：" + err.Error()}
	}
	defer func() { _ = reply.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, smsMaxReply)) // what it says does not matter
	switch code := reply.StatusCode; {
	case code >= 200 && code < 300:
		return verdict{status: model.DeliverySent}
	case code == http.StatusRequestTimeout, code == http.StatusConflict, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		return verdict{model.DeliveryWaiting, fmt.Sprintf("短信平台暂不能收：%d", code)}
	default:
		return verdict{model.DeliveryFailed, fmt.Sprintf("短信平台拒收：%d", code)}
	}
}
