package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"

	"yijian/api"
	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
	"yijian/web/portal"
)

// What the public pages must reach at listedFirms firms, each on the red list, as clients of another
// process see it: their part of the requests per second of a handler that writes the same bytes
// from memory, and how much longer at half of their own most the slowest of a hundred may wait
// than half of them do.
const (
	leastShareOfMemory = 0.7
	mostTailOfMedian   = 10.0
	listedFirms        = 100_000
	hotFirms           = 50 // whose pages are asked for in turn
	shareRounds        = 15
	tailRounds         = 5
	loadConnections    = 16
	memoryPath         = "/console/memory"
)

func BenchmarkPublicPagesFromOutside(b *testing.B) {
	collectSeldom() // as serve does
	public := openPublic(b)
	profiles := make([]string, hotFirms)
	for i := range profiles {
		profiles[i] = "/firms/" + codeOfFirm(i)
	}
	for name, paths := range map[string][]string{"list": {"/lists/red"}, "profile": profiles} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				public.measure(b, paths)
			}
		})
	}
}

// measure compares the pages with the same bytes from memory.
func (p *publicSite) measure(b *testing.B, paths []string) {
	b.Helper()
	memory := make([]string, len(paths))
	for i, path := range paths {
		p.keep(b, path)
		memory[i] = memoryPath + path
	}
	processors := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(processors)
	runtime.GOMAXPROCS(1) // while there is as much as can be, the other processor is the clients'
	var full, bare []float64
	for range shareRounds {
		bare, full = append(bare, p.saturate(b, memory)), append(full, p.saturate(b, paths))
	}
	slices.Sort(bare)
	slices.Sort(full)
	most := full[shareRounds/2]
	share := most / bare[shareRounds/2]
	b.Logf("from memory %.0f/s, pages %.0f/s", bare, full)
	runtime.GOMAXPROCS(processors)
	tail := math.Inf(1)
	for range tailRounds { // what else goes on can only take away
		calm := load{p.address, paths, loadConnections, 2 * time.Second, time.Duration(2 / most * float64(time.Second))}.under(b)
		tail = min(tail, float64(calm.P99)/float64(calm.P50))
		b.Logf("at half of the most p50 %s, p99 %s", calm.P50, calm.P99)
	}
	b.ReportMetric(share, "share-of-memory")
	b.ReportMetric(tail, "p99/p50")
	b.ReportMetric(most, "requests/s")
	if share < leastShareOfMemory {
		b.Errorf("%.2f of the requests per second from memory, at least %.1f", share, leastShareOfMemory)
	}
	if tail > mostTailOfMedian {
		b.Errorf("at half of the most, p99 is %.1f times p50, at most %.0f", tail, mostTailOfMedian)
	}
}

// saturate asks for as much as is answered; the clients must not be what limits it.
func (p *publicSite) saturate(b *testing.B, paths []string) (perSecond float64) {
	b.Helper()
	came := load{p.address, paths, loadConnections, time.Second / 2, 0}.under(b)
	if came.Busy > 0.95 {
		b.Fatalf("the clients take %.2f of a processor: what they measure is themselves", came.Busy)
	}
	return came.PerSecond
}

// publicSite is the whole site, as a server on a port, with a handler beside it that writes from memory.
type publicSite struct {
	handler http.Handler
	address string
	memory  map[string]*httptest.ResponseRecorder
}

func openPublic(b *testing.B) *publicSite {
	b.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, testdb.SQLite(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if _, err := s.Migrate(ctx); err != nil {
		b.Fatal(err)
	}
	publishMany(b, s, listedFirms)
	desk, err := casework.NewDesk(s, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	service := &api.API{Desk: desk, Store: s, Hasher: api.NewArgon2(1), Log: quiet, ReadsPerMinute: math.MaxInt64}
	pages := &portal.Portal{Desk: desk, Store: s, Log: quiet, CountRead: service.CountRead}
	public := &publicSite{memory: map[string]*httptest.ResponseRecorder{}}
	public.handler = service.Handler(http.HandlerFunc(public.fromMemory), pages.Mount) // in the console's place, behind the same middleware
	b.Cleanup(pages.KeepWarm())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	public.address = listener.Addr().String()
	server := api.Server("", public.handler, quiet)
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	return public
}

// keep takes the page into the memory.
func (p *publicSite) keep(b *testing.B, path string) {
	b.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	reply := httptest.NewRecorder()
	p.handler.ServeHTTP(reply, request)
	if reply.Code != http.StatusOK || reply.Header().Get("Content-Encoding") != "gzip" {
		b.Fatalf("%s: %d %v", path, reply.Code, reply.Header())
	}
	p.memory[memoryPath+path] = reply
}

func (p *publicSite) fromMemory(w http.ResponseWriter, r *http.Request) {
	page := p.memory[r.URL.Path]
	if page == nil {
		http.NotFound(w, r)
		return
	}
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Length"} {
		w.Header()[name] = page.Header()[name]
	}
	_, _ = w.Write(page.Body.Bytes())
}

func codeOfFirm(i int) string { return fmt.Sprintf("91500156MA%08d", i) }

// publishMany registers so many firms, twenties of them, and puts each on the red list.
func publishMany(b testing.TB, s *store.Store, firms int) {
	b.Helper()
	ctx, now := context.Background(), time.Now().UTC().Truncate(time.Millisecond)
	today := model.DateOf(now)
	for from := 0; from < firms; from += firms / 20 {
		if err := s.Tx(ctx, model.Stamp{Act: "bench", At: now}, func(tx *store.Tx) error {
			for i := from; i < from+firms/20; i++ {
				name := fmt.Sprintf("演示快递企业%05d有限公司", i)
				firm := model.Enterprise{
					ID: model.EnterpriseID(store.NewID()), USCC: codeOfFirm(i), Name: name, Brand: "演示", AreaCode: "500156001", Address: "演示路1号",
					Status: model.EnterpriseActive, Version: 1, CreatedAt: now, UpdatedAt: now,
				}
				p := model.Publication{
					ID: model.PublicationID(store.NewID()), Kind: model.PublishedListEntry, SubjectID: fmt.Sprint(i), EnterpriseID: firm.ID,
					EnterpriseName: name, USCC: firm.USCC, AreaCode: firm.AreaCode, Title: name + "列入诚信红榜", Topic: string(model.RedList), Series: today.String(),
					Text:  model.PublicText{Title: name + "列入诚信红榜", Fields: []model.PublicField{{Name: "reasons", Label: "列入理由", Text: "评价期内检查、服务、履责各项均为绿档"}}},
					Basis: "演示依据", Masked: model.MaskedPieces{}, Drafters: model.UserIDs{}, Status: model.PublicationPublished, PublishedOn: today, PublishedAt: &now,
					EndsOn: today.AddMonths(6), Edition: 1, Record: "{}", Version: 1, CreatedAt: now, UpdatedAt: now,
				}
				if err := tx.AddEnterprise(ctx, &firm); err != nil {
					return err
				}
				if err := tx.AddPublication(ctx, &p); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}
