package portal

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// noticed adds the publicity of a fine that was decided on 1 February 2026.
func (w *site) noticed(t *testing.T, number string, status model.NoticeStatus) model.PenaltyNotice {
	t.Helper()
	n := model.PenaltyNotice{
		ID: model.PenaltyNoticeID("notice-" + number), PenaltyID: model.PenaltyID("penalty-" + number), EnterpriseID: "f1",
		EnterpriseName: `演示<b>江豚</b>快递`, USCC: "91110000600037341L", AreaCode: "500156", DocumentNo: "渝邮罚〔2026〕" + number + "号",
		Kind: model.PenaltyFine, AmountFen: 300050, Basis: "《快递市场管理办法》第五十四条", DecidedOn: model.NewDate(2026, 2, 1),
		PublicityClass: model.PublicityGeneral, Summary: "演示：抛扔快件。", EarliestEnd: model.NewDate(2026, 5, 1), EndsOn: model.NewDate(2027, 2, 1),
		Status: status, Proposers: model.UserIDs{"u1"}, PublishedOn: model.NewDate(2026, 3, 2), Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
		return tx.AddPenaltyNotice(context.Background(), &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *site) shows(number string, path string) bool {
	return strings.Contains(w.get(path).Body.String(), "渝邮罚〔2026〕"+number+"号")
}

func TestAPenaltyIsPublicInWordsOnceApprovedAndNotBefore(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.noticed(t, "1", model.NoticePublished)
		w.noticed(t, "2", model.NoticeProposed)
		w.noticed(t, "3", model.NoticeEnded)
		text := w.get("/penalties").Body.String()
		for _, want := range []string{
			"演示&lt;b&gt;江豚&lt;/b&gt;快递", "罚款，罚没金额 3000.50 元", "抛扔快件", "第五十四条", "2026年2月1日", "公示期（一般）",
			"2026年3月2日起，2027年2月1日届满", "2026年5月1日起，企业履行义务后可以申请提前结束公示", "信用修复管理办法", "共 1 件",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q:\n%s", want, text)
			}
		}
		for number, shown := range map[string]bool{"1": true, "2": false, "3": false} {
			for _, path := range []string{"/penalties", "/penalties?q=江豚", "/penalties?q=〔2026〕" + number, "/penalties?q=91110000600037341l"} {
				if got := w.shows(number, path); got != shown {
					t.Errorf("%s shows no. %s: %v", path, number, got)
				}
			}
		}
		slight := publicNotice{PenaltyNotice: model.PenaltyNotice{EarliestEnd: model.NewDate(2026, 2, 1), PublishedOn: model.NewDate(2026, 3, 2)}}
		if from := slight.MayEndFrom(); from != slight.PublishedOn {
			t.Errorf("the publicity of a slight case may end from %s, before it began", from)
		}
		if w.shows("1", "/penalties?q=山雀") {
			t.Error("a search for another firm finds it")
		}
		if home := w.get("/").Body.String(); !strings.Contains(home, "1 件正在公示期内") {
			t.Errorf("home does not count it:\n%s", home)
		}
	})
}

func TestAPenaltyLeavesEveryPageWithItsTermAndWithItsWithdrawal(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		n := w.noticed(t, "1", model.NoticePublished)
		for _, at := range []struct {
			is    time.Time
			shown bool
		}{
			{time.Date(2026, 3, 1, 15, 59, 59, 0, time.UTC), false}, {time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC), true},
			{time.Date(2027, 1, 31, 15, 59, 59, 0, time.UTC), true}, {time.Date(2027, 1, 31, 16, 0, 0, 0, time.UTC), false},
		} {
			w.now = at.is
			if got := w.shows("1", "/penalties"); got != at.shown {
				t.Errorf("at %s it is shown: %v", at.is, got)
			}
			if n.Status = model.NoticePublished; n.IsPublicOn(model.DateOf(at.is)) != at.shown {
				t.Errorf("at %s the record says otherwise than the page", at.is)
			}
		}
		w.now = time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
		first := w.get("/penalties")
		tag := first.Header().Get("ETag")
		if again := w.get("/penalties", "If-None-Match", tag); again.Code != http.StatusNotModified {
			t.Fatalf("unchanged page answers %d", again.Code)
		}
		n.Status = model.NoticeWithdrawn
		err := w.store.Tx(t.Context(), model.Stamp{Act: "test", At: w.now}, func(tx *store.Tx) error {
			_, err := tx.ChangePenaltyNotice(context.Background(), n)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(askEvery)
		if reply := w.get("/penalties", "If-None-Match", tag); reply.Code != http.StatusOK || strings.Contains(reply.Body.String(), "〔2026〕1号") {
			t.Errorf("the page still shows what was withdrawn (%d)", reply.Code)
		}
		if home := w.get("/").Body.String(); strings.Contains(home, "件正在公示期内") {
			t.Error("home still counts it")
		}
	})
}
