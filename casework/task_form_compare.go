package casework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"yijian/model"
)

// formOnDesk is a form that came back, with what its rows are held against.
type formOnDesk struct {
	form  model.TaskForm
	made  []model.TaskFormFacts
	tasks map[model.TaskID]taskInPlan // as they are now
	actor model.Actor
	today model.Date

	filler model.UserID // who brought it in
}

// linesOf holds every row that came back against the form as it was made, and says what may become
// of it. Rows are known by their task, wherever they stand; those that did not come back stand last.
func (f formOnDesk) linesOf(rows []model.ReturnedFormRow) []model.FormLine {
	lines, many := make([]model.FormLine, 0, len(rows)), map[model.TaskID]int{}
	for _, row := range rows {
		many[row.Task]++
	}
	for _, row := range rows {
		lines = append(lines, f.lineOf(row, many[row.Task]))
	}
	for _, made := range f.made {
		if many[made.Task] == 0 {
			lines = append(lines, model.FormLine{
				Task: made.Task, Number: made.Number, Name: made.Name, State: model.FormRowMissing, Cells: []model.FormCell{},
				Reason: "上传的文件里没有这一行，不报送",
			})
		}
	}
	return lines
}

func (f formOnDesk) lineOf(row model.ReturnedFormRow, many int) model.FormLine {
	line := model.FormLine{Row: row.Row, State: model.FormRowForeign, Cells: []model.FormCell{}}
	at := slices.IndexFunc(f.made, func(m model.TaskFormFacts) bool { return m.Task == row.Task })
	if at < 0 {
		line.Name = model.FormWords(row.Cells["name"].Words)
		line.Reason = fmt.Sprintf("第 %d 行不是这张填报表里的行：填报表不能增加行，隐藏的任务标识也不能改", row.Row)
		return line
	}
	made := f.made[at]
	line.Task, line.Number, line.Name = made.Task, made.Number, made.Name
	switch wrong := foreignCells(made, row); {
	case many > 1:
		line.Reason = "同一项任务在文件里出现了" + strconv.Itoa(many) + "行，请只留一行"
	case row.Hash != made.Hash:
		line.Reason = "这一行的校验值与发出时的不一致：可能来自另一张填报表，或者隐藏的内容被改动"
	case len(wrong) > 0:
		line.Cells, line.Reason = wrong, faultsOf(wrong)
	default:
		f.judge(&line, made, row)
	}
	return line
}

// foreignCells are the cells of the row that may not be what they are: changed ones that are not
// to be filled in, formulas, and what stands beside the form.
func foreignCells(made model.TaskFormFacts, row model.ReturnedFormRow) []model.FormCell {
	wrong := []model.FormCell{}
	for _, column := range model.TaskFormColumns() {
		if column.Hidden {
			continue
		}
		cell, before := row.Cells[column.Key], made.Words(column.Key)
		fault := cell.Fault
		if fault == "" && !column.Open && !sameWords(column, before, cell.Words) {
			fault = "这一格不能改"
		}
		if fault != "" {
			wrong = append(wrong, model.FormCell{Cell: cell.Cell, Column: column.Title, Before: before, After: cell.Words, Fault: fault})
		}
	}
	if extra := row.Cells["extra"]; extra.Fault != "" {
		wrong = append(wrong, model.FormCell{Cell: extra.Cell, Column: "表外", After: extra.Words, Fault: extra.Fault})
	}
	return wrong
}

// sameWords reports whether a cell that may not change still says the same: an office program
// may have wrapped its lines anew or written its number another way.
func sameWords(column model.TaskFormColumn, before, after string) bool {
	if column.Number {
		one, first := formNumber(before)
		other, second := formNumber(after)
		return first && second && one == other || strings.TrimSpace(before) == strings.TrimSpace(after)
	}
	return withoutSpace(before) == withoutSpace(after)
}

func withoutSpace(words string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '\u00a0' {
			return -1
		}
		return c
	}, words)
}

// formNumber reads a number that people and office programs write as 50, 50.0, 50% or ５０.
func formNumber(words string) (int, bool) {
	words = strings.Map(func(c rune) rune {
		switch {
		case c >= '０' && c <= '９':
			return c - '０' + '0'
		case c == '％':
			return '%'
		case c == '．':
			return '.'
		}
		return c
	}, strings.TrimSpace(words))
	words = strings.TrimSpace(strings.TrimSuffix(words, "%"))
	whole, part, _ := strings.Cut(words, ".")
	if strings.Trim(part, "0") != "" || len(whole) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(whole)
	return n, err == nil
}

// judge says what may become of a row that is as it was made but for what was to be filled in.
func (f formOnDesk) judge(line *model.FormLine, made model.TaskFormFacts, row model.ReturnedFormRow) {
	said, changes := filled(made, row)
	line.Cells = changes
	stale := f.stale(made)
	switch {
	case len(changes) == 0:
		line.State = model.FormRowSame
	case f.saysSo(made, said) && !slices.ContainsFunc(changes, isFaulty):
		line.State, line.Cells, line.Reason = model.FormRowSame, []model.FormCell{}, "与现在的月报一致，不用再报"
	case stale != "":
		line.State, line.Reason = model.FormRowStale, stale
	case slices.ContainsFunc(changes, isFaulty):
		line.State, line.Reason = model.FormRowFaulty, faultsOf(changes)
	default:
		line.State = model.FormRowChanged
	}
}

// filled is what the row says for a report, with each cell that differs from the form as it was
// made, or is wrong; none of a row in which nothing was filled in. A cell that does not differ says
// what it was made with, however an office program saved it.
func filled(made model.TaskFormFacts, row model.ReturnedFormRow) (TaskProgress, []model.FormCell) {
	var said TaskProgress
	cells, changed := []model.FormCell{}, false
	for _, column := range model.TaskFormColumns() {
		if !column.Open {
			continue
		}
		one := row.Cells[column.Key]
		cell := model.FormCell{Cell: one.Cell, Column: column.Title, Before: model.FormWords(made.Words(column.Key)), After: model.FormWords(one.Words)}
		said.enterWords(column.Key, &cell)
		differs := spaced(cell.After) != spaced(cell.Before)
		if !differs {
			said.enterWords(column.Key, &model.FormCell{After: made.Words(column.Key)})
		}
		if changed = changed || differs; differs || cell.Fault != "" {
			cells = append(cells, cell)
		}
	}
	if !changed {
		return said, []model.FormCell{}
	}
	return said, cells
}

// spaced are the words with one space where there are several, as some office programs save them.
func spaced(words string) string {
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

// enterWords takes the words of a column, the number as people write it, and says what is wrong with them.
func (p *TaskProgress) enterWords(key string, cell *model.FormCell) {
	switch key {
	case "progress":
		n, fits := formNumber(cell.After)
		if p.Progress = n; fits {
			cell.After = strconv.Itoa(n)
		}
		if !fits || n < 0 || n > 100 {
			cell.Fault = "应为 0 至 100 的整数"
		}
		return
	case "done":
		if p.Done = cell.After; cell.After == "" {
			cell.Fault = "请填写本月情况"
		}
	case "problems":
		p.Problems = cell.After
	case "coordination":
		p.Coordination = cell.After
	}
	if len([]rune(cell.After)) > 1000 {
		cell.Fault = "最多 1000 字"
	}
}

func isFaulty(cell model.FormCell) bool { return cell.Fault != "" }

// faultsOf says of each cell that cannot be taken why.
func faultsOf(cells []model.FormCell) string {
	var said []string
	for _, cell := range cells {
		if cell.Fault != "" {
			said = append(said, cell.Cell+" "+cell.Column+"："+cell.Fault)
		}
	}
	return strings.Join(said, "；")
}

// saysSo reports whether the report on the month already says the same.
func (f formOnDesk) saysSo(made model.TaskFormFacts, said TaskProgress) bool {
	task, known := f.tasks[made.Task]
	if !known {
		return false
	}
	report, there := reportOf(task, f.form.Month)
	return there && report.Status != model.TaskReportReturned &&
		said.inForm() == TaskProgress{Progress: report.Progress, Done: report.Done, Problems: report.Problems, Coordination: report.Coordination}.inForm()
}

// inForm is what is said as a form tells it that an office program saved.
func (p TaskProgress) inForm() TaskProgress {
	words := func(text string) string { return spaced(model.FormWords(text)) }
	return TaskProgress{Progress: p.Progress, Done: words(p.Done), Problems: words(p.Problems), Coordination: words(p.Coordination)}
}

// stale is why the row no longer holds: its task or its report is not as it was when the form was
// made, or the actor could not report on it now. Empty when it holds.
func (f formOnDesk) stale(made model.TaskFormFacts) string {
	task, known := f.tasks[made.Task]
	if !known {
		return "任务已经不在本单位"
	}
	if task.Lead() != made.Lead {
		return "发出以后牵头单位改为" + shortName(task.units[task.Lead()])
	}
	report, there := reportOf(task, f.form.Month)
	switch {
	case planOver(task.plan) != nil:
		return planOverWords
	case there && report.Status == model.TaskReportAccepted:
		return "这个月的月报已经审核，不能再改"
	case there && made.Report == "":
		return "发出以后已经报送了这个月的月报，请重新下载填报表"
	case there && report.Version != made.ReportVersion && report.Status == model.TaskReportReturned:
		return "发出以后月报被退回，请看审核意见，重新下载填报表"
	case there && report.Version != made.ReportVersion:
		return "发出以后这个月的月报改动过，请重新下载填报表"
	}
	if refusal := reportOnRefusal(task, f.form.Month, f.actor); refusal != "" {
		return refusal
	}
	if err := checkMonth(task, f.form.Month, f.today); err != nil {
		return refusalOf(err)
	}
	if task.Name != made.Name || task.Content != made.Content || task.StartOn != made.StartOn || task.DueOn != made.DueOn {
		return "发出以后任务的内容或者时限改动过，请重新下载填报表"
	}
	return ""
}
