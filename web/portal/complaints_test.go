package portal

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// send posts a form the way a browser does.
func (w *site) send(path, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	reply := httptest.NewRecorder()
	w.ServeHTTP(reply, request)
	return reply
}

// Every form refuses what is not from its page, in words, and none is kept by anybody.
func TestFormsTakeNothingButTheirFields(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	forms := 0
	for _, r := range Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		forms++
		field := map[string]string{lodgePath: "kind", trackPath: "number"}[r.Path]
		for body, want := range map[string]int{
			"bogus=1": 400, field + "=A&" + field + "=B": 400, "%zz": 400, field + "=%ff%fe": 400, "number=" + strings.Repeat("x", mostSent): 413,
		} {
			reply := w.send(r.Path, body)
			if reply.Code != want || !strings.Contains(reply.Body.String(), "没有提交成功") || !strings.Contains(reply.Body.String(), "</html>") {
				t.Errorf("%s with %.20q: %d %.300s", r.Path, body, reply.Code, reply.Body)
			}
		}
		if reply := w.send(r.Path, "{}", "Content-Type", "application/json"); reply.Code != 400 {
			t.Errorf("%s takes JSON: %d", r.Path, reply.Code)
		}
		if page := w.get(r.Path); page.Code != http.StatusOK || page.Header().Get("Cache-Control") != "no-store" || !strings.Contains(page.Body.String(), `<form method="post" action="`+r.Path) {
			t.Errorf("the form of %s: %d %s", r.Path, page.Code, page.Header())
		}
	}
	if forms < 2 {
		t.Errorf("only %d forms were tried", forms)
	}
}

func (w *site) register(t *testing.T, firm model.Enterprise) {
	t.Helper()
	firm.Version, firm.CreatedAt, firm.UpdatedAt = 1, w.now, w.now
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error { return tx.AddEnterprise(context.Background(), &firm) })
	if err != nil {
		t.Fatal(err)
	}
}

var keyOf = regexp.MustCompile(`name="key" value="([A-Z2-7]+)"`)

func TestACitizenLodgesAComplaintAndFollowsIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.register(t, model.Enterprise{ID: "f1", USCC: "91110000600037341L", Name: "演示江豚快递有限公司", Brand: "江豚", AreaCode: "500156001", Status: model.EnterpriseActive})
		empty := w.get(lodgePath).Body.String()
		key := keyOf.FindStringSubmatch(empty)
		if key == nil || keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1] == key[1] {
			t.Fatal("the form has no key of its own")
		}
		typed := url.Values{
			"key": {key[1]}, "kind": {"complaint_to_bureau"}, "firm": {"江豚"}, "category": {"loss"}, "statement": {"CANARY-<b>丢了</b>"}, "waybill_no": {"SFCANARY1"},
			"asked": {"replied"}, "consumer_name": {"金丝雀欧阳"}, "consumer_phone": {"13977331155"}, "do": {"send"},
		}
		reply := w.send(lodgePath, typed.Encode())
		text := reply.Body.String()
		if reply.Code != http.StatusUnprocessableEntity || !strings.Contains(text, `href="#firm_complained_on"`) || !strings.Contains(text, `id="firm_complained_on-wrong"`) ||
			!strings.Contains(text, "CANARY-&lt;b&gt;") || !strings.Contains(text, key[1]) || strings.Contains(text, "未向企业投诉") {
			t.Errorf("with a field missing: %d %s", reply.Code, text)
		}
		if missing := w.send(lodgePath, "kind=complaint_to_bureau&key="+key[1]).Body.String(); !strings.Contains(missing, "还有 6 处要改") {
			t.Errorf("not everything is told at once: %s", missing)
		}
		typed.Set("do", "look")
		if text := w.send(lodgePath, typed.Encode()).Body.String(); !strings.Contains(text, `name="enterprise" value="91110000600037341L"`) || strings.Contains(text, "还有 ") {
			t.Errorf("looking for the enterprise: %s", text)
		}
		typed.Set("do", "send")
		typed.Set("enterprise", "91110000600037341L")
		typed.Set("firm_complained_on", "2026年2月3日")
		typed.Set("consumer_phone", "１３９７７３３１１５５") // as some keyboards write
		typed.Set("waybill_no", "ＳＦCANARY１")
		reply = w.send(lodgePath, typed.Encode())
		number := regexp.MustCompile(`<span>([A-Z2-7]{4})</span>`).FindAllStringSubmatch(reply.Body.String(), -1)
		if reply.Code != http.StatusCreated || len(number) != 5 || !strings.Contains(reply.Body.String(), "最迟2026年3月4日") || reply.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("lodged: %d %s", reply.Code, reply.Body)
		}
		whole := ""
		for _, group := range number {
			whole += group[1]
		}
		if again := w.send(lodgePath, typed.Encode()); again.Code != http.StatusCreated || !strings.Contains(again.Body.String(), number[0][1]) {
			t.Errorf("sent again: %d", again.Code)
		}
		typed.Set("claim", "赔偿")
		if other := w.send(lodgePath, typed.Encode()); other.Code != 422 || !strings.Contains(other.Body.String(), "已经提交过一次") || strings.Contains(other.Body.String(), key[1]) {
			t.Errorf("something else under the same key: %d", other.Code)
		}
		c, err := w.store.ComplaintByTracking(t.Context(), whole)
		if err != nil || c.EnterpriseID != "f1" || c.ConsumerPhone != "13977331155" || c.WaybillNo != "SFCANARY1" {
			t.Errorf("kept %+v, %v", c, err)
		}
		seen := w.send(trackPath, "number="+strings.ToLower(whole))
		if seen.Code != 200 || !strings.Contains(seen.Body.String(), "申诉：已登记") || !strings.Contains(seen.Body.String(), "审查是否受理，最迟2026年3月4日（还有 2 天）") {
			t.Errorf("tracked: %d %s", seen.Code, seen.Body)
		}
		for _, canary := range []string{"金丝雀", "1397733", "CANARY", "江豚", whole} {
			if strings.Contains(seen.Body.String(), canary) {
				t.Errorf("tracking tells %s", canary)
			}
		}
		wide := strings.Map(func(r rune) rune { return r + 0xfee0 }, whole)
		if got := w.send(trackPath, url.Values{"number": {wide}}.Encode()); got.Code != 200 {
			t.Errorf("tracked by a number in full width: %d", got.Code)
		}
		unknown, strange := w.send(trackPath, "number=AAAAAAAAAAAAAAAAAAAA"), w.send(trackPath, "number=%27+OR+1")
		if unknown.Code != 404 || unknown.Body.String() != strange.Body.String() {
			t.Errorf("unknown numbers are told apart: %d %d", unknown.Code, strange.Code)
		}
		if strings.Contains(w.logged.String(), whole) {
			t.Error("the log holds the tracking number")
		}
	})
}

// From an enterprise's page the form opens with it; where the enterprise has time left that is said.
func TestALodgingSaysWhatIsStillMissing(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.register(t, model.Enterprise{ID: "f1", USCC: "91110000600037341L", Name: "演示江豚快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive})
	if text := w.get(lodgePath + "?firm=91110000600037341L").Body.String(); !strings.Contains(text, `value="91110000600037341L" checked`) {
		t.Error("the enterprise is not chosen")
	}
	for asked, want := range map[string]string{"no": "还差一步", "waiting": "2026年3月8日为止", "replied": "接下来会怎样"} {
		body := url.Values{
			"key": {keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1]}, "kind": {"complaint_to_bureau"}, "firm": {"不知名"}, "category": {"delay"}, "statement": {"晚了"},
			"asked": {asked}, "firm_complained_on": {"2026-03-01"}, "consumer_name": {"欧阳"}, "consumer_phone": {"13977331155"},
		}
		if asked == "no" {
			body.Del("firm_complained_on")
		}
		reply := w.send(lodgePath, body.Encode())
		if reply.Code != http.StatusCreated || !strings.Contains(reply.Body.String(), want) || !strings.Contains(reply.Body.String(), "还要由管理局查明") {
			t.Errorf("%s: %d %s", asked, reply.Code, reply.Body)
		}
		w.now = w.now.Add(time.Second)
	}
	w.portal.Desk.Rules.Limits.Lodgings = 1
	body := "kind=report&firm=x&category=other&statement=yy&key=" + keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1]
	if reply := w.send(lodgePath, body); reply.Code != http.StatusTooManyRequests || reply.Header().Get("Retry-After") == "" || !strings.Contains(reply.Body.String(), ">yy</textarea>") {
		t.Errorf("one more than is allowed: %d %s", reply.Code, reply.Body)
	}
}

// A day of the complaint to the enterprise goes with the answer that there was one, and what is wrong
// with the telephone number is told with all else.
func TestALodgingTellsEveryFaultAtOnce(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	key := keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1]
	whole := url.Values{
		"key": {key}, "kind": {"complaint_to_bureau"}, "firm": {"不知名"}, "category": {"delay"}, "statement": {"晚了"},
		"asked": {"waiting"}, "firm_complained_on": {"2026-02-01"}, "consumer_name": {"欧阳"}, "consumer_phone": {"13977331155"},
	}
	for name, one := range map[string]struct {
		typed map[string]string
		wrong []string
	}{
		"a day without a complaint":        {map[string]string{"asked": "no"}, []string{"firm_complained_on"}},
		"a day, and nothing said":          {map[string]string{"asked": "", "kind": "report"}, []string{"asked"}},
		"a day that is none, not asked":    {map[string]string{"asked": "no", "firm_complained_on": "昨天"}, []string{"firm_complained_on"}},
		"no number":                        {map[string]string{"consumer_phone": ""}, []string{"consumer_phone"}},
		"neither name nor number":          {map[string]string{"consumer_name": "", "consumer_phone": ""}, []string{"consumer_name", "consumer_phone"}},
		"no number, and faults elsewhere":  {map[string]string{"consumer_phone": "", "category": "", "asked": "no"}, []string{"category", "firm_complained_on", "consumer_phone"}},
		"a bad one, and a day that is not": {map[string]string{"consumer_phone": "12ab", "firm_complained_on": ""}, []string{"firm_complained_on", "consumer_phone"}},
		"a bad one, and no name":           {map[string]string{"consumer_phone": "12ab", "consumer_name": "", "waybill_no": "？"}, []string{"waybill_no", "consumer_name", "consumer_phone"}},
	} {
		body := url.Values{}
		for field, values := range whole {
			body[field] = values
		}
		for field, value := range one.typed {
			body.Set(field, value)
		}
		reply := w.send(lodgePath, body.Encode())
		var told []string
		for _, found := range regexp.MustCompile(`<li><a href="#([a-z_]+)">`).FindAllStringSubmatch(reply.Body.String(), -1) {
			told = append(told, found[1])
		}
		if reply.Code != http.StatusUnprocessableEntity || !slices.Equal(told, one.wrong) {
			t.Errorf("%s: %d, wrong are %q", name, reply.Code, told)
		}
	}
}

// Looking for the enterprise comes back at its field, with the only one that fits already chosen.
func TestLookingForAnEnterpriseComesBackAtIt(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.register(t, model.Enterprise{ID: "f1", USCC: "91110000600037341L", Name: "演示江豚快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive})
	w.register(t, model.Enterprise{ID: "f2", USCC: "91350100M000100Y43", Name: "演示白鲟快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive})
	page := w.get(lodgePath).Body.String()
	if !strings.Contains(page, `formaction="`+lodgePath+`#firm"`) || strings.Count(page, `id="firm"`) != 1 {
		t.Errorf("the button leads nowhere: %s", page)
	}
	for typed, chosen := range map[string]int{"江豚": 1, "演示": 0, "没有这家": 0, "江豘快递": 0} {
		body := url.Values{"key": {keyOf.FindStringSubmatch(page)[1]}, "firm": {typed}, "do": {"look"}, "enterprise": {"91350100M000100Y43"}}
		if typed != "没有这家" {
			body.Del("enterprise")
		}
		text := w.send(lodgePath, body.Encode()).Body.String()
		if got := strings.Count(text, `name="enterprise" value="91110000600037341L" checked`); got != chosen {
			t.Errorf("%s: chosen %d times: %s", typed, got, text)
		}
	}
}
