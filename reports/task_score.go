package reports

import (
	"fmt"
	"strings"

	"yijian/model"
)

const (
	scoreSheet     = "单位评分"
	scoreItemSheet = "评分明细"
)

// scoredItem is one thing that a unit was scored on.
type scoredItem struct {
	unit string
	model.ScoreItem
}

// scoreColumns are a unit's score, what each part brings, and how it was computed.
func scoreColumns() []taskColumn[model.UnitScore] {
	columns := []taskColumn[model.UnitScore]{
		{title: "单位", width: 18, style: bodyLeft, words: func(u model.UnitScore) string { return u.Name }},
		{title: "牵头任务", width: 7, style: bodyCentred, number: func(u model.UnitScore) (int, bool) { return u.Tasks, true }},
		{title: "总分", width: 9, style: bodyPoints, points: func(u model.UnitScore) (int, bool) { return u.Points, u.Scored }, words: always[model.UnitScore]("无可评")},
	}
	for i, part := range model.ScoreParts {
		columns = append(columns, taskColumn[model.UnitScore]{
			title: part.Title(), width: 9, style: bodyPoints, words: always[model.UnitScore]("—"),
			points: func(u model.UnitScore) (int, bool) { return u.Lines[i].Points, u.Lines[i].Items > 0 },
		})
	}
	return append(columns, taskColumn[model.UnitScore]{title: "计算说明", width: 60, style: bodyLeft, words: scoreWords})
}

func scoreWords(u model.UnitScore) string {
	lines := make([]string, len(u.Lines))
	for i, line := range u.Lines {
		lines[i] = line.Title + "：" + line.Said
	}
	return strings.Join(lines, "\n")
}

var scoreItemColumns = []taskColumn[scoredItem]{
	{title: "单位", width: 16, style: bodyLeft, words: func(i scoredItem) string { return i.unit }},
	{title: "部分", width: 7, style: bodyCentred, words: func(i scoredItem) string { return i.Part.Title() }},
	{title: "事项", width: 46, style: bodyLeft, words: func(i scoredItem) string { return i.Title }},
	{title: "得", width: 7, style: bodyPercent, number: func(i scoredItem) (int, bool) { return i.Worth, true }},
	{title: "依据的事实", width: 56, style: bodyLeft, words: func(i scoredItem) string { return i.Reason }},
}

// writeScores tells the score of each unit, and then line by line what it follows from.
func writeScores(b *taskBook) {
	columns := scoreColumns()
	var weights []string
	var items []scoredItem
	for i, unit := range b.Scores {
		for _, line := range unit.Lines {
			if i == 0 {
				weights = append(weights, fmt.Sprintf("%s%d分", line.Title, line.Weight))
			}
		}
		for _, item := range unit.Items {
			items = append(items, scoredItem{unit.Name, item})
		}
	}
	note := fmt.Sprintf("%s。没有可评事项的部分不计，其余按比例折算为100分；总分按未舍入的各部分相加。平台默认规则，非法定。数据截至：%s", strings.Join(weights, "、"), chineseDate(b.Head.AsOf))
	writeScoreSheet(b, scoreSheet, note, columns, b.Scores)
	writeScoreSheet(b, scoreItemSheet, fmt.Sprintf("每件事项得多少、为什么，共%d件。", len(items)), scoreItemColumns, items)
}

func writeScoreSheet[T any](b *taskBook, name, note string, columns []taskColumn[T], rows []T) {
	const head = 3
	s := b.add(name)
	writeTaskTitle(s, columns, name+"（"+b.Head.Period+"）", note, b.styles)
	table := writeTaskTable(s, head, columns, rows, b.styles)
	if len(rows) == 0 {
		table.bottom++
		writeTaskNone(s, table.bottom, len(columns), "这段时间没有可评的事项。", b.styles)
	}
	freeze(s, 1, head)
	s.printed(len(columns), table.bottom, fmt.Sprintf("$%d:$%d", head, head))
	setPage(s, paperA4, b.Head)
	b.done(s)
}
