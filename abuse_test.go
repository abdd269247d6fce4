package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/store"
	"yijian/web/portal"
)

// abused is the whole site on a port of this machine, with many publications and few reads for each client.
type abused struct {
	t       *testing.T
	server  *http.Server
	address string
}

const (
	abusedFirms = 1500
	abusedReads = 200
)

// openAbused serves the site after it was changed, as serve does.
func openAbused(t *testing.T, change func(*api.API, *portal.Portal, *http.Server), listen net.ListenConfig) *abused {
	t.Helper()
	s := testdb.Migrated(t, testdb.SQLite(t), store.Open)
	publishMany(t, s, abusedFirms)
	desk, err := casework.NewDesk(s, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	service := &api.API{Desk: desk, Store: s, Hasher: api.NewArgon2(1), Log: quiet, ReadsPerMinute: abusedReads}
	public := &portal.Portal{Desk: desk, Store: s, Log: quiet, CountRead: service.CountRead, SiteURL: "https://yj.example.cn"}
	service.Lost = public.Lost
	server := api.Server("", nil, quiet)
	change(service, public, server)
	server.Handler = service.Handler(nil, public.Mount)
	t.Cleanup(public.KeepWarm())
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return &abused{t, server, listener.Addr().String()}
}

func asServed(*api.API, *portal.Portal, *http.Server) {}

// from is a dialer of its own address; all of 127.0.0.0/8 is this machine.
func from(address string) net.Dialer {
	return net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 10 * time.Second}
}

// visitor is a client with an address of its own, which follows no redirect and unpacks nothing.
type visitor struct {
	*http.Client
	site *abused
}

func (a *abused) visitor(address string) visitor {
	dialer := from(address)
	transport := &http.Transport{DialContext: dialer.DialContext, DisableCompression: true}
	a.t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return visitor{&http.Client{Transport: transport, CheckRedirect: stay, Timeout: 15 * time.Second}, a}
}

// got is an answer as it came in.
type got struct {
	status int
	header http.Header
	text   string
}

func (v visitor) get(path string, headers ...string) got {
	v.site.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+v.site.address+path, nil)
	if err != nil {
		v.site.t.Error(err)
		return got{}
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
		request.Header.Set(headers[i], headers[i+1])
	}
	reply, err := v.Do(request)
	if err != nil {
		v.site.t.Errorf("%s: %v", path, err)
		return got{}
	}
	body, err := io.ReadAll(reply.Body)
	if closed := reply.Body.Close(); err != nil || closed != nil {
		v.site.t.Errorf("%s: %v", path, err)
	}
	return got{reply.StatusCode, reply.Header, string(body)}
}

// isTurnedAway checks the answer to who asked too often.
func (g got) isTurnedAway(t *testing.T, what string) {
	t.Helper()
	wait, err := strconv.Atoi(g.header.Get("Retry-After"))
	if g.status != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 60 || !strings.Contains(g.text, "查询太频繁") {
		t.Errorf("%s: %d %v %.300s", what, g.status, g.header, g.text)
	}
}

// claims are the headers in which a client, or a proxy that it passed, may name it.
var claims = []string{"X-Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Appengine-Remote-Addr", "Fly-Client-IP"}

func claiming(address, host string) []string {
	headers := []string{"Forwarded", "for=" + address + ";host=" + host, "Host", host}
	for _, name := range claims {
		headers = append(headers, name, address)
	}
	return headers
}

// A client that names itself another one in each request reaches its limit all the same, and reaches nobody
// else's; behind a proxy that is trusted only the proxy's own word counts.
func TestForgedAddressesEscapeNoLimit(t *testing.T) {
	for name, trusted := range map[string]string{"direct": "", "behind a proxy": "127.0.0.1"} {
		t.Run(name, func(t *testing.T) {
			a := openAbused(t, func(service *api.API, _ *portal.Portal, _ *http.Server) {
				if trusted != "" {
					service.TrustedProxies = []string{trusted}
				}
			}, net.ListenConfig{})
			forger, victim := a.visitor("127.0.0.2"), a.visitor("127.0.0.3")
			ask := func(v visitor, client, claimed string) got {
				n := strconv.Itoa(len(claimed))
				return v.get("/about", claiming(claimed, "h"+n+claimed+".example")...)
			}
			if trusted != "" { // the proxy adds the address that it saw to what it was told
				forger = a.visitor(trusted)
				victim = forger
				ask = func(v visitor, client, claimed string) got {
					return v.get("/about", append(claiming(claimed, claimed+".example"), "X-Forwarded-For", claimed+", "+client)...)
				}
			}
			served := 0
			for n := range abusedReads * 5 / 4 {
				claimed := "198.51.100." + strconv.Itoa(n)
				if n%2 == 0 {
					claimed = "127.0.0.3"
				}
				g := ask(forger, "127.0.0.2", claimed)
				if g.status == http.StatusOK {
					served++
					continue
				}
				g.isTurnedAway(t, "request "+strconv.Itoa(n))
			}
			if served != abusedReads {
				t.Errorf("%d requests were served, %d are allowed", served, abusedReads)
			}
			for range abusedReads {
				if g := ask(victim, "127.0.0.3", "127.0.0.2"); g.status != http.StatusOK {
					t.Fatalf("the client whose address was claimed: %d", g.status)
				}
			}
		})
	}
}

// forgery is in every header that some server builds links or answers from.
var forgery = []string{
	"Host", "forged.example", "X-Forwarded-Host", "forged.example", "X-Host", "forged.example", "X-Forwarded-Server", "forged.example", "Forwarded", "host=forged.example;proto=forged",
	"X-Forwarded-Proto", "forged", "X-Forwarded-Scheme", "forged", "X-Forwarded-Port", "4711", "X-Forwarded-Prefix", "/forged", "X-Script-Name", "/forged", "X-Original-URL", "/forged",
	"X-Rewrite-URL", "/forged", "X-HTTP-Method-Override", "POST", "X-HTTP-Method", "DELETE", "X-Method-Override", "PUT", "Referer", "http://forged.example/", "Origin", "http://forged.example",
}

// What a request claims of the site stands in no page, link or redirect, and the page that is kept of it is the
// page that everybody gets.
func TestForgedHeadersSpoilNoPage(t *testing.T) {
	for _, site := range []string{"https://yj.example.cn", ""} {
		t.Run("site "+site, func(t *testing.T) {
			a := openAbused(t, func(service *api.API, public *portal.Portal, _ *http.Server) {
				service.ReadsPerMinute, public.SiteURL = 0, site
			}, net.ListenConfig{})
			v := a.visitor("127.0.0.2")
			found := regexp.MustCompile(`"/publications/[^"]+"`).FindString(v.get("/lists/red").text)
			one := strings.Trim(found, `"`)
			paths := []string{
				one, "/open" + one + ".json", "/open/publications.json", "/open/publications.json?kind=list_entry", "/open/publications.csv?kind=list_entry", "/open/feed.atom", "/open/feed.atom?kind=list_entry",
				"/lists/red?page=2", "/lists/red?q=" + url.QueryEscape("演示"), "/lists/red/", "/open/", "/about/", "/published/list_entry/", "/firms/91500156ma00000001", "/text/normal", "/static/portal.css", "/robots.txt",
				"/none", "/console", "/api/v1/none", "/published/notice",
			}
			for _, r := range portal.Routes() {
				paths = append(paths, r.Path)
			}
			for _, path := range paths {
				forged := v.get(path, forgery...)
				clean := v.get(path)
				text, told := forged.text, forged.header.Get("Location")
				for name, values := range forged.header {
					told += name + strings.Join(values, "")
				}
				if strings.Contains(text, "forged") || strings.Contains(told, "forged") || strings.Contains(text, ":4711") || strings.Contains(told, ":4711") {
					t.Errorf("%s tells what was forged: %d %v", path, forged.status, forged.header)
				}
				if forged.status != clean.status || forged.header.Get("Location") != clean.header.Get("Location") || forged.header.Get("ETag") != clean.header.Get("ETag") ||
					forged.header.Get("ETag") != "" && forged.text != clean.text {
					t.Errorf("%s: %d %v with forged headers, %d %v without", path, forged.status, forged.header, clean.status, clean.header)
				}
			}
		})
	}
}

// A client that takes everything as fast as it can is turned away after its share, and another one is served each page meanwhile.
func TestAScraperIsTurnedAwayWhileOthersAreServed(t *testing.T) {
	a := openAbused(t, asServed, net.ListenConfig{})
	links := regexp.MustCompile(`href="(/[^"#]*|\?[^"#]*)"`)
	var reading []string
	for _, r := range portal.Routes() {
		if r.Method == http.MethodGet {
			reading = append(reading, r.Path)
		}
	}
	reading = append(reading, "/open/feed.atom", "/open/publications.json", "/lists/red?page=3", "/lists/red?q="+url.QueryEscape("企业00012"))
	reader := a.visitor("127.0.0.3")
	read := func() time.Duration {
		began := time.Now()
		for range 2 {
			for _, path := range reading {
				if g := reader.get(path); g.status != http.StatusOK {
					t.Errorf("the other client: %s: %d", path, g.status)
				}
			}
		}
		return time.Since(began)
	}
	before := read()
	var served, refused atomic.Int64
	var stop atomic.Bool
	var scraping sync.WaitGroup
	for worker := range 4 {
		scraping.Go(func() {
			scraper := a.visitor("127.0.0.2")
			queue, known := []string{"/lists/red?page=" + strconv.Itoa(1+worker*15)}, map[string]bool{}
			for !stop.Load() {
				path := queue[0]
				g := scraper.get(path)
				switch g.status {
				case http.StatusTooManyRequests: // it does not wait, it tries the next one
					g.isTurnedAway(t, path)
					refused.Add(1)
				case http.StatusOK:
					served.Add(1)
				}
				for _, link := range links.FindAllStringSubmatch(g.text, -1) {
					to := link[1]
					if strings.HasPrefix(to, "?") {
						before, _, _ := strings.Cut(path, "?")
						to = before + strings.ReplaceAll(to, "&amp;", "&")
					}
					if !known[to] && !strings.HasPrefix(to, "/text/") && !strings.HasPrefix(to, "/static/") { // files do not count
						known[to] = true
						queue = append(queue, to)
					}
				}
				queue = append(slices.Clone(queue[1:]), path)
			}
		})
	}
	for deadline := time.Now().Add(10 * time.Second); refused.Load() == 0 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	turnedAway := refused.Load()
	during := read()
	if refused.Load() == turnedAway {
		t.Error("nobody scraped while another client read")
	}
	stop.Store(true)
	scraping.Wait()
	if refused.Load() < 100 || served.Load() > abusedReads {
		t.Errorf("the scraper was served %d pages and turned away %d times", served.Load(), refused.Load())
	}
	t.Logf("served %d, turned away %d; the other client %v, before %v", served.Load(), refused.Load(), during, before)
}
