package reports

import (
	"strings"
	"testing"

	"yijian/model"
)

// sentences are the summary of the sheets, as one text.
func sentences(sheets model.TaskSheets) string { return strings.Join(summaryWords(sheets), "") }

func TestTheSummarySaysHowThePlanStands(t *testing.T) {
	sheets := planSheets()
	for i := range sheets.Rows { // as they were at the end of the month before
		sheets.Rows[i].Course[1].Light = sheets.Rows[i].Light
	}
	sheets.Rows[2].Course[1].Light, sheets.Rows[3].Course[1].Light = model.LightGreen, model.LightRed
	sheets.Rows[2].CountDiffers = true
	for _, want := range []string{
		"全部13项任务中，按计划推进或已完成的（绿灯）6项，临近时限、略有落后或月报（季报）迟报的（黄灯）3项", "（红灯）3项", "（灰灯）1项",
		"2026年11月的月报（季报）应报12项，已报11项；到期未报的：1项（第5项）。", "超过完成时限尚未完成的：1项（第13项）。",
		"与上期（2026年10月末）相比，转为红灯的1项（第3项），转为绿灯的1项（第4项），其余没有变化。",
		"设有计数目标的1项任务中，实报与计数进度相差超过允许范围、需要核对的：1项（第3项）。",
	} {
		if got := sentences(sheets); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestAMonthWithoutReportsSaysSo(t *testing.T) {
	sheets := planSheets()
	for i := range sheets.Rows {
		row := &sheets.Rows[i]
		row.Owes, row.Reported, row.MonthWork, row.Problems, row.Counted, row.DaysOver, row.Missing = i < 2, i == 5, "", "", nil, 0, nil
		row.Course[1].Light = row.Light
	}
	got := sentences(sheets)
	for _, want := range []string{"2026年11月的月报（季报）应报2项，已报0项；没有到期未报的月报（季报）。", "没有超过完成时限的任务。", "各项任务亮灯没有变化。", "没有任务设定计数目标"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	file := taskFile(t, sheets)
	for at, want := range map[string]string{"K5": "未报", "K6": "未报", "K7": "55%", "K9": "本月不需报送"} {
		if words := said(t, file, taskSheet, at); words != want {
			t.Errorf("the claimed progress in %s is %q, want %q", at, words, want)
		}
	}
	for i := range sheets.Rows {
		sheets.Rows[i].Owes, sheets.Rows[i].Reported = false, i == 0 // of its own accord
	}
	if got := sentences(sheets); !strings.Contains(got, "2026年11月没有应报月报（季报）的任务；") {
		t.Errorf("where none owes any it says %q", got)
	}
	if words := said(t, taskFile(t, sheets), taskSheet, "K5"); words != "38%" {
		t.Errorf("what was handed in without being owed is %q", words)
	}
}

func TestMissingReportsSayTheirRhythm(t *testing.T) {
	sheets := planSheets()
	sheets.Rows[4].Missing = []model.MissingReport{
		{Month: "2026-03", Rhythm: model.RhythmQuarterly, Due: model.NewDate(2026, 3, 25)},
		{Month: "2026-06", Rhythm: model.RhythmQuarterly, Due: model.NewDate(2026, 6, 25)},
		{Month: "2026-07", Rhythm: model.RhythmMonthly, Due: model.NewDate(2026, 7, 25)},
	}
	file := taskFile(t, sheets)
	each := "2026年第1季度季报（应于2026-03-25前报送）\n2026年第2季度季报（应于2026-06-25前报送）\n2026年7月月报（应于2026-07-25前报送）"
	if words := wordsOf(t, file, overdueSheet); !strings.Contains(words, "未报月报1份、季报2份：\n"+each) {
		t.Errorf("the overdue are %s", words)
	}
	sheets.Rows[4].Missing = sheets.Rows[4].Missing[:1]
	if words := wordsOf(t, taskFile(t, sheets), overdueSheet); !strings.Contains(words, "未报季报1份：\n2026年第1季度季报") {
		t.Errorf("the overdue are %s", words)
	}
	if words := wordsOf(t, file, "区交通局"); !strings.Contains(words, "欠报月报（季报）|") || !strings.Contains(words, each) {
		t.Errorf("区交通局: %s", words)
	}
}

func TestTheFirstPeriodHasNoneBefore(t *testing.T) {
	if got := sentences(sheetsOver(planTasks(), 1)); !strings.Contains(got, "第一个报告期") {
		t.Errorf("it says %q", got)
	}
	sheets := planSheets() // of a period of all its months
	sheets.Head.From = sheets.Head.Months[0]
	if got := sentences(sheets); !strings.Contains(got, "第一个报告期") {
		t.Errorf("it says %q", got)
	}
}

func TestAnEditionSaysWhichItIs(t *testing.T) {
	meta := planMeta()
	meta.IssuedOn = model.NewDate(2026, 11, 26)
	for edition, want := range map[int]string{0: "按需生成，未印发", 1: "第1版，2026年11月26日印发", 2: "第2版（更正），2026年11月26日印发"} {
		if meta.Edition = edition; editionWords(meta) != want {
			t.Errorf("%d: %q, want %q", edition, editionWords(meta), want)
		}
	}
	sheets := planSheets()
	sheets.Head.Edition, sheets.Head.Reason = 2, "更正第3项的进度"
	if words := wordsOf(t, taskFile(t, sheets), coverSheet); !strings.Contains(words, "更正理由|更正第3项的进度") || !strings.Contains(words, "按截至2026年11月24日当天结束时已经报送的月报、季报统计") {
		t.Errorf("the cover says %q", words)
	}
}

func TestManyTasksAreNamedUpToABound(t *testing.T) {
	if got := someTasks(strings.Split(strings.Repeat("7,", mostNamed)+"8", ",")); !strings.HasPrefix(got, "31项（第7、") || !strings.HasSuffix(got, "等项）") || strings.Contains(got, "8") {
		t.Errorf("it says %q", got)
	}
}
