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
	"slices"
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
	if err := g.Check(); err != nil {
		return nil, err
	}
	at := reach{allow: g.Allow, listedOnly: g.plain()}
	return &smsCarrier{g.URL, g.Secret, site, outsideClient(at, net.DefaultResolver)}, nil
}

// plain reports whether the messages travel without encryption.
func (g SMSGateway) plain() bool {
	u, err := url.Parse(g.URL)
	return err == nil && u.Scheme == "http"
}

// Check refuses an address that is no webhook, and one that phone numbers would
// reach in clear through networks that the operator has not listed. Where a name
// leads is checked with every dial.
func (g SMSGateway) Check() error {
	if err := CheckSMSAddress(g.URL); err != nil || !g.plain() {
		return err
	}
	if len(g.Allow) == 0 {
		return errors.New("http:// would send phone numbers in clear; use https://, or list the webhook's network in --sms-allow")
	}
	u, err := url.Parse(g.URL)
	if err != nil {
		return err
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !listed(ip, g.Allow) {
		return fmt.Errorf("%s is not in --sms-allow, and http:// is for the networks listed there only", ip)
	}
	return nil
}

// reach is where a client may go: to public addresses and the listed networks, or to those alone.
type reach struct {
	allow      []netip.Prefix
	listedOnly bool
}

// outsideClient reaches what it may. The address is checked when it is dialled,
// after the name was resolved, so a name that changes its mind gains nothing. It
// follows no redirect and uses no proxy.
func outsideClient(to reach, resolver *net.Resolver) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Resolver: resolver, Control: func(_, address string, _ syscall.RawConn) error {
		return mayDial(address, to)
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

// blockedAddress is an address that a client may not dial.
type blockedAddress struct{ ip netip.Addr }

func (b *blockedAddress) Error() string {
	return b.ip.String() + " may not be dialled; list its network in --sms-allow to reach it"
}

func listed(ip netip.Addr, networks []netip.Prefix) bool {
	ip = ip.WithZone("").Unmap()
	return slices.ContainsFunc(networks, func(network netip.Prefix) bool { return network.Contains(ip) })
}

// mayDial refuses an address that is out of reach.
func mayDial(address string, to reach) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address to dial", address)
	}
	ip := at.Addr().WithZone("").Unmap()
	if !listed(ip, to.allow) && (to.listedOnly || listed(ip, closedNetworks)) {
		return &blockedAddress{ip}
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
		return verdict{model.DeliveryWaiting, "短信平台未能接通：" + trouble(err)}
	}
	defer func() { _ = reply.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, smsMaxReply)) // what it says does not matter
	switch code := reply.StatusCode; {
	case code >= 200 && code < 300:
		return verdict{status: model.DeliverySent}
	case code == http.StatusRequestTimeout, code == http.StatusConflict, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		return verdict{model.DeliveryWaiting, fmt.Sprintf("短信平台暂不能收（refused %d）", code)}
	default:
		return verdict{model.DeliveryFailed, fmt.Sprintf("短信平台拒收（refused %d）", code)}
	}
}
