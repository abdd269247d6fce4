package portal

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yijian/casework"
	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// place adds filed end points of the firm at places, each so many micro-degrees to the east of the first.
func (w *site) place(t *testing.T, east map[string]int64) {
	t.Helper()
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		for name, by := range east {
			longitude, latitude := 107_760_000+by, int64(29_325_000)
			e := model.EndPoint{
				ID: model.EndPointID(store.NewID()), EnterpriseID: "f9", EnterpriseName: "演示白鹤快递有限公司", Name: name, Kind: model.EndPointOwn, Brands: model.WordList{"中通"},
				AreaCode: "500156001", Address: "银杏路" + name, ServicePhone: "023-77700000", LongitudeMicro: &longitude, LatitudeMicro: &latitude, ManagerName: "李四管", ManagerPhone: "13912345678",
				Status: model.EndPointFiled, LocalSerial: model.Serial("500156-2026-1" + name), FiledOn: model.DateOf(w.now), ValidUntil: model.DateOf(w.now).AddDays(30), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if strings.HasPrefix(name, "草稿") {
				e.Status, e.LocalSerial = model.EndPointDraft, ""
			}
			if err := tx.AddEndPoint(context.Background(), &e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is asked for lies within the part of the map that is seen, also at the district's edge.
func TestTheMapShowsThePlaceThatIsAskedFor(t *testing.T) {
	whole := nearbyPage{}
	if whole.Near() || whole.View() != (view{0, 0, whole.Width(), whole.Height()}) {
		t.Errorf("of nothing asked it shows %s", whole.View())
	}
	for _, at := range []model.Spot{model.DistrictBox[0], model.DistrictBox[1], {LongitudeMicro: 107_760_000, LatitudeMicro: 29_325_000}} {
		page := nearbyPage{Neighbourhood: casework.Neighbourhood{At: at, Placed: true}}
		v := page.View()
		if !page.Near() || !v.holds(drawn(at)) || v.left < 0 || v.top < 0 || v.left+v.wide > page.Width() || v.top+v.high > page.Height() || v.wide*2 > page.Width() {
			t.Errorf("%+v is drawn at %+v, seen is %s", at, drawn(at), v)
		}
	}
	ground := casework.TownGround{Ground: model.Ground{Code: "500156001", Label: model.Spot{LongitudeMicro: 107_760_000, LatitudeMicro: 29_325_000}}}
	far := ground
	far.Code, far.Label = "500156099", model.DistrictBox[0]
	town := nearbyPage{Neighbourhood: casework.Neighbourhood{Area: "500156001", Grounds: []casework.TownGround{ground, far}}}
	if seen := town.Seen(); !town.Near() || len(seen) != 1 || seen[0].Code != ground.Code {
		t.Errorf("of a township it shows %+v", seen)
	}
}

func TestNearbyListsWhatIsFiledTheNearestFirst(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		if err := w.portal.Desk.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.file(t, model.EnterpriseActive)
		w.place(t, map[string]int64{"甲点": 0, "乙点": 10_000, "丙点": 200_000, "草稿丁点": 100})
		for asked, want := range map[string][]string{
			"q=107.760,29.325": {"最近的 3 个", "甲点", "约 0 米", "乙点", "约 970 米", "丙点", "约 19.3 公里"}, // too few are near
			"q=107.97，29.325":  {"丙点", "约 970 米", "乙点", "甲点"},
			"q=银杏路丙点":          {"丙点", "约 0 米", "乙点", "甲点"},
			"area=500156001":   {"找到 4 个", "演示filed"},
			"q=凤山街道":           {"找到 4 个", "演示filed"},
			"area=500156002":   {"芙蓉街道没有找到已备案的网点", "离那里最近的", "甲点"},
			"q=月亮湾":            {"没有认出“月亮湾”这个地点", "没有找到已备案的网点"},
			"":                 {"凤山街道，已备案 4 个", "芙蓉街道，已备案 0 个", "不是测绘成果"},
		} {
			reply := w.get("/nearby?" + escaped(asked))
			text := reply.Body.String()
			w.mustNotTell(t, text)
			at := 0
			if !strings.Contains(text, "</figure>") {
				t.Fatalf("%q: %d %s", asked, reply.Code, text)
			}
			list := text[strings.Index(text, "</figure>"):]
			if asked == "" {
				list = text
			}
			for _, words := range want {
				next := strings.Index(list[at:], words)
				if next < 0 {
					t.Fatalf("%q does not go on with %s:\n%s", asked, words, list)
				}
				at += next
			}
			if strings.Contains(text, "草稿") || strings.Contains(text, "cancelled") || reply.Code != http.StatusOK {
				t.Errorf("%q: %d, or shows what is not filed", asked, reply.Code)
			}
			if asked == "q=107.760,29.325" && strings.Count(text, `class="spot"`) != 3 {
				t.Errorf("%d spots on the map", strings.Count(text, `class="spot"`))
			}
		}
		if text := w.get("/nearby?q=107.760,29.325").Body.String(); !strings.Contains(text, `href="tel:02377700000"`) {
			t.Error("no telephone can be touched")
		}
		for asked, words := range map[string]string{"more=x": "一位数", "q=1": "至少 2 个字", "q=116.4,39.9": "不在本区"} {
			if reply := w.get("/nearby?" + asked); reply.Code != http.StatusUnprocessableEntity || !strings.Contains(reply.Body.String(), words) {
				t.Errorf("%s: %d", asked, reply.Code)
			}
		}
	})
}

// The nearest is told however many lie farther away, and within a township where one is named as well.
func TestTheNearestIsFoundAmongManyAndWithinATownship(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		if err := w.portal.Desk.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.file(t, model.EnterpriseActive)
		far := map[string]int64{}
		for n := range 130 {
			far[fmt.Sprintf("远处%03d", n)] = 100_000 + int64(n)*100
		}
		w.place(t, far)
		w.place(t, map[string]int64{"近处": 500})
		for more, want := range map[string]int{"": 3, "&more=1": 20, "&more=2": 30, "&more=9": 30} {
			text := w.get("/nearby?q=" + url.QueryEscape("107.760,29.325") + more).Body.String()
			if got := strings.Count(text, `<article class="entry">`); got != want || strings.Contains(text, "再看 10 个") != (want < 30) {
				t.Errorf("%q shows %d, want %d, or leads on wrongly", more, got, want)
			}
		}
		for area, want := range map[string]string{"": "近处", "&area=500156001": "近处", "&area=500156002": "没有找到"} {
			text := w.get("/nearby?q=" + url.QueryEscape("107.760,29.325") + area).Body.String()
			list := text[strings.Index(text, "</figure>"):]
			first, next := strings.Index(list, want), strings.Index(list, "远处")
			if first < 0 || next >= 0 && next < first {
				t.Errorf("%q: %s is not the first of\n%s", area, want, list)
			}
		}
	})
}

func escaped(query string) string {
	key, value, _ := strings.Cut(query, "=")
	return url.Values{key: {value}}.Encode()
}

// What only resembles the words is shown, and is no place from which others are far or near.
func TestWhatOnlyResemblesTheWordsIsNoPlace(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.file(t, model.EnterpriseActive)
		for words, want := range map[string]bool{"白鹅快递": true, "白鹤快递": true, "白鹅": false} {
			text := w.get("/nearby?q=" + words).Body.String()
			isUnknown := strings.Contains(text, "没有认出“"+words+"”")
			if strings.Contains(text, "/filings/500156-2026-0001") != want || isUnknown != (words != "白鹤快递") || strings.Contains(text, "离这里最近") {
				t.Errorf("%s finds\n%s", words, text)
			}
		}
	})
}
