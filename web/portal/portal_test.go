package portal

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

func TestMain(m *testing.M) { testdb.Main(m) }

// site is the portal over a fresh database, on a clock the test moves.
type site struct {
	*gin.Engine
	portal  *Portal
	store   *store.Store
	now     time.Time
	refusal error // of every read, when there is one
	logged  *bytes.Buffer
}

func newSite(t *testing.T, dsn string) *site {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	s := testdb.Migrated(t, dsn, store.Open)
	w := &site{Engine: gin.New(), store: s, logged: &bytes.Buffer{}, now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}
	desk, err := casework.NewDesk(s, func() time.Time { return w.now })
	if err != nil {
		t.Fatal(err)
	}
	desk.Contact = "演示管理局"
	desk.SealWith(casework.FixedKeys([32]byte{1}))
	w.portal = &Portal{Desk: desk, Store: s, Log: slog.New(slog.NewTextHandler(w.logged, nil)), SiteURL: "https://yj.example.cn",
		CountRead: func(context.Context, string) error { return w.refusal }}
	w.portal.Mount(w.Engine)
	return w
}

func (w *site) get(path string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	reply := httptest.NewRecorder()
	w.ServeHTTP(reply, request)
	return reply
}

// shown adds a publication that is public from the day until the end of the year, after it was changed.
func (w *site) shown(t *testing.T, change func(*model.Publication)) model.Publication {
	t.Helper()
	p := w.plain("n1")
	change(&p)
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error { return tx.AddPublication(context.Background(), &p) })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// plain is an entry of the black list that is public from now until the end of the year.
func (w *site) plain(id string) model.Publication {
	at := w.now
	return model.Publication{
		ID: model.PublicationID(id), Kind: model.PublishedListEntry, SubjectID: "e-" + id, EnterpriseID: "f1", EnterpriseName: "演示江豚快递", USCC: "91110000600037341L", Topic: "black",
		Series: "2026-03-02", Title: "演示江豚快递列入诚信黑榜", Basis: "演示条例第一条", Masked: model.MaskedPieces{}, Drafters: model.UserIDs{}, ApprovedBy: "u2", Edition: 1,
		Text:   model.PublicText{Title: "演示江豚快递列入诚信黑榜", Fields: []model.PublicField{{Name: "reasons", Label: "列入理由", Text: "演示理由"}}},
		Status: model.PublicationPublished, PublishedOn: model.DateOf(w.now), PublishedAt: &at, EndsOn: model.NewDate(2027, 1, 1),
		Record: `{"演示":1}`, RecordHash: "0000", Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
}

// publish puts one firm on the black list until the end of the year.
func (w *site) publish(t *testing.T, name string) model.Publication {
	t.Helper()
	return w.shown(t, func(p *model.Publication) { p.EnterpriseName = name })
}

// withdraw takes a publication out of the public's sight.
func (w *site) withdraw(t *testing.T, p model.Publication) {
	t.Helper()
	at := w.now
	p.Status, p.LeftOn, p.LeftAt, p.LeaveReason = model.PublicationWithdrawn, model.DateOf(at), &at, "演示秘密理由"
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		_, err := tx.ChangePublication(context.Background(), p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryPageIsWholeWithoutScript(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.publish(t, `演示<script>alert(1)</script>快递`)
		for _, r := range Routes() {
			reply := w.get(r.Path)
			text := strings.NewReplacer(`<script src="/static/here.js" defer></script>`, "", `<script src="/static/print.js" defer></script>`, "").Replace(reply.Body.String())
			if reply.Code != http.StatusOK || !strings.Contains(text, "</html>") {
				t.Errorf("%s: %d, %d bytes", r.Path, reply.Code, reply.Body.Len())
			}
			for _, banned := range []string{"<script", "style=", "onclick"} {
				if strings.Contains(text, banned) {
					t.Errorf("%s holds %q", r.Path, banned)
				}
			}
		}
		if text := w.get("/lists/black").Body.String(); !strings.Contains(text, "演示&lt;script&gt;") || !strings.Contains(text, "演示理由") {
			t.Errorf("the entry is not shown:\n%s", text)
		}
	})
}

// Personal data that consumers and firms hand in stand on no public page, not even
// beside the entry of the firm they are about.
func TestNoPageShowsPersonalData(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		const name, phone, number = "金丝雀欧阳", "13977331155", "11010519491231002X"
		w.shown(t, func(p *model.Publication) { // what was written and said inside stays there
			p.Written, p.SecrecyNote, p.ContestReason, p.ContestedOn = "来电"+phone, name, number, model.DateOf(w.now)
		})
		err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
			c := model.Complaint{
				ID: "c1", TrackingNo: store.NewTrackingNo(), Channel: "12305", Kind: model.ComplaintToBureau, EnterpriseID: "f1",
				ConsumerName: name, ConsumerPhone: phone, Category: "delay", Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if err := tx.AddComplaint(t.Context(), &c); err != nil {
				return err
			}
			firm := model.Enterprise{
				ID: "f1", Name: "演示江豚快递", USCC: "91110000600037341L", Representative: name, Status: model.EnterpriseActive, AreaCode: "500156",
				Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if err := tx.AddEnterprise(t.Context(), &firm); err != nil {
				return err
			}
			return tx.AddEndPoint(t.Context(), &model.EndPoint{
				ID: "p1", EnterpriseID: "f1", EnterpriseName: "演示江豚快递", Name: "演示网点", Kind: model.EndPointStation, Brands: model.WordList{},
				Services: model.WordList{}, ManagerName: name, ManagerID: number, ManagerPhone: phone, Status: model.EndPointFiled,
				LocalSerial: "500156-2026-0001", FiledOn: model.DateOf(w.now), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		paths := []string{"/robots.txt", "/lists/black?q=1397", "/lists/red?page=0", "/no-such-page"}
		for _, r := range Routes() {
			paths = append(paths, r.Path)
		}
		for path, holds := range map[string]string{ // pages of one thing, which are about it
			"/firms/91110000600037341L": "演示网点", "/publications/n1": "演示理由", "/filings/500156-2026-0001": "演示网点", "/search?q=江豚": "演示江豚快递",
			"/published/penalty": "行政处罚", "/open/publications.json": "list_entry", "/open/publications/n1.json": "演示", "/open/publications.csv?kind=list_entry": "n1",
			"/open/publications.json?as_of=2026-03-02": "n1", "/open/feed.atom": "n1",
		} {
			if paths = append(paths, path); !strings.Contains(w.get(path).Body.String(), holds) {
				t.Errorf("%s holds no %s:\n%s", path, holds, w.get(path).Body)
			}
		}
		for _, path := range paths {
			text := w.get(path).Body.String()
			for _, canary := range []string{name, phone, number} {
				if strings.Contains(text, canary) {
					t.Errorf("%s shows %s", path, canary)
				}
			}
		}
	})
}

func TestAWithdrawalLeavesThePagesAndTheirCopies(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		entry := w.publish(t, "演示江豚快递")
		first := w.get("/lists/black")
		if !strings.Contains(first.Body.String(), "演示江豚快递") {
			t.Fatal("the published entry is missing")
		}
		tag := first.Header().Get("ETag")
		if again := w.get("/lists/black", "If-None-Match", tag); again.Code != http.StatusNotModified {
			t.Fatalf("unchanged page answers %d", again.Code)
		}
		if one := w.get("/publications/n1"); one.Code != http.StatusOK || !strings.Contains(one.Body.String(), "演示理由") {
			t.Fatalf("its own page answers %d", one.Code)
		}
		w.now = w.now.Add(10 * time.Second)
		w.withdraw(t, entry)
		w.now = w.now.Add(askEvery)
		for _, path := range []string{"/", "/lists/black", "/lists/black?q=江豚", "/lists/black?series=2026-03-02"} {
			reply := w.get(path, "If-None-Match", tag)
			if reply.Code != http.StatusOK || strings.Contains(reply.Body.String(), "演示江豚快递") {
				t.Errorf("%s still shows what was withdrawn (%d)", path, reply.Code)
			}
		}
		gone := w.get("/publications/n1")
		if text := gone.Body.String(); !strings.Contains(text, "撤回是因为") || !strings.Contains(text, "可以向演示管理局询问") {
			t.Errorf("its own page says neither why nor whom to ask:\n%s", text)
		}
		if text := gone.Body.String(); gone.Code != http.StatusGone || !strings.Contains(text, "已撤回") || strings.Contains(text, "江豚") || strings.Contains(text, "演示理由") || strings.Contains(text, "秘密") {
			t.Errorf("its own page answers %d:\n%s", gone.Code, text)
		}
	})
}

func TestATermEndsWithItsDay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.publish(t, "演示江豚快递")
		for _, day := range []struct {
			at   time.Time
			seen bool
		}{
			{time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC), true}, {time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), false},
		} {
			w.now = day.at
			if got := strings.Contains(w.get("/lists/black").Body.String(), "演示江豚快递"); got != day.seen {
				t.Errorf("at %s the entry is shown: %v", day.at, got)
			}
		}
	})
}

func TestStrangeQueriesGetAClearAnswer(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	for path, status := range map[string]int{
		"/lists/red?page=0": 422, "/lists/red?page=x": 422, "/lists/red?page=999999999": 422,
		"/lists/red?q=" + strings.Repeat("a", 61): 422, "/penalties?page=0": 422, "/penalties?q=" + strings.Repeat("处", 61): 422, "/penalties?q=%25_%27": 200,
		"/lists/red?q=%25_%27": 200, "/lists/red?q=%ff%fe": 200,
		"/publications/none": 404, "/published/none": 404, "/published/notice": 200, "/lists/red?series=" + strings.Repeat("a", 61): 422,
		"/static/none.css": 404, "/static/..%2fportal.go": 404, "/static/portal.css": 200, "/static/seal.svg": 200, "/static/here.js": 200, "/static/print.js": 200, "/robots.txt": 200,
	} {
		if reply := w.get(path); reply.Code != status {
			t.Errorf("%s: %d, want %d", path, reply.Code, status)
		}
	}
}

func TestHeadAnswersAsGetDoesWithoutTheBody(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		server := httptest.NewServer(newSite(t, dsn))
		defer server.Close()
		for _, path := range []string{"/", "/lists/red", "/static/portal.css", "/robots.txt"} {
			reply, err := server.Client().Head(server.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			_ = reply.Body.Close()
			if reply.StatusCode != http.StatusOK || reply.ContentLength == 0 {
				t.Errorf("HEAD %s: %s, %d bytes", path, reply.Status, reply.ContentLength)
			}
		}
	})
}
