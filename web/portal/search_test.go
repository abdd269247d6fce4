package portal

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

const dolphin = "91110000600037341L"

// stock registers an enterprise with a licence of the days, a brand and end points that are filed.
func (w *site) stock(t *testing.T, n int, name string, last model.Date, points int) model.Enterprise {
	t.Helper()
	firm := model.Enterprise{
		ID: model.EnterpriseID(fmt.Sprintf("firm-%d", n)), USCC: []string{dolphin, "91500156MA0000001X", "91500156MA0000002X"}[n], Name: name, Brand: "江豚", AreaCode: "500156001",
		Address: "演示路1号", Representative: "金丝雀法人", ServicePhone: "023-77700000", Status: model.EnterpriseActive, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		ctx := context.Background()
		if err := tx.AddEnterprise(ctx, &firm); err != nil {
			return err
		}
		licence := model.Licence{
			ID: model.LicenceID(fmt.Sprintf("licence-%d", n)), EnterpriseID: firm.ID, Kind: model.LicenceFirst, Number: fmt.Sprintf("渝邮2024000%dA", n), Scope: model.WordList{"province", "national"},
			Areas: model.WordList{"500000"}, From: last.AddMonths(-60), Expires: last, LastDay: last, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := tx.AddLicence(ctx, &licence); err != nil {
			return err
		}
		if err := tx.AddBrandAgreement(ctx, &model.BrandAgreement{
			ID: model.BrandAgreementID(fmt.Sprintf("brand-%d", n)), EnterpriseID: firm.ID, Brand: "江豚速递", From: model.NewDate(2025, 1, 1), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}); err != nil {
			return err
		}
		if err := tx.TouchEnterprise(ctx, firm); err != nil {
			return err
		}
		gone := model.EndPoint{
			ID: model.EndPointID(fmt.Sprintf("gone-%d", n)), EnterpriseID: firm.ID, EnterpriseName: name, Name: name + "第998驿站", Kind: model.EndPointStation, Brands: model.WordList{}, Services: model.WordList{},
			AreaCode: "500156001", Address: "银杏路", Status: model.EndPointCancelled, LocalSerial: model.Serial(fmt.Sprintf("500156-2025-%d000", n+1)), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		}
		if err := tx.AddEndPoint(ctx, &gone); err != nil {
			return err
		}
		for i := range points {
			p := model.EndPoint{
				ID: model.EndPointID(fmt.Sprintf("point-%d-%03d", n, i)), EnterpriseID: firm.ID, EnterpriseName: name, Name: fmt.Sprintf("%s第%03d驿站", name, i), Kind: model.EndPointStation,
				Brands: model.WordList{"江豚"}, Services: model.WordList{}, AreaCode: []string{"500156001", "500156002"}[i%2], Address: "银杏路", ManagerName: "金丝雀管", ManagerPhone: "13977331155",
				Status: model.EndPointFiled, LocalSerial: model.Serial(fmt.Sprintf("500156-2026-%d%03d", n+1, i)), FiledOn: model.DateOf(w.now).AddDays(i - 60), ValidUntil: last, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
			}
			if err := tx.AddEndPoint(ctx, &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return firm
}

func find(words string) string { return searchPath + "?" + url.Values{"q": {words}}.Encode() }

func TestOneBoxFindsEnterprisesAndEndPoints(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		if err := w.portal.Desk.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 23)
		w.stock(t, 1, "演示白鹤快递有限公司", model.NewDate(2025, 12, 31), 1)
		w.stock(t, 2, "演示白鹤快递有限公司武隆分公司", model.NewDate(2028, 12, 31), 0)
		for words, want := range map[string][]string{
			"江豚快 %": {"没有找到"}, "演示白鹤快递有限公司": {"找到 2 家"}, "第998驿站": {"没有找到"},
			"江豚快":  {`href="/firms/` + dolphin + `"`, "✓ 许可有效期至2028年12月31日", "第022驿站", "以上，只列最新的 20 个"},
			"白鹤":   {"✕ 许可已于2025年12月31日到期", "演示白鹤快递有限公司第000驿站", "已过有效期", "找到 1 个。"},
			"江豚速递": {"演示江豚快递有限公司", "演示白鹤快递有限公司"}, // both carry the brand
			"江豚驿点": {"没有找到"}, "江豚驿站": {"第022驿站"}, "银杏路驿站": {"第022驿站"}, "江豚校园点": {"没有找到"}, "江豚综合服务站": {"第022驿站"}, "江豚网点": {"第022驿站"}, "江豚快递公司": {`href="/firms/` + dolphin + `"`}, "江 豚": {`href="/firms/` + dolphin + `"`, "第022驿站"},
			"芙蓉街道江豚": {"第021驿站", "找到 11 个。"}, "凤山江豚驿站": {"第022驿站", "找到 13 个。"}, "凤山 白鹤": {"演示白鹤快递有限公司第000驿站"}, "仙女山江豚": {"没有找到"},
			"演示 白鹤 驿站": {"演示白鹤快递有限公司第000驿站"},
			"银杏路%":     {"没有找到"}, "演示_豚": {"没有找到"}, "月亮湾": {"没有找到“月亮湾”", "只写名称里有特点的两三个字"},
			"91500156MA0000009X": {"没有找到"}, "500156-2026-9999": {"没有找到"}, "": {"许可证号、备案号"},
		} {
			reply := w.get(find(words))
			for _, text := range append(want, "</html>") {
				if reply.Code != http.StatusOK || !strings.Contains(reply.Body.String(), text) {
					t.Errorf("%q does not tell %q: %d %s", words, text, reply.Code, reply.Body)
				}
			}
			if strings.Contains(reply.Body.String(), "金丝雀") || strings.Contains(reply.Body.String(), "139773") {
				t.Errorf("%q tells of people", words)
			}
		}
		for words, to := range map[string]string{
			dolphin: firmPath + dolphin, strings.ToLower(dolphin): firmPath + dolphin, "500156-2026-2000": receiptPath + "500156-2026-2000", "50015620262000": receiptPath + "500156-2026-2000",
			"５００１５６－２０２６－２０００": receiptPath + "500156-2026-2000", "９１１１００００６０００３７３４１Ｌ": firmPath + dolphin,
			"渝邮20240001A": firmPath + "91500156MA0000001X", "演示江豚快递有限公司": firmPath + dolphin,
		} {
			if reply := w.get(find(words)); reply.Code != http.StatusSeeOther || reply.Header().Get("Location") != to {
				t.Errorf("%q leads to %d %s, want %s", words, reply.Code, reply.Header().Get("Location"), to)
			}
		}
		for words, want := range map[string]string{"江": "至少写两个字", "a b": "至少写两个字", strings.Repeat("江", 61): "最多 60 个字"} {
			if reply := w.get(find(words)); reply.Code != http.StatusUnprocessableEntity || !strings.Contains(reply.Body.String(), want) {
				t.Errorf("%q: %d", words, reply.Code)
			}
		}
	})
}

// What a search finds says beside its licence on which side of the lists an enterprise stands, as long as that is public.
func TestASearchSaysWhichEnterprisesAreListed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 0)
		w.stock(t, 1, "演示江豚快递有限公司武隆分公司", model.NewDate(2028, 12, 31), 0)
		found := func() (listed, clean string) {
			_, text, _ := strings.Cut(w.get(find("江豚")).Body.String(), `href="/firms/`+dolphin)
			listed, text, _ = strings.Cut(text, "</li>")
			if clean, _, _ = strings.Cut(text, "</li>"); clean == "" {
				clean, _, _ = strings.Cut(w.get(find("江豚")).Body.String(), `href="/firms/`+dolphin)
			}
			return listed, clean
		}
		mark := func(side string) string { return `<span class="tag ` + side + `">` }
		if listed, _ := found(); strings.Contains(listed, mark("black")) {
			t.Errorf("before anything was published: %s", listed)
		}
		black := w.shown(t, func(p *model.Publication) { p.EnterpriseName, p.USCC = "演示江豚快递有限公司", dolphin })
		if listed, clean := found(); !strings.Contains(listed, mark("black")+"在诚信黑榜上") || strings.Contains(listed, mark("red")) || strings.Contains(clean, mark("black")) {
			t.Errorf("one on the black list: %s, another: %s", listed, clean)
		}
		if listed, _ := found(); strings.Contains(listed, "异议核查中") {
			t.Errorf("nobody contests it: %s", listed)
		}
		w.contest(t, black.ID)
		if listed, _ := found(); !strings.Contains(listed, mark("black")+"在诚信黑榜上</span> <span class=\"tag\">异议核查中") {
			t.Errorf("one that is contested: %s", listed)
		}
		w.now = black.EndsOn.Time()
		if listed, _ := found(); strings.Contains(listed, mark("black")) {
			t.Errorf("after its term: %s", listed)
		}
	})
}

func TestAnEnterprisesPageSaysWhetherItIsLicensedAndWhatIsOnRecord(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 53)
		w.stock(t, 1, "演示白鹤快递有限公司", model.NewDate(2025, 12, 31), 1)
		text := w.get(firmPath + dolphin).Body.String()
		for _, want := range []string{
			"有快递业务经营许可，有效期至2028年12月31日", "渝邮20240000A", "省内快递、跨省快递", "重庆市", "江豚速递", "53 个",
			`凤山街道</th><td data-label="网点数">27`, `芙蓉街道</th><td data-label="网点数">26`, "看全部 53 个", "没有在公示期内的处罚和黑榜记录", `href="/complaints/new?firm=` + dolphin,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not tell %q:\n%s", want, text)
			}
		}
		if strings.Contains(text, "金丝雀") || strings.Contains(text, "139773") || strings.Count(text, `href="/filings/`) != 50 {
			t.Error("it tells of people, or not of 50 end points")
		}
		if text := w.get(firmPath + "91500156MA0000001X").Body.String(); !strings.Contains(text, "许可已于2025年12月31日到期") || !strings.Contains(text, "✕</span> 没有") {
			t.Errorf("one whose licence ran out:\n%s", text)
		}
		for path, want := range map[string]int{firmPath + strings.ToLower(dolphin): 303, firmPath + "91500156MA0000009X": 404, firmPath + "x": 404, firmPath + "9150%27156MA000009X": 404} {
			reply := w.get(path)
			if reply.Code != want || want == 404 && !strings.Contains(reply.Body.String(), "您可以") {
				t.Errorf("%s: %d", path, reply.Code)
			}
		}
	})
}

// What is published of an enterprise stands on its page as long as it is public, with what it means;
// only what speaks against it is counted as such.
func TestAnEnterprisesPageShowsWhatIsPublishedOfIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 0)
		ours := func(p *model.Publication) { p.EnterpriseName, p.USCC = "演示江豚快递有限公司", dolphin }
		black := w.shown(t, ours)
		w.shown(t, func(p *model.Publication) {
			ours(p)
			p.ID, p.SubjectID, p.Kind, p.Topic, p.Text.Title = "p-result", "i1", model.PublishedResult, "", "演示检查结果"
		})
		w.shown(t, func(p *model.Publication) {
			p.ID, p.SubjectID, p.USCC, p.Text.Title = "p-other", "n9", "91500156MA0000001X", "演示别家的黑榜"
		})
		page := func() string {
			w.now = w.now.Add(oldest)
			return w.get(firmPath + dolphin).Body.String()
		}
		text := page()
		for _, want := range []string{"有 1 条", "诚信黑榜", "不是国家“严重失信主体名单”", "演示检查结果", "/publications/" + string(black.ID)} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not tell %q:\n%s", want, text)
			}
		}
		if strings.Contains(text, "演示别家的黑榜") {
			t.Error("it tells of another enterprise")
		}
		w.withdraw(t, black)
		if text = page(); strings.Contains(text, "诚信黑榜：") || strings.Contains(text, "有 1 条") || !strings.Contains(text, "演示检查结果") {
			t.Errorf("what was withdrawn is shown, or what was not is gone:\n%s", text)
		}
	})
}

func (w *site) contest(t *testing.T, id model.PublicationID) {
	t.Helper()
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		p, err := tx.Publication(t.Context(), store.Everything(), id)
		if err != nil {
			return err
		}
		p.ContestedOn = model.DateOf(w.now)
		_, err = tx.ChangePublication(t.Context(), p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
