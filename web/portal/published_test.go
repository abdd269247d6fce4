package portal

import (
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// fined adds the publication of a fine that was decided on 1 February 2026.
func (w *site) fined(t *testing.T, number string, status model.PublicationStatus) model.Publication {
	t.Helper()
	return w.shown(t, func(p *model.Publication) {
		p.ID, p.SubjectID, p.Kind, p.Topic, p.Series = model.PublicationID("notice-"+number), "penalty-"+number, model.PublishedPenalty, "fine", ""
		p.EnterpriseName, p.Source, p.Title = `演示<b>江豚</b>快递`, "渝邮罚〔2026〕"+number+"号", "行政处罚"
		p.Text = model.PublicText{Title: "行政处罚", Fields: []model.PublicField{
			{Name: "document_no", Label: "决定书文号", Text: "渝邮罚〔2026〕" + number + "号"}, {Name: "facts", Label: "违法事实", Text: "演示：抛扔快件。"},
		}}
		p.EarliestEnd, p.EndsOn, p.Status = model.NewDate(2026, 5, 1), model.NewDate(2027, 2, 1), status
	})
}

func (w *site) shows(number string, path string) bool {
	return strings.Contains(w.get(path).Body.String(), "渝邮罚〔2026〕"+number+"号")
}

func TestAPenaltyIsPublicInWordsOnceApprovedAndNotBefore(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.fined(t, "1", model.PublicationPublished)
		w.fined(t, "2", model.PublicationApproval)
		w.fined(t, "3", model.PublicationEnded)
		text := w.get("/penalties").Body.String()
		for _, want := range []string{
			"演示&lt;b&gt;江豚&lt;/b&gt;快递", "抛扔快件", "2026年3月2日起，2027年1月31日届满", "2026年5月1日起，企业履行义务后可以申请提前结束公示", "信用修复管理办法", "共 1 件",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q:\n%s", want, text)
			}
		}
		for number, shown := range map[string]bool{"1": true, "2": false, "3": false} {
			for _, path := range []string{"/penalties", "/penalties?q=江豚", "/penalties?q=〔2026〕" + number, "/penalties?q=91110000600037341l", "/publications/notice-" + number} {
				if got := w.shows(number, path); got != shown {
					t.Errorf("%s shows no. %s: %v", path, number, got)
				}
			}
		}
		slight := published{Publication: model.Publication{EarliestEnd: model.NewDate(2026, 2, 1), PublishedOn: model.NewDate(2026, 3, 2)}}
		if from := slight.MayEndFrom(); from != slight.PublishedOn {
			t.Errorf("the publicity of a slight case may end from %s, before it began", from)
		}
		if strings.Contains(w.get("/publications/notice-1").Body.String(), "没有经过这两项审查") {
			t.Error("what was reviewed is said not to have been")
		}
		w.shown(t, func(p *model.Publication) { p.ID, p.SubjectID, p.MaskPolicy = "old", "old", model.UncheckedMaskPolicy })
		if !strings.Contains(w.get("/publications/old").Body.String(), "没有经过这两项审查") {
			t.Error("what was public before the reviews does not say so")
		}
		if w.shows("1", "/penalties?q=山雀") {
			t.Error("a search for another firm finds it")
		}
	})
}

func TestATermEndsOnEveryPageWithItsDay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.now = time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC)
		w.fined(t, "1", model.PublicationPublished)
		for _, at := range []struct {
			is    time.Time
			shown bool
		}{
			{time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC), true}, {time.Date(2027, 1, 31, 15, 59, 59, 0, time.UTC), true}, {time.Date(2027, 1, 31, 16, 0, 0, 0, time.UTC), false},
		} {
			w.now = at.is
			for _, path := range []string{"/penalties", "/publications/notice-1", "/published/penalty"} {
				if got := w.shows("1", path); got != at.shown {
					t.Errorf("at %s %s shows it: %v", at.is, path, got)
				}
			}
		}
	})
}

// What is contested or corrected says so wherever it stands.
func TestMarksStandBesideWhatTheyMark(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		w.shown(t, func(p *model.Publication) { p.ContestedOn = model.NewDate(2026, 3, 1) })
		w.shown(t, func(p *model.Publication) {
			p.ID, p.SubjectID, p.CorrectsID, p.Edition, p.CorrectReason = "n2", "e2", "n0", 2, "演示漏字"
		})
		w.shown(t, func(p *model.Publication) {
			p.ID, p.SubjectID, p.ContestedOn, p.AnsweredOn = "n3", "e3", model.NewDate(2026, 3, 1), model.NewDate(2026, 3, 2)
		})
		for path, want := range map[string]string{
			"/publications/n1": "提出异议，正在核查", "/publications/n2": "更正原因：演示漏字", "/publications/n3": "核查答复，维持公开",
		} {
			for _, page := range []string{path, "/lists/black"} {
				if !strings.Contains(w.get(page).Body.String(), want) {
					t.Errorf("%s lacks %q", page, want)
				}
			}
		}
	})
}

func TestTheNewestProgressOfEachPlanIsShown(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		w := newSite(t, dsn)
		for id, month := range map[model.PublicationID]string{"m1": "2026-01", "m2": "2026-02"} {
			w.shown(t, func(p *model.Publication) {
				p.ID, p.SubjectID, p.Kind, p.Topic, p.Series, p.Source, p.EndsOn = id, "plan:"+month, model.PublishedProgress, "active", month, "武商务〔2019〕61号", model.Date{}
				p.Text = model.PublicText{Title: "方案：" + month, Table: &model.PublicTable{
					Columns: []model.PublicField{{Name: "name", Label: "任务"}, {Name: "light", Label: "亮灯"}}, Rows: [][]string{{"任务" + month, "红灯"}, {"其他", "绿灯"}},
				}}
			})
		}
		text := w.get("/tasks").Body.String()
		for _, want := range []string{"任务2026-02", `<span class="light red">红灯</span>`, "红灯 1 项", "往期进展", "方案：2026-01"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q:\n%s", want, text)
			}
		}
		if strings.Contains(text, "任务2026-01") {
			t.Error("the former month is shown too")
		}
	})
}
