package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yijian/deploy/testdb"
	"yijian/model"
)

// A page on paper says where it is from, the same for whoever asks; what is shown once has no such address.
func TestAPrintedPageSaysWhereItIsFrom(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.publish(t, "演示江豚快递")
	const printed = "网址：https://yj.example.cn/lists/black　"
	for _, path := range []string{"/lists/black", "/lists/black?from=%E4%BD%95%E5%A4%84"} {
		text := w.get(path).Body.String()
		if !strings.Contains(text, printed) || strings.Contains(text, "何处") || !strings.Contains(text, "打开时间") {
			t.Errorf("%s says not where it is from:\n%s", path, text)
		}
		if !strings.Contains(text, `<link rel="alternate" type="application/atom+xml" title="最近的公开与撤下" href="/open/feed.atom">`) {
			t.Errorf("%s leads to no feed", path)
		}
	}
	if w.get("/open/feed.atom").Code != http.StatusOK {
		t.Error("there is no feed where the pages lead")
	}
	if text := w.send(trackPath, "number=A").Body.String(); strings.Contains(text, "网址：") {
		t.Errorf("an answer to a form has an address:\n%s", text)
	}
	w.portal.SiteURL = ""
	if text := w.get("/firms/none").Body.String(); strings.Contains(text, "网址：") {
		t.Errorf("an address is made up:\n%s", text)
	}
}

// Who prints what he was given holds all that he needs to come back: of whom, about what, and where to look.
func TestAReceiptOfALodgingIsWholeOnPaper(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.register(t, model.Enterprise{ID: "f1", USCC: "91110000600037341L", Name: "演示江豚快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive})
	body := url.Values{
		"key": {keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1]}, "kind": {"complaint_to_bureau"}, "firm": {"江豚"}, "enterprise": {"91110000600037341L"},
		"category": {"loss"}, "statement": {"丢了"}, "asked": {"no"}, "consumer_name": {"欧阳"}, "consumer_phone": {"13977331155"},
	}
	text := w.send(lodgePath, body.Encode()).Body.String()
	for _, words := range []string{"申诉的企业</dt><dd>演示江豚快递有限公司</dd>", "事项</dt><dd>" + w.portal.Desk.Access.Words.Value("complaints.category", "loss") + "</dd>", "https://yj.example.cn/complaints/track", "对用户的申诉作出答复"} {
		if !strings.Contains(text, words) {
			t.Errorf("the receipt lacks %s:\n%s", words, text)
		}
	}
	if strings.Contains(text, "欧阳") || strings.Contains(text, "13977331155") {
		t.Error("the receipt holds the person")
	}
	report := url.Values{
		"key": {keyOf.FindStringSubmatch(w.get(lodgePath).Body.String())[1]}, "kind": {"report"}, "firm": {"不知名的小车"}, "category": {"other"}, "statement": {"没有许可证"},
	}
	text = w.send(lodgePath, report.Encode()).Body.String()
	for _, words := range []string{"举报的企业</dt><dd>不知名的小车（由管理局查明）</dd>", "核查举报并作出处理"} {
		if !strings.Contains(text, words) {
			t.Errorf("the receipt of a report lacks %s:\n%s", words, text)
		}
	}
	if _, course, _ := strings.Cut(text, "接下来会怎样"); strings.Contains(course, "用户的申诉") {
		t.Errorf("the receipt of a report speaks of a complaint:\n%s", course)
	}
}

// How the bureau is reached stands where people look for it, and nothing does where it is not set.
func TestHowTheBureauIsReachedIsTold(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	if text := w.get("/accessibility").Body.String(); !strings.Contains(text, "主办：演示管理局。") || strings.Contains(text, "tel:") {
		t.Errorf("where nothing is set:\n%s", text)
	}
	w.portal.Desk.ContactPhone, w.portal.Desk.ContactAddress = "023-7771 2345", "演示路<8>号"
	const reach = "演示管理局（电话023-7771 2345，地址演示路&lt;8&gt;号）"
	if text := w.get("/tasks").Body.String(); !strings.Contains(text, `href="tel:02377712345">023-7771 2345</a>，地址：演示路&lt;8&gt;号。`) {
		t.Errorf("the foot says\n%s", text)
	}
	for _, path := range []string{"/about", "/firms/none", trackPath} {
		if text := w.get(path).Body.String(); !strings.Contains(text, reach) {
			t.Errorf("%s says not how the bureau is reached:\n%s", path, text)
		}
	}
}

// Over no record stands no heading.
func TestAFirmWithoutRecordsHasNoHeadingOfThem(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.register(t, model.Enterprise{ID: "f1", USCC: "91110000600037341L", Name: "演示江豚快递有限公司", AreaCode: "500156001", Status: model.EnterpriseActive})
	const heading = `<h2 id="records">公示记录</h2>`
	if text := w.get("/firms/91110000600037341L").Body.String(); strings.Contains(text, heading) || !strings.Contains(text, "现在没有在公示期内的") {
		t.Errorf("without records:\n%s", text)
	}
	w.publish(t, "演示江豚快递有限公司")
	w.now = w.now.Add(askEvery)
	if text := w.get("/firms/91110000600037341L").Body.String(); !strings.Contains(text, heading) || strings.Contains(text, "现在没有在公示期内的") {
		t.Errorf("with a record:\n%s", text)
	}
}

// Letters in pictures go with the size of letters: no picture with letters is scaled as a whole.
func TestLettersInPicturesGoWithTheSize(t *testing.T) {
	w := newSite(t, testdb.SQLite(t))
	w.stock(t, 0, "演示江豚快递有限公司", model.NewDate(2028, 12, 31), 3)
	text := w.get(statisticsPath).Body.String()
	charts := strings.Split(text, `<svg class="chart"`)[1:]
	if len(charts) != 5 {
		t.Fatalf("%d pictures", len(charts))
	}
	for _, chart := range charts {
		head, _, _ := strings.Cut(chart, ">")
		if strings.Contains(head, "viewBox") || !strings.Contains(head, `em"`) || !strings.Contains(chart, "<text") {
			t.Errorf("a picture is scaled: %s", head)
		}
	}
	sheet := string(statics()["portal.css"].body)
	for _, rule := range strings.SplitAfter(sheet, "}") {
		if strings.Contains(rule, ".chart text") && strings.Contains(rule, "px") {
			t.Errorf("letters of a fixed size: %s", rule)
		}
	}
}
