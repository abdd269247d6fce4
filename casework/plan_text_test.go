package casework

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"yijian/model"
	"yijian/policy/reference"
)

func districtPlan(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/plan-2019-61.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustParse(t *testing.T, text string) model.PlanText {
	t.Helper()
	plan, err := ParsePlanText(text, reference.District())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func ids(units []model.PlanUnit) string {
	words := make([]string, len(units))
	for i, u := range units {
		words[i] = string(u.ID)
	}
	return strings.Join(words, " ")
}

// The district plan, read by eye: group, name, both leads, supporting and responsible units.
var districtTasks = [13]struct{ group, name, lead, support, title, bodyLead, responsible string }{
	{"规划引领", "编制规划", "qu-zhujianwei", "townships",
		"加强规划协同引领", "qu-guihuaziranju", "qu-fagaiwei qu-shangwuwei youzheng-sanfenju"},
	{"规划引领", "推动物流园区建设", "qu-shangwuwei", "qu-zhaoshangzhongxin qu-zhujianwei qu-guihuaziranju",
		"推动物流园区建设", "qu-zhaoshangzhongxin", "qu-fagaiwei qu-guihuaziranju qu-shangwuwei youzheng-sanfenju"},
	{"规划引领", "优化完善城乡快递物流网络", "qu-shangwuwei", "townships",
		"优化完善城乡快递物流网络", "qu-shangwuwei",
		"qu-fagaiwei qu-guihuaziranju qu-nongyenongcunwei qu-jiaowei qu-fupinban qu-gongxiaoshe youzheng-sanfenju"},
	{"规范运营", "推动配送车辆规范运营", "qu-jiaotongju", "youzheng-sanfenju qu-jiaoxunjingzhidui",
		"推动配送车辆规范运营", "qu-jiaotongju", "qu-gonganju youzheng-sanfenju"},
	{"规范运营", "便利城市快递配送车辆通行", "qu-jiaotongju", "qu-chengguanju townships",
		"便利城市快递配送车辆通行", "qu-gonganju",
		"qu-jiaotongju qu-chengguanju qu-guihuaziranju qu-jiaowei qu-jiaoxunjingzhidui qu-dianligongsi youzheng-sanfenju"},
	{"服务创新", "促进企业创新发展", "qu-shangwuwei", "townships",
		"促进企业创新发展", "qu-shangwuwei", "qu-gongxiaoshe youzheng-sanfenju"},
	{"服务创新", "大力发展共同配送", "qu-shangwuwei", "townships",
		"大力发展共同配送", "qu-shangwuwei", "qu-gongxiaoshe youzheng-sanfenju"},
	{"提高效率", "提高标准技术应用水平", "qu-jingxinwei", "townships",
		"提高标准技术应用水平", "qu-fagaiwei", "qu-jingxinwei qu-shangwuwei youzheng-sanfenju"},
	{"提高效率", "鼓励信息互联共享", "qu-shangwuwei", "qu-jingxinwei youzheng-sanfenju",
		"鼓励信息互联共享", "qu-fagaiwei", "qu-jingxinwei qu-shangwuwei youzheng-sanfenju"},
	{"提高效率", "推动供应链协同", "qu-shangwuwei", "youzheng-sanfenju",
		"推动供应链协同", "qu-fagaiwei", "qu-shangwuwei youzheng-sanfenju"},
	{"绿色快递物流", "促进资源集约", "qu-shengtaihuanjingju", "qu-jingxinwei",
		"促进资源集约", "qu-shengtaihuanjingju", "qu-jingxinwei qu-fagaiwei"},
	{"绿色快递物流", "推广绿色包装", "qu-shengtaihuanjingju", "qu-nongyenongcunwei qu-shangwuwei",
		"推广绿色包装", "qu-shengtaihuanjingju", "qu-fagaiwei qu-jingxinwei qu-shangwuwei youzheng-sanfenju"},
	{"绿色快递物流", "推动绿色运输与配送", "qu-jiaotongju", "qu-jingxinwei qu-shangwuwei qu-jiaoxunjingzhidui",
		"推动绿色运输与配送", "qu-jiaotongju", "qu-jingxinwei youzheng-sanfenju"},
}

func TestTheDistrictPlan(t *testing.T) {
	text := districtPlan(t)
	if text != reference.PlanText() {
		t.Fatal("the embedded plan is not the document of the tests")
	}
	plan := mustParse(t, text)
	head := fmt.Sprint(plan.DocumentNo, "|", plan.Title, "|", plan.Issuer, "|", plan.Dated, "|", plan.GoalYear, "|", plan.SupervisingUnit, "|", plan.AnnexTitle)
	const want = "武隆府办发〔2019〕61号|武隆区推进电子商务与快递物流协同发展实施方案|重庆市武隆区人民政府办公室|2019-07-15|2020|qu-shangwuwei|武隆区推进电子商务与快递物流协同发展工作任务分解"
	if head != want {
		t.Errorf("head is\n%s, want\n%s", head, want)
	}
	if !strings.HasPrefix(plan.Goal, "到2020年，以服务") || !strings.HasSuffix(plan.Goal, "推动农特产品走出武隆。") {
		t.Errorf("goal is %q", plan.Goal)
	}
	if len(plan.Items) != 13 || len(plan.Doubts) != 0 {
		t.Fatalf("%d items, doubts %v", len(plan.Items), plan.Doubts)
	}
	lines := strings.Split(text, "\n")
	for i, item := range plan.Items {
		want := districtTasks[i]
		got := struct{ group, name, lead, support, title, bodyLead, responsible string }{
			item.Group, item.Name, string(item.Lead), ids(item.Support),
			item.Body.Title, string(item.Body.Lead), ids(item.Body.Responsible),
		}
		if got != want || item.Number != i+1 {
			t.Errorf("task %d is\n%v, want\n%v", item.Number, got, want)
		}
		cells := []string{fmt.Sprint(item.Number), item.Name, item.Content, item.LeadText, item.SupportText}
		for k, cell := range cells {
			if lines[item.Line-1+k] != "\t"+cell {
				t.Errorf("task %d: line %d is not %q", item.Number, item.Line+k, cell)
			}
		}
		body := item.Body
		whole := fmt.Sprintf("%d．%s。%s（牵头单位：%s；责任单位：%s）", body.Number, body.Title, body.Content, body.LeadText, body.ResponsibleText)
		if lines[body.Line-1] != whole {
			t.Errorf("item %d: line %d is not %q", item.Number, body.Line, whole)
		}
	}
	if s := plan.Items[3].Body.Section; s != "强化规范运营，优化电子商务配送通行管理" {
		t.Errorf("section is %q", s)
	}
}

func TestSixLeadsDiffer(t *testing.T) {
	plan := mustParse(t, districtPlan(t))
	var got []string
	for _, c := range LeadConflicts(plan, reference.District(), plan.Dated) {
		got = append(got, fmt.Sprint(c.Number, " ", c.AnnexLead, " ", c.BodyLead))
	}
	want := []string{
		"1 qu-zhujianwei qu-guihuaziranju", "2 qu-shangwuwei qu-zhaoshangzhongxin", "5 qu-jiaotongju qu-gonganju",
		"8 qu-jingxinwei qu-fagaiwei", "9 qu-shangwuwei qu-fagaiwei", "10 qu-shangwuwei qu-fagaiwei",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A former and its successor differ while both exist, and are one unit afterwards.
func TestConflictEndsWithSuccession(t *testing.T) {
	text := replace(t, districtPlan(t), "（牵头单位：区交通局；责任单位：区经济信息委、", "（牵头单位：区扶贫办；责任单位：区经济信息委、")
	text = replace(t, text, "\t区交通局\n\t区经济信息委、区商务委、区交巡警支队", "\t区农业农村委\n\t区经济信息委、区商务委、区交巡警支队")
	plan := mustParse(t, text)
	if n := len(LeadConflicts(plan, reference.District(), plan.Dated)); n != 7 {
		t.Errorf("%d conflicts in 2019, want 7", n)
	}
	if n := len(LeadConflicts(plan, reference.District(), model.NewDate(2026, time.January, 1))); n != 6 {
		t.Errorf("%d conflicts in 2026, want 6", n)
	}
}

// replace demands that the old text stands there exactly once, so that no case tests nothing.
func replace(t testing.TB, text, old, now string) string {
	t.Helper()
	if n := strings.Count(text, old); n != 1 {
		t.Fatalf("%q stands %d times", old, n)
	}
	return strings.Replace(text, old, now, 1)
}

func TestAnotherYear(t *testing.T) {
	text := strings.ReplaceAll(strings.ReplaceAll(districtPlan(t), "2020年", "2026年"), "2019", "2025")
	plan := mustParse(t, text)
	if plan.DocumentNo != "武隆府办发〔2025〕61号" || plan.Dated != model.NewDate(2025, time.July, 15) || plan.GoalYear != 2026 {
		t.Errorf("got %s, %s, %d", plan.DocumentNo, plan.Dated, plan.GoalYear)
	}
	// By then the office for poverty relief had become part of agriculture.
	if got := plan.Items[2].Body.Responsible[4]; got.Text != "区扶贫办" || got.ID != "qu-nongyenongcunwei" {
		t.Errorf("got %v", got)
	}
	for _, c := range []struct {
		text string
		want int
	}{{districtPlan(t), 27}, {text, 26}} {
		plan := mustParse(t, c.text)
		if members := reference.District().MembersOn(plan.Items[0].Support[0].ID, plan.Dated); len(members) != c.want {
			t.Errorf("%s: %d townships, want %d", plan.Dated, len(members), c.want)
		}
	}
}

func TestAnExtraRow(t *testing.T) {
	text := replace(t, districtPlan(t), "三、保障措施",
		"4．推动末端共建。共建末端站点。（牵头单位：区住建委；责任单位：各乡镇人民政府）\n三、保障措施")
	text = strings.TrimRight(text, " \n") + "\n\n\t\n\t14\n\t推动末端共建\n\t共建末端站点。\n\t区住房城乡建委\n\t各街道办事处、各乡镇人民政府\n"
	plan := mustParse(t, text)
	last := plan.Items[len(plan.Items)-1]
	if len(plan.Items) != 14 || last.Group != "绿色快递物流" || last.Body.Title != "推动末端共建" || last.Lead != last.Body.Lead {
		t.Errorf("got %d items, the last is %+v", len(plan.Items), last)
	}
}

// Order decides, even where titles contradict it; the contradiction is pointed out.
func TestBodyOrderChanged(t *testing.T) {
	lines := strings.Split(districtPlan(t), "\n")
	lines[37], lines[38] = lines[38], lines[37] // items 11 and 12, numbers and all
	plan := mustParse(t, strings.Join(lines, "\n"))
	eleven, twelve := plan.Items[10], plan.Items[11]
	if eleven.Name != "促进资源集约" || eleven.Body.Title != "推广绿色包装" || eleven.Body.Number != 2 || eleven.Body.Line != 38 {
		t.Errorf("task 11 got %+v", eleven.Body)
	}
	if twelve.Name != "推广绿色包装" || twelve.Body.Title != "促进资源集约" || twelve.Body.Line != 39 {
		t.Errorf("task 12 got %+v", twelve.Body)
	}
	if len(plan.Doubts) != 2 || plan.Doubts[0].Line != 38 || !strings.Contains(plan.Doubts[0].Detail, "附件第12项") {
		t.Errorf("doubts are %v", plan.Doubts)
	}

	whole := strings.Split(districtPlan(t), "\n")
	sections := slices.Concat(whole[:22], whole[26:29], whole[22:26], whole[29:]) // （二） before （一）
	plan = mustParse(t, strings.Join(sections, "\n"))
	if b := plan.Items[0].Body; b.Title != "推动配送车辆规范运营" || b.Section != "强化规范运营，优化电子商务配送通行管理" {
		t.Errorf("task 1 got %+v", b)
	}
	if b := plan.Items[2].Body; b.Title != "加强规划协同引领" {
		t.Errorf("task 3 got %+v", b)
	}
}

func TestCopiesThatOnlyLookDifferent(t *testing.T) {
	text := districtPlan(t)
	want := mustParse(t, text)
	for name, copied := range map[string]string{
		"CRLF":               strings.ReplaceAll(text, "\n", "\r\n"),
		"CR":                 strings.ReplaceAll(text, "\n", "\r"),
		"BOM":                "\ufeff" + text,
		"wide spaces":        "\u3000\u3000" + strings.ReplaceAll(text, "\n", "\u3000\n\u3000\u3000"),
		"narrow spaces":      strings.ReplaceAll(text, "\n", " \u00a0\n"),
		"spaces after tabs":  strings.ReplaceAll(text, "\t", "\t \u3000"),
		"trailing white cut": strings.ReplaceAll(text, "\n\t\n", "\n\n"),
		"half-width marks":   strings.NewReplacer("（牵头单位：", "(牵头单位:", "；责任", ";责任").Replace(text),
		"bracketed year":     strings.ReplaceAll(text, "〔2019〕61号", "[2019]61号"),
		"wide digits":        strings.NewReplacer("2019年7月15日", "２０１９年７月１５日", "\n1．", "\n１．", "\t13", "\t１３").Replace(text),
		"spaced head":        strings.NewReplacer("\t序号", "\t序　号", "一、发展", "一、 发展", "\n附件\n", "\n附 件\n").Replace(text),
	} {
		got, err := ParsePlanText(copied, reference.District())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if copied == text {
			t.Errorf("%s: the copy does not differ", name)
		}
		if len(got.Items) != len(want.Items) || got.DocumentNo != want.DocumentNo || got.Dated != want.Dated || got.Issuer != want.Issuer {
			t.Errorf("%s: head is %+v", name, got)
			continue
		}
		for i := range got.Items {
			g, w := got.Items[i], want.Items[i]
			if g.Group != w.Group || g.Name != w.Name || g.Content != w.Content || g.Lead != w.Lead || g.Line != w.Line ||
				ids(g.Support) != ids(w.Support) || g.Body.Title != w.Body.Title || g.Body.Lead != w.Body.Lead ||
				g.Body.Number != w.Body.Number || ids(g.Body.Responsible) != ids(w.Body.Responsible) {
				t.Errorf("%s: task %d is\n%+v, want\n%+v", name, i+1, g, w)
			}
		}
	}
}

func FuzzParsePlanText(f *testing.F) {
	text := districtPlan(f)
	f.Add(text)
	f.Add("一、发展目标\n二、主要任务\n附件\n")
	f.Add("武〔2019〕1号\n《甲》现印发\n办\n2019年7月15日\n一、发展目标\n到2020年\n二、主要任务\n（一）甲\n1．乙。丙（牵头单位：区商务委；责任单位：区教委）\n附件\n题\n\n\t结构\n\t序号\n\t工作任务\n\t具体内容\n\t牵头单位\n\t配合单位\n\n\t甲\n\t1\n\t乙\n\t丙\n\t区商务委\n\t区教委")
	f.Fuzz(func(t *testing.T, text string) {
		plan, err := ParsePlanText(text, reference.District())
		if err != nil {
			if detail := model.DetailOf(err); model.KindOf(err) != model.Invalid || !strings.HasPrefix(detail, "第") || !strings.Contains(detail, "行：") {
				t.Fatalf("refused without line or reason: %v", err)
			}
			if len(plan.Items) != 0 || plan.DocumentNo != "" {
				t.Fatal("a refused plan is partly there")
			}
			return
		}
		if plan.DocumentNo == "" || plan.Dated.IsZero() || plan.GoalYear < 1 || len(plan.Items) == 0 {
			t.Fatalf("accepted without head or tasks: %+v", plan)
		}
		for i, item := range plan.Items {
			if item.Number != i+1 || item.Lead == "" || item.Body.Lead == "" || len(item.Support) == 0 || len(item.Body.Responsible) == 0 {
				t.Fatalf("accepted an incomplete task: %+v", item)
			}
		}
	})
}
