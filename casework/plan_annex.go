package casework

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yijian/model"
)

type planColumn struct {
	name  string
	limit int // in characters
}

var planDigits = regexp.MustCompile(`^\d{1,4}$`)

// planColumns are the annex's columns in their order, with the longest text
// each may hold.
var planColumns = []planColumn{{"结构", 60}, {"序号", 4}, {"工作任务", 200}, {"具体内容", longestClause}, {"牵头单位", 200}, {"配合单位", 600}}

// readAnnex reads the table of tasks, whose cells stand one to a line, each
// after a tab, with an empty line between rows. An empty 结构 repeats the one above.
func readAnnex(lines []planLine, last int, names planNames) (title string, items []model.PlanItem, err error) {
	rows := annexRows(lines)
	head := slices.IndexFunc(rows, isAnnexHead)
	if head < 0 {
		return "", nil, refusePlan(last, "annex_head", "附件中没有表头“结构、序号、工作任务、具体内容、牵头单位、配合单位”")
	}
	line := rows[head][0].number
	for _, row := range rows[:head] {
		for _, cell := range row {
			title += cell.text
		}
	}
	if title == "" {
		return "", nil, refusePlan(line, "annex_title", "附件的表头之前没有标题")
	}
	if err := fits(line, "附件标题", title, 200); err != nil {
		return "", nil, err
	}
	group := ""
	for _, row := range rows[head+1:] {
		item, err := readTask(row, group, len(items)+1, names)
		if err != nil {
			return "", nil, err
		}
		group = item.Group
		items = append(items, item)
	}
	if len(items) == 0 {
		return "", nil, refusePlan(last, "annex_empty", "附件中没有任务")
	}
	return title, items, nil
}

// annexRows gathers cells into rows. A line of white space without a tab ends a row.
func annexRows(lines []planLine) [][]planLine {
	var rows [][]planLine
	open := false
	for _, line := range lines {
		rest, isCell := strings.CutPrefix(line.raw, "\t")
		if line.text == "" && !isCell {
			open = false
			continue
		}
		if !open {
			rows, open = append(rows, nil), true
		}
		row := &rows[len(rows)-1]
		if !isCell {
			rest = line.text
		}
		for cell := range strings.SplitSeq(rest, "\t") {
			*row = append(*row, planLine{number: line.number, text: strings.TrimFunc(cell, isBlank)})
		}
	}
	return rows
}

func isAnnexHead(row []planLine) bool {
	return slices.EqualFunc(row, planColumns, func(cell planLine, column planColumn) bool {
		return cell.compact() == column.name
	})
}

// readTask reads one row, which must be the want-th.
func readTask(row []planLine, group string, want int, names planNames) (model.PlanItem, error) {
	if len(row) == len(planColumns)-1 && planDigits.MatchString(row[0].compact()) {
		row = append([]planLine{{number: row[0].number}}, row...) // some editors drop the empty first cell
	}
	if len(row) != len(planColumns) {
		return model.PlanItem{}, refusePlan(row[0].number, "row_cells",
			"附件第%d项有%d个单元格，应有%d个：结构、序号、工作任务、具体内容、牵头单位、配合单位", want, len(row), len(planColumns))
	}
	if row[0].text == "" {
		row[0].text = group
	}
	if err := checkCells(row, want); err != nil {
		return model.PlanItem{}, err
	}
	for i := range row { // of several lines in one cell
		row[i].text = inOne(row[i].text, []string{"", "", "", "\n", "、", "、"}[i])
	}
	item := model.PlanItem{
		Number: want, Group: row[0].text, Name: row[2].text, Content: row[3].text,
		LeadText: row[4].text, SupportText: row[5].text, Line: row[1].number,
	}
	var err error
	if item.Lead, err = names.one(row[4].number, "牵头单位", item.LeadText); err != nil {
		return item, err
	}
	item.Support, err = names.many(row[5].number, "配合单位", item.SupportText)
	return item, err
}

// inOne joins the lines of a cell; what parts them already is not said twice.
func inOne(text, by string) string {
	lines := strings.Split(text, model.CellBreak)
	for i := range lines {
		lines[i] = strings.TrimFunc(lines[i], isBlank)
		if by == "、" {
			lines[i] = strings.Trim(lines[i], "、，,；;")
		}
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), by)
}

func checkCells(row []planLine, want int) error {
	for i, column := range planColumns {
		if row[i].text == "" {
			return refusePlan(row[i].number, "cell_empty", "附件第%d项的“%s”是空的", want, column.name)
		}
		if err := fits(row[i].number, column.name, row[i].text, column.limit); err != nil {
			return err
		}
	}
	cell := row[1]
	if !planDigits.MatchString(cell.compact()) {
		return refusePlan(cell.number, "number_unreadable", "序号“%s”不是数字", cell.text)
	}
	switch number, _ := strconv.Atoi(cell.compact()); {
	case number < want:
		return refusePlan(cell.number, "number_twice", "序号%d重复或颠倒，应为%d", number, want)
	case number > want:
		return refusePlan(cell.number, "number_gap", "序号%d不连续，应为%d", number, want)
	}
	return nil
}
