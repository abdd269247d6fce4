package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yijian/model"
)

// editionWords says whether a report is one that was issued, and which.
func editionWords(meta model.TaskReportMeta) string {
	switch meta.Edition {
	case 0:
		return "按需生成，未印发"
	case 1:
		return "第1版，" + chineseDate(meta.IssuedOn) + "印发"
	}
	return fmt.Sprintf("第%d版（更正），%s印发", meta.Edition, chineseDate(meta.IssuedOn))
}

// basisWords says what the report is told from.
func basisWords(meta model.TaskReportMeta) string {
	return "按截至" + chineseDate(meta.AsOf) + "当天结束时已经报送的月报、季报统计，内容按其后的更正；计数进度按登记簿当天的记录计算。"
}

// summaryWords sum the report up in sentences.
func summaryWords(sheets model.TaskSheets) []string {
	if len(sheets.Rows) == 0 {
		return []string{noTasks}
	}
	said := []string{lightSentence(sheets.Rows), reportSentence(sheets)}
	if over := numbersOf(sheets.Rows, func(t model.TaskRow) bool { return t.DaysOver > 0 }); len(over) > 0 {
		said = append(said, "超过完成时限尚未完成的："+someTasks(over)+"。")
	} else {
		said = append(said, "没有超过完成时限的任务。")
	}
	return append(said, changeSentence(sheets), countSentence(sheets.Rows))
}

func lightSentence(rows []model.TaskRow) string {
	many := map[model.Light]int{}
	for _, row := range rows {
		many[row.Light]++
	}
	return fmt.Sprintf("全部%d项任务中，按计划推进或已完成的（绿灯）%d项，临近时限、略有落后或月报（季报）迟报的（黄灯）%d项，严重落后、逾期或长期缺报的（红灯）%d项，未启动或已批准暂缓、取消的（灰灯）%d项。",
		len(rows), many[model.LightGreen], many[model.LightYellow], many[model.LightRed], many[model.LightGrey])
}

func reportSentence(sheets model.TaskSheets) string {
	owed := numbersOf(sheets.Rows, func(t model.TaskRow) bool { return t.Owes })
	reported := numbersOf(sheets.Rows, func(t model.TaskRow) bool { return t.Owes && t.Reported })
	missing := numbersOf(sheets.Rows, func(t model.TaskRow) bool { return len(t.Missing) > 0 })
	month := monthWords(sheets.Head.To)
	said := fmt.Sprintf("%s的月报（季报）应报%d项，已报%d项", month, len(owed), len(reported))
	if len(owed) == 0 {
		said = month + "没有应报月报（季报）的任务"
	}
	if len(missing) > 0 {
		return said + "；到期未报的：" + someTasks(missing) + "。"
	}
	return said + "；没有到期未报的月报（季报）。"
}

// changeSentence says whose light changed since the end of the period before.
func changeSentence(sheets model.TaskSheets) string {
	before := -1
	for i, month := range sheets.Head.Months {
		if month < sheets.Head.From {
			before = i
		}
	}
	if before < 0 {
		return "这是方案的第一个报告期，没有上期可以比较。"
	}
	said := []string{}
	for _, light := range model.Lights {
		turned := numbersOf(sheets.Rows, func(t model.TaskRow) bool {
			return t.Light == light && before < len(t.Course) && t.Course[before].Light != light
		})
		if len(turned) > 0 {
			said = append(said, "转为"+light.Title()+"的"+someTasks(turned))
		}
	}
	since := "与上期（" + monthWords(sheets.Head.Months[before]) + "末）相比，"
	if len(said) == 0 {
		return since + "各项任务亮灯没有变化。"
	}
	return since + strings.Join(said, "，") + "，其余没有变化。"
}

func countSentence(rows []model.TaskRow) string {
	counted := numbersOf(rows, func(t model.TaskRow) bool { return t.Counted != nil })
	if len(counted) == 0 {
		return "没有任务设定计数目标，只有实报进度。"
	}
	differ := numbersOf(rows, func(t model.TaskRow) bool { return t.CountDiffers })
	if len(differ) == 0 {
		return fmt.Sprintf("设有计数目标的%d项任务，实报与计数进度相差都在允许范围以内。", len(counted))
	}
	return fmt.Sprintf("设有计数目标的%d项任务中，实报与计数进度相差超过允许范围、需要核对的：%s。", len(counted), someTasks(differ))
}

// numbersOf are the numbers of the rows for which it holds.
func numbersOf(rows []model.TaskRow, holds func(model.TaskRow) bool) []string {
	var numbers []string
	for _, row := range rows {
		if holds(row) {
			numbers = append(numbers, strconv.Itoa(row.Number))
		}
	}
	return numbers
}

// mostNamed is how many tasks a sentence names by their numbers.
const mostNamed = 30

func someTasks(numbers []string) string {
	named, more := numbers, ""
	if len(named) > mostNamed {
		named, more = named[:mostNamed], "等"
	}
	return fmt.Sprintf("%d项（第%s%s项）", len(numbers), strings.Join(named, "、"), more)
}

// monthWords says a month of the form 2026-11 as 2026年11月, and any other text as it is.
func monthWords(month string) string {
	first, err := model.ParseDate(month + "-01")
	if err != nil {
		return month
	}
	return first.MonthWords()
}

// missingWords say each missing report with the day by which it was due.
func missingWords(missing []model.MissingReport) string {
	var said []string
	for _, m := range missing {
		said = append(said, aboutWords(m)+m.Rhythm.Title()+"（应于"+m.Due.String()+"前报送）")
	}
	return strings.Join(said, "\n")
}

// aboutWords say the month or the quarter that the missing report is about.
func aboutWords(m model.MissingReport) string {
	first, err := model.ParseDate(m.Month + "-01")
	if err != nil || m.Rhythm != model.RhythmQuarterly {
		return monthWords(m.Month)
	}
	return fmt.Sprintf("%d年第%d季度", first.Year(), (int(first.Month())+2)/3)
}

// missingCounts say how many reports of each rhythm are missing.
func missingCounts(missing []model.MissingReport) string {
	many := map[model.TaskRhythm]int{}
	for _, m := range missing {
		many[m.Rhythm]++
	}
	var said []string
	for _, rhythm := range []model.TaskRhythm{model.RhythmMonthly, model.RhythmQuarterly} {
		if many[rhythm] > 0 {
			said = append(said, fmt.Sprintf("%s%d份", rhythm.Title(), many[rhythm]))
		}
	}
	return strings.Join(said, "、")
}

// leadsOf are the units that lead tasks, in the order of their first.
func leadsOf(rows []model.TaskRow) []string {
	var leads []string
	for _, row := range rows {
		if !slices.Contains(leads, row.Lead) {
			leads = append(leads, row.Lead)
		}
	}
	return leads
}
