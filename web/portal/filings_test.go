package portal

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// file adds a firm with an end point in each state, each named by it.
func (w *site) file(t *testing.T, opener model.EnterpriseStatus) {
	t.Helper()
	today := model.DateOf(w.now)
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		ctx := context.Background()
		firm := model.Enterprise{
			ID: "f9", USCC: "91110000600037341L", Name: "演示白鹤快递有限公司", Representative: "法人张三", AreaCode: "500156001", Address: "演示路1号",
			Status: opener, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := tx.AddEnterprise(ctx, &firm); err != nil {
			return err
		}
		for status, serial := range map[model.EndPointStatus]model.Serial{
			model.EndPointDraft: "", model.EndPointSubmitted: "", model.EndPointCorrection: "", model.EndPointReturned: "",
			model.EndPointFiled: "500156-2026-0001", model.EndPointCancelled: "500156-2026-0002",
		} {
			e := model.EndPoint{
				ID: model.EndPointID(store.NewID()), EnterpriseID: firm.ID, EnterpriseName: firm.Name, Name: "演示" + string(status) + "<b>网点",
				Kind: model.EndPointStation, Brands: model.WordList{"中通", "圆通"}, Services: model.WordList{"pickup", "delivery"}, AreaCode: "500156001",
				Address: "演示路" + string(status) + "号", ManagerName: "李四管", ManagerID: "11010519491231002X", ManagerPhone: "13912345678",
				ServicePhone: "023-77700000", Status: status, LocalSerial: serial, FiledOn: today, ValidUntil: today.AddDays(30),
				Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if status == model.EndPointCancelled {
				e.EndedOn, e.EndReason = today, "理由：与13912345678的房东争执"
			}
			if err := tx.AddEndPoint(ctx, &e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// secrets are what no public page shows.
var secrets = []string{"李四管", "13912345678", "11010519491231002X", "法人张三", "房东", "<b>"}

func (w *site) mustNotTell(t *testing.T, text string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("the page tells %s:\n%s", secret, text)
		}
	}
}

func TestFilingsAreFoundAsFarAsTheyWereFiled(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		for query, want := range map[string][]string{
			"":                         nil,
			"?q=白鹤":                    {"filed"},
			"?q=白鹤&area=500156002":     nil,
			"?area=500156001":          {"filed"},
			"?q=500156-2026-0002":      {"cancelled"},
			"?q=演示路draft":              nil,
			"?q=演示cancelled":           {"cancelled"},
			"?q=演示路cancelled":          nil,
			"?q=CANCELLED":             {"cancelled"},
			"?q=圆通&page=1":             {"filed"},
			"?q=%25%25":                nil,
			"?q=13912345678":           nil,
			"?q=%E6%9D%8E%E5%9B%9B&q=": nil,
		} {
			reply := w.get("/filings" + query)
			text := reply.Body.String()
			if reply.Code != http.StatusOK {
				t.Errorf("%q: %d", query, reply.Code)
			}
			if query != "?q=13912345678" { // stands in its own field
				w.mustNotTell(t, text)
			}
			if got := strings.Count(text, `<article class="entry">`); got != len(want) {
				t.Errorf("%q finds %d, want %v", query, got, want)
			}
			for _, status := range want {
				if !strings.Contains(text, "演示"+status+"&lt;b&gt;网点") {
					t.Errorf("%q does not find %s", query, status)
				}
			}
		}
		for query, words := range map[string]string{"?q=一": "至少 2 个字", "?q=" + strings.Repeat("长", 61): "最多 60 个字", "?q=白鹤&page=401": "页码应为"} {
			if reply := w.get("/filings" + query); reply.Code != http.StatusUnprocessableEntity || !strings.Contains(reply.Body.String(), words) {
				t.Errorf("%.20q: %d", query, reply.Code)
			}
		}
	})
}

func TestAReceiptTellsWhatHoldsToday(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		check := func(serial string, want ...string) {
			t.Helper()
			reply := w.get("/filings/" + serial)
			text := reply.Body.String()
			if reply.Code != http.StatusOK {
				t.Fatalf("%s: %d", serial, reply.Code)
			}
			w.mustNotTell(t, text)
			for _, words := range append(want, "演示白鹤快递有限公司", "中通、圆通", "收寄、投递", "国邮发〔2018〕60号", "https://yj.example.cn/filings/"+serial, `<path d="M`) {
				if !strings.Contains(text, words) {
					t.Errorf("%s does not say %s:\n%s", serial, words, text)
				}
			}
		}
		check("500156-2026-0001", `class="standing holds"`, "今天核验有效", "2026年4月1日", "核验；以扫码核验的结果为准", "<dt>有效期至<", `class="print" hidden>打印回执<`, `src="/static/print.js"`)
		check("500156-2026-0002", `class="void cancelled"`, "<dt>原有效期至<", "已注销", "此前的回执不再有效")
		const place, phone = "演示路", "<dt>服务电话</dt>"
		for serial, shown := range map[string]bool{"500156-2026-0001": true, "500156-2026-0002": false} {
			for _, path := range []string{"/filings/" + serial, "/filings?q=" + serial} {
				text := w.get(path).Body.String()
				if strings.Contains(text, place) != shown || shown && path == "/filings/"+serial && !strings.Contains(text, phone) || !shown && strings.Contains(text, phone) {
					t.Errorf("%s shows where it is: want %v\n%s", path, shown, text)
				}
			}
		}
		w.now = w.now.AddDate(0, 0, 31)
		check("500156-2026-0001", `class="void expired"`, "已过有效期")
		for _, serial := range []string{"500156-2026-0003", "NULL", "%25", strings.Repeat("9", 3000)} {
			if reply := w.get("/filings/" + serial); reply.Code != http.StatusNotFound || !strings.Contains(reply.Body.String(), "没有这个备案号，请核对") {
				t.Errorf("%.30s: %d %s", serial, reply.Code, reply.Body)
			}
		}
	})
}

// One station of two openers: each receipt names the other's brands, the public is told of no
// more than what is filed there now.
func TestAReceiptShowsWhatIsFiledBesideIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		if text := w.get("/filings/500156-2026-0001").Body.String(); strings.Contains(text, "同址备案") {
			t.Errorf("a station alone shows others:\n%s", text)
		}
		err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
			other := model.Enterprise{ID: "f8", USCC: "91500156MA0000001X", Name: "演示灰鹤快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive, Version: 1, CreatedAt: w.now, UpdatedAt: w.now}
			if err := tx.AddEnterprise(t.Context(), &other); err != nil {
				return err
			}
			for i, status := range []model.EndPointStatus{model.EndPointFiled, model.EndPointCancelled, model.EndPointSubmitted} {
				e := model.EndPoint{
					ID: model.EndPointID(store.NewID()), EnterpriseID: other.ID, EnterpriseName: other.Name, Name: "灰鹤" + string(status), Kind: model.EndPointStation,
					Brands: model.WordList{"灰鹤牌" + string(status)}, AreaCode: "500156001", Address: "演示路 filed 号", Status: status, ManagerName: "李四管",
					FiledOn: model.DateOf(w.now), ValidUntil: model.DateOf(w.now).AddDays(30), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
				}
				if i < 2 {
					e.LocalSerial = model.Serial([]string{"500156-2026-0008", "500156-2026-0009"}[i])
				}
				if err := tx.AddEndPoint(t.Context(), &e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		text := w.get("/filings/500156-2026-0001").Body.String()
		w.mustNotTell(t, text)
		for words, shown := range map[string]bool{"同址备案": true, "灰鹤牌filed": true, `href="/filings/500156-2026-0008"`: true, "灰鹤cancelled": false, "灰鹤submitted": false} {
			if strings.Contains(text, words) != shown {
				t.Errorf("%s shown: want %v\n%s", words, shown, text)
			}
		}
		if back := w.get("/filings/500156-2026-0008").Body.String(); !strings.Contains(back, "中通、圆通") {
			t.Errorf("the other's receipt does not name the first's brands:\n%s", back)
		}
	})
}

func TestAReceiptGoesWithItsOpenerAndItsSite(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseClosed)
		if text := w.get("/filings/500156-2026-0001").Body.String(); !strings.Contains(text, "开办企业已注销") {
			t.Errorf("a closed opener's filing seems to hold:\n%s", text)
		}
		w.portal.SiteURL = ""
		if text := w.get("/filings/500156-2026-0001").Body.String(); strings.Contains(text, "<path d=") || strings.Contains(text, "example") || !strings.Contains(text, "没有设置公开网址") {
			t.Errorf("a platform that does not know its address draws a code:\n%s", text)
		}
	})
}

// What is searched for may be what the kind is called, or a telephone number however it is written.
func TestFilingsAreFoundByKindAndTelephone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		for words, want := range map[string]int64{
			"综合服务站": 1, "服务站": 1, "驿站": 0, "校园": 0, "023-77700000": 1, "02377700000": 1, "77700000": 1, "777000": 1, "7770": 1, "88800000": 0, "中通77700000": 0, "中通": 1,
		} {
			found, err := w.portal.Desk.Filings(t.Context(), words, "", 1)
			if err != nil || found.Total != want {
				t.Errorf("%s: %d filings (%v), want %d", words, found.Total, err, want)
			}
		}
	})
}

// One wrong character is forgiven, to what is filed now alone.
func TestFilingsThatResembleTheWordsComeLast(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		text := w.get("/filings?q=白鹅快递").Body.String()
		w.mustNotTell(t, text)
		if strings.Count(text, `<span class="near">相近</span>`) != 1 || !strings.Contains(text, "演示filed") || !strings.Contains(text, "找到 0 个网点") {
			t.Errorf("白鹅快递 finds\n%s", text)
		}
		for _, words := range []string{"白鹤快递", "白鹅快送", "白鹅"} {
			if text := w.get("/filings?q=" + words).Body.String(); strings.Contains(text, "相近") {
				t.Errorf("%s finds what only resembles it:\n%s", words, text)
			}
		}
	})
}

// Rows that only wait to become records, as those of an import under way do, take no place among the newest that hold a word.
func TestRowsThatOnlyWaitHideNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		db, _ := rawDatabase(t, dsn)
		for _, gram := range []string{"白鹤", "鹤快", "快递"} {
			var rows []string
			for i := range store.MostLookedAt + 1 {
				rows = append(rows, fmt.Sprintf("('%s', 'zz-%04d')", gram, i))
			}
			if _, err := db.ExecContext(t.Context(), "INSERT INTO endpoint_grams (gram, record_id) VALUES "+strings.Join(rows, ",")); err != nil {
				t.Fatal(err)
			}
		}
		for path, want := range map[string]string{"/filings?q=白鹤快递": "找到 1 个网点。", "/filings?q=白鹅快递": "演示filed", "/nearby?q=白鹤快递": "500156-2026-0001", find("白鹤快递"): "500156-2026-0001"} {
			if text := w.get(path).Body.String(); !strings.Contains(text, want) {
				t.Errorf("%s does not tell %q:\n%s", path, want, text)
			}
		}
	})
}

// An enterprise's code or the number of its licence finds what it has filed, also beside a word, and in a township.
func TestFilingsAreFoundByTheirEnterprise(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 4)
		w.stock(t, 1, "演示白鹤快递有限公司", model.NewDate(2028, 12, 31), 3)
		for words, want := range map[string]int64{
			dolphin: 4, strings.ToLower(dolphin): 4, "渝邮20240001A": 3, dolphin + " 第003驿站": 1, "渝邮20240001a 第001驿站": 1, "渝邮20240009A": 0, "91500156MA0000009X": 0, "快递": 7,
		} {
			found, _, err := w.store.FilingsHolding(t.Context(), casework.SoughtOnSite(words), 100)
			if err != nil || int64(len(found)) != want {
				t.Errorf("%s: %d filings (%v), want %d", words, len(found), err, want)
			}
			for area, least := range map[string]int64{"": min(want, 1), "500156001": want / 3, "500156999": 0} {
				stations, err := w.portal.Desk.Filings(t.Context(), words, area, 1)
				if err != nil || stations.Total < least || (want == 0 || area == "500156999") && stations.Total > 0 {
					t.Errorf("%s in %q: %d stations (%v)", words, area, stations.Total, err)
				}
			}
		}
		if text := w.get("/nearby?q=" + dolphin).Body.String(); strings.Contains(text, "没有认出") || !strings.Contains(text, "500156-2026-1000") {
			t.Errorf("nearby does not know the code:\n%s", text)
		}
	})
}
