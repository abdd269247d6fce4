package portal

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	// few is how many rows may be sorted, or read in vain, and how many a table may have that is gone through.
	few = 1000
	// mostSought is that of searches by words: grams are counted so far, and the records that have the rarest are looked at.
	mostSought = 8000
	// mostTimesShown is how many times as many rows as it returns a query may look at beyond that.
	mostTimesShown = 20
)

var (
	namedTable = regexp.MustCompile("(?i)(?:FROM|JOIN)\\s+[`\"]?([a-z_]+)[`\"]?(?:\\s+(?:AS\\s+)?([a-z][a-z0-9_]*))?")
	counts     = regexp.MustCompile(`(?i)\b(COUNT|SUM)\(`)
	searchStep = regexp.MustCompile(`^SEARCH (\S+) USING .*\((.*)\)`)
	termOf     = regexp.MustCompile(`(\w+)([=<>])`)
	limitOf    = regexp.MustCompile(` LIMIT ([0-9]+)(?: OFFSET [0-9]+)?$`)
	lastLimit  = regexp.MustCompile(`(?i) LIMIT [?0-9]+( OFFSET [?0-9]+)?$`)
)

// planner asks a database how it goes about queries.
type planner struct {
	db       *sql.DB
	isSQLite bool
	large    map[string]bool // tables with more than a few rows
}

func newPlanner(t *testing.T, db *sql.DB, isSQLite bool) planner {
	t.Helper()
	p := planner{db, isSQLite, map[string]bool{}}
	tables := "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	if isSQLite {
		tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	for _, row := range p.rows(t, asked{sql: tables}) {
		name := fmt.Sprint(row[len(row)-1])
		var count int
		if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+name).Scan(&count); err != nil {
			t.Fatal(err)
		}
		if p.large[name] = count > few; p.large[name] && !isSQLite { // as MariaDB does by itself, soon; SQLite knows no numbers, in production too
			p.rows(t, asked{sql: "ANALYZE TABLE " + name})
		}
	}
	return p
}

// rows are the rows of a query, as texts.
func (p planner) rows(t *testing.T, q asked) (all [][]string) {
	t.Helper()
	rows, err := p.db.QueryContext(t.Context(), q.sql, q.vars...)
	if err != nil {
		t.Fatalf("%s: %v", q.sql, err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(row))
		for i := range row {
			texts[i] = row[i].String
		}
		all = append(all, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// faults says what is wrong with how the database goes about the query.
func (p planner) faults(t *testing.T, q asked) []string {
	t.Helper()
	if p.isSQLite {
		return p.faultsOfSQLite(t, q)
	}
	plan := p.rows(t, asked{sql: "ANALYZE FORMAT=JSON " + q.sql, vars: q.vars})
	var root any
	if err := json.Unmarshal([]byte(plan[0][0]), &root); err != nil {
		t.Fatal(err)
	}
	r := reading{large: p.large, named: tablesOf(q.sql), sorts: float64(mostRead(q))}
	r.walk(root)
	isGrouped := r.alone && strings.Contains(q.sql, " GROUP BY ") // what an index alone has grouped may be sorted
	if r.sorted > r.sorts && !isGrouped {
		r.faults = append(r.faults, fmt.Sprintf("sorts %.0f rows", r.sorted))
	}
	shown := len(p.rows(t, q))
	if most := r.sorts + float64(mostTimesShown*shown); r.read > most {
		r.faults = append(r.faults, fmt.Sprintf("reads %.0f rows for %d", r.read, shown))
	}
	return r.faults
}

// mostRead is how many rows the query may read, or sort, in vain.
func mostRead(q asked) int {
	if strings.Contains(q.sql, "_grams ") || strings.Contains(q.sql, " LIKE ") {
		return mostSought
	}
	return few
}

// tablesOf are the tables of a query by the names that it gives them.
func tablesOf(query string) map[string]string {
	named := map[string]string{}
	for _, m := range namedTable.FindAllStringSubmatch(query, -1) {
		named[m[1]] = m[1]
		if m[2] != "" {
			named[m[2]] = m[1]
		}
	}
	return named
}

// faultsOfSQLite tells from the plan, which has no numbers: what is sorted or counted is counted here.
func (p planner) faultsOfSQLite(t *testing.T, q asked) (faults []string) {
	t.Helper()
	named, isGrouped := tablesOf(q.sql), false
	var plan []string
	for _, row := range p.rows(t, asked{sql: "EXPLAIN QUERY PLAN " + q.sql, vars: q.vars}) {
		plan = append(plan, row[len(row)-1])
	}
	for _, detail := range plan {
		words := strings.Fields(detail)
		alone := strings.Contains(detail, "COVERING INDEX") || strings.Contains(detail, "USING PRIMARY KEY")
		isGrouped = isGrouped || alone && strings.Contains(q.sql, " GROUP BY ") // and what an index alone has grouped may be sorted
		if n := p.searched(t, q, detail, plan); n > mostRead(q)+mostTimesShown*len(p.rows(t, q)) && !alone {
			faults = append(faults, fmt.Sprintf("%s finds %d rows", detail, n))
		}
		switch {
		case words[0] == "SCAN" && p.large[named[words[1]]] && (!alone || !isCount(q.sql)):
			faults = append(faults, detail)
		case words[0] == "SEARCH" && p.large[named[words[1]]] && isCount(q.sql) && !alone:
			if n := p.counted(t, q); n > few {
				faults = append(faults, fmt.Sprintf("%s counts %d rows", detail, n))
			}
		case strings.HasPrefix(detail, "USE TEMP B-TREE FOR") && strings.HasSuffix(detail, "ORDER BY"):
			all := lastLimit.ReplaceAllString(q.sql, "")
			vars := q.vars[:len(q.vars)-strings.Count(q.sql[len(all):], "?")]
			if n := p.number(t, asked{sql: "SELECT COUNT(*) FROM (" + all + ")", vars: vars}); n > mostRead(q) && !isGrouped {
				faults = append(faults, fmt.Sprintf("%s, of %d rows", detail, n))
			}
		}
	}
	return faults
}

// searched is how many rows of a large table a step of SQLite's plan reads by the terms for which it uses an index; none
// where it stops as soon as the page is full.
func (p planner) searched(t *testing.T, q asked, detail string, plan []string) int {
	t.Helper()
	m := searchStep.FindStringSubmatch(detail)
	if m == nil || !p.large[tablesOf(q.sql)[m[1]]] {
		return 0
	}
	isSorted := slices.ContainsFunc(plan, func(step string) bool { return step == "USE TEMP B-TREE FOR ORDER BY" })
	if limit := limitOf.FindStringSubmatch(q.text); limit != nil && !isSorted && limit[1] == fmt.Sprint(len(p.rows(t, q))) {
		return 0
	}
	var terms []string
	for _, column := range termOf.FindAllStringSubmatch(m[2], -1) {
		is := map[string]string{"=": "=", "<": "<=?", ">": ">=?"}[column[2]]
		for _, term := range regexp.MustCompile(`(?:\b`+m[1]+`\.|[ (+])(`+column[1]+` `+is+` "[^"]*")`).FindAllStringSubmatch(q.text, -1) {
			terms = append(terms, term[1])
		}
	}
	if len(terms) == 0 { // by what another table tells
		return 0
	}
	return p.number(t, asked{sql: "SELECT COUNT(*) FROM " + tablesOf(q.sql)[m[1]] + " WHERE " + strings.Join(terms, " AND ")})
}

// isCount holds for queries that tell how many rows there are, of which only few come back.
func isCount(query string) bool {
	return counts.MatchString(strings.NewReplacer("SUM(COUNT(*)) OVER ()", "", "COUNT(*) OVER ()", "").Replace(query))
}

func (p planner) number(t *testing.T, q asked) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(p.rows(t, q)[0][0], &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// counted is how many rows the last SELECT of a query counts; of one that is put together otherwise too many.
func (p planner) counted(t *testing.T, q asked) int {
	t.Helper()
	last := q.text[max(0, strings.LastIndex(q.text, " UNION ALL ")):]
	if strings.Count(last, "SELECT") > 1 {
		return few + 1
	}
	_, from, _ := strings.Cut(last, " FROM ")
	from, _, _ = strings.Cut(from, " GROUP BY ")
	return p.number(t, asked{sql: "SELECT COUNT(*) FROM " + from})
}

// reading goes through what MariaDB tells of a query that it has answered.
type reading struct {
	large  map[string]bool
	named  map[string]string
	read   float64 // rows, but those that are counted in an index alone
	alone  bool    // something is read in an index alone
	sorted float64
	sorts  float64 // how many rows may be sorted
	faults []string
}

func (r *reading) walk(node any) {
	switch n := node.(type) {
	case []any:
		for _, part := range n {
			r.walk(part)
		}
	case map[string]any:
		for name, part := range n {
			of, _ := part.(map[string]any)
			switch name {
			case "table":
				r.table(of)
			case "filesort", "read_sorted_file":
				rows, _ := of["r_output_rows"].(float64)
				r.sorted = max(r.sorted, rows)
			}
			r.walk(part)
		}
	}
}

func (r *reading) table(of map[string]any) {
	number := func(name string) float64 { n, _ := of[name].(float64); return n }
	name := fmt.Sprint(of["table_name"])
	rows := number("r_rows") * max(1, number("r_loops"))
	if of["access_type"] == "ALL" && r.large[r.named[name]] {
		r.faults = append(r.faults, "goes through "+name)
	}
	r.alone = r.alone || of["using_index"] == true
	if of["using_index"] != true && r.named[name] != "" { // what a query has put together itself is counted where it comes from
		r.read += rows
	}
}
