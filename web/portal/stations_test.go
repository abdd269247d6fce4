package portal

import (
	"context"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// share adds another opener's filing at the same premises as the one that is filed, written
// otherwise, and one some metres from the end point 甲点 under another address.
func (w *site) share(t *testing.T) {
	t.Helper()
	today := model.DateOf(w.now)
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		ctx := context.Background()
		firm := model.Enterprise{
			ID: "f8", USCC: "91110000600037342G", Name: "演示青鸟快递有限公司", AreaCode: "500156001", Address: "演示路2号", Status: model.EnterpriseActive, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := tx.AddEnterprise(ctx, &firm); err != nil {
			return err
		}
		longitude, latitude := int64(107_760_050), int64(29_325_050)
		for name, address := range map[string]string{"同址站": "演示路 ｆｉｌｅｄ号", "近旁站": "银杏路拐角"} {
			e := model.EndPoint{
				ID: model.EndPointID(store.NewID()), EnterpriseID: firm.ID, EnterpriseName: firm.Name, Name: name, Kind: model.EndPointStation, Brands: model.WordList{"韵达"},
				AreaCode: "500156001", Address: address, ManagerName: "李四管", ManagerPhone: "13912345678", Status: model.EndPointFiled, LocalSerial: model.Serial("500156-2026-8" + name),
				FiledOn: today.AddDays(-200), ValidUntil: today.AddDays(30), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if name == "近旁站" {
				e.LongitudeMicro, e.LatitudeMicro = &longitude, &latitude
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

// entryWith is the entry of the page that tells the words.
func entryWith(t *testing.T, text, words string) string {
	t.Helper()
	for _, entry := range strings.Split(text, "<article")[1:] {
		entry, _, _ = strings.Cut(entry, "</article>")
		if strings.Contains(entry, words) {
			return entry
		}
	}
	t.Fatalf("no entry tells %s:\n%s", words, text)
	return ""
}

func TestASharedStationIsOneEntryWithItsFilings(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		if err := w.portal.Desk.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.file(t, model.EnterpriseActive)
		w.place(t, map[string]int64{"甲点": 0, "乙点": 10_000})
		w.share(t)
		for _, asked := range []string{"area=500156001", "q=韵达", "q=圆通"} {
			text := w.get("/filings?" + escaped(asked)).Body.String()
			w.mustNotTell(t, text)
			entry := entryWith(t, text, "同址站")
			for _, words := range []string{"同一场所有 2 件备案", "演示filed", "中通、圆通", "500156-2026-0001", "韵达", "500156-2026-8同址站", "演示青鸟快递有限公司"} {
				if !strings.Contains(entry, words) {
					t.Errorf("%s: the entry lacks %s:\n%s", asked, words, entry)
				}
			}
			if strings.Count(entry, "已备案") != 2 || strings.Contains(text, "cancelled") {
				t.Errorf("%s: the states are\n%s", asked, entry)
			}
		}
		if found, err := w.portal.Desk.Filings(t.Context(), "", "500156001", 1); err != nil || found.Total != 4 { // 甲点 and its neighbour have addresses of their own
			t.Errorf("%d stations of 5 filings: %v", found.Total, err)
		}
		if text := w.get("/filings?q=500156-2026-0002").Body.String(); !strings.Contains(entryWith(t, text, "500156-2026-0002"), "已注销") {
			t.Errorf("what was cancelled is not found by its serial:\n%s", text)
		}
		text := w.get("/nearby?q=107.760,29.325").Body.String()
		entry := entryWith(t, text, "近旁站")
		if strings.Contains(entry, "甲点") || !strings.Contains(entry, "银杏路拐角") || strings.Count(text, `class="spot"`) != 3 {
			t.Errorf("near by it is %d spots and\n%s", strings.Count(text, `class="spot"`), entry)
		}
		w.now = w.now.AddDate(0, 2, 0) // no filing of 同址站's opener holds any more
		text = w.get("/filings?area=500156001").Body.String()
		if entry := entryWith(t, text, "同址站"); strings.Contains(entry, "同一场所") || strings.Contains(entry, "演示路") {
			t.Errorf("what holds no more is told with its address:\n%s", entry)
		}
	})
}
