package casework

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// The board of this many tasks, each reported on in this many months, is measured.
const benchTasks, benchMonths = 500, 36

// mostOfAggregate is how many times the bare aggregate query a board may take.
const mostOfAggregate = 3

// aggregate is the query that a board without rules would be: each task with what it reported in
// each of the board's months, its newest month, and how much was accepted.
func aggregate() string {
	months := make([]string, boardMonths)
	for i := range months {
		month := model.NewDate(2026, time.March, 1).AddMonths(i + 1 - boardMonths)
		months[i] = fmt.Sprintf("MAX(CASE WHEN r.month = '%s' THEN r.progress END)", monthOf(month))
	}
	return "SELECT t.id, t.number, t.name, t.annex_lead, t.status, t.due_on, MAX(r.month), SUM(CASE WHEN r.status = 'accepted' THEN 1 ELSE 0 END), " + strings.Join(months, ", ") +
		" FROM tasks t LEFT JOIN task_reports r ON r.task_id = t.id WHERE t.plan_id = ? GROUP BY t.id ORDER BY t.number"
}

// BenchmarkBoard compares the board with a bare aggregate query over the same rows.
func BenchmarkBoard(b *testing.B) {
	file := filepath.Join(b.TempDir(), "board.db")
	d, plan := benchBoard(b, file)
	db, err := sql.Open("sqlite", file)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	chief := person("chief", model.RoleChief)
	var bare, board time.Duration
	for b.Loop() {
		for range 20 {
			start := b.Elapsed()
			if groups := benchAggregate(b, db, plan); groups != benchTasks {
				b.Fatalf("the aggregate has %d rows", groups)
			}
			aggregated := b.Elapsed()
			shown, err := d.Board(b.Context(), chief, plan, d.Today())
			if err != nil || len(shown.Tasks) != benchTasks || shown.Lights.Green == 0 {
				b.Fatalf("the board: %+v, %v", shown.Lights, err)
			}
			bare, board = shorter(bare, aggregated-start), shorter(board, b.Elapsed()-aggregated)
		}
	}
	ratio := float64(board) / float64(bare)
	b.ReportMetric(ratio, "×aggregate")
	b.ReportMetric(float64(board.Milliseconds()), "ms/board")
	if ratio > mostOfAggregate {
		b.Errorf("a board takes %.2f times the bare aggregate query (%s, %s), at most %d", ratio, board, bare, mostOfAggregate)
	}
}

// shorter is the shorter of two times; 0 is none.
func shorter(a, b time.Duration) time.Duration {
	if a == 0 || b < a {
		return b
	}
	return a
}

func benchAggregate(b *testing.B, db *sql.DB, plan model.TaskPlanID) (groups int) {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), aggregate(), plan)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var words [6]string
	var number, accepted int
	var months [boardMonths]sql.NullInt64
	into := []any{&words[0], &number, &words[1], &words[2], &words[3], &words[4], &words[5], &accepted}
	for i := range months {
		into = append(into, &months[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		groups++
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return groups
}

// benchBoard is a desk with one plan of many tasks and reports, multiplied from one of each.
func benchBoard(b *testing.B, file string) (*Desk, model.TaskPlanID) {
	b.Helper()
	opened := testdb.Migrated(b, "sqlite:"+file, store.Open)
	b.Cleanup(func() { _ = opened.Close() })
	now := time.Date(2026, time.March, 20, 9, 0, 0, 0, time.UTC)
	d, err := NewDesk(opened, func() time.Time { return now })
	if err != nil {
		b.Fatal(err)
	}
	d.SealWith(FixedKeys([32]byte{1}))
	if err := d.LoadReference(b.Context()); err != nil {
		b.Fatal(err)
	}
	first := model.NewDate(2023, time.April, 1)
	plan := model.TaskPlan{ID: "plan", DocumentNo: "演示〔2023〕1号", Title: "演示方案", Dated: first, DueOn: first.AddMonths(48), SupervisingUnit: "qu-shangwuwei", Status: model.TaskPlanActive, Version: 1, CreatedAt: now, UpdatedAt: now}
	task := model.Task{
		ID: "task-1", PlanID: plan.ID, Number: 1, GroupTitle: "板块", Name: "演示任务的名称", Content: strings.Repeat("具体内容", 40), AnnexLead: "qu-jiaotongju", StartOn: first, DueOn: first.AddMonths(48),
		Rhythm: model.RhythmMonthly, ReportsFrom: first, Status: model.TaskInProgress, AreaCode: "500156", Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	report := model.TaskReport{
		ID: "report-1-0", TaskID: task.ID, Month: "2023-04", UnitID: task.AnnexLead, Progress: 2, Done: strings.Repeat("本月完成摸底调研。", 10), Problems: strings.Repeat("用地手续滞后。", 5),
		Status: model.TaskReportAccepted, ReportedBy: "lead", ReportedOn: first.AddDays(20), ReviewedBy: "supervisor", ReviewedOn: first.AddDays(24), Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	_, err = perform(b.Context(), d, model.Call{Actor: Operator}, order{permission: "plan:import"}, func(w work) (bool, error) {
		if err := w.AddTaskPlan(b.Context(), &plan); err != nil {
			return false, err
		}
		if err := w.AddTask(b.Context(), &task, nil); err != nil {
			return false, err
		}
		return true, w.AddTaskReport(b.Context(), &report)
	})
	if err != nil {
		b.Fatal(err)
	}
	multiply(b, file)
	return d, plan.ID
}

// multiply makes many tasks and reports of the one that is there.
func multiply(b *testing.B, file string) {
	b.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	units := "CASE i % 5 WHEN 0 THEN 'qu-shangwuwei' WHEN 1 THEN 'qu-jiaotongju' WHEN 2 THEN 'qu-jingxinwei' WHEN 3 THEN 'qu-shengtaihuanjingju' ELSE 'qu-zhujianwei' END"
	multiplied(b, db, "tasks", benchTasks-1, map[string]string{"id": "CONCAT('task-', i + 1)", "number": "i + 1", "annex_lead": units, "group_title": "CONCAT('板块', i % 4)"})
	multiplied(b, db, "task_reports", benchTasks-1, map[string]string{"id": "CONCAT('report-', i + 1, '-0')", "task_id": "CONCAT('task-', i + 1)"})
	months := map[string]string{
		"id": "CONCAT(task_reports.id, '-', i)", "month": "strftime('%Y-%m', '2023-04-01', '+' || i || ' months')", "progress": "MIN(100, 2 + i * 2)",
		"reported_on": "date('2023-04-21', '+' || i || ' months') || ' 00:00:00+00:00'", "reviewed_on": "date('2023-04-25', '+' || i || ' months') || ' 00:00:00+00:00'",
	}
	multiplied(b, db, "task_reports", benchMonths-1, months)
}

func tableColumns(b *testing.B, db *sql.DB, table string) []string {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err := errors.Join(err, rows.Err()); err != nil {
		b.Fatal(err)
	}
	return columns
}

// multiplied adds to a table each of its rows as many times, with some columns changed by i from 1 on.
func multiplied(b *testing.B, db *sql.DB, table string, times int, changed map[string]string) {
	b.Helper()
	columns := tableColumns(b, db, table)
	values := make([]string, len(columns))
	for n, column := range columns {
		if values[n] = changed[column]; values[n] == "" {
			values[n] = table + "." + column
		}
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT %s FROM %s, n",
		table, strings.Join(columns, ", "), times, strings.Join(values, ", "), table)
	if _, err := db.ExecContext(b.Context(), insert); err != nil {
		b.Fatal(err)
	}
}
